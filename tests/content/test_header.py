"""The front matter at the head of a file, read and written."""

import re
import unicodedata
from datetime import date
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from kyyeu.content.forms import make_form, parse_form
from kyyeu.content.header import render_front_matter, split_front_matter
from kyyeu.errors import ContentError
from kyyeu.schema import ArticleForm

PATH = Path("bài.md")
PRINTED = st.characters(exclude_categories=["Cs", "Cc", "Cn"])


def test_front_matter_is_told_from_the_body() -> None:
    assert split_front_matter("---\ntitle: a\n---\nthân\n---\nbài", PATH) == ("title: a", "thân\n---\nbài", 4)


@given(st.lists(st.sampled_from(["---", "--- ", "----", "title: a", "", "thân"]) | st.text()).map("\n".join))
def test_whatever_begins_a_file_is_split_or_told(text: str) -> None:
    lines = text.split("\n")
    try:
        header, body, first = split_front_matter(text, PATH)
    except ContentError as error:
        assert error.line == 1 and (lines[0].rstrip() != "---" or "---" not in map(str.rstrip, lines[1:]))
    else:
        assert (header, body) == ("\n".join(lines[1 : first - 2]), "\n".join(lines[first - 1 :]))
        assert lines[0].rstrip() == lines[first - 2].rstrip() == "---"


def is_seen(text: str) -> bool:
    """Whether there is something to be seen in it, and not only blanks, marks and signs that are none."""
    return any(unicodedata.category(char)[0] not in "CMZ" for char in text)


LINE = st.text(st.one_of(PRINTED, st.sampled_from("-:# '\"{}[]&*!|>%@`,?\\~=<"))).filter(
    lambda text: is_seen(text) and not re.search("[\u2028\u2029\ufffe\uffff]", text)
)
HEADERS = st.fixed_dictionaries(
    {
        "title": LINE,
        "keywords": st.lists(LINE, min_size=1, max_size=3),
        "date": st.dates(date(1980, 1, 1), date(2107, 12, 31)),
        "source": st.fixed_dictionaries(
            {
                "file": st.text("a:#- 'ở\x85", min_size=1, max_size=20),
                "spared": st.lists(st.builds(lambda text: {"text": text, "place": 2}, LINE), min_size=1),
                "emendations": st.lists(
                    st.builds(
                        lambda a, b: {"source": a, "text": b, "reason": b, "everywhere": True}, LINE, LINE
                    ),
                    min_size=1,
                    max_size=2,
                ),
            }
        ),
    }
)


def header_of(title: str) -> dict[str, object]:
    return {"title": title, "keywords": [title], "source": {"file": "a", "spared": [{"text": title}]}}


@given(HEADERS)
@example(header_of('Đoàn kết: "trung thành" # sáng tạo'))
@example(header_of("2017-10-18"))
@example(header_of("null"))
@example(header_of("No"))
@example(header_of("12e3"))
@example(header_of("- *x"))
@example(header_of("a: b"))
@example(header_of("a:"))
@example(header_of("a #b"))
@example(header_of("it's"))
@example(header_of("---"))
@example(header_of("\ufeffa"))
def test_a_header_of_any_letters_is_read_as_it_was_written(entries: dict[str, object]) -> None:
    header, _, _ = split_front_matter(render_front_matter(entries), PATH)
    assert parse_form(header, ArticleForm, PATH).form == make_form(entries, ArticleForm, PATH).form
