"""Sentences decoded side by side say what all their readings, tried one by one, say."""

import math
import random
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_models import MANY, pruned, read_back

from kyyeu.restorer import decoding
from kyyeu.restorer.decoding import Decoder
from kyyeu.restorer.language_model import NO_CONTEXT, Model
from kyyeu.restorer.readings import NOTHING, Readings
from kyyeu.restorer.sheet import Sheet
from kyyeu.restorer.units import SENTENCE

SIZE = 9
STREAM = random.Random(18).choices(range(SIZE - 1), k=400)
MODELS = [
    read_back(pruned(STREAM, SIZE, pairs, triples)) for pairs, triples in [(MANY, MANY), (20, 30), (0, 0)]
]

WEIGHTS = st.floats(0.1, 3.0)
CHOICES = st.lists(st.tuples(st.integers(0, SIZE - 1), WEIGHTS), min_size=1, max_size=3)
NOTHINGS = st.lists(st.tuples(st.integers(0, SIZE - 1), WEIGHTS), max_size=2).map(
    lambda found: [(NOTHING, 0.7), *found]
)


def readings(found: list[tuple[int, float]]) -> Readings:
    units, weights = zip(*found, strict=True)
    return Readings.of(units, tuple(f"{place}" for place in range(len(units))), weights)


PLACES = st.one_of(CHOICES, NOTHINGS, st.integers(0, SIZE - 1).map(lambda unit: [(unit, 1.0)])).map(readings)
SENTENCES = st.lists(st.lists(PLACES, min_size=1, max_size=5), max_size=4)


@pytest.fixture(autouse=True)
def no_beam(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is given up, so that what comes out is exact."""
    monkeypatch.setattr(decoding, "_BEAM", 0.0)
    monkeypatch.setattr(decoding, "_NEGLIGIBLE", 0.0)


def one_by_one(model: Model, sentence: list[Readings]) -> tuple[float, list[dict[int, float]]]:
    """How likely a sentence is, and of that each reading's share at each place."""
    total, shares = 0.0, [dict[int, float]() for _ in sentence]
    for chosen in product(*(range(len(place.units)) for place in sentence)):
        context, unit, likely = NO_CONTEXT, SENTENCE, 1.0
        for place, reading in zip(sentence, chosen, strict=True):
            word = place.units[reading]
            likely *= place.parts[reading] * place.weights[place.word_of[reading]]
            if word != NOTHING:
                share, reached = model.follow(np.array([context]), np.array([unit]), np.array([word]))
                likely *= float(share[0])
                context, unit = int(reached[0]), word
        total += likely
        for found, reading in zip(shares, chosen, strict=True):
            found[reading] = found.get(reading, 0.0) + likely
    return total, [{reading: share / total for reading, share in found.items()} for found in shares]


@pytest.mark.parametrize("model", MODELS, ids=["whole", "pruned", "units alone"])
@given(sentences=SENTENCES)
def test_posteriors_are_those_of_all_readings_tried(model: Model, sentences: list[list[Readings]]) -> None:
    posteriors = Decoder(model).posteriors(Sheet.of(sentences))
    expected = [
        share
        for sentence in sentences
        for place, share in zip(sentence, one_by_one(model, sentence)[1], strict=True)
        if len(place.units) > 1
    ]
    found = [dict[int, float]() for _ in expected]
    for slot, reading, share in zip(posteriors.slots, posteriors.readings, posteriors.shares, strict=True):
        found[slot][int(reading)] = float(share)
    assert found == [pytest.approx(shares) for shares in expected]
    assert posteriors.best.tolist() == pytest.approx([max(shares.values()) for shares in expected])


@pytest.mark.parametrize("model", MODELS, ids=["whole", "pruned", "units alone"])
@given(sentences=SENTENCES)
def test_evidence_is_the_sum_of_all_readings(model: Model, sentences: list[list[Readings]]) -> None:
    expected = [math.log(one_by_one(model, sentence)[0]) for sentence in sentences]
    assert Decoder(model).log_evidences(Sheet.of(sentences)).tolist() == pytest.approx(expected)


@given(sentences=st.lists(st.lists(PLACES, min_size=1, max_size=30), min_size=1, max_size=8))
def test_few_or_many_at_a_time_come_to_the_same(sentences: list[list[Readings]]) -> None:
    sheet = Sheet.of(sentences)
    at_once = Decoder(MODELS[0]).posteriors(sheet)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(decoding, "_TOGETHER", 3)
        in_parts = Decoder(MODELS[0]).posteriors(sheet)
    assert at_once.slots.tolist() == in_parts.slots.tolist()
    assert at_once.readings.tolist() == in_parts.readings.tolist()
    assert at_once.shares == pytest.approx(in_parts.shares)


def test_ways_far_less_likely_than_the_best_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = Sheet.of([[readings([(4, 1.0), (5, 1e-6)])]])
    assert Decoder(MODELS[0]).posteriors(sheet).readings.tolist() == [0, 1]
    monkeypatch.setattr(decoding, "_BEAM", 1e-3)
    assert Decoder(MODELS[0]).posteriors(sheet).shares.tolist() == [1.0]


def test_readings_not_worth_telling_are_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = Sheet.of([[readings([(4, 1.0), (4, 1e-6)])]])
    monkeypatch.setattr(decoding, "_NEGLIGIBLE", 1e-5)
    assert Decoder(MODELS[0]).posteriors(sheet).readings.tolist() == [0]
