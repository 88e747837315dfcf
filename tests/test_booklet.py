"""The whole, as a reader has it: no letter lost on the way, the same bytes wherever it is made."""

import hashlib
import io
import itertools
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from kyyeu.model import Booklet
from kyyeu.pdf.print_edition import Pdf
from kyyeu.rendering.joins import UNJOINED

ROOT = Path(__file__).parent.parent
NOTICE = "Ảnh trong bản gốc không còn"
MILLIMETRE = 72 / 25.4


def fold(text: str) -> str:
    """Words without white space, as they were before what belongs together was joined."""
    return "".join(text.split()).translate(UNJOINED)


def printed(pdf: Pdf, booklet: Booklet) -> dict[str, str]:
    """The text of each section of the print, by its title, heads and folios cut away."""
    with pypdfium2.PdfDocument(pdf.data) as document:
        marks = [(mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()] + [
            ("", len(document))
        ]
        foot, head = 25 * MILLIMETRE, 18 * MILLIMETRE
        texts = [
            sheet.get_textpage().get_text_bounded(bottom=foot, top=sheet.get_height() - head)
            for sheet in document
        ]
    return {title: "".join(texts[start:end]) for (title, start), (_, end) in itertools.pairwise(marks)}


@pytest.mark.parametrize("place", [0, 1])
def test_the_printed_article_has_every_letter(real: Booklet, real_pdf: Pdf, place: int) -> None:
    article = real.articles[place]
    text = fold(printed(real_pdf, real)[article.title]).replace(fold(NOTICE), "")
    assert fold("".join(block.text for block in article.blocks)) in text
    assert all(fold(part) in text for part in (article.title, article.author, article.position))


@pytest.mark.parametrize("place", [0, 1])
def test_the_article_in_the_epub_has_every_letter(real: Booklet, real_epub: bytes, place: int) -> None:
    article = real.articles[place]
    with zipfile.ZipFile(io.BytesIO(real_epub)) as archive:
        root = etree.fromstring(archive.read(f"EPUB/article-{article.slug}.xhtml"))
    text = fold("".join(root.xpath("//*[local-name()='body']")[0].itertext())).replace(fold(NOTICE), "")
    assert fold("".join(block.text for block in article.blocks)) in text
    assert all(fold(part) in text for part in (article.title, article.author, article.position))


def test_the_note_on_the_text_tells_every_change_and_doubt(real: Booklet, real_pdf: Pdf) -> None:
    text = fold(printed(real_pdf, real)["Về văn bản"])
    for account in (article.account for article in real.articles if article.account):
        reasons = [
            *(entry.reason for entry in account.emendations),
            *(entry.reason for entry in account.uncertain),
        ]
        assert all(fold(reason) in text for reason in reasons)
    assert fold("500 chữ cái") in text


def test_the_lost_picture_is_shown_as_lost(real: Booklet, real_pdf: Pdf) -> None:
    text = fold(printed(real_pdf, real)[real.articles[0].title])
    assert fold(NOTICE) in text and fold("Đảng bộ Văn phòng Tỉnh ủy Đại hội nhiệm kỳ 2010 - 2015") in text


def build(folder: Path, out: Path, **environment: str) -> dict[str, str]:
    """Build in a process of its own; the digest of each file made."""
    command = [sys.executable, str(folder / "build.py"), "--out", str(out), "--no-cache"]
    before = [shutil.which("faketime") or "", environment.pop("DAY")] if "DAY" in environment else []
    umask = int(environment.pop("UMASK", "022"), 8)
    subprocess.run(
        [*before, *command],
        cwd=folder,
        env=os.environ | environment,
        check=True,
        capture_output=True,
        umask=umask,
    )
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.iterdir())}


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return build(ROOT, tmp_path_factory.mktemp("usual"))


EAST = {
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "tr_TR.UTF-8",
    "PYTHONHASHSEED": "1",
    "UMASK": "077",
    "FONTCONFIG_PATH": "/nonexistent",
    "SOURCE_DATE_EPOCH": "1",
}
WEST = {
    "TZ": "America/Anchorage",
    "LANG": "C",
    "PYTHONHASHSEED": "2",
    "HOME": "/nonexistent",
    "XDG_CACHE_HOME": "/nonexistent",
}
DAY = {"DAY": "2031-02-03 04:05:06"} if shutil.which("faketime") else {}


def moved(folder: Path) -> Path:
    """The project in another folder."""
    for name in ("content", "templates", "kyyeu"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "build.py", folder)
    return folder


@pytest.mark.ci
def test_another_place_folder_and_day_make_the_same_bytes(usual: dict[str, str], tmp_path: Path) -> None:
    """All that differs elsewhere differs at once; what of it shows in the books the long run tells."""
    elsewhere = moved(tmp_path / "thư mục khác")
    assert len(usual) == 2 and build(elsewhere, tmp_path / "out", **EAST, **DAY) == usual


@pytest.mark.ci
def test_what_another_place_has_not_makes_the_same_bytes(usual: dict[str, str], tmp_path: Path) -> None:
    assert build(ROOT, tmp_path / "out", **WEST) == usual


@pytest.mark.long
@pytest.mark.parametrize("environment", [EAST, DAY], ids=["east, no fonts", "another day"])
def test_each_alone_makes_the_same_bytes(
    environment: dict[str, str], usual: dict[str, str], tmp_path: Path
) -> None:
    assert build(ROOT, tmp_path / "out", **environment) == usual


@pytest.mark.long
def test_another_folder_makes_the_same_bytes(usual: dict[str, str], tmp_path: Path) -> None:
    assert build(moved(tmp_path / "thư mục khác"), tmp_path / "out") == usual


def heads(pdf: Pdf) -> list[str]:
    """What stands in the top margin of each page."""
    with pypdfium2.PdfDocument(pdf.data) as document:
        edge = 17 * MILLIMETRE
        return [
            " ".join(page.get_textpage().get_text_bounded(bottom=page.get_height() - edge).split())
            for page in document
        ]


def test_running_heads_name_the_author_on_the_left_and_the_article_on_the_right(
    real: Booklet, real_pdf: Pdf
) -> None:
    with pypdfium2.PdfDocument(real_pdf.data) as document:
        opens = {mark.get_title(): mark.get_dest().get_index() for mark in document.get_toc()}
    first = opens[real.articles[0].title]
    found = heads(real_pdf)[first : first + 3]
    assert found == ["", real.articles[0].author, real.articles[0].running_head]


def test_no_head_stands_on_the_cover_the_prelims_or_a_blank_page(real_pdf: Pdf) -> None:
    assert heads(real_pdf)[:9] == [""] * 9


def test_the_print_says_its_size_its_authors_and_its_digest(real: Booklet, real_pdf: Pdf) -> None:
    sections = printed(real_pdf, real)
    assert fold("14,5 × 20,5 cm") in fold(sections["Trang xuất bản"])
    assert all(fold(author) in fold(sections["Mục lục"]) for author in real.authors)
    assert real.digest[:16] in sections["Đôi dòng cuối sách"]
    cover = fold(sections["Bìa"])
    assert all(fold(said) in cover for said in (real.title, "18·10", "1930", "2026"))
    assert all("Nguồn:" in sections[article.title] for article in real.articles)
