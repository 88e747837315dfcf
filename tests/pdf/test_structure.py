"""The structure tree of a finished PDF: what a screen reader is given of a sheet with one of everything."""

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import page as checker
import pikepdf
import pypdfium2
import pytest
from alone import bind_alone
from hypothesis import example, given, reject
from hypothesis import strategies as st
from page import ValidationProfile

from kyyeu.errors import TemplateError
from kyyeu.pdf.placed import Supply
from kyyeu.pdf.press import lay_out
from kyyeu.pdf.print_edition import Pdf
from kyyeu.pdf.spoken import Spoken, SpokenElement, SpokenLink, SpokenMark, read_spoken
from kyyeu.rendering.theme import Theme

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def pdf(theme: Theme) -> bytes:
    return bind_alone((HERE / "sheet.html").read_text("utf-8"), theme).data


@pytest.fixture(scope="module")
def spoken(pdf: bytes) -> Spoken:
    return read_spoken(pdf)


def recite(element: SpokenElement, depth: int = 0) -> Iterator[str]:
    """The tree in lines: what each element is, and what is said in it on which page."""
    told = [f"{name}={value!r}" for name, value in {**element.texts, **element.attributes}.items()]
    yield " ".join(["  " * depth + element.type, *told])
    for kid in element.kids:
        match kid:
            case SpokenElement():
                yield from recite(kid, depth + 1)
            case SpokenMark():
                yield f"{'  ' * depth}  {kid.words!r} {kid.page}"
            case SpokenLink():
                yield f"{'  ' * depth}  → {kid.says} {kid.page}"


