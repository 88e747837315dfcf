"""Tables beside a text: each cell is printed as it is shown, or told at its place."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from kyyeu.content.booklet import read_booklet
from kyyeu.content.kinds.number_formats import show_day, show_number, show_span, show_words
from kyyeu.content.kinds.people import people
from kyyeu.content.kinds.roll import roll
from kyyeu.content.kinds.tables import Table, read_table
from kyyeu.content.prose import Idiom, find_lines, parse_prose
from kyyeu.errors import Problems
from kyyeu.speech.messages import word_error

CSV, XLSX = Path("articles/a.csv"), Path("articles/a.xlsx")
HEAD = ["Họ tên", "Năm"]


def as_workbook(rows: Sequence[Sequence[object]], change: Callable[[Worksheet], object] = bool) -> bytes:
    book, data = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    change(book.active)
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (1945, "General", "1945"),
        (1945.0, "0", "1945"),
        (2.5, "General", "2,5"),
        (0.1 + 0.2, "General", "0,3"),
        (1234567.891, "#,##0.00", "1.234.567,89"),
        (1234.5, "#,##0", "1.235"),
        (999, "#,##0", "999"),
        (0.125, "0.0%", "12,5%"),
        (0.5, "0%", "50%"),
        (15000000, '#,##0 "đồng"', "15.000.000 đồng"),
        (15000000, "#,##0\\ [$₫-42A]", "15.000.000 ₫"),
        (-5, '_-* #,##0\\ "₫"_-;\\-* #,##0\\ "₫"_-;_-* "-"??\\ "₫"_-;_-@_-', "-5 ₫"),
        (0, '_-* #,##0_-;\\-* #,##0_-;_-* "-"??_-;_-@_-', "-"),
        (-2.5, "0.0;[Red]0.0", "2,5"),
        (-0.001, "0.00", "0,00"),
        (7, "000", "007"),
        (12000, "#,##0,", "12"),
        (2.5, "0.##", "2,5"),
        (0.5, "# ?/?", None),
        (0.5, "0.00E+00", None),
        (5, "[>3]0;0.0", None),
    ],
)
def test_a_number_is_shown_by_its_format(value: float, code: str, shown: str | None) -> None:
    assert show_number(value, code) == shown


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (date(1945, 9, 2), "mm-dd-yy", "02/09/1945"),
        (date(1945, 9, 2), "[$-42A]d/m/yyyy;@", "2/9/1945"),
        (date(1945, 9, 2), "yyyy", "1945"),
        (date(1945, 9, 2), "mm/yyyy", "09/1945"),
        (date(1945, 9, 2), '"ngày "dd" tháng "mm', "ngày 02 tháng 09"),
        (datetime(1945, 9, 2, 14, 5), "dd/mm/yyyy hh:mm", "02/09/1945 14:05"),
        (datetime(1945, 9, 2, 14, 5, 9), "h:mm:ss", "14:05:09"),
        (time(7, 5), "h:mm", "7:05"),
        (date(1945, 9, 2), "dddd, mmmm dd, yyyy", None),
        (time(7, 5), "h:mm AM/PM", None),
        (time(7, 5), "dd/mm/yyyy", None),
    ],
)
def test_a_day_is_shown_by_its_format(value: date | time, code: str, shown: str | None) -> None:
    assert show_day(value, code) == shown


@given(st.integers(0, 10**12), st.integers(0, 4))
def test_no_digit_of_a_number_is_another(number: int, places: int) -> None:
    code = "#,##0" + "." * bool(places) + "0" * places
    value = number / 10**places
    shown = show_number(value, code)
    assert shown and shown.replace(".", "").replace(",", ".") == f"{value:.{places}f}"
    assert show_words("Ấm", '"Ông "@') == "Ông Ấm"


def hide_first(sheet: Worksheet) -> None:
    sheet.sheet_state, other = "hidden", sheet.parent.create_sheet("Hai")
    for row in MERGED:
        other.append(row)


MERGED: list[list[object]] = [[*HEAD], ["Ấm", 1945], ["Yến", None], ["Lộc", None]]
SPOILT: dict[str, tuple[Callable[[Worksheet], object], list[tuple[str, str]]]] = {
    "merged": (lambda sheet: sheet.merge_cells("B2:B4"), [("table-merged", "B2")]),
    "row-hidden": (
        lambda sheet: setattr(sheet.row_dimensions[3], "hidden", True),
        [("table-rows-hidden", "A3")],
    ),
    "column-hidden": (
        lambda sheet: setattr(sheet.column_dimensions["B"], "hidden", True),
        [("table-columns-hidden", "B1")],
    ),
    "title-above": (lambda sheet: (sheet.insert_rows(1), sheet.__setitem__("A1", "DANH SÁCH")),
                    [("table-above-head", "")]),
    "row-blank": (lambda sheet: sheet.insert_rows(3), [("table-blank-rows", "")]),
    "column-unnamed": (lambda sheet: sheet.__setitem__("D2", "thừa"), [("table-column-unnamed", "D1")]),
    "column-twice": (lambda sheet: sheet.__setitem__("C1", "Năm"), [("table-column-twice", "C1")]),
    "other-sheet": (
        lambda sheet: sheet.parent.create_sheet("Hai").__setitem__("A1", "x"), [("table-sheets-left", "A1")]
    ),
    "empty-sheet": (lambda sheet: sheet.parent.create_sheet("Hai"), []),
    "format": (lambda sheet: setattr(sheet["B2"], "number_format", "# ?/?"), [("table-format", "B2")]),
    "commented": (
        lambda sheet: setattr(sheet["A2"], "comment", Comment("Năm?", "Ai")), [("table-comments", "A1")]
    ),
    "unseen": (lambda sheet: setattr(sheet["B2"], "number_format", ";;;"), [("table-unseen", "B2")]),
    "unseen-words": (lambda sheet: setattr(sheet["A2"], "number_format", ";;;"), [("table-unseen", "A2")]),
    "unseen-nothing": (
        lambda sheet: (sheet.__setitem__("B3", 0), sheet["B3"].__setattr__("number_format", "0;-0;")), []
    ),
    "first-hidden": (lambda sheet: hide_first(sheet), [("table-sheets-left", "A1")]),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILT)
def test_what_a_workbook_does_not_show_is_told_at_its_cell(name: str) -> None:
    change, told = SPOILT[name]
    table = read_table(as_workbook(MERGED, change), XLSX)
    found = [(each.code, dict(each.facts).get("cell", "").partition("!")[2]) for each in table.findings]
    assert found == told
    assert all(each.file == "articles/a.xlsx" and each.line for each in table.findings)


def test_what_the_reader_of_workbooks_leaves_out_is_not_said_to_the_terminal(
    recwarn: pytest.WarningsRecorder,
) -> None:
    extension = b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_workbook(MERGED))) as sound, zipfile.ZipFile(data, "w") as packed:
        for name in sound.namelist():
            packed.writestr(name, sound.read(name).replace(b"</worksheet>", extension))
    assert read_table(data.getvalue(), XLSX).findings == ()
    assert not recwarn.list


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (timedelta(hours=26, minutes=5), "[h]:mm", "26:05"),
        (timedelta(hours=1, minutes=5, seconds=9), "[hh]:mm:ss", "1:05:09"),
        (timedelta(days=2), "[h]", "48"),
        (timedelta(minutes=90), "[mm]:ss", None),
    ],
)
def test_how_long_something_took_is_shown_by_its_format(
    value: timedelta, code: str, shown: str | None
) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["B2"].value, sheet["B2"].number_format = value, code

    assert show_span(value, code) == shown
    table = read_table(as_workbook(MERGED, change), XLSX)
    assert table.rows[1] == ("Ấm", shown or "1:30:00")
    assert [each.code for each in table.findings] == ["table-format"] * (shown is None)


@pytest.mark.parametrize(
    ("value", "kind", "code"), [("=B3+1", "f", "table-formula"), ("#REF!", "e", "table-error-value")]
)
def test_a_cell_of_which_nothing_is_known_is_a_mistake(value: str, kind: str, code: str) -> None:
    def change(sheet: Worksheet) -> None:
        for place in ("B2", "B4"):
            sheet[place].value, sheet[place].data_type = value, kind

    with pytest.raises(Problems) as raised:
        read_table(as_workbook(MERGED, change), XLSX)
    told = [(error.code, error.line, error.facts["cell"]) for error in raised.value.errors]
    assert told == [(code, 2, "Sheet!B2"), (code, 4, "Sheet!B4")]


def test_what_is_hidden_or_merged_away_is_not_printed() -> None:
    change, _ = SPOILT["row-hidden"]
    assert read_table(as_workbook(MERGED, change), XLSX).rows == (
        ("Họ tên", "Năm"), ("Ấm", "1945"), ("Lộc", ""),
    )  # fmt: skip
    change, _ = SPOILT["first-hidden"]
    assert read_table(as_workbook(MERGED, change), XLSX).sheet == "Hai"


def test_a_workbook_is_read_whatever_it_is_called() -> None:
    data = as_workbook([HEAD, ["Ấm", 1945]])
    assert read_table(data, CSV).rows == read_table(data, XLSX).rows


TEXTS = {
    "title-above": ("Danh sách\n\nHọ tên,Năm\nẤm,1945\n", [("table-above-head", 1)]),
    "row-blank": ("Họ tên,Năm\nẤm,1945\n\n\nYến,1950\n", [("table-blank-rows", 3)]),
    "row-short": ("Họ tên,Năm,Quê\nẤm,1945\nYến,1950,Huế\n", [("table-rows-short", 2)]),
    "column-unnamed": ("Họ tên,,Năm\nẤm,x,1945\n", [("table-column-unnamed", 1)]),
    "column-twice": ("Họ tên,Năm,năm\nẤm,1,2\n", [("table-column-twice", 1)]),
    "letters-lost": ("Họ tên,Năm\nNguy?n ?m,1945\n", [("table-letters-lost", 2)]),
    "sound": ("Họ tên;Ghi chú\nẤm;Huế, Vinh, Hà Nội\nYến;Ai? Gì?\n", []),
    "one-column": ("Họ tên\nẤm\nYến\n", []),
    "empty-columns": ("Họ tên;Năm;;\nẤm;1945;;\n", []),
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_a_table_of_text_does_not_say_is_told_on_its_line(name: str, encoding: str) -> None:
    text, told = TEXTS[name]
    table = read_table(text.encode(encoding), CSV)
    assert [(each.code, each.line) for each in table.findings] == told


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("Họ tên,Năm\nẤm,1945\nYến, Huế,1950\nLộc, Vinh,1960\n".encode(),
         [("table-row-long", 3), ("table-row-long", 4)]),
        ("Họ tên,Năm\nẤm,1945\n".encode("cp1258", "replace"), [("table-encoding", 1)]),
        (b"\xff\xfeH\x00o", [("table-encoding", None)]),
    ],
)  # fmt: skip
def test_all_mistakes_of_a_table_of_text_are_told(data: bytes, told: list[tuple[str, int | None]]) -> None:
    with pytest.raises((Problems, Exception)) as raised:
        read_table(data, CSV)
    errors = getattr(raised.value, "errors", [raised.value])
    assert [(error.code, error.line) for error in errors] == told


CELLS = st.sampled_from(["", "tên", "một hai", "**ba**", "1945", "a"])
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=5)
IDIOMS: dict[str, Callable[[Table], Idiom]] = {
    "cards": lambda table: people(table.rows, True),
    "table": lambda table: people(table.rows, False),
    "roll": lambda table: roll(table.rows, 2),
}


@pytest.mark.parametrize("kind", IDIOMS)
@given(rows=ROWS, text=st.sampled_from(["", "Lời\n\nđầu", "Lời đầu\n"]), blanks=st.integers(0, 2))
def test_each_word_of_a_table_is_told_at_its_own_cell(
    kind: str, rows: list[tuple[str, ...]], text: str, blanks: int
) -> None:
    numbered = [
        [cell and f"{cell} {row}.{column}x" for column, cell in enumerate(cells)]
        for row, cells in enumerate(rows)
    ]
    all_rows = [["Họ tên", "Năm", "Quê"], *[[""] * 3] * blanks, *numbered]
    if not any(chain(*numbered)):
        return
    table = read_table("\n".join(",".join(row) for row in all_rows).encode(), CSV)
    idiom = IDIOMS[kind](table)
    lines, blocks = find_lines(text, idiom), parse_prose(text, "x", idiom=idiom).cut()[1]
    last = text.count("\n") + 1
    told = set[str]()
    for number, block in enumerate(blocks):
        for word in re.finditer(r"(\d)\.(\d)x", block.text):
            cell = lines.at(number, word.start()) - last - 1
            row, column = divmod(cell, len(table.columns))
            assert table.rows[row][column].endswith(word[0])
            assert table.lines[row] == 2 + blanks + int(word[1])
            told.add(word[0])
    assert told == {cell.split()[-1] for cell in chain(*numbered) if cell}


PEOPLE = "---\nkind: people\ntitle: Người\ntable: {}\n---\n\nLời đầu.\n"


def told_of(content: Path, name: str, data: bytes, kind: str = "people") -> list[str]:
    (content / "articles" / "hai.md").write_text(PEOPLE.format(name).replace("people", kind), "utf-8")
    (content / "articles" / name).write_bytes(data)
    try:
        findings = read_booklet(content).findings
    except Problems as problems:
        return [
            word_error(error, "en").replace(content.as_posix(), "content").split(": ")[0]
            for error in problems.errors
        ]
    return [f"{each.file}:{dict(each.facts).get('cell', each.line)} {each.code}" for each in findings]


MISSING = [["Ảnh", "Họ tên"], ["cham.png", "Ấm"], ["ai.png", "Yến"], ["../x.png", "**Lộc"], ["ai.png", ""]]


def test_mistakes_in_rows_are_told_in_the_file_that_has_them(tiny: Path) -> None:
    text = "\n".join(";".join(row) for row in MISSING).replace("Ấm", '"Nguyễn\nẤm"')
    assert told_of(tiny, "nguoi.csv", text.encode()) == [
        f"content/articles/nguoi.csv:{line}" for line in (4, 5, 6)
    ]
    cells = [f"content/articles/nguoi.xlsx:Sheet!A{row}" for row in (3, 4, 5)]
    assert told_of(tiny, "nguoi.xlsx", as_workbook(MISSING)) == cells


def test_signs_in_rows_are_told_there_too(tiny: Path) -> None:
    rows = [["Họ tên", "Năm"], ["Ấm", "1945"], ["Yến", "**1950"]]
    assert told_of(tiny, "nguoi.xlsx", as_workbook(rows)) == ["articles/nguoi.xlsx:Sheet!B3 sign-in-table"]


@pytest.mark.parametrize(
    ("cell", "sign"),
    [
        ("**đậm** x", "**"),
        ("<br>", "<br>"),
        ("a&amp;b", "&amp;"),
        ("[x](y)", "]("),
        ("x[^1]", "[^"),
        (r"\- B", r"\-"),
        (r"Điều 1\.", r"\."),
        ("`a`", "`"),
        ("- B", ""),
        ("5 * 3 < 20 & 1_000", ""),
        (r"C:\Thu muc\a", ""),
        ("A|B", ""),
    ],
)
def test_a_sign_that_means_nothing_in_a_table_is_told_as_such(cell: str, sign: str) -> None:
    table = read_table(f"Họ tên\tNăm\nẤm\t{cell}\n".encode(), Path("nguoi.csv"))
    told = [dict(finding.facts)["sign"] for finding in table.findings if finding.code == "sign-in-table"]
    assert told == [sign] * bool(sign)


@pytest.mark.parametrize("name", ["nguoi.csv", "nguoi.xlsx"])
def test_people_without_a_column_of_names_are_a_mistake_at_the_head(name: str, tiny: Path) -> None:
    rows = [["Năm", "Quê"], ["1945", "Huế"]]
    data = as_workbook(rows) if name.endswith("x") else "Năm,Quê\n1945,Huế\n".encode()
    place = "Sheet!A1" if name.endswith("x") else "1"
    assert told_of(tiny, name, data) == [f"content/articles/{name}:{place}"]


def test_a_roll_has_names_first_and_tells_what_it_leaves_out(tiny: Path) -> None:
    data = "TT,Ảnh,Quê,Họ tên\n1,a.jpg,Huế,Ấm\n2,,,Yến\n".encode()
    assert told_of(tiny, "a.csv", data, "roll") == ["articles/a.csv:1 roll-picture"]
    blocks = [block.text for block in read_booklet(tiny).articles[1].blocks]
    assert blocks == ["Lời đầu.", "Ấm, Huế", "Yến"]
    bare = "Nguyễn Ấm\nTrần Yến\nLê Lộc\n".encode()
    assert told_of(tiny, "a.csv", bare, "roll") == ["articles/a.csv:1 roll-without-head"]
