"""Where the text stands on a page: by the theme's rule, the editor's word, and the thickness of the book."""

from collections.abc import Iterable
from dataclasses import dataclass

from kyyeu.model import Article, Booklet, Foreword, PageMargins

_LETTERS = 1_500  # on a page, about
_OPENING = 2  # pages that a text takes besides those of its letters, about
_THIN = 64  # pages, which lie open wherever they are stapled or glued
_STEP, _PAGES_A_STEP, _MOST = 1.0, 64, 6.0  # millimetres
_ROUNDING = 0.01  # millimetres, so that the last line has room for all that rounding does
_POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class TypeArea:
    """Where the text stands, in millimetres from the edges of the trimmed page."""

    inner: float
    """From the edge where it is bound."""
    outer: float
    """From the other one."""
    top: float
    """From the upper one."""
    bottom: float
    """From the lower one."""
    lines: int
    """How many lines of text it has room for, exactly."""


def find_type_area(
    wished: PageMargins, height: float, line: float, gutter: float = 0, given: PageMargins | None = None
) -> TypeArea:
    """The text's place on a page of that height (millimetres), `line` being the height of one in points.

    The margins are those `wished`, or `given` by the editor; the lower one is what whole lines leave. The
    `gutter` moves the text from where the book is bound, and makes it no narrower.
    """
    given = given or PageMargins()
    inner, outer = given.inner or wished.inner, given.outer or wished.outer
    top, bottom = given.top or wished.top, given.bottom or wished.bottom
    moved = 0 if given.inner else min(gutter, outer / 2)
    lines = max(int((height - top - bottom) / (line * _POINT) + 0.25), 1)
    left = height - top - lines * line * _POINT - _ROUNDING
    return TypeArea(inner + moved, outer - moved, top, left, lines)


def find_gutter(booklet: Booklet) -> float:
    """How far the text must stand from the fold for the book's thickness, in millimetres, in whole steps.

    Its pages are only guessed, of its letters: they are counted when the text has its place.
    """
    texts: Iterable[Article | Foreword | None] = (booklet.foreword, *booklet.articles)
    letters = (sum(len(block.text) for block in text.blocks) for text in texts if text)
    pages = sum(_OPENING + count // _LETTERS for count in letters)
    return min(max(pages - _THIN, 0) // _PAGES_A_STEP * _STEP, _MOST)
