"""What an editor types is what both books print: numbers of lists, and links from text to text."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kyyeu.content.booklet import read_booklet
from kyyeu.making.e_book import make_epub
from kyyeu.making.print_run import make_pdf
from kyyeu.rendering.theme import Theme

pytestmark = pytest.mark.usefixtures("standing")

TEXT = """---
title: Hai
---
1945. Tổng khởi nghĩa.

## Mục một

2. Việc hai
3. Việc ba
   - ý

     1. Điều một
     2. Điều hai
5. Việc năm

Từ [bài một](mot.md) tới [mục](#mục-một), [bài ba](ba.md#mục-xa) và [lạc](bon.md).
"""
NUMBERS = ["1945. Tổng", "2. Việc hai", "3. Việc ba", "1. Điều một", "2. Điều hai", "5. Việc năm"]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory, theme: Theme) -> tuple[list[str], dict[str, str]]:
    """The text of each page of the PDF, and the EPUB's documents."""
    folder = tmp_path_factory.mktemp("lists")
    tiny = Path(__file__).parent.parent / "tiny"
    for path in tiny.rglob("*.*"):
        copy = folder / path.relative_to(tiny)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (folder / "articles" / "hai.md").write_text(TEXT, "utf-8")
    (folder / "articles" / "ba.md").write_text("---\ntitle: Ba\n---\nMở.\n\n## Mục xa\n\nHết.\n", "utf-8")
    listing = folder / "booklet.yaml"
    listing.write_text(listing.read_text("utf-8").replace("[mot, hai]", "[mot, hai, ba]"), "utf-8")
    booklet = read_booklet(folder)
    pdf = make_pdf(booklet, theme, folder)
    seen = ""
    if shutil.which("pdftotext"):
        command = ["pdftotext", "-layout", "-", "-"]  # as the words stand on the page
        seen = subprocess.run(command, input=pdf.data, capture_output=True, check=True).stdout.decode()
    pages = [" ".join(page.split()) for page in seen.split("\f")]
    with zipfile.ZipFile(io.BytesIO(make_epub(booklet, theme, folder))) as archive:
        names = [name for name in archive.namelist() if name.endswith(".xhtml")]
        return pages, {Path(name).name: archive.read(name).decode() for name in names}


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils are not installed")
def test_the_page_has_the_numbers_that_were_typed(books: tuple[list[str], dict[str, str]]) -> None:
    said = " ".join(books[0])
    assert [number for number in NUMBERS if number in said] == NUMBERS


def test_a_reading_system_has_the_same(books: tuple[list[str], dict[str, str]]) -> None:
    root = ElementTree.fromstring(books[1]["article-hai.xhtml"])
    items = root.iter("{http://www.w3.org/1999/xhtml}li")
    values = [(item.get("value"), "".join(item.itertext()).split("\n")) for item in items]
    said = [f"{value}. {next(filter(str.strip, lines)).strip()}" for value, lines in values if value]
    assert said == NUMBERS[1:]
    assert "<p>1945. Tổng khởi nghĩa.</p>" in books[1]["article-hai.xhtml"].replace("\xa0", " ")


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils are not installed")
def test_links_tell_the_page_in_print(books: tuple[list[str], dict[str, str]]) -> None:
    pages = [(page.split()[-1:], page) for page in books[0]]
    said = re.findall(r"\(tr\. (\d+)\)", " ".join(books[0]))
    opens = [
        next(folio for folio, page in pages if words in page) for words in ("Cấp uỷ họp", "Mục một", "Mục xa")
    ]
    assert [[page] for page in said] == opens


def test_links_lead_to_files_and_places_on_a_screen(books: tuple[list[str], dict[str, str]]) -> None:
    documents = books[1]
    links = re.findall(r'<a href="([^"]+)">(?:bài một|mục|bài ba)</a>', documents["article-hai.xhtml"])
    assert links == [
        "article-mot.xhtml#article-mot",
        "#article-hai.muc-1",
        "article-ba.xhtml#article-ba.muc-1",
    ]
    for link in links:
        file, _, place = link.partition("#")
        assert f'id="{place}"' in documents[file or "article-hai.xhtml"]
    assert "<a>lạc</a>" in documents["article-hai.xhtml"]
