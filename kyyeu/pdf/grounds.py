"""What letters of a page stand on, and what is drawn over them: areas of one colour, and pictures.

Such areas are rectangles, the sides of frames, and lines as thick as a letter is high.

Whether letters can be seen is told of no other ground: a drawing or a photograph may be anything.
"""

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pypdfium2
import pypdfium2.raw as pdfium

Edges = tuple[float, float, float, float]
"""Left, lower, right and upper edge on the page, in points from its lower left corner."""
Colour = tuple[float, float, float]
"""Red, green and blue, from 0 to 1."""

LEAST_CONTRAST = 1.5
"""The least contrast (WCAG 2.2, "contrast ratio") that letters must have to be there at all."""
_PAPER = (1.0, 1.0, 1.0)
_FILL = [ctypes.c_uint() for _ in range(4)]  # pdfium works in one thread
_CORNERS = (4, 5)  # segments of a rectangle: WeasyPrint closes it with one of its own
_FRAME, _LINE = 10, 2  # segments of one rectangle in another, of a line
_THICK = 4.0  # points: what is thinner hides no letter


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a page that is painted."""

    place: int
    """Which of the page's objects it is, in the order they are drawn."""
    edges: Edges
    """Where it is."""
    colour: Colour | None
    """Its colour; None for a picture."""


def find_areas(items: Iterable[pypdfium2.PdfObject]) -> Sequence[Area]:
    """The areas among the objects of a page, those that can be seen through left out."""
    return [
        Area(place, _place_on_page(item, edges), colour)
        for place, item in enumerate(items)
        for edges, colour, alpha in _paintings(item)
        if alpha == 1
    ]


def can_be_seen(item: pypdfium2.PdfTextObj, place: int, edges: Edges, areas: Sequence[Area]) -> bool:
    """Whether the letters, the object `place` of the page, are neither painted over nor too pale.

    The `edges` are theirs.
    """
    left, low, right, high = edges
    middle = (left + right) / 2, (low + high) / 2
    here = [area for area in areas if _holds(area.edges, middle)]
    if any(area.place > place for area in here):
        return False
    ground = here[-1].colour if here else _PAPER
    colour, alpha = fill_of(item)
    if ground is None:
        return alpha > 0
    shown = [alpha * own + (1 - alpha) * other for own, other in zip(colour, ground, strict=True)]
    return contrast(shown, ground) >= LEAST_CONTRAST


def edges_of(item: pypdfium2.PdfObject) -> Edges:
    """Where the object is on its page, be it in forms."""
    return _place_on_page(item, item.get_bounds())


def _clipped(item: pypdfium2.PdfObject, edges: Edges) -> Edges:
    """Where a part of the object can be: in no more than a box around each path that it is clipped to."""
    left, low, right, high = edges
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    for path in range(max(pdfium.FPDFClipPath_CountPaths(clip), 0)):
        across, up = zip(*_find_corners(clip, path), strict=True)
        left, low = max(left, min(across)), max(low, min(up))
        right, high = min(right, max(across)), min(high, max(up))
    return left, low, right, high


def _find_corners(clip: pdfium.FPDF_CLIPPATH, path: int) -> Iterator[tuple[float, float]]:
    for place in range(pdfium.FPDFClipPath_CountPathSegments(clip, path)):
        yield _end_of(pdfium.FPDFClipPath_GetPathSegment(clip, path, place))


def _end_of(segment: pdfium.FPDF_PATHSEGMENT) -> tuple[float, float]:
    across, up = ctypes.c_float(), ctypes.c_float()
    pdfium.FPDFPathSegment_GetPoint(segment, across, up)
    return across.value, up.value


def _find_ends(item: pypdfium2.PdfObject) -> list[tuple[float, float]]:
    """Where the segments of a path end."""
    matrix, count = item.get_matrix(), pdfium.FPDFPath_CountSegments(item)
    return [matrix.on_point(*_end_of(pdfium.FPDFPath_GetPathSegment(item, place))) for place in range(count)]


