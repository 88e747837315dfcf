"""VNI for Windows: the vowel keeps its place, and a second character carries mark and tone.

>>> vni("cấp uỷ được")
'caáp uyû ñöôïc'
"""

import unicodedata

from kyyeu.restorer.damage.damage import respelling
from kyyeu.restorer.damage.letters import TONES

# The order of TONES (grave, acute, tilde, hook above, dot below), after the sign of the vowel alone.
_PLAIN, _CIRCUMFLEX, _BREVE = ["", *"øùõûï"], "âàáãåä", "êèéüúë"
_VOWELS = {
    "a": ("a", _PLAIN),
    "â": ("a", _CIRCUMFLEX),
    "ă": ("a", _BREVE),
    "e": ("e", _PLAIN),
    "ê": ("e", _CIRCUMFLEX),
    "i": ("", "iìíóæò"),
    "o": ("o", _PLAIN),
    "ô": ("o", _CIRCUMFLEX),
    "ơ": ("ô", _PLAIN),
    "u": ("u", _PLAIN),
    "ư": ("ö", _PLAIN),
    "y": ("y", _PLAIN),
}


def _lower_case() -> dict[str, str]:
    spelling = {
        unicodedata.normalize("NFC", vowel + tone): base + sign
        for vowel, (base, signs) in _VOWELS.items()
        for tone, sign in zip(["", *TONES], signs, strict=True)
    }
    return {letter: sign for letter, sign in spelling.items() if not letter.isascii()} | {"đ": "ñ", "ỵ": "î"}


vni = respelling(
    "vni", _lower_case() | {letter.upper(): signs.upper() for letter, signs in _lower_case().items()}
)
