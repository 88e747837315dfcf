"""How the texts of a kind are written, where that is not as all others are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lxml.html import HtmlElement

from kyyeu.content.prose.signs import LINE_SIGN

MARK = "[\U000f0000-\U0010fffd]?"
"""A pattern of what may stand before the first word of a line, to tell its number (`body_lines`)."""

TableRows = tuple[tuple[str, ...], ...]
"""Rows of cells, all as long as each other; the first says what the columns are."""


@dataclass(frozen=True, slots=True)
class Idiom:
    """What is done with the Markdown of a kind before it is parsed, and with what came of it."""

    write: Callable[[str], str] = lambda text: text
    """The Markdown as the parser has to get it, on as many lines; what it writes it leaves as it is."""
    shape: Callable[[HtmlElement], None] = lambda tree: None
    """Gives the elements of the tree, a ``div``, their places and classes; no word is lost or moved."""
    find_deep: Callable[[str], Iterable[int]] = lambda text: ()
    """The lines of the Markdown, from 1, that begin farther in than is shown."""
    rows: TableRows = ()
    """Those of the table that lies beside the text."""
    add: Callable[[HtmlElement, TableRows], None] = lambda tree, rows: None
    """Puts the rows below what the tree holds, before that is shaped; what they say is words, no Markdown."""
    in_verse: bool = False
    """Whether each line is one of verse: what it begins with is its own, and no table is one."""

    def show(self, text: str) -> str:
        """The lines of the Markdown as they will be parsed, without signs."""
        return self.write(text).replace(LINE_SIGN, "")


PLAIN = Idiom()
"""That of prose."""
