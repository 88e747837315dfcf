"""Models of a few units, counted and pruned like the large one, for the tests of what is done with them."""

import numpy as np

from kyyeu.restorer.collocations import Collocations
from kyyeu.restorer.language_model import NO_CONTEXT, Model
from kyyeu.restorer.model_file import parse_model
from kyyeu.restorer.scale import Rows
from kyyeu.restorer.units import SPECIAL
from training.ambiguity import Ambiguity
from training.counting import count_bigrams, count_trigrams
from training.habits import Habits
from training.lessons import Lessons
from training.packing import write_model
from training.pruning import BackoffModel, prune
from training.smoothing import Floats, TrigramModel, smooth
from training.vectors import Vectors
from training.weights import Weights

MANY = 1_000_000


def units_named(size: int) -> list[str]:
    """The special units and others, so many in all."""
    return [*SPECIAL, *(f"u{number}" for number in range(len(SPECIAL), size))]


def smoothed(stream: list[int], size: int) -> TrigramModel:
    """What the units in this order say of one another."""
    units = np.array(stream, np.int64)
    return smooth(size, count_bigrams(units), count_trigrams(units), least_count=1)


def pruned(
    stream: list[int], size: int, pairs: int = MANY, triples: int = MANY, ambiguity: Floats | float = 0.5
) -> BackoffModel:
    """The same, with so many pairs and triples; units as ambiguous as told, whatever stands beside them."""
    model = smoothed(stream, size)
    alone = np.full(size, ambiguity)
    first, last = model.bigrams.histories, model.bigrams.last
    return prune(model, pairs, triples, [Ambiguity(alone, alone[last], alone[first])])


def no_collocations() -> Collocations:
    """Collocations of readings none of which has any."""
    return Collocations(Rows(np.zeros(0, np.uint32), np.zeros(0, np.float32)))


def without_collocations(vectors: Vectors) -> Lessons:
    """The vectors alone."""
    return Lessons(Weights(np.zeros(0, np.int64), np.zeros(0)), vectors)


def packed(ngrams: BackoffModel, units: list[str]) -> bytes:
    """The model's bytes, with units that are never written otherwise than they are called."""
    none = np.zeros(len(units))
    return write_model(units, ngrams, Habits(none, none, none))


def read_back(ngrams: BackoffModel) -> Model:
    """The model as the restorer has it."""
    return parse_model(packed(ngrams, units_named(ngrams.unigrams.size)))


def context(model: Model, first: int, second: int) -> int:
    """The context that two units are."""
    return int(model.context_of(np.array([first]), np.array([second]))[0])


def shares_after(model: Model, *before: int) -> Floats:
    """The probability of every unit after one or two others."""
    units = np.arange(len(model.units))
    history = context(model, *before) if len(before) == 2 else NO_CONTEXT
    shares, _ = model.follow(np.full_like(units, history), np.full_like(units, before[-1]), units)
    return shares
