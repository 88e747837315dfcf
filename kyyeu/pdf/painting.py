"""A laid-out document as a fragment: painted, and taken apart into values that travel.

Imported only while WeasyPrint is at work, as are the modules that it imports.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import repeat
from operator import attrgetter
from typing import Any

import pydyf
import weasyprint.draw.text
import weasyprint.pdf
from weasyprint import DEFAULT_OPTIONS

from kyyeu.binding.fragment import (
    Anchor,
    Bookmark,
    Box,
    Drawing,
    Fragment,
    FragmentPage,
    PageKind,
    SetPiece,
    Stamp,
    Use,
)
from kyyeu.binding.typefaces import measure_glyphs
from kyyeu.binding.weaving import weave
from kyyeu.pdf.boxes import POINTS
from kyyeu.pdf.casting import casts_drawn
from kyyeu.pdf.harvest import Harvest
from kyyeu.pdf.mends import Mend, mended
from kyyeu.pdf.pieces import find_tables
from kyyeu.pdf.placed import find_set_pictures
from kyyeu.pdf.resources import give_own_resources
from kyyeu.pdf.tagging.elements import find_linked_areas, to_elements
from kyyeu.pdf.tagging.marking import Marking, adorning
from kyyeu.pdf.tagging.tree import grow

_FACE = b"face:"  # stands for a font, which the binder makes


def paint_document(
    document: Any, heard: Any, pieces: Sequence[SetPiece], broken: Mapping[int, str]
) -> Fragment:
    """The fragment of a document that was laid out as a part; `heard` is what it asked for meanwhile."""
    boxes = [page._page_box for page in document.pages]
    tree = grow(boxes)
    marking, areas = Marking(tree), find_linked_areas(tree, document.pages)
    harvest, drawings = paint_pages(document, marking)
    return Fragment(
        pages=tuple(map(_page, document.pages, harvest.pages(), drawings, repeat(heard))),
        resources=harvest.resources,
        uses=find_uses(document.fonts),
        anchors=dict(find_anchors(document.pages)),
        bookmarks=tuple(_bookmarks(document.pages)),
        areas=areas,
        pieces=tuple(pieces),
        pictures=tuple(find_set_pictures(boxes)),
        tables=len([*find_tables(boxes)]),
        broken=dict(broken),
        elements=weave(to_elements(tree, harvest.digest_of), len(document.pages), len(areas)),
        opens=_side(document.pages[0]),
        asked=tuple(sorted(heard.anchors)),
        counted=heard.counted,
        totalled=heard.totalled,
        sizes=heard.sizes,
    )


def paint_stamps(document: Any) -> tuple[Stamp, ...]:
    """Each page of a laid-out document as what is drawn on one of another, of which it is no content."""
    harvest, drawings = paint_pages(document)
    uses = find_uses(document.fonts)
    boxes = map(page_boxes, harvest.pages())
    return tuple(
        Stamp(each, uses, harvest.resources, (), *own) for each, own in zip(drawings, boxes, strict=True)
    )


def paint_pages(document: Any, marking: Marking | None = None) -> tuple[Harvest, tuple[Drawing, ...]]:
    """What is drawn on each page of a laid-out document, and the harvest that has what it draws with."""
    document.fonts.begin()
    pdf = _paint(document, marking)
    harvest = Harvest(pdf, {_FACE + font.hash.encode(): font.hash for font in document.fonts.values()})
    return harvest, tuple(map(harvest.draw, harvest.pages()))


def _paint(document: Any, marking: Marking | None) -> Any:
    """The objects that draw the pages; links, outline, structure and fonts are the binder's."""
    seams: list[Mend] = [
        (weasyprint.pdf, "build_fonts_dictionary", _stand_ins),
        (weasyprint.pdf, "resolve_links", lambda pages: (([], []) for _ in pages)),
        (weasyprint.draw.text, "draw_first_line", casts_drawn(weasyprint.draw.text.draw_first_line)),
    ]
    if marking:
        decorate = weasyprint.draw.text.draw_text_decoration
        seams += [
            (weasyprint.pdf, "Stream", marking.open_page),
            (weasyprint.draw.text, "draw_text_decoration", adorning(decorate)),
        ]
    with mended(seams):
        pdf = weasyprint.pdf.generate_pdf(document, None, 1, **DEFAULT_OPTIONS)
    give_own_resources(pdf)
    return pdf


