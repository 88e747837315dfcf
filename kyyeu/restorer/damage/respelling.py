"""Damages that only respell: each Vietnamese letter became other characters, and the way back is exact."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, eq=False)
class Respelling:
    """A damage that wrote each letter as other characters and lost nothing."""

    name: str
    """What articles declare it by."""
    spelling: Mapping[str, str]
    """Letter to what it became; no two letters became the same."""

    def __call__(self, text: str) -> str:
        """The text after the damage."""
        return text.translate(self._table)

    def after(self, previous: str, text: str) -> str:
        """What becomes of a text that stands after the character `previous`, which changes nothing here."""
        return self(text)

    def find(self, text: str) -> Iterator[tuple[int, str, str]]:
        """Each respelt letter in a damaged text: its place, what stands there, and the letter it was."""
        letters = self._letters
        for match in self._respelt.finditer(text):
            if match[0] in letters:
                yield match.start(), match[0], letters[match[0]]

    @cached_property
    def _table(self) -> dict[int, str]:
        return str.maketrans(dict(self.spelling))

    @cached_property
    def _letters(self) -> dict[str, str]:
        return {respelt: letter for letter, respelt in self.spelling.items()}

    @cached_property
    def _respelt(self) -> re.Pattern[str]:
        # The longest first: "eâ" is ê, although "e" may be followed by other things.
        return re.compile("|".join(map(re.escape, sorted(self._letters, key=len, reverse=True))))

    def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
        """Travel between processes by name."""
        from kyyeu.restorer.damage import damage_named

        return damage_named, (self.name,)
