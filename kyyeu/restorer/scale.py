"""Probabilities and factors as small whole numbers: steps between two logarithms."""

import math
from dataclasses import dataclass
from functools import cached_property


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
