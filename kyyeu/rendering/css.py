"""CSS as tokens, where there are no more of them in each other, and none longer, than a parser can take.

Whatever reads CSS goes down into its brackets, and makes numbers of its digits: what lies too deep, and what
is endless, is told with its line before anybody does.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import tinycss2
from tinycss2.ast import Node

from kyyeu.errors import TemplateError

MOST_DEEP = 50
"""Brackets in each other; a style sheet has five."""
MOST_DIGITS = 1000
"""Python needs ever more time for each digit, and refuses thousands of them."""
_ENDLESS = re.compile(f"(?<![0-9])[0-9]{{{MOST_DIGITS + 1}}}")


def parse_css(text: str, path: Path, first_line: int = 1) -> Sequence[Node]:
    """The tokens of CSS that begins on `first_line` of the file `path`.

    Raises TemplateError where brackets lie too deep in each other, or a number has no end.
    """
    if line := find_endless(text):
        raise TemplateError("style-endless", path, first_line + line - 1, most=MOST_DIGITS)
    nodes: Sequence[Node] = tinycss2.parse_component_value_list(text)
    for line in _find_deep(nodes):
        raise TemplateError("style-deep", path, first_line + line - 1, most=MOST_DEEP)
    return nodes


def find_endless(text: str) -> int:
    """The line (from 1) of the first number that has too many digits; 0 where none has."""
    match = _ENDLESS.search(text)
    return text.count("\n", 0, match.start()) + 1 if match else 0


def within(node: Node) -> Sequence[Node]:
    """What stands between the brackets of a token; nothing where it has none."""
    return getattr(node, "content", None) or getattr(node, "arguments", None) or ()


def _find_deep(nodes: Sequence[Node]) -> Iterator[int]:
    """The lines of the brackets that lie too deep, looked for level by level."""
    level = [node for node in nodes if within(node)]
    for _ in range(MOST_DEEP):
        level = [inner for node in level for inner in within(node) if within(inner)]
    yield from (node.source_line for node in level)
