"""Vectors that mend the n-grams' posteriors, learnt from places the n-grams were in doubt about.

The places come from documents that the n-grams had not seen, so that these err there as they will with a
user's text. Stochastic gradient descent, with AdaGrad's step for each number (Duchi, Hazan and Singer 2011).
"""

import struct
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kyyeu.restorer.surroundings import BIAS_STEP, BUCKETS, DIMENSIONS
from kyyeu.restorer.units import UNKNOWN
from training.counting import group_starts

Singles = NDArray[np.float32]
WordNumbers = NDArray[np.uint16]

KNOWN = 10_000
"""So many units, the most frequent, have vectors."""

STEPS = tuple(step for together in BUCKETS for step in together)
"""The places looked at, in the order of an example's surroundings."""

_BUCKET_OF_STEP = np.repeat(np.arange(len(BUCKETS)), [len(together) for together in BUCKETS])

_EPOCHS, _BATCH = 4, 1024
_RATE, _LAST_RATE = 0.05, 0.005
_SHRINK = 1e-2
_LEVELS = 15
_SEED = 1930

FAR_BELOW = np.float32(-1e9)
"""The logarithm of a probability of 0, for sums."""


@dataclass(frozen=True)
class Examples:
    """Places in doubt, one a row."""

    surroundings: WordNumbers
    """The units around each place, by `STEPS`."""
    readings: WordNumbers
    """The units of the likeliest readings; UNKNOWN where there are fewer."""
    logarithms: Singles
    """Of the readings' probabilities; minus infinity where there are fewer."""
    right: NDArray[np.int64]
    """Which of the readings is right."""

    def at(self, places: NDArray[np.int64]) -> "Examples":
        """Some of the examples."""
        return Examples(
            self.surroundings[places], self.readings[places], self.logarithms[places], self.right[places]
        )


def join(parts: Iterable[Examples]) -> Examples:
    """The examples of all parts."""
    columns = zip(
        *((part.surroundings, part.readings, part.logarithms, part.right) for part in parts), strict=True
    )
    surroundings, readings, logarithms, right = (np.concatenate(column) for column in columns)
    return Examples(surroundings, readings, logarithms, right)


@dataclass
class Vectors:
    """What is learnt; see `kyyeu.restorer.surroundings.Surroundings`."""

    words: Singles
    readings: Singles
    biases: Singles
    weights: Singles
    """By bucket and dimension."""
    sharpness: float = 1.0

    def columns(self) -> dict[str, bytes]:
        """The vectors as columns of the model; their scales go into the weights."""
        words, word_scale = _quantised(self.words)
        readings, reading_scale = _quantised(self.readings)
        weights = (self.weights * word_scale * reading_scale).T.ravel()
        biases = np.clip(np.rint(self.biases / BIAS_STEP), -128, 127).astype(np.int8)
        return {
            "word_vectors": words.tobytes(),
            "reading_vectors": readings.tobytes(),
            "reading_biases": biases.tobytes(),
            "surrounding_weights": struct.pack(f"<{1 + weights.size}f", self.sharpness, *weights),
        }


def learn_vectors(examples: Examples) -> Vectors:
    """The vectors that make the right readings of the examples likeliest; the same ones each time."""
    chance = np.random.default_rng(_SEED)
    learner = _Learner(_beginning(chance))
    size, done = examples.right.size, 0
    for _ in range(_EPOCHS):
        order = chance.permutation(size)
        for start in range(0, size, _BATCH):
            batch = examples.at(order[start : start + _BATCH])
            learner.take(batch, _RATE + (_LAST_RATE - _RATE) * done / (_EPOCHS * size))
            done += batch.right.size
    return learner.vectors


def known(units: WordNumbers) -> NDArray[np.int64]:
    """The units, those without vectors taken for the unknown one."""
    return np.where(units < KNOWN, units, UNKNOWN).astype(np.int64)


def _beginning(chance: np.random.Generator) -> Vectors:
    weights = np.array([1 / max(map(abs, together)) for together in BUCKETS], np.float32)
    return Vectors(
        chance.normal(0, 0.3, (KNOWN, DIMENSIONS)).astype(np.float32),
        chance.normal(0, 0.05, (KNOWN, DIMENSIONS)).astype(np.float32),
        np.zeros(KNOWN, np.float32),
        np.repeat(weights[:, None], DIMENSIONS, axis=1),
    )


class _Learner:
    """Vectors, and how much each of their numbers has been moved so far."""

    def __init__(self, vectors: Vectors) -> None:
        self.vectors = vectors
        self._words, self._readings, self._biases, self._weights = (
            np.full_like(numbers, 1e-12)
            for numbers in (vectors.words, vectors.readings, vectors.biases, vectors.weights)
        )
        self._sharpness = 1e-12

    def take(self, batch: Examples, rate: float) -> None:
        """Move everything a little towards the right readings of the batch."""
        vectors, count = self.vectors, batch.right.size
        near, units = known(batch.surroundings), known(batch.readings)
        said, expected = vectors.words[near], vectors.weights[_BUCKET_OF_STEP]
        sums = (said * expected).sum(axis=1)
        wanted = vectors.readings[units]
        there = np.isfinite(batch.logarithms)
        logarithms = np.where(there, batch.logarithms, np.float32(0))
        scores = vectors.sharpness * logarithms + (wanted * sums[:, None]).sum(axis=2) + vectors.biases[units]
        error = softmax(np.where(there, scores, FAR_BELOW))
        error[np.arange(count), batch.right] -= 1
        error /= count
        pull = (error[:, :, None] * wanted).sum(axis=1)
        shrink = np.float32(_SHRINK / count)
        moved = (pull[:, None] * said).sum(axis=0)
        self._move_rows(vectors.words, self._words, near, pull[:, None] * expected + shrink * said, rate)
        self._move_rows(
            vectors.readings, self._readings, units, error[:, :, None] * sums[:, None] + shrink * wanted, rate
        )
        self._move_rows(vectors.biases, self._biases, units, error, rate)
        by_bucket = np.zeros_like(vectors.weights)
        np.add.at(by_bucket, _BUCKET_OF_STEP, moved)
        self._weights += by_bucket**2
        vectors.weights -= np.float32(rate) * by_bucket / np.sqrt(self._weights)
        slope = float((error * logarithms).sum())
        self._sharpness += slope**2
        vectors.sharpness -= rate * slope / self._sharpness**0.5

    def _move_rows(
        self, numbers: Singles, squares: Singles, rows: NDArray[np.int64], slopes: Singles, rate: float
    ) -> None:
        """AdaGrad's step for the rows that the batch has to do with."""
        flat = rows.ravel()
        order = np.argsort(flat, kind="stable")
        starts = group_starts(flat[order])
        touched = flat[order][starts]
        slope = np.add.reduceat(slopes.reshape(flat.size, *numbers.shape[1:])[order], starts)
        squares[touched] += slope**2
        numbers[touched] -= np.float32(rate) * slope / np.sqrt(squares[touched])


def softmax(scores: Singles) -> Singles:
    """The probabilities of each row, from their logarithms but for a constant."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _quantised(vectors: Singles) -> tuple[NDArray[np.int8], Singles]:
    """Whole numbers, and what one of them is worth in each dimension; the few largest are cut off."""
    scale = np.quantile(np.abs(vectors), 0.999, axis=0).astype(np.float32) / np.float32(_LEVELS)
    return np.clip(np.rint(vectors / scale), -_LEVELS, _LEVELS).astype(np.int8), scale
