"""Pages of a PDF as a reader has them before him, two by two, drawn on sheets."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import pypdfium2
from PIL import Image, ImageFilter

GROUND, SHADOW = (232, 230, 226), (112, 104, 96)
_HEIGHT, _ACROSS, _DOWN = 460, 4, 4  # of a page, in pixels; spreads on a sheet
_GAP, _MARGIN = 26, 44  # pixels: between spreads, around all
_COLOURS = 256  # enough for a design's few and their edges, at a third of the bytes

Place = tuple[int, int]
"""Pixels from the left and from the top."""
Rows = Sequence[tuple[int, Sequence[tuple[str, str, int]]]]
"""Rows of spreads: how high each is in pixels; of a spread the folder, what opens, and how many pages on."""


def draw_sheets(document: pypdfium2.PdfDocument) -> Iterator[Image.Image]:
    """All pages, a few spreads to a sheet."""
    spreads = (draw_spread(document, number, _HEIGHT) for number in range(0, len(document) + 1, 2))
    while group := [*islice(spreads, _ACROSS * _DOWN)]:
        yield lay_out([group[start : start + _ACROSS] for start in range(0, len(group), _ACROSS)])


def draw_spread(document: pypdfium2.PdfDocument, left: int, height: int) -> Image.Image:
    """The left-hand page of that number, from 1, and the page beside it, as far as they are there."""
    pages = [
        draw_page(document[number - 1], height) for number in (left, left + 1) if 0 < number <= len(document)
    ]
    spread = Image.new("RGB", (2 * pages[0].width, height), GROUND)
    for number, page in enumerate(pages, start=0 if left else 1):
        spread.paste(page, (number * page.width, 0))
    return spread


def draw_page(page: pypdfium2.PdfPage, height: int) -> Image.Image:
    """The page, drawn at twice the size and brought down, which keeps its hairlines."""
    large: Image.Image = page.render(scale=2 * height / page.get_height()).to_pil().convert("RGB")
    return large.resize((round(large.width * height / large.height), height), Image.Resampling.LANCZOS)


def draw_front(rows: Rows, folder: Path) -> Image.Image:
    """Rows of spreads of books in a folder each, found by the outline."""
    drawn = list[list[Image.Image]]()
    for height, spreads in rows:
        drawn.append([])
        for theme, name, more in spreads:
            path = min((folder / theme).glob("*.pdf"), key=lambda path: len(path.name))  # not its cover alone
            with pypdfium2.PdfDocument(path) as document:
                opens = {entry.get_title(): entry.get_dest().get_index() + 1 for entry in document.get_toc()}
                page = opens[name] + more
                spread = draw_spread(document, page - page % 2, height)
                drawn[-1].append(spread if page > 1 else spread.crop((spread.width // 2, 0, *spread.size)))
    return lay_out(drawn)


def save(picture: Image.Image, path: Path) -> Path:
    """The file, with the picture in it."""
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    return path


def lay_out(rows: Sequence[Sequence[Image.Image]]) -> Image.Image:
    """Rows of drawings on a neutral ground, each drawing with a soft shadow."""
    width = max(sum(one.width + _GAP for one in row) for row in rows) - _GAP + 2 * _MARGIN
    sheets, top = list[tuple[Image.Image, Place]](), _MARGIN
    for row in rows:
        left = _MARGIN
        for one in row:
            sheets.append((one, (left, top)))
            left += one.width + _GAP
        top += max(one.height for one in row) + _GAP
    picture = _cast_shadows(Image.new("RGB", (width, top - _GAP + _MARGIN), GROUND), sheets)
    for one, place in sheets:
        picture.paste(one, place)
    return picture


def _cast_shadows(ground: Image.Image, sheets: Sequence[tuple[Image.Image, Place]]) -> Image.Image:
    """The ground with a blurred shadow a little below each drawing."""
    depth = Image.new("L", ground.size, 0)
    for sheet, (left, top) in sheets:
        depth.paste(150, (left, top + 5, left + sheet.width, top + 5 + sheet.height))
    blurred = depth.filter(ImageFilter.GaussianBlur(8))
    return Image.composite(Image.new("RGB", ground.size, SHADOW), ground, blurred)
