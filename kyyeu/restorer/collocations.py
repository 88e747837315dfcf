"""Which single words near a place make a reading likelier there, and which less likely.

A model of three units neither skips a word nor looks further than two; a collocation does. Its weight is
learnt from places the n-grams were in doubt about. Beside it the vectors of `surroundings` tell kinds of
words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

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
        factor, lengths = 1.0, self.rows.lengths
        for row, word in enumerate(near, reading * len(DISTANCES)):
            if lengths[row]:
                factor *= self.rows.find(row, word) or 1.0
        return factor
