"""Word against word: an article, damaged as it declares, beside its source, and where the two first part."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

from kyyeu.proving.spelling import settle

_BEFORE, _AFTER = 4, 5  # words of the source that are shown around a difference


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the article's text and what the source must have in its place."""

    name: str
    """``title``, ``author``, ``position``, or empty for a block of the body."""
    text: str
    """As the article has it, emendations undone."""
    damaged: str
    """As the source must have it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The first word in which an article and its source differ."""

    read: tuple[str, ...]
    """The article's sound words, from its first to the one that differs."""
    damaged: str
    """What the damage makes of that word; empty where the article has ended."""
    expected: str
    """What the source has; empty where the source has ended."""
    context: str
    """The words of the source around it."""

    @property
    def word(self) -> str:
        """The article's sound word; empty where it has none at all."""
        return self.read[-1] if self.read else ""


def find_difference(pieces: Sequence[Piece], lines: Sequence[str]) -> Difference | None:
    """Where the pieces, damaged, first differ from the source's lines, white space folded in both."""
    expected = [word for line in lines for word in _words(line)]
    found = [word for piece in pieces for word in _words(piece.damaged)]
    for place, (have, want) in enumerate(zip_longest(found, expected, fillvalue="")):
        if have != want:
            context = " ".join(expected[max(0, place - _BEFORE) : place + _AFTER])
            return Difference(tuple(_read(pieces, place)), have, want, context)
    return None


def words_in_place(pieces: Sequence[Piece], lines: Sequence[str]) -> list[str]:
    """For each piece the source's words in its place, as they are spelt there; the two differ nowhere."""
    words = (word for line in lines for word in line.split(" ") if word)
    return [" ".join(islice(words, len(_words(piece.damaged)))) for piece in pieces]


def line_of(words: Sequence[str], body: str) -> int:
    """The line (from 0) of the last of `words`, found by walking the Markdown from word to word."""
    place = 0
    for word in words:
        found = body.find(word, place)
        place = found if found >= 0 else place
    return body.count("\n", 0, place)


def _words(folded: str) -> list[str]:
    return settle(folded).split(" ") if folded else []


def _read(pieces: Sequence[Piece], place: int) -> Iterator[str]:
    """The sound words up to the one whose damaged form is, or holds, the damaged word of that number."""
    seen = 0
    for piece in pieces:
        damaged = piece.damaged.split()
        for word in piece.text.split():
            yield word
            # a word's damaged form is a subsequence of it when letters are dropped, as long when replaced
            if damaged and _could_be(word, damaged[0]):
                damaged.pop(0)
                seen += 1
            if seen > place:
                return


def _could_be(word: str, damaged: str) -> bool:
    letters = iter(word)
    return len(word) == len(damaged) or all(letter in letters for letter in damaged)
