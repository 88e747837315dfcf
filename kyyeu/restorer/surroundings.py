"""What the words further off say about a place, where its neighbours leave a doubt.

A log-bilinear model (Mnih and Hinton 2007), taught to mend the posteriors of the n-grams: every word has a
vector of what it says about its surroundings, every reading one of what it expects of them. The vectors of
the words around a place are summed by distance, each sum weighed, and the product with a reading's vector is
added to the logarithm of its probability. What single words add beside these, `collocations` tells.
"""

import math
import struct
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import mul

from kyyeu.restorer.choice import NOTHING, Posterior
from kyyeu.restorer.collocations import Collocations
from kyyeu.restorer.remembering import Remembering
from kyyeu.restorer.units import UNKNOWN

DIMENSIONS = 24

# Words so far before the place, and after it, are summed and weighed together.
_DISTANCES = ((1,), (2,), (3,), (4, 5, 6), (7, 8, 9, 10, 11, 12))
BUCKETS = (*(tuple(-distance for distance in together) for together in _DISTANCES), *_DISTANCES)
"""The places whose words are summed, as steps from the place itself."""
REACH = 12
"""How many words before a place and after it are looked at."""

# A vector as one number has sixteen bits for each dimension, room for six vectors; what is added to each of
# its numbers, which are signed bytes, keeps one dimension from borrowing of the next.
_LANES = struct.Struct(f"<{DIMENSIONS}H")
_LIFT = 128

_AROUND = [slice(REACH + min(bucket), REACH + max(bucket) + 1) for bucket in BUCKETS]
"""Where each bucket lies in the words around a place: their places are next to one another."""

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
        most, packed = len(self.biases), self._packed
        around = [
            packed[unit if unit < most else UNKNOWN] for unit in text[place - REACH : place + REACH + 1]
        ]
        sums = [sum(around[bucket]).to_bytes(_LANES.size, "little") for bucket in _AROUND]
        numbers = struct.unpack(f"<{len(sums) * DIMENSIONS}H", b"".join(sums))
        columns = (numbers[dimension::DIMENSIONS] for dimension in range(DIMENSIONS))
        return [
            sum(map(mul, column, weights)) - lifted
            for column, weights, lifted in zip(columns, self.weights, self._lifted, strict=True)
        ]

    @cached_property
    def _packed(self) -> Mapping[int, int]:
        """The vector of each unit as one number, so that vectors are added by adding numbers."""
        return Remembering(self._pack, len(self.biases))

    def _pack(self, unit: int) -> int:
        vector = self.words[unit * DIMENSIONS : (unit + 1) * DIMENSIONS]
        return int.from_bytes(_LANES.pack(*[number + _LIFT for number in vector]), "little")

    @cached_property
    def _lifted(self) -> list[float]:
        """By dimension, how much the lifts of all words add."""
        lifts = [_LIFT * len(bucket) for bucket in BUCKETS]
        return [sum(map(mul, lifts, weights)) for weights in self.weights]


def _by_share(reading: tuple[int, float]) -> float:
    return -reading[1]
