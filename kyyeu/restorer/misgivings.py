"""Words that stay as they are, and that nobody should be sure of: torn ones, and such as none would expect.

A word that the language model has met with neither of its neighbours is weighed against the words of which it
may be what is left: with other marks, or without a letter. Nothing is changed by that.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from kyyeu.restorer.arrays import Numbers
from kyyeu.restorer.damage import NONE, Span
from kyyeu.restorer.damage.letters import LETTERS, bare
from kyyeu.restorer.damage.syllables import is_syllable, part_tone
from kyyeu.restorer.decoding import Decoder
from kyyeu.restorer.habit import Habit
from kyyeu.restorer.language_model import Model
from kyyeu.restorer.lattice import Place, Reader
from kyyeu.restorer.readings import Inversion, Readings
from kyyeu.restorer.sheet import Sheet
from kyyeu.restorer.units import SENTENCE, SPECIAL, UNKNOWN, canonical

# Of so many of the most frequent words it is thought that they may be what is meant.
_MOST_MEANT = 6_000
# How often each of them is, and where more than such a share of the words is strange.
_SLIP, _FREQUENT_SLIP, _FEW = 0.01, 0.05, 0.01
# A word less likely than this beside those is told.
_UNLIKELY = 0.5

_LINE, _WORD = re.compile("[^\n]+"), re.compile(r"\S+")
# The sign of a lost letter within a word, or what is left of one; where a line has question marks so, one at
# a word's end may be one too.
_TORN = re.compile(
    r"\?[^\W\d_]|[\ufffd\ue000-\uf8ff]|á[»º](?=[\x00-\x7f\s]|\Z)|[^\W\d_]_[^\W\d_]|[a-z][ÃÂÄÆ]|Ã[a-z]"
)
# Words around a line's end; where so many, and such a share, are none, all are told.
_BREAK = re.compile(r"(?<![^\W\d_])([^\W\d_]+)-?\n([^\W\d_]+)")
_FEWEST_CUT, _MOSTLY_CUT = 2, 0.2
_ENDING = re.compile(r"[^\W\d_]\?+")
_MARKED = re.compile(f"[{LETTERS}]")


@lru_cache(maxsize=2)
def misgivings_for(model: Model) -> "Misgivings":
    """Those by a model, kept from call to call."""
    return Misgivings(model)


def find_torn(text: str) -> Iterator[Span]:
    """The words in which there is a sign for a letter still, or the beginning of a misread one."""
    for line in _LINE.finditer(text):
        if not _TORN.search(line[0]):
            continue
        torn = [word for word in _WORD.finditer(text, *line.span()) if _TORN.search(word[0])]
        if any("?" in word[0] for word in torn):
            torn += [word for word in _WORD.finditer(text, *line.span()) if _ENDING.search(word[0])]
        yield from (Span(*word.span()) for word in torn)


def find_cut(text: str, model: Model) -> Iterator[Span]:
    """The words around a line's end that are parts of one; all of them where many look like parts."""
    breaks = [each for each in _BREAK.finditer(text) if each[2].islower()]
    odd = [each for each in breaks if not (_is_word(each[1], model) and _is_word(each[2], model))]
    many = len(odd) >= max(_FEWEST_CUT, _MOSTLY_CUT * len(breaks))
    for each in breaks if many else odd:
        if many or _is_word(each[1] + each[2], model):
            yield from (Span(*each.span(number)) for number in (1, 2))


def _is_word(word: str, model: Model) -> bool:
    lower = canonical(word.lower())
    return lower in model.numbers and is_syllable(part_tone(lower)[0])


class Misgivings:
    """What a language model would not expect."""

    def __init__(self, model: Model) -> None:
        """Prepare nothing yet."""
        self._model = model
        self._reader, self._decoder = Reader(Inversion(model, NONE)), Decoder(model)

    def find(self, text: str) -> Iterator[Span]:
        """The words in lower case that are known, and unlikely where they stand.

        Where there are many, or many that are not known, every word is asked.
        """
        sentences, start = list[list[Place]](), 0
        for line in text.split("\n"):
            sentences += self._reader.read(line, Habit(), start).sentences
            start += len(line) + 1
        places = list(chain.from_iterable(sentences))
        sheet = Sheet.of(list(map(_readings, sentence)) for sentence in sentences)
        units = sheet.first_words(np.arange(sheet.kind_of.size))
        found = self._unlikely(places, sentences, self._strangers(sheet, units), _SLIP)
        unknown = sum(
            places[number].observed.islower() for number in np.flatnonzero(units == UNKNOWN).tolist()
        )
        if len(found) + unknown > _FEW * len(places):
            found = self._unlikely(places, sentences, units >= len(SPECIAL), _FREQUENT_SLIP)
        return (Span(place.start, place.start + len(place.observed)) for place in found)

    def _strangers(self, sheet: Sheet, units: Numbers) -> NDArray[np.bool_]:
        """For each place whether it is a word that was never met beside either of its neighbours."""
        before = np.where(sheet.positions > 0, np.roll(units, 1), SENTENCE)
        met = self._model.pairs.find(before, units) >= 0
        return (units >= len(SPECIAL)) & ~met & ~(np.roll(met, -1) & (np.roll(sheet.positions, -1) > 0))

    def _unlikely(
        self,
        places: Sequence[Place],
        sentences: Sequence[Sequence[Place]],
        asked: NDArray[np.bool_],
        slip: float,
    ) -> Sequence[Place]:
        """The places asked of which another reading than the first is the likely one."""
        weighed = {number: self._weighed(places[number], slip) for number in np.flatnonzero(asked).tolist()}
        numbers = iter(range(len(places)))
        sheet = Sheet.of(
            [weighed.get(next(numbers), place.readings) for place in sentence] for sentence in sentences
        )
        told, own = self._decoder.posteriors(sheet), np.zeros(sheet.slots.size)
        first = told.readings == 0
        own[told.slots[first]] = told.shares[first]
        unlikely = (places[number] for number in sheet.slots[own < _UNLIKELY].tolist())
        return [place for place in unlikely if place.observed.islower()]

    def _weighed(self, place: Place, slip: float) -> Readings:
        """The word beside those of which it may be what is left."""
        observed = place.observed
        meant = dict.fromkeys([*self._meant.get(observed, ()), *self._meant.get(bare(observed), ())])
        units = tuple(unit for unit in meant if unit != place.readings.units[0])
        if not observed.islower() or not units:
            return place.readings
        count = len(units)
        spellings = (observed, *(self._model.units[unit] for unit in units))
        return Readings.of((place.readings.units[0], *units), spellings, (1.0, *[slip] * count))

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


_readings = attrgetter("readings")
