"""The promise: a restorer only adds what the damage removed, on any text whatever."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kyyeu.restorer import Restoration, replay, restore
from kyyeu.restorer.damage import DAMAGES
from kyyeu.restorer.damage.letters import LETTERS, MARKS

ANYTHING = st.text(st.characters(exclude_categories=["Cs"]))
# Letters the damages are about, what they leave, and what confuses them.
TRICKY = st.text(
    st.sampled_from(
        LETTERS + MARKS + 'aeiouyAEIOUY bcđghklmnptvBCĐT  \n\t\r.,?!“”"()-\ufffd\u00a0\u3000ßİ1²_Ⅷ𝒜'
    )
)
WORDS = st.lists(
    st.sampled_from(
        "ủy ban Ủy Uỷ ở Ở ạ được của cấp uỷ ĐẢNG BỘ TỈNH ưộ ộ aộộ ế Ế ? ?? c? \ufffd \u0301".split()
    ),
    max_size=20,
).map(" ".join)
TEXTS = st.one_of(ANYTHING, TRICKY, WORDS)

damages = pytest.mark.parametrize("damage", DAMAGES)


@damages
@given(text=TEXTS)
@example(text="Ò0Ạ")  # spared by VPS, and doubted
@example(text="“n định")  # ổn would have been shielded by the quotation mark
def test_a_restoration_keeps_the_promise(damage: str, text: str) -> None:
    restored = restore(text, damage)
    assert restored.source == restored.redamaged() == text
    assert replay(restored.source, restored.steps) == restored.text
    steps_say_what_stands_in_the_source_and_do_not_overlap(restored)
    a_word_that_was_spared_or_is_unknown_is_not_restored(restored)
    every_alternative_keeps_the_promise(restored)


def steps_say_what_stands_in_the_source_and_do_not_overlap(restored: Restoration) -> None:
    end = 0
    for step in restored.steps:
        assert step.start >= end
        assert restored.source[step.start : step.end] == step.before
        end = step.end


def a_word_that_was_spared_or_is_unknown_is_not_restored(restored: Restoration) -> None:
    """What was spared may be unknown too: where it may be written in the old code page."""
    steps = [(step.start, step.end) for step in restored.steps]
    for spans in (restored.spared, restored.unknown):
        words = [(span.start, span.end) for span in spans]
        told = sorted([*words, *steps])
        assert all(end <= start for (_, end), (start, _) in pairwise(told))
        assert all(0 <= start < end <= len(restored.source) for start, end in words)


def every_alternative_keeps_the_promise(restored: Restoration) -> None:
    for step in restored.steps[:5]:
        for other in step.alternatives:
            assert restored.with_readings({step.start: other.text}).redamaged() == restored.source


@damages
@given(text=TEXTS)
def test_the_plain_damage_gives_the_source_where_nothing_was_spared(damage: str, text: str) -> None:
    damaged = DAMAGES[damage](text)
    restored = restore(damaged, damage)
    if not restored.spared:
        assert DAMAGES[damage](restored.text) == damaged


@given(text=TEXTS)
def test_finding_the_damage_keeps_the_promise(text: str) -> None:
    from kyyeu.restorer import AmbiguousDamage

    try:
        restored = restore(text)
    except AmbiguousDamage as error:
        assert len(error.names) > 1
    else:
        assert restored.redamaged() == text


@given(text=TEXTS)
def test_json_brings_everything_back(text: str) -> None:
    restored = restore(text, "drop-after-latin1")
    assert Restoration.from_json(restored.to_json()) == restored
