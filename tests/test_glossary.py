"""The words of the house: each stands once, and what it is called in the code is there."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
TABLE = [line for line in (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines() if line[:2] == "| "]
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in TABLE[2:]]
CODE = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "kyyeu").rglob("*.py")))


def test_no_word_is_told_twice() -> None:
    words = [word for word, _, _ in ROWS]
    assert len(words) == len({*words}) >= 25


def test_what_a_word_is_called_in_the_code_is_there() -> None:
    names = {name for _, _, called in ROWS for name in re.findall(r"`(\w+)`", called)}
    assert {name for name in names if not re.search(rf"\b{name}\b", CODE)} == set()


def test_no_class_function_or_file_is_called_as_another_is() -> None:
    classes = re.findall(r"^class (\w+)", CODE, re.MULTILINE)
    functions = re.findall(r"^def ([a-z]\w*)", CODE, re.MULTILINE)
    files = [path.stem for path in (ROOT / "kyyeu").rglob("*.py") if not path.stem.startswith("__")]
    for names, least in ((classes, 200), (functions, 500), (files, 200)):
        assert len(names) > least and {name for name, count in Counter(names).items() if count > 1} == set()
