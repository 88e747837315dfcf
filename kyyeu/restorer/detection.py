"""Which damage a text has: the one under which it is the likeliest Vietnamese."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, chain, pairwise
from math import exp, sqrt
from typing import NamedTuple

from kyyeu.restorer.damage import CONVERTED, DAMAGES, LOSSES, NONE, Damage, damage_named
from kyyeu.restorer.damage.placeholders import PLACEHOLDER
from kyyeu.restorer.decoding import Decoder
from kyyeu.restorer.language_model import Model
from kyyeu.restorer.readings import Readings
from kyyeu.restorer.refusals import AmbiguousDamage
from kyyeu.restorer.restoration import Evidence
from kyyeu.restorer.restoring import respell, restorer_for
from kyyeu.restorer.sheet import Sheet
from kyyeu.restorer.units import WORD, canonical
from kyyeu.restorer.unwriting import Writing, find_writings, spoilt_words

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

# Text with this share of Vietnamese words is Vietnamese where so few others are in no vocabulary.
_LEAST_VIETNAMESE, _MOST_STRANGE = 0.25, 0.06
# A damage that makes words so likely is as likely not the one; how sharply that parts, and how much a short
# text may lie beside it. On two articles right damages came to -4.6 to -5.3, the nearest wrong ones to -5.7.
_HALF_KNOWN, _SHARPNESS, _SPREAD = -6.8, 6.0, 2.0
# What a user's word for a damage counts, and how much of the text is held against it.
_NAMED, _LOOKED_AT = 8.0, 2
# Where the damage makes words so likely its rivals, whose tables would have to be made, are not asked.
_WELL = -5.4
# A text of fewer words tells nothing of its damage, and so many rivals are weighed.
_FEWEST, _RIVALS = 8, 6
# Where this share of the words is spoilt and can be read otherwise, the text as it stands lost nothing.
_SPOILT = 0.2
# Damages that articles have long declared, each of which a notation tells more of.
_PLAINER = {"tcvn3-capitals": "tcvn3", "utf8-as-windows-1252": "utf8-misread"}
# Signs are taken for lost letters where there are so many of them in a word.
_MARKED = 0.1
# So many of the ways in which a text may have been written are weighed.
_WRITINGS = 3
# Of two losses that leave the same mark, one that spared this much more in letters a word is not the one.
_MORE_SPARED = 0.15
# The price of supposing what is rare, and of each notation.
_RARE, _NOTATION = 6.0, 2.0
# Letters whose absence tells something where so many were to be expected, by how many there are in a word.
_EXPECTED = 1.5
_FREQUENT = {
    "đ": 0.12, "à": 0.12, "á": 0.09, "ư": 0.08, "ô": 0.07, "ạ": 0.05, "â": 0.05, "ả": 0.04, "ế": 0.04,
    "ă": 0.03, "ấ": 0.03, "ê": 0.03, "ộ": 0.03, "ố": 0.03, "ơ": 0.03, "ớ": 0.03, "ờ": 0.03,
    "ợ": 0.02, "ủ": 0.03, "ị": 0.03,
}  # fmt: skip
# A single letter is thought to be lost only where this share of the words is spoilt.
_FEW_SPOILT = 0.015

_WORDS = re.compile(WORD)
# What stands between spaces and has a letter, or the sign of one.
_TOLD = re.compile(r"\S*[^\W\d]\S*")
# What stands between spaces, from its beginning to its first letter. What follows a character beyond ASCII
# may be the rest of a letter that was misread, the no-break space within it turned into a space.
_BEGINNING = re.compile(r"(?<![^ \t\r\n])(?<![^\x00-\x7e][ \t])\S*?[^\W\d_]")


@dataclass(frozen=True)
class Detection:
    """What was found, and what speaks for it."""

    damage: str
    """The damage's name, ``none`` for text that is sound or not Vietnamese."""
    why: tuple[Evidence, ...]
    """What each damage thinkable here had to say for itself, the best first."""
    vietnamese: bool
    """Whether the text, restored, reads as Vietnamese at all."""
    sure: float = 1.0
    """How likely it is that damage and no other, known or unknown, between 0 and 1."""


