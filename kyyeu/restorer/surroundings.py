"""What the words further off say about a place, where its neighbours leave a doubt.

A log-bilinear model (Mnih and Hinton 2007), taught to mend the posteriors of the n-grams: every word has a
vector of what it says about its surroundings, every reading one of what it expects of them. The vectors of
the words around a place are summed by distance, each sum weighed, and the product with a reading's vector is
added to the logarithm of its probability. What single words add beside these, `collocations` tells.
"""

import math
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from kyyeu.restorer.arrays import Numbers, Shares, mapped, sums_of
from kyyeu.restorer.collocations import Collocations
from kyyeu.restorer.posteriors import Posteriors
from kyyeu.restorer.units import UNKNOWN

DIMENSIONS = 24

# Words so far before the place, and after it, are summed and weighed together.
_DISTANCES = ((1,), (2,), (3,), (4, 5, 6), (7, 8, 9, 10, 11, 12))
BUCKETS = (*(tuple(-distance for distance in together) for together in _DISTANCES), *_DISTANCES)
"""The places whose words are summed, as steps from the place itself."""
REACH = 12
"""How many words before a place and after it are looked at."""

BIAS_STEP = 1 / 16
"""What one step of a bias adds to a logarithm."""

CERTAIN = 0.99
"""Places as sure as this need not be reconsidered."""
MOST_WEIGHED = 6
"""So many of the likeliest readings are weighed."""


@dataclass(frozen=True, eq=False)
class Surroundings:
    """The vectors of the most frequent units, and how they are weighed."""

    words: NDArray[np.int8]
    """What each unit says about a place near it: a row of `DIMENSIONS` small numbers for each."""
    readings: NDArray[np.int8]
    """What each unit expects around it."""
    biases: NDArray[np.int8]
    """What is added for each unit whatever stands around it, in `BIAS_STEP`."""
    weights: Shares
    """The weight of each bucket's sum, a row for each bucket, by dimension."""
    sharpness: float
    """The power to which the n-grams' probability, with what the collocations say, is taken."""
    collocations: Collocations
    """What single words near the place say."""

    def reconsider(
        self, posteriors: Posteriors, units: Numbers, text: Numbers, places: Numbers
    ) -> Posteriors:
        """The probabilities of the readings with these units, in the light of the text around their slots.

        `text` holds the likeliest unit of every place, and `places` where the slots stand in it, the first
        and the last at least `REACH` from its ends.
        """
        weighed = np.flatnonzero((posteriors.best < CERTAIN)[posteriors.slots] & _likeliest(posteriors))
        slots, known = posteriors.slots[weighed], self._known(units[weighed])
        doubted, doubts = np.unique(slots, return_inverse=True)
        fits = self._fits(known, doubts, self._expected(text, places[doubted]))
        shares = posteriors.shares[weighed]
        told = shares * self.collocations.factors(known, text, places[slots])
        mended = mapped(math.exp, fits) * mapped(pow, told, repeat(self.sharpness))
        before, after = sums_of(doubts, shares), sums_of(doubts, mended)
        all_shares = posteriors.shares.copy()
        all_shares[weighed] = mended * (before / after)[doubts]
        return Posteriors(posteriors.slots, posteriors.readings, all_shares)

    def _fits(self, known: Numbers, doubts: Numbers, expected: Shares) -> Shares:
        """How well each reading fits what its doubt's surroundings expect."""
        # Dimension by dimension, so that every machine adds up in the same order.
        fits = np.zeros(known.size)
        for vector, wanted in zip(self.readings[known].T, expected, strict=True):
            fits += vector * wanted[doubts]
        return fits + self.biases[known] * BIAS_STEP

    def _expected(self, text: Numbers, places: Numbers) -> Shares:
        """By dimension and place, the vector that a fitting reading would have."""
        expected = np.zeros((DIMENSIONS, places.size))
        for bucket, weights in zip(BUCKETS, self.weights, strict=True):
            sums = np.zeros((places.size, DIMENSIONS), np.int16)
            for step in bucket:
                sums += self.words[self._known(text[places + step])]
            expected += sums.T * weights[:, None]
        return expected

    def _known(self, units: Numbers) -> Numbers:
        """The units, those without vectors taken for the unknown one."""
        return np.where((units >= 0) & (units < self.biases.size), units, UNKNOWN)


def _likeliest(posteriors: Posteriors) -> NDArray[np.bool_]:
    """For each reading, whether it is one of the `MOST_WEIGHED` likeliest of its slot."""
    order = np.lexsort((-posteriors.shares, posteriors.slots))
    among = np.zeros(order.size, np.bool_)
    among[order] = np.arange(order.size) - posteriors.starts[posteriors.slots] < MOST_WEIGHED
    return among
