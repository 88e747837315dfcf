"""A channel that deleted every letter of the block U+1EA0-U+1EFF, wherever it stood.

>>> drop("Số điện thoại của cấp uỷ được kết nối")
'S đin thoi ca cp u đưc kt ni'
"""

from kyyeu.restorer.damage.damage import Damage

drop = Damage("drop", "[\u1ea0-\u1eff]")
