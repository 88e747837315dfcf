"""Counts to probabilities: modified Kneser-Ney for three units in a row."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kyyeu.restorer.units import SENTENCE
from training.counting import MASK, UNIT_BITS, NGrams, group_starts

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
    unit_rests: Floats
    """By unit v: p(w | v) is this times p(w) where the pair was not seen."""
    trigrams: NGrams
    """The triples seen often enough."""
    trigram_probabilities: Floats
    """p(w | u, v) for each triple."""
    contexts: Keys
    """The pairs that open a triple, ascending."""
    context_rests: Floats
    """For each of them: p(w | u, v) is this times p(w | v) where the triple was not seen."""

    def pair_probabilities(self, keys: Keys) -> Floats:
        """p(w | v) of any pairs."""
        seen = look_up(self.bigrams.keys, self.bigram_probabilities, keys)
        return np.where(np.isnan(seen), self.unit_rests[keys >> UNIT_BITS] * self.unigrams[keys & MASK], seen)

    def triple_probabilities(self, keys: Keys) -> Floats:
        """p(w | u, v) of any triples."""
        seen = look_up(self.trigrams.keys, self.trigram_probabilities, keys)
        rests = look_up(self.contexts, self.context_rests, keys >> UNIT_BITS, missing=1.0)
        return np.where(np.isnan(seen), rests * self.pair_probabilities(keys & _PAIR), seen)


LEAST_TRIGRAM_COUNT = 2

_PAIR = MASK << UNIT_BITS | MASK


def smooth(
    size: int, bigrams: NGrams, trigrams: NGrams, least_count: int = LEAST_TRIGRAM_COUNT
) -> TrigramModel:
    """The smoothed model of a vocabulary of `size` units; triples seen less often are left to their pairs."""
    continuations = _continuation_counts(bigrams, trigrams)
    seen = continuations.counts > 0
    bigrams = NGrams(bigrams.keys[seen], bigrams.counts[seen])
    continuations = NGrams(continuations.keys[seen], continuations.counts[seen])
    unigrams = _unigrams(size, continuations)
    pairs, pair_rest = _discounted(continuations)
    pairs += pair_rest * unigrams[continuations.last]
    unit_rests = np.ones(size)
    unit_rests[continuations.histories] = pair_rest
    triples, triple_rest = _discounted(trigrams)
    lower = look_up(continuations.keys, pairs, trigrams.keys & _PAIR, missing=_LEAST_PROBABILITY)
    triples += triple_rest * lower
    contexts = group_starts(trigrams.histories)
    kept = trigrams.counts >= least_count
    return TrigramModel(
        unigrams,
        bigrams,
        pairs,
        unit_rests,
        NGrams(trigrams.keys[kept], trigrams.counts[kept]),
        triples[kept],
        trigrams.histories[contexts],
        triple_rest[contexts],
    )


def look_up(keys: Keys, values: Floats, wanted: Keys, missing: float = np.nan) -> Floats:
    """The value of each wanted key, `missing` where the key is absent."""
    if not keys.size:
        return np.full(wanted.size, missing)
    places = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
    return np.where(keys[places] == wanted, values[places], missing)


def _continuation_counts(bigrams: NGrams, trigrams: NGrams) -> NGrams:
    """For each pair how many different units precede it; after a sentence end, where none does, how often."""
    endings = np.sort(trigrams.keys & (MASK << UNIT_BITS | MASK))
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
