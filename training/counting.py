"""How often units follow one another: n-grams packed into integers, sixteen bits a unit."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kyyeu.restorer.units import SENTENCE

UNIT_BITS = 16
MASK = (1 << UNIT_BITS) - 1


@dataclass(frozen=True)
class NGrams:
    """Distinct n-grams with their counts."""

    keys: NDArray[np.int64]
    """The n-grams, ascending; the last unit stands in the lowest sixteen bits."""
    counts: NDArray[np.int64]
    """How often each was seen."""

    @property
    def histories(self) -> NDArray[np.int64]:
        """The n-grams without their last unit."""
        return self.keys >> UNIT_BITS

    @property
    def last(self) -> NDArray[np.int64]:
        """The last unit of each n-gram."""
        return self.keys & MASK


def count_bigrams(units: NDArray[np.int64]) -> NGrams:
    """The pairs of neighbouring units."""
    return _count(
        (units[:-1] << UNIT_BITS | units[1:])[~((units[:-1] == SENTENCE) & (units[1:] == SENTENCE))]
    )


def count_trigrams(units: NDArray[np.int64]) -> NGrams:
    """The triples of neighbouring units that no sentence end divides."""
    keys = (units[:-2] << 2 * UNIT_BITS) | (units[1:-1] << UNIT_BITS) | units[2:]
    return _count(keys[units[1:-1] != SENTENCE])


def _count(keys: NDArray[np.int64]) -> NGrams:
    keys = np.sort(keys)
    starts = group_starts(keys)
    return NGrams(keys[starts], np.diff(np.append(starts, keys.size)))


def group_starts(sorted_keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each run of equal keys begins."""
    if not sorted_keys.size:
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.concatenate(([True], sorted_keys[1:] != sorted_keys[:-1])))
