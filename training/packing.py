"""A pruned model as the bytes that `kyyeu.restorer.model_file` reads."""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

from kyyeu.restorer.collocations import DISTANCES
from kyyeu.restorer.language_model import SHARES
from kyyeu.restorer.model_file import COLUMNS, MAGIC
from kyyeu.restorer.scale import BACKOFFS, FACTORS, PROBABILITIES, Scale
from training.counting import MASK, UNIT_BITS, group_starts
from training.habits import Habits
from training.lessons import Lessons
from training.pruning import BackoffModel
from training.smoothing import Floats, Keys

# Ways of packing a column: long repeats pay in some, in others only that some bytes are frequent.
_STRATEGIES = zlib.Z_DEFAULT_STRATEGY, zlib.Z_FILTERED, zlib.Z_HUFFMAN_ONLY, zlib.Z_RLE
_MEMORY = 9


def write_model(
    units: list[str], model: BackoffModel, habits: Habits, lessons: Lessons | None = None
) -> bytes:
    """The model as bytes; the same model gives the same bytes."""
    columns = {
        "units": "\n".join(units).encode(),
        "unigrams": _steps(model.unigrams, PROBABILITIES).tobytes(),
        "unit_backoffs": _steps(model.unit_backoffs, BACKOFFS).tobytes(),
        "capitals_after_lower": _shares(habits.capitals_after_lower),
        "capitals_after_capital": _shares(habits.capitals_after_capital),
        "other_spellings": _shares(habits.other_spellings),
        **_pair_columns(model),
        **_triple_columns(model),
        **(lessons.vectors.columns() | _collocation_columns(lessons) if lessons else {}),
    }
    packed = [_packed(columns.get(name, b"")) for name in COLUMNS]
    body = b"".join(struct.pack("<I", len(column)) + column for column in packed)
    return MAGIC + struct.pack("<I", zlib.crc32(body)) + body


def _pair_columns(model: BackoffModel) -> dict[str, bytes]:
    histories, last = model.bigram_keys >> UNIT_BITS, model.bigram_keys & MASK
    return {
        **_planes("pair_lengths", np.bincount(histories, minlength=model.unigrams.size)),
        **_planes("pair_gaps", _gaps(histories, last)),
        "pairs": _steps(model.bigrams, PROBABILITIES).tobytes(),
    }


def _triple_columns(model: BackoffModel) -> dict[str, bytes]:
    contexts = np.searchsorted(model.bigram_keys, model.trigram_keys >> UNIT_BITS)
    lengths = np.bincount(contexts, minlength=model.bigram_keys.size)
    places = _places(model)
    order = np.lexsort((places, contexts))
    gaps = _gaps(contexts, places[order])
    grouped = np.argsort(lengths[contexts], kind="stable")
    opening = np.bincount(model.context_keys >> UNIT_BITS, minlength=model.unigrams.size)
    return {
        **_planes("context_lengths", opening),
        **_planes("row_lengths", lengths),
        "context_backoffs": _steps(model.context_backoffs, BACKOFFS).tobytes(),
        **_planes("triple_gaps", gaps[grouped]),
        "triples": _steps(model.trigrams, PROBABILITIES)[order][grouped].tobytes(),
    }


def _collocation_columns(lessons: Lessons) -> dict[str, bytes]:
    rows, words = lessons.collocations.keys >> UNIT_BITS, lessons.collocations.keys & MASK
    lengths = np.bincount(rows, minlength=lessons.vectors.biases.size * len(DISTANCES))
    return {
        **_planes("collocation_lengths", lengths),
        **_planes("collocation_gaps", _gaps(rows, words)),
        "collocations": _steps(lessons.collocations.factors, FACTORS).tobytes(),
    }


def _places(model: BackoffModel) -> Keys:
    """For each triple the place of w among what follows v.

    It is small where the number of w is not: the likeliest come first, and of equals the lower number.
    """
    histories = model.bigram_keys >> UNIT_BITS
    steps = _steps(model.bigrams, PROBABILITIES).astype(np.int64)
    ranked = np.lexsort((model.bigram_keys, -steps, histories))
    places = np.empty(ranked.size, np.int64)
    places[ranked] = np.arange(ranked.size) - np.searchsorted(histories, histories)
    return places[np.searchsorted(model.bigram_keys, model.trigram_keys & (MASK << UNIT_BITS | MASK))]


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


def _planes(name: str, numbers: Keys) -> dict[str, bytes]:
    """Sixteen-bit numbers as two columns: low and high bytes pack better apart."""
    low, high = (numbers & 0xFF).astype(np.uint8), (numbers >> 8).astype(np.uint8)
    return {name: low.tobytes(), f"{name}_high": high.tobytes()}


def _steps(values: Floats, scale: Scale) -> NDArray[np.uint8]:
    """The nearest steps of the scale."""
    steps = np.rint((np.log(np.maximum(values, 1e-12)) - scale.least) / scale.step)
    return np.clip(steps, 0, scale.steps - 1).astype(np.uint8)


def _shares(shares: Floats) -> bytes:
    return np.clip(np.rint(shares * (SHARES + 1) - 0.5), 0, SHARES).astype(np.uint8).tobytes()
