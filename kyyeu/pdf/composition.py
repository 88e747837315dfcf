"""A paragraph as the layout engine has it before it has lines: its words, and how far along they stand.

Places in it are counted as WeasyPrint and Pango count them: in bytes of its text in UTF-8.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes
from weasyprint.layout.percent import resolve_percentages
from weasyprint.text.line_break import get_log_attrs

from kyyeu.pdf.casting import Shaped
from kyyeu.pdf.evenness import End, Point, Rooms, does_fit, find_even_lines

_LEAST_LAST = 3  # em: as wide as a word of six letters
_PARTED = 1.0  # squared looseness: a word parted after a hyphen is as bad as spaces twice as wide
_DASHED = 9.0  # a dash that begins a line
_HYPHENS = tuple(map(str.encode, "-‐–—/"))
_DASH = re.compile(r"[-–—](?: |\Z)")
_LETTER = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_NOT_IN_WORDS = re.compile(f"(?<=[^{_LETTER}])|(?=[^{_LETTER} ])|\\Z")  # lines end nowhere else
_FORCED = "\n"  # what a <br> is
_BLANKS = b" \n"
_NO_BREAK_SPACE = "\u00a0".encode()


class NotPlain(Exception):
    """The paragraph has more than words in its lines, and is left to the layout engine."""


@dataclass(frozen=True, slots=True)
class ComposedLine:
    """A line as it is to be set."""

    starts: dict[Any, int]
    """For each box of words of the paragraph the place where it begins."""
    shapes: dict[Any, Shaped]
    """Their glyphs."""
    resume: int | None
    """Where the next line begins; None where this one is the last, or the last before a forced break."""


class _Chance(NamedTuple):
    """A place where a line may end."""

    place: int
    """Where the next one then begins."""
    end: End
    """The same as it is measured; the last line of a stretch must end there."""


class Composition:
    """The words of one line box that has not been broken yet, and the lines that were composed of them."""

    def __init__(self, box: Any, block: Any, context: Any):
        """The paragraph that is the line `box` in the `block`. Raises NotPlain."""
        self._style, self._context = box.style, context
        self._data = bytearray()
        self._starts, self._places = dict[Any, int](), dict[tuple[int, ...], int]()
        self._shapes = dict[Any, Shaped]()
        self._sides = defaultdict[int, float](float)
        self._kept = list[tuple[int, int]]()
        self._lines = dict[tuple[int, float, range], ComposedLine]()
        self._take(box, (), block)

    def line_from(
        self, skip_stack: Any, room: float, width: float, beside: range = range(0), narrow: float = 0
    ) -> ComposedLine | None:
        """The line that begins where WeasyPrint says, `room` wide, lines after it `width`, in CSS pixels.

        Those `beside` a picture, counted from this one, are `narrow`. None where its first word is wider,
        which WeasyPrint may break.
        """
        start = self._place_of(skip_stack)
        key = start, round(room, 3), beside
        if key not in self._lines:
            self._compose(start, room, width, beside, narrow)
        return self._lines.get(key)

    def _take(self, parent: Any, path: tuple[int, ...], block: Any) -> None:
        """Take up the words in a box."""
        for index, child in enumerate(parent.children):
            here = (*path, index)
            self._places[here] = len(self._data)
            if isinstance(child, boxes.TextBox):
                self._take_words(child)
            elif isinstance(child, boxes.InlineBox) and not child.is_leader and child.is_in_normal_flow():
                resolve_percentages(child, block)
                self._sides[len(self._data)] += _side(child, "left")
                self._take(child, here, block)
                self._sides[len(self._data)] += _side(child, "right")
            elif child.is_floated() or child.is_in_normal_flow():
                raise NotPlain

    def _take_words(self, box: Any) -> None:
        start, style = len(self._data), box.style
        self._data += box.text.encode()
        if box.text == _FORCED or not box.text:
            return
        if style["white_space"] not in ("normal", "nowrap") or style["hyphens"] == "auto":
            raise NotPlain
        if "\xad" in box.text:
            raise NotPlain
        self._starts[box] = start
        self._kept += [(start, len(self._data))] * (style["white_space"] == "nowrap")

    def _place_of(self, skip_stack: Any) -> int:
        """The place where a line begins that WeasyPrint begins there."""
        path, place = tuple[int, ...](), 0
        while skip_stack:
            ((index, skip_stack),) = skip_stack.items()
            path = *path, index
            place = self._places.get(path, place + index)  # in the words of a box it is a number of bytes
        while self._data[place : place + 1] == b" ":
            place += 1
        return place

    def _compose(self, start: int, first: float, width: float, beside: range, narrow: float) -> None:
        """Find the lines from a place on, up to a forced break."""
        x = self._measure()
        chances = [*_cut(self._find_chances(x), start)]
        if start not in x or not chances:
            return
        begin, ends = Point(x[start], _count_spaces(self._data[:start])), [chance.end for chance in chances]
        least = _LEAST_LAST * self._style["font_size"]
        space = self._width_of_space(x) if self._style["text_align_all"] == "justify" else 0
        rooms = Rooms(first, width, space, least, beside, narrow)
        for line, number in enumerate(find_even_lines(begin, ends, rooms)):
            (place, end), room = chances[number], rooms.of(line)
            if does_fit(begin, end.stop, room, rooms.space):
                key = start, round(room, 3), _after(beside, line)
                self._lines[key] = ComposedLine(self._starts, self._shapes, None if end.last else place)
            start, begin = place, end.resume

    def _measure(self) -> dict[int, float]:
        """How far each letter is from the beginning on a line without end; each end of a box of words too."""
        x, along = {0: 0.0}, 0.0
        for box, start in self._starts.items():
            x[start] = along = along + self._sides.get(start, 0)
            if box not in self._shapes:
                self._shapes[box] = Shaped(box, self._context)
            shaped = self._shapes[box]
            x |= {start + place: along + begin for place, begin in shaped.find_begins().items()}
            along += shaped.width
            end = start + len(box.text.encode())
            x[end] = along + self._sides.get(end, 0)
        return x

    def _find_chances(self, x: Mapping[int, float]) -> Iterator[_Chance]:
        """The places where a line may end, in order; at the last one the paragraph does."""
        text, place, known, spaces = self._data.decode(), 0, 0, 0
        attributes = get_log_attrs(text, self._style["lang"])
        for found in _NOT_IN_WORDS.finditer(text, 1):
            index = found.start()
            if index < len(text) and not attributes[index].is_line_break:
                continue
            piece, known = text[known:index].encode(), index
            words = piece.rstrip(_BLANKS)
            stop, before = place + len(words), spaces + _count_spaces(words)
            place, spaces = place + len(piece), spaces + _count_spaces(piece)
            last = index == len(text) or piece.endswith(_FORCED.encode())
            if stop in x and (last or place in x) and not (self._kept and self._is_kept(stop, place)):
                parts, begins = stop == place and words.endswith(_HYPHENS), _DASH.match(text, index)
                harm = _DASHED if begins else _PARTED * parts
                resume = Point(x.get(place, x[stop]), spaces)
                yield _Chance(place, End(Point(x[stop], before), resume, harm, last))

    def _is_kept(self, stop: int, resume: int) -> bool:
        """Whether a line that ends there would part words that are to stay on one."""
        return any(start < stop and resume < end for start, end in self._kept)

    def _width_of_space(self, x: Mapping[int, float]) -> float:
        """How wide a space is by itself."""
        place = self._data.find(b" ")
        return x.get(place + 1, 0) - x.get(place, 0) or self._style["font_size"] / 4


def _cut(chances: Iterable[_Chance], start: int) -> Iterator[_Chance]:
    """Those after a place, up to a forced break."""
    for chance in chances:
        if chance.place > start:
            yield chance
            if chance.end.last:
                return


def _after(beside: range, line: int) -> range:
    """Which lines are beside the picture, counted from a later one."""
    return range(max(beside.start - line, 0), max(beside.stop - line, 0))


def _side(box: Any, side: str) -> float:
    """How wide what stands around the words of a box is on one side."""
    margin, padding = getattr(box, f"margin_{side}"), getattr(box, f"padding_{side}")
    return float((margin if margin != "auto" else 0) + padding + getattr(box, f"border_{side}_width"))


def _count_spaces(words: bytes | bytearray) -> int:
    """How many spaces WeasyPrint stretches."""
    return words.count(b" ") + words.count(_NO_BREAK_SPACE)
