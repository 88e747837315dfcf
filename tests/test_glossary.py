"""The words of the house: each stands once, and what it is called in the code is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROWS = re.findall(
    r"^\| (?!word |-)(.+?) \| .+ \| (.*) \|$",
    (ROOT / "docs" / "glossary.md").read_text("utf-8"),
    re.MULTILINE,
)
CODE = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "kyyeu").rglob("*.py")))


def test_no_word_is_told_twice() -> None:
    words = [word for told, _ in ROWS for word in told.split(", ")]
    assert len(words) == len(set(words)) > 25


def test_what_a_word_is_called_in_the_code_is_there() -> None:
    names = [name for _, called in ROWS for name in re.findall(r"`(\w+)`", called)]
    assert [name for name in names if not re.search(rf"\b{name}\b", CODE)] == []
