"""Spaces put into words and lost between them: undone where the language leaves no doubt, and proved."""

import re
from collections.abc import Callable
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyyeu.restorer import replay, restore
from kyyeu.restorer.damage import SPACES_MOVED
from kyyeu.restorer.damage.letters import LETTERS
from kyyeu.restorer.model_file import shipped_model
from kyyeu.restorer.respacing import respacer_for

SOUND = (
    "Sáng 18/10, Văn phòng Tỉnh ủy tổ chức gặp mặt kỷ niệm ngày truyền thống ngành văn phòng cấp ủy. "
    "Dự buổi gặp mặt có các đồng chí trong Ban Thường vụ, lãnh đạo các ban của Đảng và đông đảo cán bộ "
    "đã nghỉ hưu.\nĐoàn xe ô tô đưa các đại biểu về thăm Buôn Ma Thuột, xem video và website của huyện."
)
TONED = "[\u1ea0-\u1eff]"
WAYS: dict[str, Callable[[str], str]] = {
    "behind toned letters": lambda text: re.sub(f"({TONED})(?=[^\\W\\d_])", r"\1 ", text),
    "before toned letters": lambda text: re.sub(f"(?<=[^\\W\\d_])({TONED})", r" \1", text),
    "around toned letters": lambda text: re.sub(f" ?({TONED}) ?(?=[^\\W\\d_])", r" \1 ", text).replace(
        "  ", " "
    ),
    "marks apart": lambda text: re.sub(
        "([\u0300\u0301\u0303\u0309\u0323])(?=[a-z])", r" \1 ", normalize("NFD", text)
    ),
    "some marks too": lambda text: text.replace("tổ chức", "tổchức").replace("vụ, ", "vụ , "),
    "words run together": lambda text: text.replace("tổ chức", "tổchức").replace("đồng chí", "đồngchí"),
}


def test_spaces_that_a_typist_leaves_before_every_mark_stay() -> None:
    source = WAYS["behind toned letters"](SOUND.replace(", ", " , ").replace(". ", " . "))
    assert " , " in restore(source).text


@pytest.mark.parametrize(
    ("source", "sound"),
    [
        ("tháng 8 năm2000, ngày 17tháng 2, số18-NQ/TW", "tháng 8 năm 2000, ngày 17 tháng 2, số 18-NQ/TW"),
        ("ngày 20/6/1992của Ban Bí thư", "ngày 20/6/1992 của Ban Bí thư"),
        ("dài 30km, 5kg, G20, Covid19, 100m2, 8h30", "dài 30km, 5kg, G20, Covid19, 100m2, 8h30"),
    ],
)
def test_a_space_lost_beside_a_figure_comes_back(source: str, sound: str) -> None:
    assert restore(source, "spaces-moved").text == sound


@pytest.mark.parametrize("way", [*WAYS][:2] + [*WAYS][3:])
def test_spaces_come_back(way: str) -> None:
    source = WAYS[way](SOUND)
    restored = restore(source)
    assert (restored.damage, normalize("NFC", restored.text)) == ("spaces-moved", SOUND)
    assert restored.redamaged() == source
    assert all(step.probability > 0.9 for step in restored.steps)


def test_each_step_moves_spaces_alone() -> None:
    for step in restore(WAYS["around toned letters"](SOUND), "spaces-moved").steps:
        assert step.before.replace(" ", "") == step.after.replace(" ", "")


@pytest.mark.parametrize(
    "text",
    [
        "Ông đi ô tô, uống cà phê, xem Facebook và iPhone ở TP HCM.",
        "Đoàn đến thăm buôn Akô Dhông, xã Ea H'leo, huyện Krông Pắc và xã Đăk Tơ Kan.",
        "Y Ngông Niê Kđăm, Điểu K'Ré, A Sanh, Kpă Klơng, Ksor Phước và Hà Thị Khiết.",
    ],
)
def test_spaces_of_sound_text_stay(text: str) -> None:
    assert restore(text).text == text


@given(st.text(st.sampled_from([*LETTERS, *"aeioungth  \n\u0301\u0323.,1?A"]), max_size=60))
def test_whatever_the_text_its_letters_stay(text: str) -> None:
    restored = restore(text, "spaces-moved")
    assert restored.redamaged() == text
    assert replay(text, restored.steps) == restored.text
    assert SPACES_MOVED(restored.text) == SPACES_MOVED(text)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        (
            "Tỉnh u ỷ , huyệ n u ỷ ; đã c ó , Văn phòng, năm 2020.",
            "Tỉnh uỷ, huyện uỷ; đã có, Văn phòng, năm 2020.",
        ),
        ("Tỉnh u ỷ , huyệ n u ỷ ; Văn phòng , năm 2020.", "Tỉnh uỷ , huyện uỷ ; Văn phòng , năm 2020."),
    ],
)
def test_spaces_before_marks_are_the_typist_s_own_where_they_stand_behind_plain_letters_too(
    text: str, right: str
) -> None:
    assert respacer_for(shipped_model()).restore(text).text == right
