"""What is one word, or one name, in the short lines of titles and captions: syllables are written apart."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from kyyeu.rendering.compounds import are_one_word

MOST = 13
"""Letters that stay on one line: as many as a narrow screen has room for where a title is large."""
_WORD = re.compile(r"\S+")
_BEHIND = ",.;:!?…”’)"


def find_phrases(text: str) -> list[int]:
    """The places of spaces at which no line should end, where that is a matter of sense.

    >>> text = "Văn phòng Tỉnh ủy Ninh Bình, năm 1998"
    >>> "".join("_" if place in find_phrases(text) else sign for place, sign in enumerate(text))
    'Văn_phòng Tỉnh_ủy Ninh_Bình, năm 1998'
    """
    words = [*_WORD.finditer(text)]
    begins, ends = [*range(len(words))], [*range(len(words))]  # of the phrase that a word is in
    found = list[int]()
    for place in chain(_find_compounds(words), _find_names(words)):
        first, last = begins[place], ends[place + 1]
        space = words[place].end()
        if words[last].end() - words[first].start() <= MOST and words[place + 1].start() == space + 1:
            begins[first : last + 1] = [first] * (last - first + 1)
            ends[first : last + 1] = [last] * (last - first + 1)
            found.append(space)
    return sorted({place for place in found if text[place] == " "})


def _find_compounds(words: Sequence[re.Match[str]]) -> Iterator[int]:
    """Which words are one with the next and no name, the last first: “chánh | văn phòng”."""
    for place in reversed(range(len(words) - 1)):
        before, after = words[place][0], words[place + 1][0]
        if are_one_word(before, after) and not _are_of_name(before, after):
            yield place


def _find_names(words: Sequence[re.Match[str]]) -> Iterator[int]:
    """Which words are of one name with the next: the pairs of each name from its end first, then others."""
    named = [place for place, pair in enumerate(pairwise(words)) if _are_of_name(*(each[0] for each in pair))]
    paired, others = list[int](), list[int]()
    for place in reversed(named):
        (others if paired and paired[-1] == place + 1 else paired).append(place)
    return chain(paired, others)


def _are_of_name(before: str, after: str) -> bool:
    return _is_name(before) and _is_name(after.rstrip(_BEHIND))


def _is_name(word: str) -> bool:
    return word.isalpha() and word.istitle()
