r"""Characters that show nothing, put into words and between them: soft hyphens, joiners, marks of direction.

>>> INVISIBLE.read("Ch\xadiều \u200bvề") == "Chiều về"
True
"""

import re
from collections.abc import Iterator

from kyyeu.restorer.damage.notation import Notation, Respelt

# Beside our letters and marks alone: in other alphabets, and between pictures, they mean something.
_NONE = "[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+"
_OURS = "\\x00-\xac\xae-\u036f\u1e00-\u1eff\u2010-\u2027"
# A soft hyphen at a line's end shows that the word goes on below.
_INVISIBLE = re.compile(
    f"(?<=[^\\W\\d_])\xad[ \\t]*\\r?\\n[ \\t]*(?=[^\\W\\d_])|(?<![^{_OURS}]){_NONE}(?![^{_OURS}])"
)


def _respelt(text: str) -> Iterator[Respelt]:
    return (Respelt(match.start(), match[0], "") for match in _INVISIBLE.finditer(text))


INVISIBLE = Notation("invisible-characters", _respelt)
