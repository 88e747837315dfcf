"""What is kept in memory so as to be faster: results, and whatever the collector would look through."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Remembering(dict[K, V]):
    """A function as a dictionary: asked again, it answers without a line of Python being run."""

    def __init__(self, work_out: Callable[[K], V], most: int) -> None:
        """Remember what the function says, of twice so many keys at most.

        With so many they become the former ones. Those asked for again come back; when there are so many
        once more, the others are forgotten.
        """
        super().__init__()
        self._work_out = work_out
        self._most = most
        self._former: dict[K, V] = {}

    def __missing__(self, key: K) -> V:
        """Look it up among the former ones, or work it out."""
        value = self._former[key] if key in self._former else self._work_out(key)
        if len(self) >= self._most:
            self._former = dict(self)
            self.clear()
        self[key] = value
        return value


@contextmanager
def paused_collector() -> Iterator[None]:
    """Pause it: decoding makes millions of tuples and not one cycle, and looking for some costs a quarter."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
