"""The lines of a layout numbered as a reader counts them: from the top of each page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from kyyeu.pdf.boxes import SetLine

_ROW = 4.0  # points: cells of one row differ by less in their baselines, lines one below the other by more


@dataclass(frozen=True, slots=True, order=True)
class PageLine:
    """Where a reader finds something."""

    page: int
    """As the folio has it, from 1."""
    line: int
    """As the margin has it, from 1 at the top of the page."""


@dataclass(frozen=True, slots=True)
class Row:
    """What stands at one height of a page: a line, or the lines of a table's cells side by side."""

    place: PageLine
    """Its page and number."""
    baseline: float
    """How far below the page's upper edge its letters stand, in points."""
    lines: tuple[SetLine, ...]
    """From left to right as the layout gave them; at least one."""


def number_rows(lines: Iterable[SetLine]) -> tuple[Row, ...]:
    """The rows of all pages in order, each with its number."""
    return tuple(
        Row(PageLine(page, number), row[0].baseline, tuple(row))
        for page, on_page in groupby(sorted(lines, key=lambda line: line.page), key=lambda line: line.page)
        for number, row in enumerate(_part_rows(on_page), 1)
    )


def find_places(rows: Iterable[Row]) -> Mapping[str, PageLine]:
    """For each anchor the place where it begins."""
    places = dict[str, PageLine]()
    for row in rows:
        for anchor in (anchor for line in row.lines for anchor in line.anchors):
            places.setdefault(anchor, row.place)
    return places


def _part_rows(lines: Iterable[SetLine]) -> list[list[SetLine]]:
    rows = list[list[SetLine]]()
    for line in sorted(lines, key=lambda line: line.baseline):
        if not rows or line.baseline - rows[-1][0].baseline > _ROW:
            rows.append([])
        rows[-1].append(line)
    return rows
