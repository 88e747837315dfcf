r"""Letters written as escapes of web pages, programs and mail.

>>> ESCAPES["html-entities"].read("T&#7889i ng&agrave;y")
'Tối ngày'
>>> ESCAPES["unicode-escapes"].read("T<U+1EC9>nh \u1ee7y")
'Tỉnh ủy'
"""

import base64
import binascii
import quopri
import re
from collections.abc import Callable, Iterator
from email.header import decode_header
from html import unescape
from html.entities import html5
from urllib.parse import unquote_to_bytes

from kyyeu.restorer.damage.letters import LETTERS
from kyyeu.restorer.damage.notation import Notation, Respelt

_HEX = r"[\da-fA-F]"
_LEGACY = "|".join(sorted((name for name in html5 if not name.endswith(";")), key=len, reverse=True))
# The last form has lost its ampersand, and must be a letter of ours.
_ENTITY = (
    rf"&(?:[ ]?#\d{{2,7}}(?:\s?;)?|#[xX]{_HEX}{{2,6}};?|[A-Za-z][A-Za-z0-9]{{1,31}};|(?:{_LEGACY}))"
    r"|(?<!&)(?<!amp;)#\d{3,5};"
)
_CODE_POINT = (
    rf"(?P<decimal>(?:\\u\d{{3,5}}(?:\?|\\'3[fF]))+)"
    rf"|(?P<octal>(?:\\[0-3][0-7]{{2}}){{2,}})|(?P<bytes>(?:<[89a-fA-F]{_HEX}>){{2,}})"
    rf"|<U\+(?P<angled>{_HEX}{{4,6}})>|(?<!\\)\\++u\{{(?P<braced>{_HEX}{{1,6}})\}}"
    rf"|(?P<units>(?:(?:(?<!\\)\\++|%)u{_HEX}{{4}})+)|\\U(?P<long>{_HEX}{{8}})|(?P<octets>(?:\\x{_HEX}{{2}})+)"
    rf"|(?P<windows>(?:\\'[89a-fA-F]{_HEX})+)|\\(?P<css>{_HEX}{{2,5}})[ ]"
    rf"|U\+(?P<plain>[\dA-F]{{4}})"
    rf"|u(?P<stripped>(?:00[c-fC-F]|01[0126abAB]|1[eE][a-fA-F]){_HEX})"
)
# Where programs write letters so, they write ends of lines and quotation marks so too.
_CONTROLS = {"n": "\n", "r": "\n", "t": "\t", '"': '"', "/": "/"}
_CONTROL = r'(?P<control>(?<![A-Za-z]:)(?:\\{1,8}r)?\\{1,8}[nrt"/])|u(?P<mark>20(?:1[3489cdCD]|26))'


def _unescape_entity(match: re.Match[str]) -> str:
    if match[0][0] != "&":
        return _ours(int(match[0][1:-1]))
    if match[0][:3].lower() == "&#x" and match[0][-1] != ";":
        return _unescape_open(match[0][3:])
    return unescape(re.sub(r"\s", "", match[0]))


def _unescape_open(digits: str) -> str:
    """A letter by its number without an end: as many digits as make one of ours, the rest letters."""
    for count in range(min(4, len(digits)), 1, -1):
        if (letter := chr(int(digits[:count], 16))) in LETTERS:
            return letter + digits[count:]
    raise ValueError(digits)


def _ours(code: int) -> str:
    """The letter, if it is one of ours; ValueError where it is another, which so may mean something else."""
    if chr(code) not in LETTERS:
        raise ValueError(code)
    return chr(code)


def _unescape_code_point(match: re.Match[str]) -> str:
    kind, written = next((kind, written) for kind, written in match.groupdict().items() if written)
    match kind:
        case "decimal":
            return _unescape_decimal(written)
        case "octal":
            return bytes(int(code, 8) for code in written.split("\\")[1:]).decode()
        case "bytes":
            return bytes.fromhex(re.sub("[<>]", "", written)).decode()
        case "units":
            return bytes.fromhex(re.sub(r"[\\%u]", "", written)).decode("utf-16-be", "strict")
        case "octets":
            return _of_bytes(bytes.fromhex(written.replace("\\x", "")), "latin-1")
        case "windows":
            return _of_bytes(bytes.fromhex(written.replace("\\'", "")), "cp1252")
        case "control":
            return _CONTROLS[written[-1]]
        case "css" | "plain" | "stripped":
            return _ours(int(written, 16))
    return chr(int(written, 16))


