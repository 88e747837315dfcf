"""Places where the n-grams are torn between two readings, and one word near them decides."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from kyyeu.restorer.surroundings import MOST_WEIGHED
from kyyeu.restorer.units import UNKNOWN
from training.vectors import STEPS, Examples, WordNumbers

KNOWN = 12
TELLING, ONE, OTHER = 5, 6, 7


def torn(count: int, step: int, right: Callable[[WordNumbers], NDArray[np.int64]]) -> Examples:
    """As many places: so many steps off one of two words, elsewhere what tells nothing."""
    chance = np.random.default_rng(7)
    around = chance.integers(OTHER + 1, KNOWN, (count, len(STEPS))).astype(np.uint16)
    around[:, STEPS.index(step)] = chance.integers(TELLING - 1, TELLING + 1, count)
    readings = np.full((count, MOST_WEIGHED), UNKNOWN, np.uint16)
    readings[:, :2] = ONE, OTHER
    logarithms = np.full((count, MOST_WEIGHED), -np.inf, np.float32)
    logarithms[:, :2] = np.log(0.5)
    return Examples(around, readings, logarithms, right(around))
