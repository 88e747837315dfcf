"""The samples of docs/kinds.md as a booklet: for tests, and for the pictures beside them.

``python tests/kinds.py`` draws the pictures anew.
"""

import re
from collections.abc import Mapping
from math import sin
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image, ImageDraw, ImageOps

from kyyeu.content.booklet import read_booklet
from kyyeu.making.print_run import make_pdf
from kyyeu.pdf.printed import read_outline
from kyyeu.rendering.theme import Theme

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "docs" / "kinds.md"
_SAMPLE = re.compile(
    r"```markdown\n(?P<text>---\nkind: \w+\n.*?)```\n\n!\[.*?\]\(kinds/(?P<name>[a-z-]+)\.png\)", re.DOTALL
)
_ALL = {match["name"]: match["text"] for match in _SAMPLE.finditer(GUIDE.read_text("utf-8"))}
SAMPLES = {name: text for name, text in _ALL.items() if text.startswith(f"---\nkind: {name}\n")}
"""For each kind what the guide says to type."""
OTHERS = {name: text for name, text in _ALL.items() if name not in SAMPLES}
"""What else it says to type, by the names of the pictures of it."""
_BOOKLET = """title: Các thể loại
slug: the-loai
office: Văn phòng Thử
occasion: {name: Ngày thử, founded: 2000-02-29, year: 2026}
issued: 2026-01-02
articles:
"""
_DPI = 80


PICTURES = {"ngang.jpg": (1500, 1000), "ngang-2.jpg": (1800, 1000), "dung.jpg": (1000, 1400)}
"""The pictures that the samples call, each with its width and height in pixels."""


def draw_picture(size: tuple[int, int]) -> Image.Image:
    """A picture of that size: a sky, and hills under it."""
    picture = Image.linear_gradient("L").resize(size)
    picture = ImageOps.colorize(picture, (170, 190, 215), (240, 228, 206))
    for shade, height in ((150, 0.55), (110, 0.7), (70, 0.85)):
        width, deep = size[0], size[1]
        ridge = [(x, deep * (height + 0.06 * sin(x / width * 7 + shade))) for x in range(0, width + 20, 20)]
        ImageDraw.Draw(picture).polygon([*ridge, (width, deep), (0, deep)], (shade - 30, shade, shade - 10))
    return picture


def write_samples(content: Path, samples: Mapping[str, str] = SAMPLES) -> Path:
    """The folder `content` with a booklet in which each sample is a contribution."""
    (content / "articles").mkdir(parents=True)
    for name, text in samples.items():
        (content / "articles" / f"{name}.md").write_text(text, "utf-8")
    (content / "images").mkdir()
    for name, size in PICTURES.items():
        draw_picture(size).save(content / "images" / name, quality=85)
    rows = "".join(f"  - {name}\n" for name in sorted(samples, key=lambda name: name == "appendix"))
    (content / "booklet.yaml").write_text(_BOOKLET + rows, "utf-8")
    return content


def draw_pictures() -> None:
    """Write the first page of each sample beside the guide."""
    with TemporaryDirectory() as folder:
        content = write_samples(Path(folder) / "content", _ALL)
        booklet = read_booklet(content)
        pdf = make_pdf(booklet, Theme(ROOT / "templates"), content).data
    pages = {entry.title: entry.page for entry in read_outline(pdf)}
    with pypdfium2.PdfDocument(pdf) as opened:
        for article in booklet.articles:
            page = opened[pages[article.title] - 1]
            picture = page.render(scale=_DPI / 72).to_pil().quantize(96)
            picture.save(GUIDE.parent / "kinds" / f"{article.slug}.png", optimize=True)


if __name__ == "__main__":
    draw_pictures()
