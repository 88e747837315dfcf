"""The front matter at the head of a Markdown file: told from the text under it, and written anew."""

import re
from collections.abc import Collection, Mapping
from itertools import takewhile
from pathlib import Path

from kyyeu.content.yaml import render_yaml
from kyyeu.errors import ContentError

_FENCE = "---"
_ENTRY = re.compile(r"\s*+(?:- \s*+)?\{?[\"']?([A-Za-z_]++)[\"']?\s*+:(?!\S)")


def split_front_matter(text: str, path: Path) -> tuple[str, str, int]:
    """The YAML between the first two ``---`` lines, the body, and the body's first line (from 1)."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        raise ContentError("no-front-matter", path, 1)
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == _FENCE:
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
    raise ContentError("front-matter-open", path, 1)


def refuse_header_lines(markdown: str, path: Path, first_line: int, keys: Collection[str]) -> None:
    """Raise ContentError where the body, from `first_line` of `path`, has lines that belong above it.

    So it is where a stray ``---`` ends the front matter early: the text then begins with a key of ours, or
    has one before the ``---`` that was meant to end it.
    """
    lines = markdown.split("\n")
    while lines and lines[0].strip() in ("", _FENCE):
        lines.pop(0)
        first_line += 1
    above = [*takewhile(lambda line: line.rstrip() != _FENCE, lines)]
    suspects = above if len(above) < len(lines) else lines[:1]
    for number, line in enumerate(suspects, first_line):
        if (match := _ENTRY.match(line)) and match[1].lower() in keys:
            raise ContentError("header-below", path, number, written=line.strip())


def render_front_matter(entries: Mapping[str, object]) -> str:
    """The entries as YAML between two ``---`` lines; `parse_form` reads the same entries out of it."""
    return f"{_FENCE}\n{render_yaml(entries)}{_FENCE}\n"
