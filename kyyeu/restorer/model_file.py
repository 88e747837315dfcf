"""The language model as it lies in the package: columns of small numbers.

A file is a header, the CRC-32 of all that follows it, and the columns named in `COLUMNS`, each its packed
length followed by zlib data. Length and CRC are little-endian 32-bit integers.
"""

import struct
import zlib
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kyyeu.restorer.arrays import Shares
from kyyeu.restorer.collocations import Collocations
from kyyeu.restorer.language_model import NO_CONTEXT, Model
from kyyeu.restorer.refusals import BrokenModel
from kyyeu.restorer.scale import BACKOFFS, BITS, FACTORS, PROBABILITIES, Rows, Scale
from kyyeu.restorer.surroundings import BUCKETS, DIMENSIONS, Surroundings

MAGIC = b"kyyeu restorer model 4\n"

COLUMNS = (
    "units",  # the vocabulary, one unit a line
    "unigrams",  # p(w): one step of `PROBABILITIES` each
    "unit_backoffs",  # one step of `BACKOFFS` each
    "capitals_after_lower",  # in 255ths
    "capitals_after_capital",
    "other_spellings",  # in 255ths
    "pair_lengths",  # the low bytes of sixteen bits, and the high ones in a column of their own
    "pair_lengths_high",
    "pair_gaps",
    "pair_gaps_high",
    "pairs",
    "context_lengths",  # how many of each unit's pairs open triples
    "context_lengths_high",
    "row_lengths",  # how many triples each pair opens
    "row_lengths_high",
    "context_backoffs",
    "triple_gaps",  # rows of one length together, the shortest first: they are alike, and pack better
    "triple_gaps_high",
    "triples",
    "word_vectors",  # signed bytes; this column and those after it are empty in a model of n-grams alone
    "reading_vectors",
    "reading_biases",
    "surrounding_weights",  # 32-bit floats: the sharpness, then by dimension each bucket's weight
    "collocation_lengths",  # how many words each reading has at each distance
    "collocation_lengths_high",
    "collocation_gaps",
    "collocation_gaps_high",
    "collocations",  # one step of `FACTORS` each
)


_MOST_BYTES = 100_000_000  # of all columns; the shipped model has a sixth of it
_MOST_UNITS = 1 << BITS
_OF_UNITS = (
    "unigrams", "unit_backoffs", "capitals_after_lower", "capitals_after_capital", "other_spellings",
    "pair_lengths",
)  # fmt: skip
_LENGTHS = ("pair_lengths", "row_lengths", "collocation_lengths")


@cache
def shipped_model() -> Model:
    """The model that comes with the package."""
    return parse_model(resources.files("kyyeu.restorer").joinpath("vietnamese.model").read_bytes())


def parse_model(data: bytes) -> Model:
    """The model that the bytes hold, as training writes them; the counts of `adapt` are read there.

    Raises:
        BrokenModel: they are not a whole model.
    """
    try:
        return _assemble(_parse_columns(data))
    except (ValueError, IndexError, struct.error, zlib.error) as error:
        raise BrokenModel("model-changed") from error


def _parse_columns(data: bytes) -> dict[str, bytes]:
    place, columns = len(MAGIC) + 4, dict[str, bytes]()
    if not data.startswith(MAGIC):
        raise BrokenModel("model-unknown")
    if struct.unpack_from("<I", data, len(MAGIC)) != (zlib.crc32(data[place:]),):
        raise BrokenModel("model-changed")
    for name in COLUMNS:
        (length,) = struct.unpack_from("<I", data, place)
        place += 4
        columns[name] = _unpack(data[place : place + length], _MOST_BYTES - sum(map(len, columns.values())))
        place += length
    _check_sizes(columns)
    return columns


def _unpack(packed: bytes, most: int) -> bytes:
    """What was packed, which may have so many bytes at most: a few packed ones can stand for any number."""
    stream = zlib.decompressobj()
    data = stream.decompress(packed, most + 1)
    if len(data) > most or not stream.eof or stream.unused_data:
        raise ValueError("not what a model holds")
    return data


def _check_sizes(columns: dict[str, bytes]) -> None:
    """Whether the columns fit together. Raises ValueError before any number in them makes tables grow."""
    sizes = {name: len(column) for name, column in columns.items()}
    sums = {name: int(_sixteen_bits(columns, name).sum(dtype=np.int64)) for name in _LENGTHS}
    units, pairs, triples = columns["units"].count(b"\n") + 1, sums["pair_lengths"], sums["row_lengths"]
    opening = int(np.count_nonzero(_sixteen_bits(columns, "row_lengths")))
    wanted = (
        dict.fromkeys(_OF_UNITS, units)
        | dict.fromkeys(("pair_gaps", "pairs", "row_lengths"), pairs)
        | dict.fromkeys(("triple_gaps", "triples"), triples)
        | dict.fromkeys(("collocation_gaps", "collocations"), sums["collocation_lengths"])
        | {"context_backoffs": opening, "context_lengths": units}
        | {name: sizes[name.removesuffix("_high")] for name in COLUMNS if name.endswith("_high")}
    )
    if units > _MOST_UNITS or any(sizes[name] != size for name, size in wanted.items()):
        raise ValueError("columns that do not fit together")


