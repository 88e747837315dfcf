"""The bytes of a file as text that can be printed, its line ends alone made uniform."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from kyyeu.errors import ContentError, Mistakes, Term
from kyyeu.restorer import NotText, OtherKind, SpoiltUtf8
from kyyeu.restorer.text_file import decode

# Controls but the tab, halves of pairs, and the two that neither XML nor YAML can hold.
_UNPRINTABLE = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SEPARATOR = re.compile("[\u2028\u2029]")  # an end of a line that only some programs show, and no face has
_MARKS = re.compile(r"(?<=[^\s\u0300-\u036f])[\u0300-\u036f]+")
_MOST_MARKED = 2  # a letter and a mark
_MOST_TOLD = 20  # lines of one file that can't be printed; more of them, and it is no text


def decode_text(data: bytes, path: Path) -> str:
    """The text file `path`, which holds `data`: NFC, without a byte-order mark.

    Raises ContentError where it is no UTF-8, Problems where lines of it can't be printed.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse_other_kind(data, path)
        line = data.count(b"\n", 0, error.start) + 1
        raise ContentError("not-utf8", path, line, byte=f"0x{data[error.start]:02X}") from None
    text = _make_uniform(text)
    Mistakes(islice(_find_unprintable(text, path, 1, _UNPRINTABLE, _SEPARATOR), _MOST_TOLD)).settle()
    text = unicodedata.normalize("NFC", text)
    Mistakes(islice(_find_piled(text, path), _MOST_TOLD)).settle()
    return text


def _refuse_other_kind(data: bytes, path: Path) -> None:
    """Raise ContentError where the file is a program's own and no text, whatever it is called."""
    try:
        decode(data)
    except OtherKind as error:
        raise ContentError("text-other-kind", path, kind=Term(error.kind)) from None
    except (SpoiltUtf8, NotText):
        pass


def decode_source(data: bytes, path: Path) -> str:
    """The source file `path`, which holds `data`, as text.

    It may be in an old code page: it is read as the newspaper's machine read it, and the damage that an
    article declares undoes that. Raises ContentError where it is no text.
    """
    try:
        return _make_uniform(decode(data))
    except SpoiltUtf8 as error:
        raise ContentError("spoilt-utf8", path, error.line, byte=error.found) from None
    except OtherKind as error:
        raise ContentError("other-kind", path, kind=Term(error.kind)) from None
    except NotText as error:
        code = "not-text" if error.found == "\0" else "broken-utf16"
        raise ContentError(code, path, place=error.place) from None


def refuse_unprintable(text: str, path: Path, first_line: int = 1) -> None:
    """Raise ContentError where the text, whose first line is `first_line` of `path`, can't be printed."""
    for mistake in _find_unprintable(text, path, first_line, _UNPRINTABLE):
        raise mistake


def _find_unprintable(
    text: str, path: Path, first_line: int, *patterns: re.Pattern[str]
) -> Iterator[ContentError]:
    """A mistake for each line that can't be printed."""
    for number, row in enumerate(text.split("\n"), first_line):
        if bad := next(filter(None, (pattern.search(row) for pattern in patterns)), None):
            yield ContentError("control-character", path, number, char=f"U+{ord(bad[0]):04X}")


def _find_piled(text: str, path: Path) -> Iterator[ContentError]:
    """A mistake for each line with a letter that has several marks and no character of its own.

    A PDF would have other words for it, and for each letter that is drawn with one of its glyphs.
    """
    for start, facts in find_piled(text):
        yield ContentError("marks-piled", path, text.count("\n", 0, start) + 1, **facts)


def find_piled(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Where each such letter stands, and what is to be told of it."""
    for marks in _MARKS.finditer(text):
        letter = text[marks.start() - 1 : marks.end()]
        if len(unicodedata.normalize("NFD", letter)) > _MOST_MARKED:
            codes = " ".join(f"U+{ord(char):04X}" for char in letter)
            yield marks.start() - 1, {"text": letter, "chars": codes}


def _make_uniform(text: str) -> str:
    """The text with line feeds alone for line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
