r"""Bytes of an old code page taken for another than Windows-1252, under which our charts have them.

>>> taken("windows-1252-as-windows-1251").read("V\u0401n ph\u042fng")
'V¨n phßng'
"""

from collections.abc import Iterator
from functools import cache

from kyyeu.restorer.damage.code_page import seen_as_windows_1252
from kyyeu.restorer.damage.misread import characters_by_byte
from kyyeu.restorer.damage.notation import Notation, Respelt

TAKEN = "windows-1252-as-"
PAGES = (
    *(f"windows-{number}" for number in (1258, 1250, 1251, 1253, 1254, 1257)),
    *("mac-roman", "iso-8859-2", "cp437", "koi8-r"),
)
"""The code pages for which it is known that they were taken, the ones met most often first."""


_NEARLY = 0.8


@cache
def taken(name: str) -> Notation:
    """The notation of that name; KeyError where there is none."""
    others = _others(name.removeprefix(TAKEN))

    def respelt(text: str) -> Iterator[Respelt]:
        for place, char in enumerate(text):
            if char in others:
                yield Respelt(place, char, others[char])

    return Notation(name, respelt)


def pages_taken(text: str) -> Iterator[str]:
    """The names of those that have nearly all of a text, some of it that Windows-1252 has not.

    >>> [*pages_taken("V\u0401n ph\u042fng \u00a7")]
    ['windows-1252-as-windows-1251']
    """
    beyond = [char for char in text if not char.isascii()]
    strange = frozenset(beyond) - _OF_WINDOWS_1252
    for page in PAGES:
        if strange & _others(page).keys():
            own = frozenset(characters_by_byte(page))
            if sum(char in own for char in beyond) >= _NEARLY * len(beyond):
                yield f"{TAKEN}{page}"


@cache
def _others(page: str) -> dict[str, str]:
    """The characters of a page that are others in Windows-1252, by their bytes; KeyError where it is none."""
    if page not in PAGES:
        raise KeyError(page)
    bytewise = zip(characters_by_byte(page), seen_as_windows_1252(bytes(range(256))), strict=True)
    return {char: other for char, other in bytewise if char != other}


_OF_WINDOWS_1252 = frozenset(seen_as_windows_1252(bytes(range(256))))
