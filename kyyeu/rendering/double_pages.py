"""A picture over two facing pages: a half on each, parted at the fold, where the binding takes nothing of it.

The first half is the picture to whoever can't see it, the second is for the eye alone.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kyyeu.model import Image, Page
from kyyeu.rendering.proportions import TypeArea

DOUBLE = "picture-double"
"""The class of such a figure."""
TAKEN = 2.5
"""Millimetres beside the fold that no reader sees of the thinnest book."""
_BELOW = 4  # lines for the caption
_HIGH = 0.4  # of what room a low picture leaves stands above it
_WANTED, _LEAST = (
    200 / 25.4,
    100 / 25.4,
)  # pixels to a millimetre that print wants, and that old pictures may have
_FIGURE = re.compile(
    rf'(?P<figure><figure(?=[^<>]* class="{DOUBLE}")[^<>]*>)'
    r'(?P<picture><img(?=[^<>]* src="images/(?P<name>[^"]+)")[^<>]*)/>'
)
_ALT = re.compile(r' alt="[^"]*"')


@dataclass(frozen=True, slots=True)
class Half:
    """What of such a picture stands on one page."""

    width: float
    """In millimetres."""
    height: float
    """The same."""
    above: int
    """Lines above it."""


def find_taken(gutter: float) -> float:
    """How far from the fold the picture ends in a book whose thickness takes the `gutter`, in millimetres."""
    return TAKEN + gutter


def halve(image: Image, page: Page, area: TypeArea, gutter: float, coarse: bool = False) -> Half:
    """A half of the picture on a page of that size, whose text stands in the area.

    It is as large as both pages, and its pixels, let it be, one that may be `coarse` twice as large; the
    outer margins stay.
    """
    line = (page.height - area.top - area.bottom) / area.lines
    aspect, lines = image.width / image.height, area.lines - _BELOW
    room = 2 * (page.width - area.outer - find_taken(gutter))
    wide = min(room, lines * line * aspect, image.width / (_LEAST if coarse else _WANTED))
    high = wide / aspect
    return Half(round(wide / 2, 3), round(high, 3), max(int((lines - high / line) * _HIGH), 0))


def part_doubles(markup: str, halves: Mapping[str, Half]) -> str:
    """A text as it is printed, each picture over two pages in its `halves`, which are by its name."""

    def part(figure: re.Match[str]) -> str:
        half, picture = halves.get(figure["name"]), figure["picture"]
        if half is None:
            return figure[0]
        sized = f"width: {half.width}mm; height: {half.height}mm"
        seen, again = (
            f'{each} style="{sized}"/>' for each in (picture, _ALT.sub(' alt=""', picture, count=1))
        )
        room = f'style="padding-top: {half.above}rlh"'
        return (
            f'{figure["figure"]}<div class="double-left" {room}>{seen}</div>'
            f'<div class="double-right" {room}>{again}</div>'
        )

    return _FIGURE.sub(part, markup) if DOUBLE in markup else markup
