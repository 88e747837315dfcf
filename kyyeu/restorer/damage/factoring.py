r"""Any table from letters to what became of them, as a loss of one character a letter and a notation.

Letters that became alike are a class, and a private-use character stands for each class: so a few characters
that may have been several letters are one place in doubt to the language model; all others are certain.

>>> damage = factored("demo", {"ó": "o´", "ớ": "o´", "à": "a`"})
>>> damage.read("a` nho´ ") == "à nh\ue000 " == damage("à nhớ ")
True
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from types import MappingProxyType

from kyyeu.restorer.damage.damage import Damage
from kyyeu.restorer.damage.notation import Notation, Respelt
from kyyeu.restorer.damage.syllables import is_syllable, part_tone

_FIRST_PRIVATE = 0xE000
_NOTHING: Mapping[str, str] = MappingProxyType({})
# What is left to be seen of a line in capitals.
_CAPITALS, _SMALL = re.compile("[A-Z].*[A-Z]"), re.compile("[a-z]")


def factored(
    name: str, became: Mapping[str, str], spare: str = "", also: Mapping[str, str] = _NOTHING
) -> Damage:
    """The damage that turns each letter, or letters, into what `became` has for it.

    A letter of `spare` that became like another letter is left out: it is the rarer one. So is a capital that
    became what another letter and a space are, if that letter may end a word. `also` has what else letters
    may have become: it is read, unless it is what another one became.
    """
    alike = defaultdict[str, list[str]](list)
    for letter, written in became.items():
        if letter not in spare or written not in alike:
            alike[written].append(letter)
    signs, remains, private = dict[str, str](), dict[str, str](), map(chr, count(_FIRST_PRIVATE))
    for written, letters in alike.items():
        before_space = alike.get(written.rstrip(), ()) if written.endswith(" ") else ()
        if letters[0].isupper() and any(map(_ends_words, before_space)):
            continue
        sign = _sign(written, letters, became) or (next(private) if written else "")
        remains |= {letter: sign for letter in letters if letter != sign}
        if written not in ("", sign):
            signs[written] = sign
    signs |= {
        written: remains.get(letter, letter)
        for written, letter in also.items()
        if written not in alike and written != remains.get(letter, letter)
    }
    lost = "|".join(sorted(map(re.escape, remains), key=len, reverse=True)) or "(?!)"
    loss = Damage(name, lost, remains, exact=not remains, rare=True)
    return replace(loss, notations=(Notation(name, _Longest(signs)),), beneath=loss)


def _ends_words(letter: str) -> bool:
    """Whether a letter may be the last of a word: â and ă never are."""
    return is_syllable(part_tone(letter.lower())[0])


def _sign(written: str, letters: Sequence[str], became: Mapping[str, str]) -> str:
    """The letter that stands for all that became this, where one can."""
    if len(written) == 1 and became.get(written, written) == written:
        return written
    return letters[0] if len(letters) == 1 and len(letters[0]) == 1 else ""


class _Longest:
    """Finds signs in a text, of several at one place the longest."""

    def __init__(self, signs: Mapping[str, str]) -> None:
        self._signs = signs
        lengths = defaultdict[str, set[int]](set)
        for sign in signs:
            lengths[sign[0]].add(len(sign))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def __call__(self, text: str) -> Iterator[Respelt]:
        place = 0
        while place < len(text):
            for length in self._lengths.get(text[place], ()):
                written = text[place : place + length]
                if written in self._signs and not self._is_small_by_a_space(written, text, place):
                    yield Respelt(place, written, self._signs[written])
                    place += length - 1
                    break
            place += 1

    def _is_small_by_a_space(self, written: str, text: str, place: int) -> bool:
        """Whether it is a small letter by the space alone that it ends with, and stands among capitals."""
        if written[-1] != " " or not self._signs[written].islower():
            return False
        end = text.find("\n", place)
        line = text[text.rfind("\n", 0, place) + 1 : end if end >= 0 else len(text)]
        return _CAPITALS.search(line) is not None and _SMALL.search(line) is None
