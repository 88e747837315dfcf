"""Text damaged by codecs, escapes, keys and converters, not by our own tables: right, or not certain."""

from collections.abc import Sequence
from unicodedata import normalize

import pytest
from _pytest.mark import ParameterSet

from benchmarks.restorer.cases import SOUND, Case, Tally, answer_of
from benchmarks.restorer.ways import WAYS, Way
from kyyeu.restorer import AmbiguousDamage, Restoration, restore

TEXTS = {path.stem: path.read_text("utf-8").strip() for path in sorted(SOUND.glob("*.txt"))}
EXACT = ("UTF-8 misread", "UTF-8 misread, several times", "HTML entities", "other escapes", "keystrokes")
# Of these: what loses something, or is too long a way back.
NOT_WHOLE = ("copied", "mac-roman three times", "cp437 three times", "UTF-7", "percent, plus")
WHOLE = [way for way in WAYS if way.kind in EXACT and not any(name in way.name for name in NOT_WHOLE)]


def sampled(ways: Sequence[Way], every: int) -> list[ParameterSet]:
    """Each way with one of the texts; one in so many where CI runs, a third of those in every run."""
    names = [*TEXTS]
    return [
        pytest.param(
            way,
            names[number // every % len(names)],
            marks=[]
            if number % (3 * every) == 0
            else [pytest.mark.long if number % every else pytest.mark.ci],
            id=f"{way.kind}: {way.name}",
        )
        for number, way in enumerate(ways)
    ]


def restored_or_none(source: str) -> Restoration | None:
    try:
        return restore(source)
    except AmbiguousDamage:
        return None


@pytest.mark.parametrize(("way", "text"), sampled(WAYS, 9))
def test_what_is_restored_damaged_again_is_the_source(way: Way, text: str) -> None:
    source = way.damage(TEXTS[text])
    restored = restored_or_none(source)
    assert restored is None or restored.redamaged() == source


@pytest.mark.parametrize(("way", "text"), sampled(WHOLE, 3))
def test_what_lost_nothing_comes_back_whole(way: Way, text: str) -> None:
    restored = restore(way.damage(TEXTS[text]))
    assert restored.vietnamese
    assert normalize("NFC", restored.text).split() == way.right(TEXTS[text]).split()


@pytest.mark.parametrize("text", TEXTS)
def test_sound_text_is_not_changed(text: str) -> None:
    restored = restore(TEXTS[text])
    assert (restored.text, restored.damage, restored.vietnamese) == (TEXTS[text], "none", True)


@pytest.mark.long
@pytest.mark.parametrize("text", TEXTS)
def test_of_words_called_certain_one_in_200_is_wrong_at_most(text: str) -> None:
    tally = Tally()
    for way in WAYS:
        case = Case(way.name, way.damage(TEXTS[text]), way.right(TEXTS[text]))
        tally.add(case, answer_of(case.source))
    assert tally.certain > 10_000 and tally.wrong * 200 <= tally.certain
