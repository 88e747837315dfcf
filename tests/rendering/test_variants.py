"""What an editor may ask for otherwise: each choice shows in both books, and neither engine complains."""

import io
import unicodedata
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest
from PIL import Image
from sampling import thinned

from kyyeu.content.booklet import read_booklet
from kyyeu.errors import Problems
from kyyeu.making.e_book import make_epub
from kyyeu.making.print_run import make_pdf
from kyyeu.model import Booklet, Run
from kyyeu.pdf.print_edition import Pdf
from kyyeu.rendering.documents import render_documents
from kyyeu.rendering.sections import compose
from kyyeu.rendering.theme import Theme

pytestmark = pytest.mark.usefixtures("standing")


def vary(content: Path, *changes: tuple[str, str]) -> Booklet:
    path = content / "booklet.yaml"
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    return read_booklet(content)


def text_of(pdf: Pdf) -> str:
    with pypdfium2.PdfDocument(pdf.data) as document:
        return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)


def members(booklet: Booklet, theme: Theme, content: Path) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(make_epub(booklet, theme, content))) as archive:
        return archive.namelist()


def xhtml(body: tuple[Run, ...]) -> str:
    return "".join(run.xhtml for run in body)


def kinds(booklet: Booklet) -> list[str]:
    return [section.kind for section in compose(booklet)]


def test_contents_may_stand_at_the_back(tiny: Path, theme: Theme) -> None:
    booklet = vary(tiny, ("trim: [80, 110]", "trim: [80, 110], contents: back"))
    assert kinds(booklet)[-2:] == ["contents", "colophon"]
    assert "Mục lục" in text_of(make_pdf(booklet, theme, tiny))


def test_the_foreword_may_be_left_out(tiny: Path, theme: Theme) -> None:
    booklet = vary(tiny, ("foreword: foreword.md\n", ""))
    assert "foreword" not in kinds(booklet)
    assert "EPUB/foreword.xhtml" not in members(booklet, theme, tiny)


def test_words_that_were_spared_are_told_in_the_note(tiny: Path, theme: Theme) -> None:
    for name, old, new in (
        ("articles/mot.md", "[title, author]", "[title, author, {text: họp ở xã}]"),
        ("sources/mot.txt", "hp  xã", "họp ở xã"),
    ):
        text = (tiny / name).read_text("utf-8")
        assert old in text
        (tiny / name).write_text(text.replace(old, new), "utf-8")
    booklet = read_booklet(tiny)
    assert "hư hỏng chừa lại, in đúng như bản nguồn: “họp ở xã”." in text_of(make_pdf(booklet, theme, tiny))
    (note,) = [made for made in render_documents(booklet, theme) if made.name == "note-on-text.xhtml"]
    assert "“họp ở xã”" in note.data.decode()


NOTED = """---
title: Bài ba
author: Lê Ba
publication: Báo Khác
date: 1975-04-30
source:
  file: ba.txt
  supplied: [author, date]
  furniture: [{line: "Thứ Tư, 18/10/2017"}]
  emendations:
    - {source: đồng trí, text: đồng chí, reason: Gõ nhầm.}
    - {source: họp, text: đã họp, reason: Thêm cho rõ.}
---

Các đồng chí đã họp.
"""


def note_of(content: Path, theme: Theme) -> str:
    """The note on the text of the small booklet and a third article, as a reader has it."""
    (content / "articles/ba.md").write_text(NOTED, "utf-8")
    (content / "sources/ba.txt").write_text("Thứ Tư, 18/10/2017\nBài ba\nCác đồng trí họp.\n", "utf-8")
    booklet = vary(content, ("[mot, hai]", "[mot, hai, ba]"))
    (note,) = [made for made in render_documents(booklet, theme) if made.name == "note-on-text.xhtml"]
    return " ".join("".join(ElementTree.fromstring(note.data).itertext()).split())


def test_the_note_names_what_was_compared_with_no_source(tiny: Path, theme: Theme) -> None:
    note = note_of(tiny, theme)
    assert "mỗi bài còn bản nguồn được so" in note and "mỗi bài được so" not in note
    assert "in theo bản mà ban biên tập đưa vào: “Bài hai: phần cuối”." in note


def test_the_note_says_what_the_editors_supplied(tiny: Path, theme: Theme) -> None:
    assert "Do ban biên tập ghi, không theo bản nguồn: tên tác giả, ngày đăng." in note_of(tiny, theme)


