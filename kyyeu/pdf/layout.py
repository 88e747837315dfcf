"""Print HTML as PDF bytes: PDF/UA-1, every page and link, no system font, no network.

The only module that knows WeasyPrint.
"""

import logging
import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from kyyeu.errors import KyyeuError, MachineError, TemplateError
from kyyeu.pdf.pango import PangoMissing, require_pango

_BASE = "https://booklet.invalid/"  # a host that can't exist (RFC 2606); nothing is ever asked of it
_POINTS = 0.75  # of a CSS pixel
_TYPES = {".css": "text/css", ".ttf": "font/ttf", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
          ".png": "image/png", ".svg": "image/svg+xml"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line of text as it was set."""

    page: int
    """The page it stands on, from 1."""
    baseline: float
    """How far below the page's upper edge its letters stand, in points."""
    text: str
    """What it says, without what the style sheet generates."""
    anchors: tuple[str, ...]
    """The ids of the elements that stand on it within the line, wholly or in part."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished PDF."""

    data: bytes = field(repr=False)
    """The file."""
    pages: int
    """How many pages it has."""
    lines: tuple[SetLine, ...] = field(repr=False)
    """The lines that were asked for, page by page."""


def write_pdf(
    html: str, read: Callable[[str], bytes], identifier: str, lines_of: str = "", tagged: bool = True
) -> Pdf:
    """The document as PDF; `read` gives the bytes behind each relative link, and nothing else is fetched.

    `identifier` becomes the file's ID: the same for the same content. `lines_of` names the class of the
    elements whose lines are wanted, if any are. What is not `tagged` is no PDF/UA. Raises MachineError
    without Pango, and TemplateError with whatever the layout engine would only have warned of.
    """
    with _our_fonts_alone(), _warnings_kept() as said:
        try:
            require_pango()
            from weasyprint import HTML  # half a second, and it needs the libraries above
            from weasyprint.urls import FatalURLFetchingError
        except (PangoMissing, OSError) as error:
            raise MachineError("no-pango", problem=str(error).splitlines()[0]) from None
        from kyyeu.pdf.mends import mended  # imports WeasyPrint

        variant = "pdf/ua-1" if tagged else None
        try:
            with mended():
                page = HTML(string=html, base_url=_BASE, url_fetcher=_fetcher(read))
                document = page.render(pdf_variant=variant)
                data = document.write_pdf(pdf_variant=variant, pdf_identifier=identifier.encode())
        except FatalURLFetchingError as error:
            raise _refused(error) from None
    if said:
        raise TemplateError("render-warning", problem="; ".join(dict.fromkeys(said)))
    lines = _find_lines([page._page_box for page in document.pages], lines_of) if lines_of else ()
    return Pdf(data, len(document.pages), tuple(lines))


def _find_lines(pages: list[Any], name: str) -> Iterator[SetLine]:
    """The lines in elements of the class `name`, from the layout engine's box trees; a picture is no line."""
    for number, page in enumerate(pages, 1):
        for box in _line_boxes(page, name, False):
            inner = [part for part in box.descendants() if part is not box and "::" not in part.element_tag]
            text = "".join(getattr(part, "text", "") for part in inner)
            ids = dict.fromkeys(part.element.get("id") for part in inner if part.element.get("id"))
            if text.strip():
                yield SetLine(number, (box.position_y + box.baseline) * _POINTS, text, tuple(ids))


def _line_boxes(box: Any, name: str, inside: bool) -> Iterator[Any]:
    from weasyprint.formatting_structure.boxes import LineBox

    inside = inside or (box.element is not None and name in box.element.get("class", "").split())
    if not isinstance(box, LineBox):
        for child in getattr(box, "children", ()):
            yield from _line_boxes(child, name, inside)
    elif inside:
        yield box


def _refused(error: BaseException) -> KyyeuError:
    """Why a file that the document asks for can't be had."""
    cause = error.__cause__
    return cause if isinstance(cause, KyyeuError) else TemplateError("render-warning", problem=str(cause))


def _fetcher(read: Callable[[str], bytes]):  # type: ignore[no-untyped-def]  # WeasyPrint is imported late
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]
        """Hands out the booklet's own files; every other address is refused."""

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            parts = urlsplit(url)
            if not url.startswith(_BASE):
                raise ValueError(f"outside the booklet: {url}")
            name = unquote(parts.path).lstrip("/")
            kind = _TYPES.get(PurePosixPath(name).suffix, "application/octet-stream")
            return URLFetcherResponse(url, read(name), {"Content-Type": kind})

    return Fetcher(fail_on_errors=True)


@contextmanager
def _our_fonts_alone() -> Iterator[None]:
    """Fontconfig sees the faces that the style sheet names and no other, so that all machines agree."""
    before = os.environ.get("FONTCONFIG_FILE")
    with as_file(files("kyyeu.pdf") / "fonts.conf") as config:
        os.environ["FONTCONFIG_FILE"] = str(config)
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


@contextmanager
def _warnings_kept() -> Iterator[list[str]]:
    """What WeasyPrint would have logged, kept instead of printed."""
    said: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    propagate, logger.propagate = logger.propagate, False
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "No fonts configured in FontConfig")  # that is what we want
            yield said
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate
