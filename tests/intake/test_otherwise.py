"""A line that the restoration can't have read is told, by the words in it that nobody writes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyyeu.intake.lines import SourceLine
from kyyeu.intake.otherwise import Otherwise, find_otherwise
from kyyeu.restorer.damage import DAMAGES

SOUND = "Những năm qua, cán bộ của Văn phòng luôn đoàn kết, nỗ lực phấn đấu, được nhân dân tin yêu."
DAMAGED = DAMAGES["question-mark"](SOUND)
LINE = SourceLine(7, 0, len(DAMAGED), DAMAGED, "", "", (), (), 0, opens=True)

# A question mark before a letter stands for one that was lost; it begins or ends a word otherwise.
PLAIN = ("cấp", "ủy", "năm,", "“họp”", "18/10", "a_b", "sao?", "?", "Ấ…", "(café)")
STRANGE = ("c?p", "t?_?a", "¥", "ca¥", "straße", "t?ch?c", "\ufffd")


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(PLAIN), st.sampled_from(STRANGE)), min_size=8))
def test_a_line_is_not_read_where_more_than_a_fifth_of_its_words_are_strange(
    drawn: list[tuple[bool, str, str]],
) -> None:
    words = [strange if is_strange else plain for is_strange, plain, strange in drawn]
    found = find_otherwise([replace(LINE, restored=" ".join(words))], "drop-after-latin1", None)
    unread = sum(is_strange for is_strange, _, _ in drawn) > 0.2 * len(words)
    assert found == (Otherwise("otherwise", "question-mark", 7, 1) if unread else None)


@pytest.mark.parametrize("end", ["", "¥"])
def test_a_very_long_word_is_gone_through_once(end: str) -> None:
    line = replace(LINE, restored=f"{'a' * 200_000}{end} c?p cấp ủy họp bàn công tác")
    assert (find_otherwise([line], "drop-after-latin1", None) is not None) == bool(end)