def _assemble(columns: dict[str, bytes]) -> Model:
    row_lengths = _sixteen_bits(columns, "row_lengths")
    # First what takes the most memory while it is made.
    triples = _grouped_rows(columns, row_lengths[row_lengths > 0])
    pair_lengths = _sixteen_bits(columns, "pair_lengths")
    return Model(
        units=columns["units"].decode().split("\n"),
        unigrams=_values(columns["unigrams"], PROBABILITIES),
        unit_backoffs=_values(columns["unit_backoffs"], BACKOFFS),
        capitals=(columns["capitals_after_lower"], columns["capitals_after_capital"]),
        other_spellings=columns["other_spellings"],
        pairs=_rows(columns, "pair", PROBABILITIES),
        ranks=_ranks(pair_lengths, columns["pairs"]),
        contexts=np.where(row_lengths, np.cumsum(row_lengths > 0, dtype=np.int32) - 1, np.int32(NO_CONTEXT)),
        context_backoffs=_singles(columns["context_backoffs"], BACKOFFS),
        triples=triples,
        surroundings=_surroundings(columns) if columns["surrounding_weights"] else None,
    )


def _surroundings(columns: dict[str, bytes]) -> Surroundings:
    sharpness, *weights = struct.unpack(f"<{1 + DIMENSIONS * len(BUCKETS)}f", columns["surrounding_weights"])
    return Surroundings(
        words=np.frombuffer(columns["word_vectors"], np.int8).reshape(-1, DIMENSIONS),
        readings=np.frombuffer(columns["reading_vectors"], np.int8).reshape(-1, DIMENSIONS),
        biases=np.frombuffer(columns["reading_biases"], np.int8),
        weights=np.array(weights).reshape(DIMENSIONS, len(BUCKETS)).T,
        sharpness=sharpness,
        collocations=Collocations(_rows(columns, "collocation", FACTORS)),
    )


def _rows(columns: dict[str, bytes], name: str, scale: Scale) -> Rows:
    """Rows that lie one after the other."""
    lengths, gaps = (_sixteen_bits(columns, f"{name}_{part}") for part in ("lengths", "gaps"))
    owners: NDArray[np.unsignedinteger[Any]] = np.arange(
        lengths.size, dtype=np.uint32 if lengths.size <= 1 << BITS else np.uint64
    )
    keys = np.repeat(owners << BITS, lengths) + _sums(gaps, lengths)
    return Rows(keys, _singles(columns[f"{name}s"], scale))


def _grouped_rows(columns: dict[str, bytes], lengths: NDArray[np.uint16]) -> Rows:
    """Rows of triples, of which those of one length lie together, the shortest first."""
    order = np.argsort(lengths, kind="stable")
    lengths = lengths[order]
    keys = np.repeat(order.astype(np.uint64) << np.uint64(BITS), lengths)
    keys += _sums(_sixteen_bits(columns, "triple_gaps"), lengths)
    # Sorted with the steps behind them, which is sooner done than finding out their order.
    keys <<= np.uint64(8)
    keys |= np.frombuffer(columns["triples"], np.uint8)
    keys.sort()
    values = _singles(keys.astype(np.uint8).tobytes(), PROBABILITIES)
    keys >>= np.uint64(8)
    return Rows(keys, values)


def _sums(gaps: NDArray[np.uint16], lengths: NDArray[np.uint16]) -> NDArray[np.uint32]:
    """The ascending numbers of rows from the gaps between them; the first of a row counts from zero."""
    sums = np.cumsum(gaps, dtype=np.uint32)
    ends = np.cumsum(lengths, dtype=np.int64)
    starts = ends - lengths
    before = np.where(starts > 0, sums[np.maximum(starts, 1) - 1], np.uint32(0)) if sums.size else starts
    sums -= np.repeat(before.astype(np.uint32), lengths)
    return sums


def _ranks(lengths: NDArray[np.uint16], steps: bytes) -> NDArray[np.uint16]:
    """The place of each number in its row, that with the highest step first, of equals the lower number."""
    owners = np.repeat(np.arange(lengths.size, dtype=np.uint16), lengths)
    falling = np.argsort(~np.frombuffer(steps, np.uint8), kind="stable")
    order = falling[np.argsort(owners[falling], kind="stable")]
    starts = np.repeat((np.cumsum(lengths, dtype=np.uint32) - lengths).astype(np.uint32), lengths)
    ranks = np.empty(owners.size, np.uint16)
    ranks[order] = np.arange(owners.size, dtype=np.uint32) - starts
    return ranks


def _values(steps: bytes, scale: Scale) -> Shares:
    return np.array(scale.values)[np.frombuffer(steps, np.uint8)]


def _singles(steps: bytes, scale: Scale) -> NDArray[np.float32]:
    return np.array(scale.values, np.float32)[np.frombuffer(steps, np.uint8)]


def _sixteen_bits(columns: dict[str, bytes], name: str) -> NDArray[np.uint16]:
    low, high = (np.frombuffer(columns[column], np.uint8) for column in (name, f"{name}_high"))
    return low | high.astype(np.uint16) << np.uint16(8)
