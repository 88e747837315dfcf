"""Which damage a text has: the one under which it is the likeliest Vietnamese."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kyyeu.restorer.damage import DAMAGES, Damage
from kyyeu.restorer.damage.loss import Loss
from kyyeu.restorer.errors import AmbiguousDamage
from kyyeu.restorer.model import Model
from kyyeu.restorer.restoration import Evidence
from kyyeu.restorer.restoring import respell, restorer_for
from kyyeu.restorer.units import WORD

# The damage that changes nothing: what sound text is measured with.
SOUND = Loss("sound", "(?!)")

# How many words of a text are looked at; the figures below are natural logarithms over the sample.
_SAMPLE = 400
# A damage that explains the text less than this much better than another is no better.
_CLEARLY = 3.0
# What it costs to suppose that a word was spared by a damage all around it.
_SPARED = 4.0
# Text whose words are on average less likely than this is not Vietnamese.
_LEAST_PER_WORD = -7.0

_WORDS = re.compile(WORD)


@dataclass(frozen=True)
class Detection:
    """What was found, and what speaks for it."""

    damage: str | None
    """The damage, or None for text that is sound or not Vietnamese."""
    why: tuple[Evidence, ...]
    """What each damage thinkable here had to say for itself, the best first."""
    vietnamese: bool
    """Whether the text, restored, reads as Vietnamese at all."""


def detect(text: str, model: Model) -> Detection:
    """The damage of the text.

    Raises:
        AmbiguousDamage: two damages explain it equally well.
    """
    sample = "\n".join(_sample(text))
    words = len(_WORDS.findall(sample))
    sound = _log_evidence(SOUND, sample, model)
    scores = {name: _log_evidence(damage, sample, model) for name, damage in _thinkable(sample)}
    ranked = sorted(
        [(sound, None), *((score, name) for name, score in scores.items())], key=lambda entry: -entry[0]
    )
    why = tuple(Evidence(name, score - sound) for score, name in ranked)
    best = ranked[0][0]
    vietnamese = words == 0 or best / words >= _LEAST_PER_WORD
    if not vietnamese or best - sound < _CLEARLY:
        return Detection(None, why, vietnamese)
    equal = tuple(name for score, name in ranked if name is not None and best - score < _CLEARLY)
    if len(equal) > 1:
        raise AmbiguousDamage(equal)
    return Detection(equal[0], why, vietnamese)


def _thinkable(sample: str) -> Iterator[tuple[str, Damage]]:
    """The damages that could have made most of the sample; the rest need not be asked."""
    words = len(_WORDS.findall(sample)) + 1
    for name, damage in DAMAGES.items():
        if isinstance(damage, Loss):
            untouched = sum(1 for _ in damage.find(sample))
            marks = not damage.mark or damage.mark in sample
            if marks and untouched <= words / 2:
                yield name, damage
        elif next(damage.find(sample), None):
            yield name, damage


def _log_evidence(damage: Damage, sample: str, model: Model) -> float:
    if isinstance(damage, Loss):
        return restorer_for(damage, model).log_evidence(sample) - _SPARED * sum(
            1 for _ in damage.find(sample)
        )
    restored = respell(damage, sample)
    return restorer_for(SOUND, model).log_evidence(restored.text) - _SPARED * len(restored.spared)


def _sample(text: str) -> Iterator[str]:
    """Lines from the whole length of the text, with about so many words in all."""
    lines = [line for line in text.split("\n") if _WORDS.search(line)]
    words = sum(1 for _ in _WORDS.finditer(text))
    left = float(_SAMPLE)
    for line in lines[:: max(1, words // _SAMPLE)]:
        pieces = line.split(" ")
        yield " ".join(pieces[: int(left)])
        left -= len(pieces)
        if left < 1:
            return
