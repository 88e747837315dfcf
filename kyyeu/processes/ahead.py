"""A copy of this process that gets something ready while this one finds out what is to be done with it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from multiprocessing.connection import Connection
from typing import Generic, TypeVar

from kyyeu.processes.apart import Bounds, Ended, answer, can_be_copied, copied
from kyyeu.processes.each import count_cores

S = TypeVar("S")
T = TypeVar("T")


class Ahead(Generic[S]):
    """Such a copy, which does one thing after another."""

    def __init__(self, copy: ExitStack, connection: Connection):
        """The other end of the `connection` is its; once the `copy` is closed it is no more."""
        self._copy, self._connection = copy, connection

    def ask(self, work: Callable[[S], T], bounds: Bounds) -> T:
        """What the work gives of what was got ready; it travels: it is made of a module's function.

        Raises Ended where it gives nothing, whatever the copy or the work broke down at.
        """
        try:
            self._connection.send((work, bounds))
            done, outcome = self._connection.recv()
        except (EOFError, OSError):
            raise Ended from None
        if not done:
            raise Ended
        return outcome  # type: ignore[no-any-return]

    def dismiss(self) -> None:
        """End it: there is nothing for it to do."""
        self._copy.close()


@contextmanager
def ahead(get_ready: Callable[[], S]) -> Iterator[Ahead[S] | None]:
    """A copy that gets ready, and keeps itself within bounds; None where there is no core for it."""
    if count_cores() == 1 or not can_be_copied():
        yield None
        return
    with ExitStack() as copy:
        yield Ahead(copy, copy.enter_context(copied(partial(_serve, get_ready))))


def _serve(get_ready: Callable[[], S], connection: Connection) -> None:
    """In the copy: get ready, and do what is asked for."""
    is_ready, ready = answer(get_ready, None)
    while is_ready:
        work, bounds = connection.recv()
        connection.send(answer(partial(work, ready), bounds))