def detect(text: str, model: Model) -> Detection:
    """The damage of the text.

    Raises:
        AmbiguousDamage: two damages explain it equally well.
    """
    parts = _parts(text)
    ranked = _rank(parts, model)
    sound = next(each for each in ranked if each.damage is NONE)
    why = tuple(Evidence(each.damage.name, each.score - sound.score) for each in ranked)
    best = ranked[0]
    vietnamese = _reads_well(best) or _is_spelt_well("\n".join(parts), model)
    if not vietnamese or best.score - sound.score < _CLEARLY:
        return Detection(NONE.name, why, vietnamese)
    # Of several ways of writing with one loss the likeliest is taken: they tell the same letters.
    equal = dict[str, str]()
    for each in ranked:
        if each.damage is not NONE and best.score - each.score < _CLEARLY:
            equal.setdefault("" if each.damage.exact else _loss_of(each.damage).name, each.damage.name)
    if len(equal) > 1:
        raise AmbiguousDamage(tuple(equal.values()))
    others = [each for each in ranked if _loss_of(each.damage) is not _loss_of(best.damage)]
    return Detection(
        _plainest(best.damage, "\n".join(parts)).name, why, _reads_well(best), _share(best, others)
    )


def _plainest(damage: Damage, sample: str) -> Damage:
    """The old code page by its plain name, where it makes the same of the sample."""
    page = DAMAGES.get(_PLAINER.get(damage.name, ""))
    return page if page and respell(page, sample).text == damage.read(sample) else damage


def _loss_of(damage: Damage) -> Damage:
    return damage.beneath or damage


def weigh(damage: Damage, text: str, model: Model) -> float:
    """How likely it is that a text has the damage its user names, and no other loss, between 0 and 1."""
    parts = _parts(text)[:_LOOKED_AT]
    sample = "\n".join(parts)
    if damage.exact or damage.notations or len(sample.split()) < _FEWEST:
        return 1.0
    own = _ranked(parts, [damage], model)
    if own[0].score >= _WELL * own[0].words:
        return _share(own[0], own)
    losses = [*_thinkable(sample, [loss for loss in LOSSES.values() if loss.mark == damage.mark])][:_RIVALS]
    ranked = _ranked(parts, list(dict.fromkeys([damage, *losses])), model)
    return _share(next(each for each in ranked if each.damage is damage), ranked, _NAMED)


def _reads_well(weighed: "_Weighed") -> bool:
    return weighed.words == 0 or weighed.score / weighed.words >= _LEAST_PER_WORD


def _is_spelt_well(sample: str, model: Model) -> bool:
    """Whether many words have Vietnamese letters and almost all are known: names, verse, a list."""
    words = [word for word in _WORDS.findall(sample) if len(word) > 1]
    vietnamese = sum(not word.isascii() and canonical(word.lower()) in model.numbers for word in words)
    strange = sum(canonical(word.lower()) not in model.numbers for word in words)
    return vietnamese > _LEAST_VIETNAMESE * len(words) and strange <= _MOST_STRANGE * len(words)


def _share(weighed: "_Weighed", ranked: Sequence["_Weighed"], before: float = 0.0) -> float:
    """How likely the damage is beside the others and beside one that nobody knows.

    Under the right damage a word is as likely as in sound text, whatever was lost.
    """
    others = sum(
        exp(min(50.0, each.score - weighed.score - before)) for each in ranked if each is not weighed
    )
    if weighed.damage.exact or not weighed.words:
        return 1 / (1 + others)
    short = (weighed.score / weighed.words) + _SPREAD / sqrt(weighed.words)
    return 1 / (1 + others) / (1 + exp(min(50.0, _SHARPNESS * (_HALF_KNOWN - short))))


