r"""Letters of other alphabets that look like ours, and marks on the wrong vowel.

>>> LOOK_ALIKES.read("Ðảng b\u0430n \u0441\u043e") == "Đảng ban \u0441\u043e"
True
>>> MISPLACED_MARKS.read("Đaị hội, ngừơi")
'Đại hội, người'
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from unicodedata import normalize

from kyyeu.restorer.damage.letters import LETTERS, MARKS, TONES
from kyyeu.restorer.damage.notation import Notation, Respelt
from kyyeu.restorer.damage.syllables import is_syllable, part_tone, put_tone
from kyyeu.restorer.units import canonical

_ASCII = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_OURS = frozenset(_ASCII + LETTERS)
_WORD = re.compile(f"[^\\W_]*[^\\W\\d_][^\\W_]*(?:[{MARKS}][^\\W_]*)*")
_ZERO = re.compile("(?<=[^\\W\\d_])0")


@cache
def _skeletons() -> dict[str, str]:
    """Our letters by what Unicode's table of confusables makes of them, those without marks first."""
    return {_skeleton(letter): letter for letter in reversed(_ASCII + LETTERS)}


def _skeleton(char: str) -> str:
    # Nothing of the table is read while every letter is ours.
    from confusable_homoglyphs.confusables import confusables_data

    seen = normalize("NFKD", char)
    return normalize("NFD", "".join(_prototype(each, confusables_data) for each in seen))


def _prototype(char: str, table: dict[str, list[dict[str, str]]]) -> str:
    others = table.get(char, [])
    return others[0]["c"] if len(others) == 1 and char not in _ASCII else char


@cache
def _alike(char: str) -> str:
    """The letter of ours that it looks like; itself where it is one, or like none."""
    if char in _OURS or not char.isalpha():
        return char
    skeleton = _skeleton(char)
    like = _skeletons().get(skeleton, char)
    if like == char and (other := char.swapcase()) != char:
        like = _skeletons().get(_skeleton(other), char)  # Ð looks like Đ, and so is ð taken for đ
    return like if like == char or like.isupper() == char.isupper() else _in_case(like, char)


def _in_case(letter: str, like: str) -> str:
    return letter.upper() if like.isupper() else letter.lower()


def _look_alikes(text: str) -> Iterator[Respelt]:
    for match in _WORD.finditer(text):
        word = match[0]
        if word.isascii() or _OURS.issuperset(word) or not _OURS.intersection(word):
            continue
        for place, char in enumerate(word):
            like = _alike(char)
            if place and word[place - 1].islower():
                like = like.lower()  # some small letters look like another alphabet's capitals
            if like != char and char not in _OURS:
                yield Respelt(match.start() + place, char, like)


def _misplaced(text: str) -> Iterator[Respelt]:
    for match in _WORD.finditer(text):
        word = match[0]
        if not word.isascii() and (mended := _mend(word)) != word:
            yield Respelt(match.start(), word, mended)


_SUSPECT = re.compile(f"[{TONES}\u031b]")


@lru_cache(maxsize=20_000)
def _mend(word: str) -> str:
    """The word with its tone where it belongs, and ươ for uơ and ưo; as it is where it was right."""
    if not _SUSPECT.search(normalize("NFD", word)):
        return word
    plain, tone = part_tone(word)
    horned = re.sub("(?i)u(?=ơ[a-zà-ỹ])|u(?=ơ[ciumnpt])", lambda u: _in_case("ư", u[0]), plain)
    horned = re.sub("(?i)(?<=ư)o(?=[ciumnpt])", lambda o: _in_case("ơ", o[0]), horned)
    if not is_syllable(horned.lower()):
        return word
    mended = put_tone(horned, tone)
    whole = normalize("NFC", word)
    return whole if mended.lower() == canonical(whole.lower()) else mended


LOOK_ALIKES, MISPLACED_MARKS = Notation("look-alikes", _look_alikes), Notation("misplaced-marks", _misplaced)
