"""What words further off say: weighed as the vectors have it, and learnt from places in doubt."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from small_models import no_collocations, pruned, units_named, without_collocations
from torn import KNOWN, ONE, OTHER, torn
from torn import TELLING as FAR_WORD

from kyyeu.restorer.language_model import Model
from kyyeu.restorer.model_file import parse_model
from kyyeu.restorer.posteriors import Posteriors
from kyyeu.restorer.readings import NOTHING
from kyyeu.restorer.surroundings import BIAS_STEP, BUCKETS, DIMENSIONS, MOST_WEIGHED, REACH, Surroundings
from kyyeu.restorer.units import SENTENCE, UNKNOWN
from training import vectors as training
from training.habits import Habits
from training.packing import write_model
from training.vectors import STEPS, Examples, Vectors, join, learn_vectors

PLACE = REACH


Posterior = dict[int, float]
"""Readings to how likely they are."""


def vectors(rows: dict[int, int]) -> NDArray[np.int8]:
    """In the first dimension what is said of each unit, and nothing in the others."""
    found = np.zeros((KNOWN, DIMENSIONS), np.int8)
    for unit, number in rows.items():
        found[unit, 0] = number
    return found


def weigh(
    known: Surroundings, doubt: Posterior, units: Sequence[int], text: Sequence[int], place: int = PLACE
) -> Posterior:
    """The probabilities of the readings with these units, in the light of the text around the place."""
    shares = np.array(list(doubt.values()))
    before = Posteriors(np.zeros(shares.size, np.int64), np.array(list(doubt)), shares)
    asked = np.array([units[reading] for reading in doubt])
    after = known.reconsider(before, asked, np.array(text), np.array([place]))
    return dict(zip(after.readings.tolist(), after.shares.tolist(), strict=True))


def surroundings(
    words: dict[int, int],
    readings: dict[int, int],
    biases: Sequence[int] = (),
    sharpness: float = 1.0,
    weight: float = 0.5,
) -> Surroundings:
    return Surroundings(
        vectors(words),
        vectors(readings),
        np.array([*biases, *[0] * (KNOWN - len(biases))], np.int8),
        np.full((len(BUCKETS), DIMENSIONS), weight),
        sharpness,
        no_collocations(),
    )


def text_with(unit: int, step: int) -> list[int]:
    text = [SENTENCE] * (2 * REACH + 1)
    text[PLACE + step] = unit
    return text


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(("says", "likelier"), [(1, 0), (-1, 1)])
def test_a_word_further_off_tips_a_doubt(step: int, says: int, likelier: int) -> None:
    mended = weigh(
        surroundings({FAR_WORD: 2 * says}, {ONE: 2, OTHER: -2}),
        {0: 0.5, 1: 0.5},
        (ONE, OTHER),
        text_with(FAR_WORD, step),
        PLACE,
    )
    assert mended[likelier] == pytest.approx(1 / (1 + math.exp(-4)))


@pytest.mark.parametrize("step", [0, -REACH - 1, REACH + 1])
def test_the_word_itself_and_those_out_of_reach_say_nothing(step: int) -> None:
    text = [SENTENCE] * (2 * REACH + 3)
    text[PLACE + 1 + step] = FAR_WORD
    mended = weigh(surroundings({FAR_WORD: 9}, {ONE: 9}), {0: 0.4, 1: 0.6}, (ONE, OTHER), text, PLACE + 1)
    assert mended == pytest.approx({0: 0.4, 1: 0.6})


EXTREME = st.sampled_from([-128, -127, 127])


@given(st.tuples(EXTREME, EXTREME), st.sampled_from(STEPS))
def test_vectors_may_have_any_signed_byte(says: tuple[int, int], step: int) -> None:
    text = text_with(FAR_WORD, step)
    text[PLACE - step] = ONE
    known = surroundings({FAR_WORD: says[0], ONE: says[1]}, {ONE: 1}, weight=0.01)
    mended = weigh(known, {0: 0.5, 1: 0.5}, (ONE, OTHER), text)
    assert mended[0] == pytest.approx(1 / (1 + math.exp(-0.01 * sum(says))))


@pytest.mark.parametrize("says", [-128, 127])
@pytest.mark.parametrize("bucket", BUCKETS)
def test_the_words_of_a_bucket_are_added_up_whatever_they_come_to(says: int, bucket: tuple[int, ...]) -> None:
    text = [SENTENCE] * (2 * REACH + 1)
    for step in bucket:
        text[PLACE + step] = FAR_WORD
    known = surroundings({FAR_WORD: says}, {ONE: 1}, weight=0.002)
    mended = weigh(known, {0: 0.5, 1: 0.5}, (ONE, OTHER), text)
    assert mended[0] == pytest.approx(1 / (1 + math.exp(-0.002 * says * len(bucket))))


SHARES = st.lists(st.floats(1e-5, 0.98), min_size=1, max_size=12)
SMALL = st.dictionaries(st.integers(0, KNOWN - 1), st.integers(-15, 15))
UNITS = st.integers(NOTHING, 30)
TEXTS = st.lists(st.integers(0, 30), min_size=2 * REACH + 1, max_size=2 * REACH + 1)


@given(SHARES, st.lists(UNITS, min_size=12, max_size=12), TEXTS, SMALL, SMALL, st.floats(0.2, 2.0))
def test_what_is_weighed_has_the_sum_it_had_and_the_rest_is_left(
    shares: list[float],
    units: list[int],
    text: list[int],
    words: dict[int, int],
    readings: dict[int, int],
    sharpness: float,
) -> None:
    before: Posterior = dict(enumerate(shares))
    known = surroundings(words, readings, range(KNOWN), sharpness, weight=0.02)
    after = weigh(known, before, units, text)
    ranked = sorted(before, key=lambda reading: -before[reading])
    assert after.keys() == before.keys()
    assert math.fsum(after.values()) == pytest.approx(math.fsum(shares))
    assert {reading: after[reading] for reading in ranked[MOST_WEIGHED:]} == {
        reading: before[reading] for reading in ranked[MOST_WEIGHED:]
    }


@pytest.mark.parametrize("unit", [NOTHING, KNOWN, KNOWN + 1, 60_000])
def test_units_without_vectors_are_weighed_like_the_unknown_one(unit: int) -> None:
    known = surroundings({FAR_WORD: 3}, {UNKNOWN: 4, ONE: -4, 0: 9, KNOWN - 1: 9}, [0, 0, 0, 5])
    text = text_with(FAR_WORD, 6)
    doubt = {0: 0.3, 1: 0.7}
    assert weigh(known, doubt, (unit, ONE), text) == weigh(known, doubt, (UNKNOWN, ONE), text)
    assert weigh(known, doubt, (unit, ONE), text)[0] > 0.9


def test_words_without_vectors_speak_like_the_unknown_one() -> None:
    known = surroundings({UNKNOWN: 3, KNOWN - 1: -9}, {ONE: 4})
    doubt = {0: 0.3, 1: 0.7}
    unknown, outside = (weigh(known, doubt, (ONE, OTHER), text_with(unit, -3)) for unit in (UNKNOWN, KNOWN))
    assert unknown == outside
    assert unknown[0] > 0.9


def test_a_bias_is_added_whatever_stands_around() -> None:
    mended = weigh(
        surroundings({}, {}, [0] * ONE + [16]), {0: 0.5, 1: 0.5}, (ONE, OTHER), text_with(FAR_WORD, 1), PLACE
    )
    assert mended[0] / mended[1] == pytest.approx(math.exp(16 * BIAS_STEP))


@pytest.mark.parametrize("sharpness", [0.5, 1.0, 2.0])
def test_sharpness_is_the_power_of_what_the_ngrams_say(sharpness: float) -> None:
    mended = weigh(
        surroundings({}, {}, sharpness=sharpness),
        {0: 0.2, 1: 0.8},
        (ONE, OTHER),
        text_with(FAR_WORD, 1),
        PLACE,
    )
    assert mended[1] / mended[0] == pytest.approx(4**sharpness)


NGRAMS = pruned([0, 4, 6, 0, 4, 7, 0, 5, 6, 0, 5, 7, 0], KNOWN)
HABITS = Habits(*[np.zeros(KNOWN)] * 3)


def model_with(learnt: Vectors | None) -> Model:
    lessons = without_collocations(learnt) if learnt else None
    return parse_model(write_model(units_named(KNOWN), NGRAMS, HABITS, lessons))


def test_a_model_without_vectors_is_one_of_ngrams_alone() -> None:
    assert model_with(None).surroundings is None


@pytest.fixture(autouse=True)
def few_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Vectors for few units, so that learning takes no time."""
    monkeypatch.setattr(training, "KNOWN", KNOWN)


