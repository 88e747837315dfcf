"""The same work for many things, each within its bounds, on every core.

Copies of this process do it: what they need they have, and only what they made travels. One that is ended
takes the thing with it that it was at, and another goes on with the rest.
"""

import gc
import os
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from functools import partial
from itertools import count
from multiprocessing.connection import Connection, wait
from typing import TypeVar

from kyyeu.processes.apart import Bounds, Ended, answer, can_be_copied, copied

A = TypeVar("A")
T = TypeVar("T")
_MANY = 8  # things of which some take longer than this process to copy
_ENOUGH = Bounds(60, 4_000_000_000)  # for whatever is known to end
_DONE_BETWEEN = 20  # two collections: they take a hundredth of the time of laying out, and hold 30 MB


def do_each(
    work: Callable[[A], T],
    given: Sequence[A],
    bounds_of: Callable[[A], Bounds],
    told: Callable[[int], object] = lambda place: None,
) -> list[Future[T]]:
    """What the work gives for each, in order; a future raises what it did, and Ended where it was ended.

    `told` of each, as it is begun, which it is, from 0.
    """
    if not can_be_copied():
        return [_do_in_turn(work, each, place, told) for place, each in enumerate(given)]
    futures, left = [Future[T]() for _ in given], deque(range(len(given)))
    with ExitStack() as copies:
        hands = dict[Connection, tuple[ExitStack, int]]()
        while left or hands:
            while left and len(hands) < count_cores():
                own = copies.enter_context(ExitStack())
                hand = own.enter_context(copied(partial(_serve, work, given, bounds_of)))
                _hand_over(hands, hand, own, left, told)
            ready = wait([*hands])
            for hand in [hand for hand in hands if hand in ready]:
                own, place = hands.pop(hand)
                _take(hand, futures[place])
                if left and not isinstance(futures[place].exception(), Ended):
                    _hand_over(hands, hand, own, left, told)
                else:
                    own.close()
    return futures


def do_many(work: Callable[[A], T], given: Sequence[A]) -> list[T]:
    """What the work gives for each, in order: many are done on every core, and here what fails there."""
    if len(given) < _MANY:
        return [work(each) for each in given]
    done = zip(given, do_each(work, given, lambda each: _ENOUGH), strict=True)
    return [work(each) if future.exception() else future.result() for each, future in done]


def _hand_over(
    hands: dict[Connection, tuple[ExitStack, int]],
    hand: Connection,
    own: ExitStack,
    left: deque[int],
    told: Callable[[int], object],
) -> None:
    """Give a copy the next of what is left."""
    place = left.popleft()
    told(place)
    hand.send(place)
    hands[hand] = own, place


def _take(hand: Connection, future: Future[T]) -> None:
    """What a copy gives back."""
    try:
        done, outcome = hand.recv()
    except EOFError:
        done, outcome = False, Ended()
    if done:
        future.set_result(outcome)
    else:
        future.set_exception(outcome)


def _serve(
    work: Callable[[A], object], given: Sequence[A], bounds_of: Callable[[A], Bounds], hand: Connection
) -> None:
    """In a copy: do what is asked for, one by one.

    The collector may be paused, and then a copy that does much grows with all that it has done. What it was
    given is not looked through: that stays.
    """
    gc.freeze()
    for number in count(1):
        each = given[hand.recv()]
        hand.send(answer(partial(work, each), bounds_of(each)))
        if number % _DONE_BETWEEN == 0:
            gc.collect()


def _do_in_turn(work: Callable[[A], T], each: A, place: int, told: Callable[[int], object]) -> Future[T]:
    told(place)
    return do_here(work, each)


def do_here(work: Callable[[A], T], given: A) -> Future[T]:
    """What the work gave, done at once by this process; or what it raised."""
    future = Future[T]()
    try:
        future.set_result(work(given))
    except Exception as error:
        future.set_exception(error)
    return future


def count_cores() -> int:
    """The cores this process may use; not every system tells, and then all that there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
