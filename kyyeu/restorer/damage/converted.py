"""Tables of letters that became alike: sound text put through a converter of old fonts, marks made ASCII.

>>> CONVERTED["vni-twice"]("công tác")
'cơng tác'
>>> CONVERTED["tcvn3-twice"]("C. Mác sáng lập")
'C. Mỏc sỏng lập'
>>> CONVERTED["marks-as-ascii"].read("Cho?t nho´") == CONVERTED["marks-as-ascii"]("Chợt nhớ")
True
"""

from unicodedata import normalize

from kyyeu.restorer.damage.damage import Damage
from kyyeu.restorer.damage.factoring import factored
from kyyeu.restorer.damage.letters import LETTERS, TONES, bare
from kyyeu.restorer.damage.tcvn3 import tcvn3
from kyyeu.restorer.damage.vni import vni

_TONE_SIGNS = dict(zip(TONES, "`´~??", strict=True))


def _toned(letter: str) -> str:
    tones = [part for part in normalize("NFD", letter) if part in TONES]
    return bare(letter) + "".join(_TONE_SIGNS[tone] for tone in tones)


def _through(page: Damage, letter: str) -> str:
    """What a converter of an old code page takes the letter for, or leaves of it."""
    return next((read for _, written, read in page.respelt(letter) if written == letter), letter)


_PAIRS = [
    vowel + letter for vowel in "aeouAEOU" for letter in LETTERS if _through(vni, vowel + letter) in LETTERS
]
"""Two sound letters that pass for one in VNI: oà for ồ."""

CONVERTED = {
    damage.name: damage
    for damage in (
        factored("vni-twice", {letter: _through(vni, letter) for letter in (*LETTERS, *_PAIRS)}),
        factored("tcvn3-twice", {letter: _through(tcvn3, letter) for letter in LETTERS}),
        factored("marks-as-ascii", {letter: _toned(letter) for letter in LETTERS}),
    )
}
"""By name."""
