"""Both finished books are read back: whatever they do not say as the booklet says it, each gate finds."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from alone import Alone
from hypothesis import given
from hypothesis import strategies as st
from reading import Edition, edit
from sampling import thinned

from kyyeu.cache import NOWHERE, Store
from kyyeu.checks.aloud import check_aloud
from kyyeu.checks.on_paper import check_paper, search_for_heads
from kyyeu.checks.on_screen import check_screen
from kyyeu.checks.readback import ReadBack
from kyyeu.errors import KyyeuError
from kyyeu.making.e_book import make_epub
from kyyeu.rendering.theme import Theme
from kyyeu.speech.messages import Voice

HERE = Path(__file__).parent
HAI = "Bài hai: “phần” &amp; cuối"


@pytest.fixture(scope="module")
def edition(theme: Theme, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return edit(theme, tmp_path_factory.mktemp("readback"))


@pytest.fixture(scope="module")
def alone(edition: Edition) -> Alone:
    return edition.alone


@pytest.fixture(scope="module")
def pdf(alone: Alone) -> bytes:
    return alone.data


@pytest.fixture(scope="module")
def epub(edition: Edition) -> bytes:
    return make_epub(edition.booklet, edition.theme, edition.content)


def codes(found: Iterable[KyyeuError]) -> set[str]:
    errors = [*found]
    for error in errors:  # each can be worded
        assert all(Voice(language).word_error(error) for language in ("vi", "en"))
    return {error.code for error in errors}


def test_sound_books_say_all(edition: Edition, alone: Alone, pdf: bytes, epub: bytes) -> None:
    assert [*check_paper(edition.expected, alone.pieces, pdf)] == []
    assert [*check_screen(edition.expected, epub)] == []


# The PDF that was written


def page_of(pdf: pikepdf.Pdf, alone: Alone, words: str) -> pikepdf.Page:
    return pdf.pages[next(piece.page for piece in alone.pieces if words in piece.text) - 1]


def spoil(pdf: bytes, alone: Alone, change: Callable[[list[Any]], None]) -> bytes:
    """The PDF with the instructions changed that draw the page with the list, the longest article's first."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        page = page_of(opened, alone, "Việc một")
        instructions = [*pikepdf.parse_content_stream(page)]
        change(instructions)
        page.Contents = opened.make_stream(pikepdf.unparse_content_stream(instructions))
        buffer = io.BytesIO()
        opened.save(buffer)
    return buffer.getvalue()


def places(instructions: Sequence[Any], name: str) -> list[int]:
    return [index for index, each in enumerate(instructions) if str(each.operator) == name]


def words(instructions: Sequence[Any]) -> list[int]:
    """Where words are drawn, and no number or sign."""
    return [index for index in places(instructions, "TJ") if len(instructions[index].operands[0]) > 12]


def drop(instructions: list[Any]) -> None:
    del instructions[words(instructions)[3]]


def shrink(instructions: list[Any]) -> None:
    index = places(instructions, "Tf")[9]
    name, _ = instructions[index].operands
    instructions[index] = pikepdf.ContentStreamInstruction([name, 0.1], pikepdf.Operator("Tf"))


def shift(instructions: list[Any]) -> None:
    index = places(instructions, "Tm")[9]
    operands = [*instructions[index].operands]
    operands[4] = 5000
    instructions[index] = pikepdf.ContentStreamInstruction(operands, pikepdf.Operator("Tm"))


def swap(instructions: list[Any]) -> None:
    first, *_, last = places(instructions, "Tm")[6:11]
    instructions[first], instructions[last] = instructions[last], instructions[first]


def hide(instructions: list[Any]) -> None:
    hidden = pikepdf.ContentStreamInstruction([3], pikepdf.Operator("Tr"))
    instructions.insert(words(instructions)[3], hidden)


def twice(instructions: list[Any]) -> None:
    index = words(instructions)[2]
    lower = pikepdf.ContentStreamInstruction([0, -20], pikepdf.Operator("Td"))  # nearer it is a bold one
    instructions[index + 1 : index + 1] = [lower, instructions[index]]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (drop, {"paper-lost"}),
        (shrink, {"paper-tiny"}),
        (shift, {"paper-lost", "paper-strange"}),
        (swap, {"paper-lost", "paper-strange"}),
        (hide, {"paper-lost"}),
        (twice, {"paper-strange", "paper-unseen"}),
    ],
)
def test_what_is_drawn_otherwise_than_laid_out_is_told(
    change: Callable[[list[Any]], None], told: set[str], edition: Edition, alone: Alone, pdf: bytes
) -> None:
    assert codes(check_paper(edition.expected, alone.pieces, spoil(pdf, alone, change))) == told