def _stand_ins(pdf: Any, fonts: Mapping[Any, Any], *rest: Any) -> Any:
    # sorted, since other sections may have been set before, with other faces first
    return pydyf.Dictionary(
        {name: _FACE + name.encode() for name in sorted(font.hash for font in fonts.values())}
    )


def _page(page: Any, dictionary: Any, drawing: Drawing, heard: Any) -> FragmentPage:
    side, blank, name, place, groups = page._page_box.page_type
    (media, trim), bleed = page_boxes(dictionary), _box(dictionary["BleedBox"])
    return FragmentPage(
        media, trim, bleed, drawing, PageKind(side, blank, name, place, groups), heard.edges[page._page_box]
    )


def page_boxes(dictionary: Any) -> tuple[Box, Box]:
    """How large a page is before it is trimmed, and afterwards."""
    return _box(dictionary["MediaBox"]), _box(dictionary["TrimBox"])


def _box(numbers: Sequence[float]) -> Box:
    left, lower, right, upper = map(float, numbers)
    return left, lower, right, upper


class Faces(dict[Any, Any]):
    """The fonts of all documents of one design, by WeasyPrint's keys."""

    def __setitem__(self, key: Any, font: Any) -> None:
        """Take the font up with the widths that its face names.

        WeasyPrint rounds what a width comes to in the size in which it first meets a glyph, which is another
        one in another section; and all sections share the widths that the book's font has.
        """
        font.widths = measure_glyphs(font.file_content)
        font.digest = sha256(font.file_content).hexdigest()
        super().__setitem__(key, font)

    def begin(self) -> None:
        """Forget what was used of them."""
        for font in self.values():
            font.to_unicode = {}


def find_uses(faces: Faces) -> dict[str, Use]:
    """What was used of each face since its use began."""
    used = (font for font in faces.values() if font.to_unicode)
    return {font.hash: _use(font) for font in sorted(used, key=attrgetter("hash"))}


def _use(font: Any) -> Use:
    # a space is one to whoever copies it, also where no line may end at it: faces have one glyph for both
    letters = {glyph: said.replace("\u00a0", " ") for glyph, said in sorted(font.to_unicode.items())}
    return Use(
        name=font.name.decode().removeprefix("/"),
        file=font.digest,
        family=font.family,
        flags=font.flags,
        ascent=font.ascent,
        descent=font.descent,
        letters=letters,
        widths={glyph: font.widths[glyph] for glyph in letters},
    )


def find_anchors(pages: Sequence[Any]) -> Iterator[tuple[str, Anchor]]:
    """For the id of each element where it begins."""
    names, known = _names(pages[0]), set[str]()
    for number, page in enumerate(pages):
        for id_, (left, top, *_) in page.anchors.items():
            if id_ not in known:
                known.add(id_)
                yield id_, _anchor(page, number, left, top, names.get(id_, ""))


def _names(page: Any) -> dict[str, str]:
    """For the id of each element what its document calls it."""
    root = next((child.element for child in page._page_box.children if child.element is not None), None)
    elements = () if root is None else root.iter()
    return {element.get("id"): name for element in elements if (name := element.get("data-name"))}


def _anchor(page: Any, number: int, left: float, top: float, name: str = "") -> Anchor:
    return Anchor(number, left * POINTS, (page.height - top) * POINTS, name)


def _bookmarks(pages: Sequence[Any]) -> Iterator[Bookmark]:
    for number, page in enumerate(pages):
        for level, label, (left, top), state in page.bookmarks:
            yield Bookmark(level, label, state == "open", _anchor(page, number, left, top))


def _side(page: Any) -> str:
    """The side that a section's first page asks for by its `break-before`."""
    for box in page._page_box.descendants():
        if box.element_tag == "section":
            asked = box.style["break_before"]
            return {"right": "right", "recto": "right", "left": "left", "verso": "left"}.get(asked, "any")
    return "any"
