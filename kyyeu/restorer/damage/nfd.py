r"""Letters taken apart into a base letter and combining marks, as macOS file systems do.

>>> nfd("cấp uỷ") == "ca\u0302\u0301p uy\u0309"
True
"""

import unicodedata

from kyyeu.restorer.damage.letters import LETTERS
from kyyeu.restorer.damage.respelling import Respelling

nfd = Respelling(
    "nfd",
    {
        letter: unicodedata.normalize("NFD", letter)
        for letter in LETTERS
        if unicodedata.normalize("NFD", letter) != letter
    },
)
