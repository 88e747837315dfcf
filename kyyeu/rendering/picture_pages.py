"""An album: its pictures in pages and rows, by their shapes or as many to a page as the editor says.

Lengths are in widths of the text. A page's pattern is the way of parting its pictures into rows that fills
it best; the pages are those that are filled best all together.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from math import ceil

from kyyeu.model import Image, Run
from kyyeu.rendering.proportions import TypeArea

_OPENING = 0.38  # of a page's lines: the least height of an opening, as print.html.j2 has it
_BELOW = 2.0  # lines of what else an opening has
_ABOVE = 1.2  # lines above the first row, and what rounding takes
_AROUND_CAPTION, _CAPTION_LINE = (
    2.4,
    0.8,
)  # lines: the room around a caption, to the next row too; one of its own
_LEADING = 1.45  # how far lines are apart, in sizes of the letters
_LETTER, _CAPTION_LETTER = 0.505, 0.42  # width of a small letter, of a caption's too, in sizes of the text's
_GAP = 0.02  # between pictures that stand side by side
_MOST = 4  # pictures on a page
_MOST_ABREAST = 3
_FEWEST_PIXELS = 5  # in a millimetre, 127 dpi
_LEAST = 0.3  # of the width, below which a picture is a stamp,
_STAMP_SIZE = 42  # and millimetres: on a narrow page three abreast are stamps
_FLATTEST = 0.2  # of the width, below which it is a strip
_LOWEST = 0.25  # of the width, below which no picture stands under an opening
_TINY = 0.05  # how high all pictures are where captions leave them no room
_EMPTY = 1.5  # what an empty page costs
_PAGE = 0.12  # what one more page costs, as much as four tenths of a page left empty
_ROUNDING = 0.001
_CAPTION_WORD = 18  # small letters that a line of a caption has room for, below however thin a picture,
_CAPTION_WIDEST = 1.5  # or all of its letters, which may be so much wider than small ones
_CAPTION_MOST = 0.6  # of a page's height: what the lines of a caption below a thin picture may take
_PASSES = 8
_STAMP = 5  # what a picture costs that is too small to be looked at: more than four pages to themselves
_LONG = 300  # letters before the first picture, after which it begins a page
_FIGURE = re.compile(r'<figure(?=[^>]* class="album-picture")[^>]*>|</figure>')


@dataclass(frozen=True, slots=True)
class Room:
    """How much a page has for pictures."""

    height: float
    """How high it is."""
    first: float
    """How high what an opening leaves of it is."""
    line: float
    """How high a line is."""
    least: float = _LEAST
    """How wide a picture must be that is more than a stamp."""
    pixels: float = 520
    """How many a picture must have at least to be as wide as the text."""

    def caption(self, letters: int, width: float) -> float:
        """How high what stands below a picture of that width is, with so many letters in its caption."""
        return _AROUND_CAPTION * self.line + self.caption_lines(letters, width)

    def caption_lines(self, letters: int, width: float) -> float:
        """How high the lines of such a caption are, below a picture of that width."""
        across = max(width, self.thinnest(letters)) / self._caption_letter
        return _CAPTION_LINE * max(ceil(letters / across), 1) * self.line

    def thinnest(self, letters: int) -> float:
        """How wide a figure with so many letters in its caption is at least, however thin its picture is."""
        lines = _CAPTION_MOST * self.height / (_CAPTION_LINE * self.line)
        abreast = max(min(letters * _CAPTION_WIDEST, _CAPTION_WORD), letters / lines)
        return min(abreast * self._caption_letter, 1)

    def shows(self, shape: "Shape", height: float) -> bool:
        """Whether the caption of such a picture leaves it room where all has that height."""
        return height - self.caption(shape.letters, min(height * shape.aspect, 1)) >= _LOWEST

    @property
    def _caption_letter(self) -> float:
        return self.line * _CAPTION_LETTER / _LEADING

    def below(self, letters: int) -> float:
        """How high what is left below an opening and so many letters is; a page where that is too low."""
        lines = ceil(letters * self.line * _LETTER / _LEADING)
        left = self.first - lines * self.line
        return left if left >= _LOWEST + (_AROUND_CAPTION + _CAPTION_LINE) * self.line else self.height


def find_room(width: float, height: float, area: TypeArea) -> Room:
    """The room on a page of that size, whose text stands in the area; all in millimetres."""
    measure = width - area.inner - area.outer
    tall = (height - area.top - area.bottom) / measure
    line = tall / area.lines
    whole, left = tall - _ABOVE * line, tall - (_OPENING * area.lines + _BELOW) * line
    least = max(_LEAST, min(_STAMP_SIZE / measure, 0.45))  # two abreast are none on any page
    return Room(whole, left, line, least, _FEWEST_PIXELS * measure)


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of a picture before it has its place."""

    aspect: float
    """Its width divided by its height."""
    most: float = 1.0
    """How wide it may be, for the pixels it has."""
    letters: int = 0
    """How many its caption has."""


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A picture in its place."""

    number: int
    """Which of the pictures it is, from 0."""
    width: float
    """How wide it is."""
    around: float
    """How wide its figure is: as wide as it, or as its caption must have room."""


PictureRow = tuple[PlacedPicture, ...]
Pattern = tuple[PictureRow, ...]
"""The rows of a page, from above."""


def arrange(
    runs: Sequence[Run], images: Mapping[str, Image], counts: Sequence[int], room: Room
) -> Iterator[Run]:
    """The body, its pictures in pages and rows wherever they stand one after the other.

    So many to a page as the `counts` say; `images` are by the links to them.
    """
    stretches, before = _find_stretches(runs)
    frames = list[_Frame]()
    for number, stretch in enumerate(stretches):
        shapes = [_shape_of(images.get(link), letters, room) for link, letters in stretch]
        first = room.below(before) if number == 0 and before <= _LONG else room.height
        first = first if room.shows(shapes[0], first) else room.height
        patterns = plan_pages(shapes, room, counts, first)
        counts = counts[len(patterns) :]
        frames += (frame for pattern in patterns for frame in _frame(pattern))
    yield from _put(runs, iter(frames))


def _find_stretches(runs: Iterable[Run]) -> tuple[list[list[tuple[str, int]]], int]:
    """The links to pictures of figures that no words interrupt, with the letters of their captions.

    And the letters before the first.
    """
    stretches, inside, goes_on, letters = list[list[tuple[str, int]]](), False, False, 0
    for run in runs:
        letters += 0 if stretches else len(run.text)
        if run.kind == "picture" and inside:
            stretches[-1][-1] = run.xhtml, 0
        elif run.kind == "words" and inside:
            link, count = stretches[-1][-1]
            stretches[-1][-1] = link, count + len(run.text)
        elif run.kind == "picture" and not stretches:
            letters += _LONG + 1  # one over two pages, after which the next begins a page
        for text, tag in _part(run):
            goes_on = goes_on and (inside or not text.strip())
            if tag == _END:
                inside, goes_on = False, inside or goes_on
            elif tag:
                stretches += [] if goes_on else [[]]
                stretches[-1].append(("", 0))
                inside = goes_on = True
    return stretches, letters


_END = "</figure>"


def _part(run: Run) -> Iterator[tuple[str, str]]:
    """What stands before each tag of a figure in the run, and the tag; the rest with no tag."""
    if run.kind != "markup":
        yield run.xhtml, ""
        return
    start = 0
    for match in _FIGURE.finditer(run.xhtml):
        yield run.xhtml[start : match.start()], match[0]
        start = match.end()
    yield run.xhtml[start:], ""


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands around a figure."""

    before: str
    style: str
    within: str
    """What its picture has, where that is thinner."""
    after: str


