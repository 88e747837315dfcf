r"""Letters whose marks stand apart: all of them, as macOS file systems have it, or the tone alone.

>>> nfd("cấp uỷ") == "ca\u0302\u0301p uy\u0309"
True
>>> combining_tones("cấp uỷ") == "câ\u0301p uy\u0309"
True
"""

import unicodedata

from kyyeu.restorer.damage.code_page import seen_as_windows_1252
from kyyeu.restorer.damage.damage import respelling
from kyyeu.restorer.damage.letters import LETTERS, TONES

nfd = respelling("nfd", {letter: unicodedata.normalize("NFD", letter) for letter in LETTERS})


def _tone_apart(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    tone = "".join(part for part in parts if part in TONES)
    return unicodedata.normalize("NFC", parts.replace(tone, "")) + tone


combining_tones = respelling("combining-tones", {letter: _tone_apart(letter) for letter in LETTERS})
"""As Windows keyboards type them, and Windows-1258 has them."""


def _misread(letter: str) -> str:
    return seen_as_windows_1252(_tone_apart(letter).encode("cp1258"))


windows_1258 = respelling("windows-1258", {letter: _misread(letter) for letter in LETTERS})
"""Windows-1258 taken for Windows-1252: letters that both have at the same place (à, á, â …) stay as they are.

>>> windows_1258("cấp uỷ được")
'câìp uyÒ ðýõòc'
"""
