"""What a damaged word may have been: the damage inverted over the vocabulary."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from sys import intern
from typing import NamedTuple

from kyyeu.restorer.damage import Damage
from kyyeu.restorer.damage.letters import LETTERS
from kyyeu.restorer.damage.syllables import is_syllable, part_tone
from kyyeu.restorer.language_model import Model
from kyyeu.restorer.memory import Remembering
from kyyeu.restorer.units import COMMA, FIRST_TONED, LAST_TONED, SPECIAL, UNKNOWN, canonical, other_spelling

NOTHING = -1
"""The unit of no word at all."""

MOST_READINGS = 48
MOST_VANISHED = 24
LINE_START = "\n"

# What is remembered is bounded, so that memory does not grow with the text: words for every occasion, of
# which there are a dozen with two or three common, and the habits of typists.
_MOST_WORDS, _MOST_HABITS = 3_000, 100

_IN_ORDER: Mapping[int, tuple[int, ...]] = Remembering(lambda count: tuple(range(count)), 100)
_WHOLE: Mapping[int, tuple[float, ...]] = Remembering(lambda count: (1.0,) * count, 100)

_Surface = tuple[int, str]
"""A unit, and one way to write it."""
_Table = dict[str, tuple[_Surface, ...]]
"""Damaged form in lower case to the surfaces it may have been, the most frequent unit first."""

# How much less likely a word outside the vocabulary is than what the model says of unknown words.
_OUTSIDE = 1e-4
# A reading so much rarer than another of the same word is none: on the development documents, with and
# without these, the same readings came out.
_RARE = 1e-4
_CONSONANTS = frozenset("bcdđfghjklmnpqrstvwxz")

# How often a sentence begins with a capital.
_OPENED = 0.95
# How often a question mark follows a word, against being a lost letter.
_QUESTION = 0.002
# How often a mark that stands alone is a dash, which is lost as letters are, against another pause.
_DASH = 0.3


@dataclass(frozen=True, eq=False, slots=True)
class Readings:
    """The possible readings of one place, the likeliest word first."""

    units: tuple[int, ...]
    """The unit of each reading, or NOTHING."""
    spellings: tuple[str, ...]
    """How each reading is written, here."""
    lowered: tuple[str, ...]
    """The spellings in lower case."""
    words: tuple[int, ...]
    """Each unit once: what the language model sees of the readings."""
    weights: tuple[float, ...]
    """What speaks for each word beside its neighbours, its spellings taken together."""
    word_of: tuple[int, ...]
    """For each reading, which of the words it is."""
    parts: tuple[float, ...]
    """For each reading, its part of the word's weight."""

    @classmethod
    def of(cls, units: tuple[int, ...], spellings: tuple[str, ...], weights: tuple[float, ...]) -> "Readings":
        """Readings with these units, spellings and weights."""
        lowered = tuple(map(str.lower, spellings))
        if lowered == spellings:
            lowered = spellings
        count = len(units)
        # Thousands are remembered, and most have one spelling for each word: they share what they can.
        if len(set(units)) == count:
            return cls(units, spellings, lowered, units, weights, _IN_ORDER[count], _WHOLE[count])
        sums: dict[int, float] = {}
        for unit, weight in zip(units, weights, strict=True):
            sums[unit] = sums.get(unit, 0.0) + weight
        places = {unit: place for place, unit in enumerate(sums)}
        word_of = tuple(places[unit] for unit in units)
        parts = tuple(weight / sums[unit] for unit, weight in zip(units, weights, strict=True))
        return cls(units, spellings, lowered, tuple(sums), tuple(sums.values()), word_of, parts)

    @classmethod
    def single(cls, unit: int, spelling: str) -> "Readings":
        """The only reading there is."""
        return cls.of((unit,), (spelling,), (1.0,))


class Setting(NamedTuple):
    """What the surroundings of a word say about how it may be written."""

    previous: str
    """A character after which the damage does the same as after the one before the word."""
    capitals: bool = False
    """Whether the whole line is in capitals."""
    after_capital: bool | None = None
    """Whether the word before has a capital; None where the word's own capital says nothing."""
    opens: bool = False
    """Whether a sentence begins with it."""


