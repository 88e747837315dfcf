"""What the model is made of: which documents are held out, and two models mixed into one."""

import numpy as np
import pytest

from training.counting import UNIT_BITS, count_bigrams, count_trigrams
from training.mixing import mix
from training.politics import is_about_politics
from training.smoothing import TrigramModel, smooth

SIZE = 8


def model_of(units: list[int]) -> TrigramModel:
    stream = np.array(units, np.int64)
    return smooth(SIZE, count_bigrams(stream), count_trigrams(stream), least_count=1)


GENERAL = model_of([0, 4, 5, 6, 0, 4, 5, 7, 0, 4, 5, 6, 0, 5, 4, 7, 0])
DOMAIN = model_of([0, 4, 5, 7, 0, 4, 5, 7, 0])


@pytest.mark.parametrize("model", [GENERAL, DOMAIN])
@pytest.mark.parametrize("before", [4, 5, 6])
def test_what_may_follow_a_unit_adds_up_to_one(model: TrigramModel, before: int) -> None:
    keys = np.array([before << UNIT_BITS | unit for unit in range(SIZE)])
    assert model.pair_probabilities(keys).sum() == pytest.approx(1.0)


@pytest.mark.parametrize("model", [GENERAL, DOMAIN])
def test_what_may_follow_two_units_adds_up_to_one(model: TrigramModel) -> None:
    keys = np.array([4 << 2 * UNIT_BITS | 5 << UNIT_BITS | unit for unit in range(SIZE)])
    assert model.triple_probabilities(keys).sum() == pytest.approx(1.0)


def test_the_domain_has_its_share() -> None:
    keys = GENERAL.trigrams.keys
    expected = 0.75 * GENERAL.triple_probabilities(keys) + 0.25 * DOMAIN.triple_probabilities(keys)
    assert mix(GENERAL, DOMAIN, 0.25, 2).trigram_probabilities == pytest.approx(expected)


def test_pruning_sees_the_domains_counts_again() -> None:
    mixed = mix(GENERAL, DOMAIN, 0.25, 2)
    place = int(np.flatnonzero(mixed.trigrams.keys == (4 << 2 * UNIT_BITS | 5 << UNIT_BITS | 7))[0])
    assert mixed.trigrams.counts[place] == GENERAL.trigrams.counts[place] + 2 * 2


@pytest.mark.parametrize(
    ("text", "political"),
    [
        ("Ban Thường vụ Tỉnh uỷ họp với Đảng bộ.", True),
        ("Ban Thường vụ Tỉnh ủy họp với Đảng bộ.", True),
        ("Cán bộ xã xem nước lên.", True),
        ("Nước lũ lên cao, nhiều nhà phải dời đi trong đêm.", False),
        ("", False),
    ],
)
def test_documents_about_politics_name_the_party_and_the_state(text: str, political: bool) -> None:
    assert is_about_politics(text) is political
