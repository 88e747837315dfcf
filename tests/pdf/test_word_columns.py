"""Columns of words in tables, beside as many numbers as a page has room for."""

from pathlib import Path

import pytest
from sampling import crossed

from kyyeu.content.booklet import read_booklet
from kyyeu.making.print_run import make_pdf
from kyyeu.pdf.printed import read_printed
from kyyeu.rendering.theme import Theme

pytestmark = pytest.mark.usefixtures("standing")

NAME = "Đảng ủy Ủy ban nhân dân tỉnh"


@pytest.mark.parametrize(("kind", "columns"), crossed(["article", "appendix"], [2, 6, 9]))
def test_a_name_beside_many_numbers_is_no_tower_of_words(
    columns: int, kind: str, tiny: Path, theme: Theme
) -> None:
    heads = " | ".join(["Đơn vị", *(f"Số {number}" for number in range(columns))])
    cells = " | ".join([NAME, *(f"{number}91.098" for number in range(columns))])
    rule = " | ".join(["---"] * (columns + 1))
    text = f"---\nkind: {kind}\ntitle: Bảng\n---\n\n| {heads} |\n| {rule} |\n| {cells} |\n"
    (tiny / "articles" / "ba.md").write_text(text, "utf-8")
    listing = (tiny / "booklet.yaml").read_text("utf-8").replace("[mot, hai]", "[mot, hai, ba]")
    (tiny / "booklet.yaml").write_text(listing.replace("[80, 110]", "[145, 205]"), "utf-8")
    pages = read_printed(make_pdf(read_booklet(tiny), theme, tiny).data).pages
    lines = [[text.text.strip() for text in page.texts] for page in pages]
    (page,) = (said for said in lines if "091.098" in said)
    assert len([words for words in page if words and words in NAME and words != "ủy"]) <= 2


TASK = "Hồ sơ được số hóa và lưu trên kho dữ liệu dùng chung của cấp ủy các cấp trong toàn tỉnh"


@pytest.mark.parametrize("columns", [5, 7])
def test_a_long_text_beside_many_numbers_has_few_lines_and_the_last_number_ends_with_the_rules(
    columns: int, tiny: Path, theme: Theme
) -> None:
    heads = " | ".join(["Việc", *map(str, range(2019, 2019 + columns))])
    cells = " | ".join([TASK, *(f"{number}1.098" for number in range(1, columns + 1))])
    rule = " | ".join(["---", *["---:"] * columns])
    text = f"---\ntitle: Bảng\n---\n\n| {heads} |\n| {rule} |\n| {cells} |\n"
    (tiny / "articles" / "hai.md").write_text(text, "utf-8")
    listing = (tiny / "booklet.yaml").read_text("utf-8")
    (tiny / "booklet.yaml").write_text(listing.replace("[80, 110]", "[145, 205]"), "utf-8")
    pages = read_printed(make_pdf(read_booklet(tiny), theme, tiny).data).pages
    found = [
        number for number, page in enumerate(pages, 1) if any("11.098" in each.text for each in page.texts)
    ]
    (page,) = (pages[number - 1] for number in found)
    lines = {
        round(text.baseline, 1) for text in page.texts if text.text.strip() and text.text.strip() in TASK
    }
    assert len(lines) <= 4
    last = max(text.right for text in page.texts if text.text.strip() == f"{columns}1.098")
    area = theme.find_area(read_booklet(tiny).page)
    assert abs(last - (145 - (area.outer if found[0] % 2 else area.inner)) * 72 / 25.4) < 1
