"""Which n-grams a small model can afford: those whose loss would cost the training text most."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from training.ambiguity import Ambiguity
from training.counting import MASK, UNIT_BITS, NGrams, group_starts
from training.smoothing import Floats, Keys, TrigramModel, look_up


@dataclass(frozen=True)
class BackoffModel:
    """Probabilities for the n-grams kept, and a factor for each history towards the shorter ones."""

    unigrams: Floats
    """p(w), by unit number."""
    bigram_keys: Keys
    """The pairs kept, ascending."""
    bigrams: Floats
    """p(w | v) for each pair kept."""
    unit_backoffs: Floats
    """By unit v: p(w | v) is this times p(w) where the pair was not kept."""
    trigram_keys: Keys
    """The triples kept, ascending."""
    trigrams: Floats
    """p(w | u, v) for each triple kept."""
    context_keys: Keys
    """The pairs that open a triple kept, ascending."""
    context_backoffs: Floats
    """For each of them: p(w | u, v) is this times p(w | v) where the triple was not kept."""


# What an n-gram is worth whose units nothing hides: it still tells one sentence from another.
_LEAST_WORTH = 0.1

# Ambiguities are kept as far from 0 and from 1.
_FAINT = 1e-9

_PAIR = MASK << UNIT_BITS | MASK


def prune(model: TrigramModel, bigrams: int, trigrams: int, ambiguities: Sequence[Ambiguity]) -> BackoffModel:
    """The model with only so many pairs and triples, those first that decide most between like words.

    The first two and the last two units of every triple kept are a pair kept.
    """
    wanted, triples = np.zeros(model.bigrams.keys.size, bool), model.trigrams
    backoffs = np.ones(model.unigrams.size)
    # Twice, since what an n-gram saves depends on those kept beside it.
    for _ in range(2):
        pairs = _choose_bigrams(model, bigrams, ambiguities, backoffs, wanted)
        backoffs = _unit_backoffs(model, pairs)
        keys, values = model.bigrams.keys[pairs], model.bigram_probabilities[pairs]
        lower = _lower_order(model, keys, values, backoffs)
        scores = _trigram_scores(model, lower, ambiguities)
        wanted = np.isin(model.bigrams.keys, _pairs_of(triples.keys[_highest(scores, trigrams)]))
    closed = np.isin(triples.keys >> UNIT_BITS, keys) & np.isin(triples.keys & _PAIR, keys)
    chosen = _highest(np.where(closed, scores, -1.0), min(trigrams, int(closed.sum())))
    return _backed_off(model, pairs, backoffs, chosen, lower[chosen])


def _backed_off(
    model: TrigramModel,
    pairs: NDArray[np.int64],
    backoffs: Floats,
    triples: NDArray[np.int64],
    lower: Floats,
) -> BackoffModel:
    """The model with the pairs and triples chosen; `lower` is what the triples' pairs say."""
    keys, values = model.trigrams.keys[triples], model.trigram_probabilities[triples]
    contexts = keys >> UNIT_BITS
    starts = group_starts(contexts)
    rest = np.maximum(1 - np.add.reduceat(values, starts), 1e-4)
    lower_rest = np.maximum(1 - np.add.reduceat(lower, starts), 1e-4)
    return BackoffModel(
        model.unigrams,
        model.bigrams.keys[pairs],
        model.bigram_probabilities[pairs],
        backoffs,
        keys,
        values,
        contexts[starts],
        rest / lower_rest,
    )


def _choose_bigrams(
    model: TrigramModel,
    number: int,
    ambiguities: Sequence[Ambiguity],
    backoffs: Floats,
    wanted: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """The pairs to keep, those wanted in any case."""
    first, last = model.bigrams.histories, model.bigrams.last
    gained = np.log(model.bigram_probabilities) - np.log(backoffs[first] * model.unigrams[last])
    open_to_others = [(one.alone[first], one.alone[last]) for one in ambiguities]
    scores = model.bigrams.counts * _worth(gained, open_to_others)
    scores[wanted] = np.inf
    return _highest(scores, max(number, int(wanted.sum())))


def _trigram_scores(model: TrigramModel, lower: Floats, ambiguities: Sequence[Ambiguity]) -> Floats:
    """What the training text would lose with each triple."""
    keys = model.trigrams.keys
    middle, first_two, last_two = keys >> UNIT_BITS & MASK, keys >> UNIT_BITS, keys & _PAIR
    of_pairs = partial(look_up, model.bigrams.keys, missing=0.0)
    gained = np.log(model.trigram_probabilities) - np.log(lower)
    open_to_others = [
        (
            of_pairs(one.before, first_two),
            _between(of_pairs(one.after, first_two), of_pairs(one.before, last_two), one.alone[middle]),
            of_pairs(one.after, last_two),
        )
        for one in ambiguities
    ]
    return np.asarray(model.trigrams.counts * _worth(gained, open_to_others))


def _worth(gained: Floats, open_to_others: Sequence[tuple[Floats, ...]]) -> Floats:
    """What an n-gram adds to the logarithm of its units' posteriors, in the mean of the damages.

    `gained` is what it adds to the logarithm of its probability, and `open_to_others` has for each damage the
    ambiguities of its units without it.
    """
    posteriors = sum(
        np.abs(_added(gained, ambiguity)) for ambiguities in open_to_others for ambiguity in ambiguities
    )
    return np.asarray(_LEAST_WORTH * np.abs(gained) + posteriors / len(open_to_others))


def _added(gained: Floats, ambiguity: Floats) -> Floats:
    """What is added to the logarithm of a posterior where the likelihood grows by a factor.

    With the factor f, 1 - a becomes f(1 - a) / (f(1 - a) + a).
    """
    return np.asarray(gained - np.log(np.exp(gained) * (1 - ambiguity) + ambiguity))


def _between(after: Floats, before: Floats, alone: Floats) -> Floats:
    """The ambiguity of a unit whose neighbours are both known, as if what they say had nothing in common."""
    odds = _odds(after) * _odds(before) / _odds(alone)
    return np.asarray(odds / (1 + odds))


def _odds(probability: Floats) -> Floats:
    return np.asarray(np.maximum(probability, _FAINT) / np.maximum(1 - probability, _FAINT))


def _pairs_of(triples: Keys) -> Keys:
    """The first two and the last two units of each triple."""
    return np.union1d(triples >> UNIT_BITS, triples & _PAIR)


def _unit_backoffs(model: TrigramModel, kept: NDArray[np.int64]) -> Floats:
    size = model.unigrams.size
    pairs = NGrams(model.bigrams.keys[kept], model.bigrams.counts[kept])
    own = np.bincount(pairs.histories, model.bigram_probabilities[kept], minlength=size)
    lower = np.bincount(pairs.histories, model.unigrams[pairs.last], minlength=size)
    return np.asarray(np.maximum(1 - own, 1e-6) / np.maximum(1 - lower, 1e-6))


def _lower_order(model: TrigramModel, keys: Keys, values: Floats, backoffs: Floats) -> Floats:
    """p(w | v) of every triple's last two units, as the pruned pairs give it."""
    pairs = model.trigrams.keys & _PAIR
    kept = look_up(keys, values, pairs)
    return np.where(np.isnan(kept), backoffs[pairs >> UNIT_BITS] * model.unigrams[pairs & MASK], kept)


def _highest(scores: Floats, number: int) -> NDArray[np.int64]:
    """The places of the highest scores, ascending; of equal ones the earlier."""
    order = np.argsort(-scores, kind="stable")
    return np.sort(order[:number])
