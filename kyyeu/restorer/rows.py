"""Rows of numbers with a value each, asked for many at a time."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kyyeu.restorer.arrays import Numbers

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
