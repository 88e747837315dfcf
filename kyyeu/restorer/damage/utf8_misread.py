"""UTF-8 taken for Windows-1252.

>>> utf8_misread("cấp uỷ")
'cáº¥p uá»·'
"""

from kyyeu.restorer.damage.code_page import seen_as_windows_1252
from kyyeu.restorer.damage.damage import respelling
from kyyeu.restorer.damage.letters import LETTERS

# What else newspapers print beyond ASCII. The no-break space is left out: as white space it proves nothing.
_MARKS = "".join(map(chr, range(0xA1, 0x100))) + "“”‘’‚„–—…•€™"

utf8_misread = respelling(
    "utf8-misread", {char: seen_as_windows_1252(char.encode()) for char in dict.fromkeys(LETTERS + _MARKS)}
)
