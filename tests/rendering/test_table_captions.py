"""A paragraph that says it is a table's is its caption in both books, and stays with it."""

import io
import shutil
import zipfile
from pathlib import Path

import pikepdf
import pytest
from alone import bind_sections
from checking import check_epub
from designs import shipped
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from sampling import crossed, thinned

from kyyeu.checks.validators import check_pdf
from kyyeu.content.booklet import read_booklet
from kyyeu.content.prose import parse_prose
from kyyeu.making.e_book import make_epub
from kyyeu.making.print_run import make_pdf
from kyyeu.model import Booklet
from kyyeu.pdf.printed import read_printed
from kyyeu.rendering.shipped import name_shipped_themes
from kyyeu.rendering.theme import Theme

pytestmark = pytest.mark.usefixtures("standing")

TABLE = "| Năm | Số |\n| --- | ---: |\n| 2024 | 12 |\n| 2025 | 15 |\n"
SAYS_SO = [
    "Bảng 1. Kết quả", "**Bảng 2: Kết quả**", "Biểu số 3 – Thu chi", "Bảng: thu chi", "BẢNG 1.2. THU CHI",
    "Bảng II. Thu", "*Bảng 4a. Thu*", "Phụ biểu 2-1: Chi", "Bảng 5 — Thu",
]  # fmt: skip
GOES_ON = [
    "Bảng 1 cho thấy:", "Bảng kê:", "Bảng 5-Thu", "Bảng dưới đây cho thấy kết quả.", "Xem Bảng 1. Kết quả",
    "Bảng 1.", "Bảng", "Bảng 1. " + "Rất dài. " * 40, "Bảng 1. ![Ảnh](images/cham.png)", "## Bảng 1. Kết quả",
]  # fmt: skip
TEXT = "Chữ của bài, mỗi câu một vài tiếng, đủ dài để có vài dòng trên trang.\n\n"


@pytest.mark.parametrize("line", SAYS_SO)
@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_a_paragraph_that_says_so_is_the_caption_of_the_table_below(line: str, between: str) -> None:
    tree = parse_prose(f"Lời.\n\n{line}{between}{TABLE}", "x").tree
    assert [element.tag for element in tree] == ["p", "table"]
    assert "".join(tree[1][0].itertext()) == line.strip("*") and tree[1].get("id") == "x.bang-1"


@pytest.mark.parametrize("line", GOES_ON)
def test_any_other_stays_one(line: str) -> None:
    tree = parse_prose(f"{line}\n\n{TABLE}", "x").tree
    assert tree.find("table/caption") is None and len(tree) == 2


@given(st.lists(st.sampled_from([*SAYS_SO, *GOES_ON[:7], TABLE, "> Bảng 1. Một", "- mục"]), max_size=7))
def test_no_word_is_moved(parts: list[str]) -> None:
    text = "\n\n".join(parts)
    told = "".join(block.text for block in parse_prose(text, "x").cut()[1])
    wanted = "".join("".join(part.split("\n")[:1] + part.split("\n")[2:]) for part in parts)
    assert [*filter(str.isalnum, told)] == [*filter(str.isalnum, wanted)]


@pytest.mark.parametrize(("name", "lines"), crossed(name_shipped_themes(), range(9, 17)))
def test_it_stays_with_the_first_row_in_every_theme(tiny: Path, name: str, lines: int) -> None:
    pdf = bind_sections(write(tiny, lines), shipped(name), tiny, "article-hai").data
    words = [" ".join(text.text for text in page.texts) for page in read_printed(pdf).pages]
    assert any("Bảng 1. Kết quả" in said and "2024" in said for said in words)


def write(tiny: Path, lines: int) -> Booklet:
    """The small booklet with a table and its caption behind so many times the text."""
    body = f"{TEXT * lines}Bảng 1. Kết quả\n\n{TABLE}\n{TEXT}"
    (tiny / "articles" / "hai.md").write_text(f"---\ntitle: Bảng\n---\n{body}", "utf-8")
    path = tiny / "booklet.yaml"
    path.write_text(path.read_text("utf-8").replace("[80, 110]", "[120, 120]"), "utf-8")
    return read_booklet(tiny)


@pytest.mark.ci
@pytest.mark.parametrize("name", thinned(name_shipped_themes(), 3))
def test_the_structure_has_it_as_a_caption(tiny: Path, name: str, tmp_path: Path) -> None:
    pdf = make_pdf(write(tiny, 9), shipped(name), tiny)
    assert [*check_pdf(pdf.data, tmp_path / "tiny.pdf")] == []
    with pikepdf.open(io.BytesIO(pdf.data)) as opened:
        kinds = [str(each.get("/S")) for each in opened.objects if isinstance(each, pikepdf.Dictionary)]
    assert kinds.count("/Caption") == 2  # with that of a picture


def test_the_epub_has_it_in_its_table(tiny: Path, theme: Theme, tmp_path: Path) -> None:
    body = f"Xem [bảng](#bảng-1-kết-quả).\n\nBảng 1. Kết quả\n\n{TABLE}"
    (tiny / "articles" / "hai.md").write_text(f"---\ntitle: Bảng\n---\n{body}", "utf-8")
    booklet = read_booklet(tiny)
    assert "link-astray" not in {finding.code for finding in booklet.findings}
    epub = make_epub(booklet, theme, tiny)
    with zipfile.ZipFile(io.BytesIO(epub)) as book:
        page = etree.fromstring(book.read("EPUB/article-hai.xhtml"))
    (table,) = page.iter("{*}table")
    assert " ".join(table.findtext("{*}caption", "").split()) == "Bảng 1. Kết quả"
    assert page.xpath(f"//@href[.='#{table.get('id')}']")
    if shutil.which("java"):
        assert check_epub(epub, tmp_path) == []
