"""Where in a text the editors' hand shows: letters put back, words emended, readings left open."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kyyeu.model import Emendation, Trace, UncertainReading
from kyyeu.restorer.damage.loss import Loss

Damage = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the header or a block of the body, as printed."""

    name: str
    """``title``, ``author`` or ``position``; empty for a block."""
    block: int
    """Number of the block, from 0; 0 for a line of the header."""
    text: str
    """What it says."""
    damage: Damage
    """What befell it; ``str`` where it was spared."""


@dataclass(frozen=True, slots=True)
class Undone:
    """A text with its emendations undone, and what each of its characters has become in print."""

    text: str
    """As the source had it before the damage."""
    origins: tuple[tuple[int, int, int | None], ...]
    """For each character: start and end of what is printed for it, and the emendation that did it."""


def undo(text: str, emendations: Sequence[Emendation]) -> Undone:
    """The text before the emendations, the last one undone first.

    >>> undo("giữ nếp", [Emendation("nết", "nếp", "", 1)]).origins[3:5]
    ((3, 4, None), (4, 7, 0))
    """
    origins: list[tuple[int, int, int | None]] = [(place, place + 1, None) for place in range(len(text))]
    for number, entry in reversed([*enumerate(emendations)]):
        place = text.find(entry.text)
        while place >= 0:
            end = place + len(entry.text)
            origins[place:end] = [(origins[place][0], origins[end - 1][1], number)] * len(entry.source)
            text = text[:place] + entry.source + text[end:]
            place = text.find(entry.text, place + len(entry.source))
    return Undone(text, tuple(origins))


def find_traces(
    lines: Sequence[Line], emendations: Sequence[Emendation], uncertain: Sequence[UncertainReading]
) -> tuple[Trace, ...]:
    """Every trace in all the lines, in the order they are given; within a line by place."""
    traces = list[Trace]()
    for line in lines:
        undone = undo(line.text, emendations)
        found = [*_emended(line, undone), *_restored(line, undone), *_uncertain(line, uncertain)]
        traces += sorted(found, key=lambda trace: (trace.start, -trace.end, trace.kind))
    return tuple(traces)


def _emended(line: Line, undone: Undone) -> Iterator[Trace]:
    for start, end, number in dict.fromkeys(undone.origins):
        if number is not None:
            yield Trace(line.name, line.block, start, end, "emended", number)


def _restored(line: Line, undone: Undone) -> Iterator[Trace]:
    for match in line.damage.find(undone.text) if isinstance(line.damage, Loss) else ():
        start, end, number = undone.origins[match.start()]
        if number is None:
            yield Trace(line.name, line.block, start, end, "restored", 0)


def _uncertain(line: Line, uncertain: Sequence[UncertainReading]) -> Iterator[Trace]:
    for number, entry in enumerate(uncertain):
        if (place := line.text.find(entry.context)) >= 0:
            start = place + entry.context.find(entry.reading)
            yield Trace(line.name, line.block, start, start + len(entry.reading), "uncertain", number)