def _frame(pattern: Pattern) -> Iterator[_Frame]:
    """The page and the rows around the figures of a page."""
    for number, row in enumerate(pattern):
        for place, one in enumerate(row):
            first, last = place == 0, place == len(row) - 1
            opens = '<div class="album-page">' * (first and number == 0) + '<div class="album-row">' * first
            closes = "</div>" * last + "</div>" * (last and number == len(pattern) - 1)
            gap = "" if first else f"; margin-left: {_GAP:.0%}"
            within = "" if one.around == one.width else f' style="width: {one.width / one.around * 100:.4g}%"'
            yield _Frame(opens, f"width: {one.around * 100:.4g}%{gap}", within, closes)


def _put(runs: Iterable[Run], frames: Iterator[_Frame]) -> Iterator[Run]:
    """The runs, each figure of them in its frame."""
    frame: _Frame | None = None
    for run in runs:
        written = ""
        for text, tag in _part(run):
            written += text.replace("<img", f"<img{frame.within}", 1) if frame else text
            if tag == _END:
                written += tag + (frame.after if frame else "")
                frame = None
            elif tag:
                frame = next(frames)
                written += f'{frame.before}{tag[:-1]} style="{frame.style}">'
        yield run if written == run.xhtml else replace(run, xhtml=written)


def _shape_of(image: Image | None, letters: int, room: Room) -> Shape:
    """The shape of a picture with so many letters in its caption; one that is lost has the frame's."""
    if image is None:
        return Shape(1.5, letters=letters)
    return Shape(image.width / image.height, min(1.0, image.width / room.pixels), letters)


def plan_pages(
    shapes: Sequence[Shape], room: Room, counts: Sequence[int] = (), first: float = 0
) -> list[Pattern]:
    """The pages of pictures in their order, the `first` so high, or as all others.

    So many to a page as the `counts` say, as far as they go, and then as their shapes have it.
    """
    first = first or room.height
    ends = [*accumulate(counts, initial=0)]
    fixed = [(start, min(end, len(shapes))) for start, end in pairwise(ends) if start < len(shapes)]
    planner = _Planner(shapes, room)
    pages = [
        planner.fill(start, end, room.height if number else first)
        for number, (start, end) in enumerate(fixed)
    ]
    start = fixed[-1][1] if fixed else 0
    return [pattern for _, pattern in [*pages, *planner.plan(start, room.height if fixed else first)]]


