"""Draws docs/pages.png, the picture at the top of the README, from the booklet in dist/.

    .venv/bin/python build.py && .venv/bin/python docs/gallery.py

The cover stands large at the left; beside it, in two rows, the title page, the contents and the opening of
the first article, then the two pages that follow it and the note on the text. Pages are found by the PDF's
outline, so that a longer booklet needs no change here. The same booklet gives the same bytes.
"""

import sys
from pathlib import Path

import pypdfium2
from PIL import Image, ImageFilter

ROOT = Path(__file__).resolve().parent.parent
GROUND, SHADOW = (232, 230, 226), (112, 104, 96)
HEIGHT, GAP, MARGIN = 490, 26, 44  # pixels: a small page's height, between pages, around all
COLOURS = 256  # enough for black, two reds, gold and their edges, at a third of the bytes
PRELIMS = ("Bìa", "Trang tên sách", "Trang xuất bản", "Mục lục", "Lời giới thiệu")

Place = tuple[int, int]
"""Pixels from the left and from the top."""


def main() -> None:
    """Write docs/pages.png; end with a message where there is no booklet yet."""
    booklets = sorted((ROOT / "dist").glob("*.pdf"))
    if not booklets:
        sys.exit("dist/ has no PDF yet: run python3 build.py first.")
    with pypdfium2.PdfDocument(booklets[0]) as document:
        cover = draw(document[0], 2 * HEIGHT + GAP)
        pages = [draw(document[number], HEIGHT) for number in choose(document)]
    picture = lay_out(cover, pages).quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(ROOT / "docs" / "pages.png", optimize=True)


def choose(document: pypdfium2.PdfDocument) -> list[int]:
    """The pages to show, counted from 0, in reading order."""
    opens = {entry.get_title(): entry.get_dest().get_index() for entry in document.get_toc()}
    article = next(page for title, page in opens.items() if title not in PRELIMS)
    return [opens["Trang tên sách"], opens["Mục lục"], article, article + 1, article + 2, opens["Về văn bản"]]


def draw(page: pypdfium2.PdfPage, height: int) -> Image.Image:
    """The page, drawn at twice the size and brought down, which keeps its hairlines."""
    large: Image.Image = page.render(scale=2 * height / page.get_height()).to_pil().convert("RGB")
    return large.resize((round(large.width * height / large.height), height), Image.Resampling.LANCZOS)


def lay_out(cover: Image.Image, pages: list[Image.Image]) -> Image.Image:
    """The cover and beside it the pages in two rows, each with a soft shadow, on a neutral ground."""
    columns, step = len(pages) // 2, pages[0].width + GAP
    left = MARGIN + cover.width + GAP
    width, height = left + columns * step - GAP + MARGIN, cover.height + 2 * MARGIN
    places = [
        (left + number % columns * step, MARGIN + number // columns * (HEIGHT + GAP))
        for number in range(len(pages))
    ]
    sheets = [(cover, (MARGIN, MARGIN)), *zip(pages, places, strict=True)]
    picture = cast_shadows(Image.new("RGB", (width, height), GROUND), sheets)
    for sheet, place in sheets:
        picture.paste(sheet, place)
    return picture


def cast_shadows(ground: Image.Image, sheets: list[tuple[Image.Image, Place]]) -> Image.Image:
    """The ground with a blurred shadow a little below each sheet."""
    depth = Image.new("L", ground.size, 0)
    for sheet, (left, top) in sheets:
        depth.paste(150, (left, top + 5, left + sheet.width, top + 5 + sheet.height))
    return Image.composite(
        Image.new("RGB", ground.size, SHADOW), ground, depth.filter(ImageFilter.GaussianBlur(8))
    )


if __name__ == "__main__":
    main()
