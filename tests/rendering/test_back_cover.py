"""The back cover: the last page, and its bar code as a scanner sees it."""

import io
import shutil
import zipfile
from itertools import groupby
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from alone import bind_sections
from designs import shipped
from PIL import Image
from sampling import crossed, thinned

from kyyeu.checks.validators import check_pdf
from kyyeu.content.booklet import read_booklet
from kyyeu.errors import KyyeuError, Problems
from kyyeu.making.e_book import make_epub
from kyyeu.making.print_run import make_pdf
from kyyeu.model import Booklet
from kyyeu.pdf.printed import read_printed
from kyyeu.rendering.shipped import find_shipped_theme, name_shipped_themes
from kyyeu.rendering.theme import Theme

pytestmark = pytest.mark.usefixtures("standing")

ISBN = "978-604-80-1234-2"
BACK = """
imprint: {{isbn: {isbn}}}
cover:
  back:
    motto: Giữ lửa cho mai sau
    text: [Hai bài báo đã mất nhiều chữ., Nay đọc lại được.]
    price: 45.000 đ
"""
MODULE, NARROWEST = 0.33, 0.8  # millimetres; the share of it that the standard still allows
_SIDES = {  # of a figure's four bars and gaps, in modules
    "3211": 0, "2221": 1, "2122": 2, "1411": 3, "1132": 4,
    "1231": 5, "1114": 6, "1312": 7, "1213": 8, "3112": 9,
}  # fmt: skip
_FIRST = ["AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA"]


def ask(content: Path, trim: str = "[145, 205]", more: str = BACK.format(isbn=ISBN)) -> Booklet:
    path = content / "booklet.yaml"
    path.write_text(path.read_text("utf-8").replace("[80, 110]", trim) + more, "utf-8")
    return read_booklet(content)


def draw_last(pdf: bytes, dpi: int) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        picture: Image.Image = document[len(document) - 1].render(scale=dpi / 72).to_pil()
    return picture.convert("L")


def scan(picture: Image.Image) -> tuple[str, list[int], int, int]:
    """What the bars of a page say; the runs of a line across them; where they begin and end (pixels)."""
    for row in range(picture.height * 2 // 3, picture.height):
        across = picture.crop((0, row, picture.width, row + 1)).tobytes()
        runs = [(dark, len([*run])) for dark, run in groupby(across, lambda shade: shade < 128)]
        for start in range(1, len(runs) - 59):
            if runs[start][0] and (said := _read([width for _, width in runs[start : start + 59]])):
                before = sum(width for _, width in runs[:start])
                end = before + sum(width for _, width in runs[start : start + 59])
                return said, [width for _, width in runs[start - 1 : start + 60]], before, end
    raise AssertionError("nothing can be scanned")


def _read(widths: list[int]) -> str:
    """What 59 bars and gaps say; nothing where they are no bar code."""
    module = sum(widths) / 95
    counts = [round(width / module) for width in widths]
    if counts[:3] != [1, 1, 1] or counts[27:32] != [1] * 5 or counts[56:] != [1, 1, 1]:
        return ""
    figures, sets = "", ""
    for start in (*range(3, 27, 4), *range(32, 56, 4)):
        group = "".join(map(str, counts[start : start + 4]))
        if group not in _SIDES and group[::-1] not in _SIDES:
            return ""
        sets += "A" if group in _SIDES else "B"
        figures += str(_SIDES[group] if group in _SIDES else _SIDES[group[::-1]])
    return f"{_FIRST.index(sets[:6])}{figures}" if sets[:6] in _FIRST else ""


@pytest.mark.parametrize(
    ("name", "trim"), crossed(name_shipped_themes(), ["[80, 110]", "[145, 205]", "[210, 148]"])
)
def test_a_scanner_reads_the_isbn_at_a_size_and_with_quiet_zones_of_the_standard(
    tiny: Path, name: str, trim: str
) -> None:
    pdf = bind_sections(ask(tiny, trim), shipped(name), tiny, "back-cover").data
    said, runs, left, right = scan(draw_last(pdf, dpi=600))
    assert said == ISBN.replace("-", "")
    module = (right - left) / 95 / 600 * 25.4
    assert NARROWEST * MODULE - 0.002 < module < 2 * MODULE
    assert abs(module - MODULE) < 0.002 or trim == "[80, 110]"
    quiet = [run / (right - left) * 95 for run in (runs[0], runs[-1])]
    assert quiet[0] > 10.7 and quiet[1] > 6.7  # 11 and 7, give or take what pixels do


@pytest.mark.parametrize("more", ["", "articles: [mot]\n"])
def test_it_is_the_last_page_a_left_hand_one_behind_a_blank_inside(
    tiny: Path, theme: Theme, more: str
) -> None:
    path = tiny / "booklet.yaml"
    if more:
        path.write_text(path.read_text("utf-8").replace("articles: [mot, hai]\n", more), "utf-8")
    pages = read_printed(make_pdf(ask(tiny), theme, tiny).data).pages
    assert len(pages) % 2 == 0 and not pages[-2].texts
    said = " ".join(" ".join(text.text for text in pages[-1].texts).split())
    for words in (
        "Giữ lửa cho mai sau",
        "Hai bài báo đã mất nhiều chữ. Nay đọc lại được.",
        "Giá: 45.000 đ",
        ISBN,
    ):
        assert words in said


def test_what_is_not_given_is_not_there(tiny: Path, theme: Theme) -> None:
    pages = read_printed(make_pdf(ask(tiny, more="cover: {back: {}}\n"), theme, tiny).data).pages
    assert len(pages) % 2 == 0 and not pages[-1].texts


@pytest.mark.parametrize("name", thinned(name_shipped_themes(), 3))
def test_it_is_accessible(tiny: Path, name: str, tmp_path: Path) -> None:
    pdf = make_pdf(ask(tiny), shipped(name), tiny).data
    assert [*check_pdf(pdf, tmp_path / "tiny.pdf")] == []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        figures = [each for each in opened.objects if isinstance(each, pikepdf.Dictionary)]
        heard = [str(each.Alt) for each in figures if each.get("/S") == "/Figure"]
    assert heard.count("Mã vạch của ISBN 9786048012342") == 1


def test_an_epub_has_none(tiny: Path, theme: Theme) -> None:
    booklet = ask(tiny)
    with zipfile.ZipFile(io.BytesIO(make_epub(booklet, theme, tiny))) as book:
        assert not any("back-cover" in name for name in book.namelist())
        assert not any(b"Nay" in book.read(name) for name in book.namelist() if name.endswith("xhtml"))


@pytest.mark.parametrize(
    "left_out", thinned(["back.price", "bar_code(booklet.isbn", "lines(line, 42)", "paragraph | shown"], 2)
)
def test_a_theme_that_leaves_out_one_thing_is_refused_such_as_the_price(
    tiny: Path, tmp_path: Path, left_out: str
) -> None:
    booklet, templates = ask(tiny), Path(shutil.copytree(find_shipped_theme(), tmp_path / "mute"))
    part = templates / "parts" / "back-cover.html.j2"
    said = [line for line in part.read_text("utf-8").splitlines() if left_out not in line]
    part.write_text("\n".join(said), "utf-8")
    with pytest.raises(Problems) as raised:
        make_pdf(booklet, Theme(templates), tiny)
    assert [error.code for error in raised.value.errors if isinstance(error, KyyeuError)][:1] == ["not-said"]
