"""Spaces where no word was lost: how often a typist leaves one, beside how often a word is lost."""

import re
from typing import NamedTuple

# Where a whole word may be lost: between two spaces, or between one and a closing or an opening mark; and at
# the start of a line, between that and a space.
BETWEEN = r"(?<=[^ \u00a0][ \u00a0])(?=[ \u00a0][^ \u00a0]|[.,;:!?)”\]])|(?<=[(“\[])(?= )"
INDENT = r"^(?= \S)"

# How often words that vanish whole leave such a gap in news, for each word, and for each line, where they are
# so frequent in the language model; where a damage takes more of them, as much oftener.
_VANISHED_BETWEEN, _VANISHED_INDENT, _FREQUENT = 0.008, 0.004, 0.00378
# A short text says little about its typist: so many words, and lines, without a gap are thought before it.
_WORDS_BEFORE, _LINES_BEFORE = 100, 10
_LEAST = 2e-4

_BETWEEN = re.compile(BETWEEN)
_INDENT = re.compile(INDENT, re.MULTILINE)
_LINE = re.compile(r"\S.*")


class Habit(NamedTuple):
    """How often a typist leaves a gap where no word was lost, between 0 and 1."""

    between: float = _LEAST
    """After a word."""
    indent: float = _LEAST
    """At the start of a line."""

    @classmethod
    def of(cls, text: str, vanished: float = _FREQUENT) -> "Habit":
        """The habit of the text's typist: the gaps that lost words do not account for.

        `vanished` is how frequent in the language model, between 0 and 1, the words are that vanish whole.
        """
        often = vanished / _FREQUENT
        words, lines = len(text.split()), len(_LINE.findall(text))
        return cls(
            _rate(len(_BETWEEN.findall(text)), words, often * _VANISHED_BETWEEN, _WORDS_BEFORE),
            _rate(len(_INDENT.findall(text)), lines, often * _VANISHED_INDENT, _LINES_BEFORE),
        )


def _rate(gaps: int, occasions: int, vanished: float, before: int) -> float:
    own = gaps - vanished * (occasions + 1)
    return min(1.0, max(_LEAST, own / (occasions + 1 + before)))
