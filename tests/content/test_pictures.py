"""Pictures: each under its own name in both books, lost ones framed, and none held in memory."""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from kyyeu.content.booklet import read_booklet
from kyyeu.errors import ContentError
from kyyeu.making.e_book import make_epub
from kyyeu.making.print_run import make_pdf
from kyyeu.model import Booklet, Run
from kyyeu.rendering.theme import Theme

ROOT = Path(__file__).parents[2]
COLOURS = ["red", "green", "blue", "white"]


def write_article(content: Path, slug: str, *calls: str) -> None:
    body = "\n\n".join(f"![{number}](<images/{name}>)" for number, name in enumerate(calls))
    (content / "articles" / f"{slug}.md").write_text(f"---\ntitle: Ảnh\n---\nChữ.\n\n{body}\n", "utf-8")


def paint(content: Path, *names: str) -> None:
    for name, colour in zip(names, COLOURS, strict=False):
        Image.new("RGB", (2, 2), colour).save(content / "images" / name, "PNG")


def links(body: tuple[Run, ...]) -> list[str]:
    return [run.xhtml for run in body if run.kind == "picture"]


def shown(booklet: Booklet) -> list[list[str]]:
    """Which file each call of each article leads to."""
    files = {f"images/{image.name}": image.file.removeprefix("images/") for image in booklet.images}
    return [[files[link] for link in links(article.body)] for article in booklet.articles]


@pytest.mark.parametrize(
    ("calls", "names"),
    [
        ([["Ảnh 1.png", "anh-1.png"], ["anh-1.png", "Ảnh 1.png"]], ["anh-1", "anh-1-2"]),
        ([["anh-1.png"], ["Ảnh 1.png", "anh-1.png"]], ["anh-1", "anh-1-2"]),
        ([["anh 1.png", "anh-1-2.png"], ["anh-1.png", "anh 1.png"]], ["anh-1", "anh-1-2", "anh-1-3"]),
        ([["anh.png", "anh.jpg", "anh.png"], ["ảnh.png", "anh.jpg"]], ["anh", "anh-2", "anh-3"]),
    ],
)
def test_each_call_shows_its_own_file_whatever_plain_names_meet(
    tiny: Path, calls: list[list[str]], names: list[str]
) -> None:
    paint(tiny, *sorted({name for called in calls for name in called}))
    for slug, called in zip(["mot", "hai"], calls, strict=True):
        write_article(tiny, slug, *called)
    booklet = read_booklet(tiny)
    assert shown(booklet) == calls
    assert [image.name for image in booklet.images] == [f"{name}.png" for name in names]


def test_pictures_come_in_order_of_first_use_with_the_foreword_s_first(tiny: Path) -> None:
    paint(tiny, "a.png", "b.png", "c.png")
    write_article(tiny, "mot", "c.png", "a.png")
    write_article(tiny, "hai", "a.png", "b.png")
    foreword = tiny / "foreword.md"
    foreword.write_text(foreword.read_text("utf-8") + "\n\n![x](images/b.png)\n", "utf-8")
    assert [image.name for image in read_booklet(tiny).images] == ["b.png", "c.png", "a.png"]


def test_words_after_a_lost_picture_are_kept(tiny: Path) -> None:
    article = tiny / "articles" / "hai.md"
    figure = '<figure>trước<img class="lost" src="images/a.png" alt="x">sau</figure>'
    article.write_text(f"---\ntitle: Ảnh\n---\n{figure}\n", "utf-8")
    assert [block.text for block in read_booklet(tiny).articles[1].blocks] == ["trước", "sau", "x"]


@pytest.mark.parametrize("change", [lambda path: path.write_bytes(b"x"), Path.unlink])
def test_a_picture_that_changed_meanwhile_is_an_error_and_no_wrong_book(
    tiny: Path, theme: Theme, change: object
) -> None:
    booklet = read_booklet(tiny)
    assert callable(change)
    change(tiny / "images" / "cham.png")
    with pytest.raises(ContentError, match="picture-changed"):
        make_pdf(booklet, theme, tiny)
    with pytest.raises(ContentError, match="picture-changed"):
        make_epub(booklet, theme, tiny)


def test_the_books_hold_the_pictures_byte_for_byte(tiny: Path, small_epub: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(small_epub)) as archive:
        assert archive.read("EPUB/images/cham.png") == (tiny / "images" / "cham.png").read_bytes()


MEASURED = """
import resource, sys
from pathlib import Path
from kyyeu.content.booklet import read_booklet
from kyyeu.content.door import Door
from kyyeu.epub.package import write_epub

def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

def pack(booklet, content):
    read, files = Door(content).read, {f"images/{image.name}": image.file for image in booklet.images}
    return write_epub(booklet, (), {}, b"", "", lambda name: read(files[name]))

small, large = map(Path, sys.argv[1:])
pack(read_booklet(small), small)
start = most()
booklet = read_booklet(large)
read = most()
book = pack(booklet, large)
print(len(booklet.images), read - start, len(book), most() - read)
"""


@pytest.mark.ci
@pytest.mark.skipif(sys.platform != "linux", reason="maximum resident sizes are counted otherwise there")
def test_photographs_do_not_lie_in_memory_beside_the_book(tiny: Path, tmp_path: Path) -> None:
    count, size = 40, 5_000_000
    photograph = io.BytesIO()
    Image.effect_noise((600, 400), 80).save(photograph, "JPEG")
    for number in range(count):
        with (tiny / "images" / f"anh-{number}.jpg").open("wb") as file:
            file.write(photograph.getvalue())
            file.seek(size - 4)
            file.write(number.to_bytes(4, "big"))
    write_article(tiny, "hai", *(f"anh-{number}.jpg" for number in range(count)))
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(ROOT / "tests" / "tiny"), str(tiny)],
        env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    read, to_read, book, to_pack = map(int, done.stdout.split())
    assert read == count + 1 and book > count * size
    assert to_read < 5 * size
    assert to_pack < book + 5 * size  # the book itself, and beside it no picture but the one at hand