class Inversion:
    """A damage run backwards over a model's vocabulary."""

    def __init__(self, model: Model, damage: Damage) -> None:
        """Prepare nothing yet: tables are made when the first word asks for them."""
        self.model = model
        self.damage = damage
        self.words: Mapping[tuple[str, bool, bool | None, bool], Mapping[str, Readings]] = Remembering(
            self._on, _MOST_WORDS
        )
        """By occasion and by what stands there, what a word may have been."""
        self._unigrams = model.unigrams.tolist()
        self._itself = Remembering(self._only, _MOST_WORDS)
        self._deletes: Mapping[str, bool] = Remembering(lambda letter: damage(letter) == "", _MOST_WORDS)
        self._gaps = Remembering(self._gap, _MOST_HABITS)
        self._tables: dict[tuple[str, bool], _Table] = {}

    def itself(self, observed: str) -> Readings:
        """The word as its only reading."""
        return self._itself[observed]

    def gap(self, habit: float, opens: bool = False, capitals: bool = False) -> Readings:
        """What may have stood between two spaces, where the typist doubles spaces so often (0 to 1).

        `opens` says that a sentence begins there, with a capital, `capitals` that the line is in capitals.
        """
        return self._gaps[habit, opens, capitals]

    @cached_property
    def hides_capitals(self) -> bool:
        """Whether the damage deletes initials whose capitals are no units of their own: Đ, Ô, Ý."""
        return any(self._deletes[letter] for letter in LETTERS if not FIRST_TONED <= letter <= LAST_TONED)

    @cached_property
    def vanished(self) -> Sequence[tuple[int, str]]:
        """The words the damage deletes whole, with their units, the most frequent first."""
        return self._vanishing[:MOST_VANISHED]

    @cached_property
    def vanishing(self) -> float:
        """How frequent the words are, together, that the damage deletes whole."""
        return float(sum(self._unigrams[unit] for unit, _ in self._vanishing))

    @property
    def _vanishing(self) -> Sequence[tuple[int, str]]:
        return self._table(LINE_START, False).get("", ())

    def reads_as_word(self, observed: str) -> bool:
        """Whether what stands there in capitals may be what is left of a word with a vowel."""
        left = self._table(LINE_START, True).get(self.damage.lowered(observed), ())
        return any(
            not _CONSONANTS.issuperset(surface) and is_syllable(part_tone(surface)[0].lower())
            for _, surface in left
        )

    def _on(self, occasion: tuple[str, bool, bool | None, bool]) -> Mapping[str, Readings]:
        on = Setting(*occasion)
        return Remembering(lambda observed: self._readings(self._weighed(observed, on)), _MOST_WORDS)

    def _only(self, observed: str) -> Readings:
        return self._readings([(self.model.numbers.get(canonical(observed.lower()), UNKNOWN), observed, 1.0)])

    def _gap(self, occasion: tuple[float, bool, bool]) -> Readings:
        habit, opens, capitals = occasion
        words = (word for each in self.vanished for word in self._lost_whole(*each, opens, capitals))
        return self._readings([(NOTHING, "", habit), *words])

    def _lost_whole(
        self, unit: int, word: str, opens: bool, capitals: bool
    ) -> Iterator[tuple[int, str, float]]:
        """A word that the damage deletes whole, as it may have been written: names have a capital."""
        capital = word.upper() if capitals else word[0].upper() + word[1:]
        if self.damage(capital):
            yield unit, word, 1.0
        elif opens or capitals:
            yield unit, capital, 1.0
        else:
            share = self._capital_share(unit, Setting(LINE_START))
            yield unit, word, 1 - share
            yield unit, capital, share

    def _readings(self, found: list[tuple[int, str, float]]) -> Readings:
        units, spellings, weights = zip(*found, strict=True)
        return Readings.of(units, spellings, weights)

    def _weighed(self, observed: str, occasion: Setting) -> list[tuple[int, str, float]]:
        found = list(self._found(observed, occasion))
        if self.damage.mark == "?" and observed.endswith("?"):
            asked = self._found(observed[:-1], occasion) if observed[:-1] else ()
            found += [(unit, spelling + "?", weight * _QUESTION) for unit, spelling, weight in asked]
        if observed == self.damage.mark:
            found.append((COMMA, observed, _DASH))
        elif not any(spelling == observed for _, spelling, _ in found):
            found.append((UNKNOWN, observed, _OUTSIDE))
        if len(found) == 1 and found[0][0] != UNKNOWN:
            # Nothing to weigh it against.
            return [(found[0][0], found[0][1], 1.0)]
        return self._frequent(found, observed)

    def _frequent(self, found: list[tuple[int, str, float]], observed: str) -> list[tuple[int, str, float]]:
        """The readings without those so rare beside another that no neighbours make up for it."""
        unigrams = self._unigrams
        least = _RARE * max(unigrams[unit] * weight for unit, _, weight in found)
        return [
            (unit, spelling, weight)
            for unit, spelling, weight in found
            if unigrams[unit] * weight >= least or spelling == observed
        ]

    def _found(self, observed: str, occasion: Setting) -> Iterator[tuple[int, str, float]]:
        """The readings the vocabulary offers: unit, spelling, weight."""
        capitals = observed == observed.upper() and (occasion.capitals or self._shows_capitals(observed))
        lower = self.damage.lowered(observed)
        surfaces = self._table(occasion.previous, capitals).get(lower, ())
        if not capitals and _is_class(observed[:1]):
            surfaces += self._of_capitals(observed, occasion.previous, surfaces)
        for unit, surface in surfaces[:MOST_READINGS]:
            if not capitals and observed == lower and surface.islower() and not self.damage.recases:
                spelling: str | None = surface
            else:
                cased = surface.upper() if capitals or _is_acronym(surface, observed) else surface
                spelling = spell(self.damage, occasion.previous, observed, cased)
            if spelling is not None and (capitals or self._well_cased(unit, spelling, observed)):
                weight = self._weight(unit, spelling, observed, occasion.after_capital)
                capital = spelling[0].upper() + spelling[1:]
                hidden = spelling != capital and self._initial_hidden(unit, observed)
                if not hidden or self.damage.after(occasion.previous, capital) != observed:
                    yield unit, spelling, weight
                else:
                    share = self._capital_share(unit, occasion)
                    yield unit, spelling, weight * (1 - share)
                    yield unit, capital, weight * share

    def _of_capitals(
        self, observed: str, previous: str, others: tuple[_Surface, ...]
    ) -> tuple[_Surface, ...]:
        """What a word may have been whose initial stands for capitals, not for their small letters."""
        left = self._table(previous, True).get(observed.lower(), ())
        return tuple(each for each in left if each not in others)

    def _well_cased(self, unit: int, spelling: str, observed: str) -> bool:
        """Whether the spelling is the unit's own: each spelling belongs to one unit."""
        name = self.model.units[unit]
        if observed[:1].isupper() and self._initial_lost(spelling, observed) and not spelling.isupper():
            return False
        if spelling[0].isupper():
            return name[0].isupper() or name[0].upper() + name[1:] not in self.model.numbers
        return not name[0].isupper()

    def _weight(self, unit: int, spelling: str, observed: str, after_capital: bool | None) -> float:
        """How well spelling and case fit the unit, as far as the damage left them to be seen."""
        weight = 1.0
        if self.damage.remains:
            other = self.model.other_spelling_share(unit)
            weight = other if canonical(spelling.lower()) != spelling.lower() else 1 - other
        if (
            after_capital is None
            or self.model.units[unit][0].isupper()
            or self._initial_lost(spelling, observed)
        ):
            return weight
        share = self.model.capital_share(unit, after_capital)
        return weight * (share if observed[0].isupper() else 1 - share)

    def _initial_hidden(self, unit: int, observed: str) -> bool:
        """Whether the case of an initial that has no unit of its own as a capital can't be seen."""
        initial = self.model.units[unit][0]
        marked = observed[:1] in self.damage.signs and observed != ""
        return (marked or self._deletes[initial]) and not FIRST_TONED <= initial.lower() <= LAST_TONED

    def _shows_capitals(self, observed: str) -> bool:
        """Whether a word with hidden letters is in capitals, as far as it can be seen."""
        return self.damage.signs != "" and sum(map(str.isupper, observed)) > 1

    def _capital_share(self, unit: int, occasion: Setting) -> float:
        """How often the unit has a capital there."""
        if occasion.opens:
            return _OPENED
        if occasion.after_capital is None:
            return sum(self.model.capital_share(unit, after) for after in (False, True)) / 2
        return self.model.capital_share(unit, occasion.after_capital)

    def _initial_lost(self, spelling: str, observed: str) -> bool:
        lost = not self.damage.remains or self._deletes[spelling[0]]
        return lost and spelling[0] != observed[:1]

    def _table(self, previous: str, capitals: bool) -> _Table:
        """The table for words after such a character, made when it is first asked for."""
        key = previous, capitals
        if key not in self._tables:
            self._tables[key] = self._invert(previous, capitals)
        return self._tables[key]

    def _invert(self, previous: str, capitals: bool) -> _Table:
        # One call for the whole vocabulary: each surface on a line of its own, after the character given.
        opening, surfaces = previous.strip(LINE_START), _surfaces(self.model)
        damaged = self.damage.lowered(self.damage(_list(self.model, opening, capitals))).split("\n")
        # The tables have most forms in common, and most forms have one surface: these are shared.
        forms = [*map(intern, (line.removeprefix(opening) for line in damaged) if opening else damaged)]
        table: _Table = dict(zip(reversed(forms), reversed(surfaces), strict=True))
        if len(table) < len(forms):
            for form, surface in zip(forms, surfaces, strict=True):
                if table[form] is not surface:  # not the first of its form
                    table[form] += surface
        return table


