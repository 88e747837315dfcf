"""Titles on a page: broken into lines where sense parts, or cut to what a running head has room for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

_Broken = tuple[int, float, int]
"""A way to break what follows a word: how many lines, how uneven and harsh, and where the second begins."""

_DANGLING = " ,;:–-"  # what may not stand before an ellipsis


def part_title(text: str, most: float) -> list[str]:
    """The text as few, even lines, none wider than `most` small letters, parted where sense parts.

    A word wider than that has a line to itself.

    >>> part_title("Trung thành, tận tụy, đoàn kết, sáng tạo", 36)
    ['Trung thành, tận tụy,', 'đoàn kết, sáng tạo']
    """
    return [*_part(text, most)]


@lru_cache(maxsize=10_000)
def _part(text: str, most: float) -> tuple[str, ...]:
    """The lines; a title is asked for by the contents, its opening page and more, in both books."""
    words = text.split()
    widths = [*map(_width, words)]
    best: dict[int, _Broken] = {len(words): (0, 0.0, len(words))}  # by the word it begins with
    for start in reversed(range(len(words))):
        ways: list[_Broken] = []
        width = -_width(" ")
        for end in range(start + 1, len(words) + 1):
            width += _width(" ") + widths[end - 1]
            if width > 3 * most and ways:
                break
            count, cost, _ = best[end]
            harsh = count and not _parts(words[end - 1], words[end])
            ways.append((count + 1, cost + width**2 + (most**2 if harsh else 0), end))
        best[start] = min(ways)
    return tuple(_lines(words, best))


def _lines(words: Sequence[str], best: Mapping[int, _Broken]) -> Iterator[str]:
    """The lines of the best way to break them."""
    start = 0
    while start < len(words):
        start, begun = best[start][2], start
        yield " ".join(words[begun:start])


def cut_title(title: str, fits: Callable[[str], bool]) -> str:
    """The title if it fits, else as many of its words as fit with an ellipsis; letters of its first at worst.

    >>> cut_title("Đoàn kết, sáng tạo", lambda text: len(text) <= 12)
    'Đoàn kết …'
    """
    if fits(title):
        return title
    words = title.split()
    shorter = [" ".join(words[:count]).rstrip(_DANGLING) + " …" for count in reversed(range(1, len(words)))]
    letters = [f"{words[0][:count]}…" for count in reversed(range(len(words[0])))] if words else []
    return next(filter(fits, [*shorter, *letters]), "")


def _parts(before: str, after: str) -> bool:
    """Whether a line may well end between two words: after a comma, or where a name or a quotation begins."""
    return before[-1] in ",;:–" or (before[0].islower() and not after[0].islower())


def _width(line: str) -> int:
    """The line's length in thirds of a small letter; a capital takes up about a third more."""
    return 3 * len(line) + sum(map(str.isupper, line))
