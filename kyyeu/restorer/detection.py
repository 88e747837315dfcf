"""Which damage a text has: the one under which it is the likeliest Vietnamese."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from unicodedata import is_normalized

from kyyeu.restorer.damage import DAMAGES, NONE, SPACES_MOVED, Damage, damage_named
from kyyeu.restorer.damage.invisible import INVISIBLE
from kyyeu.restorer.damage.misread import without_manner
from kyyeu.restorer.damage.placeholders import AS
from kyyeu.restorer.language_model import Model
from kyyeu.restorer.refusals import AmbiguousDamage
from kyyeu.restorer.respacing import (
    has_strange_spaces,
    is_parted,
    lost_behind_marks,
    may_stand,
    respacer_for,
    spaces_beside_marks,
    strange_runs,
)
from kyyeu.restorer.respelling import respell
from kyyeu.restorer.restoration import Evidence, Restoration
from kyyeu.restorer.restoring import undo
from kyyeu.restorer.sampling import parts_of
from kyyeu.restorer.soundness import Soundness, is_mangled
from kyyeu.restorer.suspects import (
    better_writings,
    exact_suspects,
    lossy_suspects,
    made_of,
    missing_marks,
    seems_to_miss,
    seems_whole,
)
from kyyeu.restorer.unmistakable import beside_sound, last_of
from kyyeu.restorer.unwriting import Writing, find_writings, spoilt_words
from kyyeu.restorer.upheld import is_upheld
from kyyeu.restorer.weighing import Contender, loss_of, rank, share, share_beside

# A damage that explains the text less than this much better than another (a logarithm) is no better.
_CLEARLY = 3.0
# What a user's word for a damage counts, how many parts of the text are held against it at first, and how
# likely it must be beside the damages that speak against it.
_NAMED, _LOOKED_AT, _LIKELY = 8.0, 2, 0.5
# A loss less likely than this befell no text that is sound as it stands.
_HARDLY = 0.01
# A text of fewer words tells nothing of its damage.
_FEWEST = 8
# Spaces were put into words where so many were for certain, and such a share.
_SURELY, _FEWEST_JOINED, _LEAST_JOINED = 0.99, 3, 0.03
# Where no more than this share of the words lost something, the others tell whether they are Vietnamese.
_FEW_LOST = 0.35
# For that so many characters are looked at.
_AT_BEST = 6_000
# Damages that articles have long declared, each of which a notation tells more of.
_PLAINER = {
    "tcvn3-capitals": ("tcvn3",),
    "utf8-as-windows-1252": ("utf8-misread",),
    "misplaced-marks": ("combining-tones", "nfd"),
    "nfd, misplaced-marks": ("combining-tones", "nfd"),
}
# One of them leaves what stands among sound words, as signs of old code pages may; these are none.
_FULLER = {"utf8-misread": "utf8-as-windows-1252"}


@dataclass(frozen=True)
class Detection:
    """What was found, and what speaks for it."""

    damage: str
    """The damage's name, ``none`` for text that is sound or not Vietnamese."""
    why: tuple[Evidence, ...] = ()
    """What each damage that was asked had to say for itself, the best first."""
    vietnamese: bool = True
    """Whether the text, restored, reads as Vietnamese, and no worse than from another damage."""
    sure: float = 1.0
    """How likely it is that damage and no other, known or unknown, between 0 and 1."""


def detect(text: str, model: Model) -> Detection:
    """The damage of the text.

    Raises:
        AmbiguousDamage: two damages explain it equally well.
    """
    last = last_of(text)
    read = damage_named(", ".join(last) or NONE.name).read(text)
    found = _detect(read, model)
    if found.damage == SPACES_MOVED.name:
        return found
    sound = found.damage in (NONE.name, INVISIBLE.name)
    first = beside_sound(read) if sound else (_fullest(found.damage, read),)
    return replace(found, damage=", ".join([*first, *last]) or NONE.name)


