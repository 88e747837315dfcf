"""What is told of a restored source in figures: words by what was done in them or not."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from operator import itemgetter

from kyyeu.intake.lines import SourceLine
from kyyeu.proving.spelling import count_line_ends
from kyyeu.restorer import Restoration, Step


def count_words(lines: Sequence[SourceLine], meant: Callable[[Step], bool]) -> int:
    """Words in which there is a step that is meant; a step may be a letter of one, or several of them.

    What may be missing between two words counts with the second, and at the end of a line with the last.
    """
    return sum(len(_touched(line, meant)) for line in lines)


def find_unknown(restoration: Restoration) -> tuple[tuple[str, int], ...]:
    """The words that nothing explains, each once, with the first line it is on, from 1."""
    source, lines = restoration.source, dict[str, int]()
    for word in restoration.unknown:
        lines.setdefault(source[word.start : word.end], count_line_ends(source, word.start) + 1)
    return tuple(lines.items())


def _touched(line: SourceLine, meant: Callable[[Step], bool]) -> set[int]:
    """Which of the line's words, from 0, have such a step."""
    words = [match.span() for match in re.finditer(r"\S+", line.written)]
    touched = set[int]()
    for mark in (mark for mark in line.marks if meant(mark.step)):
        first = min(bisect_right(words, mark.start, key=itemgetter(1)), len(words) - 1)
        end = bisect_left(words, mark.end, key=itemgetter(0))
        touched.update(range(first, max(first + 1, end)))
    return touched
