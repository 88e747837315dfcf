"""A facsimile of a PDF: each of its pages is a picture of its own, drawn as fine as print wants."""

import io
import os
import shutil
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import pikepdf
import pytest
from checking import check_epub
from PIL import Image

from kyyeu.checks.validators import check_pdf
from kyyeu.content.booklet import read_booklet
from kyyeu.errors import ContentError, Problems
from kyyeu.making.e_book import make_epub
from kyyeu.making.print_run import make_pdf
from kyyeu.model import Article, Booklet
from kyyeu.pictures import pages_of_pdf
from kyyeu.pictures.pages_of_pdf import count_pages, draw_page
from kyyeu.processes import apart
from kyyeu.processes.apart import Bounds
from kyyeu.rendering.theme import Theme

pytestmark = pytest.mark.usefixtures("standing")

A4 = (1240, 1754)  # pixels at 150 dpi
SHADES = [40, 120, 200]


def write_pdf(path: Path, shades: list[int], size: tuple[int, int] = A4, dpi: float = 150) -> None:
    pages = [Image.new("L", size, shade) for shade in shades]
    pages[0].save(path, "PDF", save_all=True, append_images=pages[1:], resolution=dpi)


def read(content: Path, picture: str) -> Booklet:
    header = f"---\nkind: facsimile\ntitle: Quyết định\npicture: {picture}\n---\n"
    (content / "articles" / "hai.md").write_text(header, "utf-8")
    path = content / "booklet.yaml"
    path.write_text(path.read_text("utf-8").replace("[80, 110]", "[145, 205]"), "utf-8")
    return read_booklet(content)


def shown(article: Article) -> list[str]:
    return [image.file for image in article.pictured["picture"]]


@pytest.mark.ci
def test_each_page_is_a_picture_in_its_place(tiny: Path) -> None:
    write_pdf(tiny / "images" / "qd.pdf", SHADES)
    article = read(tiny, "[cham.png, qd.pdf, cham.png]").articles[1]
    pages = [f"images/qd.pdf#page={number}" for number in (1, 2, 3)]
    assert shown(article) == ["images/cham.png", *pages, "images/cham.png"]
    images = {image.file: image for image in article.images}
    assert len({images[page].digest for page in pages}) == len(pages)
    assert all(images[page].width == pytest.approx(2480, abs=1) for page in pages)
    assert len({image.name for image in article.images}) == 4
    assert [asked.name for asked in article.reads].count("images/qd.pdf") == 1


@pytest.mark.ci
def test_both_books_have_each_page(tiny: Path, theme: Theme, tmp_path: Path) -> None:
    write_pdf(tiny / "images" / "qd.pdf", SHADES)
    booklet = read(tiny, "qd.pdf")
    pdf = make_pdf(booklet, theme, tiny)
    pages = [picture for picture in pdf.pictures if picture.name.startswith("images/qd")]
    assert [picture.page - pages[0].page for picture in pages] == [0, 1, 2]
    assert [*check_pdf(pdf.data, tmp_path / "tiny.pdf")] == []
    epub = make_epub(booklet, theme, tiny)
    with zipfile.ZipFile(io.BytesIO(epub)) as book:
        found = [
            int(np.asarray(Image.open(io.BytesIO(book.read(f"EPUB/{picture.name}"))).convert("L")).mean())
            for picture in pages
        ]
    assert found == pytest.approx(SHADES, abs=3)
    if shutil.which("java"):
        assert check_epub(epub, tmp_path) == []


