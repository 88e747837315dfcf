"""Markdown in, sanitised XHTML and plain text out. A case is a pair of files in prose/: .md and .xhtml."""

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kyyeu.content.prose import parse_prose

CASES = sorted((Path(__file__).parent / "prose").glob("*.md"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_text_becomes_what_its_golden_shows(case: Path, golden: Callable[[Path, str], None]) -> None:
    prose = parse_prose(case.read_text("utf-8"), "bai")
    blocks = "".join(f"<!-- {block.part}: {block.text} -->\n" for block in prose.blocks())
    golden(case.with_suffix(".xhtml"), f"{prose.render()}\n{blocks}")


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n*_`[]()<>&#!|:-{}"))
)
@example("<svg><p>a</p>b")
@example("<table>chữ<tr><td>ô")
@example("[^1]\n\n[^1]: a\n\n[^1]: b")
def test_whatever_is_written_comes_out_well_formed(text: str) -> None:
    rendered = parse_prose(text, "bai").render().replace("epub:type", "type")
    ElementTree.fromstring(f"<div>{rendered}</div>")


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậ ,.;?!\n"))
def test_plain_words_are_kept_to_the_letter(text: str) -> None:
    blocks = parse_prose(text, "bai").blocks()
    assert " ".join(block.text for block in blocks).split() == text.split()


@given(
    st.lists(
        st.sampled_from(
            [
                "<b>",
                "</b>",
                "<p>",
                "</p>",
                "<script>",
                "</script>",
                "<i onclick='x'>",
                "<img src=x>",
                "<a href='javascript:x'>",
                "</a>",
                "<iframe src=x>",
                "<svg>",
                "<style>",
                "chữ ",
            ]
        )
    )
)
def test_nothing_that_runs_or_loads_is_left(pieces: list[str]) -> None:
    rendered = parse_prose("".join(pieces), "bai").render()
    assert not re.search(r"<(script|iframe|svg|style)|<[^>]*(\son\w+=|javascript:)", rendered)
