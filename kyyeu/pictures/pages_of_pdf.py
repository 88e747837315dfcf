"""The pages of a PDF as pictures: what a scanner made of a document, drawn as fine as print wants.

The room's only module that knows pdfium, which is not to be used by two threads at a time.
"""

import io
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from math import sqrt
from threading import Lock
from typing import Any

from kyyeu.errors import ContentError
from kyyeu.processes.anew import can_begin_anew, run_anew
from kyyeu.processes.apart import Bounds, Ended, can_be_copied, do_apart, keep_within

_DPI = 300
_MOST_PIXELS = 40_000_000  # of a page: an A3 sheet has 17 million; a larger one is drawn coarser
_LONGEST = 65_500  # pixels, of a side: JPEG has no more
_MOST_PAGES = 60
_POINTS = 72
_ALONE = Lock()
_WANTS_PASSWORD, _ONLY_ADOBE_S = 4, 2  # FPDF_ERR_PASSWORD, FORMTYPE_XFA_FULL
logging.getLogger("pypdfium2").addHandler(logging.NullHandler())  # it can't draw other XFA, nor need it
_BOUNDS = Bounds(seconds=20, memory=4 << 30)
"""Of a page: pdfium draws what lies in itself, time and again, until the sun goes cold."""


def count_pages(data: bytes) -> int:
    """How many pages the PDF has.

    Raises ContentError, with no path, where it can't be opened, or has too many.
    """
    count = int(_bounded(data, 0))
    if count > _MOST_PAGES:
        raise ContentError("pdf-long", count=count, most=_MOST_PAGES)
    return count


def draw_page(data: bytes, number: int) -> bytes:
    """The page of that number, from 1, as a PNG on white.

    Raises ContentError, with no path, where it is broken, or takes too long.
    """
    return _bounded(data, number)


def _bounded(data: bytes, number: int) -> bytes:
    """What `_look` gives, done where it can be ended."""
    try:
        if can_be_copied() or not can_begin_anew():
            import pypdfium2  # noqa: F401  # here, and not in each copy of the process

            return do_apart(partial(_look, data, number), _BOUNDS)
        said = run_anew(f"from {__name__} import look_anew; look_anew({number})", data, _BOUNDS)
    except Ended:
        raise ContentError("pdf-endless") from None
    if said.startswith(_BROKEN):
        raise ContentError(said.removeprefix(_BROKEN).decode())
    return said.removeprefix(_DONE)


_DONE, _BROKEN = b"+", b"-"
"""What a new Python says first: what is broken has its code behind it."""


def look_anew(number: int) -> None:
    """In a new Python: write what `_look` gives of the PDF that is read."""
    keep_within(_BOUNDS)
    try:
        said = _DONE + _look(sys.stdin.buffer.read(), number)
    except ContentError as error:
        said = _BROKEN + error.code.encode()
    sys.stdout.buffer.write(said)


def _look(data: bytes, number: int) -> bytes:
    """The page of that number as a PNG; of 0 how many pages there are, in digits."""
    with _opened(data) as document:
        if not number:
            return str(len(document)).encode()
        page = document[number - 1]
        sides = page.get_width(), page.get_height()
        fine = sqrt(_MOST_PIXELS / (sides[0] * sides[1] / _POINTS**2))
        dpi = min(_DPI, fine, _LONGEST * _POINTS / max(sides))
        picture = page.render(scale=dpi / _POINTS).to_pil().convert("RGB")
        buffer = io.BytesIO()
        picture.save(buffer, "PNG", compress_level=1)  # nobody keeps it
        return buffer.getvalue()


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    """The document, closed again; whatever pdfium stumbles over is a broken picture."""
    import pypdfium2

    with _ALONE:
        try:
            with pypdfium2.PdfDocument(data) as document:
                if document.get_formtype() == _ONLY_ADOBE_S:
                    raise ContentError("pdf-form")
                document.init_forms()  # else no field is drawn, nor the seal of who signed
                yield document
        except (ContentError, MemoryError):
            raise
        except Exception as error:
            locked = getattr(error, "err_code", None) == _WANTS_PASSWORD
            raise ContentError("pdf-locked" if locked else "picture-broken") from None
