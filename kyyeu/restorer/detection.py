"""Which damage a text has: the one under which it is the likeliest Vietnamese."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise

from kyyeu.restorer.damage import DAMAGES, NONE, Damage
from kyyeu.restorer.decoding import Decoder
from kyyeu.restorer.language_model import Model
from kyyeu.restorer.readings import Readings
from kyyeu.restorer.refusals import AmbiguousDamage
from kyyeu.restorer.restoration import Evidence
from kyyeu.restorer.restoring import respell, restorer_for
from kyyeu.restorer.sheet import Sheet
from kyyeu.restorer.units import WORD

# A text is judged by at most so many pieces of so many words. So many pieces, from its whole length too, are
# looked at together, and more only until that has decided.
_PIECES, _PIECE, _TOGETHER = 32, 12, 4
# What is longer than so many characters is no piece of so many words, and is cut.
_LONGEST_PIECE = 500

# The figures below are natural logarithms over what was looked at.
# A damage so far behind another is given up. On the development documents the one that was right was never
# further behind than 1.7 after 48 words, and never behind after 96.
_HOPELESS = 15.0
# A damage that explains the text less than this much better than another is no better.
_CLEARLY = 3.0
# What it costs to suppose that a word was spared by a damage all around it.
_SPARED = 4.0
# Text whose words are on average less likely than this is not Vietnamese. In pieces of sentences words are
# less likely by 0.37 than in whole ones.
_LEAST_PER_WORD = -7.4

_WORDS = re.compile(WORD)
# What stands between spaces, from its beginning to its first letter.
_BEGINNING = re.compile(r"(?<!\S)\S*?[^\W\d_]")


@dataclass(frozen=True)
class Detection:
    """What was found, and what speaks for it."""

    damage: str
    """The damage's name, ``none`` for text that is sound or not Vietnamese."""
    why: tuple[Evidence, ...]
    """What each damage thinkable here had to say for itself, the best first."""
    vietnamese: bool
    """Whether the text, restored, reads as Vietnamese at all."""


def detect(text: str, model: Model) -> Detection:
    """The damage of the text.

    Raises:
        AmbiguousDamage: two damages explain it equally well.
    """
    words, ranked = _ranked(_parts(text), model)
    sound = next(score for score, name in ranked if name == NONE.name)
    why = tuple(Evidence(name, score - sound) for score, name in ranked)
    best = ranked[0][0]
    vietnamese = words == 0 or best / words >= _LEAST_PER_WORD
    if not vietnamese or best - sound < _CLEARLY:
        return Detection(NONE.name, why, vietnamese)
    equal = tuple(name for score, name in ranked if name != NONE.name and best - score < _CLEARLY)
    if len(equal) > 1:
        raise AmbiguousDamage(equal)
    return Detection(equal[0], why, vietnamese)


def _ranked(parts: list[str], model: Model) -> tuple[int, list[tuple[float, str]]]:
    """How many words were looked at, and how likely each damage makes them, the best first.

    What was given up on the way is behind in the end in proportion to what was looked at.
    """
    left = {damage.name: damage for damage in (NONE, *_thinkable("\n".join(parts)))}
    scores, behind, best = dict.fromkeys(left, 0.0), dict[str, float](), 0.0
    words = looked_at = 0
    for looked_at, part in enumerate(parts, 1):
        words += len(_WORDS.findall(part))
        for name, evidence in zip(left, _log_evidences(left.values(), part, model), strict=True):
            scores[name] += evidence
        best = max(scores[name] for name in left)
        for name in [name for name in left if best - scores[name] > _HOPELESS]:
            behind[name] = (best - scores[name]) / looked_at
            del left[name]
        if len(left) == 1 and best >= words * _LEAST_PER_WORD:
            break
    scores |= {name: best - each * looked_at for name, each in behind.items()}
    return words, sorted([(score, name) for name, score in scores.items()], key=lambda entry: -entry[0])


def _thinkable(sample: str) -> Iterator[Damage]:
    """The damages that could have made most of the sample; the rest need not be asked."""
    most = (len(_WORDS.findall(sample)) + 1) / 2
    return (damage for damage in DAMAGES.values() if _may_have_made(damage, sample, most))


def _may_have_made(damage: Damage, sample: str, most: float) -> bool:
    """Whether there is a sign of it and, where that can be seen, it spared no more than so many letters."""
    if damage.exact:
        return next(damage.respelt(sample), None) is not None
    return damage.mark in sample and sum(1 for _ in damage.taken(sample)) <= most


def _log_evidences(damages: Iterable[Damage], sample: str, model: Model) -> list[float]:
    """The logarithm of how likely each damage makes the sample; all of them decoded together."""
    read = [_read(damage, sample, model) for damage in damages]
    evidences = Decoder(model).log_evidences(
        Sheet.of(chain.from_iterable(sentences for sentences, _ in read))
    )
    bounds = pairwise(accumulate((len(sentences) for sentences, _ in read), initial=0))
    return [
        sum(evidences[first:last].tolist()) - _SPARED * spared
        for (first, last), (_, spared) in zip(bounds, read, strict=True)
    ]


def _read(damage: Damage, sample: str, model: Model) -> tuple[list[list[Readings]], int]:
    """What the sample may have been, and how much of it the damage spared."""
    if damage.exact:
        restored = respell(damage, sample)
        return restorer_for(NONE, model).sentences(restored.text), len(restored.spared)
    return restorer_for(damage, model).sentences(sample), sum(1 for _ in damage.taken(sample))


def _parts(text: str) -> list[str]:
    """Some fifty words each from the whole length of the text, and other words in each."""
    pieces = list(_pieces(text))
    parts = -(-len(pieces) // _TOGETHER)
    return ["\n".join(pieces[number::parts]) for number in range(parts)]


def _pieces(text: str) -> Iterator[str]:
    """Pieces at even distances from one word's beginning to another's; of a short text all there is."""
    starts = [match.start() for match in _BEGINNING.finditer(text)]
    words, ends = len(starts), [*starts, len(text)]
    count = min(_PIECES, -(-words // _PIECE))
    for number in range(count):
        first, following = words * number // count, words * (number + 1) // count
        start, end = starts[first], ends[min(first + _PIECE, following)]
        yield text[start : min(end, start + _LONGEST_PIECE)]
