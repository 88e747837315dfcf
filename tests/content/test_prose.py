"""Markdown in, sanitised XHTML and plain text out. A case is a pair of files in prose/: .md and .xhtml."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from kyyeu.content.prose import Prose, parse_prose


def render(prose: Prose) -> str:
    """The XHTML, but for what headings say for the outline."""
    return "".join(run.xhtml for run in prose.cut()[0] if run.kind != "heading")


ANY_TEXT = st.text(
    alphabet=st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n*_`[]()<>&#!|:-{}")
)
CASES = sorted((Path(__file__).parent / "prose").glob("*.md"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_text_becomes_what_its_golden_shows(case: Path, golden: Callable[[Path, str], None]) -> None:
    prose = parse_prose(case.read_text("utf-8"), "bai")
    told = "".join(f"<!-- {block.part}: {block.text} -->\n" for block in prose.cut()[1])
    golden(case.with_suffix(".xhtml"), f"{render(prose)}\n{told}")


@given(ANY_TEXT)
@example("<svg><p>a</p>b")
@example("<table>chữ<tr><td>ô")
@example("[^1]\n\n[^1]: a\n\n[^1]: b")
def test_whatever_is_written_comes_out_well_formed(text: str) -> None:
    rendered = render(parse_prose(text, "bai")).replace("epub:type", "type")
    ElementTree.fromstring(f"<div>{rendered}</div>")


@given(ANY_TEXT)
@example("a&#1;b ![&#31;](images/x.png)\n\n<p title='\"&#65534;'>c</p>")
@example("a\n<br>b[^1]\n\n[^1]: *c* & `<d>`")
def test_the_runs_say_what_the_blocks_and_the_tree_say(text: str) -> None:
    prose = parse_prose(text, "bai")
    runs, blocks = prose.cut()
    said = ["".join(run.text for run in runs if run.block == number) for number in range(len(blocks))]
    assert [" ".join(words.split()) for words in said] == [block.text for block in blocks]
    assert [block for block, _ in groupby(run.block for run in runs if run.block >= 0)] == [
        *range(len(blocks))
    ]
    assert all(unescape(run.xhtml) == run.text for run in runs if run.kind == "words")
    assert canonical(f"<div>{render(prose)}</div>") == canonical(
        etree.tostring(prose.tree, encoding="unicode").replace("data-leads-to", "href")
    )


def canonical(xhtml: str) -> str:
    return ElementTree.canonicalize(xhtml.replace("epub:type", "type"))


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậ ,.;?!\n"))
def test_plain_words_are_kept_to_the_letter(text: str) -> None:
    _, blocks = parse_prose(text, "bai").cut()
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
    rendered = render(parse_prose("".join(pieces), "bai"))
    assert not re.search(r"<(script|iframe|svg|style)|<[^>]*(\son\w+=|javascript:)", rendered)


@pytest.mark.parametrize("form", ["{}", "> {}", "- {}\n- hai", "x[^a]\n\n[^a]: {}"])
@pytest.mark.parametrize(
    "line", ["[Ông A]: Vâng.", "[1]: Sđd.", "[1]: Sđd (tr. 5)", '[1]: Sđd "5"', "[Hỏi]: TP.HCM", "[Đáp]:"]
)
def test_words_behind_brackets_are_no_address(line: str, form: str) -> None:
    assert line in [block.text for block in parse_prose(form.format(line), "x").cut()[1]]


@pytest.mark.parametrize(
    "address",
    ["https://e.vn", "<hai.md>", "hai.md#x", "#a", "mailto:a@e.vn", "e.vn/a", "www.e.vn", "\n  hai.md"],
)
def test_a_label_may_stand_for_any_address(address: str) -> None:
    assert [block.text for block in parse_prose(f"Xem [a].\n\n[a]: {address}", "x").cut()[1]] == ["Xem a."]


@given(st.lists(st.sampled_from(["*", "**", "***", "_", "__", "Ấm", "b", "1", " ", ":", "\\*"]), max_size=14))
@example(["*", "Ấm", "**", "b", "*", "1"])
def test_signs_of_emphasis_cost_no_letter(pieces: list[str]) -> None:
    text = f"Ô{''.join(pieces)}"
    letters = [sign for sign in text if sign.isalnum() or sign == ":"]
    assert [sign for sign in said(text) if sign.isalnum() or sign == ":"] == letters


@pytest.mark.parametrize("line", ["1945. Khởi nghĩa", "#1 và #2", "[Ấm]: không", "2. hai\n1945. ba"])
@pytest.mark.parametrize("tag", ["div", "p", "section", "blockquote", "td"])
def test_what_stands_behind_a_blank_line_of_raw_html_is_said_as_it_is(tag: str, line: str) -> None:
    """A backslash that kept a year from being a list's number was printed there."""
    for text in (
        f"<{tag}>\n\n{line}\n\n</{tag}>\n",
        f"<{tag}>một\n\n{line}\n",
        f"[^1]\n\n[^1]: <{tag}>\n\n    {line}",
    ):
        assert "".join(said(text).split()).endswith("".join(line.split())), text


