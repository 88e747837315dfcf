"""Which single words near a place make a reading likelier there, and which less likely.

A model of three units neither skips a word nor looks further than two; a collocation does. Its weight is
learnt from places the n-grams were in doubt about. Beside it the vectors of `surroundings` tell kinds of
words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kyyeu.restorer.remembering import Remembering
from kyyeu.restorer.rows import Rows

DISTANCES = (-4, -3, -2, -1, 1, 2, 3, 4)
"""Where the words stand that are looked at, as steps from the place itself."""

# Few readings are often in doubt. How many are kept is bounded, so that memory does not grow with the text.
_MOST_READINGS = 600


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
        factor = 1.0
        for word, row in zip(near, self._factors[reading], strict=True):
            if word in row:
                factor *= row[word]
        return factor

    @cached_property
    def _factors(self) -> Mapping[int, tuple[dict[int, float], ...]]:
        """For each reading, the factors of the words at each distance."""
        return Remembering(self._rows, _MOST_READINGS)

    def _rows(self, reading: int) -> tuple[dict[int, float], ...]:
        first = reading * len(DISTANCES)
        return tuple(map(self.rows.row, range(first, first + len(DISTANCES))))
