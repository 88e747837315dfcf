"""Where the text stands: margins by rule, by an editor's word, by thickness."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyyeu.content.booklet import read_booklet
from kyyeu.model import Block, Booklet, Page, PageMargins
from kyyeu.pdf.placed import Supply
from kyyeu.pdf.press import lay_out
from kyyeu.rendering.documents import render_print
from kyyeu.rendering.proportions import find_gutter, find_type_area
from kyyeu.rendering.sections import name_sections
from kyyeu.rendering.theme import Theme

POINT = 25.4 / 72


def test_the_usual_page_has_the_usual_margins(theme: Theme) -> None:
    area = theme.find_area(Page(145, 205, ""))
    assert (round(area.inner), round(area.outer), round(area.top), area.lines) == (19, 22, 20, 29)
    assert 27 <= area.bottom <= 28.5


@given(st.floats(60, 420), st.floats(60, 420), st.floats(0, 6))
def test_any_page_has_whole_lines_and_its_text_one_width(width: float, height: float, gutter: float) -> None:
    theme = Theme(Path(__file__).parents[2] / "templates")
    page = Page(width, height, "")
    area, moved = theme.find_area(page), theme.find_area(page, gutter)
    line = round(theme.type_size(width), 1) * 1.45 * POINT
    assert height - area.top - area.bottom == pytest.approx(area.lines * line, abs=0.02)
    assert moved.inner + moved.outer == pytest.approx(area.inner + area.outer)
    assert area.inner <= moved.inner <= area.inner + gutter + 1e-9
    assert theme.measure(width) == pytest.approx(width - area.inner - area.outer, abs=1e-5)


def test_what_an_editor_names_goes_before_the_theme() -> None:
    area = find_type_area(PageMargins(19, 22, 20, 27), 205, 15.37, 3, PageMargins(inner=25, bottom=40))
    assert (area.inner, area.outer, area.top) == (25, 22, 20)
    assert 40 <= area.bottom < 40 + 15.37 * POINT * 0.8


def thick(booklet: Booklet, letters: int) -> Booklet:
    article = replace(booklet.articles[0], blocks=(Block("ă" * letters, "text", 0, ""),))
    return replace(booklet, articles=(article,), foreword=None)


def test_a_thicker_book_has_a_wider_gutter(small: Booklet) -> None:
    gutters = [find_gutter(thick(small, letters)) for letters in range(0, 1_000_000, 20_000)]
    assert gutters == sorted(gutters)
    assert gutters[0] == gutters[3] == 0
    assert gutters[-1] == 6
    assert len({*gutters}) == 7


@pytest.mark.parametrize(
    ("written", "trim"),
    [
        ("A5", (148, 210)),
        ("a4", (210, 297)),
        ('"14,5 × 20,5"', (145, 205)),
        ("16x24", (160, 240)),
        ("19 x 27", (190, 270)),
        ("[130, 190]", (130, 190)),
    ],
)
def test_a_trim_has_a_name_or_numbers(written: str, trim: tuple[int, int], tiny: Path) -> None:
    page = read_booklet(renamed(tiny, f"trim: {written}")).page
    assert (page.width, page.height) == trim


def renamed(tiny: Path, entry: str) -> Path:
    listing = tiny / "booklet.yaml"
    listing.write_text(listing.read_text("utf-8").replace("trim: [80, 110]", entry), "utf-8")
    return tiny


def test_margins_of_an_editor_are_on_the_pages(tiny: Path, theme: Theme) -> None:
    booklet = read_booklet(renamed(tiny, "trim: A5, margins: {inner: 30, outer: 12}"))
    section = next(section for section in name_sections(booklet, theme) if section.kind == "imprint")
    laid = lay_out(render_print(booklet, theme, section), Supply(theme.read))
    lefts = {round(min(word.left for word in laid.words()) * POINT)}
    assert lefts == {30}
