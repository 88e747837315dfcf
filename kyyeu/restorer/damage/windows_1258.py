"""Windows-1258 taken for Windows-1252: the tone is a character of its own after the vowel.

Letters that both code pages have at the same place (à, á, â …) look right and stay as they are.

>>> windows_1258("cấp uỷ được")
'câìp uyÒ ðýõòc'
"""

from kyyeu.restorer.damage.code_page import seen_as_windows_1252
from kyyeu.restorer.damage.combining_tones import combining_tones
from kyyeu.restorer.damage.damage import respelling
from kyyeu.restorer.damage.letters import LETTERS


def _misread(letter: str) -> str:
    return seen_as_windows_1252(combining_tones(letter).encode("cp1258"))


windows_1258 = respelling("windows-1258", {letter: _misread(letter) for letter in LETTERS})
