"""Where the lines of a paragraph end so that its spaces are, all in all, nearest to their own width.

Widths are in one unit, whichever, along a line without end that has the whole paragraph.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from math import inf
from typing import NamedTuple

NARROWEST = 0.2
"""By what part of its own width a space may be narrowed."""
_NARROWING = 2.5  # narrowing by 0.2 is as bad as widening by 0.5
_ALONE = 1.0  # squared looseness: as bad as spaces twice as wide
_STUMP = 1.0
_SHORT = 5.0  # of a line whose spaces stay: a fifth of it missing is as bad as spaces twice as wide
_UNFIT = 1e6  # a word wider than its line, which must have one to itself
_ROUNDING = 0.02  # pixels, as those a box has that is as wide as its words


class Point(NamedTuple):
    """A place between letters."""

    at: float
    """How far it is from the paragraph's beginning."""
    spaces: int
    """How many spaces are before it."""


class End(NamedTuple):
    """A place where a line may end."""

    stop: Point
    """Where its last word ends."""
    resume: Point
    """Where the next line's first word begins."""
    harm: float = 0
    """How bad it is to end a line here, as squared looseness."""
    last: bool = False
    """Whether the paragraph ends here, and so need not fill the line."""


class Rooms(NamedTuple):
    """How wide lines are."""

    first: float
    """The first one."""
    others: float
    """All others."""
    space: float
    """A space by itself; 0 where none is stretched or narrowed, and lines end where their words do."""
    least: float
    """What the last line should have at least."""
    beside: range = range(0)
    """Which lines stand beside a picture, from 0."""
    narrow: float = 0
    """How wide those are, but for the first."""

    def of(self, line: int) -> float:
        """How wide that line is, from 0."""
        return self.first if line == 0 else self.narrow if line in self.beside else self.others


def find_even_lines(begin: Point, ends: Sequence[End], rooms: Rooms) -> list[int]:
    """For each line, first to last, which of the `ends` it has; the last of them ends the paragraph.

    The sum of squared looseness is least, which is by what part of its width each space is wider;
    narrowing counts more. Where no space is stretched, it is by what part of its room each line is short. A
    last line is not stretched, and should be no stump. What does not fit its line has one to itself.
    """
    stops, begins = [end.stop.at for end in ends], [begin, *(end.resume for end in ends)]
    way = _LineWays(len(ends), max(rooms.beside.stop, 1))
    for start, line_begin in enumerate(begins[:-1]):
        for line in way.lines_at(start):
            room = rooms.of(line)
            fullest = bisect_right(stops, line_begin.at + room, start)  # and more if spaces are narrowed
            half = bisect_right(stops, line_begin.at + room / 2, start, fullest)
            first = max(min(half, fullest - 1), start)
            way.take(start, line, _weigh(line_begin, ends, start, first, room, rooms))
    return way.trace()


class _LineWays:
    """The best ways to have set so many words in so many lines; lines after the `most`th are all alike."""

    def __init__(self, ends: int, most: int) -> None:
        self._ends, self._most = ends, most
        self._best = [[inf] * (most + 1) for _ in range(ends + 1)]
        self._before = [[(0, 0)] * (most + 1) for _ in range(ends + 1)]
        self._best[0][0] = 0.0

    def lines_at(self, start: int) -> list[int]:
        """Which lines may begin with that word, from 0."""
        return [line for line, cost in enumerate(self._best[start]) if cost < inf]

    def take(self, start: int, line: int, costs: Iterable[tuple[int, float]]) -> None:
        """Let that line have the words from `start` to each of those ends, where no other way is better."""
        before, after, way = self._best[start][line], min(line + 1, self._most), (start, line)
        for number, cost in costs:
            best = self._best[number + 1]
            if before + cost < best[after]:
                best[after], self._before[number + 1][after] = before + cost, way

    def trace(self) -> list[int]:
        """For each line of the best way which of the ends it has."""
        last = self._best[self._ends]
        end, line, lines = self._ends, last.index(min(last)), list[int]()
        while end:
            lines.append(end - 1)
            end, line = self._before[end][line]
        return lines[::-1]


def does_fit(begin: Point, stop: Point, room: float, space: float) -> bool:
    """Whether the words between two places fit into a room, if their spaces are narrowed."""
    narrowest = stop.at - begin.at - NARROWEST * space * (stop.spaces - begin.spaces)
    return narrowest <= room + _ROUNDING


def _weigh(
    begin: Point, ends: Sequence[End], start: int, first: int, room: float, rooms: Rooms
) -> Iterator[tuple[int, float]]:
    """How bad a line is that ends at each of the `ends` from the `first` on that it has room for.

    A word that is all of a line may need more. Most of the time of a paragraph is spent here.
    """
    (left, before), space, last = begin, rooms.space, len(ends) - 1
    most, narrowing = room + _ROUNDING, NARROWEST * space
    for number in range(first, len(ends)):
        stop, _, harm, ends_all = ends[number]
        width, spaces = stop.at - left, stop.spaces - before
        if width - narrowing * spaces > most:  # as `does_fit` has it
            if number > start:
                return  # as all that has more words does not fit either
            cost = _UNFIT
        elif ends_all and width < room:
            cost = 0.0
        elif space:
            looseness = (room - width) / ((spaces or 1) * space)
            cost = (looseness if looseness > 0 else looseness * _NARROWING) ** 2 + harm
        else:
            cost = (_SHORT * (room - width) / room) ** 2 + harm
        if number == last:
            cost += _cost_of_stump(begin, stop, rooms, alone=start == number > 0)
        yield number, cost


def _cost_of_stump(begin: Point, stop: Point, rooms: Rooms, alone: bool) -> float:
    """How bad it is that the last line is so short; `alone` is a word that is all of it."""
    return _STUMP * (stop.at - begin.at < rooms.least) + _ALONE * alone
