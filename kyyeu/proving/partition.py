"""A source parted into the lines of an article's header, those of its text, and page furniture."""

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kyyeu.proving.collation import Piece
from kyyeu.proving.objections import Objection, Steps
from kyyeu.proving.spelling import cut_at_line_ends, fold, settle
from kyyeu.restorer.damage import Damage
from kyyeu.schema import FurnitureForm

_BELOW = frozenset(["author", "position", "signed_as", "signed", "recipients"])
"""The entries of a header whose lines stand below the text, if anywhere: those that sign it."""


@dataclass(frozen=True, slots=True)
class Parted:
    """The lines of a source, as it has them."""

    header: tuple[str, ...]
    """Those of the header, in its order; empty where it has none such."""
    body: tuple[str, ...]
    """Those of body text."""
    objections: tuple[Objection, ...]
    """Lines that the article declares, or has in its header, and the source has not."""


class _Lines:
    """The lines of a source, of which some are taken."""

    def __init__(self, text: str):
        self._lines = cut_at_line_ends(text)
        self._left = defaultdict[str, deque[int]](deque)  # where a line still stands, by its spelling
        for place, line in enumerate(self._lines):
            self._left[settle(fold(line))].append(place)
        self._taken = dict[int, Steps]()  # the lines of the header, by their places
        self.objections = list[Objection]()

    def has(self, line: str) -> bool:
        """Whether such a line is left."""
        return bool(self._left[settle(line)])

    def take(self, line: str, first: bool, code: str, where: Steps) -> str:
        """The first or the last such line left, as the source has it; an objection where none is."""
        places = self._left[settle(line)]
        if not places:
            self.objections.append(Objection(code, where, {"text": line, "key": where[0]}))
            return ""
        place = places.popleft() if first else places.pop()
        if where[0] != "source":
            self._taken[place] = where
        return self._lines[place]

    def find_amid(self) -> Iterator[Objection]:
        """Lines given as a position that stand in the midst of the text, by no other line of the header.

        Printed with the signature, a paragraph would be missed where it was said.
        """
        left = [place for places in self._left.values() for place in places if self._lines[place].strip()]
        for place, where in self._taken.items():
            beside = {place - 1, place + 1} & self._taken.keys()
            amid = bool(left) and min(left) < place < max(left)
            if where[0] == "position" and amid and not beside:
                yield Objection("position-amid", where, {"text": self._lines[place].strip()})

    def rest(self) -> tuple[str, ...]:
        """Those that are left, in their order."""
        return tuple(
            self._lines[place] for place in sorted(place for left in self._left.values() for place in left)
        )


def part_source(
    text: str, furniture: Sequence[FurnitureForm], pieces: Sequence[Piece], damage: Damage
) -> Parted:
    """The source's lines, each of the furniture and of the header's pieces found once."""
    lines = _Lines(text)
    for number, entry in enumerate(furniture):
        line = fold(entry.line)
        if damage.exact and not lines.has(line):
            line = fold(damage(line))  # what was only respelt may be declared as a reader reads it
        lines.take(line, True, "furniture-missing", ("source", "furniture", number, "line"))
    named = [(piece.damaged, piece.line.name, piece.line.block) for piece in pieces if piece.line.name]
    header = [
        lines.take(line, name not in _BELOW, "header-missing", (name, number)) for line, name, number in named
    ]
    return Parted(tuple(header), lines.rest(), (*lines.objections, *lines.find_amid()))
