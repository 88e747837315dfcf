"""Steps on top of steps: what was read to the letter and what was restored in the text so read, as one."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import prod
from typing import NamedTuple

from kyyeu.restorer.damage import Damage, Span, touching
from kyyeu.restorer.damage.notation import Notation
from kyyeu.restorer.restoration import Restoration, Step, replay, steps_back
from kyyeu.restorer.units import WORD

DEDUCED = 0.98
"""How likely the case of a letter is that is told by those around it, or by nothing."""

# What is left of a letter that is not read, and how likely a step is that leaves it.
_SIGN, _SIGNED = re.compile("[\ufffd\ue000-\uf8ff]"), 0.5
_WORDS = re.compile(WORD)


@dataclass(frozen=True, slots=True)
class ReadOff:
    """A source with its notations read back."""

    text: str
    """What came out."""
    steps: tuple[Step, ...]
    """What was read, in the source."""


def read_back(damage: Damage, source: str) -> ReadOff:
    """The source as it was before its notations, the last of them read first."""
    text, steps = source, tuple[Step, ...]()
    for notation in reversed(damage.notations):
        more = tuple(
            Step(place, written, letter, _likely(notation, written, letter))
            for place, written, letter in notation.respelt(text)
        )
        steps = merge(steps, more, text)
        text = replay(text, more)
    return ReadOff(text, steps)


def _likely(notation: Notation, written: str, letter: str) -> float:
    return DEDUCED if notation.deduces and notation.deduces(written, letter) else 1.0


def onto(source: str, read: ReadOff, restoration: Restoration, damage: Damage) -> Restoration:
    """The restoration of the text that was read, as one of the source; `damage` is the whole of it."""
    place_of = _Places(read.steps)
    return replace(
        restoration,
        source=source,
        damage=damage.name,
        steps=tuple(map(_doubting, merge(read.steps, restoration.steps, read.text))),
        spared=tuple(map(place_of.span, restoration.spared)),
        unknown=tuple(map(place_of.span, restoration.unknown)),
    )


def _doubting(step: Step) -> Step:
    """The step, less sure where the sign of a lost letter still stands in what it leaves."""
    if step.before == step.after or not _SIGN.search(step.after):
        return step
    return replace(step, probability=min(step.probability, _SIGNED))


def taken_over(restoration: Restoration, read: Restoration) -> Restoration:
    """The text that was read, which lost nothing, with what is in doubt of its restoration.

    That is a step for each word whose case was deduced, and what is unknown.
    """
    taken = [*steps_back(restoration.steps)]
    touches = touching([Span(step.start, step.end) for step in taken if step.probability <= DEDUCED])
    steps = (
        Step(word.start(), word[0], word[0], DEDUCED)
        for word in _WORDS.finditer(read.text)
        if touches(*word.span())
    )
    place_of = _Places(taken)
    return replace(
        read, steps=tuple(steps), unknown=tuple(sorted({*map(place_of.span, restoration.unknown)}))
    )


def merge(first: Sequence[Step], second: Sequence[Step], between: str) -> tuple[Step, ...]:
    """The steps that do what both do, one after the other; `between` is the text after the first.

    Steps of both that share a character become one.
    """
    if not first:
        return tuple(second)
    steps, shift = list[Step](), 0
    for group in _groups(first, second):
        steps.append(_merged(group, group[0].start + shift, between))
        shift += sum(len(each.step.before) - len(each.step.after) for each in group if each.layer == 0)
    return tuple(steps)


class _Layered(NamedTuple):
    """A step where it stands in the text between."""

    start: int
    end: int
    layer: int
    step: Step


def _groups(first: Sequence[Step], second: Sequence[Step]) -> Iterator[list[_Layered]]:
    """The steps in their order, those that share a character together."""
    shift, layered = 0, [_Layered(step.start, step.end, 1, step) for step in second]
    for step in first:
        start = step.start - shift
        shift += len(step.before) - len(step.after)
        layered.append(_Layered(start, start + len(step.after), 0, step))
    group, end = list[_Layered](), 0
    for each in sorted(layered, key=lambda each: each[:3]):
        if group and each.start >= end:
            yield group
            group, end = [], 0
        group.append(each)
        end = max(end, each.end)
    if group:
        yield group


def _merged(group: Sequence[_Layered], place: int, between: str) -> Step:
    """The group as one step, which stands at the place in the source."""
    start, end = group[0].start, max(each.end for each in group)
    read, restored = (
        [replace(each.step, start=each.start - start) for each in group if each.layer == layer]
        for layer in (0, 1)
    )
    here = between[start:end]
    unread = [replace(step, before=step.after, after=step.before) for step in read]
    alternatives = tuple(
        replace(other, text=replay(here, [replace(step, after=other.text)]))
        for step in restored
        if len(restored) == 1
        for other in step.alternatives
    )
    probability = prod(step.probability for step in (*read, *restored))
    return Step(place, replay(here, unread), replay(here, restored), probability, alternatives)


class _Places:
    """Where the characters of a text that was read stand in its source."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._starts, self._ends, self._source_ends, shift = list[int](), list[int](), list[int](), 0
        for step in steps:
            self._starts.append(step.start - shift)
            shift += len(step.before) - len(step.after)
            self._ends.append(step.end - shift)
            self._source_ends.append(step.end)
        self._steps = steps

    def span(self, span: Span) -> Span:
        """The stretch of the source that became this stretch, whole steps included."""
        return Span(self.before(span.start), self.after(span.end))

    def before(self, place: int) -> int:
        """Where the character at the place begins."""
        number = bisect_right(self._starts, place) - 1
        if number >= 0 and place < self._ends[number]:
            return self._steps[number].start
        return self._beyond(number, place)

    def after(self, place: int) -> int:
        """Where the character before the place ends."""
        number = bisect_right(self._starts, place - 1) - 1
        if number >= 0 and place <= self._ends[number]:
            return self._source_ends[number]
        return self._beyond(number, place)

    def _beyond(self, number: int, place: int) -> int:
        return place if number < 0 else self._source_ends[number] + place - self._ends[number]
