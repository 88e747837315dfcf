"""Which readings sentences most likely had: forward and backward over the last two units, many at a time.

Between two words that are certain and the next place in doubt nothing is to be found out, and what follows
does not depend on what came before them. So sentences fall into segments, each with its doubts and its
certain neighbours, and one step goes through the n-th places of thousands of segments at once.
"""

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kyyeu.restorer.arrays import Numbers, Shares, mapped, opening, spread, sums_of
from kyyeu.restorer.language_model import NO_CONTEXT, Model
from kyyeu.restorer.posteriors import Posteriors
from kyyeu.restorer.readings import NOTHING
from kyyeu.restorer.sheet import Sheet
from kyyeu.restorer.units import SENTENCE

# Ways less likely than this share of the best are given up.
_BEAM = 1e-3

# Readings less likely than this are not worth telling.
_NEGLIGIBLE = 1e-5

# So many places go forward together: more are no faster, and take more memory.
_TOGETHER = 8_000

# A state as one number: its segment, and in so many bits behind it its history.
_HISTORY, _MOST_UNITS = 32, 1 << 16


class _Segments(NamedTuple):
    """Stretches of places that are decoded each by itself, the longest first."""

    firsts: Numbers
    """The first place of each."""
    lengths: Numbers
    contexts: Numbers
    """The history before the first place."""
    units: Numbers

    def at(self, some: Any) -> "_Segments":
        """Some of them."""
        return _Segments(*(column[some] for column in self))


class _States(NamedTuple):
    """The histories that segments may have come to."""

    segments: Numbers
    """Which segment each is of; ascending."""
    contexts: Numbers
    units: Numbers
    shares: Shares
    """How likely each is beside the best way to where its segment has come."""

    def at(self, some: Any) -> "_States":
        """Some of them."""
        return _States(*(column[some] for column in self))


class _Ways(NamedTuple):
    """How the histories before some places lead to those after them."""

    places: Numbers
    """Which place each passes."""
    words: Numbers
    """Which word it takes, by the word's place in the sheet."""
    before: Numbers
    """Which state it leaves."""
    after: Numbers
    """Which state it reaches."""
    rates: Shares
    """Its part of all that reaches that state."""
    left: int
    """How many states are left."""
    best: Shares
    """By segment, how likely the best way is beside the best to the place before."""


class Decoder:
    """Readings of sentences by one model."""

    def __init__(self, model: Model) -> None:
        """Decode with the model."""
        self._model = model

    def posteriors(self, sheet: Sheet) -> Posteriors:
        """How likely the readings of the sheet's slots are."""
        words = _Words(sheet)
        for segments in _batches(self._segments(sheet)):
            _backward(list(self._forward(sheet, segments)), words)
        return words.posteriors()

    def log_evidences(self, sheet: Sheet) -> Shares:
        """The logarithm of each sentence's probability, all readings taken together."""
        firsts = np.flatnonzero(sheet.positions == 0)
        lengths = np.diff(firsts, append=sheet.positions.size)
        none, evidences = np.zeros_like(firsts), np.zeros(firsts.size)
        for sentences in _batches(_Segments(firsts, lengths, none + NO_CONTEXT, none + SENTENCE)):
            numbers = np.searchsorted(firsts, sentences.firsts)
            for ways, ended in self._forward(sheet, sentences):
                evidences[numbers[: ways.best.size]] += mapped(math.log, ways.best)
                sums = sums_of(ended.segments, ended.shares)
                there = np.flatnonzero(sums)
                evidences[numbers[there]] += mapped(math.log, sums[there])
        return evidences

    def _segments(self, sheet: Sheet) -> _Segments:
        """The stretches from a place in doubt to the second certain one after it, or the sentence's end."""
        doubted, positions = sheet.doubted, sheet.positions
        inside = doubted | _back(doubted, 1, positions) | _back(doubted, 2, positions)
        opens = inside & ~_back(inside, 1, positions)
        firsts = np.flatnonzero(opens)
        lengths = np.bincount(np.cumsum(opens)[inside] - 1, minlength=firsts.size)
        last = np.where(positions[firsts] > 0, sheet.first_words(np.maximum(firsts - 1, 0)), SENTENCE)
        last_but_one = np.where(positions[firsts] > 1, sheet.first_words(np.maximum(firsts - 2, 0)), SENTENCE)
        contexts = np.where(positions[firsts] > 0, self._model.context_of(last_but_one, last), NO_CONTEXT)
        return _Segments(firsts, lengths, contexts, last)

    def _forward(self, sheet: Sheet, segments: _Segments) -> Iterator[tuple[_Ways, _States]]:
        """The ways through the segments' places, one place of each after the other.

        With them come the states of the segments that end there.
        """
        count = segments.firsts.size
        states = _States(np.arange(count), segments.contexts, segments.units, np.ones(count))
        for number in range(int(segments.lengths.max(initial=0))):
            ways, states = self._pass(sheet, segments.firsts[states.segments] + number, states)
            on = np.count_nonzero(segments.lengths > number + 1)
            ended = int(np.searchsorted(states.segments, on))
            yield ways, states.at(slice(ended, None))
            states = states.at(slice(ended))

    def _pass(self, sheet: Sheet, places: Numbers, states: _States) -> tuple[_Ways, _States]:
        """The ways from the states through their places, and the states that these lead to."""
        kinds = sheet.kind_of[places]
        before, words = spread(sheet.word_starts[kinds], sheet.word_counts[kinds])
        shares, contexts, units = self._leads(states.at(before), sheet.words[words])
        shares *= sheet.weights[words] * states.shares[before]
        segments = states.segments[before]
        best = np.maximum.reduceat(shares, opening(segments))
        kept = np.flatnonzero(shares > (best * _BEAM)[segments])
        before, words, shares, segments = before[kept], words[kept], shares[kept], segments[kept]
        contexts, units = contexts[kept], units[kept]
        # A context's number tells its units.
        history = np.where(contexts == NO_CONTEXT, units, contexts + _MOST_UNITS)
        _, firsts, after = np.unique(segments << _HISTORY | history, return_index=True, return_inverse=True)
        arrived = sums_of(after, shares)
        ways = _Ways(places[before], words, before, after, shares / arrived[after], places.size, best)
        segments = segments[firsts]
        return ways, _States(segments, contexts[firsts], units[firsts], arrived / best[segments])

    def _leads(self, states: _States, words: Numbers) -> tuple[Shares, Numbers, Numbers]:
        """How likely the words are after the states, and the histories then: no word changes none."""
        nothing = np.flatnonzero(words == NOTHING)
        shares, contexts = self._model.follow(states.contexts, states.units, words)
        if nothing.size:
            words = words.copy()
            words[nothing] = states.units[nothing]
            contexts[nothing] = states.contexts[nothing]
            shares[nothing] = 1.0
        return shares, contexts, words


