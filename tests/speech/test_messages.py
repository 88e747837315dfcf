import errno
import os
import re
import string
import tomllib
from pathlib import Path, PureWindowsPath
from unicodedata import category

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from kyyeu.cli.entry import commands_in
from kyyeu.content.yaml import parse_yaml
from kyyeu.errors import ContentError, KyyeuError, MachineError, Problems, Term, problem_of
from kyyeu.intake.task import load_model
from kyyeu.restorer import CHOICES
from kyyeu.restorer.adaptation import HEADER
from kyyeu.restorer.damage import NAMES
from kyyeu.restorer.model_file import MAGIC
from kyyeu.saving import save
from kyyeu.saving.problems import told
from kyyeu.speech.languages import find_language
from kyyeu.speech.messages import LANGUAGES, Voice, word, word_damage, word_error, word_path

ROOT = Path(__file__).parents[2]
TABLE = tomllib.loads((ROOT / "kyyeu" / "speech" / "messages.toml").read_text("utf-8"))
SOURCE = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "kyyeu").rglob("*.py")))


def facts(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", TABLE["errors"])
def test_an_error_says_what_and_what_to_do_in_both_languages(code: str) -> None:
    entry = TABLE["errors"][code]
    assert all(entry[language]["what"] and entry[language]["do"] for language in LANGUAGES)


@pytest.mark.parametrize("code", TABLE["errors"])
def test_both_languages_tell_the_same_facts(code: str) -> None:
    vi, en = (facts(" ".join(TABLE["errors"][code][language].values())) for language in LANGUAGES)
    assert vi == en


@pytest.mark.parametrize(
    "number",
    [errno.ENOSPC, errno.EROFS, errno.EEXIST, errno.ENAMETOOLONG, errno.ELOOP, errno.EACCES, errno.EIO],
)
def test_what_the_system_complains_of_is_worded(number: int) -> None:
    problem = problem_of(OSError(number, os.strerror(number)))
    assert isinstance(problem, Term) and set(TABLE["terms"][problem]) == set(LANGUAGES)


@pytest.mark.parametrize("number", [19, 32, 33, 206])
def test_what_windows_complains_of_is_worded(number: int) -> None:
    error = PermissionError(errno.EACCES, "Access is denied", "a")
    error.winerror = number  # type: ignore[attr-defined]
    problem = problem_of(error)
    assert problem != problem_of(PermissionError(errno.EACCES, "Access is denied", "a"))
    assert isinstance(problem, Term) and set(TABLE["terms"][problem]) == set(LANGUAGES)


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EINVAL])
def test_a_path_too_long_for_windows_is_told_to_be_so_whatever_windows_says(number: int) -> None:
    deep = OSError(number, "No such file or directory", "x/" * 150)
    assert problem_of(deep, "win32") == "name-too-long" != problem_of(deep, "linux")
    assert problem_of(OSError(number, "No such file or directory", "x"), "win32") != "name-too-long"
    with pytest.raises(MachineError) as raised, told(Path("x")):
        raise _with_number_of_windows(206)
    assert raised.value.code == "path-too-long"


