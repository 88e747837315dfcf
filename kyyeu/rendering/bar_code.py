"""An ISBN as its bar code, EAN-13 (ISO/IEC 15420): one path, and the figures that stand below it."""

from dataclasses import dataclass
from itertools import groupby

_QUIET = 11  # modules that stay white before the bars; 7 behind them, which the width allows for
_SHORT, _LONG = 69.24, 74.24  # modules that a bar is high, and one of those that part the figures
_GUARD = "G"  # which python-barcode has for a module of the latter
_WIDTH, _FIGURE = 113, 7  # modules of the whole, and of what stands for a figure
_BELOW = (2, *range(14, 56, _FIGURE), *range(61, 103, _FIGURE))  # where each figure has its room


@dataclass(frozen=True, slots=True)
class BarCode:
    """A bar code, 113 modules of 0.33 mm wide and 78.6 high with its quiet zones and its figures."""

    path: str
    """The bars, as SVG has a path, in modules from the upper left corner."""
    figures: tuple[tuple[str, float], ...]
    """What stands below them, each with the share of the width (per cent) that lies on its left."""


def draw_bars(isbn: str) -> BarCode:
    """The bar code of an ISBN of 13 digits, the last of which is known to follow from the others."""
    from barcode.ean import EuropeanArticleNumber13  # which looks for Pillow

    (bars,) = EuropeanArticleNumber13(isbn, guardbar=True).build()
    path, left = "", _QUIET
    for kind, run in groupby(bars):
        width = len([*run])
        if kind != "0":
            height = _LONG if kind == _GUARD else _SHORT
            path += f"M{left} 0h{width}v{height}h-{width}z"
        left += width
    shares = (round(100 * place / _WIDTH, 3) for place in _BELOW)
    return BarCode(path, tuple(zip(isbn, shares, strict=True)))
