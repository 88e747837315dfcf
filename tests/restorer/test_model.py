"""The model in the package: its size, its loading, its figures, and broken ones."""

import hashlib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_models import shares_after

from kyyeu.restorer import BrokenModel
from kyyeu.restorer.adaptation import adapt, adapted_model
from kyyeu.restorer.api import restore
from kyyeu.restorer.model_file import parse_model, shipped_model

DATA = resources.files("kyyeu.restorer").joinpath("vietnamese.model").read_bytes()


def test_it_is_five_megabytes_at_most() -> None:
    assert len(DATA) <= 5_000_000


def test_what_is_said_of_its_sources_is_said_of_this_file() -> None:
    told = resources.files("kyyeu.restorer").joinpath("vietnamese.md").read_text("utf-8")
    assert hashlib.sha256(DATA).hexdigest() in told


def test_the_pairs_of_a_unit_share_less_than_one() -> None:
    model = shipped_model()
    for unit in ("văn", "tỉnh", "của"):
        assert shares_after(model, model.numbers[unit]).sum() == pytest.approx(1.0, abs=0.05)


def test_a_likely_word_is_likelier_than_an_unlikely_one() -> None:
    model = shipped_model()
    office, other = (model.numbers[unit] for unit in ("phòng", "phong"))
    after = shares_after(model, model.numbers["văn"])
    assert after[office] > 3 * after[other]


@given(st.integers(0, len(DATA) - 1))
def test_a_model_cut_short_is_said_to_be_broken(length: int) -> None:
    with pytest.raises(BrokenModel):
        parse_model(DATA[:length])


OWN = "Ông Vi Văn Gừng và bà Gừng làm nghề nấu rượu gừng. Ông Gừng gửi rượu. Xã Gừng Lổng ở xa.\n"


def test_own_articles_teach_their_words() -> None:
    own = "---\ntitle: x\n---\n" + OWN * 3
    source = "Xã Gng Lng  xa."
    assert "Gừng Lổng ở" not in restore(source, "drop").text
    assert "Gừng Lổng ở" in restore(source, "drop", adapted_model(adapt([own]))).text


def test_own_articles_are_counted_the_same_in_any_order() -> None:
    assert adapt([OWN, "Xã Gừng."]) == adapt(["Xã Gừng.", OWN])