@pytest.mark.parametrize("below", ["x", "x/y", "./x"])
@pytest.mark.parametrize(("platform", "told"), [("win32", "not-a-folder"), ("linux", "not-there")])
def test_a_file_in_the_place_of_a_folder_is_told_where_windows_says_there_is_none(
    platform: str, told: str, below: str, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    for name, problem in (("file", told), ("none", "not-there")):
        error = OSError(errno.ENOENT, "The system cannot find the path", str(tmp_path / name / below))
        assert problem_of(error, platform) == problem


def _with_number_of_windows(number: int) -> OSError:
    error = OSError(errno.ENOENT, "The filename or extension is too long", "x")
    error.winerror = number  # type: ignore[attr-defined]
    return error


def test_places_are_told_in_one_way_on_every_system() -> None:
    path = PureWindowsPath("D:\\Kỷ yếu\\content", "articles", "mot.md")
    assert word_path(path) == "D:/Kỷ yếu/content/articles/mot.md"
    said = word("taken-from", "en", content=path, templates=PureWindowsPath("a\\b"))
    assert "\\" not in said and "a/b" in said


SYSTEM_LANGUAGES = [
    ({"LANG": "en_GB.UTF-8"}, "linux", ("vi-VN", "vi-VN"), "en"),
    ({"LC_ALL": "", "LANG": "en_GB"}, "win32", ("vi-VN", "vi-VN"), "en"),
    ({"LC_ALL": "vi_VN", "LANG": "en_GB"}, "win32", ("en-US", "en-US"), "vi"),
    ({}, "win32", ("en-US", "en-GB"), "en"),
    ({}, "win32", ("en-US", "vi-VN"), "vi"),
    ({}, "win32", ("vi-VN", "en-US"), "vi"),
    ({}, "win32", ("", ""), "vi"),
    ({}, "linux", ("en-US", "en-US"), "vi"),
    ({"LANG": "C.UTF-8"}, "linux", (), "vi"),
]


@pytest.mark.parametrize(("environ", "platform", "windows", "language"), SYSTEM_LANGUAGES)
def test_the_system_s_language_is_spoken(
    environ: dict[str, str], platform: str, windows: tuple[str, ...], language: str
) -> None:
    assert find_language(environ, platform, lambda: windows) == language


@pytest.mark.parametrize("name", TABLE["said"])
def test_both_languages_say_the_same(name: str) -> None:
    vi, en = (facts(TABLE["said"][name][language]) for language in LANGUAGES)
    assert vi == en


@pytest.mark.parametrize("code", TABLE["errors"])
def test_no_message_is_left_over(code: str) -> None:
    assert f'"{code}"' in SOURCE


def test_every_error_raised_has_its_message() -> None:
    raised = set(re.findall(r'(?:Content|Template|Machine|Kyyeu)Error\(\s*"([a-z0-9-]+)"', SOURCE))
    assert raised and raised <= set(TABLE["errors"])


def test_every_damage_is_told_in_few_words_and_in_the_booklet_in_a_sentence() -> None:
    said = TABLE["damages"]
    assert list(said) == list(CHOICES)
    assert all(0 < len(said[name][language]) < 80 for name in said for language in LANGUAGES)
    labels = (ROOT / "templates" / "labels.j2").read_text("utf-8")
    damages = Environment(autoescape=False).from_string(labels).make_module().damage  # type: ignore[attr-defined]
    assert set(damages) == set(NAMES)
    assert all(sentence.endswith(".") for sentence in damages.values())


NAMED = (
    "utf8-as-windows-1258",
    "lost:ư",
    "vni-in-ascii=?",
    "marks-lost:U+0323",
    "as-U+005F",
    "utf8-bytes-as-U+003F",
    "drop, html-entities",
)


@pytest.mark.parametrize("name", NAMED)
def test_a_damage_whose_name_tells_more_is_told_with_that(name: str) -> None:
    labels = (ROOT / "templates" / "labels.j2").read_text("utf-8")
    sentence = Environment(autoescape=False).from_string(labels).make_module().damaged(name)  # type: ignore[attr-defined]
    assert sentence.endswith(".") and name not in sentence
    assert all(name not in word_damage(name, language) for language in LANGUAGES)


def test_a_name_too_long_to_save_under_is_to_be_shortened(tmp_path: Path) -> None:
    with pytest.raises(MachineError) as raised:
        save({tmp_path / ("ế" * 260): b""})  # of a system that counts letters too
    assert "shorten" in word_error(raised.value, "en").lower()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_that_another_is_about_is_told_in_its_own_words(language: str) -> None:
    """As many of them as there is room for: it may quote a whole line."""
    inner = ContentError("wrong-form", Path("a.md"), key="title", found="x", expected=Term("slug"))
    said = word_error(ContentError("not-proved", Path("x.txt"), problem=inner), language)
    assert TABLE["terms"]["slug"][language] in said and "wrong-form" not in said
    inner.facts["found"] = "x" * 10_000
    assert len(word_error(ContentError("not-proved", problem=inner), language)) < 800


YAML = {
    "yaml-quote": ['a: "x', "a: 'x\nb: y"],
    "yaml-bracket": ["a: [1, 2", "a: {b: 1", "a: [1, 2}"],
    "yaml-tab": ["\ta: 1", "a:\n\tb: 1"],
    "yaml-start": [
        "a: @x",
        "a: `x`",
        "a: |x",
        "a: > x",
        "a: - x",
        "a: ? x",
        "a: %x",
        "a: ]",
        "a: , b",
        "a: &",
        "a: &Đ x",
        "a: !Đ x",
        "? [a]\n: b",
    ],
    "yaml-no-colon": ["a: 1\nb"],
    "yaml-backslash": ['a: "x\\q"', 'a: "\\UFFFFFFFF"', 'a: "\\ud800"', 'a: "\\x"', 'a: "\\u12"'],
    "yaml-dash": ["a:\n-b\n-c"],
    "yaml-block": ['a: "b" c', "a: 'b'c'", "a:\n  b: 1\n c: 2", "a: x\n- b"],
    "yaml-other": [f"a: {'[' * 3000}", "a: 1\n---\nb: 2"],
}


@pytest.mark.parametrize(("term", "text"), [(term, text) for term in YAML for text in YAML[term]])
def test_what_is_wrong_with_yaml_is_told_in_either_language(term: str, text: str) -> None:
    with pytest.raises(Problems) as raised:
        parse_yaml(text, Path("x.yaml"), 1)
    (error,) = raised.value.errors
    assert (error.code, error.facts["problem"]) == ("yaml-syntax", term)
    assert set(TABLE["terms"][term]) == set(LANGUAGES)


@pytest.mark.parametrize("kind", ["pdf", "rtf", "zip", "office", "html"])
def test_a_file_of_another_kind_is_named_in_either_language(kind: str) -> None:
    assert set(TABLE["terms"][kind]) == set(LANGUAGES)


MODELS = {
    "none": (b"cp u", None),
    "cut": (MAGIC + b"\0\0\0\0cut", None),
    "another code page": (f"{HEADER}\n1\t".encode() + b"\xff x\n", None),
    "spoilt": (f"{HEADER}\n1\tban họp\nx y z\n".encode(), 3),
    "triple alone": (f"{HEADER}\n1\tban họp\n\n1\tx y z\n".encode(), 4),
}


@pytest.mark.parametrize("name", MODELS)
def test_what_is_wrong_with_a_model_is_told_in_either_language(name: str, tmp_path: Path) -> None:
    data, line = MODELS[name]
    (tmp_path / f"{name}.counts").write_bytes(data)
    with pytest.raises(ContentError) as raised:
        load_model(tmp_path / f"{name}.counts")
    problem = raised.value.facts["problem"]
    assert (raised.value.code, raised.value.line) == ("broken-model", line)
    assert isinstance(problem, Term) and set(TABLE["terms"][problem]) == set(LANGUAGES)


def test_a_link_is_told_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.txt").touch()
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "link.txt").symlink_to(tmp_path / "x.txt")
    monkeypatch.chdir(tmp_path)
    assert word_path(Path("s", "link.txt")) == word_path(tmp_path / "s" / "link.txt") == "s/link.txt"
    assert word_path(Path("s", "..", "..", "elsewhere.txt")) == "s/../../elsewhere.txt"