@pytest.mark.parametrize(
    ("picture", "told"),
    [
        ("Đồng chí ![Một chấm](images/cham.png) ấy", True),
        ('![Một vòng tròn](images/cham.png "Một chấm đỏ")\n\nĐồng chí ấy', True),
        ("![](images/cham.png){.decorative}\n\nĐồng chí ấy", False),
        ("![Một chấm đỏ](images/cham.png)\n\nĐồng chí ấy", False),
    ],
)
def test_the_note_says_that_descriptions_of_pictures_are_the_editors(
    picture: str, told: bool, tiny: Path, theme: Theme
) -> None:
    path = tiny / "articles/mot.md"
    text = path.read_text("utf-8").replace("![Một chấm đỏ](images/cham.png)\n\n", "")
    path.write_text(text.replace("Đồng chí ấy", picture), "utf-8")
    if "Một chấm đỏ" not in picture:
        source = tiny / "sources/mot.txt"
        source.write_text(source.read_text("utf-8").replace("Mt chm đỏ\n", ""), "utf-8")
    (note,) = [m for m in render_documents(read_booklet(tiny), theme) if m.name == "note-on-text.xhtml"]
    assert ("không theo bản nguồn: lời tả ảnh" in note.data.decode()) == told


def test_the_note_says_of_the_proof_no_more_than_was_done(tiny: Path, theme: Theme) -> None:
    for name in ("mot", "hai"):
        (tiny / f"articles/{name}.md").write_text(
            f"---\ntitle: Bài {name}\nsource: {{file: {name}.txt}}\n---\n\nHọp.\n", "utf-8"
        )
        (tiny / f"sources/{name}.txt").write_text(f"Bài {name}\nHọp.\n", "utf-8")
    (note,) = [
        made for made in render_documents(read_booklet(tiny), theme) if made.name == "note-on-text.xhtml"
    ]
    said = "mỗi bài được so từng chữ cái với bản nguồn: phải ra lại nguyên văn bản nguồn."
    assert said in note.data.decode()


def test_emendations_of_an_articles_own_office_may_be_counted_only(tiny: Path, theme: Theme) -> None:
    full = note_of(tiny, theme)
    assert "đồng trí" in full and "sửa câu chữ ở" not in full
    brief = tiny / "articles/ba.md"
    written = NOTED.replace("  file:", "  account: brief\n  file:")
    written = written.replace(", reason: Gõ nhầm.", "")  # as nobody is told the reasons
    brief.write_text(written, "utf-8")
    booklet = read_booklet(tiny)
    (note,) = [made for made in render_documents(booklet, theme) if made.name == "note-on-text.xhtml"]
    assert "đồng trí" not in note.data.decode() and "sửa câu chữ ở 2 chỗ" in note.data.decode()
    assert "bỏ các chỗ sửa đã khai" in note.data.decode()


def test_without_any_source_there_is_no_note_on_the_text(tiny: Path, theme: Theme) -> None:
    booklet = vary(tiny, ("[mot, hai]", "[hai]"))
    assert "note-on-text" not in kinds(booklet)
    assert "Về văn bản" not in text_of(make_pdf(booklet, theme, tiny))


@pytest.mark.parametrize("trim", thinned(["[120, 180]", "[145, 205]", "[210, 297]"], 3))
def test_the_page_has_the_size_asked_for(tiny: Path, theme: Theme, trim: str) -> None:
    pdf = make_pdf(vary(tiny, ("[80, 110]", trim)), theme, tiny)
    with pypdfium2.PdfDocument(pdf.data) as document:
        assert str([round(side / 72 * 25.4) for side in document[0].get_size()]) == trim


def test_an_emblem_of_the_office_stands_on_the_cover(tiny: Path, theme: Theme) -> None:
    plain = make_pdf(read_booklet(tiny), theme, tiny)
    booklet = vary(tiny, ("slug: tiny", "slug: tiny\nemblem: cham.png"))
    assert booklet.emblem and booklet.emblem.name == "emblem.png"
    with pypdfium2.PdfDocument(make_pdf(booklet, theme, tiny).data) as document:
        drawn = document[0].render(scale=0.5).to_pil().tobytes()
    with pypdfium2.PdfDocument(plain.data) as document:
        assert drawn != document[0].render(scale=0.5).to_pil().tobytes()


def test_an_emblem_that_is_also_in_an_article_is_in_the_epub(tiny: Path, theme: Theme) -> None:
    booklet = vary(tiny, ("slug: tiny", "slug: tiny\nemblem: cham.png"))
    assert "EPUB/images/cham.png" in members(booklet, theme, tiny)


