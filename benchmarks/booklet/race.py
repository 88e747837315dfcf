"""The contenders in turns: a warm-up, in which memory is looked at, then the timed rounds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from .contenders import Contender, Task
from .stopwatch import Cost, Memory, measure, measure_memory

TaskFor = Callable[[Path], Task]
"""Gives the task whose files go into a folder."""


@dataclass(frozen=True, slots=True)
class Result:
    """All that was measured of one contender."""

    contender: Contender
    """Who."""
    memory: Memory
    """In the warm-up."""
    costs: Sequence[Cost]
    """Of the timed rounds."""
    tasks: Sequence[Task]
    """Of the timed rounds: where the files are."""

    @property
    def wall(self) -> float:
        """Median seconds of a build."""
        return median(cost.wall for cost in self.costs)

    @property
    def processor(self) -> float:
        """Median processor seconds of a build."""
        return median(cost.processor for cost in self.costs)

    def is_reproducible(self, suffix: str) -> bool:
        """Whether every round made the same bytes; `suffix` is ``.pdf`` or ``.epub``."""
        return len({task.file(suffix).read_bytes() for task in self.tasks}) == 1


class BuildFailed(Exception):
    """A contender that should have built did not."""


def race(contenders: Sequence[Contender], task_for: TaskFor, rounds: int, work: Path) -> list[Result]:
    """Every contender builds once to warm up, then in each of the `rounds` all build in turn.

    Raises BuildFailed where a build does.
    """
    tasks = [[task_for(_make_folder(work, turn, who)) for turn in range(rounds + 1)] for who in contenders]
    memories = [_warm_up(who, mine[0], work) for who, mine in zip(contenders, tasks, strict=True)]
    costs: list[list[Cost]] = [[] for _ in contenders]
    for turn in range(1, rounds + 1):
        for who, mine, spent in zip(contenders, tasks, costs, strict=True):
            cost = measure(who.commands(mine[turn]), _log(work))
            _demand_success(who, cost, work)
            spent.append(cost)
    return [Result(*row) for row in zip(contenders, memories, costs, (t[1:] for t in tasks), strict=True)]


def refuses(who: Contender, task: Task, work: Path) -> bool:
    """Whether the contender declines to build this content."""
    return measure(who.commands(task), _log(work)).status != 0


def _warm_up(who: Contender, task: Task, work: Path) -> Memory:
    cost, memory = measure_memory(who.commands(task), _log(work))
    _demand_success(who, cost, work)
    return memory


def _demand_success(who: Contender, cost: Cost, work: Path) -> None:
    if cost.status:
        raise BuildFailed(f"{who.name} failed with status {cost.status}; see {_log(work)}")


def _make_folder(work: Path, turn: int, who: Contender) -> Path:
    folder = work / f"round-{turn}" / who.name.replace(" ", "")
    folder.mkdir(parents=True)
    return folder


def _log(work: Path) -> Path:
    return work / "log.txt"