def _detect(text: str, model: Model) -> Detection:
    """The damage of a text in which nothing is left of what is read first."""
    parts = parts_of(text)
    sample = "\n".join(parts)
    if (moved := _moved(text[:_AT_BEST], model)) is not None:
        return moved
    sound = Soundness.of(sample, model).sound
    writings = [each for each in find_writings(sample) if _may_be(each.damage, sample, sound, model)]
    if is_mangled(writings[0].text):
        return Detection(NONE.name, (Evidence(NONE.name, 0.0),), vietnamese=False)
    if (whole := _whole(writings[0], sample, model)) is not None:
        beside = [] if whole is NONE else rank(parts[:1], [whole, NONE], model)
        return Detection(whole.name, _evidence(beside) or (Evidence(NONE.name, 0.0),))
    ranked = _rank(parts, sample, writings, model)
    ranked = [each for each in ranked if _may_be(each.damage.name, sample, sound, model)]
    best, none = _whole_first(ranked), next(each for each in ranked if each.damage is NONE)
    if best.score - none.score < _CLEARLY or (sound and _is_doubtful(best, ranked)):
        unseen = writings[0].damage == INVISIBLE.name  # what shows nothing may stand in sound text too
        name = INVISIBLE.name if unseen else NONE.name
        return Detection(name, _evidence(ranked), _is_vietnamese(none, sample, model))
    if not _is_vietnamese(best, sample, model):
        return Detection(NONE.name, _evidence(ranked), vietnamese=False)
    if not best.damage.exact and len(equal := _equals(ranked)) > 1:
        raise AmbiguousDamage(tuple(equal))
    return Detection(
        _plainest(best.damage, sample).name, _evidence(ranked), sure=share(best, _others(best, ranked))
    )


def _may_be(damage: str, sample: str, sound: bool, model: Model) -> bool:
    """Whether a sample may have been damaged so: one that is sound as it stands has to show it."""
    return not sound or not damage or is_upheld(damage_named(damage), sample, model)


def _is_doubtful(best: Contender, ranked: Sequence[Contender]) -> bool:
    """Whether a loss is likelier another one, or none that is known."""
    return not best.damage.exact and share(best, _others(best, ranked)) < _HARDLY


def _others(best: Contender, ranked: Sequence[Contender]) -> list[Contender]:
    return [each for each in ranked if _kind_of(each.damage) != _kind_of(best.damage)]


def _kind_of(damage: Damage) -> str:
    """What it has in common with damages that tell the same of a text.

    That is the loss, and of a misreading the code pages: what became of odd characters tells little.
    """
    return ", ".join(map(without_manner, loss_of(damage).name.split(", ")))


def _moved(sample: str, model: Model) -> Detection | None:
    """That spaces were moved in a sample of whole sentences, and no more; None where they were not."""
    words = sample.split()
    lost = lost_behind_marks(sample)
    if not lost and not has_strange_spaces(words):
        return None
    sure = [
        step
        for step in respacer_for(model).restore(strange_runs(sample)).steps
        if step.probability >= _SURELY and not may_stand(step)
    ]
    least = _LEAST_JOINED * len(words)
    few = len({step.before.lower() for step in sure}) < max(_FEWEST_JOINED, least)
    parted = {step.before.lower() for step in sure if is_parted(step)}
    told = len(parted) + len(spaces_beside_marks(sample)) if parted else 0
    if few and not lost and told <= least:
        return None
    restored = undo(SPACES_MOVED, sample, model)
    if not Soundness.of(restored.text, model).sound:
        return None
    before, after = (rank([text], [NONE], model)[0].score for text in (sample, restored.text))
    why = Evidence(SPACES_MOVED.name, after - before), Evidence(NONE.name, 0.0)
    return Detection(SPACES_MOVED.name, why)


def weigh(damage: Damage, restoration: Restoration, model: Model) -> Detection:
    """What speaks for the damage that its user names, from which a text was restored.

    What it left as it was is another matter, and is asked too where it is more.
    """
    source, text, others = restoration.parted()
    found = _weigh_read(damage, source, text, model)
    if len(others) <= len(source) or _is_sound(others, model):
        return found
    return replace(found, vietnamese=False)


def _is_sound(text: str, model: Model) -> bool:
    """Whether no damage is found in the text, or there is too little of it."""
    try:
        found = detect(text, model)
    except AmbiguousDamage:
        return False
    return len(text.split()) < _FEWEST or (found.vietnamese and found.damage == NONE.name)


def _weigh_read(damage: Damage, source: str, text: str, model: Model) -> Detection:
    """What speaks for the damage by the lines in which something was changed, as they were and restored."""
    parts, words = parts_of(source), Soundness.of("\n".join(parts_of(text)), model)
    own = rank(parts[:_LOOKED_AT], [damage], model, damage)[0]
    if own.words < _FEWEST:
        return Detection(damage.name)
    if words.whole or (own.reads_well and not words.spoilt):
        return Detection(damage.name, sure=share(own, (), _NAMED))
    sample = "\n".join(parts)
    ranked = rank(parts, [damage, *_rivals(damage, sample, model)], model, damage)
    own = next(each for each in ranked if each.damage is damage)
    reads = (own.reads or words.sound) and not words.spoilt and share_beside(own, ranked, _NAMED) >= _LIKELY
    return Detection(damage.name, _evidence(ranked), reads, share(own, ranked, _NAMED))


