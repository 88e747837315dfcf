"""Rows as they lie in a model say the same however they are asked; what is remembered is bounded."""

from array import array
from itertools import accumulate

from hypothesis import example, given
from hypothesis import strategies as st

from kyyeu.restorer.collocations import DISTANCES, Collocations
from kyyeu.restorer.remembering import Remembering
from kyyeu.restorer.rows import _LONG, Rows
from kyyeu.restorer.scale import FACTORS

Row = dict[int, int]
"""Numbers to steps."""

ROWS = st.lists(st.dictionaries(st.integers(0, 300), st.integers(0, FACTORS.steps - 1), max_size=2 * _LONG))


def laid_out(rows: list[Row]) -> Rows:
    numbers = [sorted(row) for row in rows]
    gaps = [after - before for row in numbers for before, after in zip([0, *row], row, strict=False)]
    lengths = array("H", map(len, rows))
    return Rows(
        array("I", accumulate(lengths, initial=0)),
        lengths,
        array("H", gaps),
        bytes(rows[place][number] for place, row in enumerate(numbers) for number in row),
        FACTORS,
    )


@example([{number: number % FACTORS.steps for number in range(2, 200, 2)}], {0, 1, 2, 3, 198, 199, 400})
@given(ROWS, st.sets(st.integers(0, 400)))
def test_a_row_says_the_same_however_it_is_asked(rows: list[Row], wanted: set[int]) -> None:
    lying = laid_out(rows)
    for place, row in enumerate(rows):
        values = {number: FACTORS.values[step] for number, step in row.items()}
        assert lying.row(place) == values
        assert {each: lying.find(place, each) for each in wanted} == {
            each: values.get(each) for each in wanted
        }
        assert lying.among(place, wanted) == {each: values[each] for each in wanted & values.keys()}


@given(
    st.lists(
        st.dictionaries(st.integers(0, 20), st.integers(0, FACTORS.steps - 1)),
        min_size=2 * len(DISTANCES),
        max_size=2 * len(DISTANCES),
    ),
    st.lists(st.integers(0, 25), min_size=len(DISTANCES), max_size=len(DISTANCES)),
)
def test_collocations_multiply_what_their_rows_say(rows: list[Row], near: list[int]) -> None:
    collocations = Collocations(laid_out(rows))
    for reading in (0, 1):
        expected = 1.0
        for distance, word in enumerate(near):
            step = rows[reading * len(DISTANCES) + distance].get(word)
            expected *= 1.0 if step is None else FACTORS.values[step]
        assert collocations.factor(reading, near) == expected


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
