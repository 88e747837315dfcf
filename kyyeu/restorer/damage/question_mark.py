"""A channel that wrote a question mark for every letter of the block U+1EA0-U+1EFF.

>>> question_mark("Số điện thoại của cấp uỷ")
'S? đi?n tho?i c?a c?p u?'
"""

from kyyeu.restorer.damage.damage import Damage

question_mark = Damage("question-mark", "[\u1ea0-\u1eff]", mark="?")
