"""A text's own words weigh in as the documentation says, counted here place by place."""

from collections import defaultdict
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyyeu.restorer.lattice import Place
from kyyeu.restorer.own_words import Companions, reconsider
from kyyeu.restorer.posteriors import Posteriors
from kyyeu.restorer.readings import Readings
from kyyeu.restorer.sheet import Sheet

# As docs/restorer.md has them.
ALONE, BESIDE = (0.6, 1.5), (0.5, 0.5)
SURE, FAINT, LEAST_PRIOR = 0.9995, 0.002, 0.001


class Slot(NamedTuple):
    """One place, for tests."""

    left: int
    form: int
    right: int
    readings: list[tuple[int, float, float]]
    """Spelling, share, and how likely it is without context."""


SHARES = st.one_of(st.floats(0.01, 1.0), st.sampled_from([1e-4, 1e-3, 50.0]))
SLOTS = st.builds(
    Slot,
    st.integers(0, 3),
    st.integers(0, 2),
    st.integers(0, 3),
    st.lists(
        st.tuples(st.integers(0, 3), SHARES, st.sampled_from([0.0, 1e-7, 1e-4, 0.01])), min_size=1, max_size=4
    ),
)


def posterior(slot: Slot) -> list[float]:
    total = sum(share for _, share, _ in slot.readings)
    return [share / total for _, share, _ in slot.readings]


def said(slot: Slot) -> dict[int, float]:
    """How likely each spelling is, but for faint readings."""
    sums: dict[int, float] = defaultdict(float)
    for (spelling, _, _), share in zip(slot.readings, posterior(slot), strict=True):
        if share > FAINT:
            sums[spelling] += share
    return sums


def one_by_one(slot: Slot, slots: list[Slot]) -> list[float]:
    """The slot's posterior in the light of the others."""
    shares = posterior(slot)
    if max(shares) >= SURE:
        return shares
    totals: dict[int, float] = defaultdict(float)
    for spelling, _, alone in slot.readings:
        totals[spelling] += alone
    total = sum(alone for _, _, alone in slot.readings) or 1.0
    own = said(slot)
    prior = [max(totals[spelling] / total, LEAST_PRIOR) for spelling, _, _ in slot.readings]
    expected = [
        own.get(spelling, share) for (spelling, _, _), share in zip(slot.readings, shares, strict=True)
    ]
    alike = [other for other in slots if other.form == slot.form]
    kinds = [
        ([other for other in alike if slot.form], prior, ALONE),
        ([other for other in alike if other.left == slot.left], expected, BESIDE),
        ([other for other in alike if other.right == slot.right], expected, BESIDE),
    ]
    weighed = list(shares)
    for same, wanted, (power, after) in kinds:
        others = len(same) - 1
        if others > 0:
            for place, (spelling, _, _) in enumerate(slot.readings):
                read = sum(said(other)[spelling] for other in same if other is not slot)
                weighed[place] *= ((read / wanted[place] + after) / (others + after)) ** power
    return [share / sum(weighed) for share in weighed]


@given(st.lists(SLOTS, max_size=7))
def test_slots_are_weighed_by_what_the_others_say(slots: list[Slot]) -> None:
    found = [(number, *reading) for number, slot in enumerate(slots) for reading in slot.readings]
    owners = np.array([number for number, *_ in found], np.int64)
    spellings = np.array([spelling for _, spelling, _, _ in found], np.int64)
    unigrams = np.array([alone for *_, alone in found], np.float64)
    shares = np.array([share for slot in slots for share in posterior(slot)], np.float64)
    companions = Companions(
        *(np.array([getattr(slot, name) for slot in slots], np.int64) for name in ("form", "left", "right"))
    )
    before = Posteriors(owners, np.arange(owners.size), shares)
    after = reconsider(before, companions, spellings, unigrams)
    expected = [share for slot in slots for share in one_by_one(slot, slots)]
    assert after.shares.tolist() == pytest.approx(expected, abs=1e-9)
    assert after.slots is before.slots


def test_companions_stand_in_the_same_sentence() -> None:
    doubt, certain = Readings.of((4, 5), ("a", "b"), (1.0, 1.0)), Readings.single(6, "c")
    sentences = [
        [("Ub", doubt), ("nhà", certain), ("ub", doubt)],
        [("ub", doubt), ("UB", doubt)],
        [("", doubt)],
    ]
    sheet = Sheet.of([kind for _, kind in sentence] for sentence in sentences)
    places = [Place(0, observed, kind) for sentence in sentences for observed, kind in sentence]
    found = Companions.of(places, sheet)
    one, house = found.forms[0], found.right[0]
    assert len({0, one, house}) == 3
    assert found.forms.tolist() == [one, one, one, one, 0]
    assert found.left.tolist() == [0, house, 0, one, 0]
    assert found.right.tolist() == [house, 0, one, 0, 0]