def test_a_sheet_with_one_of_everything_reads_as_it_should(
    spoken: Spoken, golden: Callable[[Path, str], None]
) -> None:
    lines = [line for kid in spoken.root.kids if isinstance(kid, SpokenElement) for line in recite(kid)]
    golden(HERE / "golden" / "structure.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("name", ["pdf", "small_pdf", "real_pdf"])
def test_every_mark_is_of_one_element_and_every_way_leads_back(
    name: str, request: pytest.FixtureRequest
) -> None:
    """ISO 14289-1, 7.1: what is no artifact is tagged, and each tag stands in the tree."""
    book = request.getfixturevalue(name)
    spoken = read_spoken(book.data if isinstance(book, Pdf) else book)
    kids = [kid for element in spoken.root.elements() for kid in element.kids]
    marks = Counter((kid.page, kid.number) for kid in kids if isinstance(kid, SpokenMark))
    assert marks.keys() == spoken.drawn.keys() and set(marks.values()) == {1} and spoken.loose == ()
    assert all(kid.leads_back for kid in kids if not isinstance(kid, SpokenElement))
    assert sorted(kid.page for kid in kids if isinstance(kid, SpokenLink)) == sorted(spoken.links)


STYLE = """<link rel="stylesheet" href="faces.css"/>
<style>@page{size:40mm 60mm;margin:5mm} p{font:10pt/1.4 "Source Serif 4"} .wide{text-align:justify}
.capitals{text-transform:uppercase} .first::first-letter{float:left;font-size:2em}
.lines{white-space:pre-line} .box{display:inline-block} .broken{hyphens:auto;overflow-wrap:anywhere}
</style>"""
WORDS = st.sampled_from(
    ["chữ", "Ế", "telecommunication", "straße", "thư\xadviện\xadcông", "12.000", "a\xa0b", "x\u200by"]
)
GAPS = st.sampled_from([" ", "\n", "  ", "", "<br>", " <br> ", "<wbr>"])
TAGS = st.sampled_from(
    [
        "em",
        "strong",
        "u",
        "sup",
        "code",
        "span lang=en",
        "span class=box",
        "span class=capitals",
        "a href=https://x.vn",
    ]
)


def within(tag: str, before: str, words: str, after: str) -> str:
    return f"<{tag}>{before}{words}{after}</{tag.split()[0]}>"


def phrases(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds("{}{}{}".format, inner, GAPS, inner) | st.builds(within, TAGS, BLANK, inner, BLANK)


BLANK = st.sampled_from(["", " "])
CLASSES = st.sampled_from(["", "wide", "capitals", "first", "lines", "broken", "broken wide"])
PARAGRAPHS = st.builds("<p class='{}'>{}</p>".format, CLASSES, st.recursive(WORDS, phrases, max_leaves=20))


def said(element: SpokenElement) -> str:
    kids = (
        said(kid) if isinstance(kid, SpokenElement) else getattr(kid, "words", "") for kid in element.kids
    )
    return "".join(kids)


def folded(words: str) -> list[str]:
    return re.sub("[\xad\u200b‐]", "", words).upper().split()


@example(["<p>chữ<span class=box>chữ</span>chữ</p>"])
@given(st.lists(PARAGRAPHS, min_size=1, max_size=6))
def test_each_word_is_read_apart_wherever_lines_and_elements_end(theme: Theme, paragraphs: list[str]) -> None:
    body = "".join(paragraphs)
    try:
        pdf = bind_alone(
            f"<html lang=vi><head><title>Thử</title>{STYLE}</head><body>{body}</body></html>", theme
        )
    except TemplateError:  # a letter that floats in a box in a line, which WeasyPrint cannot lay out
        reject()
    spoken = read_spoken(pdf.data)
    meant = [re.sub("<br>", " ", paragraph) for paragraph in paragraphs]
    assert [folded(said(element)) for element in spoken.root.elements() if element.type == "P"] == [
        folded(re.sub("<[^>]*>", "", paragraph)) for paragraph in meant
    ]


def test_the_space_of_a_line_s_end_stays_on_the_page_however_wide_the_others_are(theme: Theme) -> None:
    head, body = f"<head><title>Thử</title>{STYLE}</head>", "<p class=wide>a b telecommunications"
    html = f"<html lang=vi>{head}<body>{body}</body></html>"
    with pypdfium2.PdfDocument(bind_alone(html, theme).data) as pdf:
        text, width = pdf[0].get_textpage(), pdf[0].get_width()
        assert text.get_text_range(0, 4) == "a b "
        assert text.get_charbox(3, loose=True)[2] < width


def test_a_table_s_head_is_read_once_whatever_pages_it_stands_on(theme: Theme) -> None:
    rows = "".join(f"<tr><td>{number}</td></tr>" for number in range(40))
    table = f"<table><thead><tr><th>Đầu</th></tr></thead><tbody>{rows}</tbody></table>"
    head = f"<head><title>Thử</title>{STYLE}</head>"
    spoken = read_spoken(bind_alone(f"<html lang=vi>{head}<body>{table}</body></html>", theme).data)
    cells = [(element.type, said(element)) for element in spoken.root.elements() if element.type[:1] == "T"]
    assert [words for type_, words in cells if type_ == "TH"] == ["Đầu"]
    assert [words for type_, words in cells if type_ == "TD"] == [str(number) for number in range(40)]


def test_a_link_is_one_annotation_over_its_lines(pdf: bytes) -> None:
    """The area of each line is told by itself, since between them there may be other words."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        links = [list(page.get("/Annots", [])) for page in opened.pages]
        lines = [[len(note.get("/QuadPoints", range(8))) // 8 for note in page] for page in links]
    assert lines[:2] == [[2, 1], [2]]


def test_a_checker_takes_the_sheet_for_pdf_ua(pdf: bytes) -> None:
    report = checker.validate_pdf_bytes(pdf, profile=ValidationProfile.PDF_UA_1)
    assert [f"{failure.rule_id}: {failure.message}" for failure in report.failures] == []


@pytest.mark.ci
def test_it_is_written_twice_alike(theme: Theme, pdf: bytes) -> None:
    html = (HERE / "sheet.html").read_text("utf-8")
    assert bind_alone(html, theme).data == pdf
    laid = lay_out(html, Supply(theme.read))
    assert laid.paint() == laid.paint()
