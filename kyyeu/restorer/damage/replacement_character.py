r"""A channel that wrote U+FFFD, the replacement character, for every letter of the block U+1EA0-U+1EFF.

>>> replacement_character("cấp uỷ") == "c\ufffdp u\ufffd"
True
"""

from kyyeu.restorer.damage.damage import Damage

replacement_character = Damage("replacement-character", "[\u1ea0-\u1eff]", mark="\ufffd")
