"""Rows of numbers as they lie in a model, decoded only when they are asked for.

So loading a model costs little more than unpacking it.
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from kyyeu.restorer.remembering import Remembering
from kyyeu.restorer.scale import Scale

NUMBERS = list(range(1 << 16))
"""What rows hold hundreds of thousands of: each is one object, not one for every row."""
_number = NUMBERS.__getitem__

# Most rows are short and seldom asked for twice: they are read where they lie. Rows of more numbers than this
# are few, and kept; how many is bounded, so that memory does not grow with the text.
_LONG, _MOST_LONG = 64, 1_500

_NONE: dict[int, float] = {}


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of numbers with a value each."""

    starts: Sequence[int]
    """Where each row begins."""
    lengths: Sequence[int]
    """How many numbers each row has."""
    gaps: Sequence[int]
    """The gaps between the ascending numbers of a row; the first counts from zero."""
    steps: bytes
    """The values, as steps of the scale."""
    scale: Scale
    """What the steps stand for."""

    def row(self, number: int) -> dict[int, float]:
        """The value of each number that a row lists."""
        start = self.starts[number]
        end = start + self.lengths[number]
        listed = map(_number, accumulate(self.gaps[start:end]))
        return dict(zip(listed, map(self._value, self.steps[start:end]), strict=True))

    def find(self, number: int, wanted: int) -> float | None:
        """The value of what is wanted, None where the row does not list it."""
        start = self.starts[number]
        end = start + self.lengths[number]
        if end - start > _LONG:
            table = self._long[number]
            return self._value(table[wanted] - 1) if wanted < len(table) and table[wanted] else None
        gaps = self.gaps[start:end]
        if wanted not in accumulate(gaps):
            return None
        return self._value(self.steps[start + list(accumulate(gaps)).index(wanted)])

    def among(self, number: int, wanted: AbstractSet[int]) -> dict[int, float]:
        """The values of those wanted that the row lists."""
        start = self.starts[number]
        end = start + self.lengths[number]
        if end - start > _LONG:
            table = self._long[number]
            last = len(table)
            return {each: self._value(table[each] - 1) for each in wanted if each < last and table[each]}
        gaps = self.gaps[start:end]
        if wanted.isdisjoint(accumulate(gaps)):
            return _NONE
        row = dict(zip(accumulate(gaps), map(self._value, self.steps[start:end]), strict=True))
        return {found: row[found] for found in row.keys() & wanted}

    @cached_property
    def _value(self) -> Callable[[int], float]:
        return self.scale.values.__getitem__

    @cached_property
    def _long(self) -> Mapping[int, bytes]:
        """Long rows that were asked for: one more than the step of every number up to the last, 0 for none.

        As bytes they take half the memory of a dictionary, and are made sooner.
        """
        return Remembering(self._table, _MOST_LONG)

    def _table(self, number: int) -> bytes:
        start = self.starts[number]
        end = start + self.lengths[number]
        gaps = self.gaps[start:end]
        table = bytearray(sum(gaps) + 1)
        for listed, step in zip(accumulate(gaps), self.steps[start:end], strict=True):
            table[listed] = step + 1
        return bytes(table)
