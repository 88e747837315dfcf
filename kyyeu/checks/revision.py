"""Books that are not what they seem to be: of other content, or changed without saying so.

A reading system and a library tell two releases of a book by their identifier and the day of their last
change; where both are the same, the old copy is kept.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from kyyeu.checks.verdicts import Grade, Verdict
from kyyeu.errors import ContentError, KyyeuError
from kyyeu.files import LargeFile, read_file
from kyyeu.model import Booklet, Finding
from kyyeu.pdf.finished import is_of, read_origin


def find_unrevised(booklet: Booklet, last: bytes, today: date) -> Iterator[Finding]:
    """Whether the PDF that was made `last` is of other content and bears the same day, which is over.

    Until that day the booklet is being made, and changes with every build.
    """
    day = booklet.modified
    if day >= today or is_of(last, booklet.digest):
        return
    origin = read_origin(last)
    if origin and origin.digest != booklet.digest and origin.day == day:
        yield Finding("book-changed", "booklet.yaml", None, (("day", str(day)), ("today", str(today))))


def find_left(booklet: Booklet, out: Path) -> Iterator[Finding]:
    """A cover for a print shop that an earlier build left in `out`, where none is made now."""
    name = f"{booklet.slug}-cover.pdf"
    if not booklet.cover.spread and (out / name).exists():
        yield Finding("cover-left", "booklet.yaml", None, (("text", name),))


def find_stale(data: bytes, path: Path) -> Iterator[Verdict]:
    """Whether the file `path` is another book than the one that the content makes now: `data`."""
    try:
        if read_file(path, len(data)) != data:
            yield Verdict(Grade.WARNING, ContentError("book-stale", path))
    except LargeFile:
        yield Verdict(Grade.WARNING, ContentError("book-stale", path))
    except OSError:
        yield Verdict(Grade.NOTE, KyyeuError("book-not-there", path))
