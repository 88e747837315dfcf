"""Rows are asked for many numbers at a time; what is remembered is bounded."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyyeu.restorer.collocations import DISTANCES, Collocations
from kyyeu.restorer.memory import Remembering
from kyyeu.restorer.scale import BITS, Rows

Row = dict[int, float]

VALUES = st.floats(0.25, 4.0, width=16)
ROWS = st.lists(st.dictionaries(st.integers(0, 300), VALUES), min_size=1)


def laid_out(rows: list[Row]) -> Rows:
    keys = [place << BITS | number for place, row in enumerate(rows) for number in sorted(row)]
    values = [row[number] for row in rows for number in sorted(row)]
    return Rows(np.array(keys, np.uint32), np.array(values, np.float32))


@given(ROWS, st.lists(st.tuples(st.integers(0, 10), st.integers(0, 400))))
def test_many_numbers_are_found_where_they_are(rows: list[Row], wanted: list[tuple[int, int]]) -> None:
    table = laid_out(rows)
    asked = np.array(wanted, np.int64).reshape(-1, 2)
    for (row, number), found in zip(wanted, table.find(*asked.T).tolist(), strict=True):
        there = row < len(rows) and number in rows[row]
        assert (found >= 0) == there
        if there:
            assert table.values[found] == rows[row][number]


@pytest.mark.parametrize("number", [0, 65_535])
def test_the_last_row_and_the_last_number_have_their_place(number: int) -> None:
    rows = Rows(np.array([65_535 << BITS | number], np.uint32), np.ones(1, np.float32))
    assert rows.find(np.array([65_535]), np.array([number])) == 0
    assert rows.find(np.array([65_534]), np.array([number])) == -1


@given(
    st.lists(
        st.dictionaries(st.integers(0, 20), VALUES), min_size=2 * len(DISTANCES), max_size=2 * len(DISTANCES)
    ),
    st.lists(st.integers(0, 25), min_size=9, max_size=9),
)
def test_collocations_multiply_what_their_rows_say(rows: list[Row], text: list[int]) -> None:
    factors = Collocations(laid_out(rows)).factors(np.array([0, 1]), np.array(text), np.array([4, 4]))
    for reading in (0, 1):
        expected = 1.0
        for number, distance in enumerate(DISTANCES):
            expected *= rows[reading * len(DISTANCES) + number].get(text[4 + distance], 1.0)
        assert factors[reading] == pytest.approx(expected)


def test_what_is_asked_for_again_is_not_worked_out_again() -> None:
    worked_out: list[int] = []

    def square(number: int) -> int:
        worked_out.append(number)
        return number * number

    squares = Remembering(square, 3)
    for number in [1, 2, 3, 4, 1, 5, 6, 1, 7, 1]:
        assert squares[number] == number * number
        assert len(squares) <= 3
    assert worked_out == [1, 2, 3, 4, 5, 6, 7]
    assert squares[2] == 4
    assert worked_out[-1] == 2, "it was forgotten, since nobody asked for it"
