"""Which single words near a place make a reading likelier there, and which less likely.

A model of three units neither skips a word nor looks further than two; a collocation does. Its weight is
learnt from places the n-grams were in doubt about. Beside it the vectors of `surroundings` tell kinds of
words.
"""

from dataclasses import dataclass

import numpy as np

from kyyeu.restorer.arrays import Numbers, Shares
from kyyeu.restorer.scale import Rows

DISTANCES = (-4, -3, -2, -1, 1, 2, 3, 4)
"""Where the words stand that are looked at, as steps from the place itself."""


@dataclass(frozen=True, eq=False)
class Collocations:
    """How many times likelier each word near a place makes each reading."""

    rows: Rows
    """The factor of each word, a row for each reading and distance: the first reading's rows come first."""

    def factors(self, readings: Numbers, text: Numbers, places: Numbers) -> Shares:
        """How many times likelier the units near each place of the text make its reading, a unit's number."""
        factors = np.ones(readings.size)
        for number, distance in enumerate(DISTANCES):
            found = self.rows.find(readings * len(DISTANCES) + number, text[places + distance])
            told = np.flatnonzero(found >= 0)
            factors[told] *= self.rows.values[found[told]]
        return factors
