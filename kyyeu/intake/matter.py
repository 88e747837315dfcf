"""What is the matter with a source of which nothing can be made, so that its user is told in plain words.

>>> matter_of("H n g d n c h n h s c h t h u")
'letters-apart'
>>> matter_of("Tạĩ phĩên họp ngàỷ ấy, sãù khỉ nghé Bàn Tổ chức báỏ cáọ")
'tones-doubled'
>>> matter_of("The meeting was held in Hanoi.")
'unknown-way'
"""

import re
from unicodedata import normalize

from kyyeu.restorer.damage.letters import TONES

UNKNOWN_WAY, LETTERS_APART, TONES_DOUBLED = "unknown-way", "letters-apart", "tones-doubled"
"""The codes of what is told."""

# So many words are single letters where a space stands between any two; and have two tones where tones were
# put in at random.
_MOSTLY, _MANY, _FEWEST = 0.6, 0.15, 3
_WORD = re.compile("(?:[^\\W\\d_]|[\u0300-\u036f])+")


def matter_of(text: str) -> str:
    """The code of the error that says it."""
    words = _WORD.findall(normalize("NFC", text))
    if sum(len(word) == 1 for word in words) > max(_FEWEST, _MOSTLY * len(words)):
        return LETTERS_APART
    doubled = sum(sum(map(TONES.__contains__, normalize("NFD", word))) > 1 for word in words)
    return TONES_DOUBLED if doubled >= max(_FEWEST, _MANY * len(words)) else UNKNOWN_WAY
