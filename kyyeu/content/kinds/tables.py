"""A table that lies beside a text: a .csv of any spreadsheet program, or an .xlsx, as rows of text."""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path, PurePosixPath

from kyyeu.content.plain_text import decode_text
from kyyeu.errors import ContentError

TableRows = tuple[tuple[str, ...], ...]
"""TableRows of cells, all as long as the longest; the first says what the columns are."""

_MOST_BYTES = 50_000_000  # that a workbook may unpack to; a list of ten thousand names has one million
_MOST_ROWS, _MOST_COLUMNS = 10_000, 40
_DELIMITERS = ";\t,"
_TOLD = re.compile(r"sep=([^\n])(?:\n|$)", re.IGNORECASE)
"""The line above the first row by which Excel is told what parts the cells."""


def read_table(data: bytes, path: Path) -> TableRows:
    """The rows of the file `path`, which holds the bytes `data`; empty ones are left out.

    Raises ContentError where it is neither kind, breaks off, has no row under its head, or is too large.
    """
    read = {".csv": _read_csv, ".xlsx": _read_xlsx}.get(PurePosixPath(path.name).suffix.lower())
    if read is None:
        raise ContentError("table-kind", path)
    rows = [row for row in read(data, path) if any(row)]
    widest = max((len(row) for row in rows), default=0)
    if len(rows) > _MOST_ROWS or widest > _MOST_COLUMNS:
        raise ContentError("table-too-large", path, rows=_MOST_ROWS, columns=_MOST_COLUMNS)
    if len(rows) < 2:
        raise ContentError("table-empty", path)
    return tuple((*row, *[""] * (widest - len(row))) for row in rows)


def _read_csv(data: bytes, path: Path) -> Iterator[tuple[str, ...]]:
    """The rows; what parts the cells is what the file says, else what parts the first row into most."""
    text = decode_text(data, path)
    told = _TOLD.match(text)
    delimiter = told[1] if told else max(_DELIMITERS, key=lambda sign: _count_cells(text, sign))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1  # the row that is read; one whose quotation marks are not closed ends with the file
    try:
        for number, row in enumerate(reader):
            begins = reader.line_num + 1
            if not (told and number == 0):
                yield _trimmed(row)
    except csv.Error:
        raise ContentError("table-broken", path, begins) from None


def _count_cells(text: str, delimiter: str) -> int:
    """How many cells the first row has where that parts them; what quotation marks hold is one cell's."""
    return len(next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), []))


def _read_xlsx(data: bytes, path: Path) -> Iterator[tuple[str, ...]]:
    """The rows of the first sheet, each cell as it is shown."""
    from openpyxl import load_workbook  # a tenth of a second, for booklets that have such a table

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(member.file_size for member in packed.infolist()) > _MOST_BYTES:
                raise ContentError("table-too-large", path, rows=_MOST_ROWS, columns=_MOST_COLUMNS)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=_MOST_ROWS + 1, max_col=_MOST_COLUMNS + 1, values_only=True)
        yield from (_trimmed(map(_show, row)) for row in rows)
    except ContentError:
        raise
    except Exception:  # whatever a damaged workbook makes of its reader
        raise ContentError("table-broken", path) from None


def _trimmed(cells: Iterable[str]) -> tuple[str, ...]:
    """The cells, white space folded, without the empty ones at the end."""
    row = [" ".join(cell.split()) for cell in cells]
    while row and not row[-1]:
        row.pop()
    return tuple(row)


def _show(value: object) -> str:
    """A cell's value as Vietnamese print has it."""
    match value:
        case None:
            return ""
        case datetime() | date():
            return f"{value:%d/%m/%Y}"
        case bool():
            return "x" if value else ""
        case float() if value.is_integer():
            return str(int(value))
        case float():
            return f"{value:.10g}".replace(".", ",")
    return unicodedata.normalize("NFC", str(value))
