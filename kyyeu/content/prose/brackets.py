"""Where the words of a link end, and its address: found once for a text, and not once for each bracket in it.

Python-Markdown looks for both letter by letter to the end of the paragraph, whatever bracket it stands at; of
many that are never closed that takes the square of their number (markdown/inlinepatterns.py, 3.10).
"""

import re
from collections.abc import Callable
from functools import partial
from itertools import islice

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import LinkInlineProcessor

_BRACKET = re.compile(r"[\[\]]")
_NEAR = 32
"""Brackets that are looked at before all are: those of a link are closed before."""
_LONGEST_ADDRESS = 4_000
"""Characters, the caption behind it too; what goes on for longer is none."""


class Brackets(Extension):
    """Lets the parser's finders of links and pictures look once; it comes before what wraps them."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Give them what does."""
        closings = _Closings()
        for finder in md.inlinePatterns:
            if isinstance(finder, LinkInlineProcessor):
                finder.getText = closings.take_words  # type: ignore[assignment,method-assign]
                finder.getLink = partial(_take_address, finder.getLink)  # type: ignore[method-assign]


class _Closings:
    """The closing bracket of each bracket of the text that was asked for last."""

    def __init__(self) -> None:
        self._text, self._ends = "", dict[int, int]()

    def take_words(self, text: str, start: int) -> tuple[str, int, bool]:
        """What stands behind a bracket until it is closed, the place behind that, whether it is closed."""
        end = self._find_near(text, start)
        if end is None:
            end = self._find_all(text).get(start - 1, -1)
        return ("", len(text), False) if end < 0 else (text[start:end], end + 1, True)

    def _find_near(self, text: str, start: int) -> int | None:
        """Where the bracket is closed, -1 where nowhere; None where few brackets do not tell."""
        depth, near = 1, [*islice(_BRACKET.finditer(text, start), _NEAR)]
        for found in near:
            depth += 1 if found[0] == "[" else -1
            if not depth:
                return found.start()
        return None if len(near) == _NEAR else -1

    def _find_all(self, text: str) -> dict[int, int]:
        if text != self._text:
            self._text, self._ends = text, dict(_pair(text))
        return self._ends


def _pair(text: str) -> list[tuple[int, int]]:
    """Each bracket that is closed, with where it is."""
    open_ones, pairs = list[int](), list[tuple[int, int]]()
    for found in _BRACKET.finditer(text):
        if found[0] == "[":
            open_ones.append(found.start())
        elif open_ones:
            pairs.append((open_ones.pop(), found.start()))
    return pairs


_Address = tuple[str, str | None, int, bool]


def _take_address(find: Callable[[str, int], _Address], text: str, start: int) -> _Address:
    """What the parser finds, which looks no further than an address may go."""
    end = start + _LONGEST_ADDRESS
    return find(text[:end] if ")" in text[start:end] else text[:start], start)
