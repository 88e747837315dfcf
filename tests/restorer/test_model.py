"""The model in the package: its size, its loading, its figures, and broken ones."""

import hashlib
import struct
import tracemalloc
import zlib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_models import shares_after

from kyyeu.restorer import BrokenModel
from kyyeu.restorer.adaptation import adapt, adapted_model
from kyyeu.restorer.api import restore
from kyyeu.restorer.model_file import COLUMNS, MAGIC, _parse_columns, parse_model, shipped_model

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


COLUMNS_OF_DATA = _parse_columns(DATA)


def packed(columns: dict[str, bytes]) -> bytes:
    """A model file of these columns, however wrong, with the checksum that it should have."""
    parts = (zlib.compress(columns[name], 1) for name in COLUMNS)
    told = b"".join(struct.pack("<I", len(part)) + part for part in parts)
    return MAGIC + struct.pack("<I", zlib.crc32(told)) + told


SMALL = {name: column[:0] for name, column in COLUMNS_OF_DATA.items()} | {
    "units": b"a\nb", "unigrams": b"\1\2", "unit_backoffs": b"\1\2", "capitals_after_lower": b"\1\2",
    "capitals_after_capital": b"\1\2", "other_spellings": b"\1\2", "pair_lengths": b"\1\0",
    "pair_lengths_high": b"\0\0", "pair_gaps": b"\1", "pair_gaps_high": b"\0", "pairs": b"\1",
    "context_lengths": b"\1\0", "context_lengths_high": b"\0\0", "row_lengths": b"\1",
    "row_lengths_high": b"\0", "context_backoffs": b"\1", "triple_gaps": b"\1", "triple_gaps_high": b"\0",
    "triples": b"\1",
}  # fmt: skip


def test_a_small_model_is_one() -> None:
    assert parse_model(packed(SMALL)).units == ["a", "b"]


@given(st.sampled_from([name for name in COLUMNS if SMALL[name]]), st.binary(max_size=9))
def test_columns_that_do_not_fit_together_are_no_model(name: str, column: bytes) -> None:
    """One that fits by chance is a model: who made it may give it any numbers that its tables hold."""
    try:
        parse_model(packed(SMALL | {name: column}))
    except BrokenModel:
        return
    assert len(column) == len(SMALL[name]) or name == "units"


def test_a_few_bytes_that_stand_for_many_are_not_unpacked() -> None:
    data = packed(SMALL | {"pairs": bytes(300_000_000)})
    tracemalloc.start()
    with pytest.raises(BrokenModel):
        parse_model(data)
    assert tracemalloc.get_traced_memory()[1] < 250_000_000
    tracemalloc.stop()


OWN = "Ông Vi Văn Gừng và bà Gừng làm nghề nấu rượu gừng. Ông Gừng gửi rượu. Xã Gừng Lổng ở xa.\n"


def test_own_articles_teach_their_words() -> None:
    own = "---\ntitle: x\n---\n" + OWN * 3
    source = "Xã Gng Lng  xa."
    assert "Gừng Lổng ở" not in restore(source, "drop").text
    assert "Gừng Lổng ở" in restore(source, "drop", adapted_model(adapt([own]))).text


def test_own_articles_are_counted_the_same_in_any_order() -> None:
    assert adapt([OWN, "Xã Gừng."]) == adapt(["Xã Gừng.", OWN])
