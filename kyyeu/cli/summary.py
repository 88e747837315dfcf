"""What ``kyyeu restore`` tells of one source: what was restored, why, and where an editor should look."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from math import exp, log
from typing import TYPE_CHECKING

from kyyeu.speech.messages import word, word_damage, word_path
from kyyeu.speech.numbers import word_probability, word_threshold

if TYPE_CHECKING:
    from kyyeu.archive.archive import Outcome
    from kyyeu.intake.doubts import Doubt
    from kyyeu.intake.otherwise import Otherwise
    from kyyeu.intake.task import Restored
    from kyyeu.restorer import Evidence

_MANY = 1e6
_MOST_OTHERS = 3  # other readings told of one doubt
_MOST_UNKNOWN = 12  # words told of those that nothing explains


def summarise(outcome: "Outcome", sure: float, language: str) -> Iterator[str]:
    """What was done to a source, line by line, and the readings less probable than `sure` (0 to 1)."""
    restored = outcome.restored
    assert restored is not None
    if outcome.kept:
        yield word("restored-kept", language)
    if outcome.page:
        yield word("restored-review", language, path=word_path(outcome.page))
    if not restored.titled:
        yield word("restored-untitled", language)
    if restored.otherwise:
        yield word_otherwise(restored.otherwise, language)
    if restored.damage == "none":
        yield from _tell_untouched(restored, language)
    else:
        what = word_damage(restored.damage, language)
        yield word("restored-damage", language, damage=restored.damage, what=what)
        if restored.why:
            yield _word_why(restored.why, language)
        yield word(
            "restored-letters", language, letters=restored.letters,
            restored=restored.restored, syllables=restored.syllables,
        )  # fmt: skip
        if not (restored.otherwise and restored.otherwise.kind == "again"):  # else nothing is certain yet
            yield from _tell_doubts(restored, sure, language)


def word_otherwise(otherwise: "Otherwise", language: str) -> str:
    """Which lines another damage explains, and what to do about them."""
    return word(f"restored-{otherwise.kind}", language, **asdict(otherwise))


def _tell_untouched(restored: "Restored", language: str) -> Iterator[str]:
    """Why nothing was put back, unless that was told with the lines that look damaged."""
    if restored.otherwise:
        return
    if restored.vietnamese:
        yield word("restored-sound", language, syllables=restored.syllables)
    else:
        yield word("restored-foreign", language)


def _word_why(why: Sequence["Evidence"], language: str) -> str:
    """Why this damage: how many times likelier it makes the text than no damage, and than the next best."""
    best, *others = why
    times = _word_times(best.score, language)
    second = next((other for other in others if other.damage != "none"), None)
    if second is None:
        return word("restored-why", language, times=times)
    before = _word_times(best.score - second.score, language)
    return word("restored-why-second", language, times=times, damage=second.damage, before=before)


def _word_times(logarithm: float, language: str) -> str:
    """A ratio of probabilities, from its natural logarithm; beyond a million nobody counts."""
    if logarithm > log(_MANY):
        return word("more-than-million", language)
    return f"{exp(logarithm):.0f}"


def _tell_doubts(restored: "Restored", sure: float, language: str) -> Iterator[str]:
    certain = restored.syllables - restored.doubtful
    threshold = word_threshold(sure, language)
    yield word("restored-sure", language, sure=threshold, certain=certain, doubtful=restored.doubtful)
    if restored.unknown:
        yield _word_unknown(restored.unknown, language)
    if restored.doubts:
        yield word("doubts-head", language)
    for doubt in restored.doubts:
        yield word("doubt", language, **_facts(doubt, language))


def _word_unknown(unknown: Sequence[tuple[str, int]], language: str) -> str:
    words = [word("unknown-word", language, word=each, line=line) for each, line in unknown[:_MOST_UNKNOWN]]
    more = ["…"] if len(unknown) > _MOST_UNKNOWN else []
    return word("restored-unknown", language, count=len(unknown), words=", ".join(words + more))


def _facts(doubt: "Doubt", language: str) -> dict[str, object]:
    others = (
        f"{other.text or '∅'} {word_probability(other.probability, language)}"
        for other in doubt.step.alternatives[:_MOST_OTHERS]
    )
    return {
        "line": doubt.line,
        "percent": word_probability(doubt.step.probability, language),
        "reading": doubt.step.after or "∅",
        "words": doubt.words,
        "others": ", ".join(others),
    }
