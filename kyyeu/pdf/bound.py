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
        letters = dict[tuple[int, int], Mapping[int, str]]()
        pages = list(opened.pages)[some]  # pikepdf's own slice counts through all pages for each
        yield len(opened.pages), (_read(page.obj, letters) for page in pages)


def _read(page: Any, letters: dict[tuple[int, int], Mapping[int, str]]) -> BoundPage:
    contents, resources = page.get("/Contents"), page.get("/Resources", Dictionary())
    streams = list(contents) if isinstance(contents, Array) else [contents]
    names = _DRAWN.findall(streams[1].read_bytes()) if len(streams) > 1 else []
    forms = [resources.XObject[f"/{name.decode()}"] for name in names]
    faces = dict[str, Mapping[int, str]]()
    for owner in (resources, *(form.get("/Resources", Dictionary()) for form in forms)):
        for name, font in owner.get("/Font", Dictionary()).items():
            if font.objgen not in letters:
                letters[font.objgen] = read_letters(font)
            faces[name[1:]] = letters[font.objgen]
    links = (each for each in page.get("/Annots", ()) if each.get("/Subtype") == Name.Link)
    return BoundPage(
        streams[0].read_raw_bytes(),
        tuple(form.read_raw_bytes() for form in forms),
        faces,
        tuple(BoundLink(str(link.get("/Dest", "")), str(link.get("/Contents", ""))) for link in links),
    )
