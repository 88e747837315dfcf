"""Titles on a page: lines that part where sense parts, and running heads that fit."""

from html import unescape
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kyyeu.rendering.faces import measure_text
from kyyeu.rendering.theme import Theme
from kyyeu.rendering.titles import cut_title, part_title

WORDS = st.lists(st.text("aăâbđêơươ,:–ẾWMl", min_size=1, max_size=9), min_size=1, max_size=12)
THEME = Theme(Path(__file__).parents[2] / "templates")


@pytest.mark.parametrize(
    ("title", "most", "lines"),
    [
        (
            "Kỷ niệm ngày truyền thống “Văn phòng cấp ủy”",
            36,
            "Kỷ niệm ngày truyền thống / “Văn phòng cấp ủy”",
        ),
        (
            "Văn phòng Tỉnh ủy Bắc Ninh: trung thành, tận tụy, đoàn kết, sáng tạo",
            27,
            "Văn phòng Tỉnh ủy / Bắc Ninh: trung thành, / tận tụy, đoàn kết, sáng tạo",
        ),
        (
            "Phát huy truyền thống Xô viết Nghệ Tĩnh, xây dựng quê hương",
            20,
            "Phát huy / truyền thống / Xô viết Nghệ Tĩnh, / xây dựng quê hương",
        ),
        (
            "Những chặng đường vẻ vang của Văn phòng Tỉnh ủy Nghệ An",
            20,
            "Những chặng đường / vẻ vang / của Văn phòng / Tỉnh ủy Nghệ An",
        ),
        (
            "Biên niên công tác văn phòng cấp ủy 1930 – 2026",
            31,
            "Biên niên công tác / văn phòng cấp ủy 1930 – 2026",
        ),
        (
            "Sáu mươi năm một nghề: công tác văn phòng cấp ủy qua tài liệu lưu trữ",
            31,
            "Sáu mươi năm một nghề: / công tác văn phòng cấp ủy / qua tài liệu lưu trữ",
        ),
        (
            "Kỷ yếu Văn phòng Huyện ủy X nhân Ngày truyền thống 18/10",
            44,
            "Kỷ yếu Văn phòng Huyện ủy X / nhân Ngày truyền thống 18/10",
        ),
        ("Những người đã làm việc ở Văn phòng", 31, "Những người đã làm việc / ở Văn phòng"),
        (
            "VIẾT RÕ, GIỮ VỮNG NỀN NẾP: MẤY KINH NGHIỆM TỪ NHỮNG TỜ TRÌNH BỊ TRẢ LẠI",
            44,
            "VIẾT RÕ, GIỮ VỮNG NỀN NẾP: / MẤY KINH NGHIỆM / TỪ NHỮNG TỜ TRÌNH BỊ TRẢ LẠI",
        ),
        (
            "Sáu mươi năm một nghề: công tác văn phòng cấp ủy qua tài liệu lưu trữ",
            48,
            "Sáu mươi năm một nghề: / công tác văn phòng cấp ủy qua tài liệu lưu trữ",
        ),
        (
            "Sáu mươi năm một nghề: công tác văn phòng cấp ủy qua tài liệu lưu trữ",
            36,  # on two lines a word would be parted
            "Sáu mươi năm một nghề: / công tác văn phòng cấp ủy / qua tài liệu lưu trữ",
        ),
        ("Kết quả công tác quý 4 và phương hướng", 21, "Kết quả công tác / quý 4 và phương hướng"),
    ],
)
def test_a_title_parts_where_sense_parts(title: str, most: float, lines: str) -> None:
    assert part_title(title, most) == lines.split(" / ")


@given(WORDS, st.floats(4, 60))
def test_lines_hold_every_word_in_order_and_are_as_few_as_sense_lets(words: list[str], most: float) -> None:
    lines = part_title(" ".join(words), most)
    assert " ".join(lines).split() == words
    wide = [sum(4 / 3 if char.isupper() else 1 for char in line) for line in lines]
    assert all(width <= most or " " not in line for width, line in zip(wide, lines, strict=True))
    fewest = len(filled(words, most))  # of whose ends each may be within a word, which costs a line
    assert fewest <= len(lines) <= 2 * fewest - 1


