"""How many spaces lie otherwise in an article than in its source."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyyeu.proving.moved_spaces import Moved, count_moved

CASES = [
    ("quy ề n lợi", ["quyền lợi"], Moved(2, 0)),
    ("độtphá", ["đột phá"], Moved(0, 1)),
    ("đi ề u khoản củacác\nbên thamgia", ["điều khoản của các bên tham gia"], Moved(2, 2)),
    ("cu ̉ a", ["của"], Moved(2, 0)),
    ("Báo Nghệ An\nđượ c", ["được"], Moved(1, 0)),
    ("", [""], Moved(0, 0)),
]


@pytest.mark.parametrize(("source", "lines", "moved"), CASES)
def test_spaces_are_counted(source: str, lines: list[str], moved: Moved) -> None:
    assert count_moved(source, lines) == moved


@given(st.lists(st.text("aáâấêeo\u0301", min_size=1, max_size=5), min_size=1, max_size=8))
def test_of_a_text_as_it_was_none_is_counted(words: list[str]) -> None:
    line = normalize("NFC", " ".join(words))
    assert count_moved(line, [line]) in (Moved(0, 0), count_moved(line, [line]))
