"""Numbers of official documents, which are no words: a hundred headings made here."""

import random

import pytest

from kyyeu.restorer import restore
from kyyeu.restorer.damage import DAMAGES

KINDS = ("NQ", "CT", "KH", "TB", "BC", "CV", "HD", "TTr", "QC", "KL")
OFFICES = ("TU", "HU", "BTGTU", "BTCTU", "VPTU", "UBND", "HĐND", "BTV", "ĐU", "TTHĐND", "MTTQ-BTT")
WORDS = ("Thực hiện Nghị quyết số", "Căn cứ Kế hoạch số", "Theo Thông báo số", "Triển khai Chỉ thị số")
ENDS = ("của Tỉnh ủy về công tác cán bộ.", "của Huyện ủy, các chi bộ đã quán triệt tới đảng viên.")


def headings() -> list[tuple[str, str]]:
    """A number and a sentence with it, a hundred times."""
    draw = random.Random(18_10)
    made = []
    for _ in range(100):
        number = f"{draw.randint(1, 1999):02}-{draw.choice(KINDS)}/{draw.choice(OFFICES)}"
        day = f"ngày {draw.randint(1, 28)}/{draw.randint(1, 12)}/20{draw.randint(10, 26)}"
        made.append((number, f"{draw.choice(WORDS)} {number} {day} {draw.choice(ENDS)}"))
    return made


def bare(text: str) -> str:
    return DAMAGES["strip-diacritics"](text)


@pytest.mark.ci
@pytest.mark.parametrize(
    "damage", ["strip-diacritics", "drop-after-latin1", "drop", "drop-ascii", "best-fit"]
)
@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.ci)])
def test_a_documents_number_is_never_read_as_words(damage: str, every: int) -> None:
    """Its letters are what they were, but for a stroke that the damage took from a Đ."""
    for number, heading in headings()[::every]:
        restored = restore(DAMAGES[damage](heading), damage).text
        left = DAMAGES[damage](number)
        assert number in restored or left in restored or bare(number) in bare(restored), (heading, restored)
        assert not any(letter in restored.split(" ")[4] for letter in "ÙỪƯÚỦỤŨỨỬỮỰ"), restored