SIX_OFF = STEPS.index(6)


TAUGHT = torn(6_000, 6, lambda around: (around[:, SIX_OFF] == FAR_WORD).astype(np.int64))


def mended(model: Model, examples: Examples, row: int) -> Posterior:
    """The posterior of an example's two readings."""
    text = [SENTENCE] * (2 * REACH + 1)
    for step, unit in zip(STEPS, examples.surroundings[row].tolist(), strict=True):
        text[PLACE + step] = unit
    assert model.surroundings is not None
    before = dict(enumerate(np.exp(examples.logarithms[row][:2]).tolist()))
    return weigh(model.surroundings, before, examples.readings[row].tolist(), text)


def by_floats(learnt: Vectors, examples: Examples, row: int) -> float:
    """How likely the second reading is by the vectors as they were learnt."""
    said = learnt.words[examples.surroundings[row]]
    weights = np.repeat(learnt.weights, [len(together) for together in BUCKETS], axis=0)
    expected = (said * weights).sum(axis=0)
    units = examples.readings[row][:2]
    scores = learnt.readings[units] @ expected + learnt.biases[units]
    scores += learnt.sharpness * examples.logarithms[row][:2]
    return float(1 / (1 + np.exp(scores[0] - scores[1])))


def test_a_word_six_places_off_is_learnt_to_decide() -> None:
    learnt = learn_vectors(TAUGHT)
    model = model_with(learnt)
    seen = [mended(model, TAUGHT, row) for row in range(300)]
    right = [max(posterior, key=posterior.__getitem__) for posterior in seen]
    assert np.mean(np.array(right) == TAUGHT.right[:300]) > 0.95


