"""Lines counted as a reader counts them."""

from kyyeu.galley.rows import PageLine, find_places, number_rows
from kyyeu.pdf.boxes import SetLine
from kyyeu.pdf.placed import Supply
from kyyeu.pdf.press import lay_out
from kyyeu.rendering.theme import Theme

STYLE = """<link rel="stylesheet" href="faces.css"/>
<style>@page{size:60mm 40mm;margin:8mm} body{margin:0;font:10pt/1.5 "Source Serif 4"} p{margin:0}
table{border-spacing:0} td{vertical-align:top}</style>"""


def lines_of(body: str, theme: Theme) -> tuple[SetLine, ...]:
    html = f'<html lang="vi"><head><title>Thử</title>{STYLE}</head><body>{body}</body></html>'
    return lay_out(html, Supply(theme.read)).lines("counted")


def test_only_the_lines_asked_for_are_given(theme: Theme) -> None:
    lines = lines_of('<p>không</p><p class="counted">một<br/>hai</p><p>không</p>', theme)
    assert [line.text for line in lines] == ["một", "hai"]
    assert lines[1].baseline - lines[0].baseline == 15  # 10 pt at 1.5


def test_the_count_begins_anew_on_each_page(theme: Theme) -> None:
    rows = number_rows(lines_of(f'<div class="counted">{"<p>dòng</p>" * 7}</div>', theme))
    assert [(row.place.page, row.place.line) for row in rows] == [
        (1, 1),
        (1, 2),
        (1, 3),
        (1, 4),
        (2, 1),
        (2, 2),
        (2, 3),
    ]


def test_cells_side_by_side_are_one_row(theme: Theme) -> None:
    cells = "<tr><td>một</td><td>hai<br/>ba</td></tr><tr><td>bốn</td><td>năm</td></tr>"
    rows = number_rows(lines_of(f'<table class="counted">{cells}</table>', theme))
    assert [[line.text for line in row.lines] for row in rows] == [["một", "hai"], ["ba"], ["bốn", "năm"]]


def test_small_type_set_solid_is_a_row_a_line_and_cells_off_the_baseline_are_one(theme: Theme) -> None:
    close = f'<div class="counted" style="font-size:5pt;line-height:1">{"<p>dòng</p>" * 3}</div>'
    assert [len(row.lines) for row in number_rows(lines_of(close, theme))] == [1, 1, 1]
    cells = '<tr><td>một</td><td style="padding-top:3pt">hai</td></tr>'
    (row,) = number_rows(lines_of(f'<table class="counted">{cells}</table>', theme))
    assert len(row.lines) == 2


def test_an_element_stands_where_it_begins(theme: Theme) -> None:
    body = '<p class="counted">một<br/>hai <b id="x">ba<br/>bốn</b><br/><i id="y">năm</i></p>'
    assert find_places(number_rows(lines_of(body, theme))) == {"x": PageLine(1, 2), "y": PageLine(1, 4)}


def test_what_the_style_sheet_generates_is_not_text(theme: Theme) -> None:
    body = '<style>.counted::before{content:"sinh ra "}</style><p class="counted">thật</p>'
    assert [line.text for line in lines_of(body, theme)] == ["thật"]


def test_a_picture_is_no_line(theme: Theme) -> None:
    picture = '<img src="drawings/mark.svg" alt="hoa" height="20"/>'
    lines = lines_of(f'<p class="counted">một</p><p class="counted">{picture}</p>', theme)
    assert [line.text for line in lines] == ["một"]