@dataclass(slots=True)
class _Weighed:
    """A damage that is being weighed."""

    damage: Damage
    score: float
    """How likely it and what was looked at are together."""
    words: int = 0
    """How many words it makes of that."""
    behind: float = 0.0
    """How much less likely it was than another, for each part of what was looked at, when it was given up."""


def _rank(parts: Sequence[str], model: Model) -> list[_Weighed]:
    """Every damage that is thinkable, the likeliest first.

    Losses cost much to ask, and are not asked where the text, read to the letter, reads well as it is.
    """
    sample = "\n".join(parts)
    writings = find_writings(sample)
    own = next(writing for writing in writings if not writing.damage)
    better = [writing for writing in writings if writing.value > own.value][:_WRITINGS]
    exact = [NONE, *_thinkable(sample, [damage for damage in DAMAGES.values() if damage.exact])]
    exact += (damage_named(writing.damage) for writing in better)
    exact = list({_made_of(damage, sample): damage for damage in reversed(exact)}.values())[::-1]
    ranked = _ranked(parts, exact, model)
    if ranked[0].damage is not NONE and _is_whole(ranked[0], sample):
        return ranked
    return _ranked(parts, list(dict.fromkeys([*exact, *_losses(sample, better)])), model)


def _is_whole(weighed: _Weighed, sample: str) -> bool:
    """Whether nothing seems to be lost of a text that was read to the letter."""
    read = respell(weighed.damage, weighed.damage.read(sample)).text
    few = spoilt_words(read) <= _FEW_SPOILT * len(read.split())
    return weighed.damage.exact and weighed.score >= _WELL * weighed.words and few


def _losses(sample: str, better: Sequence[Writing]) -> Iterator[Damage]:
    """The losses thinkable of the sample as it stands, and of what was written otherwise."""
    words = len(sample.split())
    if not better or spoilt_words(sample) <= _SPOILT * words:
        marked = any(sample.count(mark) > _MARKED * words for mark in ("?", PLACEHOLDER))
        losses = [loss for loss in LOSSES.values() if bool(loss.mark) == marked]
        yield from _thinkable(sample, [*losses, *filter(partial(_is_converted, sample), CONVERTED.values())])
    if not better:
        yield from _thinkable(sample, [*_single_losses(sample)])
    for writing in better:
        if damage_named(writing.damage).exact:
            yield from _written(writing)


def _is_converted(sample: str, damage: Damage) -> bool:
    """Whether a sample has signs of such a damage, and next to no letter that it would have changed."""
    read = damage.read(sample)
    signed = any(left in read for left in damage.remains.values() if not left.isascii())
    return signed and sum(1 for _ in damage.taken(read)) <= _FEW_SPOILT * len(sample.split())


def _written(writing: Writing) -> Iterator[Damage]:
    """The losses thinkable of a text that was written in another way as well."""
    held = PLACEHOLDER in writing.text
    losses = [loss for loss in LOSSES.values() if held == (loss.mark == PLACEHOLDER)]
    losses += [] if held else [*_single_losses(writing.text), *_lost_bytes(writing)]
    for loss in _thinkable(writing.text, losses):
        yield damage_named(f"{loss.name}, {writing.damage}")


def _made_of(damage: Damage, sample: str) -> tuple[str, str, int]:
    """What has to be guessed, what the sample is when all else is read, and how much was spared."""
    if damage.exact and not damage.notations:
        restored = respell(damage, sample)
        return "", restored.text, len(restored.spared)
    return "" if damage.exact else _loss_of(damage).name, damage.read(sample), 0


def _lost_bytes(writing: Writing) -> Iterator[Damage]:
    """TCVN3's byte for ư is a soft hyphen to others, which goes lost and becomes what they have for one."""
    if writing.damage.startswith("tcvn3") and "ư" not in writing.text:
        yield damage_named("lost:ư")
        yield from (damage_named(f"lost:ư={sign}") for sign in "-?\ufffd" if sign in writing.text)


