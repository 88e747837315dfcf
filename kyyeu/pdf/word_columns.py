"""Columns of words in the tables of a text: wide enough to be read, whatever numbers stand beside them.

WeasyPrint, as CSS has it, makes a column as narrow as its longest word before it makes a table too wide, so
that a name of six words is a tower of six lines. With a least width the table is set smaller or turned.
"""

from collections.abc import Iterator, Sequence
from typing import Any

_TOGETHER, _LEAST, _MOST = 16.0, 8.0, 12.0  # em: all columns of words of a table, and one of them
_LETTER = 0.5  # em: about what a letter takes
_OF_LINES = 1.2 / 4  # of a cell's words, for four lines of them, none of which is full
_WORDS = 3  # of a cell that is no number with its unit


def widen_columns(root: Any) -> None:
    """Give cells of such columns their least width; a table with cells over several stays as it is.

    Any other has the attribute ``data-plain``: the last cell of each row ends where the table does.
    """
    for text in root.iter():
        if "prose" in (text.get("class") or "").split():
            for table in text.iter("table"):
                _widen(table)


def _widen(table: Any) -> None:
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    if any(cell.get("colspan") or cell.get("rowspan") for row in rows for cell in row):
        return
    table.set("data-plain", "")
    columns = [*_find_columns([row for row in rows if any(cell.tag == "td" for cell in row)])]
    for column, letters in columns:
        words = letters * _LETTER
        least = min(max(_LEAST, words * _OF_LINES), _MOST, _TOGETHER / len(columns), words)
        for cell in column:
            cell.set("style", f"{cell.get('style') or ''};min-width:{least:.2f}em".lstrip(";"))


def _find_columns(rows: Sequence[Sequence[Any]]) -> Iterator[tuple[list[Any], int]]:
    """The cells of each column of words, and how many letters its longest has."""
    for place in range(max(map(len, rows), default=0)):
        column = [row[place] for row in rows if place < len(row)]
        said = ["".join(cell.itertext()).split() for cell in column]
        if max(map(len, said)) >= _WORDS:
            yield column, max(len(" ".join(words)) for words in said)
