"""Text without any Vietnamese diacritic ("không dấu"), as telegrams, e-mails and file names had it.

>>> strip_diacritics("Số điện thoại của cấp uỷ")
'So dien thoai cua cap uy'
"""

from kyyeu.restorer.damage.letters import LETTERS, MARKS, bare
from kyyeu.restorer.damage.loss import Loss

strip_diacritics = Loss(
    "strip-diacritics", f"[{LETTERS}{MARKS}]", remains={letter: bare(letter) for letter in LETTERS}
)
