"""How likely the readings of many places are."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kyyeu.restorer.arrays import Numbers, Shares, opening


@dataclass(frozen=True, eq=False)
class Posteriors:
    """How likely the readings of many places are, a stretch of readings for each place."""

    slots: Numbers
    """For each reading, which place it is of; ascending from 0, each there at least once."""
    readings: Numbers
    """For each, which of the place's readings it is."""
    shares: Shares
    """Their probabilities; those of a place sum to about 1."""

    @cached_property
    def starts(self) -> Numbers:
        """Where the stretch of each place begins."""
        return opening(self.slots)

    @cached_property
    def best(self) -> Shares:
        """The greatest probability of each place."""
        return np.maximum.reduceat(self.shares, self.starts) if self.slots.size else self.shares

    @property
    def likeliest(self) -> Numbers:
        """Where the likeliest reading of each place stands among all, of equals the first."""
        found = np.flatnonzero(self.shares == self.best[self.slots])
        return found[opening(self.slots[found])]
