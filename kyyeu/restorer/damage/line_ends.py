r"""Ends of lines as only some programs know them.

What Windows has for one, "\r\n", every program knows: it stays.

>>> LINE_ENDS.read("Điều một\u2028Điều hai\rĐiều ba\r\n") == "Điều một\nĐiều hai\nĐiều ba\r\n"
True
"""

import re
from collections.abc import Iterator

from kyyeu.restorer.damage.notation import Notation, Respelt

# Beside another end of a line a carriage return is one too many.
_DOUBLED = "(?<!\r)\r+(?=\r\n)"
_ENDS = f"{_DOUBLED}|\r(?!\n)|[\u2028\u2029\x0b]|(?<!\n)\x0c(?!\n)"
# Between other controls it is the three dots of Windows-1252, or of a letter.
_NEXT_LINE = "(?<![\\sÃÄÅÆº»])\x85(?![\\s\"'”’)\\]]|\\Z)"
_OTHER_CONTROL = re.compile("[\x80-\x84\x86-\x9f]")
_ANY, _WITH_NEXT_LINE = re.compile(_ENDS), re.compile(f"{_ENDS}|{_NEXT_LINE}")


def _respelt(text: str) -> Iterator[Respelt]:
    pattern = _ANY if _OTHER_CONTROL.search(text) else _WITH_NEXT_LINE
    for match in pattern.finditer(text):
        yield Respelt(match.start(), match[0], "" if text.startswith("\r\n", match.end()) else "\n")


LINE_ENDS = Notation("line-ends", _respelt)
