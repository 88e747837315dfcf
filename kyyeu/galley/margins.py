"""The galley's margins: left the number of each line, right the doubts beside the lines where they begin."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kyyeu.galley.listing import Query
from kyyeu.galley.rows import PageLine, Row
from kyyeu.pdf.boxes import SetLine
from kyyeu.pdf.layout import Laid

_POINTS = 72 / 25.4  # in a millimetre


@dataclass(frozen=True, slots=True)
class Paper:
    """The sheet and what lies where on it, in millimetres."""

    width: int = 210
    """Of the sheet: A4."""
    height: int = 297
    """Of the sheet."""
    above: int = 24
    """Over the text; the running head stands there."""
    below: int = 20
    """Under the text; the folio stands there."""
    left: int = 30
    """Beside the text; the numbers of the lines stand there."""
    lists: int = 110
    """How wide the front page and the lists are at most."""
    widest: int = 171
    """The widest book page whose text keeps its width; one wider leaves no room for the pencil."""
    gap: int = 4
    """Between the text and the notes."""
    edge: int = 8
    """Between the notes and the sheet's right edge."""
    unprinted: float = 12.7
    """At the foot of the sheet, where a printer may print nothing: half an inch."""

    @property
    def foot(self) -> float:
        """How far below the sheet's upper edge the last line of a note may stand, in points."""
        return (self.height - self.unprinted) * _POINTS


PAPER = Paper()
"""The one kind there is."""


@dataclass(frozen=True, slots=True)
class Note:
    """What stands in the pencil's margin beside a row."""

    baseline: float
    """How far below the page's upper edge, in points."""
    doubts: tuple[Query, ...]
    """Those that begin in the row; at least one."""


@dataclass(frozen=True, slots=True)
class Margins:
    """The margins of one page."""

    rows: tuple[Row, ...]
    """Those to be numbered."""
    notes: tuple[Note, ...]
    """From top to bottom."""
    crowded: bool = False
    """Whether only the numbers of its doubts have room in the margin, and not their readings."""


def make_margins(pages: int, rows: Iterable[Row], doubts: Iterable[Query]) -> tuple[Margins, ...]:
    """The margins of each of the `pages`."""
    beside = defaultdict[PageLine, list[Query]](list)
    for doubt in doubts:
        beside[doubt.place].append(doubt)
    on = defaultdict[int, list[Row]](list)
    for row in rows:
        on[row.place.page].append(row)
    return tuple(Margins(tuple(on[page]), tuple(_notes(on[page], beside))) for page in range(1, pages + 1))


def _notes(rows: Iterable[Row], beside: Mapping[PageLine, Sequence[Query]]) -> Iterator[Note]:
    return (Note(row.baseline, tuple(beside[row.place])) for row in rows if row.place in beside)


def fit_margins(margins: Sequence[Margins], draw: Callable[[Sequence[Margins]], Laid]) -> Laid:
    """The margins as `draw` lays them out, a page a sheet; notes without room lose their readings."""
    drawn = draw(margins)
    crowded = {*_crowded(drawn.lines("note"))}
    if not crowded:
        return drawn
    return draw([replace(sheet, crowded=page in crowded) for page, sheet in enumerate(margins, 1)])


def _crowded(notes: Iterable[SetLine]) -> Iterator[int]:
    """The pages whose notes end below the foot or on a later sheet; their ids begin with the page."""
    for line in notes:
        pages = {int(anchor.partition("-")[0]) for anchor in line.anchors}
        yield from pages if line.baseline > PAPER.foot else pages - {line.page}
