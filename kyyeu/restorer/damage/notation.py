"""Ways in which letters are written as other characters, each read back by rule and to the letter."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple


class Respelt(NamedTuple):
    """A letter of which all is there still, written as other characters."""

    start: int
    """Where these begin in the damaged text, in characters from 0."""
    written: str
    """What stands there."""
    letter: str
    """What it was."""


@dataclass(frozen=True, eq=False)
class Notation:
    """A way of writing that tells every letter, though one letter may be written in more ways than one.

    So it is proved from its end: the source, read back, is the text. What is written otherwise is no part
    of it and stays as it is.
    """

    name: str
    """What articles declare it by."""
    respelt: Callable[[str], Iterator[Respelt]]
    """What is written so in a text, in order; what stands there and what it was differ."""
    deduces: Callable[[str, str], bool] | None = None
    """Whether the case of a letter, written so, or which vowel has the tone, is not written but deduced."""
    signs: Callable[[str], Iterator[Respelt]] | None = None
    """Where signs are letters too: all that may be written so, whatever the words around it tell."""

    def read(self, text: str) -> str:
        """The text with all that read back."""
        pieces, place = list[str](), 0
        for start, written, letter in self.respelt(text):
            pieces += [text[place:start], letter]
            place = start + len(written)
        return "".join([*pieces, text[place:]])
