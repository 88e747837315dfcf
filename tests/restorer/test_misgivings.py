"""What stays as it is and none would expect is told: in sound text nothing, elsewhere the words that are."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyyeu.restorer import Restoration, restore
from kyyeu.restorer.damage.letters import LETTERS
from kyyeu.restorer.misgivings import misgivings_for
from kyyeu.restorer.model_file import shipped_model

KINDS = tomllib.loads(Path(__file__).with_name("sound.toml").read_text("utf-8"))
SECOND = (Path(__file__).parents[2] / "content" / "sources" / "bao-bac-ninh-2017.txt").read_text("utf-8")
SLIPS = [
    ("Ông là giám đốc mt công ty ở Hà Nội.", ["mt"]),
    ("Mọi ngời dân ược mời đến dự hội nghị.", ["ngời", "ược"]),
    ("Ông làm giám đốc của một nhà máy ở Hà Nội.", []),
]
PARTED = [
    ("Sở Giáo dục và Đào tạ o họp với các trường trong tỉnh.", ["tạ", "o"]),
    ("SỞ GIÁO DỤC VÀ ĐÀO TẠ O", ["TẠ", "O"]),
    ("Nghị định số 30 ngà y 5 tháng 3 của Chính phủ.", ["ngà", "y"]),
    ("Luật Tổ chức chính quyền địa phư ơng năm ấy.", ["phư", "ơng"]),
    ("Bộ tr ưởng đến dự.", ["tr", "ưởng"]),
    ("Ea H'leo, Y Ngông, A Sanh, ko m, cà phê ở Đà Lạt.", []),
]
NAMES = [
    ("Theo nghị quyết của Hi đồng nhân dân tỉnh.", ["Hi"]),
    ("Các huyện uỷ.\nNi nhận: Lưu VT", ["Ni"]),
    ("Đồng chí Hi ở Hà Nội về thăm quê.", []),
]


def misgivings(text: str) -> list[str]:
    return [text[start:end] for start, end in misgivings_for(shipped_model()).find(text)]


@pytest.mark.parametrize(("text", "words"), SLIPS)
def test_a_word_that_none_would_expect_is_told(text: str, words: list[str]) -> None:
    assert misgivings(text) == words


@pytest.mark.parametrize(("text", "words"), PARTED)
def test_parts_of_a_word_with_a_space_between_are_told(text: str, words: list[str]) -> None:
    assert misgivings(text) == words


@pytest.mark.parametrize(("text", "words"), NAMES)
def test_a_word_with_a_capital_is_told_where_it_is_very_unlikely(text: str, words: list[str]) -> None:
    assert misgivings(text) == words


@pytest.mark.parametrize("kind", KINDS)
def test_of_sound_text_of_any_kind_few_words_are_told(kind: str) -> None:
    assert len(misgivings(KINDS[kind])) <= 4
    assert restore(KINDS[kind]).sure == 1


def test_of_a_sound_article_no_word_is_told() -> None:
    first, *rest = SECOND.split("\n")
    assert misgivings("\n".join(rest)) == []
    assert {*misgivings(SECOND)} <= {*first.split()}  # which has lost its marks


BEREFT = [
    ("1. Đặng Thị Ngọc Ánh\n2. Bui Duc Canh\n3. Hoàng Minh Đạo", ["Bui", "Duc", "Canh"]),
    ("Chúng tôi mời hai chau chung toi.", ["hai", "chau", "chung", "toi"]),
    ("Mai sau con ra sao, ai hay cho em xem tranh.", []),
    ("Lan Anh và Mai Hoa ở Thanh Nam, tan-tu-bui-duc-canh.", []),
]


@pytest.mark.parametrize(("text", "words"), BEREFT)
def test_neighbours_that_have_no_marks_are_told_where_some_surely_had_one(
    text: str, words: list[str]
) -> None:
    assert misgivings(text) == words


def unsure(restored: Restoration, right: str) -> tuple[int, int]:
    """How many words are called certain, and how many of these are wrong."""
    told = {place for span in restored.unknown for place in range(*span)}
    told |= {
        place for step in restored.steps if step.probability < 0.99 for place in range(step.start, step.end)
    }
    start, words = 0, list[tuple[str, bool]]()
    for word in restored.text.split(" "):
        words.append((word, told.isdisjoint(range(start, start + len(word)))))
        start += len(word) + 1
    certain = [(word, sound) for (word, sure), sound in zip(words, right.split(" "), strict=True) if sure]
    return len(certain), sum(word != sound for word, sound in certain)


@pytest.mark.parametrize("slip", [("ộ", "ô"), ("ế", "ê"), ("ườ", "ờ"), ("ch", "c"), ("ấ", "")])
def test_of_an_article_with_slips_the_words_called_certain_are_right_or_nothing_is_sure(
    slip: tuple[str, str],
) -> None:
    right = " ".join(SECOND.split())
    restored = restore(right.replace(*slip))
    certain, wrong = unsure(restored, right)
    assert restored.sure < 0.99 or wrong <= certain / 100


@given(st.text(st.sampled_from([*LETTERS, *"aeiouydngh ?_\ufffd\n.,"]), max_size=80))
def test_what_is_told_are_words_of_the_text(text: str) -> None:
    for start, end in misgivings_for(shipped_model()).find(text):
        assert text[start:end] and not any(map(str.isspace, text[start:end]))
