"""Code between fences, as editors write it: indented, in an item, with any words behind the first fence."""

import re
from collections.abc import Mapping, Sequence

FENCE = re.compile(r"( *)(`{3,}|~{3,})[^`]*$")
"""A line that may begin code: its indent, its fence."""
_END_OF_CODE = re.compile(r" *(`{3,}+|~{3,}+) *+$")


class Fences:
    """The lines of a text that are code between fences."""

    def __init__(self, lines: Sequence[str]):
        """`lines` are those of the text."""
        self._lines, self._below = lines, _find_fences_below(lines)

    def end_of(self, place: int) -> int:
        """The place after the fence that ends what begins here; 0 where nothing does, or it has no end."""
        fence = FENCE.match(self._lines[place])
        if fence is None or self._below[place + 1][fence[2][0]] < len(fence[2]):
            return 0
        closing = re.compile(rf" *{re.escape(fence[2][0])}{{{len(fence[2])},}} *$")
        return next(end + 1 for end in range(place + 1, len(self._lines)) if closing.match(self._lines[end]))


def _find_fences_below(lines: Sequence[str]) -> Sequence[Mapping[str, int]]:
    """For each line how long the longest fence of either sign is that may end code there or below."""
    below: list[Mapping[str, int]] = [{"`": 0, "~": 0}]
    for line in reversed(lines):
        fence = _END_OF_CODE.match(line)
        longest = {fence[1][0]: max(len(fence[1]), below[-1][fence[1][0]])} if fence else {}
        below.append({**below[-1], **longest})
    return below[::-1]
