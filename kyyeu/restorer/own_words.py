"""What a text says about itself: a word read one way here was probably the same word there."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import count, repeat
from typing import NamedTuple

import numpy as np

from kyyeu.restorer.arrays import Numbers, Shares, mapped, opening, sums_of, together
from kyyeu.restorer.lattice import Place
from kyyeu.restorer.memory import Remembering
from kyyeu.restorer.posteriors import Posteriors
from kyyeu.restorer.sheet import Sheet

# How far the text's own habits are believed, and after how many words: alone, and beside a neighbour.
# Found on the development documents; see docs/restorer.md.
_ALONE = 0.6, 1.5
_BESIDE = 0.5, 0.5

# Places as sure as this are left as they are; readings as faint as this do not count.
_SURE, _FAINT = 0.9995, 0.002
_LEAST_PRIOR = 1e-3

# Two forms, or a form and a spelling, as one number.
_BITS = 32


class Companions(NamedTuple):
    """What stands at slots and beside them, each form with a number; nothing at all is 0."""

    forms: Numbers
    """What stands there in the damaged text, in lower case."""
    left: Numbers
    """The word or mark before it in the sentence, 0 at its start."""
    right: Numbers
    """The word or mark after it."""

    @classmethod
    def of(cls, places: Sequence[Place], sheet: Sheet) -> "Companions":
        """Those of the slots of a sheet, whose places are these."""
        # A number for each form, from 1 on: 0 stands for none.
        numbers: dict[str, int] = defaultdict(count(1).__next__, {"": 0})
        lowered: Mapping[str, int] = Remembering(lambda observed: numbers[observed.lower()], len(places) + 1)
        forms = np.array([lowered[place.observed] for place in places], np.int64)
        opens = sheet.positions == 0
        before = np.where(opens, 0, np.roll(forms, 1))
        after = np.where(np.roll(opens, -1), 0, np.roll(forms, -1))
        return cls(forms, before, after).at(sheet.slots)

    def at(self, some: Numbers) -> "Companions":
        """Those of some of the slots."""
        return Companions(*(column[some] for column in self))


def reconsider(
    posteriors: Posteriors, companions: Companions, spellings: Numbers, unigrams: Shares
) -> Posteriors:
    """The posteriors in the light of one another; slots that are sure stay as they are.

    `spellings` has a number for the lower-case spelling of each reading, and `unigrams` how likely it is
    without any context.
    """
    doubted = posteriors.best < _SURE
    # What no doubted place shares is not counted: most of a text is not in doubt.
    forms = np.zeros(companions.forms.max(initial=0) + 1, np.bool_)
    forms[companions.forms[doubted]] = True
    counted = np.flatnonzero(forms[companions.forms][posteriors.slots])
    slots = posteriors.slots[counted]
    tallies = _Tallies(slots, spellings[counted], posteriors.shares[counted])
    shares = posteriors.shares[counted]
    at = companions.at(slots)
    prior = _prior(slots, spellings[counted], unigrams[counted])
    shares *= np.where(at.forms > 0, tallies.favour(at.forms, prior, _ALONE), 1.0)
    for beside in (at.left << _BITS | at.forms, at.forms << _BITS | at.right):
        shares *= tallies.favour(beside, tallies.expected, _BESIDE)
    shares /= sums_of(slots, shares)[slots]
    mended = posteriors.shares.copy()
    changed = doubted[slots]
    mended[counted[changed]] = shares[changed]
    return Posteriors(posteriors.slots, posteriors.readings, mended)


class _Tallies:
    """How the places that share something are read."""

    def __init__(self, slots: Numbers, spellings: Numbers, shares: Shares) -> None:
        self._slots, self._spellings = slots, spellings
        self._said = np.where(shares > _FAINT, shares, 0.0)
        self._own = together(slots << _BITS | spellings, self._said)
        self.expected = np.where(self._own > 0, self._own, shares)
        """How likely each reading's spelling is in its own place."""

    def favour(self, shared: Numbers, expected: Shares, trust: tuple[float, float]) -> Shares:
        """By what each reading is likelier, the oftener other places that share the same are read so.

        Oftener than expected, that is; 1 where no other place shares it.
        """
        power, after = trust
        _, groups = np.unique(shared, return_inverse=True)
        places = np.bincount(groups[opening(self._slots)], minlength=groups.max(initial=-1) + 1)[groups]
        # Adding and taking away may leave a little less than nothing.
        read = np.maximum(together(groups << _BITS | self._spellings, self._said) - self._own, 0.0)
        favour = (read / expected + after) / (places - 1 + after)
        return mapped(pow, favour, repeat(power))


def _prior(slots: Numbers, spellings: Numbers, unigrams: Shares) -> Shares:
    """Each spelling's share of its slot without any context."""
    totals = sums_of(slots, unigrams)[slots]
    totals[totals == 0] = 1.0
    return np.maximum(together(slots << _BITS | spellings, unigrams) / totals, _LEAST_PRIOR)
