"""YAML and JSON are read as they are meant, every entry and every mistake with its line."""

import json
import math
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from kyyeu.content.entries import MOST_DIGITS, Tree
from kyyeu.content.json import parse_json
from kyyeu.content.yaml import parse_yaml, render_yaml
from kyyeu.errors import Problems

PATH = Path("bài.md")
ANY = st.characters(exclude_categories=["Cs"])
SIGNS = st.text("ab1:-#'\"{}[],&*!|>%@`?~=< \n\t\x85\u2028\u2029\ufeff\\ệ😀", max_size=20)


def value(text: str) -> Any:
    return parse_yaml(f"a: {text}", PATH, 1).root.value["a"]


def told(text: str, first_line: int = 1) -> list[tuple[str, int | None]]:
    """The codes and lines of what is wrong with a text of YAML."""
    try:
        return [(error.code, error.line) for error in parse_yaml(text, PATH, first_line).mistakes]
    except Problems as problems:
        return [(error.code, error.line) for error in problems.errors]


TEXT = (
    "no yes on off y n No tRue 22:30 190:20:30 1_000 0b11 0o8 0x 1,000 1e e1 . .. -- + = << _1 Infinity NaN"
)
TEXT += " -0x1F +0o7 1.2.3 2026-1-5 2026-02-30 2026-10-18T08:00:00 ١٢ a:b a#b -b ?b :b http://x"
NOT_TEXT: dict[str, Any] = {
    "true": True, "False": False, "TRUE": True, "null": None, "~": None, "": None,
    "012": 12, "-1": -1, "+1": 1, "0o14": 12, "0x1F": 31, "00": 0,
    "1.5": 1.5, "5.": 5.0, ".5": 0.5, "-.5": -0.5, "1e2": 100.0, "1.45e+2": 145.0, ".5e3": 500.0,
    ".inf": math.inf, "-.Inf": -math.inf, "1e400": math.inf, "2026-10-18": date(2026, 10, 18),
}  # fmt: skip


@pytest.mark.parametrize("text", TEXT.split())
def test_what_yaml_1_2_takes_for_text_stays_text(text: str) -> None:
    assert value(text) == text


@pytest.mark.parametrize("text", NOT_TEXT)
def test_numbers_days_and_the_three_words_are_read(text: str) -> None:
    assert (value(text), type(value(text))) == (NOT_TEXT[text], type(NOT_TEXT[text]))
    assert value(f"'{text}'") == value(f'"{text}"') == text


@pytest.mark.parametrize("digits", ["9" * 5000, f"0x{'f' * 5000}", f"-{'1' * 5000}"])
def test_a_number_that_no_form_takes_is_not_worked_out(digits: str) -> None:
    assert value(digits) == digits
    assert value("9" * MOST_DIGITS) == 10**MOST_DIGITS - 1


LINES = """\
một: "x\u2028y"
hai:
  - {ba: 1, bốn: 2}
  -
    năm: |
      sáu
      bảy
tám: ["chín
  mười", mười một]
"""


@pytest.mark.parametrize(
    ("steps", "line"),
    [
        (("một",), 11), (("hai",), 12), (("hai", 0, "bốn"), 13), (("hai", 1), 15), (("hai", 1, "năm"), 15),
        (("tám", 0), 18), (("tám", 1), 19), (("hai", 7), 12), (("none",), 11), (("hai", "branch", 0), 13),
    ],
)  # fmt: skip
def test_every_entry_has_its_line(steps: tuple[int | str, ...], line: int) -> None:
    assert parse_yaml(LINES, PATH, 11).root.at(*steps) == line


