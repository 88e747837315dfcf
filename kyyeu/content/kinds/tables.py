"""A table that lies beside a text: a .csv of any spreadsheet program, or an .xlsx, as rows of text."""

import csv
import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path, PurePosixPath

from kyyeu.content.kinds.columns import find_roles
from kyyeu.content.kinds.workbook import Grid, GridRow, name_column, read_workbook
from kyyeu.content.near_misses import find_sign
from kyyeu.content.plain_text import decode_text
from kyyeu.content.prose.idiom import TableRows
from kyyeu.errors import ContentError, Mistakes
from kyyeu.model import Finding

_MOST_ROWS, _MOST_COLUMNS, _MOST_CELLS = 10_000, 40, 100_000
_WORKBOOK = b"PK\x03\x04"  # a ZIP archive, as every .xlsx is
_DELIMITERS = ";\t,"
_TOLD = re.compile(r"sep=([^\n])(?:\n|$)", re.IGNORECASE)
"""The line above the first row by which Excel is told what parts the cells."""
_LOOKED_AT = 50  # rows, to find out what parts their cells
_MOST_LISTED = 12  # rows that one sentence names
_LOST = re.compile(r"[^\W\d_]\?+[^\W\d_]")
"""What becomes of Vietnamese letters in a file of Windows' own code page."""
_ERROR = re.compile(
    r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|GETTING_DATA)"
    r"|Err:\d{3}|#{3,}"
)
"""What a spreadsheet program shows where a formula has no value, or a column no room."""

