"""Parts of a booklet: a page each, and what leads to them and to their articles."""

import io
import re
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from alone import bind_alone
from checking import check_epub
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from sampling import crossed, thinned

from kyyeu.content.booklet import number_parts, read_booklet
from kyyeu.errors import KyyeuError, Problems
from kyyeu.making.e_book import make_epub
from kyyeu.making.materials import supply_of
from kyyeu.making.print_run import make_pdf
from kyyeu.model import Booklet
from kyyeu.pdf.spoken import SpokenElement, read_spoken
from kyyeu.rendering.documents import render_print
from kyyeu.rendering.sections import compose, name_sections
from kyyeu.rendering.theme import Theme

pytestmark = pytest.mark.usefixtures("standing")

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
PARTS = """
parts:
  - {title: Một chặng đường, note: "Những mốc lớn & nhỏ", picture: cham.png, articles: [hai]}
  - {title: Phụ bản, numbered: false, articles: [ba]}
"""


@pytest.fixture
def parted(tiny: Path) -> Path:
    """The small booklet, one article in no part and two parts of one article."""
    path = tiny / "booklet.yaml"
    path.write_text(
        path.read_text("utf-8").replace("articles: [mot, hai]", "articles: [mot]") + PARTS, "utf-8"
    )
    (tiny / "articles" / "ba.md").write_text(
        "---\ntitle: Bài ba\n---\n\nChữ.\n\n## Mục\n\nChữ nữa.\n", "utf-8"
    )
    return tiny


@pytest.fixture
def booklet(parted: Path) -> Booklet:
    return read_booklet(parted)


def test_each_part_stands_before_its_articles_and_all_others_before_the_first(booklet: Booklet) -> None:
    body = [(one.id, one.within) for one in compose(booklet) if one.facts.matter == "bodymatter"]
    assert body == [
        ("article-mot", ""),
        ("part-1", ""),
        ("article-hai", "part-1"),
        ("part-2", ""),
        ("article-ba", "part-2"),
    ]
    assert [part.number for part in booklet.parts] == [1, 0]


@pytest.mark.ci
def test_a_theme_whose_outline_lists_none_below_its_part_is_refused(
    parted: Path, booklet: Booklet, tmp_path: Path
) -> None:
    templates = tmp_path / "flat"
    shutil.copytree(TEMPLATES, templates)
    sheet = templates / "print.css"
    css = sheet.read_text("utf-8")
    sheet.write_text(css.replace("body > [data-within] { bookmark-level: 2 }", ""), "utf-8")
    with pytest.raises(Problems) as raised:
        make_pdf(booklet, Theme(templates), parted)
    assert {error.code for error in raised.value.errors if isinstance(error, KyyeuError)} == {"not-said"}


def inside(element: SpokenElement) -> list[SpokenElement]:
    return [kid for kid in element.kids if isinstance(kid, SpokenElement)]


def outlined(items: Sequence[pikepdf.OutlineItem]) -> list[Any]:
    return [item.title if not item.children else [item.title, *outlined(item.children)] for item in items]


def test_print_has_their_pages_and_lists_their_articles_below_them(
    parted: Path, booklet: Booklet, theme: Theme
) -> None:
    pdf = make_pdf(booklet, theme, parted).data
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as outline:
        lines = outlined(outline.root)
    assert ["Một chặng đường", ["Bài hai: phần cuối", "Một mục"]] in lines
    assert ["Phụ bản", ["Bài ba", "Mục"]] in lines and lines[-1] == "Đôi dòng cuối sách"


def test_the_structure_tree_has_a_part_with_all_that_is_in_it(
    parted: Path, booklet: Booklet, theme: Theme
) -> None:
    root = read_spoken(make_pdf(booklet, theme, parted).data).root
    parts = [element for element in root.elements() if element.type == "Part"]
    ids = [[kid.texts.get("ID") for kid in inside(part)] for part in parts]
    assert ids == [["part-1", "article-hai"], ["part-2", "article-ba"]]
    lists = [element for element in root.elements() if element.type == "TOC"]
    assert len(lists) == 3 and all(kid.type == "TOCI" for each in lists for kid in inside(each))


