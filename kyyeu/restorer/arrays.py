"""What NumPy has no word for: stretches of columns, and sums of what goes together."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Shares = NDArray[np.float64]


def spread(starts: NDArray[Any], counts: NDArray[Any]) -> tuple[Numbers, Numbers]:
    """For each member of the stretches, one after the other, which stretch it is of and where it stands."""
    owners = np.repeat(np.arange(counts.size), counts)
    shifts = starts.astype(np.int64) - (np.cumsum(counts) - counts)
    return owners, np.arange(owners.size) + shifts[owners]


def opening(owners: Numbers) -> Numbers:
    """Where each owner's members begin; those of one stand together."""
    return np.flatnonzero(np.diff(owners, prepend=-1))


def sums_of(groups: Numbers, values: Shares, least: int = 0) -> Shares:
    """What the values of each group come to, for so many groups at least.

    Added up one after the other, so that every machine gets the same to the last bit.
    """
    return np.bincount(groups, values, least).astype(np.float64, copy=False)


def together(keys: Numbers, values: Shares) -> Shares:
    """For each key, what all of the values with an equal one come to."""
    _, groups = np.unique(keys, return_inverse=True)
    return sums_of(groups, values)[groups]


def mapped(function: Any, values: Shares, *others: Any) -> Shares:
    """A function of `math` for each value: unlike NumPy's own, the same to the last bit on every machine."""
    return np.fromiter(map(function, values.tolist(), *others), np.float64, values.size)
