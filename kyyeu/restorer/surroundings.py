"""What the words further off say about a place, where its neighbours leave a doubt.

A log-bilinear model (Mnih and Hinton 2007), taught to mend the posteriors of the n-grams: every word has a
vector of what it says about its surroundings, every reading one of what it expects of them. The vectors of
the words around a place are summed by distance, each sum weighed, and the product with a reading's vector is
added to the logarithm of its probability. What single words add beside these, `collocations` tells.
"""

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul

from kyyeu.restorer.choice import NOTHING, Posterior
from kyyeu.restorer.collocations import Collocations
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

    words: "array[int]"
    """What each unit says about a place near it: `DIMENSIONS` small numbers for each."""
    readings: "array[int]"
    """What each unit expects around it."""
    biases: "array[int]"
    """What is added for each unit whatever stands around it, in `BIAS_STEP`."""
    weights: Sequence[Sequence[float]]
    """By dimension, the weight of each bucket's sum."""
    sharpness: float
    """The power to which the n-grams' probability, with what the collocations say, is taken."""
    collocations: Collocations
    """What single words near the place say."""

    def reconsider(
        self, posterior: Posterior, units: Sequence[int], text: Sequence[int], place: int
    ) -> Posterior:
        """The probabilities of the readings with these units, in the light of the text around the place.

        `text` holds the likeliest unit of every place, the first and the last at least `REACH` from its ends.
        """
        ranked = sorted(posterior.items(), key=_by_share)
        expected, near = self._expected(text, place), self.collocations.near(text, place)
        weighed = {
            reading: self._weigh(units[reading], share, expected, near)
            for reading, share in ranked[:MOST_WEIGHED]
        }
        factor = sum(share for _, share in ranked[:MOST_WEIGHED]) / sum(weighed.values())
        return posterior | {reading: share * factor for reading, share in weighed.items()}

    def _weigh(self, unit: int, share: float, expected: list[float], near: list[int]) -> float:
        known = unit if NOTHING < unit < len(self.biases) else UNKNOWN
        vector = self.readings[known * DIMENSIONS : (known + 1) * DIMENSIONS]
        fit = sum(map(mul, vector, expected)) + self.biases[known] * BIAS_STEP
        return float(math.exp(fit) * (share * self.collocations.factor(known, near)) ** self.sharpness)

    def _expected(self, text: Sequence[int], place: int) -> list[float]:
        """The vector that a fitting reading would have."""
        words, most = self.words, len(self.biases)
        sums = []
        for steps in BUCKETS:
            starts = [
                (unit if (unit := text[place + step]) < most else UNKNOWN) * DIMENSIONS for step in steps
            ]
            vectors = [words[start : start + DIMENSIONS] for start in starts]
            sums.append(map(sum, zip(*vectors, strict=True)) if len(vectors) > 1 else vectors[0])
        columns = zip(*sums, strict=True)
        return [sum(map(mul, column, weights)) for column, weights in zip(columns, self.weights, strict=True)]


def _by_share(reading: tuple[int, float]) -> float:
    return -reading[1]
