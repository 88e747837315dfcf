"""Everything near what an editor may write, as data: a change to the small booklet, and what is said of it.

A case is a YAML file in warnings/, like those in mistakes/: ``change``, and under ``vi`` and ``en`` what must
be said, to the letter; nothing is said where the change means what an editor means by it.
"""

import re
from itertools import groupby, pairwise
from pathlib import Path
from textwrap import indent

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nasty import BODIES
from spoiling import spoil

from kyyeu.content.booklet import read_booklet
from kyyeu.content.prose import find_slips, parse_prose
from kyyeu.content.yaml import parse_yaml
from kyyeu.errors import ContentError, Problems
from kyyeu.model import Booklet
from kyyeu.speech.messages import LANGUAGES, word_error

CASES = sorted((Path(__file__).parent / "warnings").glob("*.yaml"))


def said_of(booklet: Booklet, language: str) -> str:
    errors = (
        ContentError(finding.code, Path("content", finding.file), finding.line, **dict(finding.facts))
        for finding in booklet.findings
    )
    return "".join(f"{word_error(error, language)}\n" for error in errors)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_what_is_nearly_right_is_told_with_its_place(
    case: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    written = case.read_text("utf-8")
    wanted = parse_yaml(written, case, 1).root.value
    spoil(tiny, wanted)
    monkeypatch.chdir(tiny.parent)
    booklet = read_booklet(Path("content"))
    said = {language: said_of(booklet, language) for language in LANGUAGES}
    if request.config.getoption("--accept"):
        head, _, _ = written.partition("vi: |\n")
        case.write_text(
            head + "".join(f"{key}: |\n{indent(text, '  ')}" for key, text in said.items()), "utf-8"
        )
        wanted |= said
    assert {language: wanted.get(language) or "" for language in LANGUAGES} == said


def test_the_booklets_that_come_with_it_have_nothing_of_the_kind(real: Booklet, small: Booklet) -> None:
    assert (real.findings, small.findings) == ((), ())


def test_what_is_doubtful_is_told_with_the_mistakes_wherever_they_are(tiny: Path) -> None:
    """Also where nothing but its own mistake keeps a text from being read to its end."""
    for name, wrong in {
        "booklet.yaml": ("office: ", "ofice: "),
        "foreword.md": ("signed: ", "sign: "),
        "articles/mot.md": ("cham.png", "khac.png"),
        "articles/hai.md": ("title: ", "titel: "),
    }.items():
        path = tiny / name
        path.write_text(path.read_text("utf-8").replace(*wrong), "utf-8")
        if name.endswith(".md"):
            path.write_text(path.read_text("utf-8") + "\n\n**Chữ\n", "utf-8")
    (tiny / "articles" / "ba.md").touch()
    with pytest.raises(Problems) as raised:
        read_booklet(tiny)
    assert {Path(error.path or "").relative_to(tiny).as_posix() for error in raised.value.errors} == {
        "booklet.yaml", "foreword.md", "articles/mot.md", "articles/hai.md",
    }  # fmt: skip
    assert [(doubt.code, doubt.path and doubt.path.stem) for doubt in raised.value.doubts] == [
        ("sign-emphasis", "foreword"),
        ("sign-emphasis", "mot"),
        ("sign-emphasis", "hai"),
        ("article-unlisted", "ba"),
    ]
    assert all(doubt.line for doubt in raised.value.doubts)


@given(BODIES)
@example("<small>a <small>b</small></small>\n\n<table><tr><td><table><td>c</table></table>")
def test_whatever_is_written_each_finding_is_on_a_line_of_it(text: str) -> None:
    slips = find_slips(text, parse_prose(text, "bai"))
    assert all(1 <= slip.line <= text.count("\n") + 1 for slip in slips)


@given(st.lists(st.sampled_from(["small", "sub", "sup"]), min_size=1, max_size=6))
def test_each_tag_that_is_not_in_the_tree_is_told(names: list[str]) -> None:
    text = "\n".join([*(f"a{number}<{name}>" for number, name in enumerate(names)), "b"])
    text += "".join(f"</{name}>" for name in reversed(names))
    slips = find_slips(text, parse_prose(text, "bai"))
    assert [slip.line for slip in slips if slip.code == "tag-misplaced"] == [*range(2, len(names) + 1)]


TABLE = [
    "<caption>{}</caption>", "<thead><tr><th>{}</th></tr></thead>", "<tbody><tr><td>{}</td></tr></tbody>",
    "<tr><td>{}</td></tr>", "<div>{}</div>", "<tr>{}</tr>", "<tr><td>ô</td></tr>{}",
]  # fmt: skip


@given(st.lists(st.sampled_from(TABLE), max_size=5))
def test_no_words_of_a_table_change_places_in_silence(parts: list[str]) -> None:
    rows = (part.format(f"ô{number}") for number, part in enumerate(parts))
    text = "<table>\n" + "\n".join(rows) + "\n</table>"
    prose = parse_prose(text, "bai")
    printed = re.findall("ô[0-9]", " ".join(block.text for block in prose.cut()[1]))
    assert printed == sorted(printed) or "tag-moved" in {slip.code for slip in find_slips(text, prose)}


STARTS = [
    "", "", "", "- ", "1. ", "2. ", "1945. ", "a) ", "(b) ", "I. ", "1.1. ", "1.", "+ ", "• ", "– ", "-",
    "* ", "=> ", "> ", "# ", "**", "\t", "    ", "  - ", "  ", "👉 ", "Điều 1. ", "18/10: ",
]  # fmt: skip
ENDS = ["", "", ",", ".", ":", ";", "  ", "\\", "\t1987", "**"]
ROWS = st.lists(st.tuples(st.sampled_from(STARTS), st.sampled_from(ENDS), st.booleans()), max_size=7)


@given(ROWS)
@example([("- ", "", False), ("    ", "", False), ("1.1. ", "", False)])
@example([("", ",", False), ("", ";", False)])
@example([("> ", "\\", False), ("", "", False)])
@example([("> ", "  ", False), ("", "", False), ("> ", "", False)])
def test_no_line_end_is_lost_in_silence(rows: list[tuple[str, str, bool]]) -> None:
    """Of lines that are none of a paragraph broken to a width, two that become one are told of."""
    lines, joined = list[str](), set[str]()
    for number, (start, end, blank) in enumerate(rows):
        lines += [f"{start}dòng{number}{end}", *([""] if blank else [])]
    prose = parse_prose("\n".join(lines), "bai")
    rendered = "".join(run.xhtml for run in prose.cut()[0])
    rendered = re.sub(
        "<pre>.*?</pre>", lambda code: code[0].replace("\n", "<br/>"), rendered, flags=re.DOTALL
    )
    for one, next_ in pairwise(range(len(rows))):
        between = re.search(f"dòng{one}\\b(.*?)dòng{next_}\\b", rendered, re.DOTALL)
        assert between, "words keep their order"
        if not re.search("<(br|/?(p|li|h[1-6]|blockquote|pre|ol|ul))[ />]", between[1]):
            joined.add(f"dòng{next_}")
    told = {line for slip in find_slips("\n".join(lines), prose) for line in _paragraph(lines, slip.line)}
    assert joined <= {word for line in told for word in re.findall("dòng[0-9]+", line)}


def _paragraph(lines: list[str], number: int) -> list[str]:
    """The lines around that one (from 1) which no blank line parts from it."""
    groups = (list(group) for _, group in groupby(enumerate(lines, 1), key=lambda each: not each[1]))
    return next([line for _, line in group] for group in groups if number in dict(group))
