"""What a binder put into a finished PDF, as it stands there: streams of pages, their faces and links."""

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from kyyeu.pdf.streams import read_letters

ALL = slice(None)
"""Each page of a file."""
_DRAWN = re.compile(rb"/([^\s/]+) Do\b")


@dataclass(frozen=True, slots=True)
class BoundLink:
    """A link to a place in the book."""

    target: str
    """The name of the place; empty where it leads outside."""
    says: str
    """Where it leads, in words."""


@dataclass(frozen=True, slots=True)
class BoundPage:
    """A page."""

    content: bytes
    """What it draws, as it is packed."""
    stamps: tuple[bytes, ...]
    """What each form draws that stands in its margins, likewise."""
    faces: Mapping[str, Mapping[int, str]]
    """For each face by its name, in the margins too, what its glyphs stand for."""
    links: tuple[BoundLink, ...]
    """Its links."""


@contextmanager
def read_bound(pdf: bytes, some: slice = ALL) -> Iterator[tuple[int, Iterator[BoundPage]]]:
    """How many pages the file has, and `some` of them."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        reader = _PageReader()
        pages = list(opened.pages)[some]  # pikepdf's own slice counts through all pages for each
        yield len(opened.pages), (reader.read(page.obj) for page in pages)


_Fonts = tuple[tuple[str, tuple[int, int]], ...]
"""For each name of a face the number of its font."""


class _PageReader:
    """One file as it is read: what several pages share is read once."""

    def __init__(self) -> None:
        self._letters = dict[tuple[int, int], Mapping[int, str]]()
        """For the number of each font what its glyphs stand for."""
        self._forms = dict[tuple[int, int], tuple[bytes, _Fonts]]()
        """For the number of each form what it draws, and with which fonts."""
        self._faces = dict[tuple[_Fonts, ...], Mapping[str, Mapping[int, str]]]()

    def read(self, page: Any) -> BoundPage:
        """A page."""
        contents, resources = page.get("/Contents"), page.get("/Resources", Dictionary())
        streams = list(contents) if isinstance(contents, Array) else [contents]
        names = _DRAWN.findall(streams[1].read_bytes()) if len(streams) > 1 else []
        forms = [self._read_form(resources.XObject[f"/{name.decode()}"]) for name in names]
        links = (each for each in page.get("/Annots", ()) if each.get("/Subtype") == Name.Link)
        return BoundPage(
            streams[0].read_raw_bytes(),
            tuple(drawn for drawn, _ in forms),
            self._name_faces((self._find_fonts(resources), *(fonts for _, fonts in forms))),
            tuple(BoundLink(str(link.get("/Dest", "")), str(link.get("/Contents", ""))) for link in links),
        )

    def _read_form(self, form: Any) -> tuple[bytes, _Fonts]:
        if form.objgen not in self._forms:
            fonts = self._find_fonts(form.get("/Resources", Dictionary()))
            self._forms[form.objgen] = form.read_raw_bytes(), fonts
        return self._forms[form.objgen]

    def _find_fonts(self, resources: Any) -> _Fonts:
        fonts = [(name[1:], font) for name, font in resources.get("/Font", Dictionary()).items()]
        for _, font in fonts:
            if font.objgen not in self._letters:
                self._letters[font.objgen] = read_letters(font)
        return tuple((name, font.objgen) for name, font in fonts)

    def _name_faces(self, owners: tuple[_Fonts, ...]) -> Mapping[str, Mapping[int, str]]:
        """The faces of all that a page draws; those of pages with the same fonts are one thing."""
        if owners not in self._faces:
            named = (each for fonts in owners for each in fonts)
            self._faces[owners] = {name: self._letters[font] for name, font in named}
        return self._faces[owners]
