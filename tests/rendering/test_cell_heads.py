"""What a cell is told to say of its column on a narrow screen."""

from pathlib import Path

from kinds import draw_picture

from kyyeu.content.booklet import read_booklet
from kyyeu.rendering.documents import render_documents
from kyyeu.rendering.theme import Theme

TABLE = """| Ảnh | Tên |
| --- | --- |
| ![Ông Ba](images/nui.jpg) | Ba |
| ![Ông Tư](images/nui.jpg) năm 1964 | Tư |
"""


def test_a_picture_without_words_is_not_called_one(tiny: Path, theme: Theme) -> None:
    draw_picture((300, 400)).save(tiny / "images" / "nui.jpg")
    (tiny / "articles" / "hai.md").write_text(f"---\ntitle: Bài\n---\n\n{TABLE}", "utf-8")
    documents = {each.name: each.data.decode() for each in render_documents(read_booklet(tiny), theme)}
    text = documents["article-hai.xhtml"]
    assert text.count('data-head="Tên"') == 2 and text.count('data-head="Ảnh"') == 1
