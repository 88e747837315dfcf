"""Both books join what belongs together, and are read back as the text that they are of."""

import io
import zipfile
from pathlib import Path

from kyyeu.content.booklet import read_booklet
from kyyeu.pipeline import build
from kyyeu.rendering.documents import render_print
from kyyeu.rendering.sections import name_sections
from kyyeu.rendering.theme import Theme

TEMPLATES = Path(__file__).parents[2] / "templates"
WRITTEN = (
    "Thông báo số 43-TB/TƯ về nhiệm kỳ 2010 - 2015, **số** 5.[^1]\n\n[^1]: Xem trang 5-7, ngày 18 tháng 10."
)
SHOWN = (
    "số\u00a043-\u2060TB/\u2060TƯ", "kỳ\u00a02010\u00a0– 2015", "số</strong>\u00a05",
    "trang\u00a05–7", "ngày\u00a018\u00a0tháng\u00a010",
)  # fmt: skip


def test_both_books_have_it_joined_and_hold_what_was_written(tiny: Path, tmp_path: Path) -> None:
    (tiny / "articles" / "mot.md").write_text(f"---\ntitle: Thử\n---\n\n{WRITTEN}\n", "utf-8")
    for other in (tiny / "sources").glob("*"):
        other.unlink()
    made = build(tiny, TEMPLATES, tmp_path / "out")  # which reads both back
    assert made
    booklet, theme = read_booklet(tiny), Theme(TEMPLATES)
    section = next(section for section in name_sections(booklet, theme) if section.article)
    printed = render_print(booklet, theme, section)
    with zipfile.ZipFile(io.BytesIO(next((tmp_path / "out").glob("*.epub")).read_bytes())) as book:
        screen = book.read(f"EPUB/{section.id}.xhtml").decode()
    for words in SHOWN:
        assert words in printed
        assert words.replace("\u2060", "") in screen
    assert "\u2060" not in screen