@pytest.mark.parametrize("line", ["1945. Khởi nghĩa", "#1 và #2", "[Ấm]: không"])
def test_code_of_two_lines_is_said_as_it_is(line: str) -> None:
    assert said(f"`a\n{line} b`").split() == f"a {line} b".split()


@pytest.mark.parametrize(
    "above",
    [
        "",
        "## k\n\n",
        "- k\n\n",
        "> k\n\n",
        "---\n\n",
        "| k |\n| - |\n\n",
        "```\nk\n```\n\n",
        "    k\n\n",
        "<p>k</p>\n\n",
        "<hr>\n",
    ],
)
def test_a_colon_is_a_word_where_nothing_stands_above_that_it_explains(above: str) -> None:
    assert said(f"{above}: Ấm").endswith(": Ấm")
    assert said(f"Từ\n: nghĩa\n\n{above}: Ấm").split()[:2] == ["Từ", "nghĩa"]


DECLARED = ["<!-- a -->", "<?a b ?>", "<!DOCTYPE a>", "<!-- a", "<![CDATA[a]]>", "a <!-- b --> c"]
CODE = {
    "{}\n": ("    ", "    "),
    "> k\n>\n{}\n>\n> k": (">     ", ">     "),
    "> > k\n> >\n{}": ("> >     ", "> >     "),
    "- k\n\n{}\n\n- k": ("          ", "          "),
    "> - k\n>\n{}": (">           ", ">           "),
    "- - k\n\n{}": ("        ", "        "),
    "k[^1]\n\n[^1]: k\n\n{}": ("        ", "        "),
    "{}\n    ```": ("    ```\n    ", "    "),
    "> {}\n> ~~~": ("~~~\n> ", "> "),
}
"""Where code may lie, with what its first line begins with and each other."""


@pytest.mark.parametrize("declared", DECLARED)
@pytest.mark.parametrize("form", CODE)
def test_a_comment_in_code_is_code(form: str, declared: str) -> None:
    first, other = CODE[form]
    text = form.format(f"{first}{declared}\n{other}mã")
    assert "".join(f"{declared}mã".split()) in "".join(said(text).split())


@pytest.mark.parametrize("around", ["{}", "> {}", "- k\n\n  {}"])
@pytest.mark.parametrize("begins", ["- ", "* ", "+ ", "1. ", "a) ", "Điều 1. ", "– ", ""])
def test_a_row_of_a_table_may_begin_as_an_item_does(begins: str, around: str) -> None:
    rows = ["a | b", "--|--", f"{begins}c | d", f"{begins}e | f"]
    text = ("\n" + around.replace("- k\n\n", "").replace("{}", "")).join(rows)
    tree = parse_prose(around.replace("{}", text), "x").tree
    cells = ["".join(cell.itertext()) for cell in tree.iter("th", "td")]
    assert cells == ["a", "b", f"{begins}c", "d", f"{begins}e", "f"]


@pytest.mark.parametrize(
    "text", ["a | b\n--|--\nc | d\n\n- e | f", "a\n- e | f", "- e | f", "a\n--|--\n- e | f"]
)
def test_an_item_with_a_bar_is_one_where_no_table_is_above(text: str) -> None:
    assert ["".join(item.itertext()) for item in parse_prose(text, "x").tree.iter("li")] == ["e | f"]


