"""No text takes for ever, and none is too much without its line: sizes, depths, and signs in one place."""

import re
import time
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.inlinepatterns import LinkInlineProcessor
from sampling import thinned

from kyyeu.content.booklet import read_booklet
from kyyeu.content.kinds.roll import roll
from kyyeu.content.kinds.verse import VERSE
from kyyeu.content.kinds.years import YEARS
from kyyeu.content.prose import (
    PLAIN,
    Idiom,
    Prose,
    body_lines,
    dissolved,
    find_excess,
    find_slips,
    markdown,
    parse_prose,
)
from kyyeu.content.prose.brackets import Brackets
from kyyeu.errors import Problems
from kyyeu.schema import LONGEST_LINE

SIGNS = [
    "*", "**a", "a**", "_", "`", "`` `", "<", "<a ", "<!--", "&", "![", "[a](", "[a][", "[", "[ ",
    "[]", "(", "|", "\\",
    "- \n", "> ", "~", "*a _", "_a*", "[^1]", "{.x}", "<b>", "</b>", "<div>", "<p>", "a|", "||",
    "\n- a", "\n1. a",
    "\nTerm\n: ", '"', "&#", "&a;", "http://", "<http://", "![a]", "](", "<!", "<?", "```\n", "#", "=",
    "\n===", "  \n",
    "> - ", "- > ", "1. ", "[*",
]  # fmt: skip
SLOW = 0.15
"""Seconds, beside which nothing weighs that is the same for any text."""
SECONDS = 20
"""Far more than any of them takes, far less than what grew with a power of its length would."""


@pytest.mark.parametrize("number", [400, pytest.param(14_000, marks=pytest.mark.ci)])
def test_many_signs_are_parsed_in_a_moment_or_refused(number: int) -> None:
    for sign in SIGNS:
        text, start = sign * number, time.process_time()
        if find_excess(text) is None:
            find_slips(text, parse_prose(text, "bai"))
        assert time.process_time() - start < SECONDS, sign


