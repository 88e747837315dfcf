"""A drawn tree as the elements of a fragment, its links as areas (ISO 32000-1, 14.7; ISO 14289-1, 7.18.5).

What the words of a link are not enough for the document says in attributes of its ``body``: ``data-leads``,
where ``{words}`` are those of the link and ``{page}`` is the page that it leads to; ``data-note`` for the
call of a note.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from kyyeu.binding.fragment import Box, Element, LinkedArea, LinkReference, MarkReference
from kyyeu.binding.objects import write_name, write_number, write_string
from kyyeu.pdf.boxes import POINTS
from kyyeu.pdf.notes import find_way_back
from kyyeu.pdf.tagging.nodes import Content, LinkArea, MarkedContent, Node
from kyyeu.pdf.tagging.source_text import words_of
from kyyeu.pdf.tagging.tree import StructureTree

_LINKS = ("internal", "external")
_GRID = ("TD", "TH")  # they stay, though empty


def find_linked_areas(tree: StructureTree, pages: Sequence[Any]) -> tuple[LinkedArea, ...]:
    """Where links can be followed, one area for each link and page; the tree holds them too."""
    areas = list[LinkedArea]()
    for number, page in enumerate(pages):
        lines = defaultdict[tuple[Any, str, str], list[Box]](list)
        for kind, target, rectangle, box in page.links:
            element = _link_of(box)
            if kind in _LINKS and element in tree.nodes:
                lines[element, kind, target].append(_box(rectangle, page.height))
        # the more lines, the earlier: where areas overlap, some programs take the last
        for (element, kind, target), quads in sorted(lines.items(), key=lambda area: -len(area[1])):
            tree.nodes[element].kids.append(LinkArea(len(areas)))
            outside = kind == "external"
            says = _describe(tree, element, "" if outside else target)
            areas.append(LinkedArea(number, target, outside, says, tuple(quads)))
    return tuple(areas)


def _link_of(box: Any) -> Any:
    """The link that the box is of, a note's number of that which it stands for; None where it is of none."""
    if not box.link:
        return None
    _, _, pseudo = box.element_tag.partition("::")
    return {"": box.element, "marker": find_way_back(box.element)}.get(pseudo)


def _box(rectangle: tuple[float, float, float, float], height: float) -> Box:
    left, top, right, bottom = rectangle
    return left * POINTS, (height - bottom) * POINTS, right * POINTS, (height - top) * POINTS


def _describe(tree: StructureTree, element: Any, target: str) -> str:
    """Where a link leads: to the anchor `target`, or out of the book where that is empty."""
    if label := element.get("aria-label"):
        return str(label)
    words = words_of(element)
    if not target:
        address = str(element.get("href"))
        return words if words in address else f"{words}, {address}"
    body = tree.document.find("body")
    asked = "data-note" if element.get("role") == "doc-noteref" else "data-leads"
    return str(body.get(asked, "{words}")).replace("{words}", words or "{name}")


def to_elements(tree: StructureTree, digest_of: Callable[[Any], str]) -> tuple[Element, ...]:
    """What the drawn tree has in it; `digest_of` names the form that a stream draws."""
    return tuple(_element(node, digest_of) for node in tree.root.nodes() if _says_something(node))


def _element(node: Node, digest_of: Callable[[Any], str]) -> Element:
    attributes = b"".join(write_name(key) + _value(value) for key, value in node.attributes.items())
    kids = tuple(_kids(node, digest_of))
    return Element(node.type, node.texts, attributes and b"<<%s>>" % attributes, kids)


def _kids(node: Node, digest_of: Callable[[Any], str]) -> Iterator[Element | MarkReference | LinkReference]:
    for kid in node.kids:
        if isinstance(kid, Content):
            yield from (_mark(mark, digest_of) for mark in kid.marks)
        elif isinstance(kid, LinkArea):
            yield LinkReference(kid.area)
        elif _says_something(kid):
            yield _element(kid, digest_of)


def _mark(mark: MarkedContent, digest_of: Callable[[Any], str]) -> MarkReference:
    return MarkReference(mark.stream.page, mark.number, digest_of(mark.stream) if mark.stream.is_form else "")


def _says_something(node: Node) -> bool:
    """Whether anything of it was drawn, or can be clicked."""
    return node.type in _GRID or any(
        _says_something(kid) if isinstance(kid, Node) else isinstance(kid, LinkArea) or bool(kid.marks)
        for kid in node.kids
    )


def _value(value: Any) -> bytes:
    """An attribute's value: names begin with a slash, names of elements are strings, edges numbers."""
    if isinstance(value, tuple):
        return b"[%s]" % b" ".join(
            write_string(part) if isinstance(part, str) else write_number(part) for part in value
        )
    return b" %d" % value if isinstance(value, int) else str(value).encode()