CALLED = [
    "![ảnh[^a]](images/x.png)",
    '![](images/x.png "ảnh [^a]")',
    "![ảnh[^a]][r]",
    "![ảnh[^a] b[^b]](images/x.png)",
]
AROUND = ["{}", "k {} k", "{} {}", "- k {} k", "| k |\n| - |\n| {} k |", "> {}", "[^c] k\n\n[^c]: k {} k"]


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("picture", CALLED)
def test_what_is_called_among_the_words_of_a_picture_is_called(picture: str, around: str) -> None:
    """Behind the picture, before the words behind it; those words are as they would be without the call."""
    notes = "\n\n[r]: images/x.png\n\n[^a]: một\n\n[^b]: hai"
    prose = parse_prose(around.replace("{}", picture) + notes, "x")
    wanted = around.count("{}") * picture.count("[^") + around.count("[^c] ")
    assert len(re.findall(r' id="x\.fnref', etree.tostring(prose.tree, encoding="unicode"))) == wanted
    assert not any((picture.tail or "").strip() for picture in prose.tree.iter("img"))
    plain = parse_prose(around.replace("{}", re.sub(r"\[\^.\]", "", picture)) + notes, "x")
    assert [*_words(prose)] == [*_words(plain)]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("x[^a][^b]", "x1, 2"),
        ("x[^a][^b][^a]", "x1, 2, 1"),
        ("x[^a], [^b],[^a]", "x1, 2,1"),
        ("x[^a] [^b]", "x1 2"),
        ("*x[^a]*[^b]", "x1, 2"),
        ("x[^a]**[^b]**", "x1, 2"),
        ("m<sup>2</sup>[^a]", "m2, 1"),
        ("m²[^a]", "m², 1"),
        ("m<sup>2</sup> [^a]", "m2 1"),
        ("1945[^a]", "19451"),
        ("[^a] x", "1 x"),
        ("![ảnh[^a][^b]](images/x.png)", "ảnh1, 2"),
    ],
)
def test_a_note_is_parted_from_what_is_raised_before_it(typed: str, read: str) -> None:
    """So that two of them are not read as one number; what an editor typed is not touched."""
    prose = parse_prose(f"{typed}\n\n[^a]: một\n\n[^b]: hai", "x")
    assert "".join(prose.tree[0].itertext()) == read
    bare = re.sub(r"\[\^.\]|[*]", "", typed).replace("<sup>2</sup>", "2")
    assert prose.cut()[1][0].text == " ".join(re.sub(r"!\[(.*)\].*", r"\1", bare).split())


@pytest.mark.parametrize(
    ("typed", "words", "leads_nowhere"),
    [
        ("[![a](images/x.png)](hai.md)", "a", 0),
        ('[![mô tả](images/x.png "lời *a* & [b]")](hai.md)', "lời *a* & [b]", 0),
        ("- k\n\n    [![a](images/x.png)](hai.md)", "ka", 0),
        ("- [![a](images/x.png)](hai.md)", "", 1),
        ("lời [![a](images/x.png)](hai.md)", "lời", 1),
        ("[![a](images/x.png) ![b](images/x.png)](hai.md)", "ab", 1),
        ("[![](images/x.png){.decorative}](hai.md)", "", 1),
        ("[lời ![a](images/x.png)](hai.md)", "lời", 0),
    ],
)
def test_the_caption_of_a_picture_that_is_a_link_is_the_link(
    typed: str, words: str, leads_nowhere: int
) -> None:
    prose = parse_prose(typed, "x")
    assert "".join(block.text for block in prose.cut()[1]) == words
    assert len(prose.unlinked) == leads_nowhere
    links = [*prose.tree.iter("a")]
    assert len(links) == 1 - leads_nowhere == len(prose.leads)
    assert all("".join(link.itertext()).strip() for link in links)


def _words(prose: Prose) -> Iterator[str]:
    """The words of each block, without the calls of notes and what leads back to them."""
    for block in prose.tree.iter("p", "td", "li", "figcaption"):
        texts = block.xpath(".//text()[not(ancestor::sup)]")
        yield "".join("".join(texts).split())


def said(text: str) -> str:
    return "".join(parse_prose(text, "bai").tree.itertext())


@pytest.mark.parametrize(
    ("text", "xhtml"),
    [
        ("a&#x301;b", "<p>áb</p>"),
        ("a<em>\u0323</em> b", "<p>ạ<em></em> b</p>"),
        ("*a*\u0301 b", "<p><em>á</em> b</p>"),
        ("a*\u0323*<b>\u0302</b>c", "<p>ậ<em></em><b></b>c</p>"),
        ("a\n\n\u0301b", "<p>a</p><p>\u0301b</p>"),
        ("a<br>\u0301b", "<p>a<br/>\u0301b</p>"),
        ("![a&#x301;](images/x.png){.decorative} b", None),
    ],
)
def test_a_mark_is_put_to_its_letter(text: str, xhtml: str | None) -> None:
    rendered = render(parse_prose(text, "bai"))
    assert rendered == (xhtml or rendered)
    assert "a\u0301" not in rendered
