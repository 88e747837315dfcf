"""Colours as numbers: one mixed of two others, and how well letters of one can be read on another."""

import re
from collections.abc import Mapping

from tinycss2.color4 import parse_color

Rgb = tuple[float, float, float]
"""Red, green and blue, each from 0 to 1."""

LEAST_CONTRAST = 4.5
"""Of letters and their ground, by WCAG 2.2, 1.4.3."""

_MIX = re.compile(
    r"color-mix\(in srgb, var\(--colour-([a-z0-9-]+)\) ([1-9]?\d)%, var\(--colour-([a-z0-9-]+)\)\)"
)


def parse_rgb(colour: str) -> Rgb | None:
    """The colour as a device shows it; None where it is none, lets others through, or is of a wider space.

    >>> parse_rgb("#ff0000"), parse_rgb("transparent")
    ((1.0, 0.0, 0.0), None)
    """
    parsed = parse_color(colour)
    if parsed is None or parsed == "currentcolor" or parsed.alpha < 1:
        return None
    if parsed.space not in ("srgb", "hsl", "hwb"):
        return None
    red, green, blue = parsed.to("srgb").coordinates
    return red, green, blue


def write_rgb(rgb: Rgb) -> str:
    """The colour as style sheets have it: ``#8a1417``."""
    return "#" + "".join(f"{round(255 * min(1, max(0, part))):02x}" for part in rgb)


def find_contrast(one: Rgb, other: Rgb) -> float:
    """From 1 to 21, by WCAG 2.2.

    >>> find_contrast((0, 0, 0), (1, 1, 1))
    21.0
    """
    dark, light = sorted((_find_luminance(one), _find_luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _find_luminance(rgb: Rgb) -> float:
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def mix(one: Rgb, share: float, other: Rgb) -> Rgb:
    """So much of the `one`, from 0 to 1, in the `other`."""
    red, green, blue = (share * mine + (1 - share) * its for mine, its in zip(one, other, strict=True))
    return red, green, blue


def names_in_mix(written: str) -> tuple[str, ...]:
    """The names of the two colours that one is mixed of, as CSS writes it; none where it is no such mixture.

    >>> names_in_mix("color-mix(in srgb, var(--colour-frame) 30%, var(--colour-accent))")
    ('frame', 'accent')
    """
    match = _MIX.fullmatch(written)
    return (match[1], match[3]) if match else ()


def resolve_mix(written: str, colours: Mapping[str, str]) -> str:
    """The colour that is mixed of two of the `colours`; any other value, and of unknown ones, as it is."""
    match = _MIX.fullmatch(written)
    one, other = (
        (parse_rgb(colours.get(name, "")) for name in (match[1], match[3])) if match else (None, None)
    )
    if match is None or one is None or other is None:
        return written
    return write_rgb(mix(one, int(match[2]) / 100, other))
