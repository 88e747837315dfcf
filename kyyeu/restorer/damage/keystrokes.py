"""Vietnamese as it is typed, where no program made letters of the keys: Telex and VNI, and VIQR.

>>> KEYSTROKES["keystrokes"].read("Vieejt Nam, ddaats nuwowcs, hieu63 biet61")
'Việt Nam, đất nước, hiểu biết'
>>> KEYSTROKES["viqr"].read("Vie^.t Nam, dda^'t nu+o+'c, u?y ban, cu.c uy?.")
'Việt Nam, đất nước, ủy ban, cục uỷ.'
>>> [KEYSTROKES["keystrokes"].read(typed) for typed in ("ca6p1 uy3 d9a6t1", "ca61p uy3 d9a61t")]
['cấp ủy đất', 'cấp uỷ đất']
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from unicodedata import normalize

from kyyeu.restorer.damage.letters import TONES
from kyyeu.restorer.damage.notation import Notation, Respelt
from kyyeu.restorer.damage.syllables import is_syllable, put_tone
from kyyeu.restorer.units import ROMAN, canonical

_Keys = dict[str, str | dict[str, str]]
"""By key, the tone that it sets or the letters that it marks."""

_CIRCUMFLEX = {"a": "â", "e": "ê", "o": "ô"}
_BREVE = {"a": "ă"}
_HORN = {"o": "ơ", "u": "ư"}
_STROKE = {"d": "đ"}
_STROKED, _ACRONYM = re.compile("DD(?![D9])|D9"), re.compile("[BCDGHKLMNPQRSTUVWX9]+")
_TELEX: _Keys = dict(zip("fsxrj", TONES, strict=True)) | {
    "a": {"a": "â"}, "e": {"e": "ê"}, "o": {"o": "ô"}, "d": _STROKE, "w": _BREVE | _HORN,
}  # fmt: skip
_VNI: _Keys = dict(zip("21435", TONES, strict=True)) | {
    "6": _CIRCUMFLEX,
    "7": _HORN,
    "8": _BREVE,
    "9": _STROKE,
}
_VIQR: _Keys = dict(zip("`'~?.", TONES, strict=True)) | {
    "^": _CIRCUMFLEX, "(": _BREVE, "+": _HORN, "*": _HORN, "d": _STROKE, "D": _STROKE,
}  # fmt: skip


def _compose(typed: str, keys: _Keys, where_typed: bool = False) -> str:
    """What a keyboard program makes of the keys of one word; the word where that is no syllable.

    A Roman numeral is what it is, and an acronym has no marks but the stroke of Đ. Where tones were typed
    right behind their vowels, of two that may have one it is the vowel before the key: uy? is uỷ, u?y is ủy.
    """
    if ROMAN.fullmatch(typed):
        return typed
    letters, tone, place = list[str](), "", 0
    for key in typed:
        meant = keys.get(key.lower())
        if (
            isinstance(meant, str)
            and not tone
            and any(letter.lower() in "aăâeêioôơuưy" for letter in letters)
        ):
            tone, place = meant, len(letters)
        elif not (isinstance(meant, dict) and _mark(letters, meant)):
            letters.append(key)
    word = "".join(letters)
    if word == typed and not tone:
        return typed
    if is_syllable(word.lower()):
        put, there = put_tone(word, tone), normalize("NFC", f"{word[:place]}{tone}{word[place:]}")
        return there if where_typed and canonical(there.lower()) == canonical(put.lower()) else put
    return _STROKED.sub("Đ", typed) if _ACRONYM.fullmatch(typed) else typed


def _mark(letters: list[str], marked: dict[str, str]) -> bool:
    """Put a mark on the last letters it fits: in "uo" a horn on both, and ư counts as marked already."""
    for place in reversed(range(len(letters))):
        plain = letters[place].lower()
        if plain in marked:
            letters[place] = _in_case(marked[plain], letters[place])
            if plain == "o" and marked["o"] == "ơ" and place and letters[place - 1].lower() == "u":
                letters[place - 1] = _in_case("ư", letters[place - 1])
            return True
        if plain in marked.values():
            return True
    return False


def _in_case(letter: str, like: str) -> str:
    return letter.upper() if like.isupper() else letter


def _notation(name: str, pattern: str, reading: Callable[[str], Callable[[str], str]]) -> Notation:
    compiled = re.compile(pattern)

    def respelt(text: str) -> Iterator[Respelt]:
        read = reading(text)
        for match in compiled.finditer(text):
            composed = normalize("NFC", read(match[0]))
            if composed != match[0]:
                yield Respelt(match.start(), match[0], composed)

    return Notation(name, respelt)


def _read_keys(text: str) -> Callable[[str], str]:
    return lambda typed: _compose(typed, _TELEX | _VNI, _has_tones_inside(text))


def _is_either(typed: str, letters: str) -> bool:
    """Whether the keys do not tell which of two vowels has the tone."""
    return normalize("NFC", _compose(typed, _TELEX | _VNI, where_typed=True)) != letters


@lru_cache(maxsize=8)
def _has_tones_inside(text: str) -> bool:
    """Whether tones were typed right behind their vowels, and not at the ends of words: ca1p, not cap1."""
    return len(_INSIDE.findall(text)) > len(_AT_THE_END.findall(text))


def _read_viqr(typed: str) -> str:
    word = _AFTER_CONSONANT.split(typed)[0]
    while word and (composed := _compose(word, _VIQR, where_typed=True)) == word and not word[-1].isalpha():
        word = word[:-1]  # a full stop or question mark that ends the sentence
    return composed + typed[len(word) :] if word else typed


# Keys of tones behind a vowel or its mark with the syllable's end behind them, and behind that end.
_INSIDE = re.compile("(?<=[aeiouyw6-8])[fsxrj1-5](?:ng|nh|ch|[cmnpt])(?![^\\W_])")
_AT_THE_END = re.compile("(?<=[aeiouyw6-8])(?:ng|nh|ch|[cmnpt])[fsxrj1-5](?![^\\W_])")
# There a tone sign is a mark of the sentence.
_AFTER_CONSONANT = re.compile(r"(?<![aeiouyAEIOUY^(+*])(?=[`'~?.])")

KEYSTROKES = {
    notation.name: notation
    for notation in (
        replace(
            _notation("keystrokes", r"(?<![^\W_])[A-Za-z][A-Za-z1-9]{0,10}(?![^\W_])", _read_keys),
            deduces=_is_either,
        ),
        _notation("viqr", r"(?<![^\W_])[A-Za-z][A-Za-z^(+*`'~?.]{1,11}", lambda _: _read_viqr),
    )
}  # fmt: skip
"""By name, each with the way back."""
