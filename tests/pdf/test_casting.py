"""Lines cast of their paragraph's glyphs beside the same lines as WeasyPrint shapes and draws them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any
from unittest.mock import patch

import pypdfium2
import pytest
from alone import bind_alone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from kyyeu.pdf.engine import bring_in
from kyyeu.pdf.placed import Supply
from kyyeu.pdf.press import Press
from kyyeu.rendering.theme import Theme

STYLE = """<link rel="stylesheet" href="faces.css"/><style>
@page { size: 108mm 90mm; margin: 6mm } body { margin: 0; font: 10pt/1.5 "Source Serif 4" }
p { margin: 0; text-indent: 1.4em } .full { text-align: justify } .left { text-align: left }
.wide { letter-spacing: 0.4pt } .apart { word-spacing: 2pt } u { text-decoration: underline }
.caps { font-variant-caps: small-caps } .one { white-space: nowrap } .sans { font-family: "Be Vietnam Pro" }
</style>"""
EDGE = (108 - 6) * 72 / 25.4
NEAR = 0.05  # points
KERNED = 1.2  # by which a whole line is nearer where WeasyPrint draws no space nearer to the letter behind it
WORDS = """Ban Bí thư Trung ương Đảng ra Thông báo số 43-\u2060TB/\u2060TƯ lấy ngày 18/10/1930 là ngày truyền
thống Văn phòng cấp ủy Tỉnh Thường Vụ Yên Ế Ộ Ữ ẫ ằ VAY To. fi ffi 12.000\u00a0người – “Tuyệt (đối)”
a\u0303\u0323 q\u0301 αβ x\u00a0y""".split()
WORD = st.sampled_from(WORDS)
MARKED = st.builds("<{0}>{1} {2}</{0}>".format, st.sampled_from(["b", "em", "u"]), WORD, WORD)
STYLED = st.builds(
    '<span class="{}">{} {}</span>'.format,
    st.sampled_from(["wide", "apart", "caps", "one", "sans"]),
    WORD,
    WORD,
)
TEXT = st.lists(st.one_of(WORD, WORD, WORD, WORD, MARKED, STYLED, st.just("<br/>")), min_size=1, max_size=50)


@contextmanager
def not_cast() -> Iterator[None]:
    bring_in()
    with patch("kyyeu.pdf.casting.Shaped.cast", lambda *given: None):
        yield


def document(side: str, text: Sequence[str]) -> str:
    return f'<html lang="vi"><head>{STYLE}</head><body><p class="{side}">{" ".join(text)}</p></body></html>'


def find_letters(pdf: bytes) -> list[tuple[str, float, float]]:
    """Each letter of the first page, with where it begins and stands, in points."""
    with pypdfium2.PdfDocument(pdf) as opened:
        text = opened[0].get_textpage()
        each = [
            (text.get_text_range(number, 1), *text.get_charbox(number)[:2])
            for number in range(text.count_chars())
        ]
    return [letter for letter in each if letter[0].strip()]


def draw(pdf: bytes) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as opened:
        drawn: Image.Image = opened[0].render(scale=1).to_pil()
    return drawn.convert("L")


@pytest.fixture(scope="module")
def press(theme: Theme) -> Press:
    return Press(Supply(theme.read))


@given(text=TEXT)
def test_what_is_not_justified_is_drawn_alike(theme: Theme, press: Press, text: list[str]) -> None:
    """Letter by letter in the same place, the same dots, and the same words to whoever reads the file."""
    html = document("left", text)
    cast = bind_alone(html, theme).data
    with not_cast():
        shaped = bind_alone(html, theme).data
    ours, theirs = find_letters(cast), find_letters(shaped)
    assert "".join(letter for letter, *_ in ours) == "".join(letter for letter, *_ in theirs)
    for (_, *mine), (_, *other) in zip(ours, theirs, strict=True):
        assert mine == pytest.approx(other, abs=NEAR)
    assert sum(ImageChops.difference(draw(cast), draw(shaped)).histogram()[64:]) == 0


@given(text=TEXT)
def test_a_justified_line_ends_where_it_was_measured_to(theme: Theme, press: Press, text: list[str]) -> None:
    """Where WeasyPrint draws it, spaces that the face sets nearer to a letter are as wide as others."""
    html = document("full", text)
    cast = [*press.lay_out(html).words()]
    with not_cast():
        shaped = [*press.lay_out(html).words()]
    assert [(word.text, word.bottom) for word in cast] == [(word.text, word.bottom) for word in shaped]
    for mine, other in zip(cast, shaped, strict=True):
        assert other.left - KERNED < mine.left < other.left + NEAR
    with not_cast():
        theirs = find_letters(bind_alone(html, theme).data)
    ours = find_letters(bind_alone(html, theme).data)
    assert [letter for letter, *_ in ours] == [letter for letter, *_ in theirs]


def test_full_lines_are_flush(theme: Theme, press: Press) -> None:
    """Whatever stands in them: letters that the face sets nearer to spaces too."""
    html = document("full", ["Tỉnh ủy VTV, HTV Yên TTV Ủy ITV"] * 30)
    words = press.lay_out(html).words()
    *full, _ = [[*line] for _, line in groupby(words, key=lambda word: word.bottom)]
    assert len(full) > 8
    assert [line[-1].right for line in full] == pytest.approx([EDGE] * len(full), abs=NEAR)


def test_a_letter_before_a_space_is_as_wide_at_the_end_of_a_line(theme: Theme, press: Press) -> None:
    html = document("left", ["VTV"] * 40)
    cast = [word.right for word in press.lay_out(html).words()]
    with not_cast():
        assert cast == pytest.approx([word.right for word in press.lay_out(html).words()], abs=0.001)


DOTS = [
    "text-overflow: ellipsis; overflow: hidden",
    "block-ellipsis: auto; max-lines: 9",
    "white-space: nowrap",
]


@pytest.mark.parametrize("side", ["left", "full"])
@pytest.mark.parametrize("style", DOTS)
def test_dots_that_a_style_sheet_wants_where_words_do_not_fit_break_nothing_off(
    style: str, side: str, theme: Theme, press: Press
) -> None:
    for text in (WORDS[:3], WORDS * 2):
        html = document(side, text).replace("</style>", f"p {{ {style} }}</style>")
        said = " ".join(piece.text for piece in press.compile(html).pieces)
        assert said.split() == " ".join(text).split()


def test_most_lines_are_cast(theme: Theme, press: Press) -> None:
    """Each paragraph is shaped once, and no line of it again."""
    html, shaped = document("full", WORDS[:14] * 20), list[str]()
    press.compile(html)
    from weasyprint.text.line_break import Layout

    find_line = Layout.get_first_line

    def note(layout: Any) -> Any:
        shaped.append(layout.text)
        return find_line(layout)

    with patch.object(Layout, "get_first_line", note):
        press.compile(html)
    assert sum(map(len, shaped)) < 2 * len(" ".join(WORDS[:14] * 20))
