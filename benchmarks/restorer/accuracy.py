"""How much comes back right: by damage and by kind of text, with the calibration of what is said about it."""

import difflib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.restorer.scoring import BINS, Score
from benchmarks.restorer.texts import Sample, article_body
from kyyeu.restorer import restore
from kyyeu.restorer.damage import DAMAGES, Damage
from kyyeu.restorer.language_model import Model
from kyyeu.restorer.units import WORD

HEADER = (
    "| damage | text | syllables | lost | all right % | lost right % | untouched right % | ECE "
    "| p ≥ 0.95: share %, right % | p ≥ 0.99: share %, right % |\n|---|---|---|---|---|---|---|---|---|---|"
)


def score(sample: Sample, damage: Damage, model: Model | None = None) -> Score:
    """The score of restoring the sample after the damage."""
    counted = Score()
    for text in sample.texts:
        counted.add(text, restore(damage(text), damage.name, model), damage)
    return counted


def losses() -> list[Damage]:
    """The damages that have to be guessed back."""
    return [damage for damage in DAMAGES.values() if not damage.exact]


def row(damage: str, text: str, counted: Score) -> str:
    """One line of the table."""
    right = counted.percentages()
    accepted = " | ".join(
        f"{100 * some / max(1, counted.steps):.1f}, {100 * good / max(1, some):.2f}"
        for some, good in counted.accepted.values()
    )
    return (
        f"| {damage} | {text} | {counted.words:,} | {counted.lost:,} "
        f"| {right['all']:.2f} | {right['lost']:.2f} "
        f"| {right['untouched']:.3f} | {counted.calibration_error:.4f} | {accepted} |"
    )


def reliability(counted: Score) -> Iterator[str]:
    """The reliability table: what was said, and what was right."""
    yield "| said | steps | mean said % | right % |\n|---|---|---|---|"
    for number, (steps, said, right) in enumerate(counted.bins):
        if steps:
            span = f"{number / BINS:.2f}–{(number + 1) / BINS:.2f}"
            yield f"| {span} | {int(steps):,} | {100 * said / steps:.1f} | {100 * right / steps:.1f} |"


def first_seed(source: Path, truth: Path) -> Iterator[str]:
    """The first seed restored, against the article restored by hand: every syllable that differs.

    The caption is left out, since the source has it whole.
    """
    words = re.compile(WORD)
    restored = words.findall(restore(source.read_text("utf-8")).text)
    by_hand = words.findall(re.sub(r"^!\[.*", "", article_body(truth), flags=re.MULTILINE))
    pairs: Iterable[tuple[str, int, int, int, int]] = difflib.SequenceMatcher(
        None, restored, by_hand, autojunk=False
    ).get_opcodes()
    damage = DAMAGES["drop-after-latin1"]
    lost = sum(damage(word) != word for word in by_hand)
    wrong = [
        (restored[first:last], by_hand[start:end])
        for kind, first, last, start, end in pairs
        if kind == "replace"
    ]
    count = sum(len(right) for _, right in wrong)
    letters = sum(len(word) - len(damage(word)) for word in by_hand)
    missed = sum(len(word) - len(damage(word)) for _, right in wrong for word in right)
    yield f"lost syllables {lost}, right {lost - count} ({100 * (lost - count) / lost:.2f} %)"
    yield f"letters in them {letters}, right {letters - missed}"
    yield from (f"restored {' '.join(said)!r}, by hand {' '.join(right)!r}" for said, right in wrong)
