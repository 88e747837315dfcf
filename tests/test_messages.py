import errno
import os
import re
import string
import tomllib
from pathlib import Path

import pytest

from kyyeu.errors import Term, problem_of
from kyyeu.messages import LANGUAGES

ROOT = Path(__file__).parent.parent
TABLE = tomllib.loads((ROOT / "kyyeu" / "messages.toml").read_text("utf-8"))
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
