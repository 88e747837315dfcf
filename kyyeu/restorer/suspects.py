"""Which damages are thinkable of a text, so that the others need not be asked."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from unicodedata import normalize

from kyyeu.restorer.damage import (
    CONVERTED,
    DAMAGES,
    LOSSES,
    NONE,
    Damage,
    damage_named,
    lost_marks,
    marks_apart,
)
from kyyeu.restorer.damage.converted import VNI_IN, vni_losses
from kyyeu.restorer.damage.letters import TONES, VOWELS
from kyyeu.restorer.damage.placeholders import PLACEHOLDER
from kyyeu.restorer.damage.syllables import is_syllable
from kyyeu.restorer.language_model import Model
from kyyeu.restorer.respelling import respell
from kyyeu.restorer.units import WORD
from kyyeu.restorer.unwriting import Writing, spoilt_words
from kyyeu.restorer.weighing import loss_of

# So many of the ways in which a text may have been written are weighed.
_WRITINGS = 8
# Where this share of the words is spoilt and can be read otherwise, the text as it stands lost nothing.
_SPOILT = 0.2
# Signs are taken for lost letters where there are so many of them in a word.
_MARKED = 0.1
# Of two losses that leave the same mark, one that spared this much more in letters a word is not the one.
_MORE_SPARED = 0.15
# Letters whose absence tells something where so many were to be expected, by how many there are in a word.
_EXPECTED, _SURELY_EXPECTED, _SURELY_MISSED = 1.5, 3.0, 5.0
_FREQUENT = {
    "đ": 0.12, "à": 0.12, "á": 0.09, "ư": 0.08, "ô": 0.07, "ạ": 0.05, "â": 0.05, "ả": 0.04, "ế": 0.04,
    "ă": 0.03, "ấ": 0.03, "ê": 0.03, "ộ": 0.03, "ố": 0.03, "ơ": 0.03, "ớ": 0.03, "ờ": 0.03,
    "ợ": 0.02, "ủ": 0.03, "ị": 0.03,
}  # fmt: skip
# So many letters are thought of that may have been lost alone.
_SINGLE = 3
# Of signs that VNI leaves in ASCII so many stand behind vowels, and of words that it leaves a few lack one.
_BEHIND_VOWELS, _FEW_TORSOS, _MANY_TORSOS = 0.5, 0.03, 0.4
_VOWELS = frozenset("aeouyAEOUY")
# A word is what is left of others where these are so much more frequent.
_LIKELIER = 3.0
# How many marks of each kind there are in a word: grave, acute, tilde, hook, dot below, circumflex, breve,
# horn, and the stroke of đ.
_MARKED_SO = dict(
    zip("\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b\u0335",
        (0.18, 0.19, 0.05, 0.08, 0.18, 0.25, 0.04, 0.12, 0.09), strict=True)
)  # fmt: skip
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
# A text with fewer spoilt words than this seems to have lost nothing else, and no single letter.
_FEW_SPOILT = 0.015

_WORDS = re.compile(WORD)


def better_writings(writings: Sequence[Writing]) -> Sequence[Writing]:
    """Those ways in which a text may have been written that make more of it than it is as it stands."""
    own = next(writing for writing in writings if not writing.damage)
    return [writing for writing in writings if writing.value > own.value][:_WRITINGS]


def exact_suspects(sample: str, better: Sequence[Writing]) -> list[Damage]:
    """None, and what lost nothing; of those that make the same of the sample one."""
    exact = [NONE, *thinkable(sample, [damage for damage in DAMAGES.values() if damage.exact])]
    exact += (damage_named(writing.damage) for writing in better)
    return list({made_of(damage, sample): damage for damage in reversed(exact)}.values())[::-1]


def seems_whole(damage: Damage, sample: str) -> bool:
    """Whether nothing seems to be lost of a sample that was read to the letter."""
    read = respell(damage, damage.read(sample)).text
    return damage.exact and spoilt_words(read) <= _FEW_SPOILT * len(read.split())


def lossy_suspects(sample: str, better: Sequence[Writing], model: Model) -> Iterator[Damage]:
    """The losses thinkable of the sample as it stands, and of what was written otherwise."""
    words = len(sample.split())
    if not better or spoilt_words(sample) <= _SPOILT * words:
        marked = any(sample.count(mark) > _MARKED * words for mark in ("?", PLACEHOLDER))
        losses = [loss for loss in LOSSES.values() if bool(loss.mark) == marked]
        yield from thinkable(sample, [*losses, *filter(partial(_is_converted, sample), CONVERTED.values())])
    yield from map(damage_named, filter(partial(_may_be_vni, sample), vni_losses(sample)))
    if not better:
        yield from thinkable(sample, [*_single_losses(sample, model)])
    if (missing := missing_marks(sample)) and _are_syllables(sample):
        yield damage_named(lost_marks(missing).name)
    for writing in better:
        if damage_named(writing.damage).exact:
            yield from _written(writing, model)


def thinkable(sample: str, damages: Sequence[Damage]) -> Iterator[Damage]:
    """The damages that could have made most of the sample; the rest need not be asked.

    Of those that leave the same mark the ones that spared much more than another are left out, and rare ones
    that spared much.
    """
    words = len(_WORDS.findall(sample))
    spared = {damage: _spared(damage, sample) for damage in damages if _is_signed(damage, sample)}
    least = dict[str, float]()
    for damage, count in spared.items():
        least[damage.signs] = min(count, least.get(damage.signs, count))
    for damage, count in spared.items():
        most = 1 + words * _MORE_SPARED if damage.rare and not damage.deletes else (words + 1) / 2
        if damage.exact or count <= min(most, least[damage.signs] + 1 + words * _MORE_SPARED):
            yield damage


def made_of(damage: Damage, sample: str) -> tuple[str, str, int]:
    """What has to be guessed, what the sample is when all else is read, and how much was spared."""
    if damage.exact and not damage.notations:
        restored = respell(damage, sample)
        return "", restored.text, len(restored.spared)
    return "" if damage.exact else loss_of(damage).name, damage.read(sample), 0


def _may_be_vni(sample: str, name: str) -> bool:
    """Whether vowels are left before the signs, or in most words where nothing is left of others."""
    if not name.startswith(f"{VNI_IN}ascii"):
        return True
    if "=" in name:
        runs = re.findall(rf"(\w?){re.escape(name[-1])}+", sample)
        return sum(before in _VOWELS for before in runs if before) > _BEHIND_VOWELS * len(runs)
    words = _WORDS.findall(sample)
    torsos = sum(map(_is_torso, words))
    return _FEW_TORSOS * len(words) < torsos < _MANY_TORSOS * len(words)


def _is_converted(sample: str, damage: Damage) -> bool:
    """Whether a sample has signs of such a damage, and next to no letter that it would have changed."""
    read = damage.read(sample)
    signed = any(left in read for left in damage.remains.values() if not left.isascii())
    return signed and sum(1 for _ in damage.taken(read)) <= _FEW_SPOILT * len(sample.split())


def _written(writing: Writing, model: Model) -> Iterator[Damage]:
    """The losses thinkable of a text that was written in another way as well."""
    held = PLACEHOLDER in writing.text
    losses = [loss for loss in LOSSES.values() if held == (loss.mark == PLACEHOLDER)]
    losses += [] if held else [*_single_losses(writing.text, model), *_lost_bytes(writing)]
    for loss in thinkable(writing.text, losses):
        yield damage_named(f"{loss.name}, {writing.damage}")


def _lost_bytes(writing: Writing) -> Iterator[Damage]:
    """TCVN3's byte for ư is a soft hyphen to others, which goes lost and becomes what they have for one."""
    if writing.damage.startswith("tcvn3") and "ư" not in writing.text:
        yield damage_named("lost:ư")
        yield from (damage_named(f"lost:ư={sign}") for sign in "-?\ufffd" if sign in writing.text)


