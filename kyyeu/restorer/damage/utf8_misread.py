"""UTF-8 taken for Windows-1252.

>>> utf8_misread("cấp uỷ")
'cáº¥p uá»·'
"""

from kyyeu.restorer.damage.code_page import seen_as_windows_1252
from kyyeu.restorer.damage.letters import LETTERS
from kyyeu.restorer.damage.respelling import Respelling

utf8_misread = Respelling(
    "utf8-misread", {letter: seen_as_windows_1252(letter.encode()) for letter in LETTERS}
)