def test_a_page_that_is_gone_is_told(edition: Edition, alone: Alone, pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        del opened.pages[-1]
        buffer = io.BytesIO()
        opened.save(buffer)
    assert "paper-lost" in codes(check_paper(edition.expected, alone.pieces, buffer.getvalue()))


def test_a_wrong_title_in_the_outline_is_told(edition: Edition, alone: Alone, pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        with opened.open_outline() as outline:
            entry = next(entry for entry in outline.root if entry.title.startswith("Bài hai"))
            entry.title = entry.title.replace("hai", "ba")
        buffer = io.BytesIO()
        opened.save(buffer)
    (error,) = check_paper(edition.expected, alone.pieces, buffer.getvalue())
    assert (error.code, error.facts["where"]) == ("not-said", "outline")


# What was laid out

STYLES = {
    ".article-body h2 { display: none }": "paper-differs",
    ".article-body h2 { visibility: hidden }": "paper-differs",
    ".article-body h2 { opacity: 0 }": "paper-differs",
    ".article .footnote p { visibility: hidden }": "paper-differs",
    ".article-body td:last-child { display: none }": "paper-differs",
    ".article-body li { counter-set: list-item 7 }": "paper-differs",
    ".article-body figcaption { font-size: 1pt }": "paper-tiny",
    ".article-body h2 { opacity: 0.2 }": "paper-differs",
    ".article-body h2 { position: absolute; top: 0; clip: rect(0, 0, 0, 0) }": "paper-differs",
    ".article-body p { word-spacing: -1em }": "paper-differs",
    ".article-body img { opacity: 0 }": "picture-unseen",
    ".article-body img { visibility: hidden }": "picture-unseen",
    ".article-body h2 { color: rgba(0, 0, 0, 0.1) }": "paper-unseen",
    ".article-body h2 { background: #8a1417; color: #8a1417 }": "paper-unseen",
    ".article-body h2 + ol { margin-top: -2em }": "paper-unseen",
    ".article-body p { font-variant: all-small-caps }": "paper-cased",
    ".contents-list a::after { content: ' 9' }": "not-said",
    ".note td:last-child { display: none }": "not-said",
    ".readings dd { visibility: hidden }": "not-said",
    ".opening-title { display: none }": "not-said",
    ".opening-author { display: none }": "not-said",
    ".contents-article a { display: none }": "not-said",
    ".article-body img { object-fit: none; object-position: -900px 0 }": "picture-unseen",
}
WORDS = {
    ("71.728", "71.729"): "paper-differs",
    ("<td>1930</td>", "<td>1945</td>"): "paper-differs",
    ("Theo báo cáo số", "Theo báo cáo"): "paper-differs",
    ("</figcaption>", " x</figcaption>"): "paper-differs",
    (f'data-head="{HAI}"', 'data-head="Bài một"'): "not-said",
    (f'data-head="{HAI}"', 'data-head="Bài cuối …"'): "not-said",
    (f'data-name="{HAI}"', 'data-name="Bài một"'): "not-said",
    ('alt="Một chấm đỏ"', 'alt="Một chấm"'): "not-said",
    ("hoặc: mỗi)", "hoặc: mọi)"): "not-said",
    (">nết<", ">nếp<"): "not-said",
}


def styled(style: str) -> Callable[[str], str]:
    """Puts the style sheet into the sections that have something of the classes that it names."""
    classes = {*re.findall(r"\.([a-z][-a-z]+)", style)}

    def change(html: str) -> str:
        has = {name for value in re.findall(r'class="([^"]*)"', html) for name in value.split()}
        return html.replace("</head>", f"<style>{style}</style></head>") if classes <= has else html

    return change


@pytest.mark.parametrize("style", thinned(STYLES, 3))
def test_what_a_theme_hides_is_told(style: str, edition: Edition) -> None:
    alone = edition.bind_changed(styled(style))
    found = codes(check_paper(edition.expected, alone.pieces, alone.data))
    assert found == {STYLES[style]}


OVER = {
    ".article-body { position: relative } .article-body::after { content: ''; position: absolute; inset: 0; "
    "background: white }": True,
    ".article-body em { outline: 20pt solid black }": True,
    ".article-body em { border: 20pt solid black; margin: -20pt }": True,
    ".article-body em { border-left: 60pt solid black; margin-left: -60pt }": True,
    ".article-body em { text-decoration: underline 22pt black; text-underline-offset: -15pt }": True,
    ".article-body em { border: 0.5pt solid black; outline: 0.5pt solid black; outline-offset: -6pt }": False,
    ".article-body em { text-decoration: line-through 1pt }": False,
    ".article-body h2 { border-left: 20pt solid black; padding-left: 1em }": False,
}


@pytest.mark.parametrize("style", thinned(OVER, 3))
def test_words_that_something_is_drawn_over_are_told(style: str, edition: Edition) -> None:
    alone = edition.bind_changed(styled(style))
    told = codes(check_paper(edition.expected, alone.pieces, alone.data))
    assert told == ({"paper-unseen"} if OVER[style] else set())


@pytest.mark.parametrize("change", thinned(WORDS, 2), ids=" ".join)
def test_what_templates_say_otherwise_is_told(change: tuple[str, str], edition: Edition) -> None:
    alone = edition.bind_changed(lambda html: html.replace(*change))
    checks = (check_paper, check_aloud)
    found = [error for check in checks for error in check(edition.expected, alone.pieces, alone.data)]
    assert codes(found) - {"aloud-differs"} == {WORDS[change]}


STILL_RIGHT = [
    ".article-body h2 { text-transform: uppercase; letter-spacing: 0.2em; word-spacing: -0.1em }",
    ".article-body img { opacity: 0.9 }",
    ".article-body p { font-variant-caps: small-caps; text-align: justify }",
    ".article-body p:first-child::first-letter { font-size: 3em }",
    "ol { list-style-type: lower-alpha }",
    "figure { float: right; width: 40% }",
    ".opening-title { position: relative; left: 2mm; opacity: 0.9 }",
    ".article-body h2 { transform: rotate(1deg) }",
    ".article-body h2 { background: #222; color: #eee }",
    ".article-body h2 { clip: rect(0, 0, 0, 0) }",  # which is for what is placed absolutely
    ".contents-list a::after { content: none }",
    ".article-body h2::before { content: '§ ' }",
]


@pytest.mark.parametrize("style", thinned(STILL_RIGHT, 3))
def test_a_theme_may_set_words_as_it_likes(style: str, edition: Edition) -> None:
    alone = edition.bind_changed(styled(style))
    assert codes(check_paper(edition.expected, alone.pieces, alone.data)) == set()


CAPTIONED = (
    "Đầu.\n\n<table><caption>Lời bảng</caption><thead><tr><th>Năm</th></tr></thead><tbody>"
    f"{'<tr><td>1930</td></tr>' * 40}</tbody></table>\n\n| Sau |\n| --- |\n| 1945 |\n"
)


def test_a_caption_may_stand_below_its_table(theme: Theme, tmp_path: Path) -> None:
    """However many pages that has; it is the table's first words all the same."""
    below = styled("caption { caption-side: bottom }")
    edition = edit(theme, tmp_path, CAPTIONED)
    alone = edition.bind_changed(below)
    caption, last = (next(p for p in alone.pieces if p.text == said) for said in ("Lời bảng", "Sau"))
    assert caption.caption and not last.caption
    assert caption.page > min(piece.page for piece in alone.pieces if piece.text == "1930")
    assert [*check_paper(edition.expected, alone.pieces, alone.data)] == []
    assert [*check_aloud(edition.expected, alone.pieces, alone.data)] == []


COUNTS = {
    "Trong 3 bài, 1 chú thích ghi (B.T.)": True,
    "Ghi (B.T.): 1 chú thích": True,
    "11 chú thích ghi (B.T.)": False,
    "1.001 chú thích ghi (B.T.)": False,
    "2.1 chú thích ghi (B.T.)": False,
    "1 chỗ sửa; 2 chú thích ghi (B.T.)": False,
    "12 chú thích ghi (B.T.). Bài có 1 chữ": False,
    "1 chú thích": False,
}


@pytest.mark.parametrize("said", COUNTS)
def test_a_count_is_of_what_it_says(said: str) -> None:
    assert ReadBack([(said, "1")], lambda words: "".join(words.split())).counts(1, "(B.T.)") == COUNTS[said]


LETTERS = st.text("ab1", max_size=8)


@given(st.dictionaries(LETTERS, LETTERS.filter(bool)), LETTERS)
def test_heads_are_found_as_if_each_was_looked_for(heads: dict[str, str], line: str) -> None:
    assert {*search_for_heads(heads)(line)} == {key for key, head in heads.items() if head in line}


def test_marks_alone_and_ligatures_are_read_back_as_they_were_written(theme: Theme, tmp_path: Path) -> None:
    edition = edit(
        theme,
        tmp_path,
        "Dấu sắc ( \u0301 ), bị tách: a \u0323b; ﬁ, **ﬂ**, x\u0301, b\u0309 g\u0323i.\n\n## ﬁ\n",
    )
    alone = edition.alone
    found = [*check_paper(edition.expected, alone.pieces, alone.data)]
    assert codes([*found, *check_aloud(edition.expected, alone.pieces, alone.data)]) == set()


# The EPUB

MEMBERS = {
    ("article-hai.xhtml", "71.728", "71.729"): "screen-differs",
    (
        "article-hai.xhtml",
        '>1930</td>\n<td data-head="Số">12<',
        '>12</td>\n<td data-head="Số">1930<',
    ): "screen-differs",
    ("article-hai.xhtml", 'value="3"', 'value="5"'): "screen-differs",
    ("article-hai.xhtml", "Theo báo cáo số", "Theo báo cáo"): "screen-differs",
    ("article-hai.xhtml", "Một chấm đỏ</figcaption>", "Chấm đỏ</figcaption>"): "screen-differs",
    ("article-hai.xhtml", "cuối</h1>", "đầu</h1>"): "not-said",
    ("article-mot.xhtml", "Nguyễn\xa0Ấm", "Nguyễn"): "not-said",
    ("article-hai.xhtml", 'alt="Một chấm đỏ"', 'alt=""'): "not-said",
    ("note-on-text.xhtml", ">nết<", ">nếp<"): "not-said",
    ("note-on-text.xhtml", "Lối nói quen.", ""): "not-said",
    ("note-on-text.xhtml", "Trang chu", "Trang"): "not-said",
    ("contents.xhtml", "cuối", "đầu"): "not-said",
    ("nav.xhtml", "cuối", "đầu"): "not-said",
    ("nav.xhtml", "article-hai.xhtml", "article-mot.xhtml"): "not-said",
    ("toc.ncx", "cuối", "đầu"): "not-said",
}


def spoil_member(epub: bytes, name: str, before: str, after: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(epub)) as sound, zipfile.ZipFile(buffer, "w") as spoilt:
        for member in sound.namelist():
            data = sound.read(member)
            if member == f"EPUB/{name}":
                assert re.search(re.escape(before), data.decode()), data.decode()
                data = data.decode().replace(before, after).encode()
            spoilt.writestr(member, data)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def sound_before(edition: Edition, epub: bytes, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Where it is remembered that the book was sound."""
    store = Store(tmp_path_factory.mktemp("store"))
    assert [*check_screen(edition.expected, epub, store)] == []
    assert store.size
    return store


@pytest.mark.parametrize("change", MEMBERS, ids=" ".join)
def test_what_the_epub_says_otherwise_is_told(
    change: tuple[str, str, str], edition: Edition, epub: bytes, sound_before: Store
) -> None:
    spoilt = spoil_member(epub, *change)
    for store in (NOWHERE, sound_before, sound_before):
        found = [*check_screen(edition.expected, spoilt, store)]
        assert codes(found) == {MEMBERS[change]}
        assert {error.facts["where"] for error in found} == {change[0]}


def test_what_must_be_said_now_is_not_what_was_said_before(
    edition: Edition, epub: bytes, sound_before: Store
) -> None:
    first, second = edition.booklet.articles
    body = (replace(run, xhtml=run.xhtml.replace("tốc độ", "vận tốc")) for run in second.body)
    booklet = replace(edition.booklet, articles=(first, replace(second, body=tuple(body))))
    expected = Edition(booklet, edition.theme, edition.content).expected
    assert codes(check_screen(expected, epub, sound_before)) == {"screen-differs"}


def test_a_style_sheet_that_hides_words_on_a_screen_is_told_with_its_line(
    edition: Edition, epub: bytes, theme: Theme, sound_before: Store
) -> None:
    hiding = "/* */\n@media (max-width: 30em) { .article-body h2 { display: none } }\n/* Screens"
    spoilt = spoil_member(epub, "epub.css", "/* Screens", hiding)
    (error,) = check_screen(edition.expected, spoilt, sound_before)
    assert (error.path, error.line) == (theme.folder / "epub.css", 2)
    assert codes([error]) == {"screen-hidden"}


@pytest.mark.parametrize("counter", ["reset", "set", "increment"])
def test_a_style_sheet_that_numbers_items_anew_is_told(counter: str, edition: Edition, epub: bytes) -> None:
    numbering = f".article-body ol {{ counter-{counter}: list-item }}\n/* Screens"
    (error,) = check_screen(edition.expected, spoil_member(epub, "epub.css", "/* Screens", numbering))
    assert error.code == "screen-renumbered" and str(error.facts["words"]).startswith("3. ")
