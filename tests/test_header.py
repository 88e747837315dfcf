from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from kyyeu.errors import ContentError, Problems
from kyyeu.header import parse_form, split_front_matter
from kyyeu.schema import ArticleForm, BookletForm

PATH = Path("bài.md")


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]))
    | st.text(alphabet="abc:-[]{}\"'\n #&*!|>%@?,0")
)
@example("title: [" * 500)
@example("issued: 2026-02-30")
@example("? a\n: b")
@example("!!python/object:os.system x")
def test_whatever_is_written_is_a_form_or_told(text: str) -> None:
    try:
        parse_form(text, BookletForm, PATH)
    except Problems as problems:
        assert all(error.path == PATH and error.line for error in problems.errors)


def test_no_is_a_word_as_yaml_1_2_has_it() -> None:
    assert parse_form("title: no", ArticleForm, PATH).title == "no"


def test_a_time_of_day_is_not_sixty_minutes() -> None:
    assert parse_form("title: '12:30'\nkeywords: ['on', 'off', 'yes']", ArticleForm, PATH).keywords == [
        "on",
        "off",
        "yes",
    ]


def test_front_matter_is_told_from_the_body() -> None:
    assert split_front_matter("---\ntitle: a\n---\nthân\n---\nbài", PATH) == ("title: a", "thân\n---\nbài", 4)


@given(st.text())
def test_whatever_begins_a_file_is_split_or_told(text: str) -> None:
    try:
        header, body, line = split_front_matter(text, PATH)
    except ContentError as error:
        assert error.line == 1
    else:
        assert text.split("\n")[line - 1 :] == body.split("\n") if body else True
        assert header in text
