"""Short lines, of titles, captions and what stands around a text, end within no word and no name."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kyyeu.model import Run
from kyyeu.rendering.joins import NO_BREAK_SPACE, join_runs, join_words
from kyyeu.rendering.phrases import MOST, find_phrases


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Văn phòng Tỉnh ủy Ninh Bình", "Văn~phòng Tỉnh~ủy Ninh~Bình"),
        ("Ban Thường vụ Đảng ủy", "Ban~Thường~vụ Đảng~ủy"),
        ("Nguyễn Thị Lụa, cán bộ lưu trữ", "Nguyễn Thị~Lụa, cán~bộ lưu~trữ"),
        ("Nguyễn Trọng Khánh", "Nguyễn Trọng~Khánh"),
        ("Trần Thị Bích Ngọc", "Trần~Thị Bích~Ngọc"),
        ("Tháng 3 năm 1985. Ảnh tư liệu", "Tháng~3 năm~1985. Ảnh tư~liệu"),
        ("CHÁNH VĂN PHÒNG", "CHÁNH VĂN~PHÒNG"),
        ("đèn dầu, bút lông", "đèn dầu, bút lông"),
    ],
)
def test_what_is_one_word_or_one_name_stays_on_a_line(text: str, shown: str) -> None:
    assert join_words(text).replace(NO_BREAK_SPACE, "~") == shown


@pytest.mark.parametrize(
    ("tag", "joined"),
    [
        ("<figcaption>", True), ("<h2>", True), ('<p class="person-fact">', True),
        ('<p class="salutation">', True), ("<p>", False), ("<li>", False), ('<p class="stanza">', False),
    ],
)  # fmt: skip
def test_a_text_s_paragraphs_are_left_as_they_are(tag: str, joined: bool) -> None:
    runs = [Run("markup", tag, "", 0), Run("words", "ở Văn phòng tôi", "ở Văn phòng tôi", 0)]
    assert (NO_BREAK_SPACE in [*join_runs(runs)][1].xhtml) == joined


WORDS = st.sampled_from(
    "văn phòng Tỉnh ủy Ninh Bình, Trần Thị Bích Ngọc tài liệu nghiệp-vụ \n 1930".split(" ")
)


@example(["Trần", "Thị", "Bích", "Ngọc"], " ")
@given(st.lists(WORDS, max_size=14), st.sampled_from([" ", "  "]))
def test_no_line_has_to_be_longer_than_a_narrow_screen(words: list[str], gap: str) -> None:
    text = gap.join(words)
    places = find_phrases(text)
    assert all(text[place] == " " for place in places)
    shown = "".join(NO_BREAK_SPACE if place in places else sign for place, sign in enumerate(text))
    assert all(len(part) <= MOST for part in re.split(r"[ \n]+", shown) if NO_BREAK_SPACE in part)
