"""Some cases of many in every run, so that each kind is tried; and all of them where CI runs."""

from collections.abc import Collection

import pytest
from _pytest.mark import ParameterSet


def crossed(ones: Collection[object], others: Collection[object]) -> list[ParameterSet]:
    """Pairs of both: in every run as many as try each of the fewer once, where CI runs all."""
    few = {(place, place) for place in range(min(len(ones), len(others)))}
    return [
        pytest.param(one, other, marks=[] if (row, column) in few else [pytest.mark.ci])
        for row, one in enumerate(ones)
        for column, other in enumerate(others)
    ]


def thinned(cases: Collection[object], every: int) -> list[ParameterSet]:
    """The cases: in every run the first of so many, where CI runs all."""
    return [
        pytest.param(case, marks=[pytest.mark.ci] if place % every else [])
        for place, case in enumerate(cases)
    ]
