"""Text without any Vietnamese diacritic ("không dấu"), as telegrams, e-mails and file names had it.

>>> strip_diacritics("Số điện thoại của cấp uỷ")
'So dien thoai cua cap uy'
"""

from kyyeu.restorer.damage.damage import Damage
from kyyeu.restorer.damage.letters import LETTERS, MARKS, bare

strip_diacritics = Damage(
    "strip-diacritics", f"[{LETTERS}{MARKS}]", remains={letter: bare(letter) for letter in LETTERS}
)