def _of_bytes(data: bytes, page: str) -> str:
    """Bytes as text in UTF-8, or else in the code page."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode(page)


def _unescape_decimal(written: str) -> str:
    """Letters as RTF has them, by decimal numbers; a question mark may follow hexadecimal ones too."""
    return "".join(_ours(int(code)) for code in re.findall(r"\\u(\d+)", written))


def _unquote(match: re.Match[str]) -> str:
    return unquote_to_bytes(match[0]).decode()


def _unquote_form(match: re.Match[str]) -> str:
    return " " if match[0] == "+" else _unquote(match)


def _unquote_mail(match: re.Match[str]) -> str:
    return quopri.decodestring(match[0].encode("ascii")).decode()


def _decode_words(match: re.Match[str]) -> str:
    parts = decode_header(match[0])
    return "".join(part if isinstance(part, str) else part.decode(page or "ascii") for part, page in parts)


def _decode_base64(match: re.Match[str]) -> str:
    """Text that has a letter beyond ASCII; a letter cut through at either end is U+FFFD."""
    text = base64.b64decode("".join(match[0].split()), validate=True).decode(errors="replace")
    if text.count("\ufffd") > _CUT or text.isascii() or not text.replace("\n", "").isprintable():
        raise ValueError(match[0])
    return text


def _decode_utf7(match: re.Match[str]) -> str:
    letters = match[0].rstrip("-").encode("ascii") + b"-"
    return "".join(sign if sign in _SIGNS else _ours(ord(sign)) for sign in letters.decode("utf-7"))


def _notation(name: str, pattern: str, read: Callable[[re.Match[str]], str]) -> Notation:
    return Notation(name, _Finder(pattern, read))


class _Finder:
    """Finds escapes in a text, and what each stands for."""

    def __init__(self, pattern: str, read: Callable[[re.Match[str]], str]) -> None:
        self._pattern, self._read = re.compile(pattern), read

    def __call__(self, text: str) -> Iterator[Respelt]:
        for match in self._pattern.finditer(text):
            try:
                letters = self._read(match)
            except (ValueError, OverflowError, KeyError, LookupError, binascii.Error):
                continue  # it only looks like an escape
            if letters != match[0] and not any("\ud800" <= letter <= "\udfff" for letter in letters):
                yield Respelt(match.start(), match[0], letters)


_code_points, _with_controls = (
    _Finder(pattern, _unescape_code_point) for pattern in (_CODE_POINT, f"{_CODE_POINT}|{_CONTROL}")
)


def _programmed(text: str) -> Iterator[Respelt]:
    """Letters as programs write them; if there are any, also ends of lines and quotation marks."""
    return (_with_controls if next(_code_points(text), None) else _code_points)(text)


_OCTETS = rf"(?:%{_HEX}{{2}})+"
_percent, _form = _Finder(_OCTETS, _unquote), _Finder(rf"{_OCTETS}|\+", _unquote_form)


def _percent_encoded(text: str) -> Iterator[Respelt]:
    """Letters beyond ASCII and, where there are any, all else; where there is no space, a plus sign is one.

    A percent sign tells too: text so written twice has no other.
    """
    found = [*(_percent if re.search("[ \t]", text.strip()) else _form)(text)]
    return iter(found if any(not each.letter.isascii() or "%" in each.letter for each in found) else ())


# What else is met in text, and is as good as nowhere written so by chance.
_SIGNS = "²³°½“”‘’–—…€•"

# A letter that is cut through leaves so many bytes at most, at either end.
_CUT = 4
_QUAD = "(?:[A-Za-z0-9+/]{4})"
_ENCODED_WORD = r"=\?[\w-]+\?[BbQq]\?[^?\s]*\?="

ESCAPES = {
    notation.name: notation
    for notation in (
        _notation("html-entities", _ENTITY, _unescape_entity),
        Notation("unicode-escapes", _programmed),
        Notation("percent-encoding", _percent_encoded),
        # A line of mail that ends in "=" goes on below. The standard has no small letters; some mail has.
        _notation(
            "quoted-printable",
            r"(?:=[\dA-F]{2}|=[89a-f][\da-f]|(?<==[\dA-Fa-f]{2})=\r?\n|=\r?\n)+",
            _unquote_mail,
        ),
        # White space between two such words, and a line that goes on after a space, is none of the text.
        _notation("encoded-words", rf"{_ENCODED_WORD}(?:(?:\r?\n)?[ \t]+{_ENCODED_WORD})*", _decode_words),
        _notation(
            "base64",
            rf"(?<!\S)(?:{_QUAD}+\r?\n)*{_QUAD}{{5,}}(?:[A-Za-z0-9+/]{{2,3}}={{1,2}}\n?)?",
            _decode_base64,
        ),
        _notation("utf-7", r"\+[A-Za-z0-9/+]{3,}-?", _decode_utf7),
    )
}
"""By name, each with the way back."""
