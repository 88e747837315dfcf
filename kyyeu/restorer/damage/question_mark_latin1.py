"""A Latin-1 channel that wrote a question mark for every Vietnamese letter that Latin-1 lacks.

>>> question_mark_latin1("Số điện thoại của cấp uỷ, tư vấn")
'S? ?i?n tho?i c?a c?p u?, t? v?n'
"""

from kyyeu.restorer.damage.damage import Damage

question_mark_latin1 = Damage(
    "question-mark-latin1",
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1eff]",
    mark="?",
)
