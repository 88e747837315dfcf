"""Titles on a page: broken into lines where sense parts, or cut to what a running head has room for."""

from collections.abc import Callable

_Broken = tuple[int, float, list[str]]
"""A way to break a text: how many lines, how uneven and harsh, and the lines."""

_DANGLING = " ,;:–-"  # what may not stand before an ellipsis


def part_title(text: str, most: float) -> list[str]:
    """The text as few, even lines, none wider than `most` small letters, parted where sense parts.

    A word wider than that has a line to itself.

    >>> part_title("Trung thành, tận tụy, đoàn kết, sáng tạo", 36)
    ['Trung thành, tận tụy,', 'đoàn kết, sáng tạo']
    """
    words = text.split()
    best: dict[int, _Broken] = {len(words): (0, 0.0, [])}  # by the word it begins with
    for start in reversed(range(len(words))):
        ways: list[_Broken] = []
        for end in range(start + 1, len(words) + 1):
            line = " ".join(words[start:end])
            if _width(line) > most and ways:
                break
            count, cost, rest = best[end]
            harsh = bool(rest) and not _parts(words[end - 1], words[end])
            ways.append((count + 1, cost + _width(line) ** 2 + harsh * (most / 3) ** 2, [line, *rest]))
        best[start] = min(ways)
    return best[0][2]


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


def _width(line: str) -> float:
    """The line's length in small letters; a capital takes up about a third more."""
    return sum(4 / 3 if char.isupper() else 1 for char in line)
