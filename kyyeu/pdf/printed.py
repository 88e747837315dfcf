"""What a finished PDF shows, read out of the file itself: the words of each page and its outline.

Lengths are in points, from the left and upper edges of the trimmed page.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot

import pypdfium2
import pypdfium2.raw as pdfium

from kyyeu.pdf.grounds import Edges, can_be_seen, edges_of, find_areas

_DEEPEST = 8  # forms in forms; ours has one
_LONGEST_TAG = 64  # bytes
_TAG, _LENGTH = (ctypes.c_ushort * (_LONGEST_TAG // 2))(), ctypes.c_ulong()  # pdfium works in one thread
_ARTIFACT = "Artifact\0".encode("utf-16-le")
_LINE, _END = (ctypes.c_ushort * 512)(), 2  # room for a long line; bytes that end it
_INVISIBLE = 3  # a way to draw text (ISO 32000-1, table 106): not at all
_DRAWN = [pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE]


@dataclass(frozen=True, slots=True)
class PrintedText:
    """Letters that the page draws in one go: a line at most."""

    text: str
    """What they say, to whoever copies it or has it read aloud."""
    left: float
    """Where they begin."""
    right: float
    """Where they end."""
    baseline: float
    """Where they stand."""
    size: float
    """How large they are drawn."""
    over: float
    """How far they reach beyond the trimmed page; 0 inside."""
    artifact: bool
    """Whether they are no content, but a running head, a folio or an ornament."""
    seen: bool
    """Whether they can be seen: not in the colour of their ground, and with nothing drawn over them."""


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
        return Printed(pages, _outline_of(document))


def read_outline(pdf: bytes) -> tuple[OutlineEntry, ...]:
    """The file's outline, in order."""
    with pypdfium2.PdfDocument(pdf) as document:
        return _outline_of(document)


def _outline_of(document: pypdfium2.PdfDocument) -> tuple[OutlineEntry, ...]:
    return tuple(
        OutlineEntry(entry.get_title(), _page_of(entry), entry.level) for entry in document.get_toc()
    )


def _page_of(entry: pypdfium2.PdfBookmark) -> int:
    place = entry.get_dest()
    index = place.get_index() if place else None
    return 0 if index is None else index + 1


def _find_texts(page: pypdfium2.PdfPage) -> Iterator[PrintedText]:
    """The texts on a page, those in its forms too, in the order they are drawn."""
    trim, letters = page.get_trimbox(), page.get_textpage()
    items = [*page.get_objects(_DRAWN, max_depth=_DEEPEST, textpage=letters)]
    areas = find_areas(items)
    for place, item in enumerate(items):
        if isinstance(item, pypdfium2.PdfTextObj) and _is_visible(item):
            edges = edges_of(item)
            yield _read(item, trim, edges, can_be_seen(item, place, edges, areas))


def _is_visible(item: pypdfium2.PdfTextObj) -> bool:
    return bool(pdfium.FPDFTextObj_GetTextRenderMode(item) != _INVISIBLE)


def _read(item: pypdfium2.PdfTextObj, trim: Edges, edges: Edges, seen: bool) -> PrintedText:
    matrix, form = item.get_matrix(), item.container
    while form:
        matrix, form = matrix.multiply(form.get_matrix()), form.container
    left, low, right, high = edges
    words = _extract(item)
    past = (
        0 if words[-1:].isspace() else right - trim[2]
    )  # the space after a line may be wide, and shows nothing
    return PrintedText(
        text=words.replace("\x02", "-").replace(
            "\ufffe", "-"
        ),  # what pdfium takes a broken line's hyphen for
        left=matrix.e - trim[0],
        right=right - trim[0],
        baseline=trim[3] - matrix.f,
        size=item.get_font_size() * hypot(matrix.c, matrix.d),
        over=max(trim[0] - left, trim[1] - low, past, high - trim[3], 0),
        artifact=_is_artifact(item),
        seen=seen,
    )


def _extract(item: pypdfium2.PdfTextObj) -> str:
    """What it says: pdfium looks for that in all of the page, so a line is not asked for its length first."""
    length = pdfium.FPDFTextObj_GetText(item, item.textpage, _LINE, ctypes.sizeof(_LINE))
    if not _END < length <= ctypes.sizeof(_LINE):
        return str(item.extract())
    return bytes(_LINE)[: length - _END].decode("utf-16-le")


def _is_artifact(item: pypdfium2.PdfTextObj) -> bool:
    """Whether marked content that it stands in (ISO 32000-1, 14.6) has that tag."""
    for index in range(pdfium.FPDFPageObj_CountMarks(item)):
        mark = pdfium.FPDFPageObj_GetMark(item, index)
        named = pdfium.FPDFPageObjMark_GetName(mark, _TAG, _LONGEST_TAG, _LENGTH)
        if named and _LENGTH.value == len(_ARTIFACT) and bytes(_TAG).startswith(_ARTIFACT):
            return True
    return False