def _single_losses(sample: str, model: Model) -> Iterator[Damage]:
    """One letter lost everywhere, of those missing that surely should be there, or leave strange words.

    Of these the few that most words may have lost.
    """
    words = _WORDS.findall(sample)
    strange = spoilt_words(sample) + sum(map(_is_torso, words)) >= _FEW_SPOILT * len(words)
    missing, torsos = missing_letters(sample, _EXPECTED if strange else _SURELY_MISSED), _torsos(model)
    lower = [*map(str.lower, words)]
    left = {letter: sum(map(torsos[letter].__contains__, lower)) for letter in missing}
    likeliest = sorted(filter(left.get, left), key=left.__getitem__, reverse=True)[:_SINGLE]
    yield from (damage_named(f"lost:{letters}") for letters in [*likeliest, *_families(likeliest, sample)])


def _families(letters: Sequence[str], sample: str) -> Iterator[str]:
    """Letters with all their tones and capitals, each and all together, where none of these is there."""
    toned = {letter: _with_tones(letter) for letter in letters if letter in VOWELS}
    missing = [family for family in toned.values() if not any(map(sample.__contains__, family))]
    yield from missing
    if len(missing) > 1:
        yield "".join(missing)


def _with_tones(letter: str) -> str:
    lower = "".join(normalize("NFC", letter + tone) for tone in ("", *TONES))
    return lower + lower.upper()


