"""A restoration cut into lines, each with what the source has and what was made of it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from kyyeu.proving.spelling import count_line_ends, cut_at_line_ends, fold, settle
from kyyeu.restorer import Restoration, Step, replay
from kyyeu.restorer.damage import Damage, Span, damage_named, touching

_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?…]) (?=[^\s.!?…])")
_WORD = re.compile("(?:[^\\W\\d_]|[\u0300-\u036f])+|[^\\w\\s\u0300-\u036f]+")  # signs are spared too: ”, –


@dataclass(frozen=True, slots=True)
class Mark:
    """A step of the restoration, found again in its line."""

    step: Step
    """What was done."""
    start: int
    """Where its reading begins in the line's `written`, in characters."""

    @property
    def end(self) -> int:
        """Where its reading ends."""
        return self.start + len(self.step.after)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line that is not blank."""

    number: int
    """Its number in the source as an editor's program counts, from 1: a form feed begins no new one."""
    start: int
    """Where it begins in the source, in characters from 0; no two lines share that."""
    end: int
    """Where it ends there, with what ends it."""
    source: str
    """As the source has it, white space folded."""
    written: str
    """As it was restored, to the character."""
    restored: str
    """As an article has it: white space folded, NFC."""
    marks: tuple[Mark, ...]
    """What was done in it."""
    spared: tuple[Span, ...]
    """The words of `written` that the damage would have changed and did not."""
    indent: int
    """Characters of white space before it."""
    opens: bool
    """Whether a blank line stands before it, or nothing."""

    @property
    def untouched(self) -> bool:
        """Whether the damage passed by all of it: there was something to change, and nothing was restored."""
        return bool(self.spared) and not self.marks


def cut_lines(restoration: Restoration) -> tuple[SourceLine, ...]:
    """The lines of the source that are not blank."""
    return tuple(_lines(restoration))


def _lines(restoration: Restoration) -> Iterator[SourceLine]:
    damage = damage_named(restoration.damage)
    starts = [step.start for step in restoration.steps]
    number, place, opens = 1, 0, True
    for source in cut_at_line_ends(restoration.source):
        steps = restoration.steps[bisect_left(starts, place) : bisect_left(starts, place + len(source))]
        line = _line(number, source, steps, place, opens, damage)
        if line.restored:
            yield line
        opens = not line.restored
        number += count_line_ends(source)
        place += len(source)


def _line(
    number: int, source: str, steps: Sequence[Step], place: int, opens: bool, damage: Damage
) -> SourceLine:
    """The line whose steps count from the beginning of the text, `place` characters before it."""
    written, spared = replay(source, steps, place), tuple[Span, ...]()
    if not _same(damage(settle(fold(written))), source):
        steps = steps if damage.exact else tuple(_believed(source, steps, place, damage))
        written = replay(source, steps, place)
        spared = tuple(_spared(written, tuple(_marks(steps, place)), damage))
    return SourceLine(
        number, place, place + len(source),
        fold(source), written, settle(fold(written)), tuple(_marks(steps, place)), spared,
        indent=len(source) - len(source.lstrip()),
        opens=opens,
    )  # fmt: skip


def _believed(source: str, steps: Sequence[Step], place: int, damage: Damage) -> Iterator[Step]:
    """The steps of a line in which words were spared, but for those that take sound words for damaged."""
    sound = touching([*_spared(source, (), damage)])
    yield from (step for step in steps if not sound(step.start - place, step.end - place))


def _same(one: str, other: str) -> bool:
    """Whether the two differ in white space and spelling only."""
    return settle(fold(one)) == settle(fold(other))


def _marks(steps: Sequence[Step], start: int) -> Iterator[Mark]:
    grown = 0
    for step in steps:
        yield Mark(step, step.start - start + grown)
        grown += len(step.after) - len(step.before)


def _spared(written: str, marks: Sequence[Mark], damage: Damage) -> Iterator[Span]:
    """The words that stand as in the source although the damage would have changed them."""
    restored = touching([Span(mark.start, mark.end) for mark in marks if mark.step.before != mark.step.after])
    for start, end in (match.span() for match in _WORD.finditer(written)):
        sound = settle(written[start:end])
        left = damage.after(written[max(0, start - 1) : start] or "\n", sound)
        if not _same(left, sound) and not restored(start, end):
            yield Span(start, end)


def count_words(lines: Sequence[SourceLine], meant: Callable[[Step], bool]) -> int:
    """Words in which there is a step that is meant; a step may be a letter of one, or several of them.

    What may be missing between two words counts with the second, and at the end of a line with the last.
    """
    return sum(len(_touched(line, meant)) for line in lines)


def _touched(line: SourceLine, meant: Callable[[Step], bool]) -> set[int]:
    """Which of the line's words, from 0, have such a step."""
    words = [Span(*match.span()) for match in re.finditer(r"\S+", line.written)]
    touched = set[int]()
    for mark in (mark for mark in line.marks if meant(mark.step)):
        first = min(bisect_right(words, mark.start, key=attrgetter("end")), len(words) - 1)
        end = bisect_left(words, mark.end, key=attrgetter("start"))
        touched.update(range(first, max(first + 1, end)))
    return touched


def part_sentences(line: str) -> str:
    """The line with a line break for each space between two sentences, so that every place stays the same."""
    return _BETWEEN_SENTENCES.sub("\n", line)
