"""Work in a process of its own, which can be ended: for what may take for ever, or all of the memory.

Where a process can't be copied, as on Windows, or may not, since it has several threads, it is done in this
one and nothing bounds it.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from math import ceil
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

from kyyeu.errors import KyyeuError, Problems, unexpected
from kyyeu.saving import drop_scratch, scratch, use_scratch

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

T = TypeVar("T")
Answer = tuple[bool, object]
"""Whether the work was done, and what it gave, or raised."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a piece of work may take."""

    seconds: int
    """Of a core's time, so that a busy machine is no slower than an idle one."""
    memory: int
    """Bytes that its process may address."""


class Ended(Exception):
    """The work was not done: it reached a bound, or its process broke down."""


def do_apart(work: Callable[[], T], bounds: Bounds | None = None) -> T:
    """What the work gives. Raises what it raises, and Ended where it was ended."""
    if not can_be_copied():
        return work()
    with copied(lambda connection: connection.send(answer(work, bounds))) as connection:
        return _receive(work, connection)


@contextmanager
def beside(work: Callable[[], T]) -> Iterator[Callable[[], T]]:
    """Work begun in a copy of this process, as what waits for it: gives what it gives, raises what it raises.

    Where this process can't be copied, or the copy breaks down, it is done here when it is asked for.
    """
    if not can_be_copied():
        yield work
        return
    with copied(lambda connection: connection.send(answer(work, None))) as connection:

        def finish() -> T:
            try:
                return _receive(work, connection)
            except Ended:
                return work()

        yield finish


def _receive(work: Callable[[], T], connection: Connection) -> T:
    """What the work gives that a copy does. Raises what it raises, and Ended where it was ended."""
    try:
        done, outcome = connection.recv()
    except EOFError:
        raise Ended from None
    if done:
        return outcome  # type: ignore[no-any-return]
    raise outcome


def can_be_copied() -> bool:
    """Whether this process can be: another thread may hold a lock for ever in the copy.

    Nor is it where every fault is to be seen with its traceback.
    """
    alone = threading.active_count() == 1 and not multiprocessing.current_process().daemon
    return hasattr(os, "fork") and alone and not os.environ.get("KYYEU_TRACEBACK")


@contextmanager
def copied(run: Callable[[Connection], object]) -> Iterator[Connection]:
    """A copy of this process, which runs what it is given, as the connection to it; afterwards it is no more.

    Its temporary files have a folder that goes with it.
    """
    context = multiprocessing.get_context("fork")
    with scratch() as folder:
        ours, theirs = context.Pipe()
        process = context.Process(target=_run, args=(run, folder, ours, theirs), daemon=True)
        process.start()
        theirs.close()
        try:
            yield ours
        finally:
            process.kill()
            process.join()
            ours.close()


def _run(run: Callable[[Connection], object], folder: Path, ours: Connection, theirs: Connection) -> None:
    """In the copy."""
    ours.close()
    for ended_by in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ended_by, signal.SIG_DFL)
    end_with_parent(partial(drop_scratch, folder))
    use_scratch(folder)
    with suppress(EOFError, BrokenPipeError):  # nobody asks any more
        run(theirs)


def answer(work: Callable[[], object], bounds: Bounds | None) -> Answer:
    """In a copy: what the work gives within its bounds, or raises; where memory ends, so does the copy."""
    if bounds:
        keep_within(bounds)
    try:
        return True, work()
    except MemoryError:
        os._exit(1)
    except (KyyeuError, Problems) as error:
        return False, error
    except Exception as fault:
        return False, unexpected(fault)


def keep_within(bounds: Bounds) -> None:
    """Let this process end at the bounds, as far as the system knows of any."""
    if resource:
        _bound(resource.RLIMIT_CPU, ceil(time.process_time()) + bounds.seconds)
        _bound(resource.RLIMIT_AS, bounds.memory)


_GIVEN = (
    {kind: resource.getrlimit(kind) for kind in (resource.RLIMIT_CPU, resource.RLIMIT_AS)} if resource else {}
)
"""What whoever began the program allows."""


def _bound(kind: int, most: int) -> None:
    """No more than that, nor than whoever began the program allows."""
    with suppress(ValueError, OSError):  # a system may know no such bound
        least = min(bound for bound in (most, *_GIVEN[kind]) if bound != resource.RLIM_INFINITY)
        resource.setrlimit(kind, (least, _GIVEN[kind][1]))


def may_have(memory: int) -> bool:
    """Whether whoever began the program lets it address so many bytes."""
    most, _ = resource.getrlimit(resource.RLIMIT_AS) if resource else (-1, -1)
    return most < 0 or most >= memory


def end_with_parent(before: Callable[[], object] = lambda: None) -> None:
    """Let this process end as soon as the one that began it is no more, once `before` is done."""
    if parent := multiprocessing.parent_process():

        def wait() -> None:
            parent.join()
            before()
            os._exit(1)

        threading.Thread(target=wait, daemon=True).start()
