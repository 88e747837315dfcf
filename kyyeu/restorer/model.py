"""The language model as it lies in the package: columns of small numbers, read without NumPy.

A file is a header and the columns named in `COLUMNS`, each its packed length (a little-endian 32-bit
integer) followed by zlib data. Rows of n-grams are decoded only when they are asked for, so that
loading costs little more than unpacking.
"""

import math
import struct
import sys
import zlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from itertools import accumulate
from pathlib import Path

from kyyeu.restorer.errors import BrokenModel

MAGIC = b"kyyeu restorer model 1\n"

COLUMNS = (
    "units",  # the vocabulary, one unit a line
    "unigrams",  # p(w): one quantised step each
    "unit_backoffs",
    "capitals_after_lower",  # in 255ths
    "capitals_after_capital",
    "other_spellings",  # in 255ths
    "pair_lengths",  # sixteen bits each: all the low bytes, then all the high ones
    "pair_gaps",
    "pairs",
    "context_lengths",
    "context_gaps",
    "context_backoffs",
    "triple_lengths",
    "triple_gaps",
    "triples",
)

# Logarithms are kept in so many steps between these ends; finer steps change no reading.
STEPS = 64
LEAST_LOG_PROBABILITY = -20.0
LEAST_LOG_BACKOFF, MOST_LOG_BACKOFF = -10.0, 2.0
SHARES = 255

_PROBABILITIES = [math.exp(LEAST_LOG_PROBABILITY * (1 - step / (STEPS - 1))) for step in range(STEPS)]
_BACKOFFS = [
    math.exp(LEAST_LOG_BACKOFF + (MOST_LOG_BACKOFF - LEAST_LOG_BACKOFF) * step / (STEPS - 1))
    for step in range(STEPS)
]

_probability = _PROBABILITIES.__getitem__

# Rows hold hundreds of thousands of unit numbers: each is one object, not one for every row.
_NUMBERS = list(range(1 << 16))
_share = _NUMBERS.__getitem__