def _whole(writing: Writing, sample: str, model: Model) -> Damage | None:
    """The damage by which the sample, read in its best way, is certainly whole; None where there is none."""
    damage = damage_named(writing.damage or NONE.name)
    if writing.damage.startswith(AS):
        return None  # its signs stand for letters that are lost
    normal = all(is_normalized("NFC", text) for text in (sample, writing.text))
    if not damage.exact or not normal or (damage is NONE and spoilt_words(sample)):
        return None
    missing = missing_marks(writing.text) or seems_to_miss(writing.text.lower(), model)
    return _plainest(damage, sample) if not missing and Soundness.of(writing.text, model).whole else None


def _rank(parts: Sequence[str], sample: str, writings: Sequence[Writing], model: Model) -> list[Contender]:
    """Every damage that is thinkable, the likeliest first.

    Losses cost much to ask, and are not asked where the text, read to the letter, reads well as it is.
    """
    better = better_writings(writings)
    exact = exact_suspects(sample, better)
    if better or not is_normalized("NFC", sample):
        ranked = rank(parts, exact, model)
        if ranked[0].damage is not NONE and ranked[0].reads_well and seems_whole(ranked[0].damage, sample):
            return ranked
    return rank(parts, list(dict.fromkeys([*exact, *lossy_suspects(sample, better, model)])), model)


def _rivals(damage: Damage, sample: str, model: Model) -> list[Damage]:
    """The thinkable damages that make something else of the sample, but for such as only add to this one."""
    better, made = better_writings(find_writings(sample)), made_of(damage, sample)
    suspects = dict.fromkeys([*exact_suspects(sample, better), *lossy_suspects(sample, better, model)])
    return [each for each in suspects if made_of(each, sample) != made and not _adds_to(damage, each)]


def _adds_to(damage: Damage, other: Damage) -> bool:
    """Whether the other is the same damage, and before it something that lost nothing."""
    last = other.name.split(", ")[-1]
    return other.exact and damage.name in _PLAINER.get(last, (last,))


def _whole_first(ranked: Sequence[Contender]) -> Contender:
    """The best, or what lost nothing where a loss beside the same notations explains no more."""
    best = ranked[0]
    ways = [each.name for each in best.damage.notations]
    for each in ranked:
        same = each.damage.exact and [way.name for way in each.damage.notations] == ways
        if ways and same and best.score - each.score < _CLEARLY:
            return each
    return best


def _equals(ranked: Sequence[Contender]) -> list[str]:
    """Damages as likely as the best: of several ways of writing with one loss, which tell the same, one."""
    equal = dict[str, str]()
    for each in ranked:
        if each.damage is not NONE and ranked[0].score - each.score < _CLEARLY:
            equal.setdefault("" if each.damage.exact else _kind_of(each.damage), each.damage.name)
    return [*equal.values()]


def _is_vietnamese(weighed: Contender, sample: str, model: Model) -> bool:
    """Whether the sample is Vietnamese by its n-grams, or by its words where none of these was guessed."""
    if not weighed.damage.exact:
        return weighed.reads or _is_mostly_whole(weighed.damage, sample, model)
    words = Soundness.of(respell(weighed.damage, weighed.damage.read(sample)).text, model)
    return (weighed.reads or words.sound) and not words.spoilt


def _is_mostly_whole(damage: Damage, sample: str, model: Model) -> bool:
    """Whether most words of a sample lost nothing, and all are Vietnamese by themselves once restored."""
    loss, text = loss_of(damage), damage.read(sample)
    words, signs = text.split(), frozenset(loss.signs)
    if not signs or sum(not signs.isdisjoint(word) for word in words) > _FEW_LOST * len(words):
        return False
    return Soundness.of(undo(loss, text, model).text, model).sound


def _evidence(ranked: Sequence[Contender]) -> tuple[Evidence, ...]:
    """What each had to say for itself beside sound text."""
    sound = next((each.score for each in ranked if each.damage is NONE), 0.0)
    return tuple(Evidence(each.damage.name, each.score - sound) for each in ranked)


def _plainest(damage: Damage, sample: str) -> Damage:
    """The damage by a plainer name, where that makes the same of the sample."""
    read = damage.read(sample)
    plainer = map(DAMAGES.__getitem__, _PLAINER.get(damage.name, ()))
    return next((each for each in plainer if respell(each, sample).text == read), damage)


def _fullest(name: str, text: str) -> str:
    """The damage by the name under which more of the text is read."""
    fuller = _FULLER.get(name, name)
    same = fuller == name or damage_named(fuller).read(text) == respell(DAMAGES[name], text).text
    return name if same else fuller
