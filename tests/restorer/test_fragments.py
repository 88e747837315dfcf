"""What stands for words and is none is told: torn, cut by a line's end, a piece of a code, run together."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.restorer.headings import headings
from kyyeu.restorer import restore
from kyyeu.restorer.damage import Span
from kyyeu.restorer.damage.letters import LETTERS
from kyyeu.restorer.fragments import (
    find_apart,
    find_asking,
    find_close,
    find_cut,
    find_fragments,
    find_left_alone,
    find_torn,
    is_typed,
)
from kyyeu.restorer.model_file import shipped_model

KINDS = tomllib.loads(Path(__file__).with_name("sound.toml").read_text("utf-8"))
HEADINGS = [*headings(20)]
TORN = [
    ("L? h?i k? ni?m c?a t?nh", ["L?", "h?i", "k?", "ni?m", "c?a", "t?nh"]),
    ("Anh có về không? Có.", []),
    ("về vá» việc", ["vá»"]),
    ("M_t chi ti_t", ["M_t", "ti_t"]),
    ("ti\ufffdng", ["ti\ufffdng"]),
    ("hoÃn thÃnh, bÃ nói, Ân Thi", ["hoÃn", "thÃnh,", "bÃ"]),
    ("tô Ma»I, va» đây, «kia» và “nọ”", ["Ma»I,"]),
    ("va» đây, kia» và “nọ”", ["va»", "kia»"]),
    ("M□a xuân, M*a hè, d÷ng, 2*3, 5×6, ■ mục, * ghi chú, m², Tôn·Dật", ["M□a", "M*a", "d÷ng,"]),
    ("áo chẳng |úc nào khô", ["|úc"]),
    ("Lê Khắc Thịnh “ Bí thư, “Tiến lên” và ‘kia’", ["“"]),
    ("|STT|Họ tên|Năm sinh|", []),
    ("&ndash; thư k&#253 và R&D, AT&T", ["&ndash;", "k&#253"]),
    ("đỡ d%E1%BB% là H%C3%, giảm 5%, 100%AB", ["d%E1%BB%", "H%C3%,"]),
    ("đắp =C4=91=C3 và =B4i, bồi đ=, a=b, E=2", ["=C4=91=C3", "=B4i,"]),
    ("năm 2015\\n(Tức) ở C:\\nam và \\\\may\\tep", ["2015\\n(Tức)"]),
    ("vi‡c N‚M họ\x8d và V€N, 5€, ‚kia‘", ["vi‡c", "N‚M", "họ\x8d", "V€N,"]),
    ("VÄN PHÒNG, về v=C nh=CB #8220;nọ", ["VÄN", "v=C", "nh=CB", "#8220;nọ"]),
    ("https://a.vn/%C3%A0?b=C3&x=1 www.a.vn/?q=%C3 a@b.vn?c", []),
]
CUT = [
    ("Văn phòng tổng kết công t\nác năm.", ["t", "ác"]),
    ("Văn phòng tổng kết công tác\nnăm mới.", []),
    ("Mua một router\nmới cho cơ quan.", []),
    ("Văn phò\nng tổng kết c\nông tác và đư\na công việc.", ["phò", "ng", "c", "ông", "đư", "a"]),
    ("Theo Thông báo ngày 28/4\n/2015 của Ban Bí thư.", ["28/4", "/2015"]),
    ("Theo Thông báo ngày 20/4/2\n009 của Ban Bí thư.", ["20/4/2", "009"]),
    ("Căn cứ Nghị-\nđịnh ấy.", ["Nghị-", "định"]),
    ("Thông báo của -\n Ban Bí thư.", ["-", "Ban"]),
    ("Nơi nhận:\n-Lưu: VT\n-Như trên", []),
    ("Nghị định số 3\n0/2020/NĐ-CP của Chính phủ.", ["3", "0/2020/NĐ-CP"]),
    ("Thông tư ngày 1\n7/9/2020 của Bộ.", ["1", "7/9/2020"]),
    ("họp ngày 1\n7 tháng 9", ["1", "7"]),
    ("Quyết định ngày 6/1\n0/2019 của Bộ.", ["6/1", "0/2019"]),
    ("trong năm 20\n15 vừa qua", ["20", "15"]),
    ("Tờ trình số 840-TTr/VP\nTU ngày 15", ["840-TTr/VP", "TU"]),
    ("Số: 15-TB/VPTU\nBAN TỔ CHỨC\nhọp ngày 5\n3. Kinh tế năm 2015\n30 người", []),
    ("Năm 2015\n2. Kinh tế", []),
]
FRAGMENTS = [
    ("số 468-QĐ /TƯ ngày 5/3", ["468-QĐ", "/TƯ"]),
    ("Thông tư số 12/2016/TT-B NV ngày", ["12/2016/TT-B", "NV"]),
    ("Quyết định 14/QĐ-UBN D ngày", ["14/QĐ-UBN", "D"]),
    ("giữa UBND, H Đ ND và MTTQ", ["H", "Đ", "ND"]),
    ("Tờ trình số 54-TTr/VPT\nU ngày", ["54-TTr/VPT", "U"]),
    ("BAN TỔ CHC ĐNG UỶ", ["CHC", "ĐNG"]),
    ("TỈNH UỶ SN LA", ["SN"]),
    (
        "Số: 347- ĐA/HU và 279-CTr/ ĐU, 315-TT r/VPTU",
        ["347-", "ĐA/HU", "279-CTr/", "ĐU,", "315-TT", "r/VPTU"],
    ),
    ("năm2000, 17tháng 3, số18-NQ/TW", ["năm2000,", "17tháng", "số18-NQ/TW"]),
    ("dài 30km, nặng 5kg, G20, Covid19, 100m2, 8h30, Q1", []),
    ("The0 kh0á họp, 1ần đầu", ["The0", "kh0á", "1ần"]),
    ("UBND TP HCM, HĐND, ĐVTN, MTTQ, BTC UBKT", []),
    ("SỞ GDĐT TP HCM VÀ UBND QUẬN I", []),
]
CLOSE = [
    ("Lưu VPTU.\nKT.GIÁM ĐỐC\nSố:29/TTr", ["KT.GIÁM", "Số:29/TTr"]),
    ("Độc lập -Tự do - Hạnh phúc, lúc 8.30", ["-Tự"]),
    ("Độc lập- Tự do, nhiệm kỳ 2020- 2025, Tỉnh uỷ(để b/c)", ["lập-", "2020-", "uỷ(để"]),
]
SOME_CLOSE = [
    ("Bắc Ninh,ngày 06 tháng 8. KT.GIÁM ĐỐC", ["Ninh,ngày"]),
    ("Lưu:VT,NC. KT.GIÁM ĐỐC", ["Lưu:VT,NC.", "KT.GIÁM"]),
    ("Số:39-HD/TU\nHà Tĩnh,ngày 16\nKT.GIÁM", ["Số:39-HD/TU", "Tĩnh,ngày", "KT.GIÁM"]),
    ("TP.HCM, GS.TS Nguyễn Văn A, 8,5 triệu, lúc 8:30", []),
]
KEYED = [
    ("Tháng 9 na8m 2018, d9o6ng2 chí ky1, ve65 sinh", ["na8m", "d9o6ng2", "ky1,", "ve65"]),
    ("khổ A4, lớp 12A1, H5N1, km2, CO2, Q1, tổ 3", []),
]
ALONE = [
    ("hành tại t gia vào hồi, vắng (c lý do), con bò cái c đẻ", ["t", "(c", "c"]),
    ("a, b, c; 5000 đ mỗi cái, 3 x 4 mét, mục c)", []),
]
APART = [
    ("chủ trì ; đồng chí Lụa", ["trì", ";"]),
    ("về Đ ắ k L ắ k, ngày 19 tháng 5", ["về", "Đ", "ắ", "k", "L", "ắ", "k,", "ngày"]),
    ("về Đ ắk năm ấy", ["về", "Đ", "ắk"]),
    ("khoá XI I; Nơi nhận", ["XI", "I;"]),
    ("Số 354-ĐA/U BKTTU, Lưu VP TU.", ["354-ĐA/U", "BKTTU,", "VP", "TU."]),
    ("Y Ngông và A Sanh ở Ea H'leo, cà phê, 5 ý kiến, khoá XII nhiệm kỳ", []),
]


def told(text: str, spans: Sequence[Span]) -> list[str]:
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(("text", "words"), TORN)
def test_a_torn_word_is_told(text: str, words: list[str]) -> None:
    assert sorted({text[start:end] for start, end in find_torn(text)}) == sorted(words)


@pytest.mark.parametrize(("text", "words"), CUT)
def test_words_that_a_line_s_end_cut_are_told(text: str, words: list[str]) -> None:
    assert told(text, find_cut(text, shipped_model())) == words


@pytest.mark.parametrize("kind", KINDS)
def test_of_sound_text_no_word_is_cut(kind: str) -> None:
    assert [*find_cut(KINDS[kind], shipped_model())] == []


def test_around_the_ends_of_full_lines_everything_is_told_where_words_are_cut_there() -> None:
    text = "Văn phòng tổ c\nhức họp ngày 2 t\nháng 3 và ngày 2\n8/6/2015.\nHết\nRồi"
    assert {"2", "8/6/2015."} <= {*told(text, find_cut(text, shipped_model()))}
    assert "Hết" not in told(text, find_cut(text, shipped_model()))


@pytest.mark.parametrize(("text", "words"), FRAGMENTS)
def test_pieces_of_codes_and_words_with_figures_are_told(text: str, words: list[str]) -> None:
    assert told(text, [*find_fragments(text, shipped_model())]) == words


@pytest.mark.parametrize(("text", "words"), CLOSE)
def test_what_stands_close_behind_a_mark_is_told(text: str, words: list[str]) -> None:
    assert told(text, [*find_close(text, moved=True)]) == words


@pytest.mark.parametrize(("text", "words"), SOME_CLOSE)
def test_what_stands_close_behind_a_comma_is_told_whatever_befell_the_text(
    text: str, words: list[str]
) -> None:
    assert told(text, [*find_close(text)]) == words


@pytest.mark.parametrize(("text", "words"), KEYED)
def test_what_was_typed_and_not_made_letters_of_is_told(text: str, words: list[str]) -> None:
    assert told(text, [*find_fragments(text, shipped_model())]) == words


@pytest.mark.parametrize(
    ("word", "typed"),
    [("hoon", True), ("baang", True), ("cas", True), ("bus", False), ("xong", False), ("CAS", False)],
)
def test_a_word_is_typed_that_keys_make_far_more_frequent(word: str, typed: bool) -> None:
    assert is_typed(word, shipped_model()) is typed


@pytest.mark.parametrize(("text", "words"), ALONE)
def test_consonants_alone_between_words_are_told_of_a_damaged_text(text: str, words: list[str]) -> None:
    assert told(text, [*find_left_alone(text)]) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Theo Ngh? quyết ấy.", ["Ngh?"]),
        ("Anh về chưa? Chị hỏi.", []),
        ("XA? HỘI CHỦ NGHĨA", ["XA?"]),
        ("AI ĐÓ? Anh. Có? Đồng ý.", []),
    ],
)
def test_a_question_mark_that_ends_no_sentence_is_told_of_a_damaged_text(text: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in find_asking(text)] == words


@pytest.mark.parametrize(
    ("text", "words"),
    [("Tiến Iên phía trước, máy |ách tách", ["Iên", "|ách"]), ("In ấn ở Ia Grai, Iran, |Tên|Năm|", [])],
)
def test_what_looks_like_l_at_a_word_s_beginning_is_told(text: str, words: list[str]) -> None:
    found = find_fragments(text, shipped_model())
    assert [text[start:end] for start, end in found] == words


def test_a_mark_that_may_be_a_lost_dash_is_told() -> None:
    lost = "Thành ph?n: ??ng chí Lê Kh?c Th?nh ? Bí th?, ch? trì; ??ng chí Ngô Th? L?a ? th? ký."
    restored = restore(lost, "question-mark-latin1")
    told = [restored.source[start:end] for start, end in restored.unknown]
    dashes = [step for step in restored.steps if step.before == "?"]
    assert len(dashes) + told.count("?") == 2
    assert all(step.probability < 0.99 for step in dashes)
    assert "Thịnh ? Bí thư" in restored.text


@pytest.mark.parametrize(("text", "words"), APART)
def test_of_a_text_with_more_spaces_what_may_be_a_piece_is_told(text: str, words: list[str]) -> None:
    assert told(text, [*find_apart(text)]) == words


@pytest.mark.parametrize("text", [*KINDS.values(), *HEADINGS])
def test_of_sound_text_nothing_is_a_fragment(text: str) -> None:
    found = [*find_fragments(text, shipped_model()), *find_cut(text, shipped_model()), *find_close(text)]
    assert told(text, found) == []


@pytest.mark.parametrize(
    ("word", "odd"),
    [("CHíNH", True), ("PHồNG", True), ("Т/М", True), ("CHÍNH", False), ("Chính", False), ("TTr", False)],
)
def test_a_word_of_mixed_case_or_alphabets_is_not_known(word: str, odd: bool) -> None:
    text = f"Văn phòng cấp uỷ tổ chức tổng kết công tác năm {word} của các đồng chí trong Ban Thường vụ."
    restored = restore(text, "none")
    assert bool(restored.unknown) is odd


@given(st.text(st.sampled_from([*LETTERS, *"aeiouydnghTBCĐƯ ?_\ufffd\n.,:-/019"]), max_size=80))
def test_what_is_told_are_words_of_the_text_in_order(text: str) -> None:
    model = shipped_model()
    found = [*find_torn(text), *find_cut(text, model), *find_fragments(text, model)]
    found += [*find_close(text), *find_close(text, moved=True), *find_apart(text)]
    for start, end in found:
        assert text[start:end] and not any(map(str.isspace, text[start:end]))
