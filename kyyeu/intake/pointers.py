"""Pointing at words of the article: with enough of those around them, or by which of several places."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from unicodedata import normalize

from kyyeu.intake.recognition import Paragraph
from kyyeu.proving.concordance import Spot, find_spots
from kyyeu.proving.spelling import fold

# How many more words on either side are tried, one after the other, to find words that stand at one place.
_WIDENINGS = (0, 1, 2, 3, 5, 8, 13)
_WORD = re.compile(r"\S+")
_EDGES = " ,.;:!?…“”\"'()"


@dataclass(frozen=True)
class Passage:
    """A line of the header, or a paragraph, as the proof counts them."""

    number: int
    """Which of the article's lines and paragraphs it is, from 0."""
    paragraph: Paragraph
    """Its lines."""

    @cached_property
    def written(self) -> str:
        """As restored, to the character."""
        return "\n".join(line.written for line in self.paragraph.lines)

    @cached_property
    def words(self) -> Sequence[tuple[int, int]]:
        """Where each word of `written` begins and ends."""
        return [match.span() for match in _WORD.finditer(self.written)]

    @cached_property
    def starts(self) -> Sequence[int]:
        """Where each word begins in the article, white space folded, NFC."""
        places, start = list[int](), 0
        for first, last in self.words:
            places.append(start)
            start += len(normalize("NFC", self.written[first:last])) + 1
        return places

    def quote(self, start: int, end: int) -> str:
        """What stands from `start` to `end` of `written`, as an article has it."""
        return normalize("NFC", fold(self.written[start:end]))


@dataclass(frozen=True)
class Excerpt:
    """Words of a passage."""

    passage: Passage
    """The passage."""
    start: int
    """Where they begin in its `written`."""
    end: int
    """Where they end."""

    def widen(self, before: int, after: int) -> "Excerpt":
        """The words with so many whole ones before and after, without the marks at both ends."""
        written, words = self.passage.written, self.passage.words
        first = bisect_left(words, self.start, key=lambda span: span[1])
        last = bisect_right(words, self.end, key=lambda span: span[0]) - 1
        start = min(words[max(0, first - before)][0], self.start)
        end = max(words[min(len(words) - 1, last + after)][1], self.end)
        while start < self.start and written[start] in _EDGES:
            start += 1
        while end > self.end and written[end - 1] in _EDGES:
            end -= 1
        return Excerpt(self.passage, start, end)

    @property
    def text(self) -> str:
        """As an article has it."""
        return self.passage.quote(self.start, self.end)

    @property
    def spot(self) -> Spot:
        """Where it begins in the article."""
        words = self.passage.words
        word = max(0, bisect_right(words, self.start, key=lambda span: span[0]) - 1)
        if self.start >= words[word][1]:
            word += 1
        inside = normalize("NFC", self.passage.written[words[word][0] : max(words[word][0], self.start)])
        return Spot(self.passage.number, self.passage.starts[word] + len(inside))


@dataclass(frozen=True)
class Pointer:
    """What a header says so that one place is meant."""

    place: Excerpt
    """The words, and others around them."""
    ordinal: int | None
    """Which of the places where these stand, from 1; None where they stand at one."""


def point_at(places: Sequence[Excerpt], texts: Sequence[str]) -> list[Pointer | None]:
    """A pointer to each place by its own words; None where they do not stand in the article.

    `texts` are the article's lines and paragraphs, as the proof counts them.
    """
    spots = find_spots({place.text for place in places}, texts)
    return [_point(place, spots[place.text]) for place in places]


def point_around(
    places: Sequence[Excerpt], texts: Sequence[str], before: int, after: int
) -> list[Pointer | None]:
    """A pointer to each place with so many words around it, or more where that makes them stand alone."""
    found: dict[int, Pointer] = {}
    for more in _WIDENINGS:
        left = [number for number in range(len(places)) if number not in found or found[number].ordinal]
        wider = [places[number].widen(before + more, after + more) for number in left]
        for number, pointer in zip(left, point_at(wider, texts), strict=True):
            if pointer and (number not in found or pointer.ordinal is None):
                found[number] = pointer
    return [found.get(number) for number in range(len(places))]


def _point(place: Excerpt, spots: Sequence[Spot]) -> Pointer | None:
    nearest = bisect_left(spots, place.spot)
    if nearest == len(spots) or spots[nearest] != place.spot:
        return None
    return Pointer(place, nearest + 1 if len(spots) > 1 else None)
