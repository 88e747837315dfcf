"""Where in a text the editors' hand shows: letters put back, words emended, readings left open."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple, Protocol

from kyyeu.model import Emendation, Trace
from kyyeu.proving.spelling import settle
from kyyeu.restorer.damage import Damage, Span

# A letter, with the marks that stand apart from it.
_LETTER = re.compile("[^\\W\\d_][\u0300-\u036f]*")

Origins = Sequence[tuple[int, int, int | None]]


@dataclass(frozen=True, slots=True)
class ProofLine:
    """A line of the header or a block of the body, as printed."""

    name: str
    """``title``, ``author`` or ``position``; empty for a block."""
    block: int
    """Number of the block, from 0; for the header, which of the lines of that name."""
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


class AnyEmendation(Protocol):
    """An emendation, be it of a form or of an account."""

    @property
    def source(self) -> str:
        """What the source has."""

    @property
    def text(self) -> str:
        """What the booklet has in its stead."""


class Emended(NamedTuple):
    """A stretch of a text that was emended."""

    start: int
    """Its first character, from 0."""
    end: int
    """The character after its last."""
    number: int
    """Which of the emendations did it, from 0."""


def find_emended(text: str, emendations: Sequence[AnyEmendation]) -> Sequence[Emended]:
    """Where the text as printed was emended, in order; of two that would share a letter the later one was.

    So no emendation is made on another's words, and each is counted where the source has its own.

    >>> find_emended("nếp, nếp cũ", [Emendation("nết", "nếp", "", 1), Emendation("nếp xưa", "nếp cũ", "", 1)])
    [Emended(start=0, end=3, number=0), Emended(start=5, end=11, number=1)]
    """
    taken, found = bytearray(len(text)), list[Emended]()
    for number, entry in reversed([*enumerate(emendations)]):
        start = text.find(entry.text)
        while start >= 0:
            end = start + len(entry.text)
            if 1 in taken[start:end]:
                end = start + 1
            else:
                taken[start:end] = b"\1" * (end - start)
                found.append(Emended(start, end, number))
            start = text.find(entry.text, end)
    return sorted(found)


def undo_emendations(text: str, emendations: Sequence[AnyEmendation]) -> Undone:
    """The text before the emendations.

    >>> undo_emendations("giữ nếp", [Emendation("nết", "nếp", "", 1)]).origins[3:5]
    ((3, 4, None), (4, 7, 0))
    """
    emended = find_emended(text, emendations)
    if not emended:
        return Undone(text, _Themselves(len(text)))
    words, origins, done = "", list[tuple[int, int, int | None]](), 0
    for start, end, number in emended:
        source = emendations[number].source
        words += text[done:start] + source
        origins += [*_themselves(done, start), *[(start, end, number)] * len(source)]
        done = end
    return Undone(words + text[done:], (*origins, *_themselves(done, len(text))))


def _themselves(start: int, end: int) -> Iterator[tuple[int, int, None]]:
    """The origins of characters that no emendation touched."""
    return ((place, place + 1, None) for place in range(start, end))


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


def count_letters(line: ProofLine, undone: Undone, source: str) -> Counter[str]:
    """The letters put back in the line, which stands in the source as `source`: each with how often it was.

    A damage that only takes letters apart may have left some of them whole, and nobody had to declare these:
    what is apart and what is whole is one spelling to the proof.
    """
    letters = Counter(undone.text[start:end] for start, end in _find_taken(line, undone))
    if settle(line.damage(undone.text)) == settle(undone.text):
        letters -= Counter(_LETTER.findall(source))
    return letters


def _find_taken(line: ProofLine, undone: Undone) -> Iterator[Span]:
    """The letters of the undone text that the damage took, all but the spared ones."""
    spared = _spared_places(line)
    taken = {place for span in line.damage.taken(undone.text) for place in range(*span)}
    for letter in _LETTER.finditer(undone.text) if taken else ():
        first, last, _ = undone.origins[letter.start()]
        if not taken.isdisjoint(range(*letter.span())) and not all(spared[first:last]):
            yield Span(*letter.span())


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
    for first, last in _find_taken(line, undone):
        (start, _, number), (_, end, _) = undone.origins[first], undone.origins[last - 1]
        if number is None:
            yield Trace(line.name, line.block, start, end, "restored", 0)


def _uncertain(line: ProofLine, readings: Sequence[tuple[int, Span]]) -> Iterator[Trace]:
    for number, reading in readings:
        yield Trace(line.name, line.block, reading.start, reading.end, "uncertain", number)
