"""Marks stand round the right letters, and the text is what it was."""

import re
from html import unescape
from pathlib import Path

import lxml.html
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kyyeu.content.prose import parse_prose
from kyyeu.galley.marks import mark_article
from kyyeu.model import Account, Article, Block, Booklet, Run, Trace

PROSE = Path(__file__).parents[1] / "content" / "prose"
WORDS = "một *hai* ba `bốn` **năm *sáu* bảy** tám  \nchín mười\n\n> câu\n\nhết & <b>hẳn</b>"


def article(
    body: tuple[Run, ...], blocks: tuple[Block, ...], *traces: Trace, title: str = "Nhan đề"
) -> Article:
    account = Account("x", "", "drop", 0, 0, 0, (), (), (), traces, True, (), False, (), "")
    return Article("bai", title, (), (), "", "", None, "", (), title, body, blocks, account, (), ())


def xhtml(body: tuple[Run, ...]) -> str:
    return "".join(run.xhtml for run in body)


def spans(html: str, kind: str) -> list[str]:
    tree = lxml.html.fragment_fromstring(html, create_parent="div")
    return [element.text_content() for element in tree.find_class(kind)]


def bare(html: str) -> str:
    """The mark-up without the marks."""
    while (
        plain := re.sub(r'<span class="(?:restored|emended|uncertain)"[^>]*>([^<]*)</span>', r"\1", html)
    ) != html:
        html = plain
    return html


def number_ends(body: tuple[Run, ...], block: int) -> int:
    """Where in a block the number of a list's item ends, which no letter can be put back in."""
    return sum(len(run.text) for run in body if run.block == block and run.kind == "number")


@pytest.mark.parametrize("path", sorted(PROSE.glob("*.md")), ids=lambda path: path.stem)
def test_every_letter_of_every_kind_of_prose_can_be_marked(path: Path) -> None:
    prose = parse_prose(path.read_text("utf-8"), "x")
    body, blocks = prose.cut()
    traces = [
        Trace("", number, place, place + 1, "restored", 0)
        for number, block in enumerate(blocks)
        for place, char in enumerate(block.text)
        if not char.isspace() and place >= number_ends(body, number)
    ]
    marked = xhtml(mark_article(article(body, blocks, *traces)).body)
    assert spans(marked, "restored") == [
        char
        for number, block in enumerate(blocks)
        for char in block.text[number_ends(body, number) :]
        if not char.isspace()
    ]
    assert bare(marked) == xhtml(body)


@given(st.data())
def test_marks_that_nest_cross_and_span_elements_leave_the_text(data: st.DataObject) -> None:
    prose = parse_prose(WORDS, "x")
    body, blocks = prose.cut()
    traces = []
    for number in data.draw(st.lists(st.integers(0, len(blocks) - 1), max_size=6)):
        start = data.draw(st.integers(0, len(blocks[number].text) - 1))
        end = data.draw(st.integers(start + 1, len(blocks[number].text)))
        assume(not blocks[number].text[start:end].isspace())  # a trace has words
        traces.append(Trace("", number, start, end, data.draw(st.sampled_from(["emended", "uncertain"])), 0))
    marked = xhtml(mark_article(article(body, blocks, *traces)).body)
    ids = re.findall(r'id="(trace[^"]*)"', marked)
    assert bare(marked) == xhtml(body)
    assert sorted(ids) == sorted({f"trace.bai.{number}" for number in range(len(traces))})


def test_a_mark_over_several_elements_has_its_id_once_and_all_its_words() -> None:
    prose = parse_prose("cấp *uỷ* họp", "x")
    marked = xhtml(mark_article(article(*prose.cut(), Trace("", 0, 1, 8, "uncertain", 0))).body)
    assert spans(marked, "uncertain") == ["ấp ", "uỷ", " h"] and marked.count("id=") == 1


def test_a_long_paragraph_may_have_every_letter_restored() -> None:
    text = "chữ" * 1000
    traces = [Trace("", 0, place, place + 1, "restored", 0) for place in range(len(text))]
    marked = mark_article(article(*parse_prose(text, "x").cut(), *traces)).body
    assert spans(xhtml(marked), "restored") == [*text]


def test_a_title_is_marked_and_escaped() -> None:
    found = mark_article(
        article((), (Block("x", "text"),), Trace("title", 0, 4, 6, "emended", 0), title="<Ấm “áp”>")
    )
    assert found.title == '&lt;Ấm <span class="emended" id="trace.bai.0">“á</span>p”&gt;'
    assert unescape(bare(found.title)) == "<Ấm “áp”>"


def test_the_real_articles_are_marked_letter_for_letter(real: Booklet) -> None:
    damaged = mark_article(real.articles[0])
    assert len(spans(xhtml(damaged.body), "restored")) == 500
    marked = [bare(xhtml(mark_article(one).body)) for one in real.articles]
    assert marked == [xhtml(one.body) for one in real.articles]
