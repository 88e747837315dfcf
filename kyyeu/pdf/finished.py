"""What is made of finished PDFs: the picture of a cover, and what they were made from.

The only module that knows pypdfium2 and pikepdf.
"""

import io
from dataclasses import dataclass, field
from datetime import date, datetime

import pikepdf
import pypdfium2

from kyyeu.binding.fragment import SetPicture

WIDTH, HEIGHT = 1600, 2400
"""The least size in pixels that shops and e-readers ask for."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished PDF."""

    data: bytes = field(repr=False)
    """The file."""
    pages: int
    """How many pages it has."""
    pictures: tuple[SetPicture, ...] = field(default=(), repr=False)
    """Those on its pages, each as often as it stands there."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a PDF of ours was made from."""

    digest: str
    """The content's."""
    day: date
    """The day that it bears as that of its last change."""


def read_origin(pdf: bytes) -> Origin | None:
    """What the PDF says of itself; None where it is none of ours."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            digest, day = bytes(opened.trailer["/ID"][0]).decode(), str(opened.docinfo["/ModDate"])
        return Origin(digest, datetime.strptime(day, "D:%Y%m%d").date())
    except (pikepdf.PdfError, KeyError, ValueError, TypeError):
        return None


def draw_cover(pdf: bytes) -> bytes:
    """The first page as a JPEG of at least 1600 × 2400 pixels."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        width, height = page.get_size()
        scale = max(WIDTH / width, HEIGHT / height)
        image = page.render(scale=scale).to_pil().convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=88, optimize=True, subsampling=0, dpi=(300, 300))
    return buffer.getvalue()