class _Words:
    """How likely the words of the sheet's slots are, while it is found out."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        counts = sheet.word_counts[sheet.kind_of[sheet.slots]]
        self._starts = np.zeros(sheet.kind_of.size, np.int64)
        self._starts[sheet.slots] = np.cumsum(counts) - counts
        # Of one word with several spellings nothing is to be found out.
        self._shares = np.repeat((counts == 1).astype(np.float64), counts)

    def add(self, places: Numbers, words: Numbers, shares: Shares) -> None:
        """Add what speaks for the words at the places, where there are several."""
        sheet = self._sheet
        kinds = sheet.kind_of[places]
        several = np.flatnonzero(sheet.word_counts[kinds] > 1)
        numbers = self._starts[places] + words - sheet.word_starts[kinds]
        np.add.at(self._shares, numbers[several], shares[several])

    def posteriors(self) -> Posteriors:
        """How likely the slots' readings are, but for those not worth telling."""
        parts = [self._told(first) for first in range(0, self._sheet.slots.size, _TOGETHER)]
        slots, readings, shares = (np.concatenate(column) for column in zip(_NONE, *parts, strict=True))
        return Posteriors(slots, readings, shares)

    def _told(self, first: int) -> tuple[Numbers, Numbers, Shares]:
        """The slots from one on, so many of them, their readings and how likely these are."""
        sheet = self._sheet
        places = sheet.slots[first : first + _TOGETHER]
        kinds = sheet.kind_of[places]
        owners, readings = spread(sheet.reading_starts[kinds], sheet.reading_counts[kinds])
        shares = self._shares[self._starts[places][owners] + sheet.word_of[readings]] * sheet.parts[readings]
        told = np.flatnonzero(shares > _NEGLIGIBLE)
        owners, readings = owners[told], readings[told]
        return first + owners, readings - sheet.reading_starts[kinds[owners]], shares[told]


_NONE = np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)


def _backward(forward: list[tuple[_Ways, _States]], words: _Words) -> None:
    """Add up how likely the words are, from the ends of the segments to their starts."""
    after: Shares = np.zeros(0)
    for ways, ended in reversed(forward):
        sums = sums_of(ended.segments, ended.shares)
        after = np.concatenate([after, ended.shares / sums[ended.segments]])
        shares = ways.rates * after[ways.after]
        words.add(ways.places, ways.words, shares)
        after = sums_of(ways.before, shares, ways.left)


def _batches(segments: _Segments) -> Iterator[_Segments]:
    """The segments, the longest first, cut into parts that have so many places together."""
    segments = segments.at(np.argsort(-segments.lengths, kind="stable"))
    parts = np.cumsum(segments.lengths) // _TOGETHER
    yield from (segments.at(slice(*bounds)) for bounds in _bounds(parts))


def _bounds(parts: Numbers) -> Iterator[tuple[int, int]]:
    """Where each part begins and where it ends."""
    starts = opening(parts).tolist()
    yield from zip(starts, [*starts[1:], parts.size], strict=False)


def _back(marked: NDArray[np.bool_], steps: int, positions: Numbers) -> NDArray[np.bool_]:
    """For each place whether the one so many steps before it in its sentence is marked."""
    return np.roll(marked, steps) & (positions >= steps)
