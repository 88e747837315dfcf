"""Vietnamese as it is typed, where no program made letters of the keys: Telex and VNI, and VIQR.

>>> KEYSTROKES["keystrokes"].read("Vieejt Nam, ddaats nuwowcs, hieu63 biet61")
'Việt Nam, đất nước, hiểu biết'
>>> KEYSTROKES["viqr"].read("Vie^.t Nam, dda^'t nu+o+'c.")
'Việt Nam, đất nước.'
"""

import re
from collections.abc import Callable, Iterator
from unicodedata import normalize

from kyyeu.restorer.damage.letters import TONES
from kyyeu.restorer.damage.notation import Notation, Respelt
from kyyeu.restorer.damage.syllables import is_syllable, put_tone
from kyyeu.restorer.units import ROMAN

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


def _compose(typed: str, keys: _Keys) -> str:
    """What a keyboard program makes of the keys of one word; the word where that is no syllable.

    A Roman numeral is what it is, and an acronym has no marks but the stroke of Đ.
    """
    if ROMAN.fullmatch(typed):
        return typed
    letters, tone = list[str](), ""
    for key in typed:
        meant = keys.get(key.lower())
        if (
            isinstance(meant, str)
            and not tone
            and any(letter.lower() in "aăâeêioôơuưy" for letter in letters)
        ):
            tone = meant
        elif not (isinstance(meant, dict) and _mark(letters, meant)):
            letters.append(key)
    word = "".join(letters)
    if word == typed and not tone:
        return typed
    if is_syllable(word.lower()):
        return put_tone(word, tone)
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


def _notation(name: str, pattern: str, read: Callable[[str], str]) -> Notation:
    compiled = re.compile(pattern)

    def respelt(text: str) -> Iterator[Respelt]:
        for match in compiled.finditer(text):
            composed = normalize("NFC", read(match[0]))
            if composed != match[0]:
                yield Respelt(match.start(), match[0], composed)

    return Notation(name, respelt)


def _read_keys(typed: str) -> str:
    return _compose(typed, _TELEX | _VNI)


def _read_viqr(typed: str) -> str:
    word = _AFTER_CONSONANT.split(typed)[0]
    while word and (composed := _compose(word, _VIQR)) == word and not word[-1].isalpha():
        word = word[:-1]  # a full stop or question mark that ends the sentence
    return composed + typed[len(word) :] if word else typed


# There a tone sign is a mark of the sentence.
_AFTER_CONSONANT = re.compile(r"(?<![aeiouyAEIOUY^(+*])(?=[`'~?.])")

KEYSTROKES = {
    notation.name: notation
    for notation in (
        _notation("keystrokes", r"(?<![^\W_])[A-Za-z][A-Za-z1-9]{0,10}(?![^\W_])", _read_keys),
        _notation("viqr", r"(?<![^\W_])[A-Za-z][A-Za-z^(+*`'~?.]{1,11}", _read_viqr),
    )
}  # fmt: skip
"""By name, each with the way back."""
