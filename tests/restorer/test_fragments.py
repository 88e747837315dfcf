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
from kyyeu.restorer.fragments import find_close, find_cut, find_fragments, find_torn
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
    ("năm2000, 17tháng 3, số18-NQ/TW", ["năm2000,", "17tháng", "số18-NQ/TW"]),
    ("dài 30km, nặng 5kg, G20, Covid19, 100m2, 8h30, Q1", []),
    ("The0 kh0á họp, 1ần đầu", ["The0", "kh0á", "1ần"]),
    ("UBND TP HCM, HĐND, ĐVTN, MTTQ, BTC UBKT", []),
    ("SỞ GDĐT TP HCM VÀ UBND QUẬN I", []),
]
CLOSE = [
    ("Lưu VPTU.\nKT.GIÁM ĐỐC\nSố:29/TTr", ["KT.GIÁM", "Số:29/TTr"]),
    ("Độc lập -Tự do - Hạnh phúc, lúc 8.30", ["-Tự"]),
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
    assert told(text, [*find_close(text)]) == words


@pytest.mark.parametrize("text", [*KINDS.values(), *HEADINGS])
def test_of_sound_text_nothing_is_a_fragment(text: str) -> None:
    assert told(text, [*find_fragments(text, shipped_model()), *find_cut(text, shipped_model())]) == []


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
    found = [*find_torn(text), *find_cut(text, model), *find_fragments(text, model), *find_close(text)]
    for start, end in found:
        assert text[start:end] and not any(map(str.isspace, text[start:end]))
