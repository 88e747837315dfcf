"""Words that stand where they are read otherwise than they are written: before what they come after.

What is read back is the order of the text, which a style sheet that floats a cell, shifts a row or turns a
table round leaves as it was. So here the places are looked at, those of a text and of its notes each by
itself: what is of a row stands above what is of the next, what is of a column to the left of it.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from math import inf
from typing import Any, NamedTuple

from kyyeu.pdf.tagging.cells import Cell, find_cells

_PHRASES = frozenset(
    "a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q s samp small span strong sub sup u".split()
)
_BESIDE = {"figcaption"}
"""Those that may stand on either side of a text, whichever comes first."""
_RECEIVERS = "recipients"
"""The class of those who get a copy: they stand to the left of who signs, wherever they are written."""
_NEAR = 1.5  # points; what rounding does, and letters that lean out of their width
_OF_A_LINE = 0.6  # of the smaller type, between baselines: that of a note's sign is of its line


class PlacedWords(NamedTuple):
    """Where words of a text stand on one page, in points from its left and upper edges."""

    flow: tuple[str, bool]
    """The section that they are of, and whether they are of its notes."""
    element: Any
    """What they are in, in the document."""
    left: float
    top: float
    right: float
    bottom: float
    """Where their letters stand, and for those that are turned where they end."""
    turned: bool
    """Whether they are turned, so that lines do not follow one another downwards."""

    @property
    def size(self) -> float:
        """How high the letters are, more or less."""
        return self.bottom - self.top

    def overlaps(self, other: "PlacedWords") -> bool:
        """Whether one of them stands above the other, wholly or in part."""
        return min(self.right, other.right) - max(self.left, other.left) > _NEAR


class Order:
    """The order of the words of one document."""

    def __init__(self, root: Any):
        """`root` is the document's own; None for a page of margins alone."""
        self._blocks, self._cells = dict[Any, Any](), dict[Any, tuple[Any, Cell]]()
        self._receivers = set[Any]()
        if root is not None:
            for table in root.iter("table"):
                self._cells |= {cell.element: (table, cell) for cell, _ in find_cells(table)}
            self._look_into(root, root)

    def _look_into(self, element: Any, block: Any) -> None:
        """Remember in which paragraph or the like, and in which cell, all of the element stands."""
        self._blocks[element] = block
        for child in element:
            if element in self._cells:
                self._cells.setdefault(child, self._cells[element])
            if element in self._receivers or child.get("class") == _RECEIVERS:
                self._receivers.add(child)
            self._look_into(child, block if child.tag in _PHRASES else child)

    def find_astray(self, places: Sequence[PlacedWords | None]) -> Iterator[int]:
        """Which of the words on a page, in the order of the text, stand where they are read otherwise.

        What is no words of a text is None.
        """
        marks = {index: mark for index, mark in enumerate(places) if mark}
        flows, tables = defaultdict[Any, list[int]](list), defaultdict[Any, list[int]](list)
        for index, mark in marks.items():
            flows[mark.flow].append(index)
            if place := self._cells.get(mark.element):
                tables[place[0]].append(index)
        for flow in flows.values():
            yield from self._find_in_flow(marks, flow)
        for inside in tables.values():
            yield from self._find_in_table(marks, inside)

    def _find_in_flow(self, marks: Mapping[int, PlacedWords], flow: Sequence[int]) -> Iterator[int]:
        """Those that stand before what is before them in the text; cells are looked at apart."""
        deepest = 0.0
        for place, index in enumerate(flow):
            mark = marks[index]
            if mark.bottom <= deepest and not mark.turned:
                earlier = (marks[other] for other in flow[:place])
                if any(self._is_before(mark, other) for other in earlier if not other.turned):
                    yield index
            deepest = max(deepest, mark.bottom)

    def _is_before(self, mark: PlacedWords, other: PlacedWords) -> bool:
        """Whether it is read before the other, which is before it in the text."""
        place, there = self._cells.get(mark.element), self._cells.get(other.element)
        within = self._blocks[mark.element] is self._blocks[other.element]
        if place and there and place[0] is there[0] and not within:
            return False
        above = other.bottom - mark.bottom
        if abs(above) < _OF_A_LINE * min(mark.size, other.size):
            sides = {self._blocks[each.element].tag for each in (mark, other)} & _BESIDE
            beside = mark.element in self._receivers or sides
            return mark.left < other.left - _NEAR and (within or not beside)
        if above < 0:
            return False
        return mark.left < other.right - _NEAR if within else mark.overlaps(other)

    def _find_in_table(self, marks: Mapping[int, PlacedWords], inside: Sequence[int]) -> Iterator[int]:
        """Those that do not stand below the rows above their own, and to the right of the columns before."""
        cells = {index: self._cells[marks[index].element][1] for index in inside}
        rows, columns = defaultdict[int, float](float), defaultdict[int, float](float)
        for index, cell in cells.items():
            rows[cell.rows.stop] = max(rows[cell.rows.stop], marks[index].bottom)
            columns[cell.columns.stop] = max(columns[cell.columns.stop], marks[index].right)
        foot, side = _accumulate(rows), _accumulate(columns)
        for index, cell in cells.items():
            mark = marks[index]
            if mark.bottom < foot(cell.top) + _NEAR or mark.left < side(cell.left) - _NEAR:
                yield index


def _accumulate(ends: Mapping[int, float]) -> Callable[[int], float]:
    """For a row or a column how far whatever ends at its beginning or before reaches."""
    keys = sorted(ends)
    farthest = [*accumulate((ends[key] for key in keys), max)]

    def find(beginning: int) -> float:
        place = bisect_right(keys, beginning)
        return farthest[place - 1] if place else -inf

    return find
