"""Titles on a page: broken into lines where sense parts, or cut to what a running head has room for."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from kyyeu.model import Run
from kyyeu.rendering.compounds import are_one_word
from kyyeu.rendering.joins import NO_BREAK_SPACE, find_joins

_Broken = tuple[int, float, int]
"""A way to break what follows a word: lines and parted words, how harsh and uneven, the next one's place."""

_WITHIN_A_WORD = 9  # times as harsh as between words that sense joins
_LEADING = frozenset(
    "bằng các cho cùng của do dưới hay hoặc là mà mỗi một những nhân nhằm như qua sau theo trên trong trước"
    " tại từ vào và vì về với đến để ở".split()
)
"""Words that lead on to what follows: lines rather begin than end with them."""
_DANGLING = " ,;:–-"  # what may not stand before an ellipsis


def part_title(text: str, most: float) -> list[str]:
    """The text as few, even lines, none wider than `most` small letters, parted where sense parts.

    A word wider than that has a line to itself; one of several syllables costs a line if it is parted.

    >>> part_title("Trung thành, tận tụy, đoàn kết, sáng tạo", 36)
    ['Trung thành, tận tụy,', 'đoàn kết, sáng tạo']
    """
    return [*_part(text, most)]


@lru_cache(maxsize=10_000)
def _part(text: str, most: float) -> tuple[str, ...]:
    """The lines; a title is asked for by the contents, its opening page and more, in both books."""
    words, joined = text.split(), _find_joined(text)
    widths, space = [*map(_width, words)], _width(" ")
    marks = [0, *(_harshness(words, place, joined) for place in range(1, len(words))), 0]
    harsh, torn = [mark * most**2 for mark in marks], [mark == _WITHIN_A_WORD for mark in marks]
    best: dict[int, _Broken] = {len(words): (0, 0.0, len(words))}  # by the word it begins with
    for start in reversed(range(len(words))):
        ways: list[_Broken] = []
        width = -space
        for end in range(start + 1, len(words) + 1):
            width += space + widths[end - 1]
            if width > 3 * most and ways:
                break
            count, cost, _ = best[end]
            ways.append((count + 1 + torn[end], cost + width**2 + harsh[end], end))
        best[start] = min(ways)
    return tuple(_lines(words, best))


def _lines(words: Sequence[str], best: Mapping[int, _Broken]) -> Iterator[str]:
    """The lines of the best way to break them."""
    start = 0
    while start < len(words):
        start, begun = best[start][2], start
        yield " ".join(words[begun:start])


_ALONE, _ABREAST, _IN_HEAD = 0.6, 0.92, 0.55
"""How much of the measure a signature has, and several share, as signatures.css says; and an office above."""
_POST = re.compile(r'class="signed-as"[^<>]*>\Z')
_OFFICE = re.compile(r'class="office"[^<>]*>\Z')
_ADDRESS = re.compile(r'class="(?:addressee|salutation)"[^<>]*>\Z')
_BOLDER = 0.93  # of the letters in a line when they are bold
_SIDE = re.compile(r'<div class="(?:signature-block|recipients)"')


def part_posts(runs: Sequence[Run], most: float) -> Iterator[Run]:
    """The runs, posts of those who sign, offices, and whom it is to, in such lines.

    The text has room for `most` letters.
    """
    sides = sum(len(_SIDE.findall(run.xhtml)) for run in runs if run.kind == "markup")
    share = _ALONE if sides < 2 else _ABREAST / sides
    shares = {_POST: share, _OFFICE: _IN_HEAD, _ADDRESS: _BOLDER}
    for before, run, after in zip((None, *runs), runs, (*runs[1:], None), strict=False):
        whole = run.kind == "words" and after and after.xhtml.startswith(("</p>", "<br"))
        room = next((shares[one] for one in shares if whole and before and one.search(before.xhtml)), 0)
        yield replace(run, xhtml="\n".join(part_title(run.xhtml, room * most))) if room else run


def cut_title(title: str, fits: Callable[[str], bool]) -> str:
    """The title if it fits, else as many of its words as fit with an ellipsis; letters of its first at worst.

    Sense ends it within no word, nor after one that leads on, if it can end it elsewhere.

    >>> cut_title("Đoàn kết, sáng tạo", lambda text: len(text) <= 12)
    'Đoàn kết …'
    """
    if fits(title):
        return title
    words = title.split()
    ends, joined = [*reversed(range(1, len(words)))], _find_joined(title)
    ends.sort(key=lambda count: _harshness(words, count, joined) > 1)
    heads = (" ".join(words[:count]).rstrip(_DANGLING) for count in ends)
    shorter = [f"{head} …" for head in heads if head]
    letters = [f"{words[0][:count]}…" for count in reversed(range(len(words[0])))] if words else []
    return next(filter(fits, [*shorter, *letters]), "")


def _find_joined(text: str) -> set[int]:
    """The words, by their place, that belong to the one before: 43 in "số 43"."""
    title = " ".join(text.split())
    spaces = (place for place, sign in find_joins(title).items() if sign == NO_BREAK_SPACE)
    return {title.count(" ", 0, place) + 1 for place in spaces}


def _harshness(words: Sequence[str], place: int, joined: Collection[int]) -> int:
    """How harsh it is that a line begins with that word: most within what is one, least after a colon."""
    before, after = words[place - 1], words[place]
    if place in joined or are_one_word(before, after):
        return _WITHIN_A_WORD
    if before.endswith(":"):
        return -1
    leads = before.lower() in _LEADING
    return 2 if leads else int(not _parts(before, after))


def _parts(before: str, after: str) -> bool:
    """Whether a line may well end there: after a comma, before a name, a quotation, a word that leads on."""
    begins = before[0].islower() and not after[0].islower()
    return before[-1] in ",;–" or begins or after.lower() in _LEADING


def count_small_letters(title: str) -> float:
    """How many small letters are as wide as the title.

    >>> count_small_letters("kỷ yếu"), count_small_letters("KỶ YẾU 18")
    (6.0, 10.666666666666666)
    """
    return _width(title) / 3


def _width(line: str) -> int:
    """The line's length in thirds of a small letter; a capital takes up about a third more."""
    return 3 * len(line) + sum(map(str.isupper, line))
