"""Text in capitals: what is put back is in capitals, and what may be a word is not taken for a numeral."""

import codecs

import pytest

from benchmarks.restorer.headings import headings
from kyyeu.restorer import restore
from kyyeu.restorer.damage import damage_named
from kyyeu.restorer.damage.misread import characters_by_byte
from kyyeu.restorer.misgivings import Misgivings
from kyyeu.restorer.model_file import shipped_model

TITLES = (
    "LỄ KỶ NIỆM NGÀY TRUYỀN THỐNG VĂN PHÒNG CẤP ỦY\n"
    "CẢM NGHĨ VỀ NGHỀ THAM MƯU Ở THỦ ĐÔ ĐỂ LẠI CHO NGÀNH\n"
    "CÁC ĐỒNG CHÍ ĐÃ VÀ ĐANG CÔNG TÁC TẠI TỈNH ỦY ĐỂ LÀM VIỆC ĐÓ\n"
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM ĐỘC LẬP - TỰ DO - HẠNH PHÚC"
)
LOSSES = ["drop-ascii", "drop-latin1", "drop", "question-mark-latin1", "question-mark-ascii", "best-fit"]


@pytest.mark.parametrize("name", LOSSES)
def test_in_lines_of_capitals_every_letter_put_back_is_one(name: str) -> None:
    restored = restore(damage_named(name)(TITLES), name)
    assert not any(map(str.islower, restored.text))
    assert restored.damage == name and restored.redamaged() == restored.source


@pytest.mark.parametrize("name", LOSSES[:3])
def test_a_name_lost_whole_has_its_capital(name: str) -> None:
    sound = "Hôm qua đoàn cán bộ văn phòng đi (Đà Nẵng) bằng tàu hỏa, đến nơi lúc chập tối."
    restored = restore(damage_named(name)(sound), name)
    assert "đà Nẵng" not in restored.text


@pytest.mark.parametrize("line", ["PHÂN VỀ PHÒNG VĂN THƯ", "ĐƯỢC HƯỞNG LỢI KHI VỀ NHÀ", "CÓ THỂ ĐI HỌC"])
@pytest.mark.parametrize("name", LOSSES[:3])
def test_what_may_be_a_word_in_capitals_is_no_numeral_for_certain(name: str, line: str) -> None:
    restored = restore(damage_named(name)(line), name)
    doubted = {step.after for step in restored.steps if step.probability < 0.99}
    assert {"V", "LI", "I"}.intersection(restored.text.split()) <= doubted


@pytest.mark.parametrize("heading", [*headings(6)])
def test_the_word_before_a_document_s_number_is_written_as_the_text_is(heading: str) -> None:
    for sound in (heading, heading.upper()):
        restored = restore(damage_named("question-mark-latin1")(sound), "question-mark-latin1")
        assert ("Số" in restored.text.split()) == ("Số" in sound.replace(":", " ").split()) or (
            "Số:" in restored.text
        ) == ("Số:" in sound)


@pytest.mark.parametrize("page", ["windows-1252", "windows-1258"])
def test_capitals_misread_and_copied_come_back(page: str) -> None:
    seen = codecs.charmap_decode(TITLES.encode(), "strict", characters_by_byte(page))[0]
    name = f"utf8-as-{page}-trimmed"
    copied = seen.translate({**dict.fromkeys([*range(0x80, 0xA0), 0xAD]), 0xA0: " "})
    restored = restore(copied)
    words = {word for step in restored.steps if step.probability >= 0.99 for word in step.after.split()}
    assert restored.damage == name
    assert "TẠI" in restored.text and "HẠNH" in restored.text
    assert all(word in TITLES for word in words)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("ĐẢNG BỘ TỈNH HỌP TỔNG KẾT CÔNG TÁC NĂM QUA", []),
        ("ĐÃNG BỘ TỈNH HỌP TỔNG KẾT CÔNG TÁC NĂM QUA", ["ĐÃNG"]),
        ("LỂ KỶ NIỆM NGÀY TRUYỀN THỐNG CŨA NGÀNH VĂN PHÒNG", ["LỂ", "CŨA"]),
        ("DANH SÁCH HĐND, BTVTU VÀ UBND CÁC XÃ", []),
    ],
)
def test_words_in_capitals_are_asked_whether_they_are_to_be_expected(line: str, told: list[str]) -> None:
    found = Misgivings(shipped_model()).find(line)
    assert [line[slice(*span)] for span in found] == told
