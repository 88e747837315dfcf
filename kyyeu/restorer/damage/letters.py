"""The Vietnamese letters beyond ASCII, and what they are made of."""

import unicodedata

VOWELS = "aăâeêioôơuưy"
TONES = "\u0300\u0301\u0303\u0309\u0323"
"""The tone marks as combining characters: grave, acute, tilde, hook above, dot below."""
MARKS = TONES + "\u0302\u0306\u031b"
"""The tone marks and the marks of â, ă and ơ."""


def _lower_case() -> str:
    toned = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES]
    return "".join(sorted({*VOWELS, *toned, "đ"} - set("aeiouy")))


LETTERS = _lower_case() + _lower_case().upper()
"""All 134 of them, lower case first."""


def bare(letter: str) -> str:
    """The ASCII letter under the marks.

    >>> bare("ộ"), bare("Đ")
    ('o', 'D')
    """
    return {"đ": "d", "Đ": "D"}.get(letter, unicodedata.normalize("NFD", letter)[0])
