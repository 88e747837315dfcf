"""Which gaps are a typist's, and which are left of words that vanished whole."""

import pytest

from kyyeu.restorer.damage import DAMAGES
from kyyeu.restorer.habit import Habit
from kyyeu.restorer.model_file import shipped_model
from kyyeu.restorer.restoring import restorer_for

# One word in 41 is a gap: more than where ở alone is lost, fewer than where đã, để, đó, ở are.
TEXT = f"{'ban nghe ' * 20} tin " * 30


def vanishing(damage: str) -> float:
    """How frequent the words are that a damage deletes whole."""
    return restorer_for(DAMAGES[damage], shipped_model()).inversion.vanishing


@pytest.mark.parametrize(
    ("damage", "typist"),
    [("drop", True), ("drop-after-latin1", True), ("drop-windows-1258", True), ("drop-ascii", False)],
)
def test_gaps_are_a_typist_s_where_fewer_words_vanish(damage: str, typist: bool) -> None:
    assert (Habit.of(TEXT, vanishing(damage)).between > 0.01) is typist


def test_a_damage_that_deletes_nothing_whole_leaves_every_gap_to_the_typist() -> None:
    assert Habit.of(TEXT, 0.0).between > Habit.of(TEXT, vanishing("drop")).between


def test_a_text_without_gaps_has_no_habit() -> None:
    assert Habit.of("ban nghe tin " * 100, vanishing("drop-ascii")) == Habit()
