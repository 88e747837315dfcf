"""What is made of finished PDFs: the picture of a cover, and what they were made from.

What reads them is brought in where one is read: a build in which nothing has changed reads none.
"""

import io
from dataclasses import dataclass
from datetime import date, datetime

_TRAILER = 1000  # bytes from the end of a file that its identifier is in
WIDTH, HEIGHT = 1600, 2400
"""The least size in pixels that shops and e-readers ask for."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a PDF of ours was made from."""

    digest: str
    """The content's."""
    day: date
    """The day that it bears as that of its last change."""


def read_origin(pdf: bytes) -> Origin | None:
    """What the PDF says of itself; None where it is none of ours."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            digest, day = bytes(opened.trailer["/ID"][0]).decode(), str(opened.docinfo["/ModDate"])
        return Origin(digest, datetime.strptime(day, "D:%Y%m%d").date())
    except (pikepdf.PdfError, KeyError, ValueError, TypeError):
        return None


def is_of(pdf: bytes, digest: str) -> bool:
    """Whether the PDF is one of ours, of content with that digest, as far as its last lines tell."""
    return digest.encode().hex().encode() in pdf[-_TRAILER:]


def draw_cover(pdf: bytes) -> bytes:
    """The first page as a JPEG of at least 1600 × 2400 pixels."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        width, height = page.get_size()
        scale = max(WIDTH / width, HEIGHT / height)
        image = page.render(scale=scale).to_pil().convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=88, optimize=True, subsampling=0, dpi=(300, 300))
    return buffer.getvalue()
