"""Quotation marks as print has them, “…” and ‘…’, where a keyboard has but " and '.

Only marks that make a pair are shown so: 24" and 5'30" stay, as does what an editor opened and never closed,
and what is written for a program: x="1", print("a"), {"a": "b"}.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

_SHOWN = {'"': ("“", "”"), "'": ("‘", "’")}
STRAIGHT = {ord(curved): straight for straight, pair in _SHOWN.items() for curved in pair}
"""For each quotation mark of print, by its code point, the one that is typed."""
_MARK = re.compile("[\"']")
_BEFORE = frozenset("([{“‘«")  # nothing ends right behind them
_ENDS, _ELLIPSES = frozenset(",.!?…"), ("...", "…")
_PROGRAM = re.compile(
    r"""=\s?(?:"[^"\n]*"|'[^'\n]*')"""  # width="10"
    r"""|\w\((?=["'])[^()\n]*\)|\w\[(?=["'])[^\[\]\n]*\]"""  # print("a", "b"), a["b"]
    r"""|\{\s*(?=["'])[^{}\n]*\}"""  # {"a": "b"}
)
"""What is written for a program, whose marks are never those of print."""
_BEHIND = frozenset(")]}”’».,;:!?…")  # nothing begins right before them


class _Mark(NamedTuple):
    """A mark as it was typed."""

    place: int
    sign: str
    opens: bool
    """Whether a quotation may begin with it."""
    closes: bool
    """Whether one may end with it."""
    counts: bool
    """Whether it follows a figure, and so may stand for inches, feet, minutes or seconds."""


def find_quotations(text: str) -> dict[int, str]:
    r"""For each mark of a pair, by its place, the one that print has.

    >>> find_quotations("Ông nói: \"Màn hình 24\" 'to' quá\" rồi cười.")
    {9: '“', 23: '‘', 26: '’', 31: '”'}
    """
    marks, shown = [*_find_marks(text)], dict[int, str]()
    begun = {sign: list[int]() for sign in _SHOWN}
    ends = {sign: [mark.place for mark in marks if _ends(mark, sign)] for sign in _SHOWN}
    starts = {sign: [mark.place for mark in marks if mark.sign == sign and mark.opens] for sign in _SHOWN}
    for mark in marks:
        open_ = begun[mark.sign]
        if not (mark.closes and open_):
            open_ += [mark.place] * mark.opens
        elif not (mark.counts and _is_closed_later(mark.place, ends[mark.sign], starts[mark.sign])):
            start, (opening, closing) = open_.pop(), _SHOWN[mark.sign]
            shown |= {start: opening, mark.place: closing}
            _forget(begun, start)
    return dict(sorted(shown.items()))


def show_quotations(text: str) -> str:
    """The text with the marks of print.

    >>> show_quotations('"Trung thành" 24"')
    '“Trung thành” 24"'
    """
    if not _MARK.search(text):
        return text
    shown = find_quotations(text)
    return "".join(shown.get(place, sign) for place, sign in enumerate(text))


def _find_marks(text: str) -> Iterator[_Mark]:
    programs = {place for found in _PROGRAM.finditer(text) for place in range(*found.span())}
    for found in _MARK.finditer(text):
        place = found.start()
        if place in programs:
            continue
        before, behind = text[place - 1 : place] or " ", text[place + 1 : place + 2] or " "
        goes_on = behind in _BEHIND and not text.startswith(_ELLIPSES, place + 1)
        opens = not (behind.isspace() or goes_on or before.isalnum())
        closes = not (before.isspace() or before in _BEFORE or (behind.isalnum() and before not in _ENDS))
        yield _Mark(place, found[0], opens, closes, before.isdecimal())


def _ends(mark: _Mark, sign: str) -> bool:
    """Whether the mark ends a quotation that such a `sign` began, and is nothing else."""
    return mark.sign == sign and mark.closes and not mark.opens and not mark.counts


def _forget(begun: Mapping[str, list[int]], start: int) -> None:
    """Forget what was begun behind that place, in a quotation that has ended: it never will."""
    for places in begun.values():
        del places[bisect_right(places, start) :]


def _is_closed_later(place: int, ends: Sequence[int], starts: Sequence[int]) -> bool:
    """Whether a quotation goes on beyond that place, and ends before the next one begins."""
    next_end, next_start = (
        bisect_right(places, place) for places in (ends, starts)
    )  # what stands at the place itself does not count
    if next_end == len(ends):
        return False
    return next_start == len(starts) or ends[next_end] < starts[next_start]
