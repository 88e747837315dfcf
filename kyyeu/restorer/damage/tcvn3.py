r"""TCVN3 (ABC), the third chart of TCVN 5712:1993, taken for Windows-1252.

It has no capitals with tones: the fonts whose names end in H draw the small ones as capitals.
`tcvn3_capitals` reads them so in words whose other letters are capitals, in words between such, and where
a sentence begins.

>>> tcvn3("cấp uỷ được")
'cÊp uû ®\xadîc'
"""

import re
from collections.abc import Iterator, Sequence

from kyyeu.restorer.damage.code_page import parse_chart
from kyyeu.restorer.damage.damage import respelling
from kyyeu.restorer.damage.mixture import respelt_in
from kyyeu.restorer.damage.notation import Notation, Respelt

tcvn3 = respelling(
    "tcvn3",
    parse_chart("""
        à ả ã á ạ   B5 B6 B7 B8 B9
        ă ằ ẳ ẵ ắ ặ   A8 BB BC BD BE C6
        â ầ ẩ ẫ ấ ậ   A9 C7 C8 C9 CA CB
        è ẻ ẽ é ẹ   CC CE CF D0 D1
        ê ề ể ễ ế ệ   AA D2 D3 D4 D5 D6
        ì ỉ ĩ í ị   D7 D8 DC DD DE
        ò ỏ õ ó ọ   DF E1 E2 E3 E4
        ô ồ ổ ỗ ố ộ   AB E5 E6 E7 E8 E9
        ơ ờ ở ỡ ớ ợ   AC EA EB EC ED EE
        ù ủ ũ ú ụ   EF F1 F2 F3 F4
        ư ừ ử ữ ứ ự   AD F5 F6 F7 F8 F9
        ỳ ỷ ỹ ý ỵ   FA FB FC FD FE
        đ   AE
        Ă Â Ê Ô Ơ Ư Đ   A1 A2 A3 A4 A5 A6 A7
    """),
)

_LINE, _WORD = re.compile("[^\n]+"), re.compile(r"\S+")
_NUMBERED, _BEFORE_WORDS = re.compile(r"[\d/]"), "\"'“‘«(["
_ASCII = re.compile("[A-Za-z]")
# TCVN3 has this letter where Windows-1252 has it.
_SAME = re.compile("ý")
# What a sentence's first word stands behind; "TP." ends none.
_OPENING = re.compile(r"(?:\A|[^\sA-Z][.!?…][\"”)]?\s+)[\"“(]*\Z")
_NEAR = 12  # characters


def _respelt(text: str) -> Iterator[Respelt]:
    words = (word for line in _LINE.finditer(text) for word in _cased(text, *line.span()))
    same = (Respelt(match.start(), match[0], match[0]) for match in _SAME.finditer(text))
    end, capitals = 0, False
    for start, written, letter in sorted([*respelt_in(tcvn3, text), *same]):
        while start >= end:
            end, capitals = next(words)
        cased = letter.upper() if capitals or _OPENING.search(text[max(0, start - _NEAR) : start]) else letter
        if cased != written:
            yield Respelt(start, written, cased)


def _cased(text: str, start: int, end: int) -> Iterator[tuple[int, bool]]:
    """Where each word of a line ends, and whether it is in capitals.

    A word that does not tell itself is as the nearest that do, on either side.
    """
    words = [*_WORD.finditer(text, start, end)]
    told = [_are_capitals(word[0]) for word in words]
    before, after = _last_told(told), [*_last_told(told[::-1])][::-1]
    for word, own, *beside in zip(words, told, before, after, strict=True):
        yield word.end(), own if own is not None else True in beside and False not in beside


def _last_told(told: Sequence[bool | None]) -> Iterator[bool | None]:
    """For each word what the last one before it told that told anything."""
    last: bool | None = None
    for own in told:
        yield last
        last = last if own is None else own


def _are_capitals(word: str) -> bool | None:
    """Whether the ASCII letters of a word are; None where it has none but a capital that opens it.

    What has a figure or a slash, as documents' numbers have, tells nothing.
    """
    letters, opened = _ASCII.findall(word), word.lstrip(_BEFORE_WORDS)
    if not letters or _NUMBERED.search(word) or (letters == [opened[:1]] and opened[0].isupper()):
        return None
    return all(map(str.isupper, letters))


def _deduces(written: str, letter: str) -> bool:
    """Whether a small letter of the chart is read as a capital: its font drew it so, or nothing did."""
    return letter.isupper() and tcvn3.remains.get(letter.lower(), letter.lower()) == written


tcvn3_capitals = Notation("tcvn3-capitals", _respelt, _deduces, tcvn3.respelt)
