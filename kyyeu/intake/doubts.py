"""The readings an editor should look at, each in words that stand at one place of the article."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from kyyeu.intake.layout import Paragraph
from kyyeu.intake.lines import fold
from kyyeu.restorer import Step

# How many words of context a reader wants on either side.
_BEFORE, _AFTER = 1, 2
# How many more are tried on either side to find words that stand at one place only.
_WIDEST = 30
_WORD = re.compile(r"\S+")
_EDGES = " ,.;:!?…“”\"'()"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reading that is less than sure."""

    line: int
    """The source's line, from 1."""
    step: Step
    """The step, with the probabilities."""
    words: str
    """The reading with the words around it."""
    text: str
    """More words around it where that takes one place of the article, and no other."""
    reading: str
    """The reading in `text`; longer than the step's where that alone could be mistaken."""
    alternatives: tuple[str, ...]
    """What may stand in place of `reading`, the likeliest first; empty where nothing else is likely."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a step's reading stands in its paragraph."""

    written: str
    """The paragraph as restored, to the character."""
    words: Sequence[tuple[int, int]]
    """Where each word of it begins and ends."""
    start: int
    """Where the reading begins."""
    step: Step
    """The step."""

    @property
    def end(self) -> int:
        """Where the reading ends."""
        return self.start + len(self.step.after)

    def window(self, before: int, after: int) -> tuple[int, int]:
        """From so many words before the reading's own to so many after it, in characters."""
        first = bisect_left(self.words, self.start, key=lambda span: span[1])
        last = bisect_right(self.words, self.end, key=lambda span: span[0]) - 1
        start, end = max(0, first - before), min(len(self.words) - 1, last + after)
        return min(self.words[start][0], self.start), max(self.words[end][1], self.end)

    def quote(self, window: tuple[int, int], reading: str | None = None) -> str:
        """The words of the window, as an article has them; with another reading where one is given."""
        middle = self.step.after if reading is None else reading
        words = self.written[window[0] : self.start] + middle + self.written[self.end : window[1]]
        return normalize("NFC", fold(words))


class DoubtFinder:
    """Finds the doubts of one article."""

    def __init__(self, texts: Sequence[str], damage: Callable[[str], str], sure: float):
        """`texts` are the article's lines and paragraphs; a reading below `sure` (0 to 1) is a doubt."""
        self._whole = "\n".join(texts)
        self._damage = damage
        self._sure = sure

    def find(self, paragraph: Paragraph) -> Iterator[Doubt]:
        """The doubts of one paragraph, in order."""
        written = "\n".join(line.written for line in paragraph.lines)
        words = [match.span() for match in _WORD.finditer(written)]
        before = 0
        for line in paragraph.lines:
            for mark in line.marks:
                if mark.step.probability < self._sure:
                    place = _Place(written, words, before + mark.start, mark.step)
                    yield self._doubt(line.number, place)
            before += len(line.written) + 1

    def _doubt(self, line: int, place: _Place) -> Doubt:
        window = place.window(_BEFORE, _AFTER)
        shown = place.quote(window).strip(_EDGES)
        for more in range(1, _WIDEST):
            if self._is_alone(place.quote(window)):
                break
            window = place.window(_BEFORE + more, _AFTER + more)
        text, reading = place.quote(window), normalize("NFC", place.step.after)
        others = [normalize("NFC", other.text) for other in place.step.alternatives]
        if text.count(reading) != 1 or not all(others):
            reading, others = text, [place.quote(window, other) for other in others]
        elif self._is_alone(text.strip(_EDGES)) and reading in text.strip(_EDGES):
            text = text.strip(_EDGES)
        return Doubt(line, place.step, shown, text, reading, self._fitting(text, reading, others))

    def _fitting(self, text: str, reading: str, others: list[str]) -> tuple[str, ...]:
        """Those of the other readings of which the damage would have left the same."""
        if not self._is_alone(text):
            return ()
        left = fold(self._damage(text))
        return tuple(
            other
            for other in dict.fromkeys(others)
            if other not in ("", reading) and fold(self._damage(text.replace(reading, other))) == left
        )

    def _is_alone(self, text: str) -> bool:
        """Whether the text stands at one place of the article, and no other."""
        first = self._whole.find(text)
        return first >= 0 and self._whole.find(text, first + len(text)) < 0
