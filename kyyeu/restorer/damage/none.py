"""No damage: a sound text is what it was.

>>> NONE("Số điện thoại của cấp uỷ")
'Số điện thoại của cấp uỷ'
"""

from kyyeu.restorer.damage.damage import Damage

NONE = Damage("none", "(?!)", exact=True)
