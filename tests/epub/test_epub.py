"""What the EPUB is: member by member for the small booklet, by EPUBCheck for the real one."""

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from time import struct_time

import pytest
from checking import check_epub
from fontTools.ttLib import TTFont
from lxml import etree
from PIL import Image

from kyyeu.making.e_book import make_epub
from kyyeu.model import Booklet
from kyyeu.rendering.glyphs import UNSEEN
from kyyeu.rendering.theme import Theme

GOLDEN = Path(__file__).parent / "golden"
TINY = Path(__file__).parent.parent / "tiny"
TEXT = (".xhtml", ".opf", ".ncx", ".xml")
SPACE = {
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "x": "http://www.w3.org/1999/xhtml",
}


def members(epub: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def package(epub: bytes) -> etree._Element:
    return etree.fromstring(members(epub)["EPUB/content.opf"])


def find(epub: bytes, path: str) -> list[str]:
    return [str(found) for found in package(epub).xpath(path, namespaces=SPACE)]


def test_the_small_booklet_is_its_golden_member_by_member(
    small_epub: bytes, golden: Callable[[Path, str], None], request: pytest.FixtureRequest
) -> None:
    texts = {name: data.decode() for name, data in members(small_epub).items() if name.endswith(TEXT)}
    if request.config.getoption("--accept"):
        shutil.rmtree(GOLDEN, ignore_errors=True)
    for name, text in texts.items():
        golden(GOLDEN / name, text)
    assert {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*.*") if path.is_file()} == set(
        texts
    )


@pytest.mark.skipif(not shutil.which("java"), reason="EPUBCheck wants Java")
def test_epubcheck_finds_nothing(real_epub: bytes, tmp_path: Path) -> None:
    """Of the small booklet it is asked in the tests of the check command."""
    assert check_epub(real_epub, tmp_path) == []


def test_mimetype_comes_first_and_stored(real_epub: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(real_epub)) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_it_names_title_people_place_in_the_series_and_sources(real: Booklet, real_epub: bytes) -> None:
    assert find(real_epub, "//dc:title/text()") == [real.title, real.subtitle]
    assert find(real_epub, "//dc:creator/text()") == list(real.authors)
    assert find(real_epub, "//dc:publisher/text()") == [real.office]
    assert find(real_epub, "//dc:language/text()") == ["vi"]
    assert find(real_epub, "//dc:date/text()") == ["2026-10-18"]
    assert len(find(real_epub, "//dc:source/text()")) == len(real.articles)
    roles = find(real_epub, "//opf:meta[@property='role'][starts-with(@refines, '#author')]/text()")
    assert roles == ["aut"] * len(real.authors)
    assert find(real_epub, "//opf:meta[@property='group-position']/text()") == ["2026"]


def test_its_identifier_is_stable_and_its_date_no_clock(real: Booklet, real_epub: bytes) -> None:
    assert find(real_epub, "//dc:identifier/text()") == [real.identifier]
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f-]+", real.identifier)
    assert find(real_epub, "//opf:meta[@property='dcterms:modified']/text()") == ["2026-10-18T00:00:00Z"]


def test_a_book_can_be_made_on_a_machine_that_knows_no_day(
    theme: Theme, small: Booklet, small_epub: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An archive's own clock begins in 1980; a machine's whose battery is empty, in 1970."""
    monkeypatch.setattr("time.localtime", lambda *_: struct_time((1970, 1, 2, 0, 0, 0, 4, 2, 0)))
    assert make_epub(small, theme, TINY) == small_epub


def test_pictures_are_stored_as_they_are_and_all_else_is_compressed(small_epub: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(small_epub)) as archive:
        kinds = {file.filename: file.compress_type for file in archive.infolist()}
    stored = {name for name, kind in kinds.items() if kind == zipfile.ZIP_STORED}
    pictures = {name for name in kinds if name.endswith((".jpg", ".png"))}
    assert pictures and stored == {"mimetype"} | pictures


def test_its_cover_is_large_enough_for_a_shop(real_epub: bytes) -> None:
    name = find(real_epub, "//opf:item[@properties='cover-image']/@href")[0]
    width, height = Image.open(io.BytesIO(members(real_epub)[f"EPUB/{name}"])).size
    assert width >= 1600 and height >= 2400


def test_nav_ncx_and_landmarks_lead_to_what_is_there(real_epub: bytes) -> None:
    files = members(real_epub)
    nav = etree.fromstring(files["EPUB/nav.xhtml"])
    links = [str(href) for href in nav.xpath("//@href")]
    links += [str(src) for src in etree.fromstring(files["EPUB/toc.ncx"]).xpath("//@src")]
    assert len(links) > 12 and [link for link in links if f"EPUB/{link.split('#')[0]}" not in files] == []


def test_every_label_is_vietnamese(real_epub: bytes) -> None:
    text = " ".join(data.decode() for name, data in members(real_epub).items() if name.endswith(TEXT))
    assert not re.search(r">\s*(Cover|Contents|Table of Contents|Title page|Notes?|Start)\s*<", text)


def test_the_faces_are_subsets_with_every_letter_of_the_text(real_epub: bytes) -> None:
    files = members(real_epub)
    documents = [data for name, data in files.items() if name.endswith(".xhtml")]
    letters = {
        char
        for data in documents
        for text in etree.fromstring(data).itertext()
        for char in text
        if char > " " and not UNSEEN.match(char)
    }
    faces = {name: TTFont(io.BytesIO(data)) for name, data in files.items() if name.endswith(".ttf")}
    assert len(faces) >= 5
    assert all(len(files[name]) < 100_000 for name in faces)
    text_faces = [face.getBestCmap() for name, face in faces.items() if "source-serif" in name]
    assert [char for char in letters for cmap in text_faces if ord(char) not in cmap] == []


def test_nothing_in_it_runs_or_calls_out(small_epub: bytes) -> None:
    for name, data in members(small_epub).items():
        if name.endswith(".xhtml"):
            root = etree.fromstring(data)
            assert not root.xpath("//*[local-name()='script' or local-name()='iframe' or @onclick]")
            assert not [src for src in root.xpath("//@src") if "://" in str(src)]
