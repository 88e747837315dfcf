"""The n-grams of a training text, general and political mixed, as many as a small model can afford."""

from training.ambiguity import ambiguities
from training.counting import count_bigrams, count_trigrams
from training.mixing import mix
from training.pruning import BackoffModel, prune
from training.smoothing import LEAST_TRIGRAM_COUNT, TrigramModel, smooth
from training.text import TrainingText
from training.tokens import TokenStream

# Political news is what the offices write: so much of each probability is that topic's own, and its counts
# weigh so many times more in pruning. More of either costs the other topics too much.
POLITICAL_SHARE, POLITICAL_WEIGHT = 0.3, 2

BIGRAMS, TRIGRAMS = 1_100_000, 2_870_000
"""How many pairs and triples are kept where there is nothing beside them."""

BESIDE_LESSONS = 2_565_000
"""How many triples five megabytes hold with what is learnt from doubts."""


def make_ngrams(text: TrainingText, trigrams: int | None = None) -> BackoffModel:
    """The n-grams of a text that are worth most, so many triples among them (`TRIGRAMS` unless told)."""
    size = len(text.units)
    general = _smoothed(text.stream, size)
    if text.political.any():
        domain = _smoothed(text.politics(), size, least_count=1)
        general = mix(general, domain, POLITICAL_SHARE, POLITICAL_WEIGHT)
    return prune(general, BIGRAMS, trigrams or TRIGRAMS, ambiguities(text.units, general))


def _smoothed(stream: TokenStream, size: int, least_count: int = LEAST_TRIGRAM_COUNT) -> TrigramModel:
    return smooth(size, count_bigrams(stream.units), count_trigrams(stream.units), least_count)
