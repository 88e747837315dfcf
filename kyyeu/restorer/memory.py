"""What is kept in memory so as to be faster: results, and whatever the collector would look through."""

import gc
import threading
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


_SWITCH = threading.Lock()


@contextmanager
def paused_collector() -> Iterator[None]:
    """Pause it: a decoding makes millions of tuples and not one cycle, a layout drops all it made at its end.

    Looking for cycles costs a quarter. Of several threads the one that switched it off switches it on
    again, and by turns: between one's look at the switch and its hand on it another may move it.
    """
    with _SWITCH:
        running = gc.isenabled()
        gc.disable()
    try:
        yield
    finally:
        with _SWITCH:
            if running:
                gc.enable()