def test_a_found_picture_takes_the_place_of_its_frame(tiny: Path, theme: Theme) -> None:
    lost = read_booklet(tiny).articles[1].body
    (tiny / "images" / "mat.jpg").write_bytes((tiny / "images" / "cham.png").read_bytes())
    found = read_booklet(tiny).articles[1].body
    assert [[run.kind for run in body].count("lost-picture") for body in (lost, found)] == [1, 0]
    assert 'src="images/mat.png"' in xhtml(found)  # a PNG, whatever it was called


def test_every_imprint_line_given_is_printed_and_no_other(tiny: Path, theme: Theme) -> None:
    plain = text_of(make_pdf(read_booklet(tiny), theme, tiny))
    people = "responsible: [Trần Một, Lê Hai], design: Phạm Ba"
    imprint = f"imprint: {{{people}, licence: Số 1, deposited: 10/2026, isbn: 978-3-16-148410-0}}"
    text = text_of(make_pdf(vary(tiny, ("slug: tiny", f"slug: tiny\n{imprint}")), theme, tiny))
    labels = [
        "Chịu trách nhiệm nội dung",
        "Trình bày",
        "Giấy phép xuất bản",
        "In xong và nộp lưu chiểu",
        "ISBN",
    ]
    assert all(label in text and label not in plain for label in labels)
    assert all(name in text for name in ("Trần Một", "Lê Hai", "Phạm Ba"))
    assert "Biên tập" not in text.replace("Ban biên tập", "")


def test_letters_are_composed_at_the_door(tiny: Path) -> None:
    path = tiny / "articles" / "hai.md"
    path.write_text(unicodedata.normalize("NFD", path.read_text("utf-8")), "utf-8")
    assert read_booklet(tiny).articles[1].title == "Bài hai: phần cuối"


def test_a_link_out_of_the_folder_is_refused(tiny: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    (tiny / "articles" / "hai.md").rename(secret)
    (tiny / "articles" / "hai.md").symlink_to(secret)
    with pytest.raises(Problems, match="outside-content"):
        read_booklet(tiny)


def test_links_in_a_circle_are_told(tiny: Path) -> None:
    (tiny / "articles" / "hai.md").unlink()
    (tiny / "articles" / "hai.md").symlink_to("hai.md")
    with pytest.raises(Problems, match="unreadable"):
        read_booklet(tiny)


@pytest.mark.parametrize("size", [(10_000, 8_001), (20_000, 5_001), (20_000, 10_000)])
def test_a_picture_beyond_all_measure_is_refused(tiny: Path, size: tuple[int, int]) -> None:
    Image.new("1", size).save(tiny / "images" / "cham.png")
    with pytest.raises(Problems, match="picture-large"):
        read_booklet(tiny)


def test_a_leap_day_is_celebrated_on_the_28th(tiny: Path) -> None:
    assert read_booklet(tiny).occasion.celebrated.isoformat() == "2026-02-28"


@pytest.mark.parametrize("slug", ["cover", "nav", "contents", "foreword", "toc", "on-text"])
def test_an_article_may_be_called_like_a_part_of_the_book(tiny: Path, theme: Theme, slug: str) -> None:
    (tiny / "articles" / "hai.md").rename(tiny / "articles" / f"{slug}.md")
    booklet = vary(tiny, ("[mot, hai]", f"[mot, {slug}]"))
    names = members(booklet, theme, tiny)
    assert f"EPUB/article-{slug}.xhtml" in names and len(names) == len(set(names))


@pytest.mark.parametrize("name", ["Ảnh Đại hội (1).PNG", "cover.jpg", "ảnh.jpeg", "#1%.png"])
def test_a_picture_may_have_any_name(tiny: Path, theme: Theme, name: str) -> None:
    (tiny / "images" / "cham.png").rename(tiny / "images" / name)
    article = tiny / "articles" / "mot.md"
    article.write_text(article.read_text("utf-8").replace("(images/cham.png)", f"(<images/{name}>)"), "utf-8")
    facts = tiny / "booklet.yaml"
    facts.write_text(facts.read_text("utf-8").replace("[cham.png]", f'["{name}"]'), "utf-8")
    booklet = read_booklet(tiny)
    (picture,) = booklet.images
    assert picture.name.isascii() and f'src="images/{picture.name}"' in xhtml(booklet.articles[0].body)
    assert f"EPUB/images/{picture.name}" in members(booklet, theme, tiny)
