"""How likely each damage makes a text: the language model's word on what the text would have been."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from math import exp, sqrt
from typing import NamedTuple

from kyyeu.restorer.damage import NONE, Damage
from kyyeu.restorer.decoding import Decoder
from kyyeu.restorer.language_model import Model
from kyyeu.restorer.readings import Readings
from kyyeu.restorer.respelling import respell
from kyyeu.restorer.restoring import restorer_for
from kyyeu.restorer.sheet import Sheet
from kyyeu.restorer.units import WORD

# The figures below are natural logarithms over what was looked at.
# A damage so far behind another is given up. On the development documents the one that was right was never
# further behind than 1.7 after 48 words, and never behind after 96.
_HOPELESS = 15.0
# What it costs to suppose that a letter was spared by a damage all around it: less where a user says so.
_SPARED, _SPARED_IF_NAMED = 4.0, 1.5
# Text whose words are on average less likely than this is not Vietnamese. In pieces of sentences words are
# less likely by 0.37 than in whole ones.
_LEAST_PER_WORD = -7.4
# Where a damage makes words so likely nothing else need be asked.
_WELL = -5.4
# A damage that makes words so likely is as likely not the one; how sharply that parts, and how much a short
# text may lie beside it. On two articles right damages came to -4.6 to -5.3, the nearest wrong ones to -5.7.
_HALF_KNOWN, _SHARPNESS, _SPREAD = -6.8, 6.0, 2.0
# A user's word for a damage counts this much of what it counts beside known ones where none of these fits.
_BESIDE_UNKNOWN = 0.5
# The price of supposing what is rare, and of each notation.
_RARE, _NOTATION = 6.0, 2.0
# Beyond this a probability is nothing, or all.
_MOST = 50.0

_WORDS = re.compile(WORD)
_LETTER = re.compile(r"[^\W\d]")  # or the sign of one


@dataclass(slots=True)
class Contender:
    """A damage that is being weighed."""

    damage: Damage
    score: float
    """How likely it and what was looked at are together."""
    spared_cost: float = _SPARED
    """What each letter costs that it spared."""
    words: int = 0
    """How many words it makes of that."""
    behind: float = 0.0
    """How much less likely it was than another, for each part of what was looked at, when it was given up."""

    @property
    def reads(self) -> bool:
        """Whether what it makes of the text reads as Vietnamese."""
        return self.words == 0 or self.score >= _LEAST_PER_WORD * self.words

    @property
    def reads_well(self) -> bool:
        """Whether no other damage would make it likelier by much."""
        return self.score >= _WELL * self.words


def rank(
    parts: Sequence[str], damages: Sequence[Damage], model: Model, named: Damage | None = None
) -> list[Contender]:
    """How likely each damage makes the words that were looked at, the best first.

    What was given up on the way is behind in the end in proportion to what was looked at. Who named a damage
    may know that it spared some words.
    """
    weighed = [
        Contender(damage, _prior(damage), _SPARED_IF_NAMED if damage is named else _SPARED)
        for damage in damages
    ]
    left, best, number = list(weighed), weighed[0], 0
    for number, part in enumerate(parts, 1):
        read = [_read(each.damage, part, model) for each in left]
        for each, reading, score in zip(left, read, _log_evidences(read, model), strict=True):
            each.score += score - each.spared_cost * reading.spared
            each.words += reading.words
        best = max(left, key=lambda each: each.score)
        for each in [each for each in left if best.score - each.score > _HOPELESS]:
            each.behind = (best.score - each.score) / number
            left.remove(each)
        if len(left) == 1 and best.reads:
            break
    for each in (each for each in weighed if each.behind):
        each.score = best.score - each.behind * number
    return sorted(weighed, key=lambda each: -each.score)


def share(weighed: Contender, ranked: Sequence[Contender], before: float = 0.0) -> float:
    """How likely the damage is, from 0 to 1, beside the others and beside one that nobody knows.

    Under the right damage a word is as likely as in sound text, whatever was lost.
    """
    likely = share_beside(weighed, ranked, before)
    if weighed.damage.exact or not weighed.words:
        return likely
    short = (weighed.score / weighed.words) + _SPREAD / sqrt(weighed.words)
    return likely / (1 + exp(min(_MOST, _SHARPNESS * (_HALF_KNOWN - short) - _BESIDE_UNKNOWN * before)))


def share_beside(weighed: Contender, ranked: Sequence[Contender], before: float = 0.0) -> float:
    """How likely the damage is, from 0 to 1, if it is one of these.

    `before` is how much more likely it was than they (a logarithm) before the text was looked at.
    """
    beside = (each.score - weighed.score - before for each in ranked if each is not weighed)
    return 1 / (1 + sum(exp(min(_MOST, ahead)) for ahead in beside))


def loss_of(damage: Damage) -> Damage:
    """What was lost, without how it was written afterwards."""
    return damage.beneath or damage


def _prior(damage: Damage) -> float:
    """The logarithm of how often a damage is met beside those that are met most."""
    return -_RARE * damage.rare - _NOTATION * len(damage.notations)


class _Reading(NamedTuple):
    """What a sample may have been."""

    sentences: list[list[Readings]]
    spared: int
    """How much of it the damage spared."""
    words: int


def _log_evidences(read: Sequence[_Reading], model: Model) -> list[float]:
    """The logarithm of how likely each reading is; all of them decoded together."""
    evidences = Decoder(model).log_evidences(Sheet.of(chain.from_iterable(each.sentences for each in read)))
    bounds = pairwise(accumulate((len(each.sentences) for each in read), initial=0))
    return [sum(evidences[first:last].tolist()) for first, last in bounds]


def _read(damage: Damage, sample: str, model: Model) -> _Reading:
    """What the sample may have been with this damage."""
    loss, text = loss_of(damage), damage.read(sample)
    if loss.exact:
        restored = respell(loss, text)
        text = restored.text
        # An old code page may stand in a few words of a sound text, whose letters are no more than spared.
        spared = min(len(restored.spared), len(restored.steps)) + sum(map(_is_odd, _WORDS.findall(text)))
        sentences = restorer_for(NONE, model).sentences(text)
    else:
        sentences, spared = restorer_for(loss, model).sentences(text), sum(1 for _ in loss.taken(text))
    return _Reading(sentences, spared, sum(1 for word in text.split() if _LETTER.search(word)))


def _is_odd(word: str) -> bool:
    """Whether the word has small letters and capitals as no word has them; other alphabets have neither.

    >>> [*filter(_is_odd, ("KíNH", "Hà", "ĐẢNG", "あ", "西藏"))]
    ['KíNH']
    """
    return not (word.isascii() or word[1:] == word[1:].lower() or word == word.upper())
