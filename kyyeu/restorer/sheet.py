"""The places of sentences as columns of numbers: what the decoder reads."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count
from operator import attrgetter
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from kyyeu.restorer.arrays import Numbers, Shares
from kyyeu.restorer.posteriors import Posteriors
from kyyeu.restorer.readings import NOTHING, Readings

T = TypeVar("T", bound=np.generic)


@dataclass(frozen=True, eq=False)
class Sheet:
    """Places, each with the number of its readings; what many places may have been is there once."""

    kinds: Sequence[Readings]
    """The readings there are."""
    kind_of: Numbers
    """For each place, which of them it has."""
    positions: Numbers
    """For each place, how many places of its sentence stand before it."""

    @classmethod
    def of(cls, sentences: Iterable[Sequence[Readings]]) -> "Sheet":
        """The sheet of these sentences."""
        numbers: dict[Readings, int] = defaultdict(count().__next__)
        kinds, lengths = list[int](), []
        for sentence in sentences:
            lengths.append(len(sentence))
            kinds += map(numbers.__getitem__, sentence)
        counts = np.array(lengths, np.int64)
        positions = np.arange(len(kinds)) - np.repeat(np.cumsum(counts) - counts, counts)
        return cls(list(numbers), np.array(kinds, np.int64), positions)

    @cached_property
    def words(self) -> Numbers:
        """The words of all kinds, one kind after the other."""
        return self._column("words", np.int64)

    @cached_property
    def weights(self) -> Shares:
        """The weight of each word."""
        return self._column("weights", np.float64)

    @cached_property
    def word_counts(self) -> Numbers:
        """How many words each kind has."""
        return np.array([len(kind.words) for kind in self.kinds], np.int64)

    @cached_property
    def word_starts(self) -> Numbers:
        """Where the words of each kind begin."""
        return np.cumsum(self.word_counts) - self.word_counts

    @cached_property
    def units(self) -> Numbers:
        """The units of all readings, one kind after the other."""
        return self._column("units", np.int64)

    @cached_property
    def word_of(self) -> Numbers:
        """For each reading, which of its kind's words it is."""
        return self._column("word_of", np.int64)

    @cached_property
    def parts(self) -> Shares:
        """For each reading, its part of the word's weight."""
        return self._column("parts", np.float64)

    @cached_property
    def reading_counts(self) -> Numbers:
        """How many readings each kind has."""
        return np.array([len(kind.units) for kind in self.kinds], np.int64)

    @cached_property
    def reading_starts(self) -> Numbers:
        """Where the readings of each kind begin."""
        return np.cumsum(self.reading_counts) - self.reading_counts

    @cached_property
    def doubted(self) -> NDArray[np.bool_]:
        """For each place, whether it may have been several words, or none."""
        kinds: NDArray[np.bool_] = (self.word_counts > 1) | (self.words[self.word_starts] == NOTHING)
        return kinds[self.kind_of]

    @cached_property
    def slots(self) -> Numbers:
        """The places with several readings."""
        return np.flatnonzero((self.reading_counts > 1)[self.kind_of])

    def first_words(self, places: Numbers) -> Numbers:
        """The first word of each place."""
        return self.words[self.word_starts[self.kind_of[places]]]

    def readings_of(self, posteriors: Posteriors) -> Numbers:
        """Where the readings stand among those of all kinds."""
        kinds = self.kind_of[self.slots]
        return self.reading_starts[kinds][posteriors.slots] + posteriors.readings

    def lowered_of(self, readings: Numbers) -> Numbers:
        """A number for the lower-case spelling of each reading of all kinds."""
        found, places = np.unique(readings, return_inverse=True)
        kinds = np.searchsorted(self.reading_starts, found, "right") - 1
        numbers: dict[str, int] = {}
        spellings = [
            numbers.setdefault(self.kinds[kind].lowered[reading], len(numbers))
            for kind, reading in zip(
                kinds.tolist(), (found - self.reading_starts[kinds]).tolist(), strict=True
            )
        ]
        return np.array(spellings, np.int64)[places]

    def _column(self, name: str, kind: type[T]) -> NDArray[T]:
        return np.array(list(chain.from_iterable(map(attrgetter(name), self.kinds))), kind)
