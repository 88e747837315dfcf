"""UTF-8 taken for a code page of several bytes a character: GBK, Big5, Shift JIS and the like.

A sign takes a letter's last byte and the ASCII letter behind it. Where there is no such sign, that byte is
U+FFFD; what stands before it tells some dozens of letters of which it was one, and the model which.

>>> several_bytes("utf8-as-gbk").read("V膬n ph貌ng c么ng t谩c n膬m")
'Văn phòng công tác năm'
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cache
from string import ascii_letters
from unicodedata import east_asian_width

from kyyeu.restorer.damage.damage import Damage
from kyyeu.restorer.damage.letters import LETTERS
from kyyeu.restorer.damage.notation import Notation, Respelt
from kyyeu.restorer.damage.placeholders import PLACEHOLDER

BY_PAGE = {
    f"utf8-as-{page}": page
    for page in ("gbk", "big5", "shift-jis", "cp932", "euc-kr", "cp949", "euc-jp", "gb18030")
}
"""The code page of each such damage, those met most often first."""

_RUN = re.compile("[^\x00-\x7f]+")
_NEXT = (*ascii_letters, *LETTERS, "")
# What a lost letter is in the text that is read, by those of its bytes that are left.
_LEFT = {b"": "\ue000", b"\xe1": "\ue001", b"\xe1\xba": "\ue002", b"\xe1\xbb": "\ue003"} | {
    bytes([first]): chr(0xE000 + first) for first in range(0xC2, 0xC8)
}
_OPENING, _SEVERAL = 0xC0, {0xC: 2, 0xD: 2, 0xE: 3, 0xF: 4}


def pages_of(text: str) -> Iterator[str]:
    """The damages whose code pages have all the wide signs of a text, if it has any."""
    wide = "".join(char for char in dict.fromkeys(text) if east_asian_width(char) in "WH")
    yield from (
        name for name, page in BY_PAGE.items() if wide and wide.encode(page, "ignore").decode(page) == wide
    )


@cache
def several_bytes(name: str) -> Damage:
    """The damage of that name; KeyError where there is none."""
    page = BY_PAGE[name]
    notation = Notation(name, _ByteReader(page))
    became = {letter: _became(letter, page, notation) for letter in LETTERS}
    remains = {letter: next(iter(signs)) for letter, signs in became.items() if len({*signs}) == 1}
    where = defaultdict[str, list[str]](list)
    for letter, sign in remains.items():
        where[_where(became[letter][sign], remains)].append(letter)
    lost = "|".join(f"[{''.join(letters)}]{before}" for before, letters in where.items())
    loss = Damage(name, lost or "(?!)", remains, rare=True)
    return replace(loss, notations=(notation,), beneath=loss)


def _became(letter: str, page: str, notation: Notation) -> dict[str, list[str]]:
    """What is read where the letter was and is lost, and before which letters, if any, it is not."""
    signs, kept = dict[str, list[str]](), list[str]()
    seen = "\n".join(letter + following for following in _NEXT).encode().decode(page, "replace")
    for following, read in zip(_NEXT, notation.read(seen).split("\n"), strict=True):
        if read[:1] == letter:
            kept.append(following)
        else:
            signs[read[:1]] = kept
    return signs


def _where(kept: Collection[str], remains: Mapping[str, str]) -> str:
    """What a lost letter stands before: none of those, nor what is left of them."""
    ends = "" in kept
    letters = [other for other in _NEXT if other and (other in kept) is not ends]
    left = (remains[other] for other in letters if other in remains)
    chosen = "".join(dict.fromkeys([*letters, *left]))
    return f"(?{'=' if ends else '!'}[{chosen}])" if chosen else ""


class _ByteReader:
    """Reads signs of a code page as the letters that they were."""

    def __init__(self, page: str) -> None:
        self._page = page

    def __call__(self, text: str) -> Iterator[Respelt]:
        for run in _RUN.finditer(text):
            read = self._read(run[0])
            if read != run[0]:
                yield Respelt(run.start(), run[0], read)

    def _read(self, run: str) -> str:
        """A run of signs read; as it stands where it is no UTF-8."""
        if run == PLACEHOLDER * len(run):
            return _LEFT[b""]
        try:
            pieces = [part.encode(self._page) for part in re.split(f"{PLACEHOLDER}+", run)]
            read = [*map(_letters, pieces[:-1]), pieces[-1].decode()]
        except ValueError:
            return run
        return "".join(read)


def _letters(data: bytes) -> str:
    """The letters of bytes of which the last is followed by one that was lost.

    Raises:
        ValueError: they are none.
    """
    opening = max((place for place, code in enumerate(data) if code >= _OPENING), default=len(data))
    whole = opening == len(data) or len(data) - opening >= _SEVERAL[data[opening] >> 4]
    left = b"" if whole else data[opening:]
    if left not in _LEFT:
        raise ValueError(left)
    return data[: len(data) - len(left)].decode() + _LEFT[left]