def test_the_epub_leads_to_them(parted: Path, booklet: Booklet, theme: Theme, tmp_path: Path) -> None:
    epub = make_epub(booklet, theme, parted)
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        nav, page = (archive.read(f"EPUB/{name}.xhtml").decode() for name in ("nav", "part-1"))
        ncx = etree.fromstring(archive.read("EPUB/toc.ncx"))
    links = [
        (len([*link.iterancestors("{*}ol")]), link.get("href"))
        for link in next(etree.fromstring(nav.encode()).iter("{*}nav")).iter("{*}a")
    ]
    at = links.index((1, "part-1.xhtml"))
    assert links[at : at + 4] == [
        (1, "part-1.xhtml"),
        (2, "article-hai.xhtml"),
        (3, "article-hai.xhtml#article-hai.muc-1"),
        (1, "part-2.xhtml"),
    ]
    assert re.search('epub:type="bodymatter" href="article-mot.xhtml"', nav)
    assert "Phần thứ nhất" in page and "Những mốc lớn &amp; nhỏ" in page and 'epub:type="part"' in page
    assert ncx.xpath("//*[@name='dtb:depth']/@content") == ["3"]
    if shutil.which("java"):
        assert check_epub(epub, tmp_path) == []


@given(st.lists(st.booleans(), min_size=1, max_size=5))
def test_those_that_have_numbers_are_counted_and_no_others(numbered: list[bool]) -> None:
    counted = [number for number in number_parts(numbered) if number]
    assert counted == [*range(1, sum(numbered) + 1)]
    assert [bool(number) for number in number_parts(numbered)] == numbered


@pytest.mark.parametrize("before", thinned([1, 4, 5, 9], 2))
def test_the_contents_part_a_part_and_leave_its_name_with_its_first_text(
    before: int, tiny: Path, theme: Theme
) -> None:
    slugs = [f"bai-{number}" for number in range(before + 8)]
    for slug in slugs:
        (tiny / "articles" / f"{slug}.md").write_text(f"---\ntitle: {slug}\n---\n\nChữ.\n", "utf-8")
    listing, path = (tiny / "booklet.yaml").read_text("utf-8"), tiny / "booklet.yaml"
    parts = f"parts:\n  - {{title: Phần, articles: [{', '.join(slugs[before:])}]}}\n"
    listing = listing.replace("articles: [mot, hai]", f"articles: [{', '.join(slugs[:before])}]")
    path.write_text(f"{listing}\n{parts}", "utf-8")
    booklet = read_booklet(tiny)
    supply, html = (
        supply_of(booklet, theme, tiny),
        render_print(booklet, theme, *name_sections(booklet, theme)),
    )
    pieces = [one for one in bind_alone(html, theme, supply).pieces if one.section == "contents"]
    pages = {piece.text.strip(): piece.page for piece in pieces if piece.text.strip()}
    filled = [pages[slug] for slug in slugs]
    assert filled == sorted(filled) and pages["Phần"] == filled[before]
    assert all(filled.count(page) >= 5 for page in filled if page != filled[-1])


TITLES = ("Văn phòng cấp ủy qua các thời kỳ " * 4, "Đ" * 90, "Truyền thống vẻ vang " * 15)


@pytest.mark.parametrize(("title", "trim"), crossed(TITLES, ["[80, 110]", "[145, 205]"]))
def test_a_title_of_any_length_begins_below_the_number_of_its_part(
    title: str, trim: str, parted: Path, theme: Theme
) -> None:
    path = parted / "booklet.yaml"
    listing = path.read_text("utf-8").replace("Một chặng đường", title).replace("[80, 110]", trim)
    path.write_text(listing.replace("Phụ bản", title), "utf-8")
    assert make_pdf(read_booklet(parted), theme, parted).data
