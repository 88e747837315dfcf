"""Words that no Vietnamese word can have become: of other languages, and names.

They have more vowels apart than a syllable has, and are no syllables run together.

>>> [word for word in ("Liesel", "phenylbutazone", "Nguyn", "tngh", "khaikhu", "Nanaimo") if is_foreign(word)]
['Liesel', 'phenylbutazone', 'Nanaimo']
"""

import re
from functools import lru_cache

from kyyeu.restorer.damage.syllables import count_bare_syllables

_SEVERAL_VOWELS = re.compile("[aeiouy][^aeiouy]+[aeiouy]", re.IGNORECASE)
# So many syllables nobody runs together and begins with a capital: it is a name.
_NAME = 3


@lru_cache(maxsize=20_000)
def is_foreign(word: str) -> bool:
    """Whether a word in ASCII letters is surely of another language."""
    if not (word.isascii() and word.isalpha() and word[1:].islower() and _SEVERAL_VOWELS.search(word)):
        return False
    syllables = count_bare_syllables(word.lower())
    return syllables == 0 or (word.istitle() and syllables >= _NAME)
