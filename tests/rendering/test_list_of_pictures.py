"""The list of pictures: every caption, in order, with its page in print and a link in the EPUB."""

import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from checking import check_epub
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kyyeu.content.booklet import read_booklet
from kyyeu.content.prose import parse_prose
from kyyeu.errors import KyyeuError, Problems
from kyyeu.making.e_book import make_epub
from kyyeu.making.print_run import make_pdf
from kyyeu.model import Booklet
from kyyeu.pdf.printed import read_printed
from kyyeu.rendering.sections import compose, find_captioned
from kyyeu.rendering.theme import Theme

pytestmark = pytest.mark.usefixtures("standing")

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
MORE = """---
title: Bài ảnh
---

Xem [tấm ảnh chiều](#chiều-trên-sông) và [tấm kia](mot.md#một-chấm-đỏ).

![Chiều trên sông](images/cham.png)

![](images/cham.png){.decorative}

![Tả cho người nghe](images/cham.png "Sông về đêm")
"""
CAPTIONS = ["Một chấm đỏ", "Tấm ảnh đã mất", "Chiều trên sông", "Sông về đêm"]
LINES = st.lists(
    st.sampled_from(
        ["Chữ.", "## Mục", "![Ảnh](images/a.jpg)", "![Ảnh nữa](images/b.jpg)", "> ![Ảnh](c.jpg)"]
    ),
    max_size=8,
)


def ask(content: Path, place: str) -> Booklet:
    path = content / "booklet.yaml"
    text = path.read_text("utf-8").replace("[mot, hai]", "[mot, hai, ba]")
    path.write_text(text.replace("pictures: {", f"pictures: {{list: {place}, "), "utf-8")
    (content / "articles" / "ba.md").write_text(MORE, "utf-8")
    return read_booklet(content)


def words_of(pdf: bytes) -> list[str]:
    return [" ".join(" ".join(text.text for text in page.texts).split()) for page in read_printed(pdf).pages]


@given(LINES)
def test_every_picture_with_a_caption_has_a_place_of_its_own(lines: list[str]) -> None:
    runs, blocks = parse_prose("\n\n".join(lines), "bai").cut()
    captions, xhtml = (
        [block for block in blocks if block.part == "caption"],
        "".join(run.xhtml for run in runs),
    )
    assert len(captions) == sum("![" in line for line in lines)
    assert [one.id for one in find_captioned(blocks)] == re.findall(r'<figure id="([^"]+)"', xhtml)
    assert len({block.id for block in captions}) == len(captions)


@pytest.mark.parametrize(("place", "before"), [("front", "contents"), ("back", "note-on-text")])
def test_it_stands_where_it_is_asked_for(tiny: Path, place: str, before: str) -> None:
    kinds = [section.kind for section in compose(ask(tiny, place))]
    assert kinds.count("list-of-pictures") == 1
    assert kinds[kinds.index("list-of-pictures") - 1] == before


TABLES = """---
title: Bài bảng
kind: people
shows: {shows}
---

Xem [bảng người](#những-người-đầu), [nơi khác](#noi-khac) và [bài một](mot.md).

<table><caption>Những người đầu</caption><thead><tr><th>Họ tên</th></tr></thead>
<tbody><tr><td>Ấm</td></tr></tbody></table>

<table id="noi-khac"><thead><tr><th>Họ tên</th></tr></thead><tbody><tr><td>Yến</td></tr></tbody></table>
"""


@pytest.mark.parametrize("shows", ["cards", "table"])
def test_links_lead_to_tables_in_both_books(shows: str, tiny: Path, theme: Theme) -> None:
    (tiny / "articles" / "hai.md").write_text(TABLES.format(shows=shows), "utf-8")
    booklet = read_booklet(tiny)
    assert "link-astray" not in {finding.code for finding in booklet.findings}
    pdf = make_pdf(booklet, theme, tiny)
    assert len(re.findall(r"\(tr\. \d+\)", " ".join(words_of(pdf.data)))) == 3
    with zipfile.ZipFile(io.BytesIO(make_epub(booklet, theme, tiny))) as book:
        page = book.read("EPUB/article-hai.xhtml").decode()
    targets = re.findall(r'href="#([^"]+)"', page)
    assert len(targets) == 2 and all(f'id="{target}"' in page for target in targets)


def test_a_list_of_pictures_joins_what_a_text_joins(tiny: Path, theme: Theme) -> None:
    booklet = ask(tiny, "front")
    path = tiny / "articles" / "ba.md"
    path.write_text(MORE.replace("[Chiều trên sông]", "[Khóa XIII, 2010 - 2015, số 43-TB/TU]"), "utf-8")
    booklet = read_booklet(tiny)
    pdf = make_pdf(booklet, theme, tiny)
    said = " ".join(words_of(pdf.data)).replace("\u2060", "").replace("\u00a0", " ")
    assert said.count("2010 – 2015") == 2 and "2010 - 2015" not in said
    with zipfile.ZipFile(io.BytesIO(make_epub(booklet, theme, tiny))) as book:
        page = book.read("EPUB/list-of-pictures.xhtml").decode()
    assert "Khóa\u00a0XIII, 2010\u00a0– 2015, số\u00a043-TB/TU" in page.replace("\n", " ")


