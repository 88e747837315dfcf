"""Words that stay as they are, and that nobody should be sure of, since none would expect them.

A word that the language model has met with neither of its neighbours, or seldom and not with both, is weighed
against the words of which it may be what is left: with other marks, or without a letter. Neighbours that are
a word together may have been one. Nothing is changed by that.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, chain, count
from math import log
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from kyyeu.restorer.arrays import Numbers, Shares
from kyyeu.restorer.damage import NONE, Span
from kyyeu.restorer.damage.letters import LETTERS, bare
from kyyeu.restorer.damage.syllables import is_syllable, part_tone
from kyyeu.restorer.decoding import Decoder
from kyyeu.restorer.fragments import is_word
from kyyeu.restorer.habit import Habit
from kyyeu.restorer.language_model import Model
from kyyeu.restorer.lattice import Place, Reader
from kyyeu.restorer.readings import Inversion, Readings
from kyyeu.restorer.sheet import Sheet
from kyyeu.restorer.units import COMMA, NUMBER, SENTENCE, SPECIAL, UNKNOWN, canonical

# Of so many of the most frequent words it is thought that they may be what is meant.
_MOST_MEANT = 6_000
# How often each of them is, and where more than such a share of the words is strange.
_SLIP, _FREQUENT_SLIP, _FEW = 0.01, 0.05, 0.01
# A word less likely than this beside those is told: one never met beside a neighbour, a seldom one, a name.
_UNLIKELY, _UNLIKELY_SELDOM, _UNLIKELY_NAME = 0.5, 0.1, 0.01
_SELDOM = 1.5e-4
# How unlikely it is (a logarithm) that of neighbours without marks none had one, to be told; and beside such.
_BEREFT, _ALSO_BEREFT, _NEXT_TO_NOTHING = 7.0, 3.5, 1e-6
# One is told that is less likely beside what it may be in an old code page.
_SURELY = 0.9
# How likely one is that is in no vocabulary, against what is said of such words.
_UNHEARD = 1e-4
_NOT_ASKED, _MARKS = -1, (SPECIAL[SENTENCE], SPECIAL[NUMBER], SPECIAL[COMMA])
# A space stands in a word that is met so many times as often as one of its parts.
_OFTENER = 5.0

_JOINING = frozenset("-/_@#&")
_MARKED = re.compile(f"[{LETTERS}]")


@lru_cache(maxsize=2)
def misgivings_for(model: Model) -> "Misgivings":
    """Those by a model, kept from call to call."""
    return Misgivings(model)


class Misgivings:
    """What a language model would not expect."""

    def __init__(self, model: Model) -> None:
        """Prepare nothing yet."""
        self._model = model
        self._reader, self._decoder = Reader(Inversion(model, NONE)), Decoder(model)
        self._syllables = np.full(len(model.units), _NOT_ASKED, np.int8)

    def find(self, text: str) -> Iterator[Span]:
        """The words that are known, and unlikely where they stand, names very unlikely, and parts of words.

        Where there are many, or many that are not known, every word is asked.
        """
        return iter(sorted({*chain.from_iterable(self.look(text))}))

    def look(self, text: str) -> tuple[list[Span], list[Span]]:
        """The same in two: those that are wrong, and bereft ones, which a line without any marks may have."""
        sentences = self._read(text)
        places = list(chain.from_iterable(sentences))
        sheet = Sheet.of(list(map(_readings, sentence)) for sentence in sentences)
        units = sheet.first_words(np.arange(sheet.kind_of.size))
        met = self._met(sheet, units)
        parted = self._parted(text, places, units, met)
        found = self._unlikely(places, sentences, self._least_of(sheet, units, met), _SLIP)
        unknown = sum(
            places[number].observed.islower() for number in np.flatnonzero(units == UNKNOWN).tolist()
        )
        if len(found) + unknown > _FEW * len(places):
            found = self._unlikely(
                places, sentences, np.where(units >= len(SPECIAL), _UNLIKELY, 0.0), _FREQUENT_SLIP
            )
        bereft = [_span(places[number]) for number in self._bereft(text, places, sheet, units)]
        return sorted({*map(_span, found), *parted}), bereft

    def _bereft(self, text: str, places: Sequence[Place], sheet: Sheet, units: Numbers) -> Sequence[int]:
        """The places of neighbours without any mark, some of which probably had one; beside such, more.

        None of them is strange where it stands alone: Bui Duc Canh.
        """
        if not units.size:
            return ()
        plain = self._plain[units]
        begins = (plain > 0) & ~(np.roll(plain > 0, 1) & (sheet.positions > 0))
        runs = np.cumsum(begins) * (plain > 0)
        sums, lengths = np.bincount(runs, plain), np.bincount(runs)
        sums[0] = 0.0
        told = (sums > _BEREFT) & (lengths > 1)
        if told.any():
            told |= (sums > _ALSO_BEREFT) & (lengths > 1)
        found = np.flatnonzero(told[runs]).tolist()
        joined = {runs[number] for number in found if not _is_word_alone(text, places[number])}
        return [number for number in found if runs[number] not in joined]

    @cached_property
    def _plain(self) -> Shares:
        """For each syllable without marks how much it says that its mark was lost; 0 for all other units."""
        model, family = self._model, defaultdict[str, float](float)
        for unit, number in model.numbers.items():
            family[bare(unit.lower())] += float(model.unigrams[number])
        told = np.zeros(len(model.units))
        for unit, number in model.numbers.items():
            if number >= len(SPECIAL) and unit.isascii() and is_syllable(unit):
                told[number] = _NEXT_TO_NOTHING - log(float(model.unigrams[number]) / family[unit])
        return told

    def find_otherwise(self, text: str, others: Mapping[int, str]) -> Iterator[Span]:
        """The words that are hardly likelier than the others given for them by where they begin."""
        sentences = self._read(text) if others else []
        places = list(chain.from_iterable(sentences))
        weighed = {
            number: self._beside(place, others[place.start])
            for number, place in enumerate(places)
            if place.start in others and place.observed
        }
        for slot, share in self._shares(sentences, weighed):
            if share < _SURELY:
                yield _span(places[slot])

    def _beside(self, place: Place, other: str) -> Readings:
        units = place.readings.units[0], self._model.numbers[canonical(other.lower())]
        if units[0] == units[1]:
            return place.readings
        own = _UNHEARD if units[0] == UNKNOWN else 1.0
        return Readings.of(units, (place.observed, other), (own, 1.0))

    def _read(self, text: str) -> list[list[Place]]:
        sentences, start = list[list[Place]](), 0
        for line in text.split("\n"):
            sentences += self._reader.read(line, Habit(), start).sentences
            start += len(line) + 1
        return sentences

    def _met(self, sheet: Sheet, units: Numbers) -> NDArray[np.bool_]:
        """For each place whether its unit was ever met behind the one before it."""
        before = np.where(sheet.positions > 0, np.roll(units, 1), SENTENCE)
        return self._model.pairs.find(before, units) >= 0

    def _least_of(self, sheet: Sheet, units: Numbers, met: NDArray[np.bool_]) -> Shares:
        """For each place how likely its word must be at least that is not told; 0 for what is not asked.

        Words are asked that were never met beside a neighbour, and seldom ones that were not beside both.
        """
        after = np.roll(met, -1) & (np.roll(sheet.positions, -1) > 0)
        seldom = self._model.unigrams[units] < _SELDOM
        least = np.where(met | after, np.where(seldom & ~(met & after), _UNLIKELY_SELDOM, 0.0), _UNLIKELY)
        return np.where(units >= len(SPECIAL), least, 0.0)

    def _parted(
        self, text: str, places: Sequence[Place], units: Numbers, met: NDArray[np.bool_]
    ) -> Iterator[Span]:
        """Neighbours that are a word together, far more frequent than one of them, and no two words.

        They were never met beside one another, or one is no syllable.
        """
        syllables = self._are_syllables(units)
        known = met & syllables & np.roll(syllables, 1)
        for number in np.flatnonzero(~known[1:]).tolist():
            before, place = places[number], places[number + 1]
            end = before.start + len(before.observed)
            beside = place.start == end + 1 and text[end].isspace()
            if beside and before.observed and place.observed and self._is_oftener(before, place):
                yield from (_span(before), _span(place))

    def _are_syllables(self, units: Numbers) -> NDArray[np.bool_]:
        """Whether the units are syllables by their spelling, or marks, which are no parts of words."""
        asked = np.unique(units[self._syllables[units] == _NOT_ASKED])
        self._syllables[asked] = [_is_syllable(self._model.units[unit]) for unit in asked.tolist()]
        return np.equal(self._syllables[units], 1)

    def _is_oftener(self, *parts: Place) -> bool:
        """Whether together they are a word, written as words are, that is met far oftener than one."""
        word = "".join(part.observed for part in parts)
        if not (word[1:].islower() or word.isupper()) or not is_word(word, self._model):
            return False
        if word.isascii() and self._often(word) < _SELDOM:
            return False
        return any(
            not is_word(part.observed, self._model)
            or self._often(part.observed) * _OFTENER < self._often(word)
            for part in parts
        )

    def _often(self, word: str) -> float:
        return float(self._model.unigrams[self._model.numbers[canonical(word.lower())]])

    def _unlikely(
        self, places: Sequence[Place], sentences: Sequence[Sequence[Place]], least: Shares, slip: float
    ) -> Sequence[Place]:
        """The places of which the first reading is less likely than it must be."""
        asked = np.flatnonzero(least).tolist()
        opening = {*accumulate(map(len, sentences), initial=0)}
        weighed = {number: self._weighed(places[number], slip) for number in asked}
        return [
            places[slot]
            for slot, share in self._shares(sentences, weighed)
            if share < _least(places[slot].observed, float(least[slot]), slot in opening)
        ]

    def _shares(
        self, sentences: Sequence[Sequence[Place]], weighed: Mapping[int, Readings]
    ) -> Iterator[tuple[int, float]]:
        """The places with several readings, weighed so: their number, and how likely the first is."""
        numbers = count()
        sheet = Sheet.of(
            [weighed.get(next(numbers), place.readings) for place in sentence] for sentence in sentences
        )
        told, own = self._decoder.posteriors(sheet), np.zeros(sheet.slots.size)
        first = told.readings == 0
        own[told.slots[first]] = told.shares[first]
        return zip(sheet.slots.tolist(), own.tolist(), strict=True)

    def _weighed(self, place: Place, slip: float) -> Readings:
        """The word beside those of which it may be what is left."""
        observed = place.observed.lower()
        meant = dict.fromkeys([*self._meant.get(observed, ()), *self._meant.get(bare(observed), ())])
        units = tuple(unit for unit in meant if unit != place.readings.units[0])
        if not units or not _is_asked(place.observed):
            return place.readings
        spellings = (place.observed, *(self._model.units[unit] for unit in units))
        return Readings.of((place.readings.units[0], *units), spellings, (1.0, *[slip] * len(units)))

    @cached_property
    def _meant(self) -> dict[str, tuple[int, ...]]:
        """By what may be left of them, the frequent words."""
        left = defaultdict[str, dict[int, None]](dict)
        frequent = np.argsort(-self._model.unigrams, kind="stable")[:_MOST_MEANT].tolist()
        for unit in frequent:
            for form in _remains(self._model.units[unit]):
                left[form][unit] = None
        return {form: tuple(units) for form, units in left.items()}


def _remains(word: str) -> set[str]:
    """What may be left of a word: all of it without its marks, without all marked letters, or one of them."""
    lost = {word[: match.start()] + word[match.end() :] for match in _MARKED.finditer(word)}
    return {bare(word), _MARKED.sub("", word), *lost} - {word, ""}


def _is_syllable(unit: str) -> bool:
    return unit in _MARKS or is_syllable(part_tone(unit.lower())[0])


def _is_word_alone(text: str, place: Place) -> bool:
    """Whether no hyphen, stop or the like joins it to another."""
    end = place.start + len(place.observed)
    return text[max(0, place.start - 1) : place.start] not in _JOINING and text[end : end + 1] not in _JOINING


def _is_asked(word: str) -> bool:
    """Whether it is written as words are; of capitals only what has a letter of ours: others are acronyms."""
    small = word.islower() or (word[:1].isupper() and word[1:].islower())
    return small or (word.isupper() and not word.isascii())


def _least(word: str, least: float, opens: bool) -> float:
    """How likely a word must be that is not told; with a capital it may be a name, and short: ko, b/c.

    Where it opens a sentence a capital tells nothing.
    """
    if opens and word.istitle() and len(word) > 1:
        return least
    if word.islower() and (len(word) > 2 or least >= _UNLIKELY):
        return least
    return min(least, _UNLIKELY_NAME) if _is_asked(word) else 0.0


_readings = attrgetter("readings")


def _span(place: Place) -> Span:
    return Span(place.start, place.start + len(place.observed))
