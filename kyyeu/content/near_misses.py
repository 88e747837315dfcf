"""Values of a header that were hardly meant as YAML reads them, or as they will be printed."""

import re
import unicodedata
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
_SIGNED = frozenset(["author", "position"])
_END_OF_SENTENCE = re.compile(r"[^\W\d_]{2}[.!?…][”\"]?$")
_FEWEST_OF_SENTENCE = 4  # words
_BASES, _MARKS = frozenset("aeiouyđ"), frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")
_FEWEST_STRANGE, _SHARE_STRANGE = 3, 0.2  # words; a foreign name is one or two of many
_UNPRINTED = frozenset(
    "file damage furniture emendations uncertain spared slug emblem foreword kind open shows table picture"
    " portrait signature group_by".split()
)
"""Keys under which nothing is printed, or what is quoted from elsewhere."""


def is_of_old_code(text: str) -> bool:
    """Whether so many words have letters that Vietnamese has not that they are of an old code page.

    >>> is_of_old_code("§ång chÝ thùc hiÖn nghÞ quyÕt"), is_of_old_code("Đồng chí Müller thực hiện")
    (True, False)
    """
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    strange = sum(any(map(_is_strange, word)) for word in words)
    return strange >= _FEWEST_STRANGE and strange > len(words) * _SHARE_STRANGE


def _is_strange(char: str) -> bool:
    """Whether it is a letter or a sign that no Vietnamese word has."""
    if char.isascii() or unicodedata.category(char)[0] not in "LSN":
        return False
    apart = unicodedata.normalize("NFD", char.lower())
    return apart[0] not in _BASES or not _MARKS.issuperset(apart[1:])


def find_sign(value: str) -> str:
    """The first sign in a value that would be something else in a text; empty where there is none.

    >>> find_sign("<b>Ấm</b>"), find_sign("5 * 3 < 20")
    ('<b>', '')
    """
    sign = _SIGNS.search(value)
    return sign[0] if sign else ""


def _is_sentence(value: str) -> bool:
    return len(value.split()) >= _FEWEST_OF_SENTENCE and _END_OF_SENTENCE.search(value) is not None


def find_near_misses(tree: Tree, name: str) -> Iterator[Finding]:
    """What there is of the kind in the file `name`, from top to bottom."""
    for at, value, lost in tree.cut:
        yield Finding("value-cut", name, at, (("text", lost), ("value", value)))
    for key, line, value in _find_printed(tree.root):
        if _ROW.match(value) and " -" in value:
            yield Finding("rows-in-value", name, line, (("text", value),))
        elif key in _SIGNED and _is_sentence(value):
            yield Finding("sentence-signed", name, line, (("text", value), ("key", str(key))))
        elif sign := find_sign(value):
            yield Finding("sign-in-header", name, line, (("text", value), ("sign", sign)))


def _find_printed(entry: Entry, key: int | str = "") -> Iterator[tuple[int | str, int | None, str]]:
    """Each text below the entry that is printed, with its key, or its list's, and its line."""
    if isinstance(entry.value, str):
        yield key, entry.line, entry.value
    for step, part in entry.parts.items():
        if step not in _UNPRINTED:
            yield from _find_printed(part, key if isinstance(step, int) else step)
