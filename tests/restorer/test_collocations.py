"""Single words beside single readings: weighed as they lie in a model, and learnt from places in doubt."""

import numpy as np
import pytest
from small_models import pruned, units_named
from torn import KNOWN, ONE, OTHER, TELLING, torn

from kyyeu.restorer.collocations import DISTANCES, Collocations
from kyyeu.restorer.model_file import parse_model
from kyyeu.restorer.scale import FACTORS
from kyyeu.restorer.units import UNKNOWN
from training import vectors, weights
from training.counting import MASK, UNIT_BITS
from training.habits import Habits
from training.lessons import Lessons
from training.packing import write_model
from training.vectors import STEPS, Examples
from training.weights import Weights, learn_weights

NGRAMS = pruned([0, 4, 6, 0, 4, 7, 0, 5, 6, 0, 5, 7, 0], KNOWN)


@pytest.fixture(autouse=True)
def few_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Vectors for few units, so that learning takes no time."""
    monkeypatch.setattr(vectors, "KNOWN", KNOWN)


def key(reading: int, distance: int, word: int) -> int:
    return (reading * len(DISTANCES) + DISTANCES.index(distance)) << UNIT_BITS | word


def read_back(factors: dict[int, float]) -> Collocations:
    """The collocations as a model has them that was written with these."""
    weights = Weights(
        np.array(sorted(factors), np.int64), np.array([factors[each] for each in sorted(factors)])
    )
    learnt = vectors.learn_vectors(torn(0, 3, lambda around: np.zeros(len(around), np.int64)))
    habits = Habits(*[np.zeros(KNOWN)] * 3)
    model = parse_model(write_model(units_named(KNOWN), NGRAMS, habits, Lessons(weights, learnt)))
    assert model.surroundings is not None
    return model.surroundings.collocations


def factor(kept: Collocations, reading: int, near: dict[int, int]) -> float:
    """What these words, by how far off they are, say for a reading."""
    text = np.full(11, UNKNOWN)
    for distance, word in near.items():
        text[5 + distance] = word
    return float(kept.factors(np.array([reading]), text, np.array([5]))[0])


@pytest.mark.parametrize("distance", DISTANCES)
def test_a_word_speaks_for_one_reading_at_one_distance(distance: int) -> None:
    kept = read_back({key(ONE, distance, TELLING): 2.0})
    assert factor(kept, ONE, {distance: TELLING}) == pytest.approx(2.0, rel=0.05)
    assert factor(kept, OTHER, {distance: TELLING}) == 1.0
    assert factor(kept, ONE, {distance: TELLING + 1}) == 1.0
    for other in {*range(-5, 6)} - {0, distance}:
        assert factor(kept, ONE, {other: TELLING}) == 1.0


def test_what_several_words_say_is_multiplied() -> None:
    kept = read_back({key(ONE, -1, TELLING): 2.0, key(ONE, -1, OTHER): 3.0, key(ONE, 3, OTHER): 0.5})
    assert factor(kept, ONE, {-1: OTHER, 3: OTHER}) == pytest.approx(1.5, rel=0.1)


def test_factors_out_of_the_scale_are_its_ends() -> None:
    kept = read_back({key(ONE, 1, TELLING): 1e9, key(OTHER, 1, TELLING): 1e-9})
    ends = [factor(kept, reading, {1: TELLING}) for reading in (ONE, OTHER)]
    assert ends == pytest.approx([FACTORS.values[-1], FACTORS.values[0]])


THREE_OFF = STEPS.index(3)


TAUGHT = torn(6_000, 3, lambda around: (around[:, THREE_OFF] == TELLING).astype(np.int64))


def learnt(examples: Examples) -> dict[int, float]:
    weights = learn_weights(examples)
    return dict(zip(weights.keys.tolist(), weights.factors.tolist(), strict=True))


def test_a_word_three_places_off_is_learnt_to_decide() -> None:
    factors = learnt(TAUGHT)
    assert factors[key(OTHER, 3, TELLING)] > 1.2 > 0.8 > factors[key(OTHER, 3, TELLING - 1)]
    assert factors[key(ONE, 3, TELLING - 1)] > 1.2 > 0.8 > factors[key(ONE, 3, TELLING)]
    assert {each & MASK for each, factor in factors.items() if abs(np.log(factor)) > 0.2} == {
        TELLING,
        TELLING - 1,
    }


def test_what_is_learnt_is_weighed_in_examples() -> None:
    weighed = learn_weights(TAUGHT).weigh(TAUGHT)
    assert np.mean(weighed.logarithms.argmax(axis=1) == TAUGHT.right) > 0.99
    assert np.array_equal(np.isfinite(weighed.logarithms), np.isfinite(TAUGHT.logarithms))


def test_what_is_learnt_is_the_same_each_time() -> None:
    assert learnt(TAUGHT) == learnt(TAUGHT)


def test_only_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the shipped model they are 300,000, as many as have room in its 5 MB."""
    monkeypatch.setattr(weights, "KEPT", 4)
    assert {each & MASK for each in learnt(TAUGHT)} == {TELLING, TELLING - 1}


def test_nothing_is_learnt_from_few_examples_or_none() -> None:
    assert learnt(TAUGHT.at(np.arange(3))) == learnt(TAUGHT.at(np.arange(0))) == {}
