"""The bytes of a file as text, whatever decade it is from."""

import codecs
import re

from kyyeu.restorer.damage.code_page import seen_as_windows_1252
from kyyeu.restorer.damage.pairs import join_halves
from kyyeu.restorer.refusals import NotText, OtherKind, SpoiltUtf8

_OTHER_KINDS = re.compile(
    rb"(?P<pdf>%PDF-)|(?P<rtf>\{\\rtf)|(?P<zip>PK\x03\x04)|(?P<office>\xd0\xcf\x11\xe0)"
    rb"|(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?xml[^>]*>\s*)?(?P<html><(?:!doctype\s+html|html)\b)",
    re.IGNORECASE,
)
"""How files begin that people save as text: the tags of a web page would be restored with its words."""


def decode(data: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16, and otherwise an old code page taken for Windows-1252.

    The damages tcvn3, vni, viscii, vps and windows-1258 undo that last reading.

    Raises:
        NotText: there is a NUL byte, as in pictures and programs, or the UTF-16 is broken.
        OtherKind: it begins as a PDF, an office document, an archive or a web page does.
        SpoiltUtf8: all but a few bytes are UTF-8; the rest would hide what damage the text has.
    """
    if other := _OTHER_KINDS.match(data.replace(b"\0", b"")):  # without NULs, UTF-16 begins as UTF-8 does
        kind = other.lastgroup or ""
        raise OtherKind(other.start(kind), seen_as_windows_1252(other[kind]), kind)
    try:
        # UTF-32 begins like UTF-16, and then has NULs
        utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        text = data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        text = _joined(data) or _decode_old(data, error)
    nul = text.find("\0")
    if nul >= 0:
        raise NotText(nul, "\0")
    return text


def _decode_old(data: bytes, error: UnicodeDecodeError) -> str:
    """What is not UTF-8, taken for Windows-1252; raises NotText or SpoiltUtf8 where it is something else."""
    if error.encoding.startswith("utf-16"):
        raise NotText(error.start, repr(data[error.start : error.end])) from error
    if _is_mostly_utf8(data):
        line = data.count(b"\n", 0, error.start) + 1
        raise SpoiltUtf8(error.start, f"0x{data[error.start]:02X}", line) from error
    return seen_as_windows_1252(data)


def _joined(data: bytes) -> str:
    """UTF-8 in which characters are written as pairs, half by half; nothing where it is something else."""
    try:
        return join_halves(data.decode("utf-8", "surrogatepass").removeprefix("\ufeff"))
    except UnicodeDecodeError:
        return ""


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether more letters beyond ASCII are UTF-8 than are not; in an old code page few are, by chance."""
    beyond = [char for char in data.decode("utf-8", "surrogateescape") if not char.isascii()]
    return 2 * sum("\udc80" <= char <= "\udcff" for char in beyond) < len(beyond)
