r"""TCVN3 (ABC), the third chart of TCVN 5712:1993, taken for Windows-1252.

It has no capitals with tones: the fonts whose names end in H draw the small ones as capitals.
`tcvn3_capitals` reads them so in words whose other letters are capitals, and in words beside such ones.

>>> tcvn3("cấp uỷ được")
'cÊp uû ®\xadîc'
"""

import re
from collections.abc import Iterator

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

_WORD = re.compile(r"\S+")
_ASCII = re.compile("[A-Za-z]")


def _respelt(text: str) -> Iterator[Respelt]:
    words = [match.span() for match in _WORD.finditer(text)]
    capital = [_are_capitals(text[start:end]) for start, end in words]
    places = iter(zip(words, capital, [None, *capital], [*capital[1:], None], strict=False))
    (_, end), *beside = next(places, ((0, len(text)), None, None, None))
    for start, written, letter in respelt_in(tcvn3, text):
        while start >= end:
            (_, end), *beside = next(places)
        own, before, after = beside
        capitals = own if own is not None else True in (before, after) and False not in (before, after)
        yield Respelt(start, written, letter.upper() if capitals else letter)


def _are_capitals(word: str) -> bool | None:
    """Whether the ASCII letters of a word are; None where it has none, or one that opens it."""
    letters = _ASCII.findall(word)
    if letters in ([], [word[0]]):
        return None
    return all(map(str.isupper, letters))


tcvn3_capitals = Notation("tcvn3-capitals", _respelt)
