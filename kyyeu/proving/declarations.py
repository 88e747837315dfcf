"""What the front matter declares of an article, applied to its lines: what does not hold is an objection."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from kyyeu.model import Emendation
from kyyeu.proving.collation import Difference, Piece
from kyyeu.proving.concordance import Spot, find_spots
from kyyeu.proving.objections import Objection
from kyyeu.proving.spelling import fold, settle
from kyyeu.proving.traces import ProofLine, Undone, find_emended, put_through, undo_emendations
from kyyeu.restorer.damage import NONE, Damage, Span
from kyyeu.schema import EmendationForm, SourceForm, SparedForm, UncertainForm

Spots = Mapping[str, Sequence[Spot]]
Passages = Mapping[int, SparedForm]
"""The entries of ``spared:`` that are words and no part of the article, by their index there."""


@dataclass(frozen=True, slots=True)
class Declared:
    """An article's lines with what is declared of them."""

    pieces: tuple[Piece, ...]
    """The lines, their emendations undone, and damaged but for what was spared."""
    emendations: tuple[Emendation, ...]
    """In the order they are declared."""
    applied: tuple[int, ...]
    """Which entries of the form they are, from 0."""
    readings: tuple[tuple[int, Span], ...]
    """The open readings, each with the number of its line and its place there."""
    objections: tuple[Objection, ...]
    """Declarations that do not hold; the first two kinds were not applied."""
    unemended: frozenset[str]
    """The words of the source, as damaged, that emendations among them speak of."""
    unspared: frozenset[str]
    """The words that were to be spared by those among them."""

    def explains(self, difference: Difference) -> bool:
        """Whether a difference comes of a declaration that was not applied, and is no mistake of its own."""
        printed = difference.word.printed
        spared = printed in self.unspared or settle(printed) == difference.expected[0]
        return self.unemended.issuperset(difference.expected) or (bool(self.unspared) and spared)

    def entry_of(self, difference: Difference) -> int | None:
        """The entry of the form that emended the word, where the source has not what it says."""
        block, first = difference.word.where
        last = first + len(difference.word.printed)
        body = (piece.line for piece in self.pieces if not piece.line.name)
        for line in (line for line in body if line.block == block):
            for start, end, number in find_emended(line.text, self.emendations):
                if start < last and end > first and self._is_unfounded(number, line.damage, difference):
                    return self.applied[number]
        return None

    def _is_unfounded(self, number: int, damage: Damage, difference: Difference) -> bool:
        """Whether the word and the source's differ in nothing but what the emendation says the source has."""
        for said in settle(fold(damage(self.emendations[number].source))).split(" "):
            before, found, after = difference.damaged.partition(said) if said else ("", "", "")
            there = difference.expected[0]
            if found and there.startswith(before) and there[len(before) :].endswith(after):
                return True
        return False


def apply_declarations(lines: Sequence[ProofLine], form: SourceForm, damage: Damage, source: str) -> Declared:
    """The lines as the front matter's `form` declares them; `source` is what the article's source says."""
    texts = [line.text for line in lines]
    passages = {number: entry for number, entry in enumerate(form.spared) if isinstance(entry, SparedForm)}
    wanted = {entry.text for entry in passages.values()} | {entry.text for entry in form.uncertain}
    spots = find_spots(wanted, texts)
    unemended = dict(_object_to_emendations(form.emendations, texts))
    applied = [number for number in range(len(form.emendations)) if number not in unemended]
    emendations = _count_places([form.emendations[number] for number in applied], texts)
    undone = [undo_emendations(text, emendations) for text in texts]
    unspared = dict(_object_to_spared(passages, spots, lines, undone, settle(fold(source))))
    spared = _find_spared((passages[number] for number in passages.keys() - unspared), spots)
    pieces = (
        _piece(replace(line, spared=tuple(sorted(spared[number]))), undone[number])
        for number, line in enumerate(lines)
    )
    doubtful = _object_to_readings(form.uncertain, spots, damage)
    return Declared(
        pieces=tuple(pieces),
        emendations=tuple(emendations),
        applied=tuple(applied),
        readings=tuple(_find_readings(form.uncertain, spots)),
        objections=(*unemended.values(), *unspared.values(), *doubtful),
        unemended=_words(fold(damage(form.emendations[number].source)) for number in unemended),
        unspared=_words(passages[number].text for number in unspared),
    )


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in settle(text).split(" "))


def _piece(line: ProofLine, undone: Undone) -> Piece:
    spaced = put_through(line, undone)
    return Piece(line, undone, fold(spaced), spaced)


