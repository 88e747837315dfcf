"""Every place of every wanted word, whether few are wanted or many."""

import re

from hypothesis import given
from hypothesis import strategies as st

from kyyeu.proving.concordance import Spot, find_spots

TEXT = st.text("aở b", max_size=30)
MANY = [f"không có {number}" for number in range(60)]


@given(
    st.sets(st.text("aở b", min_size=1, max_size=4), max_size=8), st.lists(TEXT, max_size=4), st.booleans()
)
def test_what_is_found_is_where_it_stands(wanted: set[str], lines: list[str], many: bool) -> None:
    found = find_spots([*wanted, *(MANY if many else [])], lines)
    for words in wanted:
        assert found[words] == [
            Spot(number, match.start())
            for number, line in enumerate(lines)
            for match in re.finditer(f"(?={re.escape(words)})", line)
        ]
