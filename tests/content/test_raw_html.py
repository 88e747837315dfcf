"""Raw HTML is what Python-Markdown takes for it: no sign in it is read, none is added, no word is lost."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html
from markdown import Markdown

from kyyeu.content.prose import find_slips, parse_prose

EXTENSIONS = ["def_list", "fenced_code", "sane_lists", "tables"]
TAGS = ["div", "p", "table", "pre", "ul", "dl", "blockquote", "section", "details", "h2", "figure", "center"]
ENDING = ["<hr>", "<hr/>", "<div/>", "<div></div>", "<p>a</p>"]
"""Raw HTML that ends where it begins."""
OPENING = [
    *(f"<{tag}>" for tag in TAGS),
    "<div markdown='1'>", "<table><tr><td>", "<ul><li>", "<dl><dt>", "<div><p>", "<div\nid='a'>", "  <div>",
    "<DIV>",
]  # fmt: skip
LINES = [
    "> k", ">k", "1945. x", "2. y", "- x", "* x", "+ x", "• x", "#1 và", "## Mục", "| a | b |", "|---|---|",
    "```", "~~~", "  ```", "    sâu", "\tvào", "[^n]", "[^n]: chú thích", "[x]: lời", "a\\*b", "câu\\", "***",
    "---", "===", ": nghĩa", "bảy", "R&amp;D &lt;", "*nghiêng*", "`mã`", "<!-- ẩn -->", "    <!-- mở",
    "`<!-- lạc`", "<br>", "<b>đậm</b>", "<p>", "</p>", "<li>", "<td>", "(a) hai", "Bảng 1. Ba", "{.lost}",
    "a &# b", "",
]  # fmt: skip
"""Whatever Markdown reads at the beginning of a line, or the house rewrites."""
MOVED = {"tag-moved", "tag-misplaced", "tag-dropped", "attribute-dropped", "tag-unpaired"}


@st.composite
def written(draw: st.DrawFn) -> str:
    """Raw HTML with signs in it, with and without blank lines, and with its end or without."""
    opening, between = draw(st.sampled_from(OPENING)), draw(st.sampled_from(["\n", "\n\n"]))
    lines = draw(st.lists(st.sampled_from(LINES), min_size=1, max_size=4))
    tags = [match[1] for match in re.finditer(r"<(\w+)", opening)]
    closing = "".join(f"</{tag}>" for tag in reversed(tags)) if draw(st.booleans()) else ""
    return between.join([opening, "\n".join(lines), closing])


def said(text: str) -> str:
    """All that a text says, but for blanks."""
    return "".join("".join(parse_prose(text, "bai").tree.itertext()).split())


def expect(text: str) -> tuple[str, bool]:
    """All that Python-Markdown says of it, and whether the text is raw HTML to it from end to end."""
    markdown = Markdown(extensions=EXTENSIONS, output_format="xhtml")
    lines = text.split("\n")
    for preprocessor in markdown.preprocessors:
        lines = preprocessor.run(lines)
    raw = not re.sub("\x02wzxhzdk:[0-9]+\x03", "", "".join(lines)).strip()
    made = re.sub("<!--.*?--!?>", "", markdown.reset().convert(text), flags=re.DOTALL)
    words = html.fragment_fromstring(made.replace("<!", "&lt;!"), "div").itertext()
    return "".join("".join(words).split()), raw


@given(written())
@example("<div>\n\n> k\nm\n\n</div>")
@example("<pre>\n\n- a\n- b\n\n</pre>")
@example("<div>\n    <!-- mở\nb\n</div>")
@example("<div>\n  ```\n</div>\n\n> a\n\n  ```\n<p>\n  ```")
def test_raw_html_says_what_it_says_to_markdown(text: str) -> None:
    words, raw = expect(text)
    if raw and said(text) != words:
        slips = {slip.code for slip in find_slips(text, parse_prose(text, "bai"))}
        assert sorted(said(text)) == sorted(words)
        assert slips & MOVED


@given(st.sampled_from(ENDING), st.lists(st.sampled_from(LINES), min_size=1, max_size=4))
@example("<hr>", ["1945. x"])
@example("<hr>", [": nghĩa"])
def test_what_follows_raw_html_is_read_as_it_is_by_itself(before: str, lines: list[str]) -> None:
    following = "\n".join(lines)
    assert said(f"{before}\n\n{following}") == said(before) + said(following)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<div>a</div> b &amp; c\n\nd", ["a", "b & c", "d"]),
        ("<div>a</div> > k", ["a", "> k"]),
        ("<div>a</div># k", ["a", "# k"]),
        ("<div>a</div> - k", ["a", "- k"]),
        ("<div>a</div><p>b</p> c<br/>d &lt;\ne", ["a", "b", "c d < e"]),
        ("<div>`<!-- a`</div>\n\nb", ["`<!-- a`", "b"]),
        ("<div>\n    <!-- a\n</div>\n\nb", ["<!-- a", "b"]),
        ("<p><?php a ?></p>\n\nb", ["<?php a ?>", "b"]),
        ("<!-- a --!> b <!-- c --> d", ["b d"]),
        ("a &# b\n\n<div>c</div>\n\nd", ["a &# b", "c", "d"]),
        ("> <p>\n> #1 và #2", ["#1 và #2"]),
        ("- a\n\n     <div>\n\n> k\n\n</div>", ["a", "k"]),
        ("`<!--` a\n\n<div>\n\n> k\n</div>\n\n`-->`", ["<!-- a", "> k", "-->"]),
        ("a <img alt='\n<div>' src=x>\n\n> k", ["a", "k"]),
        ("&#15;wzxhzdk:0\n\n<div>a</div>", ["\ufffdwzxhzdk:0", "a"]),
    ],
)
def test_where_raw_html_ends_nothing_is_lost_or_moved(text: str, words: list[str]) -> None:
    assert [block.text for block in parse_prose(text, "bai").cut()[1]] == words


@pytest.mark.parametrize("tag", ["p", "div", "td", "li"])
def test_raw_html_that_nothing_closes_is_told(tag: str) -> None:
    for text, line in [(f"a\n\n<{tag}>b\n\n- c", 3), (f"<{tag}>b\n\nc", 1)]:
        slips = find_slips(text, parse_prose(text, "bai"))
        assert ("tag-unpaired", line) in {(slip.code, slip.line) for slip in slips}
