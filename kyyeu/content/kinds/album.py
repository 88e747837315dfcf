"""An album: its pictures in pages and rows, by their shapes or as many to a page as the editor says.

Lengths are in widths of the text. A page's pattern is the way of parting its pictures into rows that fills
it best; the pages are those that are filled best all together.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from kyyeu.content.prose.idiom import Idiom
from kyyeu.model import Block, Image, Run

PICTURES = ("picture", "lost-picture")
"""The kinds of runs that are pictures of an album."""
_HEIGHT = 1.4  # of a page: that of the text is between 1.45 and 1.55 in the usual trims
_FIRST = 0.72  # of what the opening leaves
_CAPTION = 0.14  # two lines of it, and the room to the next row
_GAP = 0.02  # between pictures that stand side by side
_MOST = 4  # pictures on a page
_MOST_ABREAST = 3
_FEWEST_PIXELS = 520  # in a picture as wide as the text: 120 dpi where it is 11 cm wide
_LEAST = 0.3  # of the width, below which a picture is a stamp
_PAGE = 0.12  # what one more page costs, as much as a third of a page left empty
_STAMP = 3  # what a picture costs that is too small to be looked at: more than four pages to themselves
_LONG = 300  # letters before the first picture, after which it begins a page


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of a picture before it has its place."""

    aspect: float
    """Its width divided by its height."""
    most: float = 1.0
    """How wide it may be, for the pixels it has."""


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A picture in its place."""

    number: int
    """Which of the pictures it is, from 0."""
    width: float
    """How wide it is."""


PictureRow = tuple[PlacedPicture, ...]
Pattern = tuple[PictureRow, ...]
"""The rows of a page, from above."""


def album(pages: Sequence[int]) -> Idiom:
    """The idiom of an album with so many pictures on each page; where nothing is said their shapes decide."""
    return Idiom(arrange=lambda tree, images: _arrange(tree, images, pages))


def _arrange(tree: HtmlElement, images: Mapping[str, Image], pages: Sequence[int]) -> None:
    """Put the figures of each stretch that no words interrupt into pages and rows."""
    before = 0
    for run in _find_runs(tree):
        first = run[0]
        before = sum(len(each.text_content()) for each in first.itersiblings(preceding=True))
        shapes = [_shape_of(figure, images) for figure in run]
        opens = first is next(tree.iter("figure")) and before <= _LONG
        patterns = plan_pages(shapes, _FIRST if opens else _HEIGHT, pages)
        pages = pages[len(patterns) :]
        place = tree.index(first)
        for pattern in patterns:
            tree.insert(place, _make_page(pattern, run))
            place += 1


def _find_runs(tree: HtmlElement) -> list[list[HtmlElement]]:
    """The figures that stand one after the other, stretch by stretch."""
    runs, open_ = list[list[HtmlElement]](), False
    for child in tree:
        if child.tag == "figure":
            if not open_:
                runs.append([])
            runs[-1].append(child)
        open_ = child.tag == "figure"
    return runs


def find_breaks(runs: Iterable[Run], blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """Where words of a body stand between its pictures: after how many of these, and the words."""
    count, words, before = 0, "", 0
    for run in runs:
        if run.kind in PICTURES:
            if words and before:
                yield before, words
            count, words = count + 1, ""
        elif run.block >= 0 and blocks[run.block].part == "text" and not words:
            words, before = blocks[run.block].text, count
        elif "<hr" in run.xhtml and not words:
            words, before = "* * *", count


def _shape_of(figure: HtmlElement, images: Mapping[str, Image]) -> Shape:
    """The shape of a figure's picture; one that is lost has the frame's."""
    image = next((images[img.get("src", "")] for img in figure.iter("img")), None)
    if image is None:
        return Shape(1.5)
    return Shape(image.width / image.height, min(1.0, image.width / _FEWEST_PIXELS))


def plan_pages(shapes: Sequence[Shape], first: float, counts: Sequence[int] = ()) -> list[Pattern]:
    """The pages of pictures in their order, the first of them `first` high.

    So many to a page as the `counts` say, as far as they go, and then as their shapes have it.
    """
    ends = [*accumulate(counts, initial=0)]
    fixed = [(start, min(end, len(shapes))) for start, end in pairwise(ends) if start < len(shapes)]
    pages = [
        _fill(shapes, start, end, _HEIGHT if number else first) for number, (start, end) in enumerate(fixed)
    ]
    start = fixed[-1][1] if fixed else 0
    return [pattern for _, pattern in [*pages, *_plan_rest(shapes, start, first if not fixed else _HEIGHT)]]


def _plan_rest(shapes: Sequence[Shape], begin: int, first: float) -> list[tuple[float, Pattern]]:
    """The pages of the pictures from that one on that cost least together."""
    least = {len(shapes): 0.0}
    best = dict[int, tuple[int, tuple[float, Pattern]]]()
    for start in range(len(shapes) - 1, begin - 1, -1):  # each page when all that may follow it are known
        height = first if start == begin else _HEIGHT
        ends = range(start + 1, min(start + _MOST, len(shapes)) + 1)
        ways = ((end, _fill(shapes, start, end, height)) for end in ends)
        best[start] = min(ways, key=lambda way: way[1][0] + _PAGE + least[way[0]])
        end, page = best[start]
        least[start] = page[0] + _PAGE + least[end]
    pages, start = [], begin
    while start < len(shapes):
        start, page = best[start]
        pages.append(page)
    return pages


def _fill(shapes: Sequence[Shape], start: int, end: int, height: float) -> tuple[float, Pattern]:
    """The best pattern for some pictures on one page, and what it costs."""
    patterns = (_lay_out(shapes, rows, height) for rows in _part(start, end))
    return min(((_cost(shapes, pattern, height), pattern) for pattern in patterns), key=lambda way: way[0])


def _part(start: int, end: int) -> Iterator[list[range]]:
    """Every way of parting the pictures into rows."""
    if start == end:
        yield []
    for stop in range(start + 1, min(start + _MOST_ABREAST, end) + 1):
        yield from ([range(start, stop), *rest] for rest in _part(stop, end))


def _lay_out(shapes: Sequence[Shape], rows: Sequence[range], height: float) -> Pattern:
    """The rows, each as wide as it may be, and all of them smaller where they are too high together."""
    heights = [_height_of(shapes, row) for row in rows]
    room = height - len(rows) * _CAPTION
    smaller = min(1.0, max(room, 0.2) / sum(heights))
    return tuple(
        tuple(PlacedPicture(number, round(shapes[number].aspect * high * smaller, 4)) for number in row)
        for row, high in zip(rows, heights, strict=True)
    )


def _height_of(shapes: Sequence[Shape], row: range) -> float:
    """How high a row of pictures of one height is that is as wide as the text, or as their pixels allow."""
    across = (1 - _GAP * (len(row) - 1)) / sum(shapes[number].aspect for number in row)
    return min(across, *(shapes[number].most / shapes[number].aspect for number in row))


def _cost(shapes: Sequence[Shape], pattern: Pattern, height: float) -> float:
    """How much of the page is left empty, squared; and more for each picture that is small for no reason."""
    placed = [one for row in pattern for one in row]
    filled = sum(one.width**2 / shapes[one.number].aspect for one in placed) + _CAPTION * len(pattern)
    small = sum(one.width < min(_LEAST, shapes[one.number].most) for one in placed)
    return max(1 - filled / height, 0) ** 2 + _STAMP * small


def _make_page(pattern: Pattern, figures: Sequence[HtmlElement]) -> HtmlElement:
    page = lxml.html.Element("div")
    page.set("class", "album-page")
    for row in pattern:
        line = etree.SubElement(page, "div", {"class": "album-row"})
        for place, one in enumerate(row):
            figure = figures[one.number]
            figure.tail = None
            gap = f"; margin-left: {_GAP:.0%}" if place else ""
            figure.set("style", f"width: {one.width * 100:.4g}%{gap}")
            line.append(figure)
    return page