MISTAKES = {
    "a: 1\n\nb: 2\na: 3": [("yaml-twice", 14)],
    "a: {b: 1,\n b: 2}\nc: *x\nd: &y z\nc: !t u": [
        ("yaml-twice", 12), ("yaml-alias", 13), ("yaml-syntax", 14), ("yaml-syntax", 15), ("yaml-twice", 15),
    ],
    "a: 1\nb: *Đoàn kết": [("yaml-alias", 12)],
    "a: 1\nb: Thơ: văn": [("yaml-colon", 12)],
    "a: 1\nb: 'x\nc: 1\nd: 2": [("yaml-syntax", 12)],
    'a: "x\n\n  \\q"': [("yaml-syntax", 13)],
    "a: 1\n\tb: 1": [("yaml-syntax", 12)],
    "a: 1\n? [b]\n: c": [("yaml-syntax", 12)],
    "a: 1\n---\nb: 2": [("yaml-syntax", 13)],
    "a:\n" + "[" * 100_000: [("yaml-syntax", 12)],
    "a:\n" + "- " * 100_000: [("yaml-syntax", 12)],
    "a: 1\nb: \x07": [("control-character", 12)],
    "a: 1\nb: \ud800": [("control-character", 12)],
    "a: 1\n\ufeffb: 1": [("control-character", 12)],
    "\n- a": [("yaml-not-mapping", 11)],
    "": [("yaml-not-mapping", 11)],
}  # fmt: skip


@pytest.mark.parametrize("text", MISTAKES, ids=lambda text: text[:20])
def test_every_mistake_has_its_line(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(text, 11) == MISTAKES[text]
    if len(text) < 1000:
        monkeypatch.setattr("kyyeu.content.yaml.LOADER", yaml.SafeLoader)
        assert told(text, 11) == MISTAKES[text]


def read_yaml(text: str) -> Tree | None:
    try:
        return parse_yaml(text, PATH, 1)
    except Problems:
        return None


@given(SIGNS | st.builds("a: {}\nb: [{}]".format, SIGNS, SIGNS))
def test_without_libyaml_the_same_is_read(text: str) -> None:
    compiled = read_yaml(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kyyeu.content.yaml.LOADER", yaml.SafeLoader)
        twin = read_yaml(text)
    assert not (compiled and twin) or compiled.root == twin.root


WRITTEN = st.recursive(
    st.text(ANY) | SIGNS | st.booleans() | st.integers(-(10**9), 10**9) | st.dates() | st.just("2026-10-18"),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3) | st.dictionaries(SIGNS, inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.text(ANY), WRITTEN, min_size=1, max_size=3))
@example({"a": "x\x85y\u2028z\u2029\r\n\r", "b": ["no", "1e2", "0x1F", "~", "", " x ", "x\n\n"]})
@example({"1": "a", "no": "b", "": "c", "~": "d"})
def test_what_is_rendered_is_read_again(entries: dict[str, object]) -> None:
    assert parse_yaml(render_yaml(entries), PATH, 1).root.value == entries


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(ANY),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(ANY), inner, max_size=4),
)


@given(st.dictionaries(st.text(ANY), JSON, max_size=4), st.sampled_from([None, 2]))
def test_json_is_read_as_json(entries: dict[str, object], indent: int | None) -> None:
    assert parse_json(json.dumps(entries, indent=indent), PATH).root.value == entries


def test_an_entry_of_json_has_its_line() -> None:
    root = parse_json('{"a": 1,\n "b": [{"c": "x\\ny"},\n  {"c": "]}",\n   "d": 2}]}', PATH).root
    assert [root.at("a"), root.at("b", 0, "c"), root.at("b", 1), root.at("b", 1, "d")] == [1, 2, 3, 4]


SPOILT = {
    '{"a": 1,\n "b": 2,\n "a": 3}': ("yaml-twice", 3),
    '{"a": 1,\n "b" 2}': ("json-syntax", 2),
    "{\n'a': 1}": ("json-syntax", 2),
    '{"a": 1}\n\n x': ("json-syntax", 3),
    '{"a":\n "\\ud800"}': ("control-character", 2),
    '{"a": 1,\n "\\udfff": 2}': ("control-character", 2),
    "[1]": ("yaml-not-mapping", 1),
    "": ("json-syntax", 1),
    '{"a": ' + "[" * 100_000: ("json-syntax", 1),
}


@pytest.mark.parametrize("text", SPOILT, ids=lambda text: text[:20])
def test_a_mistake_in_json_has_its_line(text: str) -> None:
    try:
        errors = parse_json(text, PATH).mistakes
    except Problems as problems:
        errors = problems.errors  # type: ignore[assignment]
    assert [(error.code, error.line) for error in errors] == [SPOILT[text]]


def test_a_long_number_in_json_is_not_worked_out() -> None:
    assert parse_json(f'{{"a": {"9" * 5000}}}', PATH).root.value == {"a": "9" * 5000}
