"""Counts to probabilities: modified Kneser-Ney for three units in a row."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kyyeu.restorer.training.counting import BITS, MASK, NGrams, group_starts
from kyyeu.restorer.units import SENTENCE

Floats = NDArray[np.float64]
Keys = NDArray[np.int64]

_LEAST_PROBABILITY = 1e-9


@dataclass(frozen=True)
class TrigramModel:
    """Interpolated probabilities of every n-gram seen."""

    unigrams: Floats
    """p(w), by unit number."""
    bigrams: NGrams
    """The pairs, with the counts seen in the text."""
    bigram_probabilities: Floats
    """p(w | v) for each pair."""
    trigrams: NGrams
    """The triples seen at least `LEAST_TRIGRAM_COUNT` times."""
    trigram_probabilities: Floats
    """p(w | u, v) for each triple."""


LEAST_TRIGRAM_COUNT = 2


def smooth(size: int, bigrams: NGrams, trigrams: NGrams) -> TrigramModel:
    """The smoothed model of a vocabulary of `size` units."""
    continuations = _continuation_counts(bigrams, trigrams)
    seen = continuations.counts > 0
    bigrams = NGrams(bigrams.keys[seen], bigrams.counts[seen])
    continuations = NGrams(continuations.keys[seen], continuations.counts[seen])
    unigrams = _unigrams(size, continuations)
    pairs, pair_rest = _discounted(continuations)
    pairs += pair_rest * unigrams[continuations.last]
    triples, triple_rest = _discounted(trigrams)
    lower = look_up(continuations.keys, pairs, trigrams.keys & (MASK << BITS | MASK))
    triples += triple_rest * np.where(np.isnan(lower), _LEAST_PROBABILITY, lower)
    kept = trigrams.counts >= LEAST_TRIGRAM_COUNT
    return TrigramModel(
        unigrams, bigrams, pairs, NGrams(trigrams.keys[kept], trigrams.counts[kept]), triples[kept]
    )


def look_up(keys: Keys, values: Floats, wanted: Keys) -> Floats:
    """The value of each wanted key, not-a-number where the key is absent."""
    if not keys.size:
        return np.full(wanted.size, np.nan)
    places = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
    return np.where(keys[places] == wanted, values[places], np.nan)


def _continuation_counts(bigrams: NGrams, trigrams: NGrams) -> NGrams:
    """For each pair how many different units precede it; after a sentence end, where none does, how often."""
    endings = np.sort(trigrams.keys & (MASK << BITS | MASK))
    starts = group_starts(endings)
    different = np.diff(np.append(starts, endings.size))
    counts = np.zeros(bigrams.keys.size, np.int64)
    counts[np.searchsorted(bigrams.keys, endings[starts])] = different
    opening = bigrams.histories == SENTENCE
    counts[opening] = bigrams.counts[opening]
    return NGrams(bigrams.keys, counts)


def _unigrams(size: int, continuations: NGrams) -> Floats:
    # Half a count off, but never nothing: a unit of the vocabulary stays possible everywhere.
    seen = np.bincount(continuations.last, minlength=size).astype(float)
    counts = np.maximum(seen - 0.5, 0.2)
    return np.asarray(counts / counts.sum())


def _discounted(ngrams: NGrams) -> tuple[Floats, Floats]:
    """Each n-gram's own share of its history, and what its history leaves to the shorter n-grams."""
    starts = group_starts(ngrams.histories)
    lengths = np.diff(np.append(starts, ngrams.keys.size))
    totals = np.repeat(np.add.reduceat(ngrams.counts, starts), lengths)
    own = (ngrams.counts - _discounts(ngrams.counts)[np.minimum(ngrams.counts, 3)]) / totals
    rest = 1 - np.repeat(np.add.reduceat(own, starts), lengths)
    return own, rest


def _discounts(counts: NDArray[np.int64]) -> Floats:
    """What is taken from counts of 0, 1, 2, and 3 or more (Chen and Goodman 1998, equation 26)."""
    once, twice, thrice, four_times = (max(1, int((counts == n).sum())) for n in (1, 2, 3, 4))
    base = once / (once + 2 * twice)
    raw = np.array([0, 1 - 2 * base * twice / once, 2 - 3 * base * thrice / twice,
                    3 - 4 * base * four_times / thrice])  # fmt: skip
    return np.asarray(np.clip(raw, 0.0, [0.0, 0.95, 1.9, 2.85]))
