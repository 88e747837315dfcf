"""A memory of bounded size that keeps what is used."""

from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """The latest entries: when the young are as many as allowed they grow old, and the old are forgotten."""

    def __init__(self, most: int) -> None:
        """Keep so many young entries, and as many old ones."""
        self.young: dict[K, V] = {}
        self._old: dict[K, V] = {}
        self._most = most

    def recall(self, key: K) -> V | None:
        """The entry, made young again; None where it is not remembered."""
        value = self.young.get(key)
        if value is None:
            value = self._old.pop(key, None)
            if value is not None:
                self.young[key] = value
        return value

    def remember(self, key: K, value: V) -> V:
        """Keep the entry, and give it back."""
        if len(self.young) >= self._most:
            self._old, self.young = self.young, {}
        self.young[key] = value
        return value
