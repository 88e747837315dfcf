"""The same work for many things: what each gives is its own, and one that is ended is no other's loss."""

import os
import time
from typing import ClassVar
from weakref import WeakSet

import pytest

from kyyeu.processes import apart, each
from kyyeu.processes.apart import Bounds, Ended
from kyyeu.processes.each import do_each, do_many
from kyyeu.restorer.memory import paused_collector

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be copied there"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # the tests' own process has threads
]
ENOUGH = Bounds(60, 1 << 42)


def do(what: str) -> str:
    match what:
        case "die":
            os.kill(os.getpid(), 9)
        case "spin":
            while True:
                pass
        case "fail":
            raise ValueError("fail")
    return f"{what} done"


@pytest.fixture(params=[1, 3])
def cores(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    for module in (apart, each):
        monkeypatch.setattr(module, "can_be_copied", lambda: True)
    monkeypatch.setattr(each, "count_cores", lambda: request.param)
    return int(request.param)


@pytest.mark.parametrize(
    "wanted",
    [[], ["a"], ["a", "b", "c", "d", "e", "f", "g"], ["die", "a", "die", "b", "fail", "c"], ["die"] * 4,
     pytest.param(["a", "spin", "b"], marks=pytest.mark.ci)],
)  # fmt: skip
def test_each_gives_its_own(wanted: list[str], cores: int) -> None:
    told = list[int]()
    futures = do_each(do, wanted, lambda what: Bounds(1, 1 << 42) if what == "spin" else ENOUGH, told.append)
    assert told == [*range(len(wanted))]
    for what, future in zip(wanted, futures, strict=True):
        if what in ("die", "spin"):
            assert isinstance(future.exception(), Ended)
        elif what == "fail":
            assert future.exception()
        else:
            assert future.result() == f"{what} done"


@pytest.mark.parametrize("count", [0, 1, 7, 8, 20])
def test_of_many_all_are_done_whatever_becomes_of_copies(count: int, cores: int) -> None:
    """A copy that is killed takes nothing with it; what raises does so here."""
    here = os.getpid()

    def work(number: int) -> tuple[int, bool]:
        if number % 3 == 1 and os.getpid() != here:
            os.kill(os.getpid(), 9)
        return number, os.getpid() == here

    done = do_many(work, range(count))
    assert [number for number, _ in done] == [*range(count)]
    assert sum(in_this_process for _, in_this_process in done) == (count if count < 8 else (count + 1) // 3)
    with pytest.raises(ValueError, match="fail"):
        do_many(do, ["a"] * 8 + ["fail"])


@pytest.mark.ci
def test_what_one_took_is_not_counted_against_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    def work(number: int) -> int:
        ends = time.process_time() + 0.6
        while time.process_time() < ends:
            pass
        return number

    monkeypatch.setattr(each, "can_be_copied", lambda: True)
    monkeypatch.setattr(each, "count_cores", lambda: 1)
    done = do_each(work, range(2), lambda number: Bounds(1, 1 << 42))
    assert [future.result() for future in done] == [0, 1]


class Circle:
    """What only the collector clears away."""

    left: ClassVar[WeakSet["Circle"]] = WeakSet()

    def __init__(self) -> None:
        self.itself = self
        self.left.add(self)


def test_a_copy_does_not_grow_with_what_it_did_while_the_collector_is_paused(cores: int) -> None:
    def work(number: int) -> int:
        Circle()
        return len(Circle.left)

    with paused_collector():
        held = [future.result() for future in do_each(work, range(200), lambda number: ENOUGH)]
    assert 1 < max(held) <= 20


def test_processes_share_the_work(cores: int) -> None:
    def work(number: int) -> int:
        time.sleep(0.05)
        return os.getpid()

    workers = {future.result() for future in do_each(work, range(12), lambda number: ENOUGH)}
    assert os.getpid() not in workers and len(workers) == cores


def test_where_no_process_can_be_copied_this_one_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(each, "can_be_copied", lambda: False)
    first, second = do_each(lambda what: (os.getpid(), do(what)), ["a", "fail"], lambda what: ENOUGH)
    assert first.result() == (os.getpid(), "a done") and isinstance(second.exception(), ValueError)
