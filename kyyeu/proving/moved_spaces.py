"""Which spaces an article has otherwise than its source: within words of the source, and between them."""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from kyyeu.proving.spelling import cut_at_line_ends, fold, settle


class Moved(NamedTuple):
    """How many spaces lie otherwise."""

    joined: int = 0
    """Those of the source that the article has not."""
    parted: int = 0
    """Those of the article that the source has not."""


def count_moved(source: str, lines: Sequence[str]) -> Moved:
    """How many spaces lie otherwise in the article's lines, whose letters are the source's, line for line.

    What a line of the source ends with, and where none of its letters are the article's, is not counted.

    >>> count_moved("quy ề n lợi, độtphá", ["quyền lợi, đột phá"])
    Moved(joined=2, parted=1)
    """
    words = [word for line in lines for word in settle(fold(line)).split(" ")]
    text, ends = "".join(words), {*accumulate(map(len, words))}
    joined = parted = place = 0
    for line in cut_at_line_ends(source):
        there, own = _letters(line)
        start = text.find(there, place)
        if start < 0:
            continue
        place = start + len(there)
        article = ends.intersection(range(start + 1, place))
        joined += sum(start + end not in article for end in own)
        parted += len(article.difference(start + end for end in own))
    return Moved(joined, parted)


def _letters(line: str) -> tuple[str, list[int]]:
    """What a line is without its spaces, composed, and after how many letters each of these stood."""
    letters, ends = "", list[int]()
    for word in fold(line).split(" "):
        ends.append(len(letters))
        letters = letters[:-1] + settle(letters[-1:] + word)
    return letters, ends[1:]
