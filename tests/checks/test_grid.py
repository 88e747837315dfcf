"""The lines of all pages stand on one grid, whatever blocks a text has."""

from operator import sub
from pathlib import Path

import pytest
from designs import shipped
from reading import Edition, edit
from sampling import thinned

from kyyeu.rendering.shipped import name_shipped_themes
from kyyeu.rendering.theme import Theme


def test_facing_pages_end_on_one_line_and_begin_on_one(theme: Theme, tmp_path: Path) -> None:
    text = "Văn phòng cấp ủy phục vụ sự lãnh đạo của Đảng bộ tỉnh. " * 12
    blocks = [
        text,
        f"## Mục\n\n{text}",
        f"* một\n* hai\n\n{text}",
        f"> {text}",
        f"#### Nhỏ\n\n{text}",
        f"* * *\n\n{text}",
    ]
    edition = edit(theme, tmp_path, "\n\n".join(blocks * 3))
    line = round(theme.type_size(80), 1) * 1.45
    lefts = [piece for piece in edition.article.pieces if piece.kind == "text"]
    pages = {piece.page for piece in lefts}
    grounds = {page: sorted({round(p.baseline, 1) for p in lefts if p.page == page}) for page in pages}
    opening = min(pages)
    first = {page: lines[0] for page, lines in grounds.items() if page != opening}
    for page, lines in grounds.items():
        if page != opening:
            steps = [(ground - min(first.values())) / line for ground in lines]
            assert [step for step in steps if abs(step - round(step)) > 0.12] == []


TEXT = "Văn phòng cấp ủy phục vụ sự lãnh đạo của Đảng bộ tỉnh. " * 24
TABLE = "| Năm{} | Số |\n|---|---|\n| 1930 | 12 |\n| 1945 | 13{} |"
BLOCKS = {
    "table": TABLE.format("", ""),
    "table with notes": TABLE.format("[^a]", "[^b]"),
    "picture": "![Một chấm đỏ](images/cham.png)",
    "quoted table": "> hai\n>\n> | Năm |\n> |---|\n> | 1930 |",
    "listed picture": "- a\n\n    ![Một chấm](images/cham.png)",
    "code": "```\nmã\n```",
    "words and what they mean": "Từ\n:   nghĩa",
}


@pytest.mark.parametrize("name", thinned(name_shipped_themes(), 3))
def test_text_goes_on_upon_the_grid_below_whatever_stands_in_it(name: str, tmp_path: Path) -> None:
    theme = shipped(name)
    text, block = "\n\n".join([TEXT] * 3), tmp_path / "block"
    plain = find_grounds(edit(theme, tmp_path, text))
    top, line = plain[0], min(step for step in map(sub, plain[1:], plain) if step > 1)
    for what, words in BLOCKS.items():
        notes = "\n\n[^a]: Chú a.\n\n[^b]: Chú b." * ("[^a]" in words)
        body = f"{words}\n\n{TEXT}\n\n{words}\n\n{TEXT}{notes}"
        grounds = find_grounds(edit(theme, block / what, body))
        off = [(ground - top) / line for ground in grounds]
        assert [step for step in off if abs(step - round(step)) > 0.02] == [], what


@pytest.mark.parametrize("name", thinned(name_shipped_themes(), 3))
def test_a_term_follows_a_paragraph_as_the_item_of_a_list_does(name: str, tmp_path: Path) -> None:
    below = list[float]()
    for number, block in enumerate(("- phục vụ", "phục vụ\n:   nghĩa")):
        edition = edit(shipped(name), tmp_path / str(number), f"Thuật ngữ phục vụ:\n\n{block}\n\nHết.")
        first, second, *_ = find_grounds(edition)
        below.append(round(second - first, 1))
    assert below[0] == below[1]


def find_grounds(edition: Edition) -> list[float]:
    """Where the lines of the second article's text stand, on whatever page."""
    own = [
        piece for piece in edition.article.pieces if "phục" in piece.text
    ]  # which a no-break space may follow
    return sorted({round(piece.baseline, 2) for piece in own})
