r"""Characters that show nothing, put into words and between them: soft hyphens, joiners, control codes.

>>> INVISIBLE.read("Ch\xadiều \u200bvề") == "Chiều về"
True
>>> INVISIBLE.read("\x1b[1;31mChiều\x1b[0m v\x07ề")
'Chiều về'
"""

import re
from collections.abc import Iterator

from kyyeu.restorer.damage.notation import Notation, Respelt

# Beside our letters and marks alone: in other alphabets, and between pictures, they mean something.
_NONE = "[\xad\u200b-\u200f\u202a-\u202e\u2060\ufeff]+"
_OURS = "\\x00-\xac\xae-\u036f\u1e00-\u1eff\u2010-\u2027"
# Between words of several letters alone: in formulas they are signs.
_OF_FORMULAS = "(?<=[^\\W\\d_])[\u2061-\u2064]+(?=[^\\W\\d_]{2})"
# What tells a terminal how to show what follows, and other control codes but ends of lines and tabs.
_OF_TERMINALS = r"\x1b\[[\d;?]*[A-Za-z]|\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)|\x1b[()][0AB]"
_CONTROLS = "[\\x00-\\x08\\x0e-\\x1f\\x7f]+|(?<=\n)\\x0c+|(?<!\x0c)\\x0c+(?=\n)"
# What Unicode advises against, marks of annotations and of pictures that are gone, and tags but in flags.
_LEFT_OVER = "[\u206a-\u206f\ufff9-\ufffc]+|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0001-\U000e007f]+"
# A soft hyphen at a line's end shows that the word goes on below.
_INVISIBLE = re.compile(
    f"(?<=[^\\W\\d_])\xad[ \\t]*\\r?\\n[ \\t]*(?=[^\\W\\d_])|(?<![^{_OURS}]){_NONE}(?![^{_OURS}])"
    f"|{_OF_FORMULAS}|{_OF_TERMINALS}|{_CONTROLS}|{_LEFT_OVER}"
)


def _respelt(text: str) -> Iterator[Respelt]:
    return (Respelt(match.start(), match[0], "") for match in _INVISIBLE.finditer(text))


INVISIBLE = Notation("invisible-characters", _respelt)
