"""A drawn tree as objects of its PDF: the elements, and the way back from marks (ISO 32000-1, 14.7)."""

from collections.abc import Iterator, Sequence
from typing import Any

import pydyf
from weasyprint.logger import LOGGER

from kyyeu.pdf.tagging.marking import MarkedStream, Marking
from kyyeu.pdf.tagging.nodes import Content, LinkArea, MarkedContent, Node

_ROLES = {"Em": "Span", "Strong": "Span"}
"""For types that PDF 1.7 does not have what they are in it."""
_GRID = ("TD", "TH")  # they stay, though empty


def inscribe(pdf: pydyf.PDF, marking: Marking) -> None:
    """Put the tree of what was marked into the PDF."""
    _Inscription(pdf, marking).finish()


class _Inscription:
    """One tree on its way into one PDF."""

    def __init__(self, pdf: pydyf.PDF, marking: Marking) -> None:
        self._pdf = pdf
        self._root = marking.tree.root
        self._streams = marking.streams
        self._pages: Sequence[bytes] = pdf.page_references  # made anew each time that they are asked for
        self._references = dict[Node, bytes]()
        self._names = dict[str, bytes]()
        self._areas = list[tuple[LinkArea, Node]]()

    def finish(self) -> None:
        """All of it."""
        tree = self._add({"Type": "/StructTreeRoot"})
        kids = [self._inscribe(self._root, tree.reference)] if _says_something(self._root) else []
        tree["K"] = pydyf.Array(kids)
        tree["RoleMap"] = pydyf.Dictionary({role: f"/{standard}" for role, standard in _ROLES.items()})
        if self._names:
            tree["IDTree"] = _name_tree(self._names)
        numbers = [*self._owners()]
        tree["ParentTreeNextKey"] = len(numbers)
        entries = [part for key, entry in enumerate(numbers) for part in (key, entry)]
        tree["ParentTree"] = self._add({"Nums": pydyf.Array(entries)}).reference
        self._pdf.catalog["StructTreeRoot"] = tree.reference
        self._pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        self._pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
        if "Lang" not in self._pdf.catalog:
            LOGGER.error('Missing required "lang" attribute at the root of the document')

    def _add(self, entries: dict[str, Any]) -> pydyf.Dictionary:
        added = pydyf.Dictionary(entries)
        self._pdf.add_object(added)
        return added

    def _inscribe(self, node: Node, parent: bytes) -> bytes:
        """The reference of the element's object."""
        element = self._add({"Type": "/StructElem", "S": f"/{node.type}", "P": parent})
        self._references[node] = element.reference
        element |= {name: pydyf.String(text) for name, text in node.texts.items()}
        if name := node.texts.get("ID"):
            self._names[name] = element.reference
        if node.attributes:
            element["A"] = pydyf.Dictionary({key: _value(value) for key, value in node.attributes.items()})
        marks = [mark for kid in node.kids if isinstance(kid, Content) for mark in kid.marks]
        own = next((mark.stream.page for mark in marks if not mark.stream.is_form), None)
        if own is not None:
            element["Pg"] = self._pages[own]
        element["K"] = pydyf.Array(self._kids(node, own))
        return bytes(element.reference)

    def _kids(self, node: Node, own: int | None) -> Iterator[Any]:
        """What the element holds; `own` is the page that is meant where none is named."""
        for kid in node.kids:
            if isinstance(kid, Content):
                yield from (self._refer(mark, own) for mark in kid.marks)
            elif isinstance(kid, LinkArea):
                self._areas.append((kid, node))
                link, page = kid.annotation.reference, kid.page.reference
                yield pydyf.Dictionary({"Type": "/OBJR", "Obj": link, "Pg": page})
            elif _says_something(kid):
                yield self._inscribe(kid, self._references[node])

    def _refer(self, mark: MarkedContent, own: int | None) -> Any:
        """The mark, as its element names it."""
        stream = mark.stream
        if stream.page == own and not stream.is_form:
            return mark.number
        place = {"Stm": stream.reference} if stream.is_form else {}
        reference = {"Type": "/MCR", "Pg": self._pages[stream.page], **place, "MCID": mark.number}
        return pydyf.Dictionary(reference)

    def _owners(self) -> Iterator[Any]:
        """By the key that each stream and each annotation has: the elements of its marks, or the element."""
        sheets = [stream for stream in self._streams if not stream.is_form]
        forms = [stream for stream in self._streams if stream.is_form and stream.owners]
        for key, stream in enumerate(sheets + forms):
            if stream.is_form:  # a page has its key from WeasyPrint: its number
                stream.extra["StructParents"] = key
            yield pydyf.Array(
                [self._owner(stream, number) for number in range(max(stream.owners, default=-1) + 1)]
            )
        for key, (area, node) in enumerate(self._areas, len(sheets) + len(forms)):
            area.annotation["StructParent"] = key
            yield self._references[node]

    def _owner(self, stream: MarkedStream, number: int) -> Any:
        """The element that a mark of the stream is of; nothing for a mark of another stream on its page."""
        content = stream.owners.get(number)
        return self._references[content.node] if content else b"null"


def _says_something(node: Node) -> bool:
    """Whether anything of it was drawn, or can be clicked."""
    return node.type in _GRID or any(
        _says_something(kid) if isinstance(kid, Node) else isinstance(kid, LinkArea) or bool(kid.marks)
        for kid in node.kids
    )


def _value(value: Any) -> Any:
    """An attribute's value: names of elements are strings, edges numbers."""
    if not isinstance(value, tuple):
        return value
    return pydyf.Array([pydyf.String(part) if isinstance(part, str) else part for part in value])


def _name_tree(names: dict[str, bytes]) -> pydyf.Dictionary:
    pairs = [part for name in sorted(names) for part in (pydyf.String(name), names[name])]
    return pydyf.Dictionary({"Names": pydyf.Array(pairs)})
