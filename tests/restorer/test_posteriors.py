"""Readings of many places, and which is the likeliest of each."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kyyeu.restorer.posteriors import Posteriors

# Few values, so that readings are often equally likely.
PLACES = st.lists(st.lists(st.sampled_from([0.1, 0.2, 0.5]), min_size=1, max_size=5), max_size=6)


@given(PLACES)
def test_the_likeliest_reading_is_the_first_of_the_best(places: list[list[float]]) -> None:
    lengths = [len(place) for place in places]
    posteriors = Posteriors(
        np.repeat(np.arange(len(places)), lengths),
        np.array([reading for length in lengths for reading in range(length)], np.int64),
        np.array([share for place in places for share in place], np.float64),
    )
    assert posteriors.best.tolist() == [max(place) for place in places]
    assert posteriors.starts.tolist() == [sum(lengths[:number]) for number in range(len(places))]
    assert posteriors.readings[posteriors.likeliest].tolist() == [place.index(max(place)) for place in places]
