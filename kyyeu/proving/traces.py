"""Where in a text the editors' hand shows: letters put back, words emended, readings left open."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from kyyeu.model import Emendation, Trace
from kyyeu.restorer.damage import Damage, Span

Origins = Sequence[tuple[int, int, int | None]]


@dataclass(frozen=True, slots=True)
class ProofLine:
    """A line of the header or a block of the body, as printed."""

    name: str
    """``title``, ``author`` or ``position``; empty for a block."""
    block: int
    """Number of the block, from 0; 0 for a line of the header."""
    text: str
    """What it says."""
    damage: Damage
    """What befell it; NONE where all of it was spared."""
    spared: tuple[Span, ...] = ()
    """The parts of it that were spared, where not all of it was."""


@dataclass(frozen=True, slots=True)
class Undone:
    """A text with its emendations undone, and what each of its characters has become in print."""

    text: str
    """As the source had it before the damage."""
    origins: Origins
    """For each character: start and end of what is printed for it, and the emendation that did it."""


class _Themselves(Sequence[tuple[int, int, int | None]]):
    """The origins of a text that no emendation touched: each character is its own, and none is kept."""

    def __init__(self, length: int):
        self._places = range(length)

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[place] for place in self._places[index]]
        place = self._places[index]
        return place, place + 1, None


def undo_emendations(text: str, emendations: Sequence[Emendation]) -> Undone:
    """The text before the emendations, the last one undone first.

    >>> undo_emendations("giữ nếp", [Emendation("nết", "nếp", "", 1)]).origins[3:5]
    ((3, 4, None), (4, 7, 0))
    """
    if not any(entry.text in text for entry in emendations):
        return Undone(text, _Themselves(len(text)))
    origins: list[tuple[int, int, int | None]] = [(place, place + 1, None) for place in range(len(text))]
    for number, entry in reversed([*enumerate(emendations)]):
        place = text.find(entry.text)
        while place >= 0:
            end = place + len(entry.text)
            origins[place:end] = [(origins[place][0], origins[end - 1][1], number)] * len(entry.source)
            text = text[:place] + entry.source + text[end:]
            place = text.find(entry.text, place + len(entry.source))
    return Undone(text, tuple(origins))


def put_through(line: ProofLine, undone: Undone) -> str:
    """What the source must have for the line: its emendations undone, all damaged but what was spared."""
    if not line.spared:
        return line.damage(undone.text)
    spared = _spared_places(line)
    pieces, previous, start = list[str](), "\n", 0
    for whole, run in groupby(all(spared[first:last]) for first, last, _ in undone.origins):
        piece = undone.text[start : start + sum(1 for _ in run)]
        pieces.append(piece if whole else line.damage.after(previous, piece))
        previous, start = piece[-1], start + len(piece)
    return "".join(pieces)


def _spared_places(line: ProofLine) -> bytearray:
    """For each character of the line 1 where it was spared, else 0."""
    places = bytearray(len(line.text))
    for start, end in line.spared:
        places[start:end] = b"\1" * (end - start)
    return places


def find_traces(
    lines: Sequence[ProofLine], emendations: Sequence[Emendation], uncertain: Sequence[tuple[int, Span]]
) -> tuple[Trace, ...]:
    """Every trace in all the lines, in the order they are given; within a line by place.

    `uncertain` are the open readings, each with the number of its line.
    """
    open_in = defaultdict[int, list[tuple[int, Span]]](list)
    for number, (place, reading) in enumerate(uncertain):
        open_in[place].append((number, reading))
    traces = list[Trace]()
    for place, line in enumerate(lines):
        undone = undo_emendations(line.text, emendations)
        found = [*_emended(line, undone), *_restored(line, undone), *_uncertain(line, open_in[place])]
        traces += sorted(found, key=lambda trace: (trace.start, -trace.end, trace.kind))
    return tuple(traces)


def _emended(line: ProofLine, undone: Undone) -> Iterator[Trace]:
    if isinstance(undone.origins, _Themselves):
        return
    for start, end, number in dict.fromkeys(undone.origins):
        if number is not None:
            yield Trace(line.name, line.block, start, end, "emended", number)


def _restored(line: ProofLine, undone: Undone) -> Iterator[Trace]:
    if line.damage.exact:
        return
    spared = _spared_places(line)
    for letter in line.damage.taken(undone.text):
        start, end, number = undone.origins[letter.start]
        if number is None and not spared[start]:
            yield Trace(line.name, line.block, start, end, "restored", 0)


def _uncertain(line: ProofLine, readings: Sequence[tuple[int, Span]]) -> Iterator[Trace]:
    for number, reading in readings:
        yield Trace(line.name, line.block, reading.start, reading.end, "uncertain", number)
