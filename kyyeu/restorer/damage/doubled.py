r"""Every letter twice, as lines of a PDF are copied that were set twice to look bold.

>>> DOUBLED.read("VVăănn pphhòònngg ccấấpp ủủyy, 1188//1100..")
'Văn phòng cấp ủy, 1188//1100..'
>>> DOUBLED.read("VVăănn pphhòònngg ccấấpp ủủyy,, 1188//1100..")
'Văn phòng cấp ủy, 18/10.'
"""

import re
from collections.abc import Iterator

from kyyeu.restorer.damage.notation import Notation, Respelt

# A line is written so where this share of its runs of letters is, and so many characters at least.
_MOSTLY, _FEWEST = 0.8, 12

_LINE, _TOKEN, _RUN = re.compile("[^\n]+"), re.compile(r"\S+"), re.compile(r"[^\W\d_]+")


def _respelt(text: str) -> Iterator[Respelt]:
    for line in _LINE.finditer(text):
        tokens, runs = ([*kind.finditer(text, *line.span())] for kind in (_TOKEN, _RUN))
        doubled = [run for run in runs if _is_doubled(run[0])]
        if sum(len(run[0]) for run in doubled) < _FEWEST or len(doubled) < _MOSTLY * len(runs):
            continue
        marks_too = all(_is_doubled(token[0]) for token in tokens)
        for piece in tokens if marks_too else doubled:
            for place in range(*piece.span(), 2):
                yield Respelt(place, text[place : place + 2], text[place])


def _is_doubled(text: str) -> bool:
    return text[::2] == text[1::2]


DOUBLED = Notation("letters-doubled", _respelt)