@pytest.mark.parametrize(
    "sign",
    [
        pytest.param("![a](", marks=pytest.mark.ci),
        *(pytest.param(sign, marks=pytest.mark.long) for sign in ("<a ", "[a][", "`", "[^1]")),
    ],
)
def test_signs_of_a_long_paragraph_are_weighed_in_a_moment_or_refused(sign: str) -> None:
    """Each is looked for an end of to the end of its paragraph."""
    number, start = 599, time.process_time()
    while find_excess(text := (sign + "từ " * (100_000 // number)) * number):
        number = number * 2 // 3
    find_slips(text, parse_prose(text, "bai"))
    assert number > 20 and time.process_time() - start < SECONDS, number


@pytest.mark.parametrize(
    "sign", ["![a", *(pytest.param(sign, marks=pytest.mark.ci) for sign in ("[a](", "![a](", "[a](<"))]
)
def test_signs_of_verse_that_begins_as_a_table_are_weighed_in_a_moment(sign: str) -> None:
    """As many as a table may have, in lines, which verse makes one paragraph of."""
    text, start = "| a |\n| --- |\n" + f"{sign} từ từ từ\n" * 1_900, time.process_time()
    assert find_excess(text) is None
    parse_prose(text, "bai", idiom=VERSE)
    assert time.process_time() - start < SECONDS / 4


@pytest.mark.parametrize("words", [10, 600, 950])
def test_a_picture_may_have_a_long_caption(words: int) -> None:
    (picture,) = parse_prose(f'![Ảnh](images/a.jpg "{"từ " * words}")', "bai").pictures
    assert picture.src == "images/a.jpg"


@given(st.sampled_from([0, 20]), st.text("[]a !", max_size=60))
def test_words_in_brackets_are_those_that_the_parser_finds(pairs: int, rest: str) -> None:
    text = "[[]" + "[]" * pairs + rest
    ours, theirs = LinkInlineProcessor("", plain := Markdown()), LinkInlineProcessor("", plain)
    plain.inlinePatterns.register(ours, "link", 0)
    Brackets().extendMarkdown(plain)
    for found in re.finditer(r"\[", text):
        _, end, closed = taken = ours.getText(text, found.end())
        assert taken == theirs.getText(text, found.end()) if closed else end == len(text)


LINES = {
    "labels": "[nhãn {n}]: https://a.vn/{n}",
    "notes": "[^n{n}]: chú {n}",
    "calls": "chữ[^n{n}]\n\n[^n{n}]: chú",
    "tags": '<font>chữ {n}</font> <b onclick="x{n}">đậm</b>',
    "links": "[chữ {n}](hai{n}.md#x{n})",
    "signs": "chữ &#65; &amp;nbsp; {n} **hở",
    "headings": "## Mục {n}",
    "marks": "*chữ* **đậm** [liên kết](https://a.vn/{n}) &amp; `mã` H<sub>2</sub>O \\* _x_ ~~bỏ~~",
    "pictures": "- ![a](images/{n}.jpg){{.beside}}",
}
"""What an article may have in each of its paragraphs, `n` being the paragraph's number."""


@pytest.mark.ci
@pytest.mark.parametrize("line", LINES)
def test_reading_takes_as_long_as_the_text_is(line: str) -> None:
    """Twice the paragraphs take twice as long, or little more: four times would grow without end."""

    def take(count: int) -> float:
        text = "\n\n".join(LINES[line].format(n=n) for n in range(count))
        start = time.process_time()
        find_slips(text, parse_prose(text, "bai"))
        return time.process_time() - start

    count = 50
    while (taken := take(count)) < SLOW:
        count *= 2
    assert min(take(2 * count), take(2 * count)) < 3 * taken


@pytest.mark.parametrize("idiom", [PLAIN, VERSE, roll((), 2), YEARS])
def test_a_text_is_parsed_three_times_at_most(idiom: Idiom, monkeypatch: pytest.MonkeyPatch) -> None:
    """To be read; with marks that tell lines; with numbers that tell tags."""
    text, parsed, parse = "\n\n".join(LINES.values()).format(n=1), list[str](), markdown.parse_prose

    def count(text: str, *given: Any, **named: Any) -> Prose:
        parsed.append(text)
        return parse(text, *given, **named)

    for module in (body_lines, dissolved):
        monkeypatch.setattr(module, "parse_prose", count)
    assert find_slips(text, parse(text, "bai", idiom=idiom))
    assert len(parsed) == 2


BEFORE, AFTER = ["", "|", "<", "a "], ["", "a", "\n"]


def test_looking_for_what_there_is_too_much_of_takes_as_long_as_the_text_is() -> None:
    """A row of bars and rules that ends in a letter once took the cube of its length."""
    for sign in [*SIGNS, " ", "-", ":", "|-", " -", "| --- ", "<a", "a", "1", "1."]:
        for before, after in product(BEFORE, AFTER):
            start = time.process_time()
            find_excess(before + sign * (4_000 // len(sign)) + after)
            assert time.process_time() - start < 1, (before, sign, after)


IDIOMS = {"verse": VERSE, "years": YEARS, "roll": roll((), 2)}


@pytest.mark.parametrize("name", IDIOMS)
def test_a_line_with_many_signs_is_written_in_a_moment(name: str) -> None:
    """Few of them first: what doubles with each would never come to an end with many."""
    for sign in [*SIGNS, " ", "\t", "\u00a0", "\\ ", "<br> "]:
        for number in (27, 14_000):
            text, start = f"1945: Một{sign * number}hai", time.process_time()
            IDIOMS[name].write(text)
            assert time.process_time() - start < 2, (sign, number)


PARAGRAPHS = [
    "a", "*a", "`", "`a`", "[a](b)", "[^1]", "<b>a</b>", "<br>", "<q>a</q>", "<figcaption>a</figcaption>",
    "#a", "- a", "> a", "| a |\n| - |", "\\*", "&lt;", "*a* [a](b) `a` <b>a</b> | a |", "a\n: b",
    "    a", "[a]: b", "<i title='a'>b</i>",
]  # fmt: skip


@pytest.mark.long
def test_as_many_paragraphs_as_there_may_be_are_parsed_in_seconds() -> None:
    """Twice as many take twice as long: no list of them is gone through for each."""
    for paragraph in PARAGRAPHS:
        number = 20_000
        while find_excess(text := f"{paragraph}\n\n" * number):
            number = number * 3 // 4
        start = time.process_time()
        find_slips(text, parse_prose(text, "bai"))
        assert time.process_time() - start < SECONDS, (paragraph, number)


DEEP = {
    "too-deep": ["> " * 13 + "a", "- " * 13 + "a", "chữ\n\n" + "<div>" * 51, "<b>" * 51, " " * 52 + "- a"],
    "too-many-signs": ["[" * 601, "a `" * 601, "chữ <" * 601, "| a | b |\n| --- | --- |\n" + "[" * 601],
    "too-many-lines": ["- a\n" * 2001, "\nA\n: b" * 101],
    "word-too-long": ["chữ\n" + "ă" * 2001],
    "too-many-cells": ["|" * 61],
    "text-too-long": ["chữ " * 250_001],
    "too-many-fences": ["~~~a\n\n" * 401, "> ```\n" * 401],
    "too-many-marks": ["a\n\n" * 30_001, "*a* " * 15_001, ("| a " * 59 + "\n") * 501, "\\a\n\n" * 15_001],
}


@pytest.mark.parametrize(("code", "text"), [(code, text) for code in DEEP for text in DEEP[code]])
def test_what_is_too_much_is_told_with_its_line(code: str, text: str, tiny: Path) -> None:
    (tiny / "articles" / "hai.md").write_text(f"---\ntitle: Hai\n---\nMột đoạn.\n\n{text}\n", "utf-8")
    with pytest.raises(Problems) as raised:
        read_booklet(tiny)
    (error,) = raised.value.errors
    assert (error.code, error.path) == (code, tiny / "articles" / "hai.md")
    assert error.line and error.line >= (4 if code == "text-too-long" else 6)


@pytest.mark.parametrize(
    "text",
    [
        "| Tên | Năm |\n| --- | --- |\n" + "| [An](https://e.vn) | 2020<br>2021 |\n" * 1500,
        "\n\n".join(f"Đoạn có chú[^{number}].\n\n[^{number}]: Lời chú." for number in range(1500)),
        "> Lời trích\n> > trong lời trích\n\n- a\n  - b\n    - c\n      - d\n",
        "chữ " * 60_000,
    ],
    ids=["table", "notes", "nested", "paragraph"],
)
def test_what_an_article_may_well_have_is_not_too_much(text: str) -> None:
    assert find_excess(text) is None


@pytest.mark.parametrize("field", ["title", "author", "short_title"])
def test_a_field_of_a_header_is_no_longer_than_can_be_laid_out(field: str, tiny: Path) -> None:
    path = tiny / "articles" / "hai.md"
    header = {"title": "Bài hai", field: "Đ" * (LONGEST_LINE + 1)}
    lines = "".join(f"{key}: {text}\n" for key, text in header.items())
    path.write_text(f"---\n{lines}---\n\nx\n", "utf-8")
    with pytest.raises(Problems) as raised:
        read_booklet(tiny)
    (error, *_) = raised.value.errors
    assert (error.code, error.path, error.line) == ("wrong-form", path, 2 + [*header].index(field))


UNENDED = {
    "comments": "<!-- a" + "\n<!-- a" * 399,
    "waves": " ".join(["~" * 1_900] * 20),
    "ticks": "\n".join(f"{'`' * (number % 40 + 1)} a" for number in range(15)),
    "braces": "{: " * 5_000,
    "html": "\n".join(["<br>"] * 500),
}


@pytest.mark.ci
@pytest.mark.parametrize("paragraph", thinned(UNENDED.values(), 2), ids=UNENDED)
def test_what_never_ends_is_looked_for_once(paragraph: str) -> None:
    """And not from each place where it begins."""
    text, start = "\n\n".join([paragraph] * 20), time.process_time()
    assert find_excess(text) is None
    find_slips(text, parse_prose(text, "bai"))
    assert time.process_time() - start < SECONDS
