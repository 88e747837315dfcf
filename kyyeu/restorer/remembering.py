"""What was worked out once is not worked out again."""

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Remembering(dict[K, V]):
    """A function as a dictionary: asked again, it answers without a line of Python being run."""

    def __init__(self, work_out: Callable[[K], V], most: int) -> None:
        """Remember what the function says, of so many keys; with one more all are forgotten."""
        super().__init__()
        self._work_out = work_out
        self._most = most

    def __missing__(self, key: K) -> V:
        """Work it out."""
        value = self._work_out(key)
        if len(self) >= self._most:
            self.clear()
        self[key] = value
        return value
