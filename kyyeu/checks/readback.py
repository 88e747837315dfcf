"""What a book says, in order and with places, and the search in it for what it must say."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kyyeu.checks.promises import GAP, NUMBER, Promise

Fold = Callable[[str], str]
"""Words as they are compared: without white space at least."""

_QUOTED = 30  # characters before and after a difference


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Where a book says something else than it must."""

    expected: str
    """The words around it, as they should be."""
    found: str
    """What stands there, without its spaces."""
    where: str
    """On which page, or in which document."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words of a promise up to where the theme says something, as they were found in a passage."""

    words: str
    place: int
    """The first of them in the promise, from 0."""
    start: int
    """Their first letter in the passage, from 0; -1 where they are not there."""
    length: int
    """How many letters they have."""


class ReadBack:
    """What one part of a book says."""

    def __init__(self, said: Iterable[tuple[str, str]], fold: Fold, numbers: Sequence[str] = ()):
        """`said` is words and where they stand; `numbers` are those for which `NUMBER` stands in them."""
        self._fold, self._numbers = fold, numbers
        self._starts, self._where, letters, length = list[int](), list[str](), list[str](), 0
        for words, where in said:
            if not self._where or where != self._where[-1]:
                self._starts.append(length)
                self._where.append(where)
            letters.append(fold(words))
            length += len(letters[-1])
        self._letters = "".join(letters)

    def __len__(self) -> int:
        """How many letters it has."""
        return len(self._letters)

    def after(self, words: str, start: int = 0) -> int | None:
        """Where the first such words from the letter `start` on end; None where there are none."""
        folded = self._fold(words)
        found = self._letters.find(folded, start)
        return None if found < 0 else found + len(folded)

    def counts(self, number: int, words: str, start: int = 0) -> bool:
        """Whether a sentence from the letter `start` on says that there are as many of such words."""
        digits, counted = rf"(?<!\d)(?<!\d[.,]){number}(?![.,]?\d)", re.escape(self._fold(words))
        return bool(
            re.compile(rf"{digits}[^\d.;]*{counted}|{counted}[^\d.;]*{digits}").search(self._letters, start)
        )

    def where_is(self, words: str) -> str | None:
        """Where the first such words begin; None where there are none."""
        found = self._letters.find(self._fold(words))
        return None if found < 0 else self.where(found)

    def where(self, letter: int) -> str:
        """Where that letter stands."""
        index = bisect_right(self._starts, letter) - 1
        return self._where[index] if self._where else ""

    def differs_from(self, promise: Promise, start: int = 0) -> Mismatch | None:
        """The first difference from the promise, which is looked for from the letter `start` on."""
        for stretch in self._stretches(promise, start):
            if stretch.start < 0:
                return self._explain(promise, stretch, start)
            start = stretch.start + stretch.length
        return self._misnumbered(promise, start)

    def place_of(self, letter: int, promise: Promise, start: int = 0) -> int | None:
        """Which character of the promise's words the letter is; None where it is none of them.

        Of words that are not all there it is known up to where they differ.
        """
        for stretch in self._stretches(promise, start):
            if stretch.start < 0:
                stretch = self._find_most(stretch, start)
            start = stretch.start + stretch.length
            if 0 <= stretch.start <= letter < start:
                lengths = range(len(stretch.words) + 1)
                upto = bisect_right(
                    lengths, letter - stretch.start, key=lambda n: len(self._fold(stretch.words[:n]))
                )
                return stretch.place + max(upto - 1, 0)
        return None

    def _stretches(self, promise: Promise, start: int) -> Iterator[_Stretch]:
        """The promise in stretches, up to one that is not there."""
        place = 0
        for words in promise.words.split(GAP):
            folded = self._fold(words)
            found = self._letters.find(folded, start)
            yield _Stretch(words, place, found, len(folded))
            if found < 0:
                return
            start, place = found + len(folded), place + len(words) + 1

    def _find_most(self, lost: _Stretch, start: int) -> _Stretch:
        """As much as can be found of a stretch that is not there."""

        def is_there(length: int) -> bool:
            return self._letters.find(self._fold(lost.words[:length]), start) >= 0

        lengths = range(len(lost.words) + 1)
        most = bisect_right(lengths, False, key=lambda length: not is_there(length)) - 1
        folded = self._fold(lost.words[:most])
        return _Stretch(lost.words[:most], lost.place, self._letters.find(folded, start), len(folded))

    def _explain(self, promise: Promise, lost: _Stretch, start: int) -> Mismatch:
        """How much of the stretch can be found."""
        there = self._find_most(lost, start)
        at = there.start + there.length
        found = self._letters[max(at - _QUOTED, 0) : at + _QUOTED]
        return Mismatch(_quote(promise.words, lost.place + len(there.words)), _legible(found), self.where(at))

    def _misnumbered(self, promise: Promise, end: int) -> Mismatch | None:
        """Where a list's item that ends before the letter `end` has another number.

        A theme may have letters for numbers, of which nothing is said here.
        """
        last = self._letters.count(NUMBER, 0, end)
        first = last - len(promise.numbers)
        for index, (wanted, said) in enumerate(zip(promise.numbers, self._numbers[first:last], strict=True)):
            digits = "".join(filter(str.isdecimal, said))
            if digits and int(digits) != wanted:
                where = self.where(_nth(self._letters, first + index))
                return Mismatch(
                    f"{wanted}. {_quote(promise.words, _nth(promise.words, index))}", said.strip(), where
                )
        return None


def _nth(words: str, index: int) -> int:
    """Where the number `index`, from 0, stands in the words."""
    place = -1
    for _ in range(index + 1):
        place = words.index(NUMBER, place + 1)
    return place


def _quote(words: str, place: int) -> str:
    """Whole words around a place."""
    begin = words.rfind(" ", 0, max(place - _QUOTED, 0)) + 1
    end = words.find(" ", place + _QUOTED)
    return _legible(words[begin : end if end >= 0 else len(words)])


def _legible(words: str) -> str:
    return " ".join(words.replace(NUMBER, " ").replace(GAP, " … ").split())