def test_the_model_decides_as_the_vectors_learnt_do() -> None:
    learnt = learn_vectors(TAUGHT)
    model = model_with(learnt)
    assert model.surroundings is not None
    assert model.surroundings.sharpness == pytest.approx(learnt.sharpness)
    for row in range(100):
        assert mended(model, TAUGHT, row)[1] == pytest.approx(by_floats(learnt, TAUGHT, row), abs=0.1)


def test_what_is_learnt_is_the_same_each_time() -> None:
    assert learn_vectors(TAUGHT).columns() == learn_vectors(TAUGHT).columns()


def test_ngrams_that_know_better_than_they_say_are_believed_more() -> None:
    sure = torn(3_000, 6, lambda around: np.zeros(len(around), np.int64))
    readings = sure.readings.copy()
    readings[::2, :2] = OTHER, ONE
    logarithms = sure.logarithms.copy()
    logarithms[:, :2] = np.log(0.7), np.log(0.3)
    assert learn_vectors(replace(sure, readings=readings, logarithms=logarithms)).sharpness > 1.1


def test_parts_are_joined_in_their_order() -> None:
    parts = [TAUGHT.at(np.arange(start, start + 5)) for start in (0, 5, 10)]
    joined, whole = join(parts), TAUGHT.at(np.arange(15))
    for name in ("surroundings", "readings", "logarithms", "right"):
        assert np.array_equal(getattr(joined, name), getattr(whole, name))
        assert getattr(joined, name).dtype == getattr(whole, name).dtype


def test_from_no_doubts_come_vectors_that_decide_little() -> None:
    model = model_with(learn_vectors(TAUGHT.at(np.arange(0))))
    for row in range(50):
        assert mended(model, TAUGHT, row) == pytest.approx({0: 0.5, 1: 0.5}, abs=0.2)


def test_examples_whose_right_reading_is_not_there_are_refused() -> None:
    with pytest.raises(IndexError):
        learn_vectors(replace(TAUGHT, right=np.full(TAUGHT.right.size, MOST_WEIGHED)))
