"""Small letters that may have been capitals, in text from a code page that has no such capitals.

TCVN3 has no Á: Nguyễn Thị Ánh is Nguyễn Thị ánh there, and "I. Ý kiến" is "I. ý kiến".
"""

import re
from collections.abc import Iterator

import numpy as np

from kyyeu.restorer.damage import DAMAGES, Span
from kyyeu.restorer.damage.letters import LETTERS
from kyyeu.restorer.language_model import Model
from kyyeu.restorer.units import UNKNOWN, canonical

PAGE = "tcvn3"
"""The code page."""

# Beside a word with a capital, one that has a capital itself so often may be the same name's.
_AS_NAME = 0.05
_LACKING = "".join(
    letter for letter in LETTERS if letter.islower() and letter.upper() not in DAMAGES[PAGE].remains
)
_INITIAL = re.compile(f"(?<![\\w\u0300-\u036f])[{_LACKING}][^\\W\\d_A-Z]*")
# Where a line, an item of a list, or what is in brackets or quoted begins.
_OPENING = re.compile(
    r"(?:(?:^|\n)[^\S\n]{0,16}(?:[-+*•–—]|[\d.]{1,16}[.)]|[IVX]{1,8}[.)]|[a-zđ][.)])?[^\S\n]{0,16}|[(\[“‘\"«])\Z"
)
_NEAR = 16  # characters
_BEFORE, _AFTER = re.compile(r"(?<!\w)([^\W\d_]+)[^\S\n]\Z"), re.compile(r"[^\S\n]([^\W\d_]+)")


def find_small_initials(text: str, model: Model) -> Iterator[Span]:
    """The words with such an initial, where sentences and names have capitals."""
    for word in _INITIAL.finditer(text):
        before = text[max(0, word.start() - _NEAR) : word.start()]
        opens = _OPENING.search(f"\n{before}" if word.start() < _NEAR else before)
        if opens or _is_of_name(word[0], _BEFORE.search(before), _AFTER.match(text, word.end()), model):
            yield Span(*word.span())


def _is_of_name(word: str, before: re.Match[str] | None, after: re.Match[str] | None, model: Model) -> bool:
    """Whether it may be part of a name: one beside it has a capital, and it has one often enough."""
    beside = [each is not None and each[1][0].isupper() for each in (before, after)]
    return any(beside) and _share(word, before if beside[0] else None, model) >= _AS_NAME


def _share(word: str, before: re.Match[str] | None, model: Model) -> float:
    """How often the word has a capital there."""
    small, capital = (model.numbers.get(form) for form in (canonical(word), canonical(word).capitalize()))
    if small is None:
        return 1.0
    if capital is None:
        return model.capital_share(small, True)
    if before is not None:
        unit = np.array([model.numbers.get(canonical(before[1].lower()), UNKNOWN)])
        if model.pairs.find(unit, np.array([small]))[0] >= 0:
            return 0.0
    return float(model.unigrams[capital] / (model.unigrams[small] + model.unigrams[capital]))
