r"""Letters taken apart into a base letter and combining marks, as macOS file systems do.

>>> nfd("cấp uỷ") == "ca\u0302\u0301p uy\u0309"
True
"""

import unicodedata

from kyyeu.restorer.damage.damage import respelling
from kyyeu.restorer.damage.letters import LETTERS

nfd = respelling("nfd", {letter: unicodedata.normalize("NFD", letter) for letter in LETTERS})
