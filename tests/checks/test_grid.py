"""The lines of all pages stand on one grid, whatever blocks a text has."""

from pathlib import Path

from reading import edit

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
    lefts = [
        piece for piece in edition.alone.pieces if piece.section == "article-hai" and piece.kind == "text"
    ]
    pages = {piece.page for piece in lefts}
    grounds = {page: sorted({round(p.baseline, 1) for p in lefts if p.page == page}) for page in pages}
    opening = min(pages)
    first = {page: lines[0] for page, lines in grounds.items() if page != opening}
    for page, lines in grounds.items():
        if page != opening:
            steps = [(ground - min(first.values())) / line for ground in lines]
            assert [step for step in steps if abs(step - round(step)) > 0.12] == []