def _find_spot(entry: SparedForm | UncertainForm, spots: Spots) -> Spot | None:
    """The one spot that an entry means; None where there is none, or more than one."""
    places = spots[entry.text]
    number = entry.place or 1
    return places[number - 1] if number <= len(places) and (entry.place or len(places) == 1) else None


def _find_spared(entries: Iterable[SparedForm], spots: Spots) -> Mapping[int, list[Span]]:
    """What was spared of each line, by its number."""
    spared = defaultdict[int, list[Span]](list)
    for entry in entries:
        if spot := _find_spot(entry, spots):
            spared[spot.line].append(Span(spot.start, spot.start + len(entry.text)))
    return spared


def _find_readings(entries: Sequence[UncertainForm], spots: Spots) -> Iterator[tuple[int, Span]]:
    for entry in entries:
        if spot := _find_spot(entry, spots):
            start = spot.start + entry.text.find(entry.reading)
            yield spot.line, Span(start, start + len(entry.reading))


def _object_to_emendations(
    entries: Sequence[EmendationForm], texts: Sequence[str]
) -> Iterator[tuple[int, Objection]]:
    """An emendation changes words of the article, at one place where it is not said to be everywhere."""
    for number, (entry, places) in enumerate(zip(entries, _count_emended(entries, texts), strict=True)):
        where = ("source", "emendations", number, "text")
        facts = {"text": entry.text, "places": places}
        if settle(fold(entry.source)) == settle(fold(entry.text)):
            yield number, Objection("emendation-needless", where, facts)
        elif not places:
            within = any(entry.text in text for text in texts)
            code = "emendation-within" if within else "emendation-missing"
            yield number, Objection(code, where, facts)
        elif places > 1 and not entry.everywhere:
            yield number, Objection("emendation-twice", where, facts)


def _count_places(entries: Sequence[EmendationForm], texts: Sequence[str]) -> list[Emendation]:
    """The emendations of the texts, each with its number of places."""
    return [
        Emendation(entry.source, entry.text, entry.reason or "", places)
        for entry, places in zip(entries, _count_emended(entries, texts), strict=True)
    ]


def _count_emended(entries: Sequence[EmendationForm], texts: Sequence[str]) -> list[int]:
    """At how many places of the texts each was made."""
    made = Counter(place.number for text in texts for place in find_emended(text, entries))
    return [made[number] for number in range(len(entries))]


def _object_to_spared(
    passages: Passages, spots: Spots, lines: Sequence[ProofLine], undone: Sequence[Undone], source: str
) -> Iterator[tuple[int, Objection]]:
    """Spared words stand in the source as they are, and the damage would have changed them."""
    for number, entry in passages.items():
        where = ("source", "spared", number, "text")
        spot, facts = _find_spot(entry, spots), {"text": entry.text, "places": len(spots[entry.text])}
        if spot is None:
            yield number, Objection("spared-misplaced", where, facts)
            continue
        previous, words = _before_emendation(undone[spot.line], spot.start, spot.start + len(entry.text))
        if settle(fold(words)) not in source:
            yield number, Objection("spared-missing", where, facts)
        elif settle(lines[spot.line].damage.after(previous, words)) == settle(words):
            yield number, Objection("spared-needless", where, facts)


def _before_emendation(undone: Undone, start: int, end: int) -> tuple[str, str]:
    """A stretch of a line before emendation, after the character before it."""
    first = bisect_left(undone.origins, start, key=itemgetter(0))
    last = bisect_right(undone.origins, end, key=itemgetter(1))
    return undone.text[max(0, first - 1) : first] or "\n", undone.text[first:last]


def _object_to_readings(
    entries: Sequence[UncertainForm], spots: Spots, damage: Damage
) -> Iterator[Objection]:
    """An open reading is in words that stand at one place; each other one is another, and leaves the same.

    Of a sound source any reading may be in doubt: it may have been typed from a faint print.
    """
    for number, entry in enumerate(entries):
        where = ("source", "uncertain", number)
        facts = {"text": entry.text, "reading": entry.reading}
        if _find_spot(entry, spots) is None:
            yield Objection(
                "reading-misplaced", (*where, "text"), {**facts, "places": len(spots[entry.text])}
            )
        elif entry.reading not in entry.text:
            yield Objection("reading-misplaced", (*where, "reading"), {**facts, "places": 0})
            continue
        for place, other in enumerate(entry.alternatives):
            read_so = entry.text.replace(entry.reading, other)
            if other == entry.reading:
                yield Objection("reading-same", (*where, "or", place), facts)
            elif damage is not NONE and fold(damage(read_so)) != fold(damage(entry.text)):
                yield Objection("reading-impossible", (*where, "or", place), {**facts, "other": other})
