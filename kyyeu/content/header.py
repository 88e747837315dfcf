"""The front matter at the head of a Markdown file: told from the text under it, and written anew."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from kyyeu.content.yaml import render_yaml
from kyyeu.errors import ContentError
from kyyeu.model import Finding

_FENCE = "---"
_CUT = re.compile(r"[\w-]+:\s+([^\s\"'|>#\[{].*?)\s+(#.*)")


def split_front_matter(text: str, path: Path) -> tuple[str, str, int]:
    """The YAML between the first two ``---`` lines, the body, and the body's first line (from 1)."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        raise ContentError("no-front-matter", path, 1)
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == _FENCE:
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
    raise ContentError("front-matter-open", path, 1)


def find_cut_values(header: str, name: str) -> Iterator[Finding]:
    """Values in the front matter of the file `name` that a number sign cuts off: YAML has it for a remark."""
    for line, written in enumerate(header.split("\n"), 2):
        if cut := _CUT.fullmatch(written):
            yield Finding("value-cut", name, line, (("text", cut[2]), ("value", cut[1])))


def render_front_matter(entries: Mapping[str, object]) -> str:
    """The entries as YAML between two ``---`` lines; `parse_form` reads the same entries out of it."""
    return f"{_FENCE}\n{render_yaml(entries)}{_FENCE}\n"
