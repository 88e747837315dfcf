"""Which single words near a place make a reading likelier there, and which less likely.

A model of three units neither skips a word nor looks further than two; a collocation does. Its weight is
learnt from places the n-grams were in doubt about. Beside it the vectors of `surroundings` tell kinds of
words.
"""

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from kyyeu.restorer.rows import Rows

DISTANCES = (-4, -3, -2, -1, 1, 2, 3, 4)
"""Where the words stand that are looked at, as steps from the place itself."""


@dataclass(frozen=True, eq=False)
class Collocations:
    """How many times likelier each word near a place makes each reading."""

    rows: Rows
    """The factor of each word, a row for each reading and distance: the first reading's rows come first."""

    @staticmethod
    def near(text: Sequence[int], place: int) -> list[int]:
        """The units near a place of the text."""
        return [text[place + distance] for distance in DISTANCES]

    def factor(self, reading: int, near: Sequence[int]) -> float:
        """How many times likelier the units near a place make a reading, a unit's number."""
        first, factor, sums = reading * len(DISTANCES), 1.0, self._sums
        starts = self.rows.starts[first : first + len(DISTANCES) + 1]
        for word, start, end in zip(near, starts, starts[1:], strict=False):
            if start == end:
                continue
            wanted = sums[start] + word
            found = bisect_left(sums, wanted, start + 1, end)
            if sums[found] == wanted:
                factor *= self.rows.scale.values[self.rows.steps[found - 1]]
        return factor

    @cached_property
    def _sums(self) -> "array[int]":
        """All gaps added up to each place, so that within a row a word is looked for by halves."""
        return array("Q", accumulate(self.rows.gaps, initial=0))
