"""Pieces of a text from its whole length, by which it is judged."""

import re
from collections.abc import Iterator

# A text is judged by at most so many pieces of so many words. So many pieces, from its whole length too, are
# looked at together, and more only until that has decided.
_PIECES, _PIECE, _TOGETHER = 32, 12, 4
# What is longer than so many characters is no piece of so many words, and is cut.
_LONGEST_PIECE = 500

# What stands between spaces, from its beginning to its first letter. What follows a character beyond ASCII
# may be the rest of a letter that was misread, the no-break space within it turned into a space.
_BEGINNING = re.compile(r"(?<![^ \t\r\n])(?<![^\x00-\x7e][ \t])\S*?[^\W\d_]")


def parts_of(text: str) -> list[str]:
    """Some fifty words each from the whole length of the text, and other words in each."""
    pieces = list(_pieces(text))
    parts = -(-len(pieces) // _TOGETHER)
    return ["\n".join(pieces[number::parts]) for number in range(parts)]


def _pieces(text: str) -> Iterator[str]:
    """Pieces at even distances from one word's beginning to another's; of a short text all there is."""
    starts = [match.start() for match in _BEGINNING.finditer(text)]
    words, ends = len(starts), [*starts, len(text)]
    count = min(_PIECES, -(-words // _PIECE))
    for number in range(count):
        first, following = words * number // count, words * (number + 1) // count
        start, end = starts[first], ends[min(first + _PIECE, following)]
        yield text[start : min(end, start + _LONGEST_PIECE)]
