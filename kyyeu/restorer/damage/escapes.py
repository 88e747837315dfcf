r"""Letters written as escapes of web pages, programs and mail.

>>> ESCAPES["html-entities"].read("T&#7889i ng&agrave;y")
'Tối ngày'
>>> ESCAPES["unicode-escapes"].read("T<U+1EC9>nh \u1ee7y")
'Tỉnh ủy'
"""

import binascii
import quopri
import re
from collections.abc import Callable, Iterator
from html import unescape
from html.entities import html5
from urllib.parse import unquote_to_bytes

from kyyeu.restorer.damage.notation import Notation, Respelt

_LEGACY = "|".join(sorted((name for name in html5 if not name.endswith(";")), key=len, reverse=True))
_ENTITY = rf"&(?:#\d{{2,7}};?|#[xX][\da-fA-F]{{2,6}};?|[A-Za-z][A-Za-z0-9]{{1,31}};|(?:{_LEGACY}))"
_HEX = r"[\da-fA-F]"
_CODE_POINT = (
    rf"<U\+({_HEX}{{4,6}})>|\\u\{{({_HEX}{{1,6}})\}}|((?:[\\%]u{_HEX}{{4}})+)"
    rf"|\\U({_HEX}{{8}})|((?:\\x{_HEX}{{2}})+)|(?<![A-Za-z])U\+({_HEX}{{4,6}})(?![\da-fA-F])"
)


def _unescape_code_point(match: re.Match[str]) -> str:
    _, _, units, _, octets, _ = match.groups()
    if units:
        return bytes.fromhex(re.sub(r"[\\%]u", "", units)).decode("utf-16-be", "strict")
    if octets:
        data = bytes.fromhex(octets.replace("\\x", ""))
        try:
            return data.decode()
        except UnicodeDecodeError:
            return data.decode("latin-1")
    return chr(int(next(filter(None, match.groups())), 16))


def _unquote(match: re.Match[str]) -> str:
    return unquote_to_bytes(match[0]).decode()


def _unquote_mail(match: re.Match[str]) -> str:
    return quopri.decodestring(match[0].encode("ascii")).decode()


def _notation(name: str, pattern: str, read: Callable[[re.Match[str]], str]) -> Notation:
    compiled = re.compile(pattern)

    def respelt(text: str) -> Iterator[Respelt]:
        for match in compiled.finditer(text):
            try:
                letters = read(match)
            except (ValueError, OverflowError, binascii.Error):
                continue  # it only looks like an escape
            if letters != match[0] and not any("\ud800" <= letter <= "\udfff" for letter in letters):
                yield Respelt(match.start(), match[0], letters)

    return Notation(name, respelt)


ESCAPES = {
    notation.name: notation
    for notation in (
        _notation("html-entities", _ENTITY, lambda match: unescape(match[0])),
        _notation("unicode-escapes", _CODE_POINT, _unescape_code_point),
        _notation("percent-encoding", rf"(?:%{_HEX}{{2}})+", _unquote),
        # A line of mail that ends in "=" goes on below.
        _notation("quoted-printable", r"(?:=[\dA-F]{2}|(?<==[\dA-F]{2})=\r?\n|=\r?\n)+", _unquote_mail),
    )
}
"""By name, each with the way back."""
