"""A restoration cut into lines, each with what the source has and what was made of it."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from unicodedata import normalize

from kyyeu.restorer import Restoration, Step, replay
from kyyeu.restorer.damage import DAMAGES


@dataclass(frozen=True, slots=True)
class Mark:
    """A step of the restoration, found again in its line."""

    step: Step
    """What was done."""
    start: int
    """Where its reading begins in the line's `written`, in characters."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank."""

    number: int
    """Its number in the source, from 1."""
    source: str
    """As the source has it, white space folded."""
    written: str
    """As it was restored, to the character."""
    restored: str
    """As an article has it: white space folded, NFC."""
    marks: tuple[Mark, ...]
    """What was done in it."""
    indent: int
    """Characters of white space before it."""
    opens: bool
    """Whether a blank line stands before it, or nothing."""
    damaged: bool
    """Whether the damage, put upon the restored line, gives the source's: false where words were spared."""


def fold(text: str) -> str:
    """Every run of white space as one space."""
    return " ".join(text.split())


def damage_of(restoration: Restoration) -> Callable[[str], str]:
    """What happened to the text, by the restoration: nothing, or a damage."""
    return DAMAGES[restoration.damage] if restoration.damage else str


def cut_lines(restoration: Restoration) -> tuple[Line, ...]:
    """The lines of the source that are not blank."""
    return tuple(_lines(restoration))


def _lines(restoration: Restoration) -> Iterator[Line]:
    damage = damage_of(restoration)
    starts = [step.start for step in restoration.steps]
    place, opens = 0, True
    for number, line in enumerate(restoration.source.splitlines(keepends=True), 1):
        steps = restoration.steps[bisect_left(starts, place) : bisect_left(starts, place + len(line))]
        written = replay(line, steps, place)
        restored = normalize("NFC", fold(written))
        if restored:
            source = fold(line)
            yield Line(
                number, source, written, restored, tuple(_marks(steps, place)),
                indent=len(line) - len(line.lstrip()),
                opens=opens,
                damaged=normalize("NFC", fold(damage(restored))) == normalize("NFC", source),
            )  # fmt: skip
        opens = not restored
        place += len(line)


def _marks(steps: Iterable[Step], start: int) -> Iterator[Mark]:
    grown = 0
    for step in steps:
        yield Mark(step, step.start - start + grown)
        grown += len(step.after) - len(step.before)
