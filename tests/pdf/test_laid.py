"""What a layout says of itself, held against what a PDF reader finds, and what it is written as."""

import io
from itertools import pairwise

import pikepdf
import pypdfium2
import pytest
from weasyprint import HTML

from kyyeu.pdf.boxes import SetWord
from kyyeu.pdf.engine import BASE, engine_at_work, fetcher_of
from kyyeu.pdf.layout import Laid, lay_out
from kyyeu.pdf.placed import Supply
from kyyeu.pdf.profiles import PROFILES, Profile, round_off
from kyyeu.rendering.theme import Theme

MILLIMETRE = 72 / 25.4
STYLE = """<link rel="stylesheet" href="faces.css"/>
<style>@page{size:60mm 40mm;margin:8mm} body{margin:0;font:10pt/1.5 "Source Serif 4"} p{margin:0}</style>"""
ARCHIVE = Profile("pdf/a-2a", tagged=True)
AN_OPEN_FILE = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
"""WeasyPrint 70 leaves the one of its colour profile to the collector."""


def document(body: str, style: str = "") -> str:
    head = f"<head><title>Thử</title>{STYLE}<style>{style}</style></head>"
    return f'<html lang="vi">{head}<body>{body}</body></html>'


def laid(body: str, theme: Theme, style: str = "") -> Laid:
    return lay_out(document(body, style), Supply(theme.read))


# Anchors


def test_an_anchor_is_where_its_element_begins(theme: Theme) -> None:
    body = '<p>một</p><p id="a">hai</p><p id="b" style="break-before:page;margin-left:5mm">ba</p>'
    found = laid(body, theme).anchors()
    assert {
        name: (anchor.page, round(anchor.left, 6), round(anchor.top, 6)) for name, anchor in found.items()
    } == {
        "a": (1, round(8 * MILLIMETRE, 6), round(8 * MILLIMETRE + 15, 6)),
        "b": (2, round(13 * MILLIMETRE, 6), round(8 * MILLIMETRE, 6)),
    }


def test_what_goes_on_over_pages_is_where_it_begins(theme: Theme) -> None:
    layout = laid(f'<div id="x">{"<p>dòng</p>" * 20}</div>', theme)
    assert layout.pages == 5 and layout.anchors()["x"].page == 1


# Words


@pytest.mark.parametrize(
    "style",
    ["", "p{text-align:justify}", "p{letter-spacing:0.3pt}", "p{word-spacing:4pt}", "p{text-indent:8mm}"],
)
def test_words_stand_where_a_reader_of_the_pdf_finds_them(theme: Theme, style: str) -> None:
    text = "Sửa <b>đổi</b> và ph<i>ố</i>ih<span>ợ</span>p, ẤẨ đồng bộ; <small>fi fl</small> nghĩa là gì đây?"
    layout = laid(f"<p>{text}</p><p>Hết.</p>", theme, style)
    seen = read_words(layout.write(PROFILES["ua-1"], "x"))
    assert [word.text for word in layout.words()] == [text for text, *_ in seen]
    for word, (_, left, right, top, bottom) in zip(layout.words(), seen, strict=True):
        assert (word.left, word.right) == pytest.approx((left, right), abs=0.2), word.text
        assert word.top < bottom and top < word.bottom, word.text


def read_words(pdf: bytes) -> list[tuple[str, float, float, float, float]]:
    """The words on the first page, each with its left, right, upper and lower edge: pdfium's, from above."""
    with pypdfium2.PdfDocument(pdf) as opened:
        page, found = opened[0].get_textpage(), list[tuple[str, float, float, float, float]]()
        height, apart = opened[0].get_height(), True
        for index in range(page.count_chars()):
            char = page.get_text_range(index, 1)
            left, low, right, high = page.get_charbox(index, loose=True)
            if not char.strip():
                apart = True
            elif apart:
                found.append((char, left, right, height - high, height - low))
                apart = False
            else:
                text, start, _, top, bottom = found[-1]
                found[-1] = (text + char, start, right, min(top, height - high), max(bottom, height - low))
    return found


