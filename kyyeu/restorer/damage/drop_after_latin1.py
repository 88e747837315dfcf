"""A web system that deleted Vietnamese letters standing after ASCII or Latin-1.

>>> drop_after_latin1("Số điện thoại của cấp uỷ được kết nối")
'S đin thoi ca cp u được kết ni'
"""

from kyyeu.restorer.damage.damage import Damage

# U+1EA0-U+1EFF without U+1EBF (ế, which survived), where the character before lies below U+0100.
drop_after_latin1 = Damage("drop-after-latin1", "(?<![\u0100-\uffff])[\u1ea0-\u1ebe\u1ec0-\u1eff]")