# Decoded rows that are kept; a bound, so that memory does not grow with the text.
_MOST_DECODED = 30_000


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of unit numbers with a probability each."""

    starts: Sequence[int]
    """Where each row begins, and where the last one ends."""
    low: bytes
    """Low bytes of the gaps between the ascending unit numbers of a row; the first counts from zero."""
    high: bytes
    """High bytes of the gaps."""
    steps: bytes
    """Quantised probabilities."""
    decoded: dict[int, dict[int, float]] = field(default_factory=dict)
    """Rows asked for before; emptied when it grows too large."""

    def row(self, number: int) -> dict[int, float]:
        """The probability of each unit that a row lists."""
        row = self.decoded.get(number)
        return self._decode(number) if row is None else row

    def _decode(self, number: int) -> dict[int, float]:
        start, end = self.starts[number], self.starts[number + 1]
        units = accumulate(_sixteen_bits(self.low[start:end] + self.high[start:end]))
        if len(self.decoded) > _MOST_DECODED:
            self.decoded.clear()
        row = dict(zip(map(_share, units), map(_probability, self.steps[start:end]), strict=True))
        self.decoded[number] = row
        return row


@dataclass(frozen=True, eq=False)
class Contexts:
    """The pairs of units that have a row of triples."""

    starts: Sequence[int]
    """For each first unit, where its second units begin."""
    seconds: Sequence[int]
    """The second units, ascending for each first one."""
    backoffs: bytes
    """The quantised factor of each pair."""

    decoded: dict[int, dict[int, int]] = field(default_factory=dict)
    """For first units asked for before, each second unit and how many stand before it."""

    def find(self, first: int, seconds: Iterable[int]) -> list[int]:
        """The place of the pair with each second unit, or -1."""
        row = self.decoded.get(first)
        if row is None:
            row = self._decode(first)
        start, find = self.starts[first], row.get
        return [-1 if (place := find(second)) is None else start + place for second in seconds]

    def _decode(self, first: int) -> dict[int, int]:
        units = self.seconds[self.starts[first] : self.starts[first + 1]]
        row = self.decoded[first] = dict(zip(map(_share, units), _NUMBERS, strict=False))
        return row


@dataclass(frozen=True, eq=False)
class Model:
    """How likely a unit is after two others, and how likely it is to be written with a capital."""

    units: list[str]
    """The vocabulary; a unit's number is its place here."""
    unigrams: list[float]
    """p(w), by unit number."""
    unit_backoffs: list[float]
    """By v: p(w | v) is this times p(w) where the pair is not listed."""
    capitals: tuple[bytes, bytes]
    """By unit number, in 255ths: the share written with a capital inside a sentence, after a word
    without one and after a word with one."""
    other_spellings: bytes
    """By unit number, in 255ths: the share written with the tone mark on the other vowel (uỷ for ủy)."""
    pairs: Rows
    """p(w | v), a row for each v."""
    contexts: Contexts
    """The pairs u, v with a row of triples."""
    triples: Rows
    """p(w | u, v), a row for each context."""

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Each unit's number."""
        return {unit: number for number, unit in enumerate(self.units)}

    def find_contexts(self, first: int, seconds: Sequence[int]) -> list[int]:
        """The number of the pair with each second unit as a context, or -1."""
        return self.contexts.find(first, seconds)

    def pair_probabilities(self, before: int, wanted: Sequence[int], weights: Sequence[float]) -> list[float]:
        """p(w | before) of each wanted unit, times its weight; 0 for a negative number."""
        find, unigrams, backoff = self.pairs.row(before).get, self.unigrams, self.unit_backoffs[before]
        return [
            listed * weight
            if (listed := find(unit)) is not None
            else backoff * unigrams[unit] * weight
            if unit >= 0
            else 0.0
            for unit, weight in zip(wanted, weights, strict=True)
        ]

    def triple_probabilities(
        self, context: int, weights: Sequence[float], pairs: Sequence[tuple[int, int, float]]
    ) -> list[float]:
        """p(w | u, v) times weight, where u, v is a context.

        Each pair is a place in `weights`, a number that ends in the unit's sixteen bits, and its weighted
        p(w | v).
        """
        find = self.triples.row(context).get
        backoff = _BACKOFFS[self.contexts.backoffs[context]]
        return [
            backoff * pair if (listed := find(history & 0xFFFF)) is None else listed * weights[number]
            for number, history, pair in pairs
        ]

    def capital_share(self, unit: int, after_capital: bool) -> float:
        """How often the unit is written with a capital inside a sentence, between 0 and 1 exclusive."""
        return (self.capitals[after_capital][unit] + 0.5) / (SHARES + 1)

    def other_spelling_share(self, unit: int) -> float:
        """How often the unit is written in its other spelling, between 0 and 1 exclusive."""
        return (self.other_spellings[unit] + 0.5) / (SHARES + 1)


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
    if not data.startswith(MAGIC):
        raise ValueError("header missing")
    place, columns = len(MAGIC), {}
    for name in COLUMNS:
        (length,) = struct.unpack_from("<I", data, place)
        place += 4
        columns[name] = zlib.decompress(data[place : place + length])
        place += length
    return columns


def _assemble(columns: dict[str, bytes]) -> Model:
    context_lengths, seconds = (
        _sixteen_bits(columns["context_lengths"]),
        _sixteen_bits(columns["context_gaps"]),
    )
    return Model(
        units=columns["units"].decode().split("\n"),
        unigrams=[_PROBABILITIES[step] for step in columns["unigrams"]],
        unit_backoffs=[_BACKOFFS[step] for step in columns["unit_backoffs"]],
        capitals=(columns["capitals_after_lower"], columns["capitals_after_capital"]),
        other_spellings=columns["other_spellings"],
        pairs=_rows(columns["pair_lengths"], columns["pair_gaps"], columns["pairs"]),
        contexts=Contexts(_starts(context_lengths), _running_sums(seconds), columns["context_backoffs"]),
        triples=_rows(columns["triple_lengths"], columns["triple_gaps"], columns["triples"]),
    )


def _rows(lengths: bytes, gaps: bytes, steps: bytes) -> Rows:
    half = len(gaps) // 2
    return Rows(_starts(_sixteen_bits(lengths)), gaps[:half], gaps[half:], steps)


def _starts(lengths: Iterable[int]) -> Sequence[int]:
    return array("I", accumulate(lengths, initial=0))


def _running_sums(gaps: Iterable[int]) -> Sequence[int]:
    """Sums that wrap at sixteen bits, so that a gap may lead back to a smaller number."""
    return array("H", [total & 0xFFFF for total in accumulate(gaps)])


def _sixteen_bits(column: bytes) -> "array[int]":
    half = len(column) // 2
    woven = bytearray(len(column))
    woven[0::2], woven[1::2] = column[:half], column[half:]
    numbers = array("H", bytes(woven))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
