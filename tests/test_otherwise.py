"""What makes a word strange is found word by word, as it was said in one expression."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from kyyeu.intake.otherwise import _BEYOND, _STRANGE, _count_words
from kyyeu.restorer.damage.letters import LETTERS

# As it reads most plainly; it begins anew at every letter of a word.
BEYOND = re.compile(rf"\S*[^\s\x20-\x7e“”‘’…–—\xa0{LETTERS}]\S*")
STRANGE = re.compile(rf"{BEYOND.pattern}|\S+\?[^\W\d_]\S*")


@given(st.text(st.sampled_from("aở?1_.ß¥ \xa0\t\x1c\u2028“…"), max_size=30))
@example("c?p ?y cấp? ¥ t?_ t?1 a?ß")
def test_strange_words_are_those_that_one_expression_finds(text: str) -> None:
    assert _count_words(_BEYOND, text) == len(BEYOND.findall(text))
    assert _count_words(_STRANGE, text) == len(STRANGE.findall(text))


def test_a_very_long_word_is_gone_through_once() -> None:
    assert _count_words(_STRANGE, "a" * 200_000) == 0
    assert _count_words(_STRANGE, "a" * 200_000 + "¥") == 1
