"""Who made a picture: told apart at the end of its caption, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyyeu.content.prose import parse_prose
from kyyeu.content.prose.credits import find_credit, part_credit

FOUND = [
    ("Hội nghị tổng kết.", " ", "Ảnh: Văn Bình"),
    ("Hội nghị", " ", "(Ảnh: TTXVN)"),
    ("Hội nghị", " ", "(Ảnh: TTXVN)."),
    ("Hội nghị.", " ", "Ảnh tư liệu"),
    ("Hội nghị.", " ", "(Ảnh tư liệu)"),
    ("Hội nghị", " – ", "Ảnh: Văn Bình"),
    ("Nghỉ chân", ", ", "ảnh: V. Bình"),
    ("Hội nghị.", " ", "Ảnh: T.L"),
    ("Hội nghị.", " ", "Ảnh T.L."),
    ("Hội nghị.", " ", "Ảnh: Nguyễn Văn A – Trần B"),
    ("Bên lề hội nghị", "; ", "nguồn: Báo Nhân Dân số 12, ngày 3/2/1960"),
    ("Trụ sở.", " ", "Ảnh tư liệu của Văn phòng"),
    ("Các xã!", " ", "Nguồn: https://a.vn/b.html"),
    ("Chợ quê.", " ", "Tranh sơn dầu: Lê Văn C"),
]
LEFT = [
    "Triển lãm Ảnh: đất và người",
    "Ảnh: Văn Bình",
    "Sơ đồ: tổ chức bộ máy",
    "Hội nghị. Ảnh: Đoàn vào lễ đài. Mọi người phấn khởi.",
    "Hội nghị. Ảnh do Văn Bình chụp",
    "Ảnh chụp năm 1960: hội nghị",
    "Hai đồng chí. Ảnh chụp năm 1960: từ trái sang",
    "Ảnh trái: đồng chí A. Ảnh phải: đồng chí B",
    "Hội nghị. Ảnh:",
    "Hội nghị (Ảnh: TTXVN) ở Hà Nội",
    "(Ảnh: TTXVN)",
]
PIECES = st.lists(
    st.sampled_from(
        ["Ảnh", "ảnh", ":", " ", ".", "(", ")", "a", "A.", "tư liệu", "Nguồn", "–", ",", "…", "\n", "Ảnh: "]
    ),
    max_size=40,
)


@pytest.mark.parametrize(("caption", "between", "credit"), FOUND)
def test_a_credit_is_told_apart_from_its_caption(caption: str, between: str, credit: str) -> None:
    assert part_credit(f"{caption}{between}{credit}") == (caption, credit)


@pytest.mark.parametrize("caption", LEFT)
def test_what_only_looks_like_one_is_the_caption_s(caption: str) -> None:
    assert part_credit(caption) == (caption, "")


@given(PIECES)
def test_no_letter_of_a_caption_is_lost(pieces: list[str]) -> None:
    words = " ".join("".join(["Hội nghị. ", *pieces]).split())
    (block, *_) = parse_prose(
        f'<figure><img src="images/a.jpg" alt="a"/><figcaption>{words}</figcaption></figure>', "x"
    ).cut()[1]
    assert block.text == words and block.part == "caption"
    assert block.credit == words[find_credit(words) :].strip()
    assert words.startswith(block.subject) and words.endswith(block.credit)
    assert block.subject


@pytest.mark.parametrize(
    "tail", ["." * 5000, "a " * 2500, "Ảnh: a. " * 600, "(Ảnh: a" * 700, "Ảnh: " + "A." * 2000]
)
def test_looking_for_one_takes_no_longer_than_the_caption(tail: str) -> None:
    assert find_credit(f"Hội nghị. Ảnh: {tail}(") == len(tail) + 16
