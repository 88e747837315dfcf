r"""Signs of Windows-1252 taken for Latin-1, which has control codes there: quotation marks, dashes, dots.

>>> SIGNS_AS_CONTROLS.read("\x93Cấp uỷ\x94 \x96 2017\x85")
'“Cấp uỷ” – 2017…'
"""

import re
from collections.abc import Iterator

from kyyeu.restorer.damage.code_page import seen_as_windows_1252
from kyyeu.restorer.damage.notation import Notation, Respelt

_CONTROL = re.compile("[\x80-\x9f]")
# Where one of those stands that the code page leaves undefined, it was another one.
_UNDEFINED = re.compile("[\x81\x8d\x8f\x90\x9d]")


def _respelt(text: str) -> Iterator[Respelt]:
    if _UNDEFINED.search(text):
        return
    for match in _CONTROL.finditer(text):
        yield Respelt(match.start(), match[0], seen_as_windows_1252(match[0].encode("latin-1")))


SIGNS_AS_CONTROLS = Notation("signs-as-controls", _respelt)
