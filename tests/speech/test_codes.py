"""docs/checks.md explains every code there is."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "checks.md"
HEAD = "## Every code\n"


def test_each_code_is_explained(golden: Callable[[Path, str], None]) -> None:
    head, _, _ = PAGE.read_text("utf-8").partition(HEAD)
    errors = tomllib.loads((ROOT / "kyyeu" / "speech" / "messages.toml").read_text("utf-8"))["errors"]
    rows = [
        f"| `{code}` | {cell(entry['en']['what'])} | {cell(entry['en']['do'])} |"
        for code, entry in sorted(errors.items())
    ]
    table = "\n".join(["| code | what was found | what to do |", "| --- | --- | --- |", *rows])
    golden(PAGE, f"{head}{HEAD}\n{table}\n")


def cell(sentence: str) -> str:
    """The sentence as a cell of a table; facts are shown by their names, slanted."""
    escaped = re.sub(r"[\\`*_|<>\[\]~#]", r"\\\g<0>", " ".join(sentence.split()))
    return re.sub(r"\{(\w+)\}", r"*\1*", escaped.replace(r"{\_", "{"))
