"""Weights for single words beside single readings, learnt from places the n-grams were in doubt about.

One pass of stochastic gradient descent with AdaGrad's step for each number (Duchi, Hazan and Singer 2011): in
one pass no weight is learnt from a place that it has seen, and a second one was worse on unseen text.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kyyeu.restorer.collocations import DISTANCES
from kyyeu.restorer.scale import FACTORS
from training.counting import UNIT_BITS
from training.vectors import FAR_BELOW, STEPS, Examples, Singles, known, softmax

Keys = NDArray[np.int64]
"""A reading, a place of `DISTANCES` and a word as one number: the row they have in a model, then the word."""

KEPT = 300_000
"""So many collocations are kept."""

# Readings fainter than this are not learnt from, nor collocations rarer.
_LEAST_SHARE, _LEAST_COUNT = 0.01, 6
_BATCH = 2048
_RATE = 0.05
_FIRST_SQUARE = 1e-2
_SEED = 1930

_COLUMNS = [STEPS.index(distance) for distance in DISTANCES]


@dataclass(frozen=True)
class Weights:
    """The collocations worth keeping."""

    keys: Keys
    """Ascending."""
    factors: NDArray[np.float64]
    """How many times likelier each makes its reading."""

    def weigh(self, examples: Examples) -> Examples:
        """The examples with what the collocations say in their logarithms."""
        added = np.append(np.log(self.factors), 0).astype(np.float32)
        parts = np.array_split(np.arange(examples.right.size), 1 + examples.right.size // _BATCH)
        sums = [added[_places(self.keys, _keys(examples.at(part)))].sum(axis=2) for part in parts]
        return replace(examples, logarithms=examples.logarithms + np.concatenate(sums))


def learn_weights(examples: Examples) -> Weights:
    """The weights that make the right readings of the examples likelier; the same ones each time."""
    keys, counts = _frequent(examples)
    weights = np.zeros(keys.size + 1, np.float32)
    squares = np.full_like(weights, _FIRST_SQUARE)
    order = np.random.default_rng(_SEED).permutation(examples.right.size)
    for start in range(0, order.size, _BATCH):
        _take(examples.at(order[start : start + _BATCH]), keys, weights, squares)
    return _kept(keys, weights[:-1], counts)


def _take(batch: Examples, keys: Keys, weights: Singles, squares: Singles) -> None:
    """Move the weights a little towards the right readings of the batch; the last stays 0, for all others."""
    places = _places(keys, _keys(batch))
    error = softmax(np.maximum(batch.logarithms, FAR_BELOW) + weights[places].sum(axis=2))
    error[np.arange(batch.right.size), batch.right] -= 1
    slopes = np.broadcast_to(error[:, :, None], places.shape).ravel()
    flat = places.ravel()
    np.add.at(squares, flat, slopes**2)
    np.subtract.at(weights, flat, np.float32(_RATE) * slopes / np.sqrt(squares[flat]))
    weights[-1] = 0


def _keys(examples: Examples) -> Keys:
    """The collocations by example, reading and word."""
    readings, words = known(examples.readings), examples.surroundings[:, None, _COLUMNS]
    return _packed(readings[:, :, None], np.arange(len(DISTANCES)), words)


def _packed(readings: NDArray[np.int64], places: NDArray[np.int64] | int, words: NDArray[np.uint16]) -> Keys:
    return np.asarray((readings * len(DISTANCES) + places) << UNIT_BITS | words.astype(np.int64))


def _places(keys: Keys, wanted: Keys) -> NDArray[np.int64]:
    """Where those wanted stand among the keys; one past the last for those that do not."""
    found = np.searchsorted(keys, wanted)
    return np.where(np.append(keys, -1)[found] == wanted, found, keys.size)


def _frequent(examples: Examples) -> tuple[Keys, NDArray[np.int64]]:
    """The collocations seen often enough beside readings worth weighing, ascending, and how often."""
    thinkable = examples.logarithms > np.log(_LEAST_SHARE)
    found = []
    for place, column in enumerate(_COLUMNS):
        readings = known(examples.readings)
        words = np.broadcast_to(examples.surroundings[:, column, None], readings.shape)
        keys, counts = np.unique(_packed(readings, place, words)[thinkable], return_counts=True)
        often = counts >= _LEAST_COUNT
        found.append((keys[often], counts[often]))
    keys, counts = map(np.concatenate, zip(*found, strict=True))
    order = np.argsort(keys)
    return keys[order], counts[order]


def _kept(keys: Keys, weights: Singles, counts: NDArray[np.int64]) -> Weights:
    """The weights worth most, where a weight counts for more the oftener it was seen, as steps."""
    worth = np.abs(weights) * np.sqrt(counts)
    # What would be rounded to nothing is not kept.
    worth[np.abs(weights) < FACTORS.step / 2] = 0
    chosen = np.sort(np.argsort(-worth, kind="stable")[: min(KEPT, np.count_nonzero(worth))])
    return Weights(keys[chosen], np.exp(weights[chosen].astype(np.float64)))
