"""The layout engine at work: for one thread at a time, with our fonts alone, and no warning unheard.

The only module that brings in WeasyPrint.
"""

import logging
import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from contextvars import ContextVar
from importlib.resources import as_file, files
from pathlib import PurePosixPath
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

from kyyeu.errors import KyyeuError, MachineError, Problems, TemplateError, problem_of
from kyyeu.pdf.late import brought_in_late
from kyyeu.pdf.pango import PangoMissing, answered, find_native, require_pango
from kyyeu.pdf.short_names import name_plainly

BASE = "https://booklet.invalid/"
"""The address of the booklet's own files: a host that can't exist (RFC 2606). Nothing is ever asked of it."""

_TYPES = {".css": "text/css", ".ttf": "font/ttf", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
          ".png": "image/png", ".svg": "image/svg+xml"}  # fmt: skip

# The engine's functions, which are mended, its logger and FONTCONFIG_FILE belong to the whole process, so
# two threads take turns. They lose nothing: the engine is Python, and runs in one thread at a time anyway.
_AT_WORK = threading.RLock()


@contextmanager
def engine_at_work() -> Iterator[ModuleType]:
    """WeasyPrint, mended, for this thread alone; afterwards all is as it was.

    Raises MachineError without Pango, what `read` raised for a file that can't be had, and TemplateError
    with whatever WeasyPrint would only have warned of, or broke off at: a number beyond all measure, say.
    """
    with _AT_WORK, _our_fonts_alone():
        engine = bring_in()
        from weasyprint.urls import FatalURLFetchingError

        from kyyeu.pdf.beside import surrounded  # which imports WeasyPrint, as the next do
        from kyyeu.pdf.composing import composed
        from kyyeu.pdf.feet import footed
        from kyyeu.pdf.figures import yielding
        from kyyeu.pdf.gridding import gridded
        from kyyeu.pdf.mends import SHEET, mended
        from kyyeu.pdf.table_breaks import well_parted

        try:
            with (
                _warnings_kept(SHEET) as said,
                mended(),
                composed(),
                yielding(),
                gridded(),
                footed(),
                surrounded(),
                well_parted(),
            ):
                yield engine
        except FatalURLFetchingError as error:
            raise _refused(error) from None
        except (KyyeuError, Problems, MemoryError):
            raise
        except OSError as error:  # WeasyPrint puts faces into a folder of the system's for a while
            raise MachineError("no-layout", problem=problem_of(error)) from error
        except Exception as fault:
            problem = f"{type(fault).__name__}: {fault}"
            raise TemplateError("layout-broken-off", problem=problem) from fault
    if said:
        raise TemplateError("render-warning", problem="; ".join(dict.fromkeys(said)))


def bring_in() -> ModuleType:
    """WeasyPrint; who copies the process brings it in before. Raises MachineError where it can't be had."""
    if not __debug__:  # WeasyPrint 70 draws a cover's picture elsewhere without its asserts
        raise MachineError("asserts-off")
    try:
        require_pango()
        with (
            _AT_WORK,
            _our_fonts_alone(),  # it looks through them all when it is brought in
            answered(),
            brought_in_late(),
            redirect_stdout(None),  # where it would say that libraries are missing, as we do below
            warnings.catch_warnings(),
        ):
            warnings.filterwarnings("ignore", "No fonts configured in FontConfig")  # that is what we want
            import weasyprint  # half a second, and it needs the libraries above
    except (PangoMissing, OSError) as error:
        raise MachineError(_name_lack(), problem=str(error).splitlines()[0]) from None
    from weasyprint import images

    images.ImageFile.LOAD_TRUNCATED_IMAGES = False  # Pillow's, for the whole process: half a picture is none
    return weasyprint  # type: ignore[no-any-return]


def _name_lack(platform: str = sys.platform) -> str:
    """The error of a machine without the libraries: how they come there is another thing on each system."""
    if platform in ("win32", "darwin"):
        return "pango-not-carried"
    return "no-pango" if find_native() else "pango-not-installed"


def fetcher_of(read: Callable[[str], bytes]) -> Any:
    """What WeasyPrint fetches files with: what `read` gives for a name under `BASE`, and nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]
        """Hands out the booklet's own files; every other address is refused."""

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            if not url.startswith(BASE):
                raise ValueError(f"outside the booklet: {url}")
            name = unquote(urlsplit(url).path).lstrip("/")
            kind = _TYPES.get(PurePosixPath(name).suffix, "application/octet-stream")
            return URLFetcherResponse(url, read(name), {"Content-Type": kind})

    return Fetcher(fail_on_errors=True)


def _refused(error: BaseException) -> Exception:
    """Why a file that the document asks for can't be had."""
    cause = error.__cause__
    return (
        cause
        if isinstance(cause, KyyeuError | Problems | MemoryError)
        else TemplateError("render-warning", problem=str(cause))
    )


@contextmanager
def _our_fonts_alone() -> Iterator[None]:
    """Fontconfig sees the faces that the style sheet names and no other, so that all machines agree."""
    before = os.environ.get("FONTCONFIG_FILE")
    with as_file(files("kyyeu.pdf") / "fonts.conf") as config:
        os.environ["FONTCONFIG_FILE"] = name_plainly(str(config))
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


class _Kept(logging.Filter):
    """Keeps what WeasyPrint warns this thread of; what it tells another thread of the process passes."""

    def __init__(self, sheet: ContextVar[str]) -> None:
        super().__init__()
        self.said: list[str] = []
        self._sheet = sheet
        self._thread = threading.get_ident()

    def filter(self, record: logging.LogRecord) -> bool:
        if threading.get_ident() != self._thread:
            return True
        if record.levelno >= logging.WARNING:
            sheet = self._sheet.get().removeprefix(BASE)
            self.said.append((sheet and f"{sheet}: ") + record.getMessage().replace(BASE, ""))
        return False


@contextmanager
def _warnings_kept(sheet: ContextVar[str]) -> Iterator[list[str]]:
    """What WeasyPrint would have logged, kept instead of printed; `sheet` tells which it is reading."""
    kept, logger = _Kept(sheet), logging.getLogger("weasyprint")
    level = logger.level
    logger.addFilter(kept)
    logger.setLevel(logging.WARNING)  # whatever the program around us wants to see in its own log
    try:
        yield kept.said
    finally:
        logger.setLevel(level)
        logger.removeFilter(kept)
