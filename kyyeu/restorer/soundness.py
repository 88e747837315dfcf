"""Whether a text is Vietnamese by its words, one by one, whatever they speak of: verse, names, chat, a table.

What n-grams know is prose. A verse or a list of names is no likelier to them than a text with a few letters
wrong, but its words are words: in sound text of every kind those with Vietnamese letters are well known, and
where a text was damaged many are in no vocabulary, or rare.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log, sqrt
from unicodedata import normalize

from kyyeu.restorer.damage.letters import LETTERS, VOWELS
from kyyeu.restorer.damage.placeholders import PLACEHOLDER
from kyyeu.restorer.damage.syllables import part_tone
from kyyeu.restorer.language_model import Model
from kyyeu.restorer.units import canonical

# What a word counts that is in no vocabulary, and what one does at least that may be a name, however rare.
_STRANGE, _NAME = -16.0, -9.0
# Of 2,400 pieces of news and of an encyclopaedia the words came to -7.2, and in 1 of 400 to less than this;
# of pieces whose tones, letters or spaces were moved at random, to -9 to -16. Short ones may lie further off.
_LEAST, _SPREAD = -8.6, 3.0
# A sound text has at least this share of words with Vietnamese letters, and of these so many have a tone, and
# fewer are strange.
_LEAST_VIETNAMESE, _LEAST_TONED, _MOST_STRANGE, _FEWEST = 0.25, 0.25, 0.12, 8
# Of fewer words none need have a tone: Chương 1.
_FEWEST_TONED = 4
# Text so common and so Vietnamese, so few words strange, lost nothing: most words lose letters to a damage.
_CERTAINLY, _MANY, _MOSTLY_VIETNAMESE, _FEW = -8.0, 45, 0.55, 0.02

# A text was taken apart, or written twice, where of so many words this share is a letter, or said again.
_FEWEST_MANGLED, _SINGLE, _AGAIN = 12, 0.35, 0.3

_WORD = re.compile(f"[^\\W\\d_]+(?:[{PLACEHOLDER}?¿_¤□\u2190-\u2bff\ue000-\uf8ff]+[^\\W\\d_]+)*")
# Raised and broken figures, which count as letters to regular expressions, and µ of a measure: m², 2½, 5 µm.
_QUANTITY = re.compile(
    r"(?<![^\W\d_])(?:[kcdm]?m|mi|ft|[a-zA-Zπ])?[¹²³¼½¾]+(?![^\W\d_])|(?<=[\d\s])[µμ][mgsl](?![^\W\d_])"
)
_VOWEL = re.compile(f"[{VOWELS}]")
_OURS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" + LETTERS)


@dataclass(frozen=True, slots=True)
class Soundness:
    """What the words of a text say about it."""

    words: int
    """All of them."""
    vietnamese: int
    """Those with letters that Vietnamese has and English has not."""
    toned: int
    """Those of them with a tone mark."""
    foreign: int
    """Those in lower case without any that are in no vocabulary."""
    weighed: int
    """Those that tell whether the text is sound."""
    strange: int
    """Those of them that look like no word, nor like a name."""
    commonness: float
    """The mean logarithm of how often those that tell are met."""

    @classmethod
    def of(cls, text: str, model: Model) -> "Soundness":
        """What a text's words say."""
        words = _WORD.findall(_QUANTITY.sub("", normalize("NFC", text)))
        told = [*_tell(words, model)]
        vietnamese = [word for word in words if not word.isascii() and _OURS.issuperset(word)]
        return cls(
            words=len(words),
            vietnamese=len(vietnamese),
            toned=sum(part_tone(word)[1] != "" for word in vietnamese),
            foreign=sum(word.isascii() and word.islower() and word not in model.numbers for word in words),
            weighed=len(told),
            strange=told.count(_STRANGE),
            commonness=sum(told) / len(told) if told else 0.0,
        )

    @property
    def sound(self) -> bool:
        """Whether its words are Vietnamese, some foreign ones among them."""
        common = self.weighed and self.commonness >= _LEAST - _SPREAD / sqrt(self.weighed)
        vietnamese = self.vietnamese >= max(_LEAST_VIETNAMESE * self.words, 0.5)
        toned = self.vietnamese < _FEWEST_TONED or self.toned >= _LEAST_TONED * self.vietnamese
        return bool(common and vietnamese and toned and not self.spoilt)

    @property
    def spoilt(self) -> bool:
        """Whether too many words are no Vietnamese ones, where there are enough to tell."""
        return self.weighed >= _FEWEST and self.strange > _MOST_STRANGE * self.weighed

    @property
    def whole(self) -> bool:
        """Whether it certainly lost nothing."""
        return (
            self.weighed >= _MANY
            and self.strange <= _FEW * self.weighed
            and self.commonness >= _CERTAINLY
            and self.vietnamese >= _MOSTLY_VIETNAMESE * self.words
            and self.foreign <= _FEW * self.words
        )


def is_mangled(text: str) -> bool:
    """Whether most of a text's words are single letters, or many are said twice: no loss leaves that."""
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    if len(words) < _FEWEST_MANGLED:
        return False
    single = sum(len(word) == 1 for word in words)
    again = sum(word == following for word, following in pairwise(words))
    return single > _SINGLE * len(words) or again > _AGAIN * len(words)


def _tell(words: Sequence[str], model: Model) -> Iterator[float]:
    return (common for word in words if (common := _commonness(word, model)) is not None)


@lru_cache(maxsize=20_000)
def _commonness(word: str, model: Model) -> float | None:
    """The logarithm of how often a word is met; None where that tells nothing."""
    lower = canonical(word.lower())
    vowels = _VOWEL.search(normalize("NFD", lower)) is not None
    if word.isascii() and (vowels or not word.islower()):
        return None  # it may be of another language, or an acronym
    if word.isupper() and not vowels and _OURS.issuperset(word):
        return None
    least = _NAME if word.istitle() and _OURS.issuperset(word) else _STRANGE
    return max(least, log(model.unigrams[model.numbers[lower]])) if lower in model.numbers else least
