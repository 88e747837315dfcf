"""Damaged text to restored text, line by line."""

import re
from bisect import bisect_left
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, pairwise, repeat
from operator import attrgetter, itemgetter
from string import ascii_letters
from unicodedata import normalize

import numpy as np

from kyyeu.restorer.arrays import Numbers, mapped, sums_of
from kyyeu.restorer.damage import NONE, NOTATIONS, SPACES_MOVED, Damage, Span, damage_named, touching
from kyyeu.restorer.damage.letters import LETTERS
from kyyeu.restorer.damage.notation import Notation
from kyyeu.restorer.damage.placeholders import hide_addresses
from kyyeu.restorer.decoding import Decoder
from kyyeu.restorer.document_codes import DocumentCodes, codes
from kyyeu.restorer.foreign import is_foreign
from kyyeu.restorer.fragments import (
    find_apart,
    find_asking,
    find_close,
    find_cut,
    find_fragments,
    find_left_alone,
    find_signs,
    find_torn,
    find_turned,
    is_typed,
    is_word,
)
from kyyeu.restorer.habit import Habit
from kyyeu.restorer.language_model import Model
from kyyeu.restorer.lattice import Place, Reader
from kyyeu.restorer.memory import paused_collector
from kyyeu.restorer.misgivings import misgivings_for
from kyyeu.restorer.own_words import Companions, reconsider
from kyyeu.restorer.posteriors import Posteriors
from kyyeu.restorer.readings import NOTHING, Inversion, Readings
from kyyeu.restorer.respacing import respacer_for
from kyyeu.restorer.respelling import respell
from kyyeu.restorer.restoration import Alternative, Restoration, Step, replay, steps_back
from kyyeu.restorer.sheet import Sheet
from kyyeu.restorer.small_initials import PAGE, find_small_initials
from kyyeu.restorer.surroundings import REACH
from kyyeu.restorer.units import SENTENCE, UNKNOWN, WORD, canonical

# An unchanged word is a step only where another reading is at least this likely.
_LEAST_DOUBT = 0.001
_MOST_ALTERNATIVES = 4
_LEAST_ALTERNATIVE = 1e-4

# What comes out is a little too sure. Of the powers tried this one told best, on the development documents,
# how much of it was right; it makes no other reading the likeliest.
_TEMPER = 0.9

# How sure a word is that was respelt to the letter, and is in no vocabulary: a name, or no word at all.
_STRANGE = 0.9
# So many words are names, or no words, of which the language model knows nothing.
_COMMONLY = 0.02
# Where fewer words than this share changed, those that stayed are asked too.
_FEW_STEPS = 0.25
# Text of which so many words, and so great a share, look wrong was damaged otherwise, or once more.
_FEWEST_WRONG, _WRONG = 5, 0.03
_CONSONANTS = re.compile("[BCDĐFGHJKLMNPQRSTVWXZ]+")
_OURS = frozenset(ascii_letters + LETTERS)
_WORD = re.compile(rf"{WORD}(?:[\u0300-\u036f]+{WORD})*[\u0300-\u036f]*")


@dataclass(frozen=True, eq=False)
class Weighed:
    """A text as its sentences and its own words have it."""

    slots: list[Place]
    """The places with several readings, where they begin in the text."""
    posteriors: Posteriors
    """How likely the readings of each slot are."""
    units: Numbers
    """The unit of each of these readings, or NOTHING."""
    text: Numbers
    """The likeliest unit of every word; before the first and after the last, sentence ends."""
    numbers: Numbers
    """Where each slot stands among these."""
    spared: list[Span]
    """The words the damage would have changed and did not."""
    unknown: list[Span]
    """The words whose likeliest unit is none, spared ones among them."""


