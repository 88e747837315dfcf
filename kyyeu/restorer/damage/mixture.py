"""Text of an old code page among sound text: which signs are letters of theirs, and which are themselves.

>>> from kyyeu.restorer.damage.tcvn3 import tcvn3
>>> [respelt.letter for respelt in respelt_in(tcvn3, "C. Mác được đọc cña")]
['ủ']
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from unicodedata import combining, normalize

from kyyeu.restorer.damage.damage import Damage, Span, touching
from kyyeu.restorer.damage.notation import Respelt
from kyyeu.restorer.damage.syllables import is_syllable, part_tone, put_tone
from kyyeu.restorer.units import canonical

_LINE = re.compile(r"[^\n]*\n?")
_WORD = re.compile("(?:[^\\W\\d_]|[\u0300-\u036f])+")
# One between spaces and figures.
_SIGN_ALONE = re.compile("(?<![^\\s\\d])[^\\w\\s\u0300-\u036f](?=[\\s\\d]|\\Z)")


def respelt_in(damage: Damage, text: str) -> Iterator[Respelt]:
    """What is written as the damage writes it, but where the words around tell that it is sound.

    The signs of an old code page may be letters: ê is one for ở. A word with a letter that the damage would
    have respelt is sound, but for marks that stand apart in it. So is one that is a syllable as it stands, in
    a line that has more sound words than such as are none, and there a sign that touches no letter: 15°.
    """
    respelt = [*damage.respelt(text)]
    spared = spared_of(damage, text, respelt) if respelt else ()
    return _believed(text, respelt, spared) if spared else iter(respelt)


def spared_of(damage: Damage, text: str, respelt: Sequence[Respelt]) -> tuple[Span, ...]:
    """The letters that the damage would have respelt, and that are no signs."""
    read = {place for each in respelt for place in range(*_span(each))}
    return tuple(span for span in damage.taken(text) if span.start not in read)


def _span(respelt: Respelt) -> Span:
    return Span(respelt.start, respelt.start + len(respelt.written))


def _believed(text: str, respelt: Sequence[Respelt], spared: Sequence[Span]) -> Iterator[Respelt]:
    sound, signed = touching(spared), touching([*map(_span, respelt)])
    apart = touching([_span(each) for each in respelt if any(map(combining, each.written))])
    left = list[Span]()
    for line, words in _words_by_line(text):
        strange = {
            word for word in words if signed(*word) and (apart(*word) or not _is_word(text[slice(*word)]))
        }
        mostly_sound = sum(sound(*word) for word in words) > len(strange)
        left += [
            word
            for word in words
            if (sound(*word) and not apart(*word)) or (mostly_sound and word not in strange)
        ]
        if mostly_sound:
            left += (Span(*sign.span()) for sign in _SIGN_ALONE.finditer(text, *line))
    leaves = touching(sorted(left))
    return (each for each in respelt if not leaves(*_span(each)))


@lru_cache(maxsize=8)
def _words_by_line(text: str) -> Sequence[tuple[Span, Sequence[Span]]]:
    """The lines of a text with their words: several code pages are asked of the same text."""
    lines = [Span(*line.span()) for line in _LINE.finditer(text)]
    return [(line, [Span(*word.span()) for word in _WORD.finditer(text, *line)]) for line in lines]


@lru_cache(maxsize=20_000)
def _is_word(word: str) -> bool:
    """Whether it is a syllable of the letters it shows, its tone in its place: cÊp, xaõ are none."""
    if not (word[1:].islower() or word.isupper() or len(word) == 1):
        return False
    plain, tone = part_tone(word.lower())
    return is_syllable(plain) and canonical(put_tone(plain, tone)) == canonical(
        normalize("NFC", word.lower())
    )