_ESCAPE = re.compile(r"\\[^\w\s\\/]")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file, and where each of its cells stands there."""

    path: Path
    """The file, for messages."""
    rows: TableRows
    """All as long as each other; the first says what the columns are, and none is empty."""
    lines: tuple[int, ...]
    """For each row the line on which it begins; in a workbook its number there. From 1."""
    columns: tuple[int, ...]
    """For each column which one it is in the file, from 1."""
    sheet: str
    """The sheet of a workbook that has it; empty in a file of text."""
    findings: tuple[Finding, ...] = ()
    """What is not printed, or hardly as it was meant."""

    def cell(self, row: int, column: int) -> str:
        """What a spreadsheet program calls a cell, by its row and column here; empty in a file of text."""
        return f"{self.sheet}!{name_column(self.columns[column])}{self.lines[row]}" if self.sheet else ""


def read_table(data: bytes, path: Path) -> Table:
    """The table of the file `path`, which holds the bytes `data`; empty rows and columns are left out.

    Raises ContentError where it is neither kind, breaks off, has no row under its head, or is too large;
    Problems with all cells of which it is not known what they say.
    """
    read = {".csv": _read_csv, ".xlsx": read_workbook}.get(PurePosixPath(path.name).suffix.lower())
    if read is None:
        raise ContentError("table-kind", path)
    if data.startswith(_WORKBOOK):  # whatever it is called
        read = read_workbook
    grid = read(data, path)
    _check_size(grid, path)
    return _Settling(grid, path).settle()


def _check_size(grid: Grid, path: Path) -> None:
    widest = max((len(row.cells) for row in grid.rows), default=0)
    rows = sum(map(any, (row.cells for row in grid.rows)))
    if grid.beyond or rows > _MOST_ROWS or widest > _MOST_COLUMNS or rows * widest > _MOST_CELLS:
        raise ContentError("table-too-large", path, rows=_MOST_ROWS, columns=_MOST_COLUMNS, cells=_MOST_CELLS)


class _Settling:
    """A grid that becomes a table: its head is found, and told what of it is not printed."""

    def __init__(self, grid: Grid, path: Path):
        self._grid, self._path = grid, path
        self._rows = [row for row in grid.rows if any(row.cells)]
        self._mistakes = Mistakes(grid.mistakes)
        self._findings = [*grid.findings]

    def settle(self) -> Table:
        """The table. Raises as `read_table` does."""
        head = _find_head(self._rows)
        self._mistakes.settle()
        if len(self._rows) < head + 2:
            raise ContentError("table-empty", self._path)
        for row in self._rows[:head]:
            self._doubt("table-above-head", row.line, text=", ".join(filter(None, row.cells)))
        rows = self._rows[head:]
        self._tell_errors(rows)
        self._tell_blank(rows)
        self._tell_ragged(rows)
        self._mistakes.settle()
        widest = max(len(row.cells) for row in rows)
        columns = [
            column
            for column in range(widest)
            if any(column < len(row.cells) and row.cells[column] for row in rows)
        ]
        cells = tuple(
            tuple(row.cells[column] if column < len(row.cells) else "" for column in columns) for row in rows
        )
        places = tuple(column + 1 for column in columns)
        table = Table(self._path, cells, tuple(row.line for row in rows), places, self._grid.sheet)
        self._tell_columns(table)
        self._tell_lost(table)
        self._tell_signs(table)
        found = sorted(self._findings, key=lambda finding: finding.line or 0)
        return replace(table, findings=tuple(found))

    def _doubt(self, code: str, line: int | None, **facts: str) -> None:
        sheet = {"sheet": self._grid.sheet} if self._grid.sheet else {}
        self._findings.append(
            Finding(code, f"articles/{self._path.name}", line, tuple({**sheet, **facts}.items()))
        )

    def _tell_errors(self, rows: Sequence[GridRow]) -> None:
        """Cells that say what a formula came to, and not what they were to say."""
        for row in rows:
            for column, cell in enumerate(row.cells, 1):
                if _ERROR.fullmatch(cell):
                    sheet = self._grid.sheet
                    at = {"cell": f"{sheet}!{name_column(column)}{row.line}"} if sheet else {}
                    self._mistakes.note(
                        ContentError("table-error-value", self._path, row.line, text=cell, **at)
                    )

    def _tell_blank(self, rows: Sequence[GridRow]) -> None:
        """Rows between others in which nothing stands: they may have been meant to part these."""
        last = rows[-1].line
        blank = [row.line for row in self._grid.rows if not any(row.cells) and rows[0].line < row.line < last]
        if blank:
            self._doubt("table-blank-rows", blank[0], lines=_list(blank))

    def _tell_ragged(self, rows: Sequence[GridRow]) -> None:
        """Rows of a file of text that have not as many cells as the head."""
        if self._grid.sheet:
            return
        wanted, short = rows[0].width, list[int]()
        for row in rows[1:]:
            if len(row.cells) > wanted:
                facts = {"found": len(row.cells), "columns": wanted, "text": row.cells[wanted]}
                self._mistakes.note(ContentError("table-row-long", self._path, row.line, **facts))
            elif row.width < wanted:
                short.append(row.line)
        if short:
            self._doubt("table-rows-short", short[0], lines=_list(short), columns=str(wanted))

    def _tell_columns(self, table: Table) -> None:
        """Columns that have no name, or one that another has too."""
        head, seen = table.rows[0], set[str]()
        for column, name in enumerate(head):
            at = {"cell": table.cell(0, column)} if table.sheet else {}
            if not name:
                first = next(row[column] for row in table.rows if row[column])
                self._doubt("table-column-unnamed", table.lines[0], text=first, **at)
            elif name.casefold() in seen:
                self._doubt("table-column-twice", table.lines[0], text=name, **at)
            seen.add(name.casefold())

    def _tell_signs(self, table: Table) -> None:
        """Cells with signs that mean something in a text, and nothing in a table beside it."""
        roles = find_roles(table.rows[0])
        for number, row in enumerate(table.rows):
            for column, (role, cell) in enumerate(zip(roles, row, strict=True)):
                escape = _ESCAPE.search(cell)
                sign = find_sign(cell) or (escape[0] if escape else "")
                if sign and (role != "picture" or number == 0):
                    at = {"cell": table.cell(number, column)} if table.sheet else {}
                    self._doubt("sign-in-table", table.lines[number], text=cell, sign=sign, **at)

    def _tell_lost(self, table: Table) -> None:
        """The first cell with a question mark within a word."""
        for number, row in enumerate(table.rows):
            for column, cell in enumerate(row):
                if _LOST.search(cell) and "://" not in cell:
                    at = {"cell": table.cell(number, column)} if table.sheet else {}
                    self._doubt("table-letters-lost", table.lines[number], text=cell, **at)
                    return


def _list(lines: Sequence[int]) -> str:
    return ", ".join(map(str, lines[:_MOST_LISTED])) + " …" * (len(lines) > _MOST_LISTED)


def _find_head(rows: Sequence[GridRow]) -> int:
    """Which of the rows names the columns: the first, but for titles above it, which have one cell each."""
    counts = [sum(map(bool, row.cells)) for row in rows]
    first = next((cell for cell in rows[0].cells if cell), "") if rows else ""
    if find_roles([first]) != ["fact"]:
        return 0
    return next((place for place, count in enumerate(counts) if count > 1), 0)


def _read_csv(data: bytes, path: Path) -> Grid:
    """The rows; what parts the cells is what the file says, else what parts most rows alike."""
    text = _decode(data, path)
    told = _TOLD.match(text)
    delimiter = told[1] if told else max(_DELIMITERS, key=lambda sign: _count_alike(text, sign))
    rows, begins = list[GridRow](), 1  # a row whose quotation marks are not closed ends with the file
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, row in enumerate(reader):
            if not (told and number == 0):
                cells = tuple(" ".join(cell.split()) for cell in row)
                rows.append(GridRow(begins, _trimmed(cells), len(cells)))
            begins = reader.line_num + 1
    except csv.Error:
        raise ContentError("table-quotes", path, begins) from None
    return Grid(tuple(rows))


def _decode(data: bytes, path: Path) -> str:
    """The text of the file: UTF-8, or UTF-16 where it says so by its first sign, as Excel writes it."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        try:
            data = data.decode("utf-16").encode()
        except UnicodeError:
            raise ContentError("table-encoding", path) from None
    try:
        return decode_text(data, path)
    except ContentError as error:
        if error.code != "not-utf8":
            raise
        raise ContentError("table-encoding", path, error.line) from None


def _count_alike(text: str, delimiter: str) -> tuple[int, int]:
    """How many of the first rows have the commonest number of cells, above one, and that number."""
    reader, widths = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), Counter[int]()
    with suppress(csv.Error):  # which is told where the rows are read, with its line
        widths.update(map(len, islice(reader, _LOOKED_AT)))
    del widths[1], widths[0]
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    """The cells without the empty ones at the end."""
    length = max((place for place, cell in enumerate(cells, 1) if cell), default=0)
    return cells[:length]
