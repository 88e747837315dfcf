"""The designs that come with the program, each read once for all tests of a process."""

from functools import cache

from kyyeu.rendering.shipped import find_shipped_theme
from kyyeu.rendering.theme import Theme


@cache
def shipped(name: str) -> Theme:
    """The design of that name: its style sheets and faces take a tenth of a second to read."""
    return Theme(find_shipped_theme(name))
