"""What training writes is what the restorer reads, for any small model whatever."""

import math
import random
from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_models import MANY, context, packed, pruned, read_back, shares_after, units_named

from kyyeu.restorer import BrokenModel
from kyyeu.restorer.language_model import NO_CONTEXT, Model
from kyyeu.restorer.model_file import MAGIC, parse_model
from kyyeu.restorer.scale import BACKOFFS, PROBABILITIES
from training.counting import MASK, UNIT_BITS
from training.pruning import BackoffModel

SIZE = 14
STREAMS = st.lists(st.integers(0, SIZE - 2), max_size=150)
HALF_A_STEP = PROBABILITIES.step / 2 + 1e-9
HALF_A_BACKOFF = BACKOFFS.step / 2 + 1e-9


def assert_near(read: float, written: float, half: float) -> None:
    assert abs(math.log(read) - math.log(written)) <= half


def triples(ngrams: BackoffModel) -> Iterator[tuple[int, int, int, float]]:
    for key, share in zip(ngrams.trigram_keys.tolist(), ngrams.trigrams.tolist(), strict=True):
        yield key >> 2 * UNIT_BITS, key >> UNIT_BITS & MASK, key & MASK, share


def check_pairs(model: Model, ngrams: BackoffModel) -> None:
    kept = dict(zip(ngrams.bigram_keys.tolist(), ngrams.bigrams.tolist(), strict=True))
    assert model.pairs.keys.tolist() == [key >> UNIT_BITS << 16 | key & MASK for key in kept]
    for first in range(ngrams.unigrams.size):
        backoff = float(model.unit_backoffs[first])
        assert_near(backoff, ngrams.unit_backoffs[first].clip(math.exp(BACKOFFS.least)), HALF_A_BACKOFF)
        for second, share in enumerate(shares_after(model, first).tolist()):
            if first << UNIT_BITS | second in kept:
                assert_near(share, kept[first << UNIT_BITS | second], HALF_A_STEP)
            else:
                assert share == backoff * model.unigrams[second]


def check_triples(model: Model, ngrams: BackoffModel) -> None:
    rows: dict[tuple[int, int], dict[int, float]] = {}
    for first, second, last, share in triples(ngrams):
        rows.setdefault((first, second), {})[last] = share
    assert model.context_backoffs.size == len(rows)
    for number, ((first, second), row) in enumerate(rows.items()):
        assert context(model, first, second) == number
        backoff = float(model.context_backoffs[number])
        assert_near(backoff, ngrams.context_backoffs[number].clip(math.exp(BACKOFFS.least)), HALF_A_BACKOFF)
        shorter = shares_after(model, second).tolist()
        for last, share in enumerate(shares_after(model, first, second).tolist()):
            if last in row:
                assert_near(share, row[last], HALF_A_STEP)
            else:
                assert share == pytest.approx(backoff * shorter[last])


def check_contexts(model: Model, ngrams: BackoffModel) -> None:
    opening = set(ngrams.context_keys.tolist())
    for first, second in product(range(ngrams.unigrams.size), repeat=2):
        assert (context(model, first, second) != NO_CONTEXT) == (first << UNIT_BITS | second in opening)


def check(ngrams: BackoffModel) -> None:
    model = read_back(ngrams)
    for read, written in zip(model.unigrams, ngrams.unigrams.tolist(), strict=True):
        assert_near(read, written, HALF_A_STEP)
    check_pairs(model, ngrams)
    check_triples(model, ngrams)
    check_contexts(model, ngrams)


@given(stream=STREAMS, pairs=st.sampled_from([0, 3, 12, MANY]), kept=st.sampled_from([0, 1, 7, MANY]))
def test_a_small_model_is_read_as_it_was_written(stream: list[int], pairs: int, kept: int) -> None:
    check(pruned(stream, SIZE, pairs, kept))


def test_long_rows_are_read_as_they_were_written() -> None:
    chance, many = random.Random(1930), range(6, 130)
    stream = [unit for last in chance.choices(many, k=400) for unit in (4, 5, last, 0)]
    ngrams = pruned(stream, many.stop)
    assert max(np.unique(ngrams.trigram_keys >> UNIT_BITS, return_counts=True)[1]) > 64
    check(ngrams)


def test_of_equally_likely_followers_the_lower_number_comes_first() -> None:
    model = read_back(pruned([0, 4, 9, 0, 4, 7, 0, 4, 8, 0, 4, 7, 0, 4, 8, 0, 4, 9, 0], 10))
    pairs = model.pairs.find(np.full(3, 4), np.array([7, 8, 9]))
    assert len(set(model.pairs.values[pairs].tolist())) == 1
    assert model.ranks[pairs].tolist() == [0, 1, 2]


def test_a_unit_without_followers_leaves_all_to_how_frequent_units_are() -> None:
    model = read_back(pruned([0, 4, 5, 0, 4, 6, 0], 8))
    assert 7 not in model.pairs.keys >> 16
    assert shares_after(model, 7)[4] == pytest.approx(model.unigrams[4], rel=0.15)


def test_the_same_model_is_written_as_the_same_bytes() -> None:
    stream = random.Random(1).choices(range(SIZE), k=300)
    assert len({packed(pruned(stream, SIZE), units_named(SIZE)) for _ in range(2)}) == 1


WHOLE = packed(pruned(random.Random(2).choices(range(SIZE), k=300), SIZE), units_named(SIZE))


@given(length=st.integers(0, len(WHOLE) - 1))
def test_a_small_model_cut_short_is_said_to_be_broken(length: int) -> None:
    with pytest.raises(BrokenModel):
        parse_model(WHOLE[:length])


@given(place=st.integers(0, len(WHOLE) - 1), other=st.integers(1, 255))
def test_a_small_model_with_a_byte_changed_is_said_to_be_broken(place: int, other: int) -> None:
    spoilt = bytearray(WHOLE)
    spoilt[place] ^= other
    with pytest.raises(BrokenModel):
        parse_model(bytes(spoilt))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        WHOLE[1:],
        WHOLE.replace(MAGIC, b"kyyeu restorer model 2\n"),
        MAGIC,
        MAGIC + b"\xff" * 100,
        MAGIC + b"\0" * 100,
        WHOLE + b"\0",
    ],
    ids=[
        *("nothing", "no header", "header of another version", "header alone", "too long a column", "zeros"),
        "more than the columns",
    ],
)
def test_what_is_no_model_of_this_version_is_said_to_be_broken(data: bytes) -> None:
    with pytest.raises(BrokenModel):
        parse_model(data)


def test_a_model_can_do_without_any_triples() -> None:
    ngrams = pruned([0, 4, 5, 0, 4, 6, 0, 5, 4, 0], 8, MANY, 0)
    assert not ngrams.trigram_keys.size
    check(ngrams)
