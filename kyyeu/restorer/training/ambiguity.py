"""How much each unit hides behind others: n-grams of words that no damage confuses decide nothing."""

from collections.abc import Sequence

import numpy as np

from kyyeu.restorer.damage.drop_after_latin1 import drop_after_latin1
from kyyeu.restorer.damage.loss import Loss
from kyyeu.restorer.damage.strip_diacritics import strip_diacritics
from kyyeu.restorer.training.smoothing import Floats
from kyyeu.restorer.units import SPECIAL


def ambiguity(units: Sequence[str], unigrams: Floats) -> Floats:
    """By unit number, the share (0 to 1) of others among what reads like it once damaged.

    The mean of the narrowest damage and the widest, so that the model serves both.
    """
    hidden = (_hidden(damage, units, unigrams) for damage in (drop_after_latin1, strip_diacritics))
    return np.asarray(sum(hidden) / 2)


def _hidden(damage: Loss, units: Sequence[str], unigrams: Floats) -> Floats:
    forms: dict[str, int] = {}
    form = np.array([forms.setdefault(damage(unit).lower(), len(forms)) for unit in units])
    shares = 1 - unigrams / np.bincount(form, unigrams)[form]
    shares[: len(SPECIAL)] = 0
    return np.asarray(shares)
