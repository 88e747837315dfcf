"""What is made of finished PDFs: the picture of a cover, and what they were made from.

What reads them is brought in where one is read: a build in which nothing has changed reads none.
"""

import io
import re
from dataclasses import dataclass
from datetime import date, datetime

_TRAILER = 1000  # bytes of which a file's trailer has fewer
_START = re.compile(rb"startxref\s+(\d{1,15})\s+%%EOF\s*\Z")
_IDENTIFIER = re.compile(rb"/ID \[<([0-9a-f]+)><\1>\]")  # in a file that nobody else wrote on
_DAY = re.compile(rb"<xmp:ModifyDate>(\d{4}-\d\d-\d\d)</xmp:ModifyDate>")
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
    return _read_as_written(pdf) or _read_whole(pdf)


def _read_as_written(pdf: bytes) -> Origin | None:
    """The same where the file is as it was written: to open one of thousands of pages takes long."""
    named, day = _IDENTIFIER.search(_trailer_of(pdf)), _DAY.match(pdf, pdf.rfind(b"<xmp:ModifyDate>"))
    try:
        return named and day and Origin(_text(named), date.fromisoformat(day[1].decode()))
    except ValueError:
        return None


def _text(identifier: re.Match[bytes]) -> str:
    return bytes.fromhex(identifier[1].decode()).decode()


def _read_whole(pdf: bytes) -> Origin | None:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            digest, day = bytes(opened.trailer["/ID"][0]).decode(), str(opened.docinfo["/ModDate"])
        return Origin(digest, datetime.strptime(day, "D:%Y%m%d").date())
    except (pikepdf.PdfError, KeyError, ValueError, TypeError):
        return None


def is_of(pdf: bytes, digest: str) -> bool:
    """Whether the PDF is one of ours, of content with that digest, as far as its trailer tells."""
    return digest.encode().hex().encode() in _trailer_of(pdf)


def _trailer_of(pdf: bytes) -> bytes:
    """What the file says last of itself (ISO 32000-1, 7.5.8): before the places of its objects."""
    start = _START.search(pdf[-_TRAILER:])
    place = int(start[1]) if start else len(pdf)
    return pdf[place : place + _TRAILER]


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
