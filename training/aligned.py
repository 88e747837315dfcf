"""A sound text beside what a damage leaves of it."""

import re
from collections.abc import Iterator

from kyyeu.restorer.damage import Damage
from kyyeu.restorer.units import WORD

_WORD = re.compile(WORD)


class Aligned:
    """A text and where each of its characters stands in the damaged text."""

    def __init__(self, text: str, damage: Damage) -> None:
        """Align the text with what the damage leaves of it."""
        self.text = text
        self.lost = {letter.start for letter in damage.taken(text)}
        gone = {place for place in self.lost if not damage.remains.get(text[place], damage.mark)}
        self.kept = [place for place in range(len(text)) if place not in gone]

    def piece(self, start: int, end: int) -> str:
        """What the text has for a stretch of the damaged text."""
        return self.text[self._bounds(start, end)]

    def taken(self, start: int, end: int) -> int:
        """How many letters of the stretch the damage takes."""
        bounds = self._bounds(start, end)
        return sum(place in self.lost for place in range(bounds.start, bounds.stop))

    def words(self) -> Iterator[tuple[int, int]]:
        """Where the damaged text has, or had, the text's words."""
        numbers = {place: number for number, place in enumerate(self.kept)}
        for word in _WORD.finditer(self.text):
            inside = [numbers[place] for place in range(*word.span()) if place in numbers]
            if inside:
                yield inside[0], inside[-1] + 1
            else:
                following = next(
                    (place for place in range(word.end(), len(self.text)) if place in numbers), None
                )
                start = len(self.kept) if following is None else numbers[following]
                yield start, start

    def _bounds(self, start: int, end: int) -> slice:
        first = self.kept[start - 1] + 1 if start else 0
        return slice(first, self.kept[end] if end < len(self.kept) else len(self.text))
