"""Which rule of a style sheet keeps printed words from whoever reads: sought once some can't be read.

In print it is the page that tells whether words can be read, and the page knows no rules.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import lxml.html

from kyyeu.checks.on_screen import is_pale
from kyyeu.errors import KyyeuError, TemplateError
from kyyeu.rendering.concealing import Concealment, Sheets

_UNREAD = frozenset(["paper-unseen", "paper-tiny", "picture-unseen", "paper-differs"])
_SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"')


def lay_blame(
    errors: Iterable[KyyeuError],
    documents: Iterable[str],
    read: Callable[[str], bytes],
    path_of: Callable[[str], Path],
) -> Iterator[KyyeuError]:
    """The errors, those of words that can't be read at the rule that hides them, where one is found.

    `documents` are what is printed; `read` gives a style sheet of that name, `path_of` says where it is.
    """
    rules = list[Concealment]()
    for error in errors:
        words = _letters(str(error.facts.get("words") or error.facts.get("expected") or ""))
        if error.code not in _UNREAD or error.path is not None or not words:
            yield error
            continue
        rules = rules or [rule for html in documents for rule in _find_in(html, read)]
        at_fault = [rule for rule in rules if words in _letters(rule.words)]
        if rule := min(at_fault, key=lambda each: len(each.words), default=None):
            yield TemplateError(error.code, path_of(rule.sheet), rule.line, **error.facts)
        else:
            yield error


def _find_in(html: str, read: Callable[[str], bytes]) -> Iterator[Concealment]:
    """The rules that hide something of a document."""
    sheets = Sheets({name: read(name).decode() for name in _SHEET.findall(html)}, is_pale)
    found = sheets.find_concealed(lxml.html.document_fromstring(html.encode()))
    return (rule for rule in found if rule.sheet)


def _letters(words: str) -> str:
    return "".join(words.split()).casefold()
