"""Numbers of documents, acronyms and Roman numerals are no words: lost letters are put back, or not sure."""

import pytest

from benchmarks.restorer.headings import Counts, Scored, headings, score
from benchmarks.restorer.ways import WAYS, Way
from kyyeu.restorer import Restoration, restore
from kyyeu.restorer.damage import damage_named

LOSSES = ("letters deleted", "question marks", "placeholders", "marks lost", "one letter lost")
BROKEN = (
    "old code pages, islands",
    "old code pages, bytes lost",
    "look-alikes",
    "spaces moved",
    "lines broken",
)
HEADINGS = [*headings()]
BODY = " Văn phòng cấp uỷ tổ chức tổng kết công tác năm, các đồng chí trong Ban Thường vụ đến dự."


def is_certain(restored: Restoration, word: str) -> bool:
    """Whether nothing that touches the word, which stands in the restored text once, is in doubt."""
    assert restored.text.count(word) == 1
    place, grown = restored.text.index(word), 0
    for step in restored.steps:
        start = step.start + grown
        if start < place + len(word) and start + len(step.after) > place and step.probability < 0.99:
            return False
        grown += len(step.after) - len(step.before)
    words = (restored.source[start:end] for start, end in restored.unknown)
    return not any(unknown in word for unknown in words)


def restored(damage: str, text: str) -> Restoration:
    named = damage_named(damage)
    return restore(named(text + BODY), damage)


@pytest.mark.parametrize(
    "damage", ["strip-diacritics", "drop-ascii", "question-mark-latin1", "best-fit", "best-fit-ascii"]
)
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Quyết định số 1417-QĐ/TU ngày 5/3 của Ban Thường vụ Tỉnh uỷ.", "1417-QĐ/TU"),
        ("Thông báo số 43-TB/TƯ ngày 5/3 của Ban Bí thư Trung ương.", "43-TB/TƯ"),
        ("Nghị định số 30/2020/NĐ-CP ngày 5/3 của Chính phủ.", "30/2020/NĐ-CP"),
        ("Số: 12 /BC-VPTU của Văn phòng Tỉnh uỷ", "/BC-VPTU"),
        ("Nghị quyết số 7/NQ-HĐND ngày 5/3 của Hội đồng nhân dân.", "7/NQ-HĐND"),
        ("Công văn số 88/UBND-VX ngày 5/3 của Uỷ ban nhân dân.", "88/UBND-VX"),
        ("Quy định chung thay cho QĐ/TU nói trên của Tỉnh uỷ.", "QĐ/TU"),
        ("Hướng dẫn số 12-HD/BTCTU của Ban Tổ chức Tỉnh uỷ.", "12-HD/BTCTU"),
        ("Đại biểu HĐND tỉnh khoá XIX dự họp.", "HĐND"),
        ("Đoàn viên là ĐVTN của tỉnh.", "ĐVTN"),
    ],
)  # fmt: skip
def test_a_letter_lost_from_a_code_is_put_back(damage: str, text: str, code: str) -> None:
    assert is_certain(restored(damage, text), code)


@pytest.mark.parametrize(
    ("damage", "text", "code"),
    [
        ("strip-diacritics", "Thông báo số 43-TB/TƯ ngày 5/3.", "43-TB/T"),
        ("strip-diacritics", "Văn bản số 9-HĐ/TU của Tỉnh uỷ.", "9-H"),
        ("strip-diacritics", "Theo Quyết định số 3/QĐ-XDU ngày 5/3.", "3/QĐ-XDU"),
        ("drop-ascii", "Theo Quyết định số 3/QĐ-XKĐ ngày 5/3.", "3/QĐ-XK"),
        ("question-mark-latin1", "Theo Quyết định số 3/QĐ-XKĐ ngày 5/3.", "3/QĐ-XK?"),
    ],
)
def test_where_it_may_have_been_another_it_is_not_sure(damage: str, text: str, code: str) -> None:
    assert not is_certain(restored(damage, text), code)


