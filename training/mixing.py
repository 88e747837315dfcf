"""A general model and one of the domain as one model: weighed after smoothing, where no count is bent.

Counting the domain's text several times would leave it no n-gram seen once, and the discounts of
Kneser-Ney, which are drawn from those, would be wrong for the whole.
"""

from dataclasses import replace

import numpy as np

from training.counting import NGrams
from training.smoothing import Floats, TrigramModel, look_up


def mix(general: TrigramModel, domain: TrigramModel, share: float, weight: int) -> TrigramModel:
    """The general model's n-grams, with the domain's share (0 to 1) in their probabilities.

    The domain's counts are added `weight` times, so that pruning spares what the domain uses. What is left to
    unseen n-grams stays the general model's: only n-grams it has seen are kept.
    """
    return replace(
        general,
        unigrams=_weighed(general.unigrams, domain.unigrams, share),
        bigrams=_count_again(general.bigrams, domain.bigrams, weight),
        bigram_probabilities=_weighed(
            general.bigram_probabilities, domain.pair_probabilities(general.bigrams.keys), share
        ),
        trigrams=_count_again(general.trigrams, domain.trigrams, weight),
        trigram_probabilities=_weighed(
            general.trigram_probabilities, domain.triple_probabilities(general.trigrams.keys), share
        ),
    )


def _weighed(general: Floats, domain: Floats, share: float) -> Floats:
    return np.asarray((1 - share) * general + share * domain)


def _count_again(ngrams: NGrams, domain: NGrams, times: int) -> NGrams:
    """The n-grams with the domain's counts added so many times."""
    again = look_up(domain.keys, domain.counts.astype(float), ngrams.keys, missing=0.0)
    return NGrams(ngrams.keys, ngrams.counts + times * again.astype(np.int64))
