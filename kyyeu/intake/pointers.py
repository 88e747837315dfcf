"""Pointing at words of the article, such as those that the damage passed by.

A pointer takes in enough of the words around a place, or says which of several places is meant.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from kyyeu.intake.lines import SourceLine
from kyyeu.intake.recognition import Paragraph
from kyyeu.proving.concordance import Spot, find_spots
from kyyeu.proving.spelling import fold, settle
from kyyeu.restorer import Span

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
    def words(self) -> Sequence[Span]:
        """Where each word of `written` begins and ends."""
        return [Span(*match.span()) for match in _WORD.finditer(self.written)]

    @cached_property
    def starts(self) -> Sequence[int]:
        """Where each word begins in the article, white space folded, NFC."""
        places, start = list[int](), 0
        for first, last in self.words:
            places.append(start)
            start += len(settle(self.written[first:last])) + 1
        return places

    def quote(self, start: int, end: int) -> str:
        """What stands from `start` to `end` of `written`, as an article has it."""
        return settle(fold(self.written[start:end]))


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
        first = bisect_left(words, self.start, key=attrgetter("end"))
        last = bisect_right(words, self.end, key=attrgetter("start")) - 1
        start = min(words[max(0, first - before)].start, self.start)
        end = max(words[min(len(words) - 1, last + after)].end, self.end)
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
        word = max(0, bisect_right(words, self.start, key=attrgetter("start")) - 1)
        if self.start >= words[word].end:
            word += 1
        begins = words[word].start
        inside = settle(self.passage.written[begins : max(begins, self.start)])
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


def find_spared(passage: Passage) -> Iterator[Excerpt]:
    """The stretches of a passage that stand as in the source although the damage would have changed them.

    A line of which nothing was restored is one stretch, and lines that follow one another are one together.
    """
    stretches, before = list[Span](), 0
    for line in passage.paragraph.lines:
        stretches += [Span(before + start, before + end) for start, end in _stretches(line)]
        before += len(line.written) + 1
    for start, end in _join(stretches, lambda one, other: passage.written[one.end : other.start].isspace()):
        yield Excerpt(passage, start, end)


def _stretches(line: SourceLine) -> Iterator[Span]:
    """From a spared word to the last one before something was restored, or was left open."""
    if line.untouched:
        yield Span(len(line.written) - len(line.written.lstrip()), len(line.written.rstrip()))
        return
    marks = [mark.start for mark in line.marks]
    yield from _join(
        line.spared, lambda one, other: bisect_left(marks, one.end) == bisect_left(marks, other.start)
    )


def _join(stretches: Iterable[Span], together: Callable[[Span, Span], bool]) -> Iterator[Span]:
    """The stretches, neighbours as one where they belong together."""
    pending: Span | None = None
    for stretch in stretches:
        if pending and together(pending, stretch):
            pending = Span(pending.start, stretch.end)
            continue
        if pending:
            yield pending
        pending = stretch
    if pending:
        yield pending
