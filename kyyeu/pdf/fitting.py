"""Tables as wide as their page: too wide a one is set smaller, at last on a page turned sideways.

How wide a table must be only the layout knows, so the document is laid out again until all of them fit or
nothing more can be done. One whose first row has no room below its caption is set smaller too. WeasyPrint 70
sets a row as high as a page twice: such a table is turned.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import floor

from kyyeu.pdf.layout import Laid

LEAST = 6.5
"""The least size of a table's type, in points: smaller than that nobody reads a column of names."""
_SPARE = 0.995  # of the room, since a size is rounded and so are the letters' widths
_LITTLE_LESS = 0.96  # of a size, tried again and again
_HYPHENS = str.maketrans("", "", "-\u00ad\u2010")
_TOLERANCE = 0.5  # points; what rounding does


@dataclass(frozen=True, slots=True)
class _Fit:
    """How a table is set."""

    size: float = 0
    """The size of its type in points; 0 for the theme's."""
    turned: bool = False
    """Whether it has a page turned sideways."""

    @property
    def attributes(self) -> str:
        """What says so to the style sheet; `data-smaller` is for close lines."""
        smaller = f' data-smaller="" style="font-size:{self.size:.2f}pt"' if self.size else ""
        return ' data-turned=""' * self.turned + smaller


_SMALLEST = _Fit(size=0.5)
"""In which the longest row has room."""


def fit_tables(html: str, lay_out: Callable[[str], Laid]) -> Laid:
    """The document laid out with tables that fit where they can. Raises as `lay_out` does."""
    fits = dict[int, _Fit]()
    while True:
        laid = lay_out(_dress(html, fits))
        found = (
            dict(_fit_more(laid, fits))
            or dict(_mend_broken(laid, fits))
            or dict(_fit_with_captions(laid, fits))
        )
        if not found:
            return laid
        fits |= found


def find_high_tables(html: str, laid: Laid, lay_out: Callable[[str], Laid]) -> dict[int, str]:
    """The tables of the document, as `fit_tables` laid it out, that have no room on any page; what each says.

    Tables that are set otherwise than they say in the smallest type too are not high: the design hides words.
    """
    broken = find_broken_tables(laid)
    hidden = find_broken_tables(lay_out(_dress(html, dict.fromkeys(broken, _SMALLEST)))) if broken else {}
    return {number: words for number, words in broken.items() if number not in hidden}


def _dress(html: str, fits: Mapping[int, _Fit]) -> str:
    """The document with each of its tables, counted from 0, told how it is set."""
    before, *tables = re.split("(?<=<table)(?=[ >])", html) if fits else [html]
    return before + "".join(fits.get(number, _Fit()).attributes + rest for number, rest in enumerate(tables))


def _fit_more(laid: Laid, fits: Mapping[int, _Fit]) -> Iterator[tuple[int, _Fit]]:
    """For each table that is still too wide and need not stay so, what to try next."""
    widest = dict[int, tuple[float, float]]()
    for piece in laid.pieces():
        room = max(piece.room, _TOLERANCE)  # a column of no width has none
        if piece.kind == "table" and piece.width > room + _TOLERANCE:
            widest[piece.table] = max(widest.get(piece.table, (0, 0)), (piece.width / room, piece.size))
    for number, (excess, size) in widest.items():
        fit, smaller = fits.get(number, _Fit()), floor(size / excess * _SPARE * 100) / 100
        if smaller >= LEAST:
            yield number, replace(fit, size=smaller)
        elif not fit.turned:
            yield number, _Fit(turned=True)


def _mend_broken(laid: Laid, fits: Mapping[int, _Fit]) -> Iterator[tuple[int, _Fit]]:
    """For each table set otherwise than it says: its rows are lower on a turned page."""
    for number in find_broken_tables(laid):
        if not fits.get(number, _Fit()).turned:
            yield number, _Fit(turned=True)


def _fit_with_captions(laid: Laid, fits: Mapping[int, _Fit]) -> Iterator[tuple[int, _Fit]]:
    """A size a little less for each table whose caption stands on a page before its first row has room."""
    captions, rows = dict[int, int](), dict[int, tuple[int, float]]()
    for piece in laid.pieces():
        if piece.kind == "text" and piece.table >= 0:
            if piece.caption:
                captions[piece.table] = piece.page
            else:
                rows.setdefault(piece.table, (piece.page, piece.size))
    for number, (page, size) in rows.items():
        smaller = floor(size * _LITTLE_LESS * 100) / 100
        if captions.get(number, page) < page and smaller >= LEAST:
            yield number, replace(fits.get(number, _Fit()), size=smaller)


def find_broken_tables(laid: Laid) -> dict[int, str]:
    """The tables that are set otherwise than they say, since a row or the head is as high as a page.

    By their numbers, from 0, what each of them says.
    """
    said, tables = defaultdict[int, str](str), dict(enumerate(laid.tables()))
    for piece in laid.pieces() if tables else ():
        if piece.kind == "text" and piece.table >= 0:
            said[piece.table] += piece.text
    return {number: words for number, words in tables.items() if _fold(words) != _fold(said[number])}


def _fold(words: str) -> str:
    """Its signs without hyphens, which a line's end may have more of."""
    return "".join(words.translate(_HYPHENS).split()).casefold()
