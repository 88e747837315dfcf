"""How much of anything a text may have, so that no text takes for ever: far more than any article has."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from kyyeu.content.prose.blocks import VOID

_MOST_CHARACTERS = 1_000_000
_MOST_MARKS = 30_000
_MOST_READ = 1_000_000  # characters parsed, in all tries together
_COST = 50  # a mark takes the parser as long as so many characters that mean nothing
_MOST_DEPTH = 12
_MOST_TAGS_OPEN = 50
_MOST_SIGNS = 600
_MOST_LOOKED_THROUGH = 10_000_000  # characters of a paragraph, for each sign those up to its end
_MOST_LOOKED_THROUGH_IN_TABLE = 100_000_000  # which verse takes for none
_MOST_IN_TABLE = 4_000  # since cells are parsed one by one
_MOST_LINES = 2_000  # of a paragraph or a list without blank lines
_MOST_ROWS = 10_000
_MOST_TERMS = 100
_MOST_FENCES = 400  # of code: the parser looks for the end of each in all that follows
_LONGEST_WORD = 2_000
_MOST_CELLS = 60
_SIGNS = ("[", "`", "<", "![")
_MARK = re.compile(r"[\[<`*_|\\&]|\n(?=.)")
"""What takes the parser most of its time: lines, and signs that may mean something."""
_DEEP = re.compile(
    r"^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d+\.(?=[ \t])))+|^(?: {4}|\t)+(?=[-*+] |\d+\. )", re.MULTILINE
)
_FENCE = re.compile(r"^[ >]*+(?:```|~~~)", re.MULTILINE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*+)[^<>]*+>")
_UNCLOSED = frozenset(["p", "li", "tr", "td", "th", "dt", "dd", "tbody", "thead"])  # HTML lets them stay open


@dataclass(frozen=True, slots=True)
class Excess:
    """Something there is too much of."""

    code: str
    """The table of messages.toml that words it."""
    line: int
    """The line of the text, from 1."""
    most: int
    """How much there may be."""


def find_excess(text: str) -> Excess | None:
    """The first thing that there is too much of; a text that has none is parsed in bounded time."""
    if len(text) > _MOST_CHARACTERS:
        return Excess("text-too-long", 1, _MOST_CHARACTERS)
    return next(_find_beyond(text), None) or next(_find_deep(text), None) or next(_find_crowded(text), None)


def count_tries(text: str, most: int) -> int:
    """How often the text may be parsed to find out where something stands: `most` times, a long one less."""
    cost = len(text) + _COST * sum(1 for _ in _MARK.finditer(text)) + 1
    return max(2, min(most, _MOST_READ // cost))


def _find_beyond(text: str) -> Iterator[Excess]:
    """The first mark that is one too many in the whole text."""
    for match in islice(_MARK.finditer(text), _MOST_MARKS, None):
        yield Excess("too-many-marks", _line_of(text, match.start()), _MOST_MARKS)
    for match in islice(_FENCE.finditer(text), _MOST_FENCES, None):
        yield Excess("too-many-fences", _line_of(text, match.start()), _MOST_FENCES)


def _find_deep(text: str) -> Iterator[Excess]:
    """Lists, quotations and elements one within the other."""
    for match in _DEEP.finditer(text):
        signs = len(match[0].split()) + match[0].count(">>")
        if signs > _MOST_DEPTH or len(match[0].expandtabs(4)) > 4 * _MOST_DEPTH:
            yield Excess("too-deep", _line_of(text, match.start()), _MOST_DEPTH)
    depth = 0
    for match in _TAG.finditer(text):
        if match[2].lower() not in VOID | _UNCLOSED:
            depth = max(0, depth + (-1 if match[1] else 1))
        if depth > _MOST_TAGS_OPEN:
            yield Excess("too-deep", _line_of(text, match.start()), _MOST_TAGS_OPEN)


def _find_crowded(text: str) -> Iterator[Excess]:
    """Paragraphs with more signs than the parser can weigh against each other, and words without end."""
    line = 1
    for paragraph in text.split("\n\n"):
        rows = paragraph.split("\n")
        if len(rows) > _MOST_ROWS or (len(rows) > _MOST_LINES and "|" not in rows[_MOST_LINES]):
            yield Excess("too-many-lines", line + _MOST_LINES, _MOST_LINES)
        if sum(row.startswith(":") for row in rows) > _MOST_TERMS:
            yield Excess("too-many-lines", line, _MOST_TERMS)
        is_table = any(map(_is_under_head, rows))
        for number, unit in enumerate([paragraph, *(rows if is_table else ())]):
            whole = is_table and number == 0
            most = min(
                _MOST_IN_TABLE if whole else _MOST_SIGNS,
                (_MOST_LOOKED_THROUGH_IN_TABLE if whole else _MOST_LOOKED_THROUGH) // (len(unit) + 1),
            )
            if max(unit.count(sign) for sign in _SIGNS) > most:
                yield Excess("too-many-signs", line + max(0, number - 1), most)
        for number, row in enumerate(rows):
            if len(row) > _LONGEST_WORD and max(map(len, row.split()), default=0) > _LONGEST_WORD:
                yield Excess("word-too-long", line + number, _LONGEST_WORD)
            if row.count("|") > _MOST_CELLS:
                yield Excess("too-many-cells", line + number, _MOST_CELLS)
        line += len(rows) + 1


def _is_under_head(row: str) -> bool:
    """Whether the row is one of rules and bars, as stands under a table's head."""
    return {"-", "|"} <= set(row) <= set(" |:-")


def _line_of(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
