"""White space, line ends and letters, as the proof and the intake see them in an article and its source.

Python takes four control characters for white space that are capitals in old code pages. VISCII's Õ is a
no-break space there, and that is white space here too: the proof does not see that one capital.
"""

import re
from unicodedata import normalize

_LINE_END = "\n\v\f\x85\u2028\u2029"
_BLANKS = re.compile(r"[^\S\x1c-\x1f]+")
_LINE = re.compile(f"[^{_LINE_END}]*[{_LINE_END}]|[^{_LINE_END}]+")


def fold(text: str) -> str:
    r"""The text with every run of white space as one space, and none at its ends.

    >>> fold("  NH\x1dNG \n năm ")
    'NH\x1dNG năm'
    """
    return _BLANKS.sub(" ", text).strip(" ")


def cut_at_line_ends(text: str) -> list[str]:
    r"""The lines, each with what ends it.

    >>> cut_at_line_ends("NH\x1dNG\nnăm")
    ['NH\x1dNG\n', 'năm']
    """
    return _LINE.findall(text)


def has_line_end(blanks: str) -> bool:
    """Whether a line ends in the white space."""
    return any(char in _LINE_END for char in blanks)


def count_line_ends(text: str, end: int | None = None) -> int:
    r"""The line ends up to the place `end`, as an editor's program counts them: form feeds are none.

    >>> count_line_ends("NHŨNG\f\nnăm\n")
    2
    """
    return text.count("\n", 0, end)


def settle(text: str) -> str:
    """The text in the spelling an article's file is read in; a source is kept as it was received."""
    return normalize("NFC", text)
