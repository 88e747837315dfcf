"""A damage as a value: what it takes from a sound text, what it leaves there, and what that still tells."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

_LOW, _HIGH = "\n", "\u201c"
_PROBE = "\u1ed9"  # ộ


class Span(NamedTuple):
    """A part of a text."""

    start: int
    """Its first character, from 0."""
    end: int
    """The character after its last."""


class Respelt(NamedTuple):
    """A letter of which all is there still, written as other characters."""

    start: int
    """Where these begin in the damaged text, in characters from 0."""
    written: str
    """What stands there."""
    letter: str
    """What it was."""


@dataclass(frozen=True, eq=False)
class Damage:
    """A function from sound text to damaged text, which looks no further back than one character.

    Most lose something: several sound texts become one damaged text. Those that are exact only write letters
    as other characters, as an old code page does, and lose nothing.
    """

    name: str
    """What articles declare it by."""
    lost: str
    """A regular expression that matches each letter it takes, one at a time."""
    remains: Mapping[str, str] = field(default_factory=dict)
    """What it leaves of a letter, where that depends on the letter."""
    mark: str = ""
    """What it leaves of every other letter: nothing, or one character that stands for any."""
    exact: bool = False
    """Whether what it leaves of a letter tells which it was: no two letters become the same."""

    def __call__(self, text: str) -> str:
        """The text after the damage."""
        return self._pattern.sub(self._remainder, text)

    def after(self, previous: str, text: str) -> str:
        """What the damage leaves of a text that stands after the character `previous`."""
        return self(previous + text)[len(self(previous)) :] if self.looks_back else self(text)

    def taken(self, sound: str) -> Iterator[Span]:
        """The letters it takes from a sound text, in order."""
        return (Span(*match.span()) for match in self._pattern.finditer(sound))

    def respelt(self, damaged: str) -> Iterator[Respelt]:
        """The letters that can be read back from what it left of them; none where it is not exact."""
        for match in self._signs.finditer(damaged):
            yield Respelt(match.start(), match[0], self._letters[match[0]])

    @cached_property
    def deletes(self) -> bool:
        """Whether nothing is left of what it takes: letters vanish without a trace, whole words with them."""
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

    @cached_property
    def _letters(self) -> dict[str, str]:
        return {left: letter for letter, left in self.remains.items()} if self.exact else {}

    @cached_property
    def _signs(self) -> re.Pattern[str]:
        # The longest first: "eâ" is ê, although "e" may be followed by other things.
        signs = sorted(self._letters, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, signs)) or "(?!)")

    def same_after(self, previous: str) -> str:
        """A line break or a quote mark: whichever the damage treats as it treats `previous`."""
        if not self.looks_back or self.after(previous, _PROBE) == self.after(_LOW, _PROBE):
            return _LOW
        return _HIGH

    def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
        """Travel between processes by name."""
        from kyyeu.restorer.damage import damage_named

        return damage_named, (self.name,)


def respelling(name: str, spelling: Mapping[str, str]) -> Damage:
    """The exact damage that turns each letter into what `spelling` has for it, be it the letter itself.

    No two letters become the same.

    >>> respelling("leet", {"ê": "3", "é": "é"}).lost
    '[ê]'
    """
    changed = {letter: written for letter, written in spelling.items() if written != letter}
    return Damage(name, f"[{''.join(changed)}]", changed, exact=True)
