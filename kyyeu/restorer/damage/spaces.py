"""Spaces put into words and lost between them, as programs do that read PDF files.

It takes every space, so that what is left tells the letters of each line alone, and the proof goes by these.

>>> SPACES_MOVED.read("quy ề n lợ i") == SPACES_MOVED("quyền lợi")
True
"""

import re
from collections.abc import Iterator

from kyyeu.restorer.damage.damage import Damage
from kyyeu.restorer.damage.notation import Notation, Respelt

# All white space within a line, as the proof folds it.
_BLANKS = r"[^\S\n\v\f\x1c-\x1f\x85\u2028\u2029]+"
_LINE = re.compile("[^\n\v\f\x85\u2028\u2029]+")
_SPACE = re.compile(_BLANKS)


def _respelt(text: str) -> Iterator[Respelt]:
    for line in _LINE.finditer(text):
        together = _SPACE.sub("", line[0])
        if together != line[0]:
            yield Respelt(line.start(), line[0], together)


SPACES_MOVED = Damage(
    "spaces-moved", _BLANKS, exact=True, rare=True, notations=(Notation("spaces-moved", _respelt),)
)
