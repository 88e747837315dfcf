"""Whatever a design does to its order, words stand where they are read as they are written, or are told."""

import shutil
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from reading import write_booklet

from kyyeu.content.booklet import read_booklet
from kyyeu.errors import KyyeuError, Problems
from kyyeu.making.print_run import make_pdf
from kyyeu.rendering.theme import Theme

pytestmark = pytest.mark.usefixtures("standing")

TABLE = "| Năm | Lúa | Cá |\n| --- | --- | --- |\n| 1930 | 21 | 8 |\n| 1945 |  | 97 |\n| 1954 | 3 | 5 |"
SPANS = (
    "<table><tr><th>Năm</th><th>Lúa</th><th>Cá</th></tr><tr><td rowspan='2'>1930<br>và sau</td><td>12</td>"
    "<td>7</td></tr><tr><td colspan='2'>97</td></tr><tr><td>1945</td><td>3</td><td>5</td></tr></table>"
)
TEXT = "Câu *đầu* có **chữ đậm** ở giữa[^1].\n\nĐoạn hai.\n\n- mục\n\n"
BODY = f"{TEXT}{TABLE}\n\nGiữa.\n\n{SPANS}\n\n[^1]: Chú.\n"

MOVED = """\
td { float: right }
td { display: block; float: right }
td, th { display: block }
tr { display: block }  td { display: inline-block; float: right }
tr { display: flex; flex-direction: row-reverse }
tr { display: flex; flex-direction: column }
tr { display: flex }  td:first-child { order: 2 }
table { direction: rtl }
td:empty { display: none }
table:first-of-type tbody tr:first-child td:nth-child(2) { transform: translateY(3em) }
td:nth-child(2) { transform: translateX(9em) }
tr { transform: scaleX(-1) rotate(180deg) }
p { transform: scaleX(-1) }
table { transform: rotate(180deg) }
tbody { display: table-footer-group }  tbody tr:nth-child(2) { display: table-header-group }
thead { display: table-footer-group }
tr:nth-child(3) { transform: translateY(-5em) }
td:first-child { position: absolute; margin-left: 12em }
td:nth-child(3) { margin-left: -9em; display: block }
em { float: right }
strong { float: left }
em { position: relative; left: 12em }
p:nth-of-type(2) { position: relative; top: -3em }
p:nth-of-type(2) { margin-top: -3.2em; margin-bottom: 3em }
p:first-of-type { transform: translateY(60mm) }
p { float: right; width: 40% }
""".splitlines()
DRESSED = """\
td { vertical-align: top; padding: 0.2em 1em }
td:first-child { vertical-align: bottom; text-align: right }
th { text-align: center }  td:last-child { text-align: right }
table { margin-left: 1em; width: 80% }
strong { position: relative; top: -0.1em }
em { display: inline-block }
table { float: left }
p { position: relative; left: 1em }
table { transform: rotate(-1deg) }
""".splitlines()


def some_in_ci(every: list[str]) -> list[ParameterSet]:
    """Each third of the rules, and what is transformed; the long run has all of them."""
    is_left_out = [place % 3 != 0 and "(" not in rules for place, rules in enumerate(every)]
    marks = [[pytest.mark.long] if left_out else [pytest.mark.ci] for left_out in is_left_out]
    return [pytest.param(rules, marks=own) for rules, own in zip(every, marks, strict=True)]


def told(tiny: Path, theme: Theme, folder: Path, rules: str) -> list[KyyeuError]:
    """What is told where the words of an article are set by such rules, within its text."""
    shutil.copytree(theme.folder, folder)
    with (folder / "own.css").open("a", encoding="utf-8") as sheet:
        sheet.write("\n".join(f"@media print {{ .prose {rule} }}" for rule in rules.split("  ")))
    write_booklet(tiny, body=BODY)
    try:
        make_pdf(read_booklet(tiny), Theme(folder), tiny)
    except Problems as problems:
        return [*problems.errors]
    return []


@pytest.mark.parametrize("rules", some_in_ci(MOVED))
def test_words_that_stand_where_they_are_read_otherwise_are_told(
    rules: str, tiny: Path, theme: Theme, tmp_path: Path
) -> None:
    assert told(tiny, theme, tmp_path / "theme", rules)


@pytest.mark.parametrize("rules", some_in_ci(DRESSED))
def test_words_that_are_only_dressed_pass(rules: str, tiny: Path, theme: Theme, tmp_path: Path) -> None:
    assert told(tiny, theme, tmp_path / "theme", rules) == []