def test_print_names_the_page_of_each_and_prints_it_at_links_too(tiny: Path, theme: Theme) -> None:
    pages = words_of(make_pdf(ask(tiny, "back"), theme, tiny).data)
    listed = next(words for words in pages if words.startswith("Danh mục ảnh"))
    found = re.findall(rf"({'|'.join(CAPTIONS)})[ .]*(\d+)", listed)
    assert [caption for caption, _ in found] == CAPTIONS
    assert all(caption in pages[int(page) - 1] for caption, page in found)
    places = dict(found)
    links = next(words for words in pages if "Xem tấm ảnh" in words)
    assert (
        f"tấm ảnh chiều (tr. {places['Chiều trên sông']}) và tấm kia (tr. {places['Một chấm đỏ']})" in links
    )


def test_the_epub_leads_to_each(tiny: Path, theme: Theme, tmp_path: Path) -> None:
    booklet = ask(tiny, "front")
    epub = make_epub(booklet, theme, tiny)
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    document = etree.fromstring(files["EPUB/list-of-pictures.xhtml"])
    links = [
        (str(link.text).replace("\xa0", " "), str(link.get("href")).split("#"))
        for link in document.iter("{*}a")
    ]
    assert [caption for caption, _ in links] == CAPTIONS
    for caption, (file, place) in links:
        (figure,) = etree.fromstring(files[f"EPUB/{file}"]).xpath(f"//*[@id='{place}']")
        assert str(figure.findtext("{*}figcaption")).replace("\xa0", " ") == caption
    assert b'epub:type="loi" href="list-of-pictures.xhtml"' in files["EPUB/nav.xhtml"]
    if shutil.which("java"):
        assert check_epub(epub, tmp_path) == []


CREDITED = MORE.replace("[Chiều trên sông]", "[Chiều trên sông. Ảnh: Văn Bình]")


def test_who_made_a_picture_stands_below_its_caption(tiny: Path, theme: Theme) -> None:
    ask(tiny, "front")
    (tiny / "articles" / "ba.md").write_text(CREDITED, "utf-8")
    booklet = read_booklet(tiny)
    pdf = make_pdf(booklet, theme, tiny)
    (listed,) = (words for words in words_of(pdf.data) if words.startswith("Danh mục ảnh"))
    assert re.search(r"Chiều trên sông \d+ Ảnh: Văn Bình", listed)
    with zipfile.ZipFile(io.BytesIO(make_epub(booklet, theme, tiny))) as book:
        document = etree.fromstring(book.read("EPUB/list-of-pictures.xhtml"))
        page = etree.fromstring(book.read("EPUB/article-ba.xhtml"))
    (item,) = document.xpath("//*[local-name()='li'][contains(., 'Chiều')]")
    assert [str(each.text).replace("\xa0", " ") for each in item] == ["Chiều trên sông", "Ảnh: Văn Bình"]
    (credit,) = page.xpath("//*[local-name()='figcaption']/*[@class='credit']")
    assert credit.text == "Ảnh: Văn\xa0Bình" and credit.getparent().text == "Chiều trên\xa0sông. "


def test_it_is_set_smaller_than_the_caption(tiny: Path, theme: Theme) -> None:
    (tiny / "articles" / "hai.md").write_text(CREDITED, "utf-8")
    texts = [
        text
        for page in read_printed(make_pdf(read_booklet(tiny), theme, tiny).data).pages
        for text in page.texts
    ]
    sizes = {text.text.strip(): text.size for text in texts}
    assert 0 < sizes["Ảnh: Văn Bình"] < sizes["Chiều trên sông."]


def test_a_theme_that_leaves_a_credit_out_of_it_is_refused(tiny: Path, tmp_path: Path) -> None:
    ask(tiny, "back")
    (tiny / "articles" / "ba.md").write_text(CREDITED, "utf-8")
    booklet, templates = read_booklet(tiny), Path(shutil.copytree(TEMPLATES, tmp_path / "short"))
    part = templates / "parts" / "list-of-pictures.html.j2"
    part.write_text(part.read_text("utf-8").replace("{% if picture.credit %}", "{% if False %}"), "utf-8")
    short = Theme(templates)
    for make in (lambda: make_pdf(booklet, short, tiny), lambda: make_epub(booklet, short, tiny)):
        with pytest.raises(Problems) as raised:
            make()
        errors = [error for error in raised.value.errors if isinstance(error, KyyeuError)]
        assert [(error.code, error.facts["words"]) for error in errors] == [("not-said", "Ảnh: Văn Bình")]


def test_a_theme_that_leaves_a_caption_out_of_it_is_refused(tiny: Path, tmp_path: Path) -> None:
    booklet, templates = ask(tiny, "back"), Path(shutil.copytree(TEMPLATES, tmp_path / "short"))
    part = templates / "parts" / "list-of-pictures.html.j2"
    text = part.read_text("utf-8")
    part.write_text(text.replace("in shown.pictures %}", "in shown.pictures[1:] %}"), "utf-8")
    short = Theme(templates)
    for make in (lambda: make_pdf(booklet, short, tiny), lambda: make_epub(booklet, short, tiny)):
        with pytest.raises(Problems) as raised:
            make()
        errors = [error for error in raised.value.errors if isinstance(error, KyyeuError)]
        assert {error.code for error in errors} == {"not-said"}
        assert {error.facts["words"] for error in errors} <= {*CAPTIONS}