def filled(words: list[str], most: float) -> list[str]:
    """The lines that hold as many words each as they can: no other way needs fewer."""
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if sum(4 / 3 if char.isupper() else 1 for char in longer) <= most:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@given(WORDS, st.floats(60, 420))
@example(["Ế" * 200], 60)
@example(["W" * 40, "M" * 40], 60)
@example(["l"] * 300, 420)
def test_a_running_head_fits_and_nothing_is_cut_that_fits(words: list[str], width: float) -> None:
    title, room = " ".join(words), THEME.measure(width) * 72 / 25.4
    size = 0.67 * round(THEME.type_size(width), 1)
    (face,) = [face for face in THEME.faces if face.name.endswith("300Light.ttf")]

    def fits(text: str) -> bool:
        return measure_text(text, face) * size <= room

    head = THEME.cut_head(title, width)
    assert fits(head) and (head == title) == fits(title)


@given(WORDS, st.integers(1, 40))
def test_a_title_is_cut_between_words_where_that_fits(words: list[str], most: int) -> None:
    title = " ".join(words)
    cut = cut_title(title, lambda text: len(text) <= most)
    assert len(cut) <= most
    if cut not in ("", title) and cut.endswith(" …"):
        heads = [" ".join(words[:count]).rstrip(" ,;:–-") for count in range(1, len(words))]
        assert cut in [f"{head} …" for head in heads if head]


@pytest.mark.parametrize(
    ("title", "most", "cut"),
    [
        ("NÂNG CAO CHẤT LƯỢNG THAM MƯU, TỔNG HỢP", 27, "NÂNG CAO CHẤT LƯỢNG …"),
        ("THAM MƯU, TỔNG HỢP CỦA VĂN PHÒNG CẤP ỦY", 28, "THAM MƯU, TỔNG HỢP …"),
        ("Kết quả công tác quý 4", 21, "Kết quả công tác …"),
        ("Văn phòng", 5, "Văn …"),
    ],
)
def test_a_title_is_cut_within_no_word_nor_before_what_a_word_leads_to(
    title: str, most: int, cut: str
) -> None:
    assert cut_title(title, lambda text: len(text) <= most) == cut


@pytest.fixture(scope="session")
def saying(tmp_path_factory: pytest.TempPathFactory) -> Theme:
    folder = tmp_path_factory.mktemp("theme")
    asked = "theme.faces.display, 500, beside"
    (folder / "head.j2").write_text(f'{{{{ title | within(room, "7pt", {asked}) }}}}', "utf-8")
    return Theme(folder)


@given(WORDS, st.floats(20, 160))
def test_what_stands_beside_other_words_fits_with_them(saying: Theme, words: list[str], room: float) -> None:
    title, beside = " ".join(words), "BẢN ĐỌC SOÁT  ·  "
    (face,) = [face for face in THEME.faces if face.name.endswith("500Medium.ttf")]

    def fits(text: str) -> bool:
        return measure_text(beside + text, face) * 7 <= room * 72 / 25.4

    cut = unescape(saying.render("head.j2", title=title, room=room, beside=beside))
    assert (cut == title) == fits(title) and (fits(cut) or cut == "")


@given(WORDS)
def test_a_hair_decides(saying: Theme, words: list[str]) -> None:
    title = " ".join(words)
    (face,) = [face for face in THEME.faces if face.name.endswith("500Medium.ttf")]
    room = measure_text(title, face) * 7 * 25.4 / 72
    kept, cut = (
        unescape(saying.render("head.j2", title=title, room=room + hair, beside="")) for hair in (0.01, -0.01)
    )
    assert kept == title != cut
