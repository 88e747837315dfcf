"""Tables fit their page: smaller, then turned sideways, and never smaller than a person can read."""

from collections import defaultdict
from collections.abc import Sequence

import pytest
from sampling import thinned

from kyyeu.binding.fragment import SetPiece
from kyyeu.pdf.fitting import LEAST, find_broken_tables, fit_tables
from kyyeu.pdf.layout import Laid
from kyyeu.pdf.placed import Supply
from kyyeu.pdf.press import Press
from kyyeu.rendering.theme import Theme

STYLE = """<link rel="stylesheet" href="faces.css"/><link rel="stylesheet" href="style.css"/>
<style>@page{size:100mm 140mm;margin:10mm} @page turned{size:140mm 100mm}
section{page:text}[data-turned]{page:turned} html{font-size:10pt}</style>"""
BLOCK = {"upright": 80 * 72 / 25.4, "turned": 120 * 72 / 25.4}


def table(columns: int, rows: int = 1, word: str = "nghiêng") -> str:
    heads = "".join(f"<th>{word}{column}</th>" for column in range(columns))
    cells = "".join(f"<td>{column}.345</td>" for column in range(columns))
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{f'<tr>{cells}</tr>' * rows}</tbody></table>"


def fitted(body: str, theme: Theme) -> Laid:
    head = f"<head><title>Thử</title>{STYLE}</head>"
    html = f'<html lang="vi">{head}<body><section id="s">{body}</section></body></html>'
    return fit_tables(html, Press(Supply(theme.read)).lay_out)


@pytest.mark.ci
def test_however_many_low_tables_meet_a_page_s_end_none_is_parted_at_its_head(theme: Theme) -> None:
    press, made = Press(Supply(theme.read)), list[Laid]()

    def lay_out(html: str) -> Laid:
        made.append(press.lay_out(html))
        return made[-1]

    body = "".join("<p>Trước</p>" * (number % 4) + table(3, 3 + number % 3) for number in range(48))
    laid = fit_tables(
        f"<html><head>{STYLE}</head><body><section id=s>{body}</section></body></html>", lay_out
    )
    rows = defaultdict[int, list[int]](list)
    for piece in laid.pieces():
        if piece.text == "0.345":
            rows[piece.table].append(piece.page)
    parted = [pages for pages in rows.values() if len({*pages}) > 1]
    assert len(rows) == 48 and len(made) == 1
    assert [pages for pages in parted if pages.count(pages[0]) < 4] == []


@pytest.mark.parametrize("width", ["width: 0", "column-count: 2; height: 5em", "margin-right: 120mm"])
def test_a_table_without_any_room_is_laid_out_all_the_same(width: str, theme: Theme) -> None:
    body = f'<div style="{width}">{"<p>Trước bảng</p>" * 9}{table(3)}</div>'
    assert any(piece.kind == "table" for piece in fitted(body, theme).pieces())


def tables(laid: Laid) -> Sequence[SetPiece]:
    return [piece for piece in laid.pieces() if piece.kind == "table"]


def over(laid: Laid) -> list[str]:
    return [piece.text or piece.kind for piece in laid.pieces() if piece.over > 0.5]


def test_a_table_with_room_is_as_the_theme_says(theme: Theme) -> None:
    (piece,) = tables(fitted(f"<p>Trước</p>{table(4)}", theme))
    assert piece.size == pytest.approx(9) and piece.width == pytest.approx(BLOCK["upright"], abs=0.1)


def test_a_table_is_no_smaller_than_it_must_be(theme: Theme) -> None:
    laid = fitted(f"{table(3)}{table(6)}{table(3)}", theme)
    before, piece, after = tables(laid)
    assert over(laid) == [] and laid.pages == 1
    assert LEAST <= piece.size < 9 and before.size == after.size == pytest.approx(9)
    wide = fitted(f"{table(6).replace('<table', f'<table style=font-size:{piece.size * 1.02:.2f}pt')}", theme)
    assert tables(wide)[0].size < piece.size * 1.02


def test_a_caption_is_of_its_table(theme: Theme) -> None:
    laid = fitted(table(3, 40).replace("<thead>", "<caption>Lời</caption><thead>"), theme)
    assert find_broken_tables(laid) == {}
    assert {piece.table for piece in laid.pieces() if piece.text} == {0}
    assert [piece.text for piece in laid.pieces()].count("Lời") == 1


def test_beyond_the_least_size_it_has_a_page_turned_sideways(theme: Theme) -> None:
    laid = fitted(f"<p>Trước</p>{table(8)}<p>Sau</p>", theme)
    (piece,) = tables(laid)
    assert over(laid) == [] and laid.pages == 3
    assert piece.page == 2 and piece.size >= LEAST
    assert piece.width == pytest.approx(BLOCK["turned"], abs=0.1)


def test_what_fits_nowhere_stays_too_wide_for_others_to_tell(theme: Theme) -> None:
    laid = fitted(table(30), theme)
    assert over(laid) and min(piece.size for piece in tables(laid)) >= LEAST


def test_a_long_table_begins_at_once_and_has_its_head_on_every_page(theme: Theme) -> None:
    laid = fitted(f"<h2>Bảng</h2>{table(3, rows=60)}", theme)
    heads = [piece for piece in laid.pieces() if piece.text == "nghiêng0"]
    assert [piece.page for piece in heads] == [*range(1, laid.pages + 1)]
    assert [piece.kind for piece in heads] == ["text"] + ["repeated"] * (laid.pages - 1)
    first = [piece for piece in laid.pieces() if piece.text == "0.345" and piece.page == 1]
    assert len(first) > 10


def test_rows_stay_whole(theme: Theme) -> None:
    row = f"<tr><td>{'<br/>'.join('abcdefg')}</td></tr>"
    pieces = [piece for piece in fitted(f"<table>{row * 30}</table>", theme).pieces() if piece.text]
    rows = ["".join(piece.text for piece in pieces if piece.page == page) for page in range(1, 31)]
    assert "".join(rows) == "abcdefg" * 30
    assert all(said.startswith("a") and said.endswith("g") for said in rows if said)


@pytest.mark.parametrize("word", ["https://vi.example.org/" + "a-b_c" * 30, "Đ" * 200])
def test_what_is_no_word_of_a_column_breaks_in_it(theme: Theme, word: str) -> None:
    laid = fitted(table(2, word=f"<span class=long>{word}</span>"), theme)
    assert over(laid) == [] and tables(laid)[0].size == pytest.approx(9)


@pytest.mark.parametrize("words", thinned(range(150, 230, 20), 2))
def test_a_row_as_high_as_a_page_stands_below_its_caption(theme: Theme, words: int) -> None:
    rows = f"<tr><td>{'nghiêng ' * words}</td><td>một</td></tr><tr><td>hai</td><td>ba</td></tr>"
    laid = fitted(f"<p>Trước</p><table><caption>Lời</caption><tbody>{rows}</tbody></table>", theme)
    pages = {piece.text.split()[0]: piece.page for piece in reversed(laid.pieces()) if piece.text}
    assert pages["Lời"] == pages["nghiêng"]
    (size,) = {piece.size for piece in laid.pieces() if piece.text and piece.table >= 0 and not piece.caption}
    assert size >= LEAST
