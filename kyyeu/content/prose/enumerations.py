"""Rows of an enumeration that Markdown does not know: ``a)``, ``I.``, ``1.2``, ``•``, ``–``."""

import re

from kyyeu.content.prose.numbering import ITEM

SHORT = 56
"""Characters: the lines of a paragraph that was broken to a width are longer."""

_ROW = re.compile(
    r"""
    [ ]*(?:
      [•◦▪▫●○■□–—→⇒\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]\ufe0f?\s   # a sign by itself
    | [=-]{1,2}>\s                                                             # an arrow
    | -[\U000f0000-\U0010ffff]?(?=[^\W\d_])                                    # a hyphen right before a word
    | \(\*+\)
    | \((?:\d{1,3}|[^\W\d_]|[ivxIVX]{1,5})\)                                   # (1), (a), (iv)
    | (?:\d{1,3}|[a-zđ]|[A-ZĐ]|[IVXLC]{1,6})(?:[ ]?[)/]|-\s|\.\s)              # 1) a/ B- IV.
    | \d{1,3}\.[^\s\d]                                                         # 1.Word
    | \d{1,3}(?:\.\d{1,3})+\.?\s                                               # 1.2 and 1.2.
    )\s*\S
    """,
    re.VERBOSE,
)
"""How a row begins; a character of private use before its first word hides the number of its line."""


def begins_row(line: str, before: str) -> bool:
    """Whether a line is a row, where the line before is one, announces one, or is a list's item.

    >>> begins_row("(b) hai", "(a) một"), begins_row("(a) một", "Gồm:"), begins_row("(a) của Điều 5", "khoản")
    (True, True, False)
    """
    announced = before.rstrip().endswith((":", ";")) or (ITEM.match(before) and len(before) <= SHORT)
    return bool(_ROW.match(line) and (announced or _ROW.match(before)))
