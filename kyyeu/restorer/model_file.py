"""The language model as it lies in the package: columns of small numbers, read without NumPy.

A file is a header, the CRC-32 of all that follows it, and the columns named in `COLUMNS`, each its packed
length followed by zlib data. Length and CRC are little-endian 32-bit integers.
"""

import struct
import sys
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import accumulate, count
from pathlib import Path

from kyyeu.restorer.collocations import Collocations
from kyyeu.restorer.errors import BrokenModel
from kyyeu.restorer.model import Contexts, Model
from kyyeu.restorer.rows import Rows
from kyyeu.restorer.scale import BACKOFFS, FACTORS, PROBABILITIES, Scale
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


@cache
def shipped_model() -> Model:
    """The model that comes with the package."""
    return parse_model(resources.files("kyyeu.restorer").joinpath("vietnamese.model").read_bytes())


def read_model(path: Path) -> Model:
    """A model from a file such as training or `adapt` writes.

    Raises:
        BrokenModel: the file is not a whole model.
    """
    return parse_model(path.read_bytes())


def parse_model(data: bytes) -> Model:
    """The model that the bytes hold.

    Raises:
        BrokenModel: they are not a whole model.
    """
    try:
        return _assemble(_parse_columns(data))
    except (ValueError, IndexError, struct.error, zlib.error) as error:
        raise BrokenModel(str(error)) from error


def _parse_columns(data: bytes) -> dict[str, bytes]:
    place, columns = len(MAGIC) + 4, {}
    if not data.startswith(MAGIC):
        raise ValueError("header missing")
    if struct.unpack_from("<I", data, len(MAGIC)) != (zlib.crc32(data[place:]),):
        raise ValueError("not the bytes that were written")
    for name in COLUMNS:
        (length,) = struct.unpack_from("<I", data, place)
        place += 4
        columns[name] = zlib.decompress(data[place : place + length])
        place += length
    return columns


def _assemble(columns: dict[str, bytes]) -> Model:
    row_lengths = _sixteen_bits(columns, "row_lengths")
    lengths = array("H", filter(None, row_lengths))
    return Model(
        units=columns["units"].decode().split("\n"),
        unigrams=[PROBABILITIES.values[step] for step in columns["unigrams"]],
        unit_backoffs=[BACKOFFS.values[step] for step in columns["unit_backoffs"]],
        capitals=(columns["capitals_after_lower"], columns["capitals_after_capital"]),
        other_spellings=columns["other_spellings"],
        pairs=_rows(columns, "pair", PROBABILITIES),
        contexts=Contexts(
            _starts(_sixteen_bits(columns, "context_lengths")), row_lengths, columns["context_backoffs"]
        ),
        triples=Rows(
            _grouped_starts(lengths),
            lengths,
            _sixteen_bits(columns, "triple_gaps"),
            columns["triples"],
            PROBABILITIES,
        ),
        surroundings=_surroundings(columns) if columns["surrounding_weights"] else None,
    )


def _surroundings(columns: dict[str, bytes]) -> Surroundings:
    sharpness, *weights = struct.unpack(f"<{1 + DIMENSIONS * len(BUCKETS)}f", columns["surrounding_weights"])
    return Surroundings(
        words=array("b", columns["word_vectors"]),
        readings=array("b", columns["reading_vectors"]),
        biases=array("b", columns["reading_biases"]),
        weights=[weights[start : start + len(BUCKETS)] for start in range(0, len(weights), len(BUCKETS))],
        sharpness=sharpness,
        collocations=Collocations(_rows(columns, "collocation", FACTORS)),
    )


def _rows(columns: dict[str, bytes], name: str, scale: Scale) -> Rows:
    """Rows that lie one after the other."""
    lengths, gaps = (_sixteen_bits(columns, f"{name}_{part}") for part in ("lengths", "gaps"))
    return Rows(_starts(lengths), lengths, gaps, columns[f"{name}s"], scale)


def _starts(lengths: Iterable[int]) -> Sequence[int]:
    return array("I", accumulate(lengths, initial=0))


def _grouped_starts(lengths: "array[int]") -> Sequence[int]:
    """Where each row begins where those of one length lie together, the shortest first."""
    places: dict[int, Iterator[int]] = {}
    start = 0
    for length, rows in sorted(Counter(lengths).items()):
        places[length] = count(start, length)
        start += length * rows
    return array("I", map(next, map(places.__getitem__, lengths)))


def _sixteen_bits(columns: dict[str, bytes], name: str) -> "array[int]":
    low = columns[name]
    woven = bytearray(2 * len(low))
    woven[0::2], woven[1::2] = low, columns[f"{name}_high"]
    numbers = array("H", bytes(woven))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
