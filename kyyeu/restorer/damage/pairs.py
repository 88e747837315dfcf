r"""Characters beyond U+FFFF as the two halves that UTF-16 has for them, each taken for a character.

>>> PAIRS.read("\ud83d\ude00") == "😀"
True
"""

import re
from collections.abc import Iterator

from kyyeu.restorer.damage.notation import Notation, Respelt

_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_HALF = re.compile("[\ud800-\udfff]")


def join_halves(text: str) -> str:
    """The text with the halves of pairs joined; nothing where a half stands alone."""
    joined = _PAIR.sub(lambda pair: _join(pair[0]), text)
    return "" if _HALF.search(joined) else joined


def find_half(text: str) -> re.Match[str] | None:
    """The first half of a pair that stands alone."""
    return _HALF.search(_PAIR.sub("  ", text))


def _join(pair: str) -> str:
    return pair.encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def _respelt(text: str) -> Iterator[Respelt]:
    return (Respelt(pair.start(), pair[0], _join(pair[0])) for pair in _PAIR.finditer(text))


PAIRS = Notation("surrogate-pairs", _respelt)
