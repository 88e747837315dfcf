"""Whether a template looked into all of a book: what it made is else the same in one with other texts."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from kyyeu.model import Booklet

_WHOLE = {"foreword", "articles", "parts", "reads", "findings", "indexed"}
SHELL = {field.name for field in fields(Booklet)} - _WHOLE | {"authors", "modified"}
"""What there is of a booklet without its texts."""


class WatchedBooklet:
    """A booklet for templates."""

    def __init__(self, booklet: Booklet):
        """Nobody has looked into its texts."""
        self.is_opened = False
        self._booklet = booklet

    def __getattr__(self, name: str) -> Any:
        """What the booklet has; with more than its `SHELL` it is opened."""
        self.is_opened |= name not in SHELL
        return getattr(self._booklet, name)


class WatchedSections(Sequence[Any]):
    """The sections of a booklet for templates."""

    def __init__(self, sections: Sequence[Any]):
        """Nobody has looked at them."""
        self.is_opened = False
        self._sections = sections

    def __getitem__(self, place: Any) -> Any:
        """One of them, or some."""
        self.is_opened = True
        return self._sections[place]

    def __len__(self) -> int:
        """How many they are."""
        self.is_opened = True
        return len(self._sections)

    def __iter__(self) -> Iterator[Any]:
        """All of them."""
        self.is_opened = True
        return iter(self._sections)
