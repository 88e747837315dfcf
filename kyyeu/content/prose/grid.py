"""A table whose parts stand in the order of print and whose rows all have as many columns."""

from collections.abc import Iterable, Iterator, Sequence

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

_GROUPS = ("thead", "tbody")
_CELLS = ("td", "th")


def mend_table(table: HtmlElement) -> None:
    """Bring a table into order: one caption, one head, rows of cells, and no two cells in one place."""
    _gather_rows(table)
    _sort_parts(table)
    groups = [[[*row] for row in group] for group in table.iterchildren(*_GROUPS)]
    cells = max((len(row) for rows in groups for row in rows), default=0)
    grids = [_lay_out(rows, cells) for rows in groups]
    width = max((len(row) for grid in grids for row in grid), default=0)
    for rows, grid in zip(table.iterchildren(*_GROUPS), grids, strict=True):
        for row, taken in zip(rows, grid, strict=True):
            for _ in range(width - sum(taken)):
                etree.SubElement(row, "td" if rows.tag == "tbody" else "th")


def find_columns(rows: Iterable[HtmlElement]) -> Iterator[list[int]]:
    """For each row of a mended group the column that each of its cells begins in, from 0."""
    taken = set[tuple[int, int]]()
    for number, row in enumerate(rows):
        columns, column = list[int](), 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            columns.append(column)
            down, across = (range(int(cell.get(name, "1"))) for name in ("rowspan", "colspan"))
            taken |= {(number + below, column + beside) for below in down for beside in across}
        yield columns


def _gather_rows(table: HtmlElement) -> None:
    """Rows that stand in no group get one; what is no cell and no row is put into such."""
    for child in [*table]:
        if child.tag not in (*_GROUPS, "caption"):
            last = child.getprevious()
            if last is None or last.tag != "tbody":
                last = lxml.html.Element("tbody")
                child.addprevious(last)
            last.append(child)
    for group in table.iterchildren(*_GROUPS):
        for child in [*group]:
            if child.tag != "tr":
                _put_into(child, "tr")
        for row in group:
            for child in [*row]:
                if child.tag not in _CELLS:
                    _put_into(child, "td")


def _put_into(child: HtmlElement, tag: str) -> None:
    parent, wrapper = child.getparent(), lxml.html.Element(tag)
    assert parent is not None
    parent.replace(child, wrapper)
    wrapper.append(child)


def _sort_parts(table: HtmlElement) -> None:
    """The caption first, then the head; other captions go before the table, other heads are rows."""
    captions, heads = [*table.iterchildren("caption")], [*table.iterchildren("thead")]
    for other in captions[1:]:
        other.tag = "div"
        table.addprevious(other)
    for other in heads[1:]:
        other.tag = "tbody"
    for place, part in enumerate([*captions[:1], *heads[:1]]):
        if table.index(part) != place:
            table.insert(place, part)


def _lay_out(rows: Sequence[Sequence[HtmlElement]], most: int) -> list[list[bool]]:
    """For each row of a group which of its columns are taken; spans that reach too far are cut.

    No cell is as wide as more than `most` columns, the cells of the table's longest row.
    """
    taken: list[list[bool]] = [[] for _ in rows]
    for number, row in enumerate(rows):
        for cell in row:
            column = taken[number].index(False) if False in taken[number] else len(taken[number])
            across = _cut(cell, "colspan", _free(taken[number], column, most))
            down = _cut(cell, "rowspan", len(rows) - number)
            for below in taken[number : number + down]:
                below += [False] * (column + across - len(below))
                below[column : column + across] = [True] * across
    return taken


def _free(taken: Sequence[bool], column: int, most: int) -> int:
    """How many columns a cell that begins there may have."""
    return next((place for place in range(column, len(taken)) if taken[place]), column + most) - column


def _cut(cell: HtmlElement, name: str, most: int) -> int:
    """How far the cell reaches: as it says, and no farther than it may."""
    wanted = int(cell.get(name, 1)) or (most if name == "rowspan" else 1)
    reach = min(wanted, most)
    if name in cell.attrib:
        if reach > 1:
            cell.set(name, str(reach))
        else:
            del cell.attrib[name]
    return reach
