"""A picture over two facing pages: nothing is lost at the fold, and it is one picture in either book."""

import io
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from checking import check_epub
from designs import shipped
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image
from sampling import thinned

from kyyeu.checks.facing import find_waited_for
from kyyeu.checks.validators import check_pdf
from kyyeu.content.booklet import read_booklet
from kyyeu.content.kinds.album import ALBUM, count_pictures, find_breaks
from kyyeu.content.prose import parse_prose
from kyyeu.errors import Problems
from kyyeu.making.e_book import make_epub
from kyyeu.making.print_run import make_pdf
from kyyeu.model import Booklet, Page
from kyyeu.model import Image as Picture
from kyyeu.pdf.print_edition import Pdf
from kyyeu.rendering.documents import render_print
from kyyeu.rendering.double_pages import TAKEN, find_taken, halve
from kyyeu.rendering.proportions import TypeArea
from kyyeu.rendering.sections import name_sections
from kyyeu.rendering.shipped import name_shipped_themes
from kyyeu.rendering.theme import Theme

pytestmark = pytest.mark.usefixtures("standing")

CALL = "![Cánh đồng. Ảnh: Văn Bình](images/canh-dong.png){.double}"
TEXT = "Chữ của bài, mỗi câu một vài tiếng, đủ dài để có vài dòng trên trang.\n\n"
DPI = 100
ALBUM_HEADER = "---\nkind: album\ntitle: Ảnh\n{}---\n"


def paint(content: Path, size: tuple[int, int] = (3000, 1200)) -> None:
    """A picture that is darker the farther to the left, with no white and no black in it."""
    row = np.linspace(20, 220, size[0]).round().astype(np.uint8)
    Image.fromarray(np.broadcast_to(row, (size[1], size[0]))).save(content / "images" / "canh-dong.png")


def write(
    content: Path, body: str, trim: str = "[145, 205]", header: str = "---\ntitle: Ảnh\n---\n"
) -> Booklet:
    paint(content)
    (content / "articles" / "hai.md").write_text(header + body, "utf-8")
    path = content / "booklet.yaml"
    path.write_text(path.read_text("utf-8").replace("[80, 110]", trim), "utf-8")
    return read_booklet(content)


def edges_of(pdf: bytes, page: int) -> tuple[float, float, np.ndarray]:
    """How far in millimetres the picture is from the left and the right edge of a page, and a row of it."""
    with pypdfium2.PdfDocument(pdf) as document:
        pixels = np.asarray(document[page - 1].render(scale=DPI / 72).to_pil().convert("L"))
    wide = (pixels < 245).sum(1)
    row = pixels[int(np.argmax(wide))]
    (inside,) = np.nonzero(row < 245)
    millimetre = DPI / 25.4
    return inside[0] / millimetre, (len(row) - 1 - inside[-1]) / millimetre, row[inside[0] : inside[-1] + 1]


@given(
    st.tuples(st.integers(200, 9000), st.integers(200, 9000)),
    st.tuples(st.integers(100, 300), st.integers(100, 300)),
    st.integers(0, 6),
    st.booleans(),
)
def test_its_halves_are_as_large_as_pages_and_pixels_let_them(
    size: tuple[int, int], trim: tuple[int, int], gutter: int, coarse: bool
) -> None:
    image, page = Picture("images/a.jpg", "a.jpg", "image/jpeg", *size, 1, ""), Page(*trim, "front")
    area = TypeArea(15, 18, 15, 20, max(4, int((trim[1] - 35) / 5.4)))
    half = halve(image, page, area, gutter, coarse)
    line = (trim[1] - 35) / area.lines
    limits = (
        half.width / (trim[0] - 18 - TAKEN - gutter),
        half.height / (max(area.lines - 4, 1e-6) * line),
        2 * half.width / size[0] * (100 if coarse else 200) / 25.4,
    )
    assert max(limits) == pytest.approx(1, abs=0.01) or half.height < 0.01
    assert 2 * half.width * size[1] == pytest.approx(half.height * size[0], rel=0.02, abs=2)
    assert half.above * line + half.height <= max(area.lines - 4, 0) * line + 0.01


@pytest.mark.parametrize("name", thinned(name_shipped_themes(), 3))
def test_it_goes_on_where_it_was_parted_in_every_theme(tiny: Path, name: str, tmp_path: Path) -> None:
    booklet, theme = write(tiny, f"{TEXT}{CALL}\n\n{TEXT}"), shipped(name)
    pdf = make_pdf(booklet, theme, tiny)
    left, right = (picture.page for picture in pdf.pictures if "canh-dong" in picture.name)
    assert left % 2 == 0 and right == left + 1
    (outer, fold, first), (again, other, second) = edges_of(pdf.data, left), edges_of(pdf.data, right)
    taken = find_taken(0)
    assert fold == pytest.approx(taken, abs=0.4) and again == pytest.approx(taken, abs=0.4)
    assert outer == pytest.approx(other, abs=0.4) and abs(len(first) - len(second)) <= 2
    assert first[2] < 26 and second[-3] > 214
    assert abs(int(first[-3]) - int(second[2])) < 4 and np.all(np.diff(first[2:-2].astype(int)) >= 0)
    assert [*check_pdf(pdf.data, tmp_path / "tiny.pdf")] == []
    with pikepdf.open(io.BytesIO(pdf.data)) as opened:
        figures = [each for each in opened.objects if isinstance(each, pikepdf.Dictionary)]
        heard = [str(each.Alt) for each in figures if each.get("/S") == "/Figure"]
    assert heard.count("Cánh đồng. Ảnh: Văn Bình") == 1


