"""A save that is killed, or refused something by the disk, at a point one chooses: each call has a number.

It is tried in a process of its own, which the one that asks is copied into and which really ends.
"""

import errno
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

from kyyeu.errors import MachineError
from kyyeu.saving import disk

KILLED, SAVED, TOLD, FAULT = 137, 0, 4, 1
_EVENTS = frozenset(
    "open os.rename os.link os.remove os.rmdir os.mkdir os.chmod os.listdir os.scandir fcntl.flock "
    "shutil.rmtree shutil.copymode".split()
)
"""What Python announces before it asks the system; writing, syncing and exchanging it does not announce."""

Fate = Callable[[], None]


def kill() -> None:
    """As the system does: nothing more is done, not even a `finally`."""
    os._exit(KILLED)


def refuse(number: int) -> Fate:
    """A full disk and a broken one by turns."""

    def raise_error() -> None:
        code = (errno.ENOSPC, errno.EIO)[number % 2]
        raise OSError(code, os.strerror(code))

    return raise_error


class _Points:
    """Counts the points that a save comes to, and lets one be its last."""

    def __init__(self, number: int, fate: Fate, inside: Path):
        self._left, self._fate, self._inside = number, fate, str(inside)

    def pass_one(self) -> None:
        self._left -= 1
        if self._left == -1:
            self._fate()

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _EVENTS and (event == "fcntl.flock" or str(arguments[0]).startswith(self._inside)):
            self.pass_one()

    def watch(self) -> None:
        """From now on, until the process ends."""
        swap, write = disk._LIBRARY, os.write

        def write_half(file: int, data: memoryview) -> int:
            self.pass_one()
            done = write(file, data[: max(1, len(data) // 2)])  # as the system may
            return done

        class Library:
            def renameat2(_, *arguments: Any) -> Any:
                self.pass_one()
                return swap.renameat2(*arguments)  # type: ignore[union-attr]

        os.write, os.fsync = write_half, lambda file: self.pass_one()  # type: ignore[assignment]
        disk._LIBRARY = Library()  # type: ignore[assignment]
        sys.addaudithook(self.hear)


def try_at(number: int, fate: Fate, save: Callable[[], None], inside: Path) -> int:
    """How the process ended in which the save met that fate at the point of that number, if there is one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # later Pythons warn of threads; it has none
        child = os.fork()
    if child == 0:
        status = FAULT
        try:
            _Points(number, fate, inside).watch()
            save()
            status = SAVED
        except MachineError:
            status = TOLD
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _leaving_a_mark(reached: Path, fate: Fate) -> Fate:
    def meet() -> None:
        os.close(os.open(reached, os.O_CREAT))
        fate()

    return meet


def at_every_point(save: Callable[[], None], inside: Path, fates: Callable[[int], Fate]) -> Iterator[int]:
    """The status at one point after the other, until one is not reached any more; `inside` is watched."""
    for number in count():
        reached = inside.parent / "reached"
        reached.unlink(missing_ok=True)

        yield try_at(number, _leaving_a_mark(reached, fates(number)), save, inside)
        if not reached.exists():
            return
