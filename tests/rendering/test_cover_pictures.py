"""Pictures on the cover: a photograph, on which no letter stands, and the emblem where it is asked for."""

import io
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from designs import shipped
from PIL import Image
from sampling import crossed, thinned

from kyyeu.content.booklet import read_booklet
from kyyeu.making.cover import make_cover
from kyyeu.making.print_run import make_pdf
from kyyeu.model import Booklet
from kyyeu.pdf.grounds import Edges, find_areas
from kyyeu.pdf.printed import read_printed
from kyyeu.rendering.shipped import name_shipped_themes
from kyyeu.rendering.theme import Theme

pytestmark = pytest.mark.usefixtures("standing")

SHAPES = {"wide": (1800, 600), "upright": (600, 1800)}
"""Pixels; the one is cut at its sides, the other above and below."""
BLUE = (20, 60, 200)


def ask(content: Path, shape: tuple[int, int], more: str = "") -> Booklet:
    Image.new("RGB", shape, BLUE).save(content / "images" / "toa-nha.jpg")
    path = content / "booklet.yaml"
    text = path.read_text("utf-8").replace("[80, 110]", "[145, 205]")
    path.write_text(f"{text}cover: {{picture: toa-nha.jpg{more}}}\n", "utf-8")
    return read_booklet(content)


def find_pictures(pdf: bytes) -> list[Edges]:
    """Where pictures are on the first page, from its lower left corner."""
    with pypdfium2.PdfDocument(pdf) as document:
        drawn = [pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE]
        areas = find_areas([*document[0].get_objects(drawn, max_depth=8)])
    return [area.edges for area in areas if area.colour is None]


@pytest.mark.parametrize(("name", "shape"), crossed(name_shipped_themes(), SHAPES))
def test_no_letter_stands_on_the_photograph_whatever_its_shape(tiny: Path, name: str, shape: str) -> None:
    booklet, theme = ask(tiny, SHAPES[shape]), shipped(name)
    pdf = make_pdf(booklet, theme, tiny).data
    ((left, low, right, high),) = find_pictures(pdf)
    height = booklet.page.height / 25.4 * 72
    assert right - left > 0.5 * booklet.page.width / 25.4 * 72 and high - low > 0.3 * height
    texts = read_printed(pdf).pages[0].texts
    assert any("Ấm" in text.text for text in texts)
    assert all(text.seen and not low < height - text.baseline < high for text in texts)


@pytest.mark.parametrize("name", thinned(name_shipped_themes(), 3))
def test_the_epub_s_cover_shows_it_too(tiny: Path, name: str) -> None:
    cover = make_cover(ask(tiny, SHAPES["wide"]), shipped(name), tiny)
    picture = Image.open(io.BytesIO(cover)).convert("RGB")
    red, green, blue = picture.getpixel((picture.width // 2, picture.height * 6 // 10))  # type: ignore[misc]
    assert max(abs(red - BLUE[0]), abs(green - BLUE[1]), abs(blue - BLUE[2])) < 12


@pytest.mark.parametrize("place", ["above", "below"])
def test_an_emblem_stands_above_the_title_or_below_it(tiny: Path, theme: Theme, place: str) -> None:
    with (tiny / "booklet.yaml").open("a", encoding="utf-8") as file:
        file.write("emblem: cham.png\n")
    booklet = ask(tiny, SHAPES["wide"], f", emblem_at: {place}")
    pdf = make_pdf(booklet, theme, tiny).data
    title = next(text for text in read_printed(pdf).pages[0].texts if "Ấm" in text.text)
    emblem = min(find_pictures(pdf), key=lambda edges: edges[2] - edges[0])
    assert (emblem[1] > booklet.page.height / 25.4 * 72 - title.baseline) == (place == "above")


def test_another_photograph_makes_another_cover(tiny: Path, theme: Theme) -> None:
    before = make_cover(ask(tiny, SHAPES["wide"]), theme, tiny)
    Image.new("RGB", SHAPES["wide"], "white").save(tiny / "images" / "toa-nha.jpg")
    assert make_cover(read_booklet(tiny), theme, tiny) != before
