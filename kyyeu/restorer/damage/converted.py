"""Tables of letters that became alike: sound text put through a converter of old fonts, marks made ASCII.

So do those of VNI in a code page without some of its characters: `vni-in-ascii=?` has a ? for each.

>>> CONVERTED["vni-twice"]("công tác")
'cơng tác'
>>> CONVERTED["tcvn3-twice"]("C. Mác sáng lập")
'C. Mỏc sỏng lập'
>>> vni_in("vni-in-ascii=?").read("T?nh u?y") == vni_in("vni-in-ascii=?")("Tỉnh ủy")
True
>>> CONVERTED["marks-as-ascii"].read("Cho?t nho´") == CONVERTED["marks-as-ascii"]("Chợt nhớ")
True
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import product
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

VNI_IN = "vni-in-"
SIGNS = ("", "?", "\ufffd")
"""What is left of a character that a code page lacks."""
VNI_PAGES = ("ascii", "windows-1258", "windows-1250")
"""Code pages that lack characters of VNI, each others."""

# Characters that are left are in this share of the words at least, and others in hardly any.
_MARKED, _ASTRAY = 0.1, 0.02
_VNI_IN = re.compile(rf"{VNI_IN}({'|'.join(VNI_PAGES)})(?:=([?\ufffd]))?")


@cache
def vni_in(name: str) -> Damage:
    """What such a code page leaves of VNI; KeyError where there is none of that name."""
    if not (match := _VNI_IN.fullmatch(name)):
        raise KeyError(name)
    page, sign = match[1], match[2] or ""
    left = {letters: _left_in(page, sign, letters) for letters in (*LETTERS, *(_RUNS if sign else ()))}
    return factored(name, left)


def vni_losses(text: str) -> Iterator[str]:
    """The names of those that a text may have: by what is left of VNI's characters, and stands for others."""
    words, letters = len(text.split()), Counter(text)
    signs = {sign: letters.pop(sign, 0) for sign in SIGNS[1:]}
    likely = [sign for sign, count in signs.items() if count > _ASTRAY * words]
    beyond = Counter({char: count for char, count in letters.items() if not char.isascii()})
    for page in VNI_PAGES:
        here, lost = _characters_in(page)
        kept = sum(map(beyond.__getitem__, here))
        astray = sum(map(beyond.__getitem__, lost)) if here else beyond.total()
        if astray <= _ASTRAY * words and (kept > _MARKED * words or not here):
            yield from (f"{VNI_IN}{page}={sign}" for sign in likely)
            yield from () if likely else (f"{VNI_IN}{page}",)


@cache
def _characters_in(page: str) -> tuple[frozenset[str], frozenset[str]]:
    """VNI's characters beyond ASCII that the page has, and those that it lacks."""
    own = {char for letter in LETTERS for char in vni(letter) if not char.isascii()}
    here = frozenset(char for char in own if char.encode(page, "ignore"))
    return here, frozenset(own) - here


def _left_in(page: str, sign: str, letters: str) -> str:
    return "".join(char if char.encode(page, "ignore") else sign for char in vni(letters))


def _runs() -> Iterator[str]:
    """Neighbours of which signs alone may be left: đư, ướ, ĐƯỜ."""
    horned = [letter for letter in LETTERS if letter.islower() and "\u031b" in normalize("NFD", letter)]
    opening = [o for o in horned if bare(o) == "o"]
    runs = [f"ư{o}" for o in opening]
    runs += [f"đ{rest}" for rest in (*horned, *runs, *"íìỉĩị")]
    for run, case in product(runs, (str.lower, str.capitalize, str.upper)):
        yield case(run)


_RUNS = (*_runs(),)
