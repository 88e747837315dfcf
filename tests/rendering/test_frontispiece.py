"""A picture that faces the title page, on the back of the half-title's leaf."""

import io
import shutil
import zipfile
from pathlib import Path

import pikepdf
import pytest
from alone import bind_sections
from checking import check_epub
from designs import shipped
from lxml import etree
from mute import refused_in_both
from PIL import Image
from sampling import crossed

from kyyeu.checks.validators import check_pdf
from kyyeu.content.booklet import read_booklet
from kyyeu.making.e_book import make_epub
from kyyeu.making.print_run import make_pdf
from kyyeu.model import Booklet
from kyyeu.pdf.printed import read_printed
from kyyeu.rendering.sections import compose
from kyyeu.rendering.shipped import name_shipped_themes
from kyyeu.rendering.theme import Theme

pytestmark = pytest.mark.usefixtures("standing")

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
FULL = 'frontispiece: {picture: ben.jpg, caption: "Bến cũ. Ảnh: Văn Bình", description: Một bến sông}\n'
CAPTION = "frontispiece: {picture: ben.jpg, caption: Bến cũ}\n"
DESCRIBED = "frontispiece: {picture: ben.jpg, description: Một bến sông}\n"
HEARD = {FULL: "Một bến sông", CAPTION: "Bến cũ", DESCRIBED: "Một bến sông"}
PRINTED = {FULL: "Bến cũ. Ảnh: Văn Bình", CAPTION: "Bến cũ", DESCRIBED: ""}
SHAPES = {"wide": (1600, 400), "upright": (400, 1600), "even": (900, 900)}


def ask(content: Path, said: str, shape: str = "even") -> Booklet:
    Image.new("RGB", SHAPES[shape], (20, 60, 200)).save(content / "images" / "ben.jpg")
    path = content / "booklet.yaml"
    path.write_text(path.read_text("utf-8") + said, "utf-8")
    return read_booklet(content)


@pytest.mark.parametrize(("said", "more"), crossed(HEARD, ["", "half_title: true\n"]))
def test_it_faces_the_title_page(tiny: Path, theme: Theme, said: str, more: str) -> None:
    booklet = ask(tiny, said + more)
    kinds = [section.kind for section in compose(booklet)]
    assert kinds[:4] == ["cover", "half-title", "frontispiece", "title-page"]
    pages = read_printed(bind_sections(booklet, theme, tiny, *kinds[:4]).data).pages
    words = [" ".join(" ".join(text.text for text in page.texts).split()) for page in pages]
    assert words[2] == "Ấm áp" and words[3] == PRINTED[said]
    assert words[4].startswith("Văn phòng Thử Ấm áp")


@pytest.mark.parametrize(("name", "shape"), crossed(name_shipped_themes(), SHAPES))
def test_it_has_a_page_to_itself_and_is_heard_in_every_theme(
    tiny: Path, tmp_path: Path, name: str, shape: str
) -> None:
    booklet = ask(tiny, FULL, shape)
    pdf = make_pdf(booklet, shipped(name), tiny)
    (picture,) = (one for one in pdf.pictures if "ben" in one.name)
    assert picture.page == 4 and picture.figure
    assert abs(picture.width / picture.height - SHAPES[shape][0] / SHAPES[shape][1]) < 0.01
    assert [*check_pdf(pdf.data, tmp_path / "tiny.pdf")] == []
    with pikepdf.open(io.BytesIO(pdf.data)) as opened:
        figures = [each for each in opened.objects if isinstance(each, pikepdf.Dictionary)]
        assert [str(each.Alt) for each in figures if each.get("/S") == "/Figure"].count(HEARD[FULL]) == 1
        with opened.open_outline() as outline:
            assert [item.title for item in outline.root][1] == "Trang tên sách"


@pytest.mark.parametrize("said", HEARD)
def test_the_epub_has_it_before_the_title_page(tiny: Path, theme: Theme, tmp_path: Path, said: str) -> None:
    booklet = ask(tiny, said)
    epub = make_epub(booklet, theme, tiny)
    with zipfile.ZipFile(io.BytesIO(epub)) as book:
        page = etree.fromstring(book.read("EPUB/frontispiece.xhtml"))
        package = etree.fromstring(book.read("EPUB/content.opf"))
        names = {item.get("id"): str(item.get("href")) for item in package.iter("{*}item")}
        spine = [names[item.get("idref")] for item in package.iter("{*}itemref")]
        nav = book.read("EPUB/nav.xhtml").decode()
    (image,) = page.iter("{*}img")
    assert image.get("alt") == HEARD[said]
    said_of_it = ["".join(caption.itertext()).replace("\xa0", " ") for caption in page.iter("{*}figcaption")]
    assert said_of_it == [PRINTED[said]] * bool(PRINTED[said])
    assert [name.split(".")[0] for name in spine][1:4] == ["half-title", "frontispiece", "title-page"]
    assert "frontispiece.xhtml" not in nav
    if shutil.which("java"):
        assert check_epub(epub, tmp_path) == []


def test_the_list_of_pictures_begins_with_it(tiny: Path, theme: Theme) -> None:
    path = tiny / "booklet.yaml"
    path.write_text(path.read_text("utf-8").replace("pictures: {", "pictures: {list: front, "), "utf-8")
    (tiny / "articles" / "mot.md").write_text("---\ntitle: Một\n---\nKhông ảnh nào.\n", "utf-8")
    pages = read_printed(make_pdf(ask(tiny, FULL), theme, tiny).data).pages
    words = [" ".join(" ".join(text.text for text in page.texts).split()) for page in pages]
    (listed,) = (said for said in words if said.startswith("Danh mục ảnh"))
    assert listed.startswith("Danh mục ảnh Bến cũ 4 Ảnh: Văn Bình")


@pytest.mark.parametrize("left_out", ["shown.caption | shown", "shown.credit | shown"])
def test_a_theme_that_leaves_out_what_is_said_of_it_is_refused(
    tiny: Path, tmp_path: Path, left_out: str
) -> None:
    booklet, templates = ask(tiny, FULL), Path(shutil.copytree(TEMPLATES, tmp_path / "mute"))
    part = templates / "parts" / "frontispiece.html.j2"
    part.write_text(part.read_text("utf-8").replace(left_out, "''"), "utf-8")
    assert [*refused_in_both(booklet, Theme(templates), tiny)] == [{("not-said", "booklet.yaml")}] * 2
