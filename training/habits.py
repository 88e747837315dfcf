"""How each unit is written: with a capital where the sentence asks for none, in its other spelling."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.smoothing import Floats
from training.tokens import CAPITAL, LOWER, TokenStream

# How many imaginary words of average habit each unit starts with.
_PRIOR = 4.0


@dataclass(frozen=True)
class Habits:
    """Shares between 0 and 1, by unit number."""

    capitals_after_lower: Floats
    """Written with a capital after a word without one."""
    capitals_after_capital: Floats
    """Written with a capital after a word with one."""
    other_spellings: Floats
    """Written in the other spelling (uỷ for ủy)."""


def count_habits(stream: TokenStream, size: int) -> Habits:
    """The habits of a vocabulary of `size` units."""
    return Habits(
        _capital_shares(stream, stream.cases[:-1] == LOWER, size),
        _capital_shares(stream, stream.cases[:-1] == CAPITAL, size),
        _shares(stream.units[stream.other_spelling], stream.units, size, average=0.5),
    )


def _capital_shares(stream: TokenStream, after: NDArray[np.bool_], size: int) -> Floats:
    units, cases = stream.units[1:][after], stream.cases[1:][after]
    told = (cases == CAPITAL) | (cases == LOWER)
    capital = cases == CAPITAL
    return _shares(units[capital], units[told], size, average=capital.sum() / max(1, told.sum()))


def _shares(some: NDArray[np.int64], of_all: NDArray[np.int64], size: int, average: float) -> Floats:
    part, whole = np.bincount(some, minlength=size), np.bincount(of_all, minlength=size)
    return np.asarray((part + _PRIOR * average) / (whole + _PRIOR))
