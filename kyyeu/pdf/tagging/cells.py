"""What must be told of a table's cells, so that each can be read with its heads (ISO 32000-1, table 349)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from kyyeu.pdf.tagging.source_text import words_of

_GROUPS = ("thead", "tbody", "tfoot")  # the parser of HTML puts every row into one
_MOST_COLUMNS = 1000  # that one cell may span, in HTML


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell in the grid of its table."""

    element: Any
    left: int
    """Its first column, from 0."""
    top: int
    """Its first row, from 0."""
    wide: int
    """How many columns it spans."""
    high: int
    """How many rows it spans."""
    scope: str
    """What it is the head of: ``Row``, ``Column``; empty where it is none."""

    @property
    def columns(self) -> range:
        """Those that it stands in."""
        return range(self.left, self.left + self.wide)

    @property
    def rows(self) -> range:
        """Those that it stands in."""
        return range(self.top, self.top + self.high)


def find_cells(table: Any) -> Iterator[tuple[Cell, tuple[Cell, ...]]]:
    """The cells of a table row by row, each with its heads, those above it before those beside it."""
    cells = [*_lay_out(table)]
    above, beside = defaultdict[int, list[Cell]](list), defaultdict[int, list[Cell]](list)
    for cell in cells:
        if cell.scope and words_of(cell.element):
            lines, heads = (cell.columns, above) if cell.scope == "Column" else (cell.rows, beside)
            for line in lines:
                heads[line].append(cell)
    for cell in cells:
        heading = [head for column in cell.columns for head in above[column] if head.top < cell.top]
        leading = [head for row in cell.rows for head in beside[row] if head.left < cell.left]
        yield cell, tuple(dict.fromkeys(heading + leading))


def _lay_out(table: Any) -> Iterator[Cell]:
    """The cells in the table's grid (HTML, 4.9.12.1)."""
    groups = [group for group in table if group.tag in _GROUPS]
    rows = [(row, group.tag) for group in groups for row in group if row.tag == "tr"]
    taken = set[tuple[int, int]]()
    for top, (row, group) in enumerate(rows):
        left = 0
        for element in (child for child in row if child.tag in ("td", "th")):
            while (left, top) in taken:
                left += 1
            wide = min(_span(element, "colspan"), _MOST_COLUMNS)
            high = min(_span(element, "rowspan"), len(rows) - top)
            taken.update(product(range(left, left + wide), range(top, top + high)))
            scope = _scope(element, top == 0 or group == "thead") if element.tag == "th" else ""
            yield Cell(element, left, top, wide, high, scope)


def _span(element: Any, name: str) -> int:
    value = element.get(name) or ""
    return max(int(value), 1) if value.isdecimal() else 1


def _scope(head: Any, on_top: bool) -> str:
    said = {"row": "Row", "rowgroup": "Row", "col": "Column", "colgroup": "Column"}
    return said.get(head.get("scope") or "", "Column" if on_top else "Row")
