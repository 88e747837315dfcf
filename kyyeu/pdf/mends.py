"""What is mended in WeasyPrint while it works for us: a quadratic cost, running heads, links, warnings."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any

import pydyf
import weasyprint
import weasyprint.pdf
from weasyprint.formatting_structure.boxes import MarginBox
from weasyprint.pdf import stream, tags

SHEET = ContextVar("SHEET", default="")
"""The address of the style sheet that is being read: the document's own for what stands in itself."""


def _page_references(pdf: pydyf.PDF) -> tuple[bytes, ...]:
    """The references of all pages, made anew only when a page was added.

    pydyf makes them anew for every tagged element: pages times elements.
    """
    kids = pdf.pages["Kids"]
    known: tuple[bytes, ...] = getattr(pdf, "_known_references", ())
    if len(known) * 3 != len(kids):
        known = pdf._known_references = tuple(b"%d 0 R" % number for number in kids[::3])
    return known


def _with_artifacts(marked: Any) -> Any:
    """Running heads and folios (ISO 14289-1, 7.8), and pictures for the eye alone, are no content (7.1)."""

    def marked_or_artifact(self: stream.Stream, box: Any, tag: str) -> AbstractContextManager[None]:
        if _is_decorative(box):
            artifact: AbstractContextManager[None] = self.artifact()
            return artifact
        generated = box.element_tag is None  # only a margin box holds text that no element stands behind
        return _pagination(self) if generated else marked(self, box, tag)

    return marked_or_artifact


@contextmanager
def _pagination(page: stream.Stream) -> Iterator[None]:
    if page._tags is None:
        yield
        return
    page.begin_marked_content("Artifact", pydyf.Dictionary({"Type": "/Pagination"}))
    yield
    page.end_marked_content()


def _is_decorative(box: Any) -> bool:
    """Whether it is a picture of which its document says that there is nothing to describe."""
    return bool(box.element_tag == "img" and box.element.get("alt") == "")


def _without_artifacts(build: Any) -> Any:
    """The structure tree of all but decorative pictures and the margin boxes, which hold no content."""

    def build_box_tree(box: Any, *rest: Any) -> Iterator[Any]:
        if not isinstance(box, MarginBox):
            yield from () if _is_decorative(box) else build(box, *rest)
            return
        for inner in box.descendants():
            rest[-1].pop(inner, None)  # the tags still to be placed; WeasyPrint insists that none is left

    return build_box_tree


def _with_list_bodies(build: Any) -> Any:
    """What stands in a list item beside its label belongs to a list body (ISO 32000-1, table 336)."""

    def build_box_tree(box: Any, parent: Any, pdf: pydyf.PDF, *rest: Any) -> Iterator[Any]:
        for element in build(box, parent, pdf, *rest):
            if parent["S"] != "/LI" or element["S"] in ("/Lbl", "/LBody"):
                yield element
                continue
            kids = pydyf.Array([element.reference])
            body = pydyf.Dictionary(
                {"Type": "/StructElem", "S": "/LBody", "K": kids, "Pg": element["Pg"], "P": parent.reference}
            )
            pdf.add_object(body)
            element["P"] = body.reference
            yield body

    return build_box_tree


def _once_a_link(add: Any) -> Any:
    """One annotation a link and line; WeasyPrint adds one for each box inside it, tagged otherwise."""

    def add_links(found: tuple[list[Any], Any], *rest: Any) -> None:
        links, anchors = found
        own = [link for link in links if link[-1].link and not _is_generated(link[-1].element_tag)]
        add((own, anchors), *rest)

    return add_links


def _generated_is_no_link(tag_of: Any) -> Any:
    """Generated content inside a link, a leader or a page number, is part of it, not a link itself."""

    def tag_or_span(tag: str | None) -> str:
        return "Span" if tag and tag.startswith("a::") else str(tag_of(tag))

    return tag_or_span


def _is_generated(tag: str | None) -> bool:
    return "::" in (tag or "")


def _sheet_is_known(preprocess: Any) -> Any:
    """While a style sheet is read `SHEET` is its address: what WeasyPrint warns of has a line and no file."""

    def preprocess_stylesheet(media_type: str, base_url: str, *rest: Any, **more: Any) -> None:
        outer = SHEET.set(base_url)  # a sheet may import another
        try:
            preprocess(media_type, base_url, *rest, **more)
        finally:
            SHEET.reset(outer)

    return preprocess_stylesheet


MENDS: tuple[tuple[Any, str, Any], ...] = (
    (pydyf.PDF, "page_references", property(_page_references)),
    (tags, "_build_box_tree", _with_list_bodies(_without_artifacts(tags._build_box_tree))),
    (tags, "_get_pdf_tag", _generated_is_no_link(tags._get_pdf_tag)),
    (stream.Stream, "marked", _with_artifacts(stream.Stream.marked)),
    (weasyprint, "preprocess_stylesheet", _sheet_is_known(weasyprint.preprocess_stylesheet)),
    (weasyprint.pdf, "add_links", _once_a_link(weasyprint.pdf.add_links)),
)
"""Where each stands, its name there, and what stands there instead."""


@contextmanager
def mended() -> Iterator[None]:
    """WeasyPrint with the mends for as long as the context lasts; only `engine` may enter it, in its turn."""
    with ExitStack() as undone:
        for owner, name, mend in MENDS:
            undone.callback(setattr, owner, name, vars(owner)[name])
            setattr(owner, name, mend)
        yield
