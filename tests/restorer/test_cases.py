"""Every file in cases/ is a damaged text, the damage that is to be found, and what is to come back."""

import tomllib
from pathlib import Path

import pytest

from kyyeu.restorer import restore

CASES = sorted((Path(__file__).parent / "cases").glob("*.toml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_text_comes_back(path: Path) -> None:
    case = tomllib.loads(path.read_text("utf-8"))
    restored = restore(case["source"])
    assert (restored.damage, restored.text) == (case["damage"], case["text"])


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_sound_text_stays_whatever_the_case(path: Path) -> None:
    case = tomllib.loads(path.read_text("utf-8"))
    assert restore(case["text"]).text == case["text"]