@lru_cache(maxsize=8)
def _list(model: Model, opening: str, capitals: bool) -> str:
    """All surfaces, each on a line of its own after the opening."""
    surfaces = f"\n{opening}".join(surface for ((_, surface),) in _surfaces(model))
    return opening + (surfaces.upper() if capitals else surfaces)


@lru_cache(maxsize=2)
def _surfaces(model: Model) -> Sequence[tuple[_Surface]]:
    """Every way to write every unit, the most frequent unit first, each alone in a tuple."""
    surfaces = []
    for unit, number in model.numbers.items():
        if number >= len(SPECIAL):
            surfaces.append((number, unit))
            other = other_spelling(unit)
            if other is not None:
                surfaces.append((number, other))
    return [(surface,) for surface in sorted(surfaces, key=lambda entry: -model.unigrams[entry[0]])]


def _is_class(char: str) -> bool:
    """Whether it stands for letters that became alike."""
    return "\ue000" <= char <= "\uf8ff"


def _is_acronym(surface: str, observed: str) -> bool:
    """Whether the surface, in lower case, has no vowel, and a capital is seen of it: HĐND, NLĐ, CĐ."""
    return observed.isupper() and _CONSONANTS.issuperset(surface)


def spell(damage: Damage, previous: str, observed: str, surface: str) -> str | None:
    """The surface with the letters and the case that can be seen; None if the damage would not leave that."""
    place, written, before = 0, [], previous
    for letter in damage.parted(surface):
        left = damage.after(before, letter)
        before = letter
        if not left:
            written.append(letter)
            continue
        seen = observed[place : place + len(left)]
        place += len(left)
        if left == letter:
            written.append(seen)
        elif seen == left and not seen.isupper():
            written.append(letter)
        else:
            written.append(letter.upper() if seen.isupper() or damage(letter.upper()) == seen else letter)
    spelling = "".join(written)
    return spelling if damage.after(previous, spelling) == observed else None
