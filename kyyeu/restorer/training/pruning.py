"""Which n-grams a small model can afford: those whose loss would cost the training text most."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kyyeu.restorer.training.counting import BITS, MASK, NGrams, group_starts
from kyyeu.restorer.training.smoothing import Floats, Keys, TrigramModel, look_up


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


def prune(model: TrigramModel, bigrams: int, trigrams: int, ambiguity: Floats) -> BackoffModel:
    """The model with only so many pairs and triples, those of ambiguous units (0 to 1, by number) first."""
    pairs = _choose_bigrams(model, bigrams, ambiguity)
    pair_keys, pair_values = model.bigrams.keys[pairs], model.bigram_probabilities[pairs]
    backoffs = _unit_backoffs(model, pairs)
    lower = _lower_order(model, pair_keys, pair_values, backoffs)
    scores = model.trigrams.counts * np.abs(np.log(model.trigram_probabilities) - np.log(lower))
    first, second = model.trigrams.keys >> 2 * BITS, model.trigrams.keys >> BITS & MASK
    worth = _LEAST_WORTH + np.maximum(ambiguity[first], ambiguity[second]) + ambiguity[model.trigrams.last]
    triples = _highest(scores * worth, trigrams)
    keys, values = model.trigrams.keys[triples], model.trigram_probabilities[triples]
    contexts = keys >> BITS
    starts = group_starts(contexts)
    rest = np.maximum(1 - np.add.reduceat(values, starts), 1e-4)
    lower_rest = np.maximum(1 - np.add.reduceat(lower[triples], starts), 1e-4)
    return BackoffModel(
        model.unigrams, pair_keys, pair_values, backoffs, keys, values, contexts[starts], rest / lower_rest
    )


def _choose_bigrams(model: TrigramModel, number: int, ambiguity: Floats) -> NDArray[np.int64]:
    """The pairs to keep; asked twice, since what a pair saves depends on the pairs kept beside it."""
    histories, last = model.bigrams.histories, model.bigrams.last
    backoffs = np.ones(model.unigrams.size)
    worth = _LEAST_WORTH + ambiguity[histories] + ambiguity[last]
    for _ in range(2):
        fallback = backoffs[histories] * model.unigrams[last]
        scores = model.bigrams.counts * np.abs(np.log(model.bigram_probabilities) - np.log(fallback))
        kept = _highest(scores * worth, number)
        backoffs = _unit_backoffs(model, kept)
    return kept


def _unit_backoffs(model: TrigramModel, kept: NDArray[np.int64]) -> Floats:
    size = model.unigrams.size
    pairs = NGrams(model.bigrams.keys[kept], model.bigrams.counts[kept])
    own = np.bincount(pairs.histories, model.bigram_probabilities[kept], minlength=size)
    lower = np.bincount(pairs.histories, model.unigrams[pairs.last], minlength=size)
    return np.asarray(np.maximum(1 - own, 1e-6) / np.maximum(1 - lower, 1e-6))


def _lower_order(model: TrigramModel, keys: Keys, values: Floats, backoffs: Floats) -> Floats:
    """p(w | v) of every triple's last two units, as the pruned pairs give it."""
    pairs = model.trigrams.keys & (MASK << BITS | MASK)
    kept = look_up(keys, values, pairs)
    return np.where(np.isnan(kept), backoffs[pairs >> BITS] * model.unigrams[pairs & MASK], kept)


def _highest(scores: Floats, number: int) -> NDArray[np.int64]:
    """The places of the highest scores, ascending; of equal ones the earlier."""
    order = np.argsort(-scores, kind="stable")
    return np.sort(order[:number])