class Restorer:
    """Undoes one damage with one model; keeps what it learns about words, not about texts."""

    def __init__(self, damage: Damage, model: Model) -> None:
        """Prepare for texts with this damage."""
        self.damage = damage
        self._model = model
        self.inversion = Inversion(model, damage)
        """The damage run backwards."""
        self._reader = Reader(self.inversion)
        self._codes = DocumentCodes(self.inversion)
        self._decoder = Decoder(model)

    def restore(self, text: str) -> Restoration:
        """The text restored, with its apparatus."""
        with paused_collector():
            steps, spared, unknown = self._work_out(text)
        return Restoration(text, replay(text, steps), self.damage.name, steps, spared, unknown)

    def _work_out(self, text: str) -> tuple[tuple[Step, ...], tuple[Span, ...], tuple[Span, ...]]:
        """The steps, what was spared, and what is unknown. All else is gone before the collector sees it."""
        weighed = self.weigh(text)
        steps = tuple(_steps(weighed.slots, _tempered(self._surrounded(weighed))))
        told = {step.start for step in steps} | {word.start for word in weighed.spared}
        unknown = tuple(word for word in weighed.unknown if word.start not in told)
        return steps, tuple(weighed.spared), unknown

    def weigh(self, text: str) -> Weighed:
        """What the text's places may have been."""
        codes = self._codes.find(text)
        sentences, spared = self._read(text, codes)
        sheet = _sheet(sentences)
        posteriors = self._decoder.posteriors(sheet)
        readings = sheet.readings_of(posteriors)
        units = sheet.units[readings]
        likeliest = sheet.first_words(np.arange(sheet.kind_of.size))
        likeliest[sheet.slots] = units[posteriors.likeliest]
        words = likeliest != NOTHING
        # One more than reach in: what may be a lost word at the end of the text stands behind its last unit.
        around = np.full(REACH + 1, SENTENCE)
        places = list(chain.from_iterable(sentences))
        return Weighed(
            slots=[places[slot] for slot in sheet.slots.tolist()],
            posteriors=reconsider(
                posteriors,
                Companions.of(places, sheet),
                sheet.lowered_of(readings),
                np.where(units == NOTHING, 0.0, self._model.unigrams[units]),
            ),
            units=units,
            text=np.concatenate([around[1:], likeliest[words], around]),
            numbers=(REACH + np.cumsum(words) - words)[sheet.slots],
            spared=spared,
            unknown=[_span(places[place]) for place in self._unknown(places, likeliest, codes)],
        )

    def _unknown(self, places: Sequence[Place], likeliest: Numbers, codes: Container[int]) -> list[int]:
        """The places that no unit explains, and acronyms that stay as they are and may lack a letter."""
        unknown = np.flatnonzero(likeliest == UNKNOWN).tolist()
        if not self.damage.deletes:
            return unknown
        inversion = self.inversion
        acronyms = (
            number
            for number, place in enumerate(places)
            if _is_acronym(place)
            and place.start not in codes
            and (inversion.hides_capitals or inversion.reads_as_word(place.observed))
        )
        return sorted({*unknown, *acronyms})

    def sentences(self, text: str) -> list[list[Readings]]:
        """What the text may have been with this damage, nothing spared."""
        habit, codes, start = self._habit(text), self._codes.find(text), 0
        sentences = list[list[Place]]()
        for line in text.split("\n"):
            sentences += self._reader.read_all(line, habit, start, codes)
            start += len(line) + 1
        return [list(map(_readings, sentence)) for sentence in sentences if sentence]

    def _read(self, text: str, codes: Mapping[int, Readings]) -> tuple[list[list[Place]], list[Span]]:
        """The sentences of the text, and what was spared."""
        habit, start = self._habit(text), 0
        sentences, spared = [], []
        for line in text.split("\n"):
            read = self._reader.read(line, habit, start, codes)
            sentences += read.sentences
            spared += read.spared
            start += len(line) + 1
        return sentences, spared

    def _habit(self, text: str) -> Habit:
        return Habit.of(text, self.inversion.vanishing) if self.damage.deletes else Habit()

    def _surrounded(self, weighed: Weighed) -> Posteriors:
        """The posteriors in the light of the words around their slots."""
        surroundings = self._model.surroundings
        if surroundings is None:
            return weighed.posteriors
        return surroundings.reconsider(weighed.posteriors, weighed.units, weighed.text, weighed.numbers)


def _span(place: Place) -> Span:
    return Span(place.start, place.start + len(place.observed))


def _is_acronym(place: Place) -> bool:
    return place.observed.isupper() and len(place.observed) > 1 and len(place.readings.units) == 1


_readings = attrgetter("readings")


def _sheet(sentences: list[list[Place]]) -> Sheet:
    return Sheet.of(list(map(_readings, sentence)) for sentence in sentences)


