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
