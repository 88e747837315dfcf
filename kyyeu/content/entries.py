"""What an editor wrote, entry by entry: a value, the line it stands on, and the entries it is made of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kyyeu.errors import ContentError

MOST_DIGITS = 1000  # no form takes a longer number; Python needs ever more time for each digit


@dataclass(frozen=True, slots=True)
class Entry:
    """A value at its place."""

    value: Any
    """A dictionary, a list, text, a number, a day, true, false or nothing."""
    line: int | None = None
    """Its line in its file, from 1: its key's, where it has one; None where it is in no file yet."""
    parts: Mapping[int | str, Entry] = field(default_factory=dict)
    """The entries that a dictionary has by its keys, a list by its indices from 0."""
    written: str = field(default="", compare=False)
    """A value as it was typed, where that is known: of 1.50 the number does not tell."""

    def find(self, steps: Iterable[int | str]) -> Iterator[tuple[int | str, Entry]]:
        """Each key or index that stands here, one within the other, and its entry; others are passed by."""
        entry = self
        for step in steps:
            if step in entry.parts:
                entry = entry.parts[step]
                yield step, entry

    def at(self, *steps: int | str) -> int | None:
        """The line of the entry that the keys and indices lead to, or of the last one there is on the way."""
        *_, line = self.line, *(entry.line for _, entry in self.find(steps))
        return line


@dataclass(frozen=True, slots=True)
class Tree:
    """A text as entries."""

    root: Entry
    """The whole of it."""
    mistakes: tuple[ContentError, ...] = ()
    """What is wrong with entries that could be read all the same, such as a key that is given twice."""
    cut: tuple[tuple[int, str, str], ...] = ()
    """Where a remark begins so near to a value that it was hardly meant as one: line, value, remark."""


class Script:
    """A text that is being read entry by entry: its lines, and what was wrong on the way."""

    def __init__(self, text: str, path: Path, first_line: int = 1):
        """The `text` begins on line `first_line` (from 1) of the file `path`."""
        self.text, self._path, self._first = text, path, first_line
        self._lines = text.split("\n")
        self._ends = [match.start() for match in re.finditer("\n", text)]
        self.mistakes: list[ContentError] = []
        self.cut: list[tuple[int, str, str]] = []

    def line(self, place: int) -> int:
        """The line (from 1) of a place in the text (from 0), as an editor's program counts lines."""
        return self._first + bisect_left(self._ends, place)

    def written(self, place: int) -> str:
        """What is written on the line of that place."""
        return self._lines[self.line(place) - self._first].strip()

    def mistake(self, code: str, place: int, **facts: object) -> ContentError:
        """The mistake at that place."""
        return ContentError(code, self._path, self.line(place), **facts)

    def mapping(self, place: int, pairs: Iterable[tuple[str, int, Entry]]) -> Entry:
        """The entry that begins at that place and holds those of the pairs: keys, their places, entries.

        An entry stands where its key does. A key given twice is a mistake, and its first entry counts.
        """
        parts: dict[int | str, Entry] = {}
        for key, start, entry in pairs:
            if key in parts:
                self.mistakes.append(self.mistake("yaml-twice", start, written=self.written(start)))
            parts.setdefault(key, replace(entry, line=self.line(start)))
        return Entry({key: entry.value for key, entry in parts.items()}, self.line(place), parts)

    def list(self, place: int, items: Iterable[Entry]) -> Entry:
        """The entry that begins at that place and holds the items."""
        parts: dict[int | str, Entry] = dict(enumerate(items))
        return Entry([entry.value for entry in parts.values()], self.line(place), parts)

    def scalar(self, place: int, value: object, written: str = "") -> Entry:
        """The entry of a value that begins at that place, as it was `written`."""
        return Entry(value, self.line(place), written=written)

    def tree(self, root: Entry) -> Tree:
        """The whole text, the mapping `root`, with its mistakes. Raises ContentError where it is none."""
        if not isinstance(root.value, dict):
            raise self.mistake("yaml-not-mapping", 0)
        mistakes = {(mistake.code, mistake.line): mistake for mistake in reversed(self.mistakes)}
        return Tree(root, tuple(reversed(mistakes.values())), tuple(self.cut))


def read_integer(text: str, base: int = 10) -> int | str:
    """The number, or where it is longer than any form takes, its text.

    >>> read_integer("0xff", 16)
    255
    """
    return int(text, base) if len(text) <= MOST_DIGITS else text
