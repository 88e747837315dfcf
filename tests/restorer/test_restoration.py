"""What can be done with a restoration: read its steps, choose other readings, send it elsewhere."""

import pickle

import pytest

from kyyeu.restorer import NotText, UnknownDamage, UnknownReading, restore, restore_stream
from kyyeu.restorer.damage import DAMAGES

SOURCE = "Mng thông tin din rng ti cp huyn; vượt qua mi khó khăn."
RESTORED = restore(SOURCE, "drop-after-latin1")
PLACE = SOURCE.index("ti ")


def test_a_reviewer_chooses_among_the_readings() -> None:
    assert "tại cấp huyện" in RESTORED.with_readings({PLACE: "tại"}).text


def test_a_chosen_reading_is_certain_and_the_others_stay_to_be_seen() -> None:
    chosen = RESTORED.with_readings({PLACE: "tại"})
    (step,) = (step for step in chosen.steps if step.start == PLACE)
    assert step.probability == 1.0
    assert "tới" in {other.text for other in step.alternatives}


def test_a_chosen_reading_keeps_the_promise() -> None:
    assert RESTORED.with_readings({PLACE: "tội"}).redamaged() == SOURCE


@pytest.mark.parametrize("reading", ["đến", "t", "tới ", "Tới", ""])
def test_a_reading_that_the_damage_cannot_have_made_is_refused(reading: str) -> None:
    with pytest.raises(UnknownReading) as caught:
        RESTORED.with_readings({PLACE: reading})
    assert (caught.value.place, caught.value.before) == (PLACE, "ti")


def test_a_reading_for_a_place_without_a_step_is_refused() -> None:
    with pytest.raises(UnknownReading):
        RESTORED.with_readings({1: "ạ"})


def test_a_restoration_travels_between_processes() -> None:
    assert pickle.loads(pickle.dumps(RESTORED)) == RESTORED


def test_probabilities_of_a_place_are_shares_of_one() -> None:
    for step in RESTORED.steps:
        assert 0 < step.probability + sum(other.probability for other in step.alternatives) <= 1 + 1e-9


def test_alternatives_come_likeliest_first_and_below_the_reading() -> None:
    for step in RESTORED.steps:
        shares = [step.probability, *(other.probability for other in step.alternatives)]
        assert shares == sorted(shares, reverse=True)


def test_a_stream_comes_back_whole() -> None:
    text = DAMAGES["drop-after-latin1"]("Ban Thường vụ Tỉnh ủy họp. \n" * 9000)
    restored = list(restore_stream([text[:70_001], text[70_001:]], "drop-after-latin1"))
    assert len(restored) > 2
    assert "".join(each.source for each in restored) == text


def test_one_endless_line_is_cut_at_a_space() -> None:
    text = "cp u " * 30_000
    restored = list(restore_stream([text], "drop-after-latin1"))
    assert "".join(each.text for each in restored) == "cấp uỷ " * 30_000


def test_half_a_surrogate_pair_is_no_text() -> None:
    with pytest.raises(NotText) as caught:
        restore("cp \ud800 u")
    assert caught.value.place == 3


def test_an_unknown_damage_is_refused() -> None:
    with pytest.raises(UnknownDamage):
        restore("cp u", "fire")


@pytest.mark.parametrize("source", ["HI NGH BÀN V N ĐNH TÌNH HÌNH VÀ TNH UỶ, U BAN", "TN NHÂN DÂN"])
def test_each_spelling_of_a_line_in_capitals_is_told_once(source: str) -> None:
    for step in restore(source, "drop").steps:
        told = [step.after, *(alternative.text for alternative in step.alternatives)]
        assert len(told) == len(set(told))
