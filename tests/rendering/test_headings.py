"""Headings within articles: in the outline, the nav and the NCX, in order and one below the other."""

import io
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf
import pytest
from checking import check_epub
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kyyeu.content.booklet import read_booklet
from kyyeu.making.e_book import make_epub
from kyyeu.making.print_run import make_pdf
from kyyeu.model import Block
from kyyeu.rendering.sections import Heading, find_headings
from kyyeu.rendering.theme import Theme

pytestmark = pytest.mark.usefixtures("standing")

BODY = """
Lời đầu.

## Mục "một" & *hai*[^1]

### Tiểu mục <br> xuống dòng

Chữ.

### Tiểu mục

#### Sâu nữa

## Mục hai

Chữ.

[^1]: Chú thích.
"""
OUTLINE = [
    (1, "Mục “một” & hai"),
    (2, "Tiểu mục xuống dòng"),
    (2, "Tiểu mục"),
    (3, "Sâu nữa"),
    (1, "Mục hai"),
]
Entry = tuple[int, str]


def flat(headings: Sequence[Heading], depth: int = 1) -> Iterator[Entry]:
    for heading in headings:
        yield depth, heading.name
        yield from flat(heading.below, depth + 1)


@given(st.lists(st.integers(2, 6)))
def test_no_heading_is_lost_and_each_is_below_the_last_higher_one(levels: list[int]) -> None:
    blocks = [Block(str(number), "text", level, f"id-{number}") for number, level in enumerate(levels)]
    found = [*flat(find_headings(blocks))]
    assert [name for _, name in found] == [block.text for block in blocks]
    for number, (depth, _) in enumerate(found):
        above = [place for place in range(number) if levels[place] < levels[number]]
        assert depth == (found[above[-1]][0] + 1 if above else 1)


@pytest.fixture
def article(tiny: Path) -> Path:
    path = tiny / "articles" / "hai.md"
    head, _, _ = path.read_text("utf-8").partition("\n\n")
    path.write_text(f"{head}\n{BODY}", "utf-8")
    return tiny


def test_the_outline_has_the_headings_of_an_article_below_it(article: Path, theme: Theme) -> None:
    pdf = make_pdf(read_booklet(article), theme, article)
    with pikepdf.open(io.BytesIO(pdf.data)) as opened, opened.open_outline() as outline:
        [shown] = [item for item in outline.root if item.title.startswith("Bài hai")]
        assert [*outlined(shown.children)] == OUTLINE


def outlined(items: Sequence[pikepdf.OutlineItem], depth: int = 1) -> Iterator[Entry]:
    for item in items:
        yield depth, item.title
        yield from outlined(item.children, depth + 1)


def test_nav_and_ncx_have_them_and_lead_to_them(article: Path, theme: Theme, tmp_path: Path) -> None:
    booklet = read_booklet(article)
    epub = make_epub(booklet, theme, article)
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        text = {name: archive.read(f"EPUB/{name}.xhtml") for name in ("nav", "article-hai")}
        ncx = etree.fromstring(archive.read("EPUB/toc.ncx"))
    ids = [str(found) for found in etree.fromstring(text["article-hai"]).xpath("//@id")]
    links = [
        (len([*link.iterancestors("{*}ol")]) - 1, link.text, link.get("href", "").partition("#")[2])
        for link in etree.fromstring(text["nav"]).iter("{*}a")
        if "article-hai.xhtml#" in link.get("href", "")
    ]
    points = [
        (len([*point.iterancestors("{*}navPoint")]), point[0][0].text)
        for point in ncx.iter("{*}navPoint")
        if "#" in point[1].get("src", "")
    ]
    assert [(depth, name) for depth, name, _ in links] == points == OUTLINE
    assert all(ids.count(id_) == 1 for _, _, id_ in links) and len({id_ for *_, id_ in links}) == 5
    assert ncx.xpath("//*[@name='dtb:depth']/@content") == ["4"]
    orders = [int(point.get("playOrder", "")) for point in ncx.iter("{*}navPoint")]
    assert orders == [*range(1, len(orders) + 1)]
    if shutil.which("java"):
        assert check_epub(epub, tmp_path) == []