def _tempered(posteriors: Posteriors) -> Posteriors:
    """The posteriors less sure, where there is more than one reading."""
    several = np.flatnonzero(np.bincount(posteriors.slots)[posteriors.slots] > 1)
    slots, shares = posteriors.slots[several], posteriors.shares.copy()
    powers = mapped(pow, shares[several], repeat(_TEMPER))
    shares[several] = powers / sums_of(slots, powers)[slots]
    return Posteriors(posteriors.slots, posteriors.readings, shares)


def _steps(slots: list[Place], posteriors: Posteriors) -> Iterator[Step]:
    """What was changed, and what was kept though it is in doubt."""
    bounds = [*posteriors.starts.tolist(), posteriors.slots.size]
    readings, shares = posteriors.readings.tolist(), posteriors.shares.tolist()
    for (start, observed, kinds), (first, last) in zip(slots, pairwise(bounds), strict=True):
        spelt = kinds.spellings
        if last - first == 1:
            spelling = spelt[readings[first]]
            if spelling != observed:
                yield Step(start, observed, spelling, shares[first])
            continue
        step = _step(
            start, observed, [spelt[reading] for reading in readings[first:last]], shares[first:last]
        )
        if step.before != step.after or step.probability < 1 - _LEAST_DOUBT:
            yield step


@lru_cache(maxsize=40)
def restorer_for(damage: Damage, model: Model) -> Restorer:
    """The restorer, kept from call to call."""
    return Restorer(damage, model)


def undo(damage: Damage, text: str, model: Model) -> Restoration:
    """The text restored from the given damage; where much of it looks wrong still, it is not sure."""
    if damage is SPACES_MOVED:
        restored = respacer_for(model).restore(text)
    else:
        restored = respell(damage, text) if damage.exact else restorer_for(damage, model).restore(text)
    asked = damage.exact or damage.rare or _is_odd(restored) or _stays(restored)
    unlikely, bereft = misgivings_for(model).look(restored.text) if asked else ([], [])
    torn = [*find_torn(restored.text)]
    wrong = {
        *torn,
        *find_cut(restored.text, model),
        *find_fragments(restored.text, model),
        *find_close(restored.text, damage is SPACES_MOVED),
        *(find_apart(restored.text) if damage is SPACES_MOVED else ()),
        *(find_signs(restored.text, damage.mark) if damage.mark else ()),
        *unlikely,
    }
    strange = _strange(restored.text, model) if damage.exact else _oddly_lettered(restored.text)
    if damage is NONE:
        strange = _without_foreign(strange, restored.text, model)
    told = _doubted(_doubted(restored, torn, spared=True), wrong.union(strange, bereft))
    if not damage.exact:  # what was spared so is no word either
        told = _doubted(told, [*_oddly_lettered(told.text), *find_turned(told.text)], spared=True)
    if len(wrong) < _FEWEST_WRONG or len(wrong) < _WRONG * len(restored.text.split()):
        return told
    return told.doubted(_STRANGE)


def doubt_signs(restoration: Restoration, model: Model) -> Restoration:
    """The same, less sure of consonants alone, and of what an old code page writes, or has no capital for."""
    if restoration.damage != NONE.name:
        restoration = _doubted(restoration, find_left_alone(restoration.text))
        if damage_named(restoration.damage).mark != "?":
            restoration = _doubted(restoration, find_asking(restoration.text), spared=True)
    if any(name.startswith(PAGE) for name in restoration.damage.split(", ")):
        restoration = _doubted(restoration, find_small_initials(restoration.text, model))
    notation = NOTATIONS.get(restoration.damage.split(", ")[-1])
    if notation is None or notation.signs is None:
        return restoration
    others = _read_otherwise(restoration, Notation(notation.name, notation.signs), model)
    return _doubted(restoration, misgivings_for(model).find_otherwise(restoration.text, others), spared=True)


def _read_otherwise(restoration: Restoration, notation: Notation, model: Model) -> dict[int, str]:
    """What the words may be otherwise, where that is a word, by where they begin.

    Those that stayed may be written by the notation; in a text where some did, those that were read may not.
    """
    others = dict[int, str]()
    written = _written_before(restoration)
    for word in _WORD.finditer(restoration.text):
        before = written(word)
        other = notation.read(word[0]) if before == word[0] else before if restoration.spared else word[0]
        if other != word[0] and is_word(other, model):
            others[word.start()] = other
    return others