@dataclass(frozen=True, slots=True)
class _Planner:
    """Pictures that are to be put on pages with so much room."""

    shapes: Sequence[Shape]
    room: Room

    def plan(self, begin: int, first: float) -> list[tuple[float, Pattern]]:
        """The pages of the pictures from that one on that cost least together, the first of them so high."""
        count_ = len(self.shapes)
        least = {count_: 0.0}
        best = dict[int, tuple[int, tuple[float, Pattern]]]()
        for start in range(count_ - 1, begin - 1, -1):  # each page when all that may follow it are known
            height = first if start == begin else self.room.height
            ends = range(start + 1, min(start + _MOST, count_) + 1)
            ways = ((end, self.fill(start, end, height)) for end in ends)
            best[start] = min(ways, key=lambda way: way[1][0] + _PAGE + least[way[0]])
            end, page = best[start]
            least[start] = page[0] + _PAGE + least[end]
        pages, start = [], begin
        while start < count_:
            start, page = best[start]
            pages.append(page)
        return pages

    def fill(self, start: int, end: int, height: float) -> tuple[float, Pattern]:
        """The best pattern for some pictures on one page, and what it costs."""
        partings = (rows for rows in _part_rows(start, end) if all(map(self._has_captions, rows)))
        patterns = (self._lay_out(rows, height) for rows in partings)
        return min(((self._cost(pattern, height), pattern) for pattern in patterns), key=lambda way: way[0])

    def _lay_out(self, rows: Sequence[range], height: float) -> Pattern:
        """The rows, each as wide as it may be, and all of them smaller where they are too high together."""
        heights = [self._height_of(row) for row in rows]
        smaller = 1.0
        for _ in range(_PASSES):  # the smaller a picture, the more lines has its caption
            captions = sum(
                self._caption_of(row, high * smaller) for row, high in zip(rows, heights, strict=True)
            )
            smaller = min(smaller, max(height - captions, _TINY) / sum(heights))
        return tuple(
            tuple(self._place(number, high * smaller) for number in row)
            for row, high in zip(rows, heights, strict=True)
        )

    def _place(self, number: int, height: float) -> PlacedPicture:
        width = self._width_of(number, height)
        return PlacedPicture(number, width, max(width, round(self._thinnest(number), 4)))

    def _has_captions(self, row: range) -> bool:
        """Whether a row has room for its captions side by side; one alone always has."""
        return len(row) == 1 or sum(map(self._thinnest, row)) + _GAP * (len(row) - 1) <= 1

    def _thinnest(self, number: int) -> float:
        return self.room.thinnest(self.shapes[number].letters)

    def _caption_of(self, row: range, height: float) -> float:
        """How high what stands below a row of pictures of that height is."""
        return max(
            self.room.caption(self.shapes[number].letters, self._width_of(number, height)) for number in row
        )

    def _width_of(self, number: int, height: float) -> float:
        return round(self.shapes[number].aspect * height, 4)

    def _height_of(self, row: range) -> float:
        """How high a row of pictures of one height is: as wide as the text, or as their pixels allow."""
        shapes = [self.shapes[number] for number in row]
        return min(self._fill_across(row), *(shape.most / shape.aspect for shape in shapes))

    def _fill_across(self, row: range) -> float:
        """How high the pictures of a row are that is as wide as the text, some figures wider than theirs."""
        thin, left, high = set[int](), 1 - _GAP * (len(row) - 1), 0.0
        while len(thin) < len(row):
            wide = [number for number in row if number not in thin]
            room = left - sum(map(self._thinnest, thin))
            high = max(room, _TINY) / sum(self.shapes[number].aspect for number in wide)
            more = {number for number in wide if self._width_of(number, high) < self._thinnest(number)}
            if not more:
                break
            thin |= more
        return high

    def _cost(self, pattern: Pattern, height: float) -> float:
        """How much of the page is left empty, the more the worse; more for what is small for no reason."""
        placed = [one for row in pattern for one in row]
        empty = max(1 - sum(map(self._fill_of, placed)) / height, 0)
        return _EMPTY * empty**3 + _STAMP * sum(map(self._is_small, placed))

    def _fill_of(self, one: PlacedPicture) -> float:
        """How much a picture and the lines of its caption fill, as wide as they are."""
        shape = self.shapes[one.number]
        return one.width * (one.width / shape.aspect + self.room.caption_lines(shape.letters, one.width))

    def _is_small(self, one: PlacedPicture) -> bool:
        """Whether it is smaller than it need be to be looked at."""
        shape = self.shapes[one.number]
        alone = 1.0
        for _ in range(2):  # below a thin picture a caption has more lines
            left = self.room.height - self.room.caption(shape.letters, alone)
            alone = max(min(shape.most, left * shape.aspect), _ROUNDING)
        return one.width < min(max(self.room.least, _FLATTEST * shape.aspect), alone) - _ROUNDING


def _part_rows(start: int, end: int) -> Iterator[list[range]]:
    """Every way of parting the pictures into rows."""
    if start == end:
        yield []
    for stop in range(start + 1, min(start + _MOST_ABREAST, end) + 1):
        yield from ([range(start, stop), *rest] for rest in _part_rows(stop, end))
