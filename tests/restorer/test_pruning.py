"""Which n-grams are kept, and that what is left still adds up."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_models import MANY, pruned, smoothed

from kyyeu.restorer.damage import DAMAGES
from kyyeu.restorer.units import SPECIAL
from training.ambiguity import ambiguities
from training.counting import MASK, UNIT_BITS
from training.pruning import BackoffModel, prune
from training.smoothing import Floats, look_up

SIZE = 12
PAIR = MASK << UNIT_BITS | MASK
STREAMS = st.lists(st.integers(0, SIZE - 1), max_size=200)


def after_one(ngrams: BackoffModel, first: int) -> Floats:
    """p(w | v) of every w."""
    keys = first << UNIT_BITS | np.arange(ngrams.unigrams.size)
    kept = look_up(ngrams.bigram_keys, ngrams.bigrams, keys)
    return np.where(np.isnan(kept), ngrams.unit_backoffs[first] * ngrams.unigrams, kept)


def after_two(ngrams: BackoffModel, context: int) -> Floats:
    """p(w | u, v) of every w."""
    keys = context << UNIT_BITS | np.arange(ngrams.unigrams.size)
    kept = look_up(ngrams.trigram_keys, ngrams.trigrams, keys)
    (backoff,) = ngrams.context_backoffs[ngrams.context_keys == context]
    return np.where(np.isnan(kept), backoff * after_one(ngrams, context & MASK), kept)


@given(stream=STREAMS, pairs=st.integers(0, 60), triples=st.integers(0, 60))
def test_every_triple_kept_is_made_of_pairs_kept(stream: list[int], pairs: int, triples: int) -> None:
    ngrams = pruned(stream, SIZE, pairs, triples)
    assert np.isin(ngrams.trigram_keys >> UNIT_BITS, ngrams.bigram_keys).all()
    assert np.isin(ngrams.trigram_keys & PAIR, ngrams.bigram_keys).all()
    assert ngrams.context_keys.tolist() == sorted({key >> UNIT_BITS for key in ngrams.trigram_keys.tolist()})


@given(stream=STREAMS, pairs=st.integers(0, 60), triples=st.integers(0, 60))
def test_no_more_are_kept_than_asked_for(stream: list[int], pairs: int, triples: int) -> None:
    ngrams = pruned(stream, SIZE, pairs, triples)
    assert ngrams.trigram_keys.size <= triples
    # Each triple may want the two pairs it is made of.
    assert ngrams.bigram_keys.size <= max(pairs, 2 * triples)


def test_all_are_kept_where_there_is_room() -> None:
    stream = random.Random(3).choices(range(SIZE), k=300)
    ngrams, whole = pruned(stream, SIZE), smoothed(stream, SIZE)
    assert ngrams.bigram_keys.tolist() == whole.bigrams.keys.tolist()
    closed = np.isin(whole.trigrams.histories, whole.bigrams.keys)
    assert ngrams.trigram_keys.tolist() == whole.trigrams.keys[closed].tolist()


@given(stream=STREAMS, pairs=st.integers(0, 40), triples=st.integers(0, 40))
def test_what_may_follow_adds_up_to_one(stream: list[int], pairs: int, triples: int) -> None:
    ngrams = pruned(stream, SIZE, pairs, triples)
    for first in range(SIZE):
        assert after_one(ngrams, first).sum() == pytest.approx(1.0, abs=1e-3)
    for context in ngrams.context_keys.tolist():
        assert after_two(ngrams, context).sum() == pytest.approx(1.0, abs=1e-3)


def test_of_equal_ngrams_those_of_hidden_words_are_kept() -> None:
    # 4 to 7 and 8 to 11 follow one another in the same way.
    stream = [unit for _ in range(6) for unit in (4, 5, 6, 7, 0, 4, 6, 5, 0, 8, 9, 10, 11, 0, 8, 10, 9, 0)]
    for hidden, plain in ((range(4, 8), range(8, 12)), (range(8, 12), range(4, 8))):
        shares = np.zeros(SIZE)
        shares[hidden.start : hidden.stop] = 0.9
        ngrams = pruned(stream, SIZE, 6, 4, shares)
        units = np.concatenate(
            [ngrams.trigram_keys >> shift & MASK for shift in (0, UNIT_BITS, 2 * UNIT_BITS)]
        )
        assert np.isin(units, hidden).any()
        assert not np.isin(units, plain).any()


def test_pairs_of_hidden_words_are_kept_first() -> None:
    stream = [unit for _ in range(6) for unit in (4, 5, 0, 5, 4, 0, 8, 9, 0, 9, 8, 0)]
    shares = np.zeros(SIZE)
    shares[8:10] = 0.9
    kept = pruned(stream, SIZE, 2, 0, shares).bigram_keys.tolist()
    assert kept == [8 << UNIT_BITS | 9, 9 << UNIT_BITS | 8]


UNITS = [*SPECIAL, "ban", "bàn", "bản", "bạn", "xem", "ở"]
BAN, BÀN, BẢN, BẠN, XEM, Ở = range(len(SPECIAL), len(UNITS))


@given(stream=st.lists(st.integers(0, len(UNITS) - 1), max_size=120))
def test_a_word_hides_behind_all_that_read_like_it(stream: list[int]) -> None:
    """What others that read alike have of the probability, worked out one by one."""
    model, numbers = smoothed(stream, len(UNITS)), range(len(UNITS))
    pairs = np.array([[first << UNIT_BITS | last for last in numbers] for first in numbers])
    after = model.pair_probabilities(pairs.ravel()).reshape(pairs.shape)
    narrow, wide = ambiguities(UNITS, model)
    for found, alike in (narrow, ({BẢN, BẠN},)), (wide, ({BAN, BÀN, BẢN, BẠN},)):
        like = [next((list(group) for group in alike if unit in group), [unit]) for unit in numbers]
        for unit in numbers:
            others = model.unigrams[like[unit]].sum()
            assert found.alone[unit] == pytest.approx(1 - model.unigrams[unit] / others, abs=1e-9)
        for place, key in enumerate(model.bigrams.keys.tolist()):
            first, last = key >> UNIT_BITS, key & MASK
            others = after[first, like[last]].sum()
            assert found.after[place] == pytest.approx(1 - after[first, last] / others, abs=1e-9)
            both = model.unigrams * after[:, last]
            assert found.before[place] == pytest.approx(1 - both[first] / both[like[first]].sum(), abs=1e-9)


def test_special_units_hide_nothing_and_behind_nothing() -> None:
    model = smoothed([0, BAN, BÀN, 0, BẢN, 1, BẠN, 2, XEM, 3, Ở], len(UNITS))
    for found in ambiguities(UNITS, model):
        assert not found.alone[: len(SPECIAL)].any()
        assert not found.after[model.bigrams.last < len(SPECIAL)].any()


def test_a_triple_that_decides_is_kept_before_one_more_frequent_that_does_not() -> None:
    # After "xem", bạn or bản: the word before it tells which. After "ở" always ban, whatever comes before.
    deciding = [0, BÀN, XEM, BẠN, 0, BAN, XEM, BẢN] * 6
    idle = [0, BÀN, Ở, BAN, 0, BAN, Ở, BAN] * 9
    model = smoothed(deciding + idle, len(UNITS))
    kept = prune(model, MANY, 4, ambiguities(UNITS, model)).trigram_keys
    assert {int(key) >> UNIT_BITS & MASK for key in kept if int(key) & MASK in (BAN, BẢN, BẠN)} == {XEM}


def test_the_damages_are_the_narrowest_and_the_widest() -> None:
    narrow, wide = DAMAGES["drop-after-latin1"], DAMAGES["strip-diacritics"]
    model = smoothed([0, BAN, BÀN, BẢN, BẠN], len(UNITS))
    found = [one.alone[BẠN] for one in ambiguities(UNITS, model)]
    for damage, ambiguity in zip((narrow, wide), found, strict=True):
        alike = [number for number, unit in enumerate(UNITS) if damage(unit) == damage("bạn")]
        assert ambiguity == pytest.approx(1 - model.unigrams[BẠN] / model.unigrams[alike].sum())
