"""How much a damage leaves open: n-grams of words that nothing confuses decide nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kyyeu.restorer.damage import DAMAGES, Damage
from kyyeu.restorer.units import SPECIAL
from training.counting import UNIT_BITS
from training.smoothing import Floats, Keys, TrigramModel

# The narrowest damage and the widest, so that the model serves both.
_DAMAGES = DAMAGES["drop-after-latin1"], DAMAGES["strip-diacritics"]


@dataclass(frozen=True)
class Ambiguity:
    """The probability (0 to 1) that a unit, once damaged, was another that reads the same."""

    alone: Floats
    """By unit number, where nothing around it is known."""
    after: Floats
    """By pair of the model, of its second unit where the first is known."""
    before: Floats
    """By pair of the model, of its first unit where the second is known."""


def ambiguities(units: Sequence[str], model: TrigramModel) -> list[Ambiguity]:
    """What each damage leaves open of the model's units and pairs."""
    return [_ambiguity(_forms(damage, units), model) for damage in _DAMAGES]


def _forms(damage: Damage, units: Sequence[str]) -> NDArray[np.int64]:
    """A number for what each unit reads like once damaged; the special ones are like nothing else."""
    forms: dict[str, int] = {}
    read = [*SPECIAL, *(damage(unit).lower() for unit in units[len(SPECIAL) :])]
    return np.array([forms.setdefault(form, len(forms)) for form in read])


def _ambiguity(forms: NDArray[np.int64], model: TrigramModel) -> Ambiguity:
    first, last = model.bigrams.histories, model.bigrams.last
    unseen = model.unit_rests * model.unigrams
    return Ambiguity(
        1 - model.unigrams / np.bincount(forms, model.unigrams)[forms],
        _of_others(
            model.bigram_probabilities,
            first << UNIT_BITS | forms[last],
            model.unit_rests[first] * _unseen(model.unigrams, forms, first << UNIT_BITS, last),
        ),
        _of_others(
            model.unigrams[first] * model.bigram_probabilities,
            last << UNIT_BITS | forms[first],
            model.unigrams[last] * _unseen(unseen, forms, last << UNIT_BITS, first),
        ),
    )


def _unseen(weights: Floats, forms: NDArray[np.int64], other: Keys, units: Keys) -> Floats:
    """For each pair, the weight of the units that read like its own and make no pair with the other one."""
    seen = _sums(weights[units], other | forms[units])
    return np.maximum(0.0, np.bincount(forms, weights)[forms[units]] - seen)


def _of_others(weights: Floats, groups: Keys, unseen: Floats) -> Floats:
    """The share that others have in the weight of each group and what was not seen of it."""
    return np.clip(1 - weights / (_sums(weights, groups) + unseen), 0.0, 1.0)


def _sums(weights: Floats, groups: Keys) -> Floats:
    """For each weight the sum of its group's."""
    _, places = np.unique(groups, return_inverse=True)
    return np.asarray(np.bincount(places, weights)[places])
