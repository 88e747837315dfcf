r"""What is written otherwise beyond doubt, whatever the words of a text say: none of it stands in sound text.

>>> last_of("Điều một\u2028Điều hai")
('line-ends',)
>>> beside_sound("Hội nghị â€œvề đích sá»›mâ€\x9d")
('utf8-as-windows-1252',)
>>> beside_sound("“BÀ VÃ” và «má»…»")
()
"""

import re
from collections.abc import Iterator, Sequence
from unicodedata import category

from kyyeu.restorer.damage import NOTATIONS, damage_named
from kyyeu.restorer.damage.controls import SIGNS_AS_CONTROLS
from kyyeu.restorer.damage.invisible import INVISIBLE
from kyyeu.restorer.damage.letters import LETTERS
from kyyeu.restorer.damage.line_ends import LINE_ENDS
from kyyeu.restorer.damage.look_alikes import LOOK_ALIKES
from kyyeu.restorer.damage.misread import MISREAD
from kyyeu.restorer.damage.notation import Notation, Respelt
from kyyeu.restorer.damage.pairs import PAIRS
from kyyeu.restorer.damage.syllables import is_syllable, part_tone

# Of these pages a letter of two bytes tells, and of those one of more.
_BY_TWO = tuple(f"{MISREAD}{page}" for page in ("windows-1252", "iso-8859-1", "windows-1258"))
_BY_MORE = tuple(f"{MISREAD}{page}" for page in ("windows-1250", "windows-1254", "mac-roman"))

_OURS = frozenset(LETTERS)
# What sound text may have behind a capital letter: VÃ”, ĐÃ…, CŨ²; and « with what may close a quotation.
_BEHIND, _CLOSING, _OPENING = frozenset("“”‘’…–—°²³¹ºª»\u00a0 "), frozenset("”’…–—."), "«"
_SIGNS = frozenset("“”‘’…–—•€™°²³½×·§©®«»\u00a0\ufeff")
_WIDE = re.compile("[\uff01-\uff5e\ufb00-\ufb06\u3000]")
_CHINESE = re.compile("[\u2e80-\u2fff\u3001-\ua4cf\uac00-\ud7ff\uf900-\ufaff]")
_SYLLABLE = re.compile("[^\\W\\d_]*")


def last_of(text: str) -> tuple[str, ...]:
    """The names of what befell a text in the end, whatever else did."""
    return tuple(each.name for each in (PAIRS, LINE_ENDS) if next(each.respelt(text), None))


def beside_sound(text: str) -> tuple[str, ...]:
    """The names of what befell a text that is sound for all else, one after the other, the first first."""
    names = tuple[str, ...]()
    for finds in (_misreadings, _others):
        for notation in finds(text):
            read = notation.read(text)
            if read != text:
                names, text = (notation.name, *names), read
    return names


def _misreadings(text: str) -> Iterator[Notation]:
    """The code page by which most letters were misread."""
    if text.isascii():
        return
    found = dict[Notation, int]()
    for name in (*_BY_TWO, *_BY_MORE):
        notation = damage_named(name).notations[0]
        respelt = [*notation.respelt(text)]
        if respelt and all(_is_misread(each, text, name in _BY_TWO) for each in respelt):
            found[notation] = sum(len(each.written) for each in respelt)
    if found:
        yield max(found, key=found.__getitem__)


def _others(text: str) -> Iterator[Notation]:
    yield INVISIBLE
    yield SIGNS_AS_CONTROLS
    respelt = [*LOOK_ALIKES.respelt(text)] if _WIDE.search(text) else []
    if respelt and all(_is_wide(each, text) for each in respelt):
        yield NOTATIONS[LOOK_ALIKES.name]


def _is_misread(respelt: Respelt, text: str, by_two: bool) -> bool:
    """Whether what is written so, and read as a letter or a sign, can be nothing else."""
    written, letter = respelt.written, respelt.letter
    if not (letter in _OURS or letter in _SIGNS or category(letter) in ("So", "Sk", "Mn")):
        return False
    if written.isalpha() or (by_two and written[0] == "\ufffd"):
        return False
    if len(written) > 2:
        return any(map(str.isalpha, written)) and not (_OPENING in text and written[-1] in _CLOSING)
    if not by_two or letter not in _OURS:
        return False
    return written[0] not in _OURS or _is_mixed(respelt, text)


def _is_mixed(respelt: Respelt, text: str) -> bool:
    """Whether a capital of ours and a sign stand among small letters, as no sound word has them."""
    start, end = respelt.start, respelt.start + len(respelt.written)
    before, after = text[start - 1 : start], _SYLLABLE.match(text, end)
    if before.islower():
        return True
    rest = after[0] if after else ""
    sign = respelt.written[-1]
    if not rest.islower() or sign in _BEHIND - {"\u00a0"}:
        return False
    return not sign.isspace() or not is_syllable(part_tone(rest)[0])


def _is_wide(respelt: Respelt, text: str) -> bool:
    """Whether a wide letter or sign, or several letters that are one sign, stand beside none of Chinese."""
    around: Sequence[str] = (
        text[respelt.start - 1 : respelt.start],
        text[respelt.start + len(respelt.written) :][:1],
    )
    return bool(_WIDE.fullmatch(respelt.written)) and not any(map(_CHINESE.fullmatch, around))
