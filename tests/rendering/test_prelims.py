"""Pages before the contents that an editor may ask for: half-title, dedication, epigraph."""

import io
import shutil
import zipfile
from itertools import product
from pathlib import Path

import pikepdf
import pytest
from alone import bind_sections
from checking import check_epub
from lxml import etree
from mute import refused_in_both

from kyyeu.content.booklet import read_booklet
from kyyeu.making.e_book import make_epub
from kyyeu.making.print_run import make_pdf
from kyyeu.model import Booklet
from kyyeu.pdf.printed import read_printed
from kyyeu.rendering.sections import compose
from kyyeu.rendering.theme import Theme

pytestmark = pytest.mark.usefixtures("standing")

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
ASKED = {
    "half-title": "half_title: true\n",
    "dedication": 'dedication: ["Tặng những người đi trước", "& những người ở lại"]\n',
    "epigraph": "epigraph: Giấy úa mà lời chưa úa\nepigraph_by: Một người làm lưu trữ\n",
}
NEIGHBOURS = ["cover", "title-page", "imprint", "contents", "foreword"]
ORDER = ["cover", "half-title", "title-page", "imprint", "dedication", "epigraph", "contents", "foreword"]


def ask(content: Path, *kinds: str) -> Booklet:
    path = content / "booklet.yaml"
    path.write_text(path.read_text("utf-8") + "".join(ASKED[kind] for kind in kinds), "utf-8")
    return read_booklet(content)


@pytest.mark.parametrize("wanted", [*product([False, True], repeat=3)])
def test_each_stands_in_its_place_where_it_is_asked_for(tiny: Path, wanted: tuple[bool, ...]) -> None:
    kinds = [kind for kind, is_wanted in zip(ASKED, wanted, strict=True) if is_wanted]
    found = [one.kind for one in compose(ask(tiny, *kinds)) if one.facts.matter == "frontmatter"]
    assert found == [kind for kind in ORDER if kind in (*NEIGHBOURS, *kinds)]


def test_print_gives_each_a_right_hand_page_without_head_or_folio(tiny: Path, theme: Theme) -> None:
    pdf = make_pdf(ask(tiny, *ASKED), theme, tiny).data
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles[:5] == ["Bìa", "Trang tên sách", "Trang xuất bản", "Lời đề tặng", "Lời đề từ"]
    pages = [" ".join(" ".join(text.text for text in page.texts).split()) for page in read_printed(pdf).pages]
    assert pages[2] == "Ấm áp"
    assert pages[6] == "Tặng những người đi trước & những người ở lại"
    assert pages[8] == "Giấy úa mà lời chưa úa Một người làm lưu trữ"


def test_the_epub_has_them_and_its_nav_leads_to_two(tiny: Path, theme: Theme, tmp_path: Path) -> None:
    booklet = ask(tiny, *ASKED)
    epub = make_epub(booklet, theme, tiny)
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        nav = etree.fromstring(archive.read("EPUB/nav.xhtml"))
        roles = {
            kind: next(etree.fromstring(archive.read(f"EPUB/{kind}.xhtml")).iter("{*}section")).get("role")
            for kind in ASKED
        }
    assert roles == {"half-title": None, "dedication": "doc-dedication", "epigraph": "doc-epigraph"}
    links = [link.get("href") for link in next(nav.iter("{*}nav")).iter("{*}a")]
    assert links[1:4] == ["imprint.xhtml", "dedication.xhtml", "epigraph.xhtml"]
    assert "half-title.xhtml" not in links
    if shutil.which("java"):
        assert check_epub(epub, tmp_path) == []


@pytest.mark.parametrize("kind", ASKED)
def test_a_theme_that_leaves_out_what_they_say_is_refused(tiny: Path, tmp_path: Path, kind: str) -> None:
    booklet, templates = ask(tiny, *ASKED), Path(shutil.copytree(TEMPLATES, tmp_path / "mute"))
    (templates / "parts" / f"{kind}.html.j2").write_text('{% set name = "Trang" %}\n<p>…</p>\n', "utf-8")
    assert [*refused_in_both(booklet, Theme(templates), tiny)] == [{("not-said", "booklet.yaml")}] * 2


@pytest.mark.parametrize(
    ("title", "subtitle", "printed"),
    [("Ấm áp", "", True), ("Ấm áp", "Kỷ yếu nhân NGÀY THỬ", False), ("Ngày thử ấm áp", "", False)],
)
def test_the_title_page_says_what_the_day_is_called_once(
    tiny: Path, theme: Theme, title: str, subtitle: str, printed: bool
) -> None:
    path = tiny / "booklet.yaml"
    text = path.read_text("utf-8").replace("title: Ấm áp", f"title: {title}\nsubtitle: {subtitle!r}")
    path.write_text(text.replace("subtitle: ''\n", ""), "utf-8")
    (page, *_) = read_printed(bind_sections(read_booklet(tiny), theme, tiny, "title-page").data).pages
    said = " ".join(" ".join(text.text for text in page.texts).split())
    assert said.casefold().count("ngày thử") == 1
    assert ("Ngày thử 29/02/2000" in said) is printed
