"""What ``kyyeu restore`` tells of one source: what was restored, why, and where an editor should look."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from kyyeu.speech.messages import word, word_damage, word_path
from kyyeu.speech.numbers import word_probability, word_threshold

if TYPE_CHECKING:
    from kyyeu.archive.archive import Outcome
    from kyyeu.intake.doubts import Doubt
    from kyyeu.intake.otherwise import Otherwise
    from kyyeu.intake.task import Restored

_MOST_OTHERS = 3  # other readings told of one doubt
_MOST_UNKNOWN = 12  # words told of those that nothing explains
_MOST_RUNS = 8  # places told where lines were joined


def summarise(outcome: "Outcome", sure: float, language: str) -> Iterator[str]:
    """What was done to a source, line by line, and the readings less probable than `sure` (0 to 1)."""
    restored = outcome.restored
    assert restored is not None
    if restored.damage != "none":
        what = word_damage(restored.damage, language)
        yield word("restored-damage", language, damage=restored.damage, what=what)
    if outcome.kept:
        yield word("restored-kept", language)
    if outcome.page:
        yield word("restored-review", language, path=word_path(outcome.page))
    if not restored.titled:
        yield word("restored-untitled", language)
    if restored.joined_lines:
        yield _word_joined(restored.joined_lines, language)
    if restored.otherwise:
        yield word_otherwise(restored.otherwise, language)
    if restored.damage == "none":
        if restored.sure < sure:
            yield word("restored-unsure", language, count=len(restored.unknown))
        elif not restored.otherwise:
            yield word("restored-sound", language, syllables=restored.syllables)
        if restored.unknown:
            yield _word_unknown(restored.unknown, language)
    else:
        if restored.why:
            yield _word_why(restored, language)
        elif restored.sure < sure:
            yield word("restored-doubted", language, percent=word_probability(restored.sure, language))
        if restored.joined or restored.parted:
            yield word("restored-spaces", language, joined=restored.joined, parted=restored.parted)
        else:
            yield word(
                "restored-letters", language, letters=restored.letters,
                restored=restored.restored, syllables=restored.syllables,
            )  # fmt: skip
        if not (restored.otherwise and restored.otherwise.kind == "again"):  # else nothing is certain yet
            yield from _tell_doubts(restored, sure, language)


def word_otherwise(otherwise: "Otherwise", language: str) -> str:
    """Which lines another damage explains, and what to do about them."""
    return word(f"restored-{otherwise.kind}", language, **asdict(otherwise))


def _word_joined(lines: Sequence[int], language: str) -> str:
    """How many lines were joined to the one before, and where."""
    runs = list[list[int]]()
    for line in lines:
        if runs and line == runs[-1][-1] + 1:
            runs[-1].append(line)
        else:
            runs.append([line - 1, line])
    told = [f"{run[0]}–{run[-1]}" for run in runs[:_MOST_RUNS]] + ["…"] * (len(runs) > _MOST_RUNS)
    return word("restored-lines", language, count=len(lines), lines=", ".join(told))


def _word_why(restored: "Restored", language: str) -> str:
    """Why this damage: how sure it is, and what was next."""
    second = next((other.damage for other in restored.why[1:] if other.damage != "none"), "")
    percent = word_probability(restored.sure, language)
    if not second:
        return word("restored-why", language, percent=percent)
    return word("restored-why-second", language, percent=percent, damage=second)


def _tell_doubts(restored: "Restored", sure: float, language: str) -> Iterator[str]:
    yield word(
        "restored-sure", language, sure=word_threshold(sure, language),
        certain=restored.certain, doubtful=restored.doubtful,
    )  # fmt: skip
    if restored.unknown:
        yield _word_unknown(restored.unknown, language)
    if restored.doubts:
        yield word("doubts-head", language)
    for doubt in restored.doubts:
        yield word("doubt", language, **_facts(doubt, language)) + _word_others(doubt, language)


def _word_unknown(unknown: Sequence[tuple[str, int]], language: str) -> str:
    words = [word("unknown-word", language, word=each, line=line) for each, line in unknown[:_MOST_UNKNOWN]]
    more = ["…"] if len(unknown) > _MOST_UNKNOWN else []
    return word("restored-unknown", language, count=len(unknown), words=", ".join(words + more))


def _word_others(doubt: "Doubt", language: str) -> str:
    """The other readings; nothing where the damage leaves none, as of a heading in capitals."""
    others = [
        f"{other.text or '∅'} {word_probability(other.probability, language)}"
        for other in doubt.step.alternatives[:_MOST_OTHERS]
    ]
    return word("doubt-others", language, others=", ".join(others)) if others else ""


def _facts(doubt: "Doubt", language: str) -> dict[str, object]:
    return {
        "line": doubt.line,
        "percent": word_probability(doubt.step.probability, language),
        "reading": doubt.step.after or "∅",
        "words": doubt.words,
    }
