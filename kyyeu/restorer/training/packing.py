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
_STRATEGIES = zlib.Z_DEFAULT_STRATEGY, zlib.Z_FILTERED, zlib.Z_HUFFMAN_ONLY


def write_model(
    units: list[str], model: BackoffModel, habits: Habits, vectors: Vectors | None = None
) -> bytes:
    """The model as bytes; the same model gives the same bytes."""
    size = len(units)
    triple_contexts = model.trigram_keys >> BITS
    columns = {
        "units": "\n".join(units).encode(),
        "unigrams": _probability_steps(model.unigrams),
        "unit_backoffs": _backoff_steps(model.unit_backoffs),
        "capitals_after_lower": _shares(habits.capitals_after_lower),
        "capitals_after_capital": _shares(habits.capitals_after_capital),
        "other_spellings": _shares(habits.other_spellings),
        "pair_lengths": _planes(np.bincount(model.bigram_keys >> BITS, minlength=size)),
        "pair_gaps": _planes(_gaps(model.bigram_keys)),
        "pairs": _probability_steps(model.bigrams),
        "context_lengths": _planes(np.bincount(model.context_keys >> BITS, minlength=size)),
        "context_gaps": _planes(np.diff(model.context_keys & MASK, prepend=0) & MASK),
        "context_backoffs": _backoff_steps(model.context_backoffs),
        "triple_lengths": _planes(np.diff(np.append(group_starts(triple_contexts), triple_contexts.size))),
        "triple_gaps": _planes(_gaps(model.trigram_keys)),
        "triples": _probability_steps(model.trigrams),
        **(vectors.columns() if vectors else {}),
    }
    packed = [_packed(columns.get(name, b"")) for name in COLUMNS]
    return MAGIC + b"".join(struct.pack("<I", len(column)) + column for column in packed)


def _packed(column: bytes) -> bytes:
    """The column packed in the way that makes it shortest."""
    return min((_deflated(column, strategy) for strategy in _STRATEGIES), key=len)


def _deflated(column: bytes, strategy: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, strategy)
    return packer.compress(column) + packer.flush()


def _gaps(keys: Keys) -> Keys:
    """From each unit to the next of the same row; the first of a row counts from zero."""
    last = keys & MASK
    gaps = np.diff(last, prepend=0)
    starts = group_starts(keys >> BITS)
    gaps[starts] = last[starts]
    return gaps


def _planes(numbers: Keys) -> bytes:
    """Sixteen-bit numbers, all low bytes first: they pack better apart."""
    return (numbers & 0xFF).astype(np.uint8).tobytes() + (numbers >> 8).astype(np.uint8).tobytes()


def _probability_steps(probabilities: Floats) -> bytes:
    return _steps(probabilities, LEAST_LOG_PROBABILITY, 0.0).tobytes()


def _backoff_steps(factors: Floats) -> bytes:
    return _steps(factors, LEAST_LOG_BACKOFF, MOST_LOG_BACKOFF).tobytes()


def _steps(values: Floats, least: float, most: float) -> NDArray[np.uint8]:
    logarithms = np.log(np.maximum(values, 1e-12))
    steps = np.rint((logarithms - least) / (most - least) * (STEPS - 1))
    return np.clip(steps, 0, STEPS - 1).astype(np.uint8)


def _shares(shares: Floats) -> bytes:
    return np.clip(np.rint(shares * (SHARES + 1) - 0.5), 0, SHARES).astype(np.uint8).tobytes()
