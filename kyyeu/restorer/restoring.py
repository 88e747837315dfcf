"""Damaged text to restored text, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter

from kyyeu.restorer.choice import NOTHING, Posterior
from kyyeu.restorer.collector import paused_collector
from kyyeu.restorer.damage import Damage
from kyyeu.restorer.damage.loss import Loss
from kyyeu.restorer.damage.respelling import Respelling
from kyyeu.restorer.decoding import Decoder
from kyyeu.restorer.habit import Habit
from kyyeu.restorer.lattice import Place, Reader
from kyyeu.restorer.model import Model
from kyyeu.restorer.own_words import OwnWords, Slot
from kyyeu.restorer.readings import Inversion
from kyyeu.restorer.restoration import Alternative, Restoration, Span, Step, replay
from kyyeu.restorer.surroundings import CERTAIN, REACH
from kyyeu.restorer.units import SENTENCE

# An unchanged word is a step only where another reading is at least this likely.
_LEAST_DOUBT = 0.001
_MOST_ALTERNATIVES = 4
_LEAST_ALTERNATIVE = 1e-4

# What comes out is a little too sure. Of the powers tried this one told best, on the development documents,
# how much of it was right; it makes no other reading the likeliest.
_TEMPER = 0.9


@dataclass(frozen=True)
class Draft:
    """A text as its sentences and its own words have it."""

    slots: list[Slot] = field(default_factory=list)
    """The places with several readings."""
    units: list[int] = field(default_factory=lambda: [SENTENCE] * REACH)
    """The likeliest unit of every word; before the first and after the last, sentence ends."""
    spared: list[Span] = field(default_factory=list)
    """The words the damage would have changed and did not."""


class Restorer:
    """Undoes one loss with one model; keeps what it learns about words, not about texts."""

    def __init__(self, damage: Loss, model: Model) -> None:
        """Prepare for texts with this damage."""
        self.damage = damage
        self._model = model
        self._reader = Reader(Inversion(model, damage))
        self._decoder = Decoder(model)

    def restore(self, text: str) -> Restoration:
        """The text restored, with its apparatus."""
        with paused_collector():
            steps, spared = self._work_out(text)
        return Restoration(text, replay(text, steps), self.damage.name, tuple(steps), tuple(spared))

    def _work_out(self, text: str) -> tuple[list[Step], list[Span]]:
        """The steps, and what was spared. All else is gone before the garbage collector sees it."""
        draft = self.draft(text)
        return list(self._steps(draft)), draft.spared

    def draft(self, text: str) -> Draft:
        """What the text's places may have been."""
        draft = Draft()
        habit, start = self._habit(text), 0
        for line in text.split("\n"):
            read = self._reader.read(line, habit)
            draft.spared.extend(Span(start + first, start + last) for first, last in read.spared)
            for sentence in read.sentences:
                self._add(sentence, start, draft)
            start += len(line) + 1
        # One more than reach in: what may be a lost word at the end of the text stands behind its last unit.
        draft.units.extend([SENTENCE] * (REACH + 1))
        own_words = OwnWords(draft.slots, self._model.unigrams)
        draft.slots[:] = map(own_words.reconsidered, draft.slots)
        return draft

    def log_evidence(self, text: str) -> float:
        """The natural logarithm of how likely the text is with this damage."""
        habit = self._habit(text)
        sentences = (sentence for line in text.split("\n") for sentence in self._reader.read_all(line, habit))
        return sum(self._decoder.log_evidence([place.readings for place in places]) for places in sentences)

    def _habit(self, text: str) -> Habit:
        return Habit.of(text) if self.damage.deletes else Habit()

    def _add(self, sentence: list[Place], start: int, draft: Draft) -> None:
        posteriors = self._decoder.posteriors([place.readings for place in sentence])
        words = ["", *(place.observed.lower() for place in sentence), ""]
        for number, (place, posterior) in enumerate(zip(sentence, posteriors, strict=True)):
            if posterior is None:
                unit = place.readings.units[0]
            else:
                slot = Slot(
                    start + place.start, place, posterior, words[number], words[number + 2], len(draft.units)
                )
                draft.slots.append(slot)
                unit = place.readings.units[max(posterior, key=posterior.__getitem__)]
            if unit != NOTHING:
                draft.units.append(unit)

    def _steps(self, draft: Draft) -> Iterator[Step]:
        for slot in draft.slots:
            step = _step(slot, _tempered(self._surrounded(slot, draft.units)))
            if step.before != step.after or step.probability < 1 - _LEAST_DOUBT:
                yield step

    def _surrounded(self, slot: Slot, units: list[int]) -> Posterior:
        """The slot's posterior in the light of the words around it."""
        surroundings, posterior = self._model.surroundings, slot.posterior
        if surroundings is None or max(posterior.values()) >= CERTAIN:
            return posterior
        return surroundings.reconsider(posterior, slot.place.readings.units, units, slot.number)


def _tempered(posterior: Posterior) -> Posterior:
    if len(posterior) == 1:
        return posterior
    powers = {reading: share**_TEMPER for reading, share in posterior.items()}
    total = sum(powers.values())
    return {reading: power / total for reading, power in powers.items()}


def respell(damage: Respelling, text: str) -> Restoration:
    """The text with every respelt letter put back."""
    steps = [Step(place, before, after, 1.0) for place, before, after in damage.find(text)]
    spared, place = [], 0
    for step in [*steps, Step(len(text), "", "", 1.0)]:
        spared += [
            Span(other, other + 1) for other in range(place, step.start) if damage(text[other]) != text[other]
        ]
        place = step.end
    return Restoration(text, replay(text, steps), damage.name, tuple(steps), tuple(spared))


@lru_cache(maxsize=8)
def restorer_for(damage: Loss, model: Model) -> Restorer:
    """The restorer, kept from call to call."""
    return Restorer(damage, model)


def undo(damage: Damage, text: str, model: Model) -> Restoration:
    """The text restored from the given damage."""
    if isinstance(damage, Respelling):
        return respell(damage, text)
    return restorer_for(damage, model).restore(text)


def _step(slot: Slot, posterior: Posterior) -> Step:
    spellings = slot.place.readings.spellings
    # In capitals a word and a name may be spelt alike.
    shares: dict[str, float] = {}
    for reading, share in posterior.items():
        shares[spellings[reading]] = shares.get(spellings[reading], 0.0) + share
    (best, likely), *others = sorted(shares.items(), key=itemgetter(1), reverse=True)
    alternatives = [
        Alternative(spelling, share)
        for spelling, share in others[:_MOST_ALTERNATIVES]
        if share >= _LEAST_ALTERNATIVE
    ]
    return Step(slot.start, slot.place.observed, best, likely, tuple(alternatives))
