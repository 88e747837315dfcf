"""What an editor writes in YAML is a form of the schema, or every mistake in it is told."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kyyeu.content.entries import Entry, Tree
from kyyeu.content.forms import fill_form, fill_rest, make_form, parse_form
from kyyeu.errors import Problems
from kyyeu.schema import FORMS, ArticleForm, BookletForm

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
    assert parse_form("title: no", ArticleForm, PATH).form.title == "no"


def test_a_time_of_day_is_not_sixty_minutes() -> None:
    assert parse_form("title: '12:30'\nkeywords: ['on', 'off', 'yes']", ArticleForm, PATH).form.keywords == [
        "on",
        "off",
        "yes",
    ]


SOUND = """\
title: Ấm áp
slug: tiny
office: Văn phòng
occasion: {name: Ngày thử, founded: 2000-02-29, year: 2026}
issued: 2026-01-02
page: {trim: [1e2, 1.45e+2]}
articles: [mot]
"""


def told(text: str) -> list[tuple[str, int | None, object]]:
    with pytest.raises(Problems) as raised:
        parse_form(text, BookletForm, PATH)
    return [(error.code, error.line, error.facts.get("key")) for error in raised.value.errors]


def test_a_number_may_have_an_exponent() -> None:
    assert parse_form(SOUND, BookletForm, PATH).form.page.trim == [100, 145]


@pytest.mark.parametrize("year", ["9" * 20, f"0x{'f' * 130}", "9" * 10_000, "2e9999", ".nan", "-5"])
def test_a_number_beyond_all_measure_is_told(year: str) -> None:
    ((code, line, key),) = told(SOUND.replace("2026}", f"{year}}}"))
    assert (code in {"out-of-range", "wrong-type"}, line, key) == (True, 4, "occasion.year")


@pytest.mark.parametrize("size", [".nan", ".inf", "1e400", "9" * 400])
def test_a_size_beyond_all_measure_is_told(size: str) -> None:
    ((_, line, key),) = told(SOUND.replace("1e2", size))
    assert (line, key) == (6, "page.trim")


UNSEEN = [r"\u200b", r"\u00ad\u2060", r"\u0301", r"\ufeff \u200d", r"\u00a0\u034f"]
"""What no reader sees by itself, as YAML writes it."""
LINES = [
    line for line in SOUND.splitlines() if line.startswith(("title", "office"))
] + ["name: Ngày thử"]  # fmt: skip


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("unseen", UNSEEN)
def test_a_line_of_which_nothing_is_seen_is_told(line: str, unseen: str) -> None:
    key, number = line.partition(":")[0], SOUND[: SOUND.index(line)].count("\n") + 1
    ((code, told_line, where),) = told(SOUND.replace(line, f'{key}: "{unseen}"'))
    assert (code, told_line, str(where).split(".")[-1]) == ("wrong-type", number, key)


def test_what_escapes_put_together_is_read_as_a_text_is() -> None:
    form = parse_form(SOUND.replace("Ấm áp", r'"A\u0302\u0301m"'), BookletForm, PATH).form
    assert form.title == "Ấm"
    assert told(SOUND.replace("Ấm áp", r'"Ấ\u0303m"')) == [("marks-piled", 1, None)]


def test_a_mistake_is_told_once_and_two_on_one_line_are_two() -> None:
    text = SOUND.replace("name: Ngày thử, founded: 2000-02-29", "name: 1, founde: 2000-02-29")
    text = text.replace("[mot]", "[A, mot, B]") + "imprint:\n  editors: [1,\n    hai]\n  design: {}\n"
    assert sorted(told(text)) == [
        ("bad-slug", 7, "articles"),
        ("bad-slug", 7, "articles"),
        ("unknown-key", 4, "founde"),
        ("wrong-type", 4, "occasion.name"),
        ("wrong-type", 9, "imprint.editors"),
        ("wrong-type", 11, "imprint.design"),
    ]


def test_what_is_wrong_in_one_entry_does_not_hide_what_is_missing_in_another() -> None:
    entries = "- {source: a, text: b, reasn: c}\n  - {source: a}"
    with pytest.raises(Problems) as raised:
        parse_form(f"title: a\nsource:\n  file: b\n  emendations:\n  {entries}", ArticleForm, PATH)
    found = [(error.code, error.line) for error in raised.value.errors]
    assert sorted(found) == [("missing-key", 6), ("unknown-key", 5)]


def test_an_entry_that_can_t_be_read_is_told_once() -> None:
    assert told(SOUND.replace("title: Ấm áp", "title: *m").replace("slug: tiny", "slg: tiny")) == [
        ("yaml-alias", 1, None),
        ("unknown-key", 2, "slg"),
    ]


def test_a_made_form_has_no_lines() -> None:
    filled = make_form({"title": "a", "source": {"file": "b"}}, ArticleForm, PATH)
    assert filled.mistake("unknown-damage", "source", "damage").line is None


@pytest.mark.parametrize("kind", FORMS)
@given(data=st.data())
def test_of_a_header_in_which_anything_is_wrong_the_rest_is_a_form_or_nothing(
    kind: str, data: st.DataObject
) -> None:
    form = FORMS[kind]
    keys = [field.alias or name for name, field in form.model_fields.items()]
    value = st.sampled_from(["x.png", "2020", 0, None, [], {}, ["x.png", 1], {"x": 1}, "\x00"])
    entries = {"kind": kind} | data.draw(st.dictionaries(st.sampled_from([*keys, "khác"]), value, max_size=6))
    try:
        fill_form(Tree(Entry(entries)), form, PATH)
    except Problems:
        rest = fill_rest(Tree(Entry(entries)), form, PATH, needed=("title",))
        assert rest is None or rest.form.title == entries["title"]