def _written_before(restoration: Restoration) -> Callable[[re.Match[str]], str]:
    """For a word of the text, what its source has in its place."""
    back = [*steps_back(restoration.steps)]
    starts = [step.start for step in back]

    def written(word: re.Match[str]) -> str:
        inside = back[bisect_left(starts, word.start()) : bisect_left(starts, word.end())]
        return replay(word[0], inside, word.start())

    return written


def _strange(text: str, model: Model) -> Iterator[Span]:
    """The words that are in no vocabulary."""
    return (Span(*word.span()) for word in _WORD.finditer(text) if not _is_known(word[0], model))


def _without_foreign(words: Iterable[Span], text: str, model: Model) -> Iterator[Span]:
    """Those that are of no other language, and in no address: a sound text may have these."""
    shown = hide_addresses(text)
    for span in words:
        word = text[slice(*span)]
        if not shown[slice(*span)].isspace() and (is_typed(word, model) or not is_foreign(word)):
            yield span


def _oddly_lettered(text: str) -> Iterator[Span]:
    """The words with small letters and capitals as no word has them, or other letters: KíNH, liΓn."""
    words = ((word, normalize("NFC", word[0])) for word in _WORD.finditer(text) if not word[0].isascii())
    return (
        Span(*word.span())
        for word, whole in words
        if not (whole.isupper() or whole[1:].islower()) or not _OURS.issuperset(whole)
    )


def _is_odd(restoration: Restoration) -> bool:
    """Whether the damage passed by more words, or leaves more of them unknown, than is common."""
    return len(restoration.spared) + len(restoration.unknown) > _COMMONLY * len(restoration.text.split())


def _stays(restoration: Restoration) -> bool:
    """Whether most words stayed as they are, of which it has to be asked whether they are right so."""
    return len(restoration.steps) < _FEW_STEPS * len(restoration.text.split())


def _doubted(restoration: Restoration, words: Iterable[Span], spared: bool = False) -> Restoration:
    """The same with words of its text told: as less sure where letters were put back, else as unknown.

    What the damage spared is told anyway, and here if `spared` is true.
    """
    found = sorted({*words}, key=lambda word: (word.start, -word.end))
    if not found:
        return restoration
    steps, unknown, grown, first = list(restoration.steps), {*restoration.unknown}, 0, 0
    told, end = touching(sorted([*(() if spared else restoration.spared), *restoration.unknown])), 0
    for word in found:
        if word.start < end:
            continue  # it is part of the one before
        end = word.end
        while first < len(steps) and steps[first].start + grown + len(steps[first].after) <= word.start:
            grown += len(steps[first].after) - len(steps[first].before)
            first += 1
        touched, further = first, grown
        while touched < len(steps) and steps[touched].start + further < word.end:
            step = steps[touched]
            steps[touched] = replace(step, probability=min(step.probability, _STRANGE))
            further += len(step.after) - len(step.before)
            touched += 1
        span = Span(word.start - grown, word.end - grown)
        if touched == first and not told(*span):
            unknown.add(span)
    return replace(restoration, steps=tuple(steps), unknown=tuple(sorted(unknown)))


@lru_cache(maxsize=20_000)
def _is_known(word: str, model: Model) -> bool:
    """Whether a word is in the vocabulary, or none that has to be: an acronym, an initial.

    None is that has letters of other alphabets in it, or small letters and capitals as no word has them.
    """
    whole = normalize("NFC", word)
    if not (whole.isascii() or _OURS.issuperset(whole)):
        return canonical(whole.lower()) in model.numbers
    if (
        word in codes()
        or len(word) == 1
        or (word.isupper() and (word.isascii() or _CONSONANTS.fullmatch(word)))
    ):
        return True
    if whole.isascii() and is_typed(whole, model):
        return False
    cased = whole.isascii() or whole[1:].islower() or whole.isupper()
    return cased and canonical(whole.lower()) in model.numbers


def _step(start: int, observed: str, spellings: Sequence[str], shares: Sequence[float]) -> Step:
    # In capitals a word and a name may be spelt alike.
    sums: dict[str, float] = {}
    for spelling, share in zip(spellings, shares, strict=True):
        sums[spelling] = sums.get(spelling, 0.0) + share
    (best, likely), *others = sorted(sums.items(), key=itemgetter(1), reverse=True)
    alternatives = [
        Alternative(spelling, share)
        for spelling, share in others[:_MOST_ALTERNATIVES]
        if share >= _LEAST_ALTERNATIVE
    ]
    return Step(start, observed, best, likely, tuple(alternatives))
