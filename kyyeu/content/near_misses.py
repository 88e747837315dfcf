"""Values of a header that were hardly meant as YAML reads them, or as they will be printed."""

import re
from collections.abc import Iterator

from kyyeu.content.entries import Entry, Tree
from kyyeu.model import Finding

_SIGNS = re.compile(
    r"\*\*|__|~~|==|\]\(|\[\[|\[\^|`"
    r"|(?<![\w*_])([*_])(?=\S)[^*_]*(?<=\S)\1(?![\w*_])"
    r"|</?[a-z][^<>]*>|&(?:#\w+|[A-Za-z]+\d*);"
)
"""What would be something else in a text; a header is printed as it stands."""
_ROW = re.compile(r"-[^\W\d_]")
_UNPRINTED = frozenset("file damage furniture emendations uncertain spared slug emblem foreword".split())
"""Keys under which nothing is printed, or what is quoted from elsewhere."""


def find_near_misses(tree: Tree, name: str) -> Iterator[Finding]:
    """What there is of the kind in the file `name`, from top to bottom."""
    for at, value, lost in tree.cut:
        yield Finding("value-cut", name, at, (("text", lost), ("value", value)))
    for line, value in _find_printed(tree.root):
        if _ROW.match(value) and " -" in value:
            yield Finding("rows-in-value", name, line, (("text", value),))
        elif sign := _SIGNS.search(value):
            yield Finding("sign-in-header", name, line, (("text", value), ("sign", sign[0])))


def _find_printed(entry: Entry) -> Iterator[tuple[int | None, str]]:
    """Each text below the entry that is printed, and its line."""
    if isinstance(entry.value, str):
        yield entry.line, entry.value
    for key, part in entry.parts.items():
        if key not in _UNPRINTED:
            yield from _find_printed(part)