@pytest.mark.parametrize(
    ("size", "dpi", "wanted"),
    [(A4, 150, (2480, 3508)), ((600, 600), 10, (6325, 6325)), ((100, 50), 300, (100, 50))],
)
def test_a_page_is_drawn_as_fine_as_print_wants_and_no_larger_than_can_be_held(
    tmp_path: Path, size: tuple[int, int], dpi: float, wanted: tuple[int, int]
) -> None:
    write_pdf(tmp_path / "a.pdf", [90], size, dpi)
    with Image.open(io.BytesIO(draw_page((tmp_path / "a.pdf").read_bytes(), 1))) as picture:
        assert picture.size == pytest.approx(wanted, abs=2)


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda data: data[: len(data) // 3],
    "words": lambda data: b"%PDF-1.4\n" + b"x" * 400,
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_one_is_told_with_its_file(tiny: Path, how: str) -> None:
    path = tiny / "images" / "qd.pdf"
    write_pdf(path, SHADES)
    path.write_bytes(BROKEN[how](path.read_bytes()))
    with pytest.raises(Problems) as raised:
        read(tiny, "qd.pdf")
    assert [(error.code, error.path) for error in raised.value.errors] == [("picture-broken", path)]


def test_one_of_too_many_pages_is_told(tiny: Path) -> None:
    write_pdf(tiny / "images" / "qd.pdf", [90] * 61, (10, 10))
    with pytest.raises(Problems) as raised:
        read(tiny, "qd.pdf")
    assert [error.code for error in raised.value.errors] == ["pdf-long"]


@pytest.mark.long
def test_a_changed_one_is_no_page_of_the_book(tiny: Path, theme: Theme) -> None:
    write_pdf(tiny / "images" / "qd.pdf", SHADES)
    booklet = read(tiny, "qd.pdf")
    write_pdf(tiny / "images" / "qd.pdf", [10, 20, 30])
    with pytest.raises((ContentError, Problems)) as raised:
        make_pdf(booklet, theme, tiny)
    assert "picture-changed" in str(raised.value)


def test_elsewhere_a_pdf_is_refused_as_before(tiny: Path) -> None:
    write_pdf(tiny / "images" / "qd.pdf", SHADES)
    (tiny / "articles" / "hai.md").write_text("---\ntitle: Hai\n---\n\n![Ảnh](images/qd.pdf)\n", "utf-8")
    with pytest.raises(Problems) as raised:
        read_booklet(tiny)
    assert [error.code for error in raised.value.errors] == ["picture-kind"]


@pytest.mark.long
def test_threads_draw_one_after_the_other(tmp_path: Path) -> None:
    write_pdf(tmp_path / "a.pdf", SHADES, (400, 600))
    data, drawn = (tmp_path / "a.pdf").read_bytes(), dict[int, bytes]()
    wanted = {number: draw_page(data, number) for number in (1, 2, 3)}

    def draw(number: int) -> None:
        for _ in range(4):
            drawn[number] = draw_page(data, number)
            count_pages(data)

    threads = [Thread(target=draw, args=(number,)) for number in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert drawn == wanted


def hostile(
    content: bytes = b"", box: tuple[float, ...] = (0, 0, 60, 90), times: int = 0, **saved: Any
) -> bytes:
    """A PDF of one page; `times` says how often its drawing draws itself."""
    document, data = pikepdf.new(), io.BytesIO()
    page = document.add_blank_page(page_size=(60, 90))
    page.MediaBox, page.Contents = pikepdf.Array(box), document.make_stream(content + b" /F Do" * bool(times))
    form = document.make_stream(b"/F Do " * times)
    form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, pikepdf.Array([0, 0, 9, 9])
    page.Resources = form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    document.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS="while(1){}"
    )  # nobody runs it
    document.save(data, **saved)
    return data.getvalue()


SOUND = hostile(b"0 0 30 30 re f")
DRAWN = {
    "a script": SOUND,
    "a huge box": hostile(b"0 0 9 9 re f", (0, 0, 1e9, 1e9)),
    "a box inside out": hostile(b"", (60, 90, 0, 0)),
    "a flat box": hostile(b"", (0, 0, 1e9, 0.01)),
    "itself once": hostile(times=1),
}
SPOILT = {
    "half": SOUND[: len(SOUND) // 2],
    "no page": b"%PDF-1.7\n%%EOF",
}


@pytest.mark.ci
@pytest.mark.parametrize("name", DRAWN)
def test_whatever_a_sound_pdf_asks_for_its_page_is_drawn_within_bounds(name: str) -> None:
    assert count_pages(DRAWN[name]) == 1
    with Image.open(io.BytesIO(draw_page(DRAWN[name], 1))) as picture:
        assert 0 < picture.width * picture.height < 41_000_000


@pytest.mark.parametrize("name", SPOILT)
def test_a_pdf_that_can_not_be_opened_is_refused(name: str) -> None:
    with pytest.raises(ContentError) as raised:
        count_pages(SPOILT[name])
        draw_page(SPOILT[name], 1)
    assert raised.value.code == "picture-broken"


LOCKED = hostile(b"0 0 30 30 re f", encryption=pikepdf.Encryption(owner="a", user="b"))


def filled(field: dict[str, Any], **form: Any) -> bytes:
    """A PDF whose only page has a field and nothing else."""
    document, data = pikepdf.new(), io.BytesIO()
    page = document.add_blank_page(page_size=(60, 90))
    look = document.make_stream(b"0 0 1 rg 0 0 40 30 re f")
    look.Type, look.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    look.BBox = pikepdf.Array([0, 0, 40, 30])
    widget = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, Rect=pikepdf.Array([10, 10, 50, 40]), F=4,
        T="a", AP=pikepdf.Dictionary(N=look), **field,
    )  # fmt: skip
    page.Annots = document.make_indirect(pikepdf.Array([document.make_indirect(widget)]))
    document.Root.AcroForm = pikepdf.Dictionary(Fields=page.Annots, **form)
    document.Root.NeedsRendering = "XFA" in form
    document.save(data)
    return data.getvalue()


FIELDS: dict[str, dict[str, Any]] = {
    "words": {"FT": pikepdf.Name.Tx, "V": "Chữ"},
    "a seal": {"FT": pikepdf.Name.Sig},
    "a button": {"FT": pikepdf.Name.Btn, "Ff": 65536},
}


@pytest.mark.parametrize("name", FIELDS)
def test_what_stands_in_a_field_is_drawn(name: str) -> None:
    with Image.open(io.BytesIO(draw_page(filled(FIELDS[name]), 1))) as picture:
        assert picture.getpixel((125, 270)) == (0, 0, 255)


@pytest.mark.usefixtures("somewhere")
@pytest.mark.parametrize(
    ("data", "code"), [(LOCKED, "pdf-locked"), (filled(FIELDS["words"], XFA="x"), "pdf-form")]
)
def test_one_that_is_sound_and_can_not_be_drawn_is_told_as_such(data: bytes, code: str) -> None:
    with pytest.raises(ContentError) as raised:
        count_pages(data)
    assert raised.value.code == code


def test_a_page_on_which_nothing_is_seen_is_told(tiny: Path) -> None:
    document = pikepdf.new()
    for content in (b"0 0 30 30 re f", b"", b"/Broken Do", b"1 1 1 rg 0 0 60 90 re f"):
        document.add_blank_page(page_size=(60, 90)).Contents = document.make_stream(content)
    document.save(tiny / "images" / "qd.pdf")
    told = [finding.file for finding in read(tiny, "qd.pdf").findings if finding.code == "pdf-page-blank"]
    assert told == [f"images/qd.pdf#page={number}" for number in (2, 3, 4)]


COPIED = pytest.param(True, marks=pytest.mark.skipif(not hasattr(os, "fork"), reason="is not copied"))


ANEW = pytest.param(False, marks=pytest.mark.ci)


@pytest.fixture(params=[COPIED, ANEW], ids=["in a copy", "anew"])
def somewhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a page is drawn: in a copy of this process, or in a new Python, as on Windows and by threads."""
    monkeypatch.delenv("KYYEU_TRACEBACK", raising=False)
    for module in (apart, pages_of_pdf):
        monkeypatch.setattr(module, "can_be_copied", lambda: request.param)


@pytest.mark.ci
@pytest.mark.usefixtures("somewhere")
def test_one_that_draws_itself_for_ever_is_refused_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages_of_pdf, "_BOUNDS", Bounds(1, 4 << 30))
    began = time.monotonic()
    with pytest.raises(ContentError) as raised:
        draw_page(hostile(times=3), 1)
    assert raised.value.code == "pdf-endless"
    assert time.monotonic() - began < 17, "a new Python is ended by this one, before it ends itself"


@pytest.mark.usefixtures("somewhere")
def test_a_page_is_the_same_wherever_it_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing of the folder that the program is begun in is run."""
    (tmp_path / "pypdfium2.py").write_text("raise SystemExit", "utf-8")
    monkeypatch.chdir(tmp_path)
    with pages_of_pdf._opened(SOUND) as document:
        wanted = document[0].render(scale=300 / 72).to_pil().convert("RGB")
    assert count_pages(SOUND) == 1
    with Image.open(io.BytesIO(draw_page(SOUND, 1))) as drawn:
        assert drawn.tobytes() == wanted.tobytes()
    with pytest.raises(ContentError) as raised:
        count_pages(SPOILT["half"])
    assert raised.value.code == "picture-broken"
