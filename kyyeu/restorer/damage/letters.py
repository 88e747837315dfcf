"""The Vietnamese letters beyond ASCII, and what they are made of."""

import unicodedata
from itertools import filterfalse

VOWELS = "aăâeêioôơuưy"
TONES = "\u0300\u0301\u0303\u0309\u0323"
"""The tone marks as combining characters: grave, acute, tilde, hook above, dot below."""
MARKS = TONES + "\u0302\u0306\u031b"
"""The tone marks and the marks of â, ă and ơ."""


_WITHOUT_STROKE = str.maketrans("đĐ", "dD")


def _lower_case() -> str:
    toned = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES]
    return "".join(sorted({*VOWELS, *toned, "đ"} - set("aeiouy")))


LETTERS = _lower_case() + _lower_case().upper()
"""All 134 of them, lower case first."""


def bare(text: str) -> str:
    """The text as telegrams and file names have it: of each letter what is under its marks, of đ d.

    >>> bare("Cấp uỷ huyện Đô Lương, số 3")
    'Cap uy huyen Do Luong, so 3'
    """
    apart = unicodedata.normalize("NFD", text).translate(_WITHOUT_STROKE)
    return unicodedata.normalize("NFC", "".join(filterfalse(unicodedata.combining, apart)))
