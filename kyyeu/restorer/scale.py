"""The model's numbers: probabilities and factors as small steps between logarithms, and rows of them."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kyyeu.restorer.arrays import Numbers


@dataclass(frozen=True)
class Scale:
    """A ladder of logarithms."""

    least: float
    """The natural logarithm of the lowest step."""
    most: float
    """That of the highest."""
    steps: int
    """How many there are."""

    @property
    def step(self) -> float:
        """How far two steps are apart."""
        return (self.most - self.least) / (self.steps - 1)

    @cached_property
    def values(self) -> list[float]:
        """What each step stands for."""
        return [math.exp(self.least + self.step * number) for number in range(self.steps)]


# On the development documents no coarser steps did as well, and finer ones take room that n-grams use better.
PROBABILITIES = Scale(-20.0, 0.0, 32)
BACKOFFS = Scale(-8.0, 2.0, 21)
FACTORS = Scale(-1.5, 1.5, 31)
"""How many times likelier a collocation makes a reading."""


BITS = 16
"""A key is a row's number, and behind it a number of the row in so many bits."""


@dataclass(frozen=True, eq=False)
class Rows:
    """A table from pairs of numbers to values."""

    keys: NDArray[np.unsignedinteger[Any]]
    """Every row's number with every number of the row, ascending."""
    values: NDArray[np.float32]
    """The value of each key."""

    def find(self, rows: Numbers, numbers: Numbers) -> Numbers:
        """Where the rows list the numbers, -1 where they do not."""
        if not self.keys.size:
            return np.full(rows.size, -1)
        wanted = (rows << BITS | numbers).astype(self.keys.dtype)
        # In their order they are found several times sooner, even with the time to sort them.
        order = np.argsort(wanted)
        found = np.empty_like(order)
        found[order] = np.searchsorted(self.keys, wanted[order])
        found[found == self.keys.size] = 0
        return np.where(self.keys[found] == wanted, found, -1)
