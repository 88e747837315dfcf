"""Damages that lose information: several sound texts become one damaged text."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

_LOW, _HIGH = "\n", "\u201c"
_PROBE = "\u1ed9"  # ộ


@dataclass(frozen=True, eq=False)
class Loss:
    """A damage that removes or coarsens letters, looking no further back than one character."""

    name: str
    """What articles declare it by."""
    lost: str
    """A regular expression that matches each letter it takes, one at a time."""
    remains: Mapping[str, str] = field(default_factory=dict)
    """What it leaves of a letter, where that depends on the letter."""
    mark: str = ""
    """What it leaves of every other letter: nothing, or one character that stands for any."""

    def __call__(self, text: str) -> str:
        """The text after the damage."""
        return self._pattern.sub(self._remainder, text)

    def after(self, previous: str, text: str) -> str:
        """What the damage leaves of a text that stands after the character `previous`."""
        return self(previous + text)[len(self(previous)) :]

    def find(self, text: str) -> Iterator[re.Match[str]]:
        """The letters it would take; in a text that it has damaged already there are none."""
        return self._pattern.finditer(text)

    @property
    def deletes(self) -> bool:
        """Whether letters vanish without a trace, and whole words with them."""
        return not self.remains and not self.mark

    @cached_property
    def looks_back(self) -> bool:
        """Whether a letter's fate depends on what stands before it."""
        return "(?<" in self.lost

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self.lost)

    @cached_property
    def _remainder(self) -> Callable[[re.Match[str]], str]:
        remains, mark = self.remains, self.mark
        return lambda match: remains.get(match[0], mark)

    def same_after(self, previous: str) -> str:
        """A line break or a quote mark: whichever the damage treats as it treats `previous`."""
        if not self.looks_back or self.after(previous, _PROBE) == self.after(_LOW, _PROBE):
            return _LOW
        return _HIGH

    def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
        """Travel between processes by name."""
        from kyyeu.restorer.damage import damage_named

        return damage_named, (self.name,)