def _single_losses(sample: str) -> Iterator[Damage]:
    """One letter lost everywhere, of those that are missing in a sample with strange words."""
    words = len(_WORDS.findall(sample))
    if spoilt_words(sample) < _FEW_SPOILT * words:
        return
    for letter, share in _FREQUENT.items():
        if letter not in sample and share * words >= _EXPECTED:
            yield damage_named(f"lost:{letter}")


def _ranked(parts: Sequence[str], damages: Sequence[Damage], model: Model) -> list[_Weighed]:
    """How likely each damage makes the words that were looked at, the best first.

    What was given up on the way is behind in the end in proportion to what was looked at.
    """
    weighed = [_Weighed(damage, _prior(damage)) for damage in damages]
    left, best, number = list(weighed), weighed[0], 0
    for number, part in enumerate(parts, 1):
        read = [_read(each.damage, part, model) for each in left]
        for each, reading, score in zip(left, read, _log_evidences(read, model), strict=True):
            each.score, each.words = each.score + score, each.words + reading.words
        best = max(left, key=lambda each: each.score)
        for each in [each for each in left if best.score - each.score > _HOPELESS]:
            each.behind = (best.score - each.score) / number
            left.remove(each)
        if len(left) == 1 and best.score >= best.words * _LEAST_PER_WORD:
            break
    for each in (each for each in weighed if each.behind):
        each.score = best.score - each.behind * number
    return sorted(weighed, key=lambda each: -each.score)


def _prior(damage: Damage) -> float:
    """The logarithm of how often a damage is met beside those that are met most."""
    return -_RARE * damage.rare - _NOTATION * len(damage.notations)


def _thinkable(sample: str, damages: Sequence[Damage]) -> Iterator[Damage]:
    """The damages that could have made most of the sample; the rest need not be asked.

    Of those that leave the same mark the ones that spared much more than another are left out.
    """
    words = len(_WORDS.findall(sample))
    spared = {damage: _spared(damage, sample) for damage in damages if _is_signed(damage, sample)}
    least = dict[str, float]()
    for damage, count in spared.items():
        least[damage.signs] = min(count, least.get(damage.signs, count))
    for damage, count in spared.items():
        if damage.exact or count <= min((words + 1) / 2, least[damage.signs] + 1 + words * _MORE_SPARED):
            yield damage


def _is_signed(damage: Damage, sample: str) -> bool:
    """Whether there is a sign of it, where it leaves any."""
    if damage.exact:
        return next(damage.respelt(sample), None) is not None
    return damage.mark in sample


def _spared(damage: Damage, sample: str) -> int:
    """How many letters it spared, where that can be seen."""
    return 0 if damage.exact else sum(1 for _ in damage.taken(damage.read(sample)))


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
    return [
        sum(evidences[first:last].tolist()) - _SPARED * each.spared
        for (first, last), each in zip(bounds, read, strict=True)
    ]


def _read(damage: Damage, sample: str, model: Model) -> _Reading:
    """What the sample may have been with this damage."""
    loss, text = _loss_of(damage), damage.read(sample)
    if loss.exact:
        restored = respell(loss, text)
        text = restored.text
        spared = len(restored.spared) + sum(map(_is_odd, _WORDS.findall(text)))
        sentences = restorer_for(NONE, model).sentences(text)
    else:
        sentences, spared = restorer_for(loss, model).sentences(text), sum(1 for _ in loss.taken(text))
    return _Reading(sentences, spared, len(_TOLD.findall(text)))


def _is_odd(word: str) -> bool:
    """Whether the word has small letters and capitals as no word has them."""
    return not (word[1:].islower() or word.isupper() or word.islower()) and not word.isascii()


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
