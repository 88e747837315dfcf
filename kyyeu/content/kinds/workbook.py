"""An .xlsx as a grid of what its first sheet shows, and what of it is not shown or not known."""

import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from lxml import etree

from kyyeu.content.kinds.number_formats import (
    show_day,
    show_number,
    show_plain,
    show_span,
    show_usual_day,
    show_usual_span,
    show_words,
)
from kyyeu.errors import ContentError, KyyeuError
from kyyeu.model import Finding

_MOST_BYTES = 50_000_000  # that a workbook may unpack to; a list of ten thousand names has one million
_MOST_ROWS, _MOST_COLUMNS = 10_001, 41  # one more than a table may have
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CELL = re.compile(r"([A-Z]+)(\d+)")
_LEFT = {"table-pictures": ("xl/media/",), "table-comments": ("xl/comments", "xl/threadedComments")}
"""What is told of a workbook that has members in such folders."""
_MOST_LISTED = 12  # cells that one sentence names


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a file."""

    line: int
    """The line on which it begins; in a workbook its number. From 1."""
    cells: tuple[str, ...]
    """What stands in it, white space folded, without the empty cells at the end."""
    width: int = 0
    """How many cells it has, empty ones at the end too."""


@dataclass(frozen=True, slots=True)
class Grid:
    """What a file of rows holds."""

    rows: tuple[GridRow, ...]
    """All that are shown, empty ones too."""
    sheet: str = ""
    """The sheet of a workbook; empty for a file of text."""
    mistakes: tuple[KyyeuError, ...] = ()
    """Cells of which it is not known what they say."""
    findings: tuple[Finding, ...] = ()
    """What is not shown."""
    beyond: bool = False
    """Whether something stands farther out than was read."""


def name_column(number: int) -> str:
    """What spreadsheet programs call a column, by its number from 1.

    >>> name_column(3), name_column(28)
    ('C', 'AB')
    """
    name = ""
    while number:
        number, letter = divmod(number - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def read_workbook(data: bytes, path: Path) -> Grid:
    """The first sheet that is not hidden, each cell as it is shown.

    Raises ContentError where the file `path`, which holds the bytes `data`, can't be read or is too large.
    """
    from openpyxl import load_workbook  # a tenth of a second, for booklets that have such a table

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = packed.infolist()
        if sum(member.file_size for member in members if member.filename.endswith(".xml")) > _MOST_BYTES:
            raise ContentError("table-too-large", path, rows=10_000, columns=40, cells=100_000)
        with warnings.catch_warnings():  # of what openpyxl leaves out, which no table has
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            return _SheetReading(book, path, [member.filename for member in members]).read()
    except ContentError:
        raise
    except Exception:  # whatever a damaged workbook makes of its reader
        raise ContentError("table-broken", path) from None


@dataclass(slots=True)
class _Structure:
    """What a sheet says beside the values of its cells."""

    unknown: list[str]
    """Cells with a formula whose value is not stored."""
    merged: list[str]
    """Ranges of cells that are one."""
    hidden_rows: set[int]
    hidden_columns: set[int]
    filled: bool = False
    """Whether anything stands in it."""
    beyond: bool = False
    """Whether something stands farther out than is read."""


class _SheetReading:
    """A workbook that is being read."""

    def __init__(self, book: Any, path: Path, members: Sequence[str]):
        self._book, self._path, self._members = book, path, members
        self._mistakes, self._findings = list[KyyeuError](), list[Finding]()
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        self._sheet = (shown or book.worksheets)[0]
        self._formats, self._unseen = set[str](), list[str]()

    def read(self) -> Grid:
        """What the first sheet shows."""
        structure = self._look_through(self._sheet)
        self._tell_structure(structure)
        self._tell_others()
        rows = self._sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS)
        shown = tuple(
            GridRow(number, self._show_row(number, row, structure.hidden_columns))
            for number, row in enumerate(rows, 1)
            if number not in structure.hidden_rows
        )
        if self._unseen:
            self._doubt("table-unseen", self._unseen[0], text=_list(self._unseen))
        return Grid(
            shown, str(self._sheet.title), tuple(self._mistakes), tuple(self._findings), structure.beyond
        )

    def _show_row(self, number: int, row: Iterable[Any], hidden: set[int]) -> tuple[str, ...]:
        cells = [
            "" if column in hidden else self._say(cell, f"{name_column(column)}{number}")
            for column, cell in enumerate(row, 1)
        ]
        while cells and not cells[-1]:
            cells.pop()
        return tuple(cells)

    def _say(self, cell: Any, address: str) -> str:
        """What the cell shows, white space folded."""
        said = " ".join(self._show(cell, address).split())
        if not said and cell.value and str(cell.value).strip():
            self._unseen.append(address)
        return said

    def _show(self, cell: Any, address: str) -> str:
        """What the cell shows; a format that is not known is told once."""
        value, code = cell.value, getattr(cell, "number_format", None) or "General"
        match value:
            case None:
                return ""
            case bool():
                return str(value).upper()
            case int() | float():
                shown = show_number(value, code)
                usual = show_plain(value)
            case date() | time():
                shown = show_day(value, code)
                usual = show_usual_day(value)
            case timedelta():
                shown, usual = show_span(value, code), show_usual_span(value)
            case _ if cell.data_type == "e":
                self._mistakes.append(self._mistake("table-error-value", address, text=str(value)))
                return ""
            case _:
                return self._show_words(str(value), code, address)
        if shown is None and code not in self._formats:
            self._formats.add(code)
            self._doubt("table-format", address, text=usual, format=code)
        return usual if shown is None else shown

    def _show_words(self, value: str, code: str, address: str) -> str:
        words = unicodedata.normalize("NFC", show_words(value, code))
        for char in words:
            if not char.isspace() and unicodedata.category(char) in ("Cc", "Cn", "Cs"):
                facts = {"char": f"U+{ord(char):04X}"}
                self._mistakes.append(self._mistake("control-character", address, **facts))
                return ""
        return words

    def _look_through(self, sheet: Any) -> _Structure:
        """What the sheet says beside its values: one element after the other, each forgotten when seen."""
        found = _Structure([], [], set(), set())
        with sheet._get_source() as source:
            for _, element in etree.iterparse(source, resolve_entities=False, no_network=True):
                _note(found, element)
                if element.tag in (f"{_MAIN}row", f"{_MAIN}mergeCell", f"{_MAIN}col"):
                    element.clear()
        return found

    def _tell_structure(self, structure: _Structure) -> None:
        for address in structure.unknown:
            column, row = _part_address(address)
            if row not in structure.hidden_rows and column not in structure.hidden_columns:
                self._mistakes.append(self._mistake("table-formula", address))
        for range_ in structure.merged:
            self._doubt("table-merged", range_.partition(":")[0], text=range_)
        if structure.hidden_rows:
            rows = sorted(structure.hidden_rows)
            self._doubt("table-rows-hidden", f"A{rows[0]}", lines=_list(map(str, rows)))
        if structure.hidden_columns:
            columns = sorted(structure.hidden_columns)
            self._doubt(
                "table-columns-hidden", f"{name_column(columns[0])}1", text=_list(map(name_column, columns))
            )
        for code, folders in _LEFT.items():
            if any(name.startswith(folders) for name in self._members):
                self._doubt(code, "A1")

    def _tell_others(self) -> None:
        """Other sheets on which something stands."""
        others = [sheet for sheet in self._book.worksheets if sheet is not self._sheet]
        left = [str(sheet.title) for sheet in others if self._look_through(sheet).filled]
        if left:
            self._doubt("table-sheets-left", "A1", text=_list(f"“{name}”" for name in left))

    def _mistake(self, code: str, address: str, **facts: str) -> ContentError:
        place = {"cell": f"{self._sheet.title}!{address}"}
        return ContentError(code, self._path, _part_address(address)[1], **facts, **place)

    def _doubt(self, code: str, address: str, **facts: str) -> None:
        place = {"cell": f"{self._sheet.title}!{address}", "sheet": str(self._sheet.title)}
        row = _part_address(address)[1]
        self._findings.append(
            Finding(code, f"articles/{self._path.name}", row, tuple({**facts, **place}.items()))
        )


def _note(found: _Structure, element: etree._Element) -> None:
    """Note what the element says."""
    match str(element.tag).removeprefix(_MAIN):
        case "c":
            _note_cell(found, element)
        case "mergeCell":
            found.merged.append(element.get("ref", "A1"))
        case "row" if element.get("hidden") in ("1", "true") and len(element):
            found.hidden_rows.add(int(element.get("r", "0")))
        case "col" if element.get("hidden") in ("1", "true"):
            last = min(int(element.get("max", "1")), _MOST_COLUMNS)
            found.hidden_columns.update(range(int(element.get("min", "1")), last + 1))


def _note_cell(found: _Structure, cell: etree._Element) -> None:
    """Whether anything stands in the cell, and whether that is known."""
    value = cell.findtext(f"{_MAIN}v")
    holds = bool(value) or cell.find(f"{_MAIN}is") is not None
    formula = cell.find(f"{_MAIN}f") is not None
    address = cell.get("r", "A1")
    if formula and not value and cell.get("t") != "str":
        found.unknown.append(address)
    if holds or formula:
        found.filled = True
        column, row = _part_address(address)
        found.beyond |= row >= _MOST_ROWS or column >= _MOST_COLUMNS


def _part_address(address: str) -> tuple[int, int]:
    """The column and the row of a cell, from 1."""
    match = _CELL.match(address)
    assert match, "a workbook names its cells"
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, int(match[2])


def _list(names: Iterable[str]) -> str:
    """The first of the names."""
    all_ = [*names]
    return ", ".join(all_[:_MOST_LISTED]) + " …" * (len(all_) > _MOST_LISTED)