@pytest.mark.parametrize("damage", ["strip-diacritics", "drop-ascii", "drop", "question-mark", "best-fit"])
@pytest.mark.parametrize("numeral", ["I", "II", "V", "VI", "IX", "XI", "XV", "XIX", "XX"])
@pytest.mark.parametrize(
    "text", ["ĐẠI HỘI ĐẢNG BỘ TỈNH LẦN THỨ {}, NHIỆM KỲ MỚI.", "Nghị quyết Đại hội Đảng bộ tỉnh lần thứ {}."]
)
def test_a_roman_numeral_is_no_word(damage: str, numeral: str, text: str) -> None:
    written = restored(damage, text.format(numeral)).text
    assert f" {numeral}{text.split('{}')[1][0]}" in written


@pytest.mark.parametrize("damage", ["drop", "question-mark", "question-mark-latin1", "drop-latin1"])
@pytest.mark.parametrize("line", ["GIẤY MỜI", "BAN TỔ CHỨC", "KẾ HOẠCH", "PHÓ CHỦ TỊCH", "Số: 12-QĐ/BTGTU"])
def test_a_short_line_of_capitals_is_read_as_one(damage: str, line: str) -> None:
    assert restored(damage, f"{line}\n").text.split("\n")[0] == line


def marks_of(number: int) -> list[pytest.MarkDecorator]:
    return [] if number % 44 == 0 else [pytest.mark.long if number % 11 else pytest.mark.ci]


WITH_LOSSES = [
    pytest.param(way, marks=marks_of(number), id=f"{way.kind}: {way.name}")
    for number, way in enumerate(way for way in WAYS if way.kind in (*LOSSES, *BROKEN))
]


@pytest.mark.ci
@pytest.mark.parametrize("way", WITH_LOSSES)
def test_of_headings_one_word_in_200_is_certain_and_wrong_at_most(way: Way) -> None:
    scored = Scored(0, Counts(), Counts())
    for heading in HEADINGS[::6]:
        score(heading, way, scored)
    assert scored.all.wrong <= 1 + scored.all.certain / 200
    assert scored.codes.wrong <= 1 + scored.codes.certain / 200


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("HDDND", "HĐND"),
        ("30/2020/NDD-CP", "30/2020/NĐ-CP"),
        ("1417-QD9/TU", "1417-QĐ/TU"),
        ("BGDDDT", "BGDĐT"),
        ("XIX", "XIX"),
        ("IX", "IX"),
    ],
)
def test_typed_codes_are_no_words_either(typed: str, read: str) -> None:
    assert damage_named("keystrokes").read(f"Nghij quyeets {typed}") == f"Nghị quyết {read}"


@pytest.mark.parametrize(
    ("source", "sound"),
    [
        ("Sè: 214-KH/HU", "Số: 214-KH/HU"),
        ("Sè 12-Q§/TU ngµy 5", "Số 12-QĐ/TU ngày 5"),
        ('®Êt v\xadên. "Cã ®\xadêng', 'Đất vườn. "Có đường'),
        ("T/M BAN TH¦êNG Vô", "T/M BAN THƯỜNG VỤ"),
        ("Sè 5 - N¡M 2020 VÒ C¤NG T¸C", "SỐ 5 - NĂM 2020 VỀ CÔNG TÁC"),
    ],
)
def test_a_document_s_number_makes_no_word_before_it_one_of_capitals(source: str, sound: str) -> None:
    assert damage_named("tcvn3-capitals").read(source) == sound


@pytest.mark.parametrize("short", ["V/v", "b/c", "T/M", "K/T"])
def test_two_letters_with_a_slash_between_are_no_words(short: str) -> None:
    text = f"{short} chuẩn bị tài liệu kỳ họp và tổ chức làm việc, các bà và các ông đến dự."
    assert restored("lost:à", text).text.startswith(f"{short} ")