def missing_marks(sample: str) -> str:
    """Marks of letters that are nowhere in a sample, where so many were surely to be expected.

    Where all tones are, other damages tell of them.
    """
    words, apart = len(_WORDS.findall(sample)), frozenset(marks_apart(sample))
    missing = "".join(
        mark for mark, often in _MARKED_SO.items() if mark not in apart and often * words >= _SURELY_MISSED
    )
    if _CIRCUMFLEX in missing and _HORN in missing and _BREVE not in apart | {*missing}:
        missing = missing.replace(_CIRCUMFLEX, _CIRCUMFLEX + _BREVE)  # seldom, and of their kind
    return "" if missing.startswith(TONES) else missing


def _are_syllables(sample: str) -> bool:
    """Whether its words are, but for a few: what a lost mark leaves is one."""
    words = _WORDS.findall(sample)
    return sum(map(_is_torso, words)) + spoilt_words(sample) < _SPOILT * len(words)


def _is_torso(word: str) -> bool:
    """Whether a word has no letter beyond ASCII and can't be a syllable."""
    return word.isascii() and word.islower() and not is_syllable(word)


def missing_letters(sample: str, expected: float = _EXPECTED) -> Iterator[str]:
    """Letters that are nowhere in a sample, where so many of them or more were to be expected."""
    words = len(_WORDS.findall(sample))
    return (
        letter for letter, often in _FREQUENT.items() if letter not in sample and often * words >= expected
    )


def seems_to_miss(text: str, model: Model) -> bool:
    """Whether a letter is nowhere in a text in lower case, and words are what is left of words with it."""
    missing = [*missing_letters(text, _SURELY_EXPECTED)]
    if not missing:
        return False
    words, torsos = frozenset(_WORDS.findall(text)), _torsos(model)
    return any(not torsos[letter].isdisjoint(words) for letter in missing)


@lru_cache(maxsize=2)
def _torsos(model: Model) -> dict[str, frozenset[str]]:
    """By letter, what is left of words without it, where that is likelier than a word of its own."""
    left = {letter: defaultdict[str, float](float) for letter in _FREQUENT}
    for unit, share in zip(model.units, model.unigrams.tolist(), strict=True):
        for letter in left.keys() & set(unit):
            left[letter][unit.replace(letter, "")] += share
    own = {unit: model.unigrams[number] for unit, number in model.numbers.items()}
    return {
        letter: frozenset(word for word, share in words.items() if share > _LIKELIER * own.get(word, 0.0))
        for letter, words in left.items()
    }


def _is_signed(damage: Damage, sample: str) -> bool:
    """Whether there is a sign of it, where it leaves any."""
    if damage.exact:
        return next(damage.respelt(sample), None) is not None
    return damage.mark in sample


def _spared(damage: Damage, sample: str) -> int:
    """How many letters it spared, where that can be seen."""
    return 0 if damage.exact else sum(1 for _ in damage.taken(damage.read(sample)))