def _place_on_page(item: pypdfium2.PdfObject, edges: Edges) -> Edges:
    """The edges of what may be in forms on the page itself."""
    form = item.container
    while form:
        edges = form.get_matrix().on_rect(*edges)
        form = form.container
    return edges


def fill_of(item: pypdfium2.PdfObject) -> tuple[Colour, float]:
    """The colour that the object is filled with, and how opaque that is, from 0 to 1."""
    pdfium.FPDFPageObj_GetFillColor(item, *_FILL)
    red, green, blue, alpha = _FILL
    return (red.value / 255, green.value / 255, blue.value / 255), alpha.value / 255


def contrast(one: Sequence[float], other: Sequence[float]) -> float:
    """How much lighter the one colour is than the other, or darker: from 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((_luminance(*one), _luminance(*other)))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache
def _luminance(*colour: float) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _paintings(item: pypdfium2.PdfObject) -> Iterator[tuple[Edges, Colour | None, float]]:
    """The areas that the object paints, each with its colour and how opaque that is."""
    if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
        yield _clipped(item, item.get_bounds()), None, 1.0
    elif item.type == pdfium.FPDF_PAGEOBJ_PATH:
        way, outlined = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, way, outlined)
        segments, filled = pdfium.FPDFPath_CountSegments(item), way.value != pdfium.FPDF_FILLMODE_NONE
        if filled and segments in _CORNERS:
            yield _clipped(item, item.get_bounds()), *fill_of(item)
        elif way.value == pdfium.FPDF_FILLMODE_ALTERNATE and segments == _FRAME:
            ends = _find_ends(item)
            for side in _sides(_around(ends), min(map(_around, (ends[:5], ends[5:])), key=_extent)):
                yield from ((part, *fill_of(item)) for part in _thick(_clipped(item, side)))
        elif outlined.value and segments == _LINE:
            bar = _bar(_around(_find_ends(item)), _width_of_line(item))
            yield from ((part, *_stroke_of(item)) for part in _thick(_clipped(item, bar)))


def _around(points: Sequence[tuple[float, float]]) -> Edges:
    across, up = zip(*points, strict=True)
    return min(across), min(up), max(across), max(up)


def _extent(edges: Edges) -> float:
    left, low, right, high = edges
    return (right - left) * (high - low)


def _sides(outer: Edges, inner: Edges) -> Iterator[Edges]:
    """What is left of a rectangle around another: its four sides."""
    left, low, right, high = outer
    yield left, inner[3], right, high
    yield left, low, right, inner[1]
    yield left, low, inner[0], high
    yield inner[2], low, right, high


def _bar(line: Edges, width: float) -> Edges:
    """What a line across or upright covers that is so wide; of a slanting one nothing is known."""
    left, low, right, high = line
    half = width / 2
    if high - low < width:
        return left, (low + high) / 2 - half, right, (low + high) / 2 + half
    return (left, low, right, high) if right - left > width else (left - half, low, left + half, high)


def _width_of_line(item: pypdfium2.PdfObject) -> float:
    width = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(item, width)
    return float(width.value * abs(item.get_matrix().d))


def _stroke_of(item: pypdfium2.PdfObject) -> tuple[Colour, float]:
    pdfium.FPDFPageObj_GetStrokeColor(item, *_FILL)
    red, green, blue, alpha = _FILL
    return (red.value / 255, green.value / 255, blue.value / 255), alpha.value / 255


def _thick(edges: Edges) -> Iterator[Edges]:
    """The edges, if what lies between them may hide letters."""
    left, low, right, high = edges
    if min(right - left, high - low) >= _THICK:
        yield edges


def _holds(edges: Edges, point: tuple[float, float]) -> bool:
    left, low, right, high = edges
    return left <= point[0] <= right and low <= point[1] <= high
