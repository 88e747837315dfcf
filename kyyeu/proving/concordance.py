"""Where words stand in the lines of a text: all that are sought are found in one reading of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

_FEW = 40  # so many are sooner found one after the other
_HEAD = 12  # characters by which words are told apart before they are compared to the end


class Spot(NamedTuple):
    """Where words begin."""

    line: int
    """Which of the lines, from 0."""
    start: int
    """Their first character in it, from 0."""


def find_spots(wanted: Iterable[str], lines: Sequence[str]) -> Mapping[str, Sequence[Spot]]:
    """For each of the wanted words every spot where they stand, in reading order; they may overlap.

    The cost grows with the lines' length and with what is found, not with how much is wanted.

    >>> find_spots(["mọi", "nhà"], ["mọi nhà", "nhà"])["nhà"]
    [Spot(line=0, start=4), Spot(line=1, start=0)]
    """
    found: dict[str, list[Spot]] = {words: [] for words in wanted if words}
    if len(found) <= _FEW:
        for words, spots in found.items():
            spots += _find_by_itself(words, lines)
    else:
        _find_together(found, lines)
    return defaultdict(list, found)


def _find_by_itself(words: str, lines: Sequence[str]) -> Iterator[Spot]:
    for number, line in enumerate(lines):
        start = line.find(words)
        while start >= 0:
            yield Spot(number, start)
            start = line.find(words, start + 1)


def _find_together(found: Mapping[str, list[Spot]], lines: Sequence[str]) -> None:
    """Add every spot to its words, in one reading of the lines for each length of a head."""
    heads = defaultdict[str, list[str]](list)
    for words in found:
        heads[words[:_HEAD]].append(words)
    for number, line in enumerate(lines):
        for size in sorted({len(head) for head in heads}):
            for start in range(len(line) - size + 1):
                for words in heads.get(line[start : start + size], ()):
                    if line.startswith(words, start):
                        found[words].append(Spot(number, start))
