r"""Letters whose tone mark stands apart as a combining character, as Windows keyboards type them.

>>> combining_tones("cấp uỷ") == "câ\u0301p uy\u0309"
True
"""

import unicodedata

from kyyeu.restorer.damage.damage import respelling
from kyyeu.restorer.damage.letters import LETTERS, TONES


def _tone_apart(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    tone = "".join(part for part in parts if part in TONES)
    return unicodedata.normalize("NFC", parts.replace(tone, "")) + tone


combining_tones = respelling("combining-tones", {letter: _tone_apart(letter) for letter in LETTERS})
