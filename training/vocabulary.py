"""Which units the model knows."""

import re

import numpy as np
from numpy.typing import NDArray

from kyyeu.restorer.units import SPECIAL, UNKNOWN
from training.counting import MASK

# A Vietnamese syllable by its spelling is believed sooner than a foreign word.
LEAST_SYLLABLE, LEAST_OTHER = 3, 12

_INITIAL = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx]"
_VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"
_SYLLABLE = re.compile(f"(?:{_INITIAL})?[{_VOWELS}]{{1,3}}(?:ng|nh|ch|[cmnpt])?")


def choose_units(units: list[str], counts: NDArray[np.int64]) -> tuple[list[str], NDArray[np.int64]]:
    """The vocabulary, the most frequent first, and for each unit given its number in it."""
    syllable = np.array([bool(_SYLLABLE.fullmatch(unit.lower())) for unit in units])
    kept = np.where(syllable, counts >= LEAST_SYLLABLE, counts >= LEAST_OTHER)
    kept[: len(SPECIAL)] = False
    chosen = np.flatnonzero(kept)
    chosen = chosen[np.argsort(-counts[chosen], kind="stable")][: MASK - len(SPECIAL)]
    numbers = np.full(len(units), UNKNOWN, np.int64)
    numbers[: len(SPECIAL)] = np.arange(len(SPECIAL))
    numbers[chosen] = np.arange(len(SPECIAL), len(SPECIAL) + chosen.size)
    return [*SPECIAL, *(units[number] for number in chosen)], numbers
