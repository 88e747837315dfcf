"""What a finished PDF shows: the words of each page, read out of the file itself, and its outline.

Lengths are in points, from the left and upper edges of the trimmed page.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot

import pypdfium2
import pypdfium2.raw as pdfium

_DEEPEST = 8  # forms in forms; ours has one
_BROKEN_HYPHEN = str.maketrans("\x02\ufffe", "--")  # what pdfium takes a hyphen at a line's end for
_LONGEST_TAG = 64  # bytes
_INVISIBLE = 3  # a way to draw text (ISO 32000-1, table 106): not at all


@dataclass(frozen=True, slots=True)
class PrintedText:
    """Letters that the page draws in one go: a line at most."""

    text: str
    """What they say, to whoever copies it or has it read aloud."""
    left: float
    """Where they begin."""
    baseline: float
    """Where they stand."""
    size: float
    """How large they are drawn."""
    over: float
    """How far they reach beyond the trimmed page; 0 inside."""
    artifact: bool
    """Whether they are no content, but a running head, a folio or an ornament."""


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page."""

    texts: tuple[PrintedText, ...]
    """In the order they are drawn; what is drawn invisibly left out."""


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """An entry of the outline, which reading programs show beside the pages."""

    title: str
    """What it says."""
    page: int
    """The page that it leads to, from 1; 0 for none."""
    level: int
    """How deep it is, from 0."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished PDF."""

    pages: tuple[PrintedPage, ...]
    """Its pages."""
    outline: tuple[OutlineEntry, ...]
    """Its outline, in order."""


def read_printed(pdf: bytes) -> Printed:
    """What the file shows."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = tuple(PrintedPage(tuple(_find_texts(page))) for page in document)
        outline = tuple(
            OutlineEntry(entry.get_title(), _page_of(entry), entry.level) for entry in document.get_toc()
        )
    return Printed(pages, outline)


def _page_of(entry: pypdfium2.PdfBookmark) -> int:
    place = entry.get_dest()
    index = place.get_index() if place else None
    return 0 if index is None else index + 1


def _find_texts(page: pypdfium2.PdfPage) -> Iterator[PrintedText]:
    """The texts on a page, those in its forms too, in the order they are drawn."""
    trim, letters = page.get_trimbox(), page.get_textpage()
    for item in page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT], max_depth=_DEEPEST, textpage=letters):
        if pdfium.FPDFTextObj_GetTextRenderMode(item) != _INVISIBLE:
            yield _read(item, trim)


def _read(item: pypdfium2.PdfTextObj, trim: tuple[float, float, float, float]) -> PrintedText:
    matrix, edges = item.get_matrix(), item.get_bounds()
    form = item.container
    while form:
        matrix, edges = matrix.multiply(form.get_matrix()), form.get_matrix().on_rect(*edges)
        form = form.container
    left, low, right, high = edges
    return PrintedText(
        text=item.extract().translate(_BROKEN_HYPHEN),
        left=matrix.e - trim[0],
        baseline=trim[3] - matrix.f,
        size=item.get_font_size() * hypot(matrix.c, matrix.d),
        over=max(trim[0] - left, trim[1] - low, right - trim[2], high - trim[3], 0),
        artifact="Artifact" in _marks(item),
    )


def _marks(item: pypdfium2.PdfTextObj) -> Iterator[str]:
    """The tags of the marked content that it stands in (ISO 32000-1, 14.6)."""
    buffer, length = ctypes.create_string_buffer(_LONGEST_TAG), ctypes.c_ulong()
    words = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    for index in range(pdfium.FPDFPageObj_CountMarks(item)):
        mark = pdfium.FPDFPageObj_GetMark(item, index)
        if pdfium.FPDFPageObjMark_GetName(mark, words, _LONGEST_TAG, length):
            yield buffer.raw[: length.value].decode("utf-16-le").rstrip("\0")
