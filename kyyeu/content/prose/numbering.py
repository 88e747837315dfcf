"""Which numbers at the beginning of lines are those of a list, and which are words of a text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

ITEM = re.compile(r"( *)([-*+]|(\d{1,9})\.)(?: +(.*)|)$")
"""A line that may be an item: its indent, its sign, the number in that, its words."""
RULE = re.compile(r" {0,3}([-*_])(?: *\1){2,} *$")
"""A line across the page."""
_HEADING = re.compile(r" {0,3}#{1,6}(?:\s|$)")
_NESTED = 2  # columns
_begins_with_0 = re.compile("0[0-9]").match
_MOST = 99
"""A greater number is a year, or another number of the text, unless a list has come to it."""


def find_numbers(lines: Sequence[str]) -> Mapping[int, int]:
    """For each line (from 0) that is an item of an ordered list the number to be printed before it.

    A list is two items at least, the second numbered after the first. Where all have one number, they are
    counted from it; else each has its own. One that begins with 0 is a word: no list prints 01.

    >>> find_numbers(["1945. Mùa thu.", "", "2. Hai", "3. Ba", "5. Năm"])
    {2: 2, 3: 3, 4: 5}
    >>> find_numbers(["99. Chín mươi chín", "100. Một trăm", "1945. Mùa thu.", "1946. Mùa đông."])
    {0: 99, 1: 100}
    """
    typed = {place: int(item[3]) for place, item in _items(lines) if item[3] and not _begins_with_0(item[3])}
    done, numbers = set[int](), dict[int, int]()
    for place in typed:
        if place not in done and typed[place] <= _MOST:
            run = [*_find_run(lines, typed, place)]
            done.update(run)
            numbers |= dict(zip(run, _count([typed[each] for each in run]), strict=False))
    return numbers


def _items(lines: Sequence[str]) -> Iterator[tuple[int, re.Match[str]]]:
    for place, line in enumerate(lines):
        if (item := ITEM.match(line)) and not RULE.match(line):
            yield place, item


def _find_run(lines: Sequence[str], typed: Mapping[int, int], first: int) -> Iterator[int]:
    """The places of the numbers that stand in one list with the first, as far as lines tell."""
    column, blank, number = _indent(lines[first]), False, typed[first]
    yield first
    for place in range(first + 1, len(lines)):
        line = lines[place]
        if not line.strip():
            blank = True
            continue
        if _indent(line) < column + _NESTED:
            goes_on = place in typed and (typed[place] <= _MOST or typed[place] == number + 1)
            if goes_on and _indent(line) > column - _NESTED:
                number = typed[place]
                yield place
            elif blank or place in typed or ITEM.match(line) or _HEADING.match(line):
                return
        blank = False


def _count(typed: Sequence[int]) -> Sequence[int]:
    """The numbers of a list's items; none where it is no list."""
    if len(typed) < 2:
        return ()
    if len({*typed}) == 1:
        return range(typed[0], typed[0] + len(typed))
    grows = all(one < next_ for one, next_ in pairwise(typed))
    return typed if grows and typed[1] == typed[0] + 1 else ()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