def test_words_follow_each_other_and_lines_stand_below_each_other(theme: Theme) -> None:
    words = laid(f"<p>{'chữ nghĩa ' * 40}</p>", theme).words()
    assert {word.page for word in words} == {1, 2, 3, 4, 5}
    for word, following in pairwise(words):
        same_line = word.page == following.page and word.top == following.top
        assert (
            word.right < following.left
            if same_line
            else (word.page, word.top) < (following.page, following.top)
        )


def test_what_the_style_sheet_generates_or_hides_is_no_word(theme: Theme) -> None:
    style = """@page{@top-left{content:"đầu trang"}} p::before{content:"sinh ra "}
    i{visibility:hidden} b{visibility:visible}"""
    assert says(laid("<p>thật <i>giấu <b>mà</b></i></p><ul><li>mục</li></ul>", theme, style)) == [
        "thật",
        "mà",
        "mục",
    ]


def test_a_word_ends_with_its_line_its_cell_and_at_a_picture(theme: Theme) -> None:
    cells = "<table><tr><td>một</td><td>hai</td></tr></table>"
    picture = '<p>ba<img src="drawings/mark.svg" alt="hoa" height="9"/>bốn<br/>năm</p>'
    assert says(laid(cells + picture, theme)) == ["một", "hai", "ba", "bốn", "năm"]


def test_a_word_is_as_the_page_shows_it(theme: Theme) -> None:
    assert says(laid("<p>kỷ yếu</p>", theme, "p{text-transform:uppercase}")) == ["KỶ", "YẾU"]


def says(layout: Laid) -> list[str]:
    return [word.text for word in layout.words()]


# Writing


def test_asking_changes_nothing(theme: Theme) -> None:
    layout = laid("<p>Một <b>hai</b>.</p>", theme, "p{text-align:justify}")
    words: tuple[SetWord, ...] = layout.words()
    first = layout.write(PROFILES["ua-1"], "x")
    assert layout.words() == words
    assert (
        layout.write(PROFILES["ua-1"], "x")
        == first
        == laid("<p>Một <b>hai</b>.</p>", theme, "p{text-align:justify}").write(PROFILES["ua-1"], "x")
    )


@AN_OPEN_FILE
def test_no_writing_leaves_a_trace_in_the_next(theme: Theme) -> None:
    body = '<p>chữ <a href="#x">nối</a></p><p id="x"><img src="drawings/mark.svg" alt="hoa" height="20"/></p>'
    alone = {profile: laid(body, theme).write(profile, "x") for profile in (*PROFILES.values(), ARCHIVE)}
    layout = laid(body, theme)
    for profile in (ARCHIVE, PROFILES["overlay"], PROFILES["ua-1"], ARCHIVE, PROFILES["ua-1"]):
        assert layout.write(profile, "x") == alone[profile]


@AN_OPEN_FILE
@pytest.mark.parametrize("variant", ["pdf/ua-1", "pdf/ua-2", "pdf/a-2a", "pdf/a-3u", "pdf/x-3", None])
def test_a_layout_need_not_know_how_it_is_written(theme: Theme, variant: str | None) -> None:
    """The engine itself, told of the variant before it lays out, writes the same."""
    dates = "".join(f'<meta name="dcterms.{name}" content="2026-10-18"/>' for name in ("created", "modified"))
    html = document('<p style="color:#8a1417">chữ</p><p style="opacity:0.5">mờ</p>').replace(
        "<style>", f"{dates}<style>", 1
    )
    with engine_at_work():
        page = HTML(string=html, base_url=BASE, url_fetcher=fetcher_of(theme.read))
        expected = page.write_pdf(pdf_variant=variant, pdf_identifier=b"x", finisher=round_off)
    assert lay_out(html, Supply(theme.read)).write(Profile(variant, tagged=False), "x") == expected


def test_what_is_laid_over_another_pdf_has_no_tags_and_what_is_read_has(theme: Theme) -> None:
    layout = laid("<p>chữ</p>", theme)
    for name, tagged in (("overlay", False), ("ua-1", True)):
        with pikepdf.open(io.BytesIO(layout.write(PROFILES[name], "x"))) as pdf:
            assert ("/StructTreeRoot" in pdf.Root) == tagged