COMMANDS = commands_in(Voice("vi"))


@pytest.mark.parametrize("command", TABLE["help"])
def test_help_says_the_same_in_both_languages(command: str) -> None:
    for entry in TABLE["help"][command].values():
        vi, en = (facts(entry[language]) for language in LANGUAGES)
        assert vi == en


@pytest.mark.parametrize("command", COMMANDS.commands)
def test_help_tells_of_each_option_and_of_no_other(command: str) -> None:
    params = COMMANDS.commands[command].params
    options = {param.opts[0].removeprefix("--") for param in params if isinstance(param, click.Option)}
    assert options == (TABLE["help"][command].keys() | TABLE["help"]["every"].keys()) - {"page", "statuses"}


NASTY = st.text(
    st.sampled_from("a\x1b\x07\r\n\t\x9b\u202e\u2066\u200b\u2028\u2029\udcff\x00{}"), min_size=1, max_size=5
)


class Anything(dict[str, str]):
    """A fact for every name, each as bad as the others."""

    def __init__(self, found: str):
        self.found = found

    def __missing__(self, name: str) -> str:
        return self.found

    def of(self, template: str) -> dict[str, str]:
        return {name: self[name] for name in facts(template)}


@given(NASTY)
def test_no_fact_moves_the_cursor_turns_the_line_or_begins_one(found: str) -> None:
    """Of all that is ever said only the sentences themselves, which are ours, begin lines."""
    anything = Anything(found)
    for language in LANGUAGES:
        for name, entry in TABLE["said"].items():
            said = word(name, language, **anything.of(entry[language]))
            assert_shown(said, entry[language])
        for code, entry in TABLE["errors"].items():
            template = entry[language]["what"] + entry[language]["do"]
            error = KyyeuError(code, Path(found), 1, **anything.of(template))
            assert_shown(word_error(error, language), template + "\n")


def assert_shown(said: str, template: str) -> None:
    assert said.count("\n") == template.count("\n")
    assert not [char for char in said if category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char != "\n"]
