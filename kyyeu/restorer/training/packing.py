"""A pruned model as the bytes that `kyyeu.restorer.model` reads."""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

from kyyeu.restorer.model import (
    COLUMNS,
    LEAST_LOG_BACKOFF,
    LEAST_LOG_PROBABILITY,
    MAGIC,
    MOST_LOG_BACKOFF,
    SHARES,
    STEPS,
)
from kyyeu.restorer.training.counting import BITS, MASK, group_starts
from kyyeu.restorer.training.habits import Habits
from kyyeu.restorer.training.pruning import BackoffModel
from kyyeu.restorer.training.smoothing import Floats, Keys
from kyyeu.restorer.training.surroundings import Vectors

# Ways of packing a column: long repeats pay in some, in others only that some bytes are frequent.
_STRATEGIES = zlib.Z_DEFAULT_STRATEGY, zlib.Z_FILTERED, zlib.Z_HUFFMAN_ONLY, zlib.Z_RLE
_MEMORY = 9


def write_model(
    units: list[str], model: BackoffModel, habits: Habits, vectors: Vectors | None = None
) -> bytes:
    """The model as bytes; the same model gives the same bytes."""
    size = len(units)
    pairs, triples = _probability_steps(model.bigrams), _probability_steps(model.trigrams)
    opening = np.searchsorted(model.bigram_keys, model.trigram_keys >> BITS)
    by_place, order = _by_place(model, pairs, opening)
    columns = {
        "units": "\n".join(units).encode(),
        "unigrams": _probability_steps(model.unigrams).tobytes(),
        "unit_backoffs": _backoff_steps(model.unit_backoffs),
        "capitals_after_lower": _shares(habits.capitals_after_lower),
        "capitals_after_capital": _shares(habits.capitals_after_capital),
        "other_spellings": _shares(habits.other_spellings),
        "pair_lengths": _planes(np.bincount(model.bigram_keys >> BITS, minlength=size)),
        "pair_gaps": _planes(_gaps(model.bigram_keys >> BITS, model.bigram_keys & MASK)),
        "pairs": pairs.tobytes(),
        "context_lengths": _planes(np.bincount(model.context_keys >> BITS, minlength=size)),
        "row_lengths": _planes(np.bincount(opening, minlength=pairs.size)),
        "context_backoffs": _backoff_steps(model.context_backoffs),
        "triple_gaps": _planes(_gaps(opening[order], by_place[order])),
        "triples": triples[order].tobytes(),
        **(vectors.columns() if vectors else {}),
    }
    packed = [_packed(columns.get(name, b"")) for name in COLUMNS]
    return MAGIC + b"".join(struct.pack("<I", len(column)) + column for column in packed)


def _by_place(model: BackoffModel, pairs: NDArray[np.uint8], opening: Keys) -> tuple[Keys, Keys]:
    """For each triple the place of w among what follows v, and the order of the triples by that.

    The place is small where the number of w is not: the likeliest come first, and of equals the lower number.
    """
    histories = model.bigram_keys >> BITS
    ranked = np.lexsort((model.bigram_keys, -pairs.astype(np.int64), histories))
    places = np.empty(ranked.size, np.int64)
    places[ranked] = np.arange(ranked.size) - np.searchsorted(histories, histories)
    last_two = model.trigram_keys & (MASK << BITS | MASK)
    by_place = places[np.searchsorted(model.bigram_keys, last_two)]
    return by_place, np.lexsort((by_place, opening))


def _packed(column: bytes) -> bytes:
    """The column packed in the way that makes it shortest."""
    return min((_deflated(column, strategy) for strategy in _STRATEGIES), key=len)


def _deflated(column: bytes, strategy: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS, _MEMORY, strategy)
    return packer.compress(column) + packer.flush()


def _gaps(rows: Keys, numbers: Keys) -> Keys:
    """From each number to the next of the same row; the first of a row counts from zero."""
    gaps = np.diff(numbers, prepend=0)
    starts = group_starts(rows)
    gaps[starts] = numbers[starts]
    return gaps


def _planes(numbers: Keys) -> bytes:
    """Sixteen-bit numbers, all low bytes first: they pack better apart."""
    return (numbers & 0xFF).astype(np.uint8).tobytes() + (numbers >> 8).astype(np.uint8).tobytes()


def _probability_steps(probabilities: Floats) -> NDArray[np.uint8]:
    return _steps(probabilities, LEAST_LOG_PROBABILITY, 0.0)


def _backoff_steps(factors: Floats) -> bytes:
    return _steps(factors, LEAST_LOG_BACKOFF, MOST_LOG_BACKOFF).tobytes()


def _steps(values: Floats, least: float, most: float) -> NDArray[np.uint8]:
    logarithms = np.log(np.maximum(values, 1e-12))
    steps = np.rint((logarithms - least) / (most - least) * (STEPS - 1))
    return np.clip(steps, 0, STEPS - 1).astype(np.uint8)


def _shares(shares: Floats) -> bytes:
    return np.clip(np.rint(shares * (SHARES + 1) - 0.5), 0, SHARES).astype(np.uint8).tobytes()
