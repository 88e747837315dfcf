"""Lines of a paragraph: of all ways to end them, the one whose spaces are most even."""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyyeu.pdf.evenness import NARROWEST, End, Point, Rooms, find_even_lines

SPACE = 2.0
WORDS = st.lists(st.floats(1, 30), min_size=1, max_size=9)
BEGIN = Point(0, 0)


def ends_of(words: Sequence[float], harms: Sequence[float]) -> list[End]:
    """Words of those widths with a space between each."""
    ends, at = list[End](), 0.0
    for number, (word, harm) in enumerate(zip(words, harms, strict=True)):
        stop, resume = Point(at + word, number), Point(at + word + SPACE, number + 1)
        ends.append(End(stop, resume, harm, last=number == len(words) - 1))
        at = resume.at
    return ends


def lines_of(ends: Sequence[End], chosen: Sequence[int]) -> Iterator[tuple[Point, End]]:
    """Where each line begins and ends."""
    for before, number in pairwise([-1, *chosen]):
        yield (ends[before].resume if before >= 0 else BEGIN), ends[number]


def looseness(begin: Point, end: End, room: float) -> float:
    """By what part of its width each space of a line is wider."""
    return (room - end.stop.at + begin.at) / (max(end.stop.spaces - begin.spaces, 1) * SPACE)


def cost(ends: Sequence[End], chosen: Sequence[int], rooms: Rooms) -> float | None:
    """How uneven the lines are; None where one does not fit, or is less than half full."""
    total = 0.0
    for line, (begin, end) in enumerate(lines_of(ends, chosen)):
        room = rooms.of(line)
        loose = looseness(begin, end, room)
        if (loose < -NARROWEST and end.stop.spaces > begin.spaces) or end.stop.at - begin.at > 2 * room:
            return None
        if not end.last and end.stop.at - begin.at < room / 2:
            return None
        if loose < 0 or not end.last:
            total += (loose if loose > 0 else 2.5 * loose) ** 2 + end.harm
    return total


@given(WORDS, st.data(), st.floats(30, 60), st.integers(0, 3), st.integers(0, 4))
def test_no_other_lines_are_more_even(
    words: list[float], data: st.DataObject, room: float, above: int, lines: int
) -> None:
    harms = data.draw(st.lists(st.sampled_from([0, 0, 1]), min_size=len(words), max_size=len(words)))
    ends = ends_of(words, harms)
    beside = range(above, above + lines)
    narrow = data.draw(st.floats(30, room)) if beside else room
    rooms = Rooms(narrow if 0 in beside else room, room, SPACE, 0, beside, narrow)
    found = cost(ends, find_even_lines(BEGIN, ends, rooms), rooms)
    inner, last = range(len(ends) - 1), len(ends) - 1
    ways = [[*some, last] for count in range(len(ends)) for some in combinations(inner, count)]
    others = [
        each for way in ways if way[-2:-1] != [last - 1] and (each := cost(ends, way, rooms)) is not None
    ]
    assert found is None or all(found <= other + 1e-9 for other in others)


@given(WORDS, st.floats(5, 40))
def test_each_word_stands_on_one_line_and_none_is_lost(words: list[float], room: float) -> None:
    ends = ends_of(words, [0] * len(words))
    chosen = find_even_lines(BEGIN, ends, Rooms(room, room, SPACE, 0))
    assert chosen == sorted({*chosen})
    assert chosen[-1] == len(words) - 1


@given(WORDS, st.floats(5, 40))
def test_no_line_is_too_wide_unless_it_has_one_word(words: list[float], room: float) -> None:
    ends = ends_of(words, [0] * len(words))
    for begin, end in lines_of(ends, find_even_lines(BEGIN, ends, Rooms(room, room, SPACE, 0))):
        assert end.stop.spaces == begin.spaces or looseness(begin, end, room) >= -NARROWEST - 1e-6


def test_as_many_lines_are_narrow_as_stand_beside_a_picture() -> None:
    ends = ends_of([10] * 8, [0] * 8)
    assert find_even_lines(BEGIN, ends, Rooms(10, 34, SPACE, 0, range(3), 22)) == [0, 2, 4, 7]
    assert find_even_lines(BEGIN, ends, Rooms(34, 34, SPACE, 0, range(1, 3), 22)) == [2, 4, 6, 7]


def test_no_space_is_narrowed_where_they_stay_as_they_are() -> None:
    ends = ends_of([10] * 4, [0] * 4)
    assert find_even_lines(BEGIN, ends, Rooms(33.5, 33.5, SPACE, 0)) == [2, 3]
    assert find_even_lines(BEGIN, ends, Rooms(33.5, 33.5, 0, 0)) == [1, 3]


def test_the_first_line_may_be_shorter() -> None:
    ends = ends_of([10] * 4, [0] * 4)
    assert find_even_lines(BEGIN, ends, Rooms(10, 34, SPACE, 0)) == [0, 3]
    assert find_even_lines(BEGIN, ends, Rooms(34, 10, SPACE, 0)) == [2, 3]


def test_a_last_line_is_no_single_word_if_that_costs_little() -> None:
    ends = ends_of([10] * 7, [0] * 7)
    assert find_even_lines(BEGIN, ends, Rooms(34, 34, SPACE, 0)) == [
        2,
        5,
        6,
    ]  # else a line of two is half empty
    ends = ends_of([2] * 21, [0] * 21)
    assert find_even_lines(BEGIN, ends, Rooms(38, 38, SPACE, 0))[-2] < 19


@pytest.mark.parametrize(
    ("word", "room", "lines"),
    [(1.4, 11.6, [2, 4]), (2.0, 14.8, [3, 4])],
    ids=["spaces wider by 0.85 are better", "by 1.2 are not"],
)
def test_spaces_up_to_twice_as_wide_are_better_than_a_last_word_alone(
    word: float, room: float, lines: list[int]
) -> None:
    assert find_even_lines(BEGIN, ends_of([word] * 5, [0] * 5), Rooms(room, room, SPACE, 0)) == lines


def test_a_last_line_is_no_stump_if_that_costs_little() -> None:
    ends = ends_of([2] * 22, [0] * 22)
    stump, whole = (find_even_lines(BEGIN, ends, Rooms(38, 38, SPACE, least)) for least in (0, 20))
    assert ends[-1].stop.at - ends[stump[-2]].resume.at < 20
    assert ends[-1].stop.at - ends[whole[-2]].resume.at > ends[-1].stop.at - ends[stump[-2]].resume.at
