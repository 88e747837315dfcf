"""What an editor writes in YAML is a form of the schema, or every mistake in it is told."""

from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kyyeu.content.forms import parse_form
from kyyeu.errors import Problems
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
@settings(deadline=None)
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
