"""The readings an editor should look at, each in words that lead to its place in the article."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kyyeu.intake.pointers import Excerpt, Passage, Pointer, point_around
from kyyeu.proving.spelling import fold, settle
from kyyeu.restorer import Step
from kyyeu.restorer.damage import Damage

# How many words of context a reader wants on either side.
_BEFORE, _AFTER = 1, 2
# A fainter reading would be told with a probability below 0,1%.
_LEAST_TOLD = 0.001


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reading that is less than sure."""

    line: int
    """The source's line, from 1."""
    step: Step
    """The step, with the probabilities."""
    words: str
    """The reading with the words around it."""
    text: str
    """More words around it where that takes one place of the article, and no other."""
    place: int | None
    """Which of several places is meant, from 1, where no number of words takes one; else None."""
    reading: str
    """The reading in `text`; longer than the step's where that alone could be mistaken."""
    alternatives: tuple[str, ...]
    """What may stand in place of `reading`, the likeliest first; empty where nothing else is likely."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A reading that is open, before the words that lead to it are found."""

    line: int
    """The source's line, from 1."""
    step: Step
    """The step."""
    place: Excerpt
    """Its reading's."""


def find_doubts(
    passages: Sequence[Passage], texts: Sequence[str], damage: Damage, sure: float
) -> tuple[Doubt, ...]:
    """The readings below `sure` (0 to 1), in the order of the passages.

    `texts` are the article's lines and paragraphs, as the proof counts them.
    """
    doubtful = [entry for passage in passages for entry in _open_readings(passage, sure)]
    pointers = point_around([entry.place for entry in doubtful], texts, _BEFORE, _AFTER)
    return tuple(_doubt(entry, pointer, damage) for entry, pointer in zip(doubtful, pointers, strict=True))


def _open_readings(passage: Passage, sure: float) -> Iterator[_Open]:
    before = 0
    for line in passage.paragraph.lines:
        for mark in line.marks:
            if mark.step.probability < sure:
                place = Excerpt(passage, before + mark.start, before + mark.end)
                yield _Open(line.number, _without_faint(mark.step), place)
        before += len(line.written) + 1


def _without_faint(step: Step) -> Step:
    told = tuple(other for other in step.alternatives if other.probability >= _LEAST_TOLD)
    return replace(step, alternatives=told)


def _doubt(entry: _Open, pointer: Pointer | None, damage: Damage) -> Doubt:
    step, shown = entry.step, entry.place.widen(_BEFORE, _AFTER).text
    if pointer is None:
        return Doubt(entry.line, step, shown, shown, None, step.after, ())
    text, reading = pointer.place.text, settle(step.after)
    others = [settle(other.text) for other in step.alternatives]
    if text.count(reading) != 1 or not all(others):
        reading, others = text, [_quote(pointer.place, entry.place, other) for other in others]
    fitting = _fitting(text, reading, others, damage)
    return Doubt(entry.line, step, shown, text, pointer.ordinal, reading, fitting)


def _quote(around: Excerpt, place: Excerpt, other: str) -> str:
    """The words around a place, with another reading there."""
    written = around.passage.written
    return settle(fold(written[around.start : place.start] + other + written[place.end : around.end]))


def _fitting(text: str, reading: str, others: Sequence[str], damage: Damage) -> tuple[str, ...]:
    """Those of the other readings of which the damage would have left the same."""
    left = fold(damage(text))
    return tuple(
        other
        for other in dict.fromkeys(others)
        if other not in ("", reading) and fold(damage(text.replace(reading, other))) == left
    )