def test_it_is_drawn_with_the_pixels_of_both_pages(tiny: Path, theme: Theme) -> None:
    pdf = make_pdf(write(tiny, CALL), theme, tiny)
    left, right = (picture for picture in pdf.pictures if "canh-dong" in picture.name)
    assert left.width == right.width > 1.4 * 145 / 25.4 * 72
    with pikepdf.open(io.BytesIO(pdf.data)) as opened:
        images = [
            [(image.objgen, int(image.Width)) for image in opened.pages[page - 1].get_images().values()]
            for page in (left.page, right.page)
        ]
    assert images[0] == images[1] and images[0][0][1] > 1500


def test_a_thick_book_leaves_more_of_its_fold_free(tiny: Path, theme: Theme) -> None:
    booklet = write(tiny, CALL)
    long = replace(booklet.articles[0], blocks=booklet.articles[0].blocks * 20_000)
    thick = replace(booklet, articles=(long, *booklet.articles[1:]))
    for one, taken in ((booklet, "2.5mm"), (thick, "8.5mm")):
        section = next(each for each in name_sections(one, theme) if each.id == "article-hai")
        assert f"@page double:left {{ margin-right: {taken} }}" in render_print(one, theme, section)


def test_the_epub_has_it_once(tiny: Path, theme: Theme, tmp_path: Path) -> None:
    booklet = write(tiny, f"{TEXT}{CALL}")
    epub = make_epub(booklet, theme, tiny)
    with zipfile.ZipFile(io.BytesIO(epub)) as book:
        page = etree.fromstring(book.read("EPUB/article-hai.xhtml"))
    assert len([*page.iter("{*}figure")]) == len([*page.iter("{*}img")]) == 1
    assert not page.xpath("//*[@style]")
    if shutil.which("java"):
        assert check_epub(epub, tmp_path) == []


WAITS = {
    "after the opening": (CALL, False),
    "after a page more": (TEXT * 20 + CALL, True),
    "after two": (TEXT * 30 + CALL, False),
}


@pytest.mark.parametrize("body", WAITS)
def test_a_page_that_stays_blank_before_it_is_told(tiny: Path, theme: Theme, body: str) -> None:
    booklet = write(tiny, WAITS[body][0])
    pdf: Pdf = make_pdf(booklet, theme, tiny)
    found = [*find_waited_for(booklet, pdf.pictures, pdf.waiting)]
    left = next(picture.page for picture in pdf.pictures if "canh-dong" in picture.name)
    wanted = [("double-waits", "images/canh-dong.png", (("page", str(left - 1)),))]
    assert [(each.code, each.file, each.facts) for each in found] == wanted * WAITS[body][1]
    assert bool(pdf.waiting) == WAITS[body][1]


PICTURES = "\n\n".join(["![Một](images/cham.png)", "![Hai](images/cham.png)", CALL, "![Ba](images/cham.png)"])


def test_an_album_makes_no_page_of_it(tiny: Path, theme: Theme) -> None:
    booklet = write(tiny, PICTURES, header=ALBUM_HEADER.format("pages: [2, 1]\n"))
    pdf = make_pdf(booklet, theme, tiny)
    pages = {picture.name: picture.page for picture in pdf.pictures}
    lone = [picture.page for picture in pdf.pictures if "cham" in picture.name][-3:]
    double = [picture.page for picture in pdf.pictures if "canh-dong" in picture.name]
    assert lone[0] == lone[1] < double[0] and double[1] == double[0] + 1 < lone[2] and pages


@pytest.mark.parametrize(("pages", "code"), [("[3, 1]", "album-miscounted"), ("[1, 2]", "album-straddles")])
def test_pages_of_an_album_end_before_it(tiny: Path, pages: str, code: str) -> None:
    with pytest.raises(Problems) as raised:
        write(tiny, PICTURES, header=ALBUM_HEADER.format(f"pages: {pages}\n"))
    assert [error.code for error in raised.value.errors] == [code]


@given(
    st.lists(st.sampled_from(["![Ảnh](images/a.jpg)", "![Ảnh](images/b.jpg){.double}", "Lời"]), max_size=7)
)
def test_pictures_of_an_album_are_counted_without_it(parts: list[str]) -> None:
    prose = parse_prose("\n\n".join(parts), "x", idiom=ALBUM)
    runs, blocks = prose.cut()
    assert count_pictures(runs) == sum(part.endswith("a.jpg)") for part in parts)
    wanted, count, broken = list[int](), 0, False
    for part in parts:
        if not part.endswith("a.jpg)"):
            broken = broken or count > 0
            continue
        wanted += [count] * broken
        count, broken = count + 1, False
    assert [before for before, _ in find_breaks(runs, blocks)] == wanted


def test_one_that_is_lost_is_framed_as_others_are(tiny: Path, theme: Theme) -> None:
    lost = "![Ảnh đã mất](images/mat.jpg){.double .lost}"
    booklet = write(tiny, f"{TEXT}{lost}\n\n{TEXT}")
    assert "picture-double" not in "".join(run.xhtml for run in booklet.articles[1].body)
    assert not make_pdf(booklet, theme, tiny).waiting
