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

from kyyeu.restorer.damage.damage import Damage
from kyyeu.restorer.damage.notation import Notation, Respelt

_FIRST_PRIVATE = 0xE000


def factored(name: str, became: Mapping[str, str], spare: str = "") -> Damage:
    """The damage that turns each letter, or letters, into what `became` has for it.

    A letter of `spare` that became like another letter is left out: it is the rarer one. So is a capital that
    became what another letter and a space are.
    """
    alike = defaultdict[str, list[str]](list)
    for letter, written in became.items():
        if letter not in spare or written not in alike:
            alike[written].append(letter)
    signs, remains, private = dict[str, str](), dict[str, str](), map(chr, count(_FIRST_PRIVATE))
    for written, letters in alike.items():
        if written.rstrip() != written and written.rstrip() in alike and letters[0].isupper():
            continue
        sign = _sign(written, letters, became) or (next(private) if written else "")
        remains |= {letter: sign for letter in letters if letter != sign}
        if written not in ("", sign):
            signs[written] = sign
    lost = "|".join(sorted(map(re.escape, remains), key=len, reverse=True)) or "(?!)"
    loss = Damage(name, lost, remains, exact=not remains, rare=True)
    return replace(loss, notations=(Notation(name, _Longest(signs)),), beneath=loss)


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
                if written in self._signs:
                    yield Respelt(place, written, self._signs[written])
                    place += length - 1
                    break
            place += 1
