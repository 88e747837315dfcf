"""Who does the work: this process, all cores of the machine, or a Dask cluster; the work is the same."""

import multiprocessing
import signal
import socket
import sys
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from types import TracebackType
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from kyyeu.errors import MachineError
from kyyeu.processes.apart import end_with_parent
from kyyeu.processes.each import count_cores, do_here

A = TypeVar("A")
T = TypeVar("T")

_SECONDS_TO_ANSWER = 10


class Workers(Protocol):
    """What is asked of those who do the work."""

    count: int
    """How many work at the same time."""

    def submit(self, work: Callable[[A], T], given: A) -> Future[T]:
        """What the work will give."""
        ...

    def share(self, thing: A) -> A:
        """What stands for a thing that much work will be given: where it travels, it travels once."""
        ...

    def renew(self) -> None:
        """Be ready again after a worker died."""
        ...

    def __enter__(self) -> "Workers":
        """Ready for work."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """At rest; work that was not begun is dropped."""
        ...


class ThisProcess:
    """One worker: the process itself, at once."""

    count = 1

    def submit(self, work: Callable[[A], T], given: A) -> Future[T]:
        """What the work gave."""
        return do_here(work, given)

    def share(self, thing: A) -> A:
        """Itself."""
        return thing

    def renew(self) -> None:
        """Nothing: where this process died, nothing is left to renew."""

    def __enter__(self) -> "ThisProcess":
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to do."""


class Processes:
    """One worker a core, each with the model loaded once."""

    def __init__(self, count: int):
        """`count` processes, started when there is work."""
        self.count = count
        self._pool: Executor = self._open()

    def submit(self, work: Callable[[A], T], given: A) -> Future[T]:
        """What the work will give; BrokenExecutor where a worker was killed meanwhile."""
        try:
            return self._pool.submit(work, given)
        except BrokenExecutor as error:
            failed = Future[T]()
            failed.set_exception(error)
            return failed

    def share(self, thing: A) -> A:
        """Itself, which is copied for each piece of work."""
        return thing

    def renew(self) -> None:
        """Other processes."""
        self._pool.shutdown()
        self._pool = self._open()

    def __enter__(self) -> "Processes":
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ended, when what was begun is done."""
        self._pool.shutdown(cancel_futures=True)

    def _open(self) -> Executor:
        # spawned, not forked: a thread of NumPy's or Dask's may hold a lock at the moment of a fork
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self.count, mp_context=context, initializer=_begin)


class Cluster:
    """The workers of a Dask cluster; its scheduler gives the work of one that dies to another."""

    def __init__(self, address: str):
        """The cluster whose scheduler answers at `address`, such as ``tcp://10.0.0.1:8786``.

        Raises MachineError where Dask is not installed, the address is none or nobody answers.
        """
        try:
            from distributed import Client
        except ImportError:
            raise MachineError("no-dask", python=sys.executable) from None
        _check_answers(address)
        try:
            self._client = Client(address, timeout=_SECONDS_TO_ANSWER, set_as_default=False)
        except (OSError, ValueError) as error:
            raise _no_cluster(address, error) from None
        self._executor: Executor = self._client.get_executor(pure=False)
        self.count = max(1, sum(self._client.ncores().values()))

    def submit(self, work: Callable[[A], T], given: A) -> Future[T]:
        """What the work will give."""
        return self._executor.submit(work, given)

    def share(self, thing: A) -> A:
        """A handle of Dask's, for which its workers are given the thing."""
        handle: A = self._client.scatter(thing, broadcast=True, hash=False)
        return handle

    def renew(self) -> None:
        """Nothing: the scheduler does it."""

    def __enter__(self) -> "Cluster":
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Taken leave of; the cluster goes on."""
        self._executor.shutdown(wait=False)
        self._client.close()


def _check_answers(address: str) -> None:
    """Whether anybody is there: Dask asks for long and, in vain, ends in a traceback."""
    try:
        place = urlsplit(address if "://" in address else f"tcp://{address}")
        host, port = place.hostname, place.port
    except ValueError:
        host = port = None
    if not (host and port):
        raise MachineError("bad-address", address=address)
    try:
        socket.create_connection((host, port), _SECONDS_TO_ANSWER).close()
    except (OSError, UnicodeError) as error:  # UnicodeError: a name that no machine can have
        raise _no_cluster(address, error) from None


def _no_cluster(address: str, error: Exception) -> MachineError:
    problem = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return MachineError("no-cluster", address=address, problem=problem)


def find_workers(cluster: str | None, jobs: int | None, alone: bool) -> Workers:
    """The cluster at that address, or so many processes, by default one a core; this one where `alone`."""
    if cluster is not None:
        return Cluster(cluster)
    count = jobs or count_cores()
    return ThisProcess() if alone or count == 1 else Processes(count)


def _begin() -> None:
    """What a worker does first. Ctrl-C is for the process that the user sees; it ends the others in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
