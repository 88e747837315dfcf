"""What a finished PDF gives to a program that reads it aloud: its structure tree, with the words in it.

The words are those that the content streams write, with no space but theirs: what lies between two words on a
page may be a mere gap. Pages are counted from 1.
"""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from kyyeu.pdf.streams import WordReader

_INLINE = ("Span", "Link", "Reference", "Quote", "Code", "Em", "Strong", "Figure")
_TEXTS = ("/Alt", "/E", "/ID", "/Lang")


@dataclass(frozen=True, slots=True)
class SpokenMark:
    """Marked content, as its element names it."""

    page: int
    """The page that draws it."""
    number: int
    """Its number, which no other content of the page has."""
    words: str | None
    """What it says: nothing where it is a picture; None where the page does not draw it."""
    leads_back: bool
    """Whether the way back, from the mark to its element, leads to this element."""


@dataclass(frozen=True, slots=True)
class SpokenLink:
    """Where a link can be clicked."""

    page: int
    """The page."""
    says: str
    """Where it leads, in words; may be empty."""
    leads_back: bool
    """Whether the way back, from the annotation to its element, leads to this element."""


@dataclass(frozen=True, slots=True)
class SpokenElement:
    """A structure element."""

    type: str
    """Its type."""
    texts: Mapping[str, str]
    """Its entries that are text: ``Alt``, ``E``, ``ID``, ``Lang``."""
    attributes: Mapping[str, object]
    """What else is known of it: names without their slash, numbers, and tuples of strings or numbers."""
    kids: tuple["SpokenElement | SpokenMark | SpokenLink", ...] = field(repr=False)
    """What it holds, in the order of reading."""

    @property
    def is_inline(self) -> bool:
        """Whether it stands in a line, so that what is before and behind it is not parted from it."""
        return self.type in _INLINE

    def elements(self) -> Iterator["SpokenElement"]:
        """Itself and all that are in it, in the order of reading."""
        yield self
        for kid in self.kids:
            if isinstance(kid, SpokenElement):
                yield from kid.elements()


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a finished PDF gives to read aloud."""

    root: SpokenElement
    """The tree."""
    drawn: Mapping[tuple[int, int], str]
    """For the page and the number of each marked content what it says."""
    loose: tuple[tuple[int, str], ...]
    """Words in no mark that are no artifact either, each with its page."""
    links: tuple[int, ...]
    """For each link annotation in the file the page that it is on."""


def read_spoken(pdf: bytes) -> Spoken:
    """The tree of the file; its root holds nothing where there is none."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        reader = _Listener(opened)
        links = tuple(
            number
            for number, page in enumerate(opened.pages, 1)
            for annotation in page.obj.get("/Annots", ())
            if annotation.get("/Subtype") == Name.Link
        )
        root = SpokenElement("", {}, {}, tuple(reader.read_tree()))
        return Spoken(root, reader.drawn, tuple(reader.loose), links)


class _Listener:
    """The way through one file."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._tree: Any = pdf.Root.get("/StructTreeRoot", Dictionary())
        numbers = list(self._tree.get("/ParentTree", Dictionary()).get("/Nums", ()))
        self._parents: Mapping[int, Any] = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        self._owners = dict[int, list[Any]]()
        """For each stream, by its key, what element each of its marks is of."""
        self._pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        self._keys = [page.obj.get("/StructParents") for page in pdf.pages]
        self.drawn, self.loose = dict[tuple[int, int], str](), list[tuple[int, str]]()
        words = WordReader()
        for number, page in enumerate(pdf.pages, 1):
            found = words.read(page.obj)
            self.drawn |= {(number, mark): said for mark, said in found.marks.items()}
            self.loose += [(number, said) for said in found.loose]

    def read_tree(self) -> Iterator[SpokenElement]:
        """The elements at the top."""
        for kid in _items(self._tree.get("/K")):
            yield self._read(kid)

    def _read(self, element: Any) -> SpokenElement:
        page = self._pages.get(element.Pg.objgen, 0) if "/Pg" in element else 0
        return SpokenElement(
            str(element.S)[1:],
            {name[1:]: str(element[name]) for name in _TEXTS if name in element},
            {name[1:]: _plain(value) for name, value in element.get("/A", Dictionary()).items()},
            tuple(self._read_kid(kid, element, page) for kid in _items(element.get("/K"))),
        )

    def _read_kid(self, kid: Any, element: Any, page: int) -> SpokenElement | SpokenMark | SpokenLink:
        if isinstance(kid, int):
            return self._read_mark(kid, element, page, self._keys[page - 1] if page else None)
        if kid.get("/Type") == Name.MCR:
            page = self._pages.get(kid.Pg.objgen, 0) if "/Pg" in kid else page
            stream = kid.get("/Stm")
            key = self._keys[page - 1] if stream is None and page else stream and stream.get("/StructParents")
            return self._read_mark(int(kid.MCID), element, page, key)
        if kid.get("/Type") == Name.OBJR:
            owner = self._parents.get(int(kid.Obj.get("/StructParent", -1)))
            says = str(kid.Obj.get("/Contents", ""))
            return SpokenLink(self._pages.get(kid.Pg.objgen, 0), says, _is_same(owner, element))
        return self._read(kid)

    def _read_mark(self, number: int, element: Any, page: int, key: Any) -> SpokenMark:
        """Marked content in the stream that has the `key` in the parent tree."""
        if key is not None and key not in self._owners:
            self._owners[key] = list(self._parents.get(int(key), ()))
        owners = self._owners.get(key, [])
        owner = owners[number] if number < len(owners) else None
        return SpokenMark(page, number, self.drawn.get((page, number)), _is_same(owner, element))


def _items(value: Any) -> list[Any]:
    """What an entry holds that may be one thing or an array of them."""
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def _plain(value: Any) -> object:
    if isinstance(value, Array):
        return tuple(_plain(part) for part in value)
    if isinstance(value, Name):
        return str(value)[1:]
    return (
        value
        if isinstance(value, int)
        else float(value)
        if not isinstance(value, pikepdf.String)
        else str(value)
    )


def _is_same(one: Any, other: Any) -> bool:
    return isinstance(one, Dictionary) and one.objgen == other.objgen
