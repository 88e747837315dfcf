"""Ways in which sound text is damaged, made here without the restorer's own tables: by codecs, escapes, keys.

A way is a name of its kind and its own, and a function from sound text to what a user gets to see.
"""

import base64
import codecs
import html
import quopri
import random
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from html.entities import codepoint2name
from itertools import product
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import quote

Change = Callable[[str], str]

_CHARTS = tomllib.loads(Path(__file__).with_name("charts.toml").read_text("utf-8"))
_TONES = "\u0300\u0301\u0309\u0303\u0323"  # as keys have them: grave, acute, hook, tilde, dot
_MARKS = _TONES + "\u0302\u0306\u031b"
_VIETNAMESE = "".join(
    sorted(
        {
            letter
            for vowel in "aăâeêioôơuưy"
            for tone in ("", *_TONES)
            for letter in normalize("NFC", vowel + tone)
        }
        - set("aeiouy")
        | {"đ"}
    )
)
_LETTERS = _VIETNAMESE + _VIETNAMESE.upper()
_LATER = "[\u1ea0-\u1eff]"


class Way(NamedTuple):
    """One way in which a text is damaged."""

    kind: str
    """What it is an instance of."""
    name: str
    """Its own name."""
    damage: Change
    """From sound text to damaged text."""
    right: Change = str
    """From sound text to what is to come back."""


def _each(change: Callable[[str], str]) -> Change:
    """A change of each letter beyond ASCII, alone."""
    return lambda text: "".join(char if char.isascii() else change(char) for char in text)


def _letters(change: Callable[[str], str]) -> Change:
    """A change of each Vietnamese letter beyond ASCII, alone."""
    return lambda text: "".join(change(char) if char in _LETTERS else char for char in text)


def _then(*changes: Change) -> Change:
    def change(text: str) -> str:
        for each in changes:
            text = each(text)
        return text

    return change


def _exchanged(old: str, new: str) -> Change:
    return lambda text: text.replace(old, new)


def _words(change: Callable[[str, random.Random], str], pattern: str = r"[^\W\d_]+") -> Change:
    """A change of each word, drawn from one seed."""

    def changed(text: str) -> str:
        draw = random.Random(20)
        return re.sub(pattern, lambda match: change(match[0], draw), text)

    return changed


# UTF-8 taken for something else.

_PAGES = (
    "cp1252", "cp1258", "latin-1", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "cp437", "cp850", "cp852", "cp866", "cp874", "mac-roman", "mac-cyrillic", "koi8-r", "iso8859-2",
    "iso8859-9", "iso8859-15",
)  # fmt: skip
_ODD = "".join(map(chr, range(0x80, 0xA0)))
_COPIED = {
    "controls and soft hyphens lost, no-break spaces spaces": {
        **dict.fromkeys(_ODD + "\xad", ""),
        "\xa0": " ",
    },
    "controls lost": dict.fromkeys(_ODD, ""),
    "no-break spaces spaces": {"\xa0": " "},
    "no-break spaces lost": {"\xa0": ""},
    "controls ?": dict.fromkeys(_ODD, "?"),
    "controls U+FFFD": dict.fromkeys(_ODD, "\ufffd"),
    "controls spaces": dict.fromkeys(_ODD, " "),
}


def _misread(page: str) -> Change:
    """As browsers do: a byte that the page lacks is a control character."""
    table = "".join(bytes([code]).decode(page, "ignore") or chr(code) for code in range(256))
    return lambda text: codecs.charmap_decode(text.encode(), "strict", table)[0]


def _copied(manner: Mapping[str, str]) -> Change:
    table = str.maketrans(dict(manner))
    return lambda text: text.translate(table)


def _decoded(page: str, errors: str) -> Change:
    return lambda text: text.encode().decode(page, errors)


def _by_lines(change: Change) -> Change:
    """Every second line alone."""
    return lambda text: "\n".join(
        change(line) if number % 2 else line for number, line in enumerate(text.split("\n"))
    )


def _thinned(change: Change, one_in: int) -> Change:
    """One in so many characters beyond ASCII lost afterwards."""

    def thinned(text: str) -> str:
        draw = random.Random(7)
        return "".join(char for char in change(text) if char.isascii() or draw.randrange(one_in))

    return thinned


def _misreadings() -> Iterator[Way]:
    for page in _PAGES:
        yield Way("UTF-8 misread", f"as {page}", _misread(page))
        yield Way("UTF-8 misread, bytes lost", f"as {page}, decoded leaving out", _decoded(page, "ignore"))
        yield Way("UTF-8 misread, bytes lost", f"as {page}, decoded with U+FFFD", _decoded(page, "replace"))
    for page in ("cp1252", "cp1258", "latin-1", "cp1250", "mac-roman", "cp437"):
        for name, manner in _COPIED.items():
            yield Way(
                "UTF-8 misread, bytes lost", f"as {page}, {name}", _then(_misread(page), _copied(manner))
            )
        yield Way("UTF-8 misread, several times", f"as {page} twice", _then(*[_misread(page)] * 2))
        yield Way("UTF-8 misread, several times", f"as {page} three times", _then(*[_misread(page)] * 3))
    for first, second in (
        ("cp1252", "latin-1"),
        ("latin-1", "cp1252"),
        ("cp1258", "cp1252"),
        ("mac-roman", "cp1252"),
    ):
        yield Way(
            "UTF-8 misread, several times",
            f"as {first}, then {second}",
            _then(_misread(first), _misread(second)),
        )
    copied = _copied(next(iter(_COPIED.values())))
    yield Way(
        "UTF-8 misread, several times",
        "as cp1252 twice, copied each time",
        _then(*[_misread("cp1252"), copied] * 2),
    )
    yield Way(
        "UTF-8 misread, several times",
        "as cp1252 twice, copied in the end",
        _then(*[_misread("cp1252")] * 2, copied),
    )
    yield Way(
        "UTF-8 misread, several times",
        "as cp1258 twice, copied in the end",
        _then(*[_misread("cp1258")] * 2, copied),
    )
    yield Way("UTF-8 misread", "as cp1252, every second line", _by_lines(_misread("cp1252")))
    yield Way("UTF-8 misread", "taken apart first, as cp1252", _then(_nfd, _misread("cp1252")))
    yield Way("UTF-8 misread", "as cp1252, in entities", _then(_misread("cp1252"), _decimal))
    yield Way("UTF-8 misread", "as cp1252, in named entities", _then(_misread("cp1252"), _named))
    yield Way("UTF-8 misread, bytes lost", "as cp1252, one in 60 lost", _thinned(_misread("cp1252"), 60))
    yield Way("UTF-8 misread, bytes lost", "as cp1252, lower case", _then(_misread("cp1252"), str.lower))
    for page in ("cp1252", "cp1258", "latin-1", "mac-roman"):
        for change in (str.lower, str.upper, str.title):
            name = f"as {page}, then {change.__name__}"
            yield Way("UTF-8 misread, case changed", name, _then(_misread(page), change), change)
        name = f"in capitals as {page}, then lower"
        yield Way("UTF-8 misread, case changed", name, _then(str.upper, _misread(page), str.lower), str.lower)
    for page in ("gbk", "big5", "shift_jis", "euc-kr"):
        yield Way("UTF-8 misread, several bytes a character", f"as {page}", _decoded(page, "replace"))


# Escapes.

_decimal = _each(lambda char: f"&#{ord(char)};")
_HTML4 = {code: name for code, name in codepoint2name.items() if code > 0x7F}
_named = _each(lambda char: f"&{_HTML4[ord(char)]};" if ord(char) in _HTML4 else f"&#{ord(char)};")


def _quoted(text: str) -> str:
    return quopri.encodestring(text.encode()).decode()


def _mime(encoding: str) -> Change:
    """Encoded words, as subjects of mail have them, a few words each."""

    def word(text: str) -> str:
        data = text.encode()
        if encoding == "B":
            return f"=?UTF-8?B?{base64.b64encode(data).decode()}?="
        return f"=?UTF-8?Q?{''.join(_q(code) for code in data)}?="

    def line(text: str) -> str:
        return " ".join(map(word, re.findall(r"(?:\S+ ?){1,4}", text)))

    return lambda text: "\n".join(map(line, text.split("\n")))


def _q(code: int) -> str:
    char = chr(code)
    return "_" if char == " " else char if char.isascii() and char.isalnum() else f"={code:02X}"


def _base64(text: str) -> str:
    return base64.encodebytes(text.encode()).decode()


def _octets(form: str) -> Change:
    return _each(lambda char: "".join(form.format(byte) for byte in char.encode()))


def _utf7(text: str) -> str:
    return text.encode("utf-7").decode("ascii")


def _escapes() -> Iterator[Way]:
    forms: dict[str, Change] = {
        "decimal": _decimal,
        "decimal without semicolons": _each(lambda char: f"&#{ord(char)}"),
        "decimal without ampersands": _each(lambda char: f"#{ord(char)};"),
        "decimal, a space before the semicolon": _each(lambda char: f"&#{ord(char)} ;"),
        "named": _named,
        "named without semicolons": _each(
            lambda char: f"&{_HTML4[ord(char)]}" if ord(char) < 0x100 else f"&#{ord(char)};"
        ),
        "hexadecimal": _each(lambda char: f"&#x{ord(char):x};"),
        "hexadecimal in capitals": _each(lambda char: f"&#X{ord(char):04X};"),
        "hexadecimal without semicolons": _each(lambda char: f"&#x{ord(char):04x}"),
        "escaped twice": _then(_named, html.escape),
        "escaped three times": _then(_named, html.escape, html.escape),
        "named, taken apart first": _then(lambda text: _nfd(text), _named),
        "HTML5 names": _each(lambda char: f"&{_HTML5.get(char, '#' + str(ord(char)) + ';')}"),
    }
    yield from (Way("HTML entities", name, form) for name, form in forms.items())
    forms = {
        r"\u1ec7": _each(lambda char: f"\\u{ord(char):04x}"),
        r"\\u1ec7": _each(lambda char: f"\\\\u{ord(char):04x}"),
        r"\u{1ec7}": _each(lambda char: f"\\u{{{ord(char):x}}}"),
        r"\U00001ec7": _each(lambda char: f"\\U{ord(char):08x}"),
        r"\x bytes": _octets("\\x{:02x}"),
        r"\x bytes in capitals": _octets("\\x{:02X}"),
        r"\x bytes and code points": _each(
            lambda char: f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}"
        ),
        "octal bytes": _octets("\\{:03o}"),
        "<U+1EC7>": _each(lambda char: f"<U+{ord(char):04X}>"),
        "U+1EC7": _each(lambda char: f"U+{ord(char):04X}"),
        "<e1><bb><87>": _octets("<{:02x}>"),
        "%u1EC7": _each(lambda char: f"%u{ord(char):04X}"),
        "percent": _octets("%{:02X}"),
        "percent in small letters": _octets("%{:02x}"),
        "percent, all of it": lambda text: quote(text),
        "percent, plus for spaces": lambda text: _octets("%{:02X}")(text).replace(" ", "+"),
        "percent twice": lambda text: _octets("%25{:02X}")(text),
        "quoted-printable": _quoted,
        "quoted-printable in one line": _octets("={:02X}"),
        "quoted-printable, breaks lost": lambda text: _quoted(text).replace("=\n", ""),
        "encoded words, B": _mime("B"),
        "encoded words, Q": _mime("Q"),
        "base64": _base64,
        "UTF-7": _utf7,
        r"RTF \u7879?": _each(lambda char: f"\\u{ord(char)}?"),
        r"RTF \u7879\'3f": _each(lambda char: f"\\u{ord(char)}\\'3f"),
        r"CSS \1EC7 ": _each(lambda char: f"\\{ord(char):X} "),
    }
    yield from (Way("other escapes", name, form) for name, form in forms.items())


_HTML5 = {
    char: name
    for name, char in reversed(html.entities.html5.items())
    if name.endswith(";") and len(char) == 1
}

# Keys.

_TELEX = dict(zip(_MARKS, "fsrxjaww", strict=True))
_VNI_KEYS = dict(zip(_MARKS, "21345687", strict=True))
_VIQR_KEYS = dict(zip(_MARKS, "`'?~.^(+", strict=True))


def _typed(keys: Mapping[str, str], stroke: str, late: bool, horn_once: bool = False) -> Change:
    def word(typed: str, draw: random.Random) -> str:
        letters, tones = list[str](), ""
        apart = re.sub(f"([{_TONES}])([{_MARKS[5:]}])", r"\2\1", normalize("NFD", typed))
        if horn_once:
            apart = re.sub("(?i)(u)\u031b(o\u031b)", r"\1\2", apart)
        for char in apart:
            if char in _TONES and late:
                tones += keys[char]
            elif char in keys:
                key = keys[char]
                letters.append(letters[-1].lower() if key == "a" else key)  # aa, ee, oo
            elif char in "đĐ":
                letters += ["d" if char == "đ" else "D", stroke or ("d" if char == "đ" else "D")]
            else:
                letters.append(char)
        return "".join([*letters, tones])

    return _words(word, "(?:[^\\W\\d_]|[\u0300-\u036f])+")


def _viqr(horn: str) -> Change:
    keys = {**_VIQR_KEYS, "\u031b": horn}

    def letter(char: str) -> str:
        if char in "đĐ":
            return "dd" if char == "đ" else "DD"
        parts = normalize("NFD", char)
        base, marks = parts[0], parts[1:]
        return base + "".join(keys[mark] for mark in sorted(marks, key=lambda mark: mark in _TONES))

    return _letters(letter)


def _keys() -> Iterator[Way]:
    yield Way("keystrokes", "Telex, tone last", _typed(_TELEX, "", late=True))
    yield Way("keystrokes", "Telex, tone at its vowel", _typed(_TELEX, "", late=False))
    yield Way("keystrokes", "Telex, uow", _typed(_TELEX, "", late=True, horn_once=True))
    yield Way("keystrokes", "VNI, tone last", _typed(_VNI_KEYS, "9", late=True))
    yield Way("keystrokes", "VNI, tone at its vowel", _typed(_VNI_KEYS, "9", late=False))
    yield Way("keystrokes", "VNI, uo7", _typed(_VNI_KEYS, "9", late=True, horn_once=True))
    yield Way("keystrokes", "VIQR", _viqr("+"))
    yield Way("keystrokes", "VIQR with *", _viqr("*"))


# Old code pages.


def _charted(name: str, page: str = "cp1252") -> Change:
    chart = _CHARTS[name]
    seen = _seen(page)
    table = {
        letter: "".join(map(seen, bytes.fromhex(code)))
        for letter, code in zip(chart["letters"].split(), chart["bytes"].split(), strict=True)
    }
    return lambda text: "".join(table.get(char, char) for char in text)


def _seen(page: str) -> Callable[[int], str]:
    return lambda code: bytes([code]).decode(page, "ignore") or chr(code)


def _capital_font(text: str) -> str:
    """Capitals with tones as small letters, which the font draws as capitals."""
    own = set(_CHARTS["tcvn3"]["letters"])
    return "".join(char if char in own or char not in _LETTERS else char.lower() for char in text)


_tcvn3 = _then(_capital_font, _charted("tcvn3"))


def _converted(name: str) -> Change:
    """Sound text taken for an old code page and converted as if it were."""
    chart = _CHARTS[name]
    letters, codes = chart["letters"].split(), chart["bytes"].split()
    if name == "vni":
        seen = _seen("cp1252")
        signs = {
            "".join(map(seen, bytes.fromhex(code))): letter
            for letter, code in zip(letters, codes, strict=True)
        }
        pattern = re.compile("|".join(sorted(map(re.escape, signs), key=len, reverse=True)))
        return lambda text: pattern.sub(lambda match: signs[match[0]], text)
    table = {
        _seen("cp1252")(bytes.fromhex(code)[0]): letter for letter, code in zip(letters, codes, strict=True)
    }
    return lambda text: text.translate(str.maketrans(table))


def _islands(change: Change) -> Change:
    """Every third and fourth of seven words."""

    def changed(text: str) -> str:
        words = re.split(r"(\s+)", text)
        return "".join(
            change(word) if number % 2 == 0 and number // 2 % 7 in (2, 3) else word
            for number, word in enumerate(words)
        )

    return changed


def _first_line(change: Change) -> Change:
    def changed(text: str) -> str:
        first, *rest = text.split("\n")
        return "\n".join([change(first), *rest])

    return changed


def _old_pages() -> Iterator[Way]:
    for name in ("tcvn3", "vni", "viscii", "vps", "bkhcm2"):
        change = _tcvn3 if name == "tcvn3" else _charted(name)
        yield Way("old code pages", name, change)
        yield Way("old code pages", f"{name}, a first line", _first_line(change))
        yield Way("old code pages, islands", name, _islands(change))
        yield Way("old code pages, further", f"{name}, in entities", _then(change, _named))
        yield Way("old code pages, further", f"{name}, as UTF-8 misread", _then(change, _misread("cp1252")))
        yield Way(
            "old code pages, bytes lost",
            f"{name}, controls and soft hyphens lost",
            _then(change, _copied(_COPIED["controls and soft hyphens lost, no-break spaces spaces"])),
        )
        if name != "bkhcm2":
            yield Way("old code pages, converted twice", name, _converted(name))
    for page, errors in product(("ascii", "cp1258", "cp1250"), ("ignore", "replace")):
        name = f"vni, in {page}, {errors}"
        yield Way("old code pages, bytes lost", name, _then(_charted("vni"), _lossy(page, errors)))
    yield Way("old code pages", "windows-1258", _cp1258)
    for sign in ("-", " ", "?", "\ufffd", "¬"):
        yield Way(
            "old code pages, bytes lost",
            f"tcvn3, soft hyphen {sign!r}",
            _then(_tcvn3, _exchanged("\xad", sign)),
        )
    yield Way("old code pages", "tcvn3, all capitals", _then(str.upper, _tcvn3), str.upper)
    yield Way("old code pages", "vni, all capitals", _then(str.upper, _charted("vni")), str.upper)
    for page in ("latin-1", "cp1258", "cp1250", "cp1251", "mac-roman"):
        yield Way(
            "old code pages, taken for others",
            f"tcvn3 as {page}",
            _then(_capital_font, _charted("tcvn3", page)),
        )
        yield Way("old code pages, taken for others", f"vni as {page}", _charted("vni", page))
    yield Way(
        "old code pages, further",
        "tcvn3, no Latin-1 left",
        _then(_tcvn3, lambda text: text.encode("ascii", "replace").decode()),
    )


def _cp1258(text: str) -> str:
    apart = "".join(_toned_apart(char) for char in text)
    return "".join(map(_seen("cp1252"), apart.encode("cp1258", "replace")))


def _toned_apart(char: str) -> str:
    parts = normalize("NFD", char)
    return normalize("NFC", "".join(part for part in parts if part not in _TONES)) + "".join(
        part for part in parts if part in _TONES
    )


# Letters that look alike, marks apart and astray.

_CYRILLIC = str.maketrans("aeocpxyAEOCPXTHKMBi", "аеосрхуАЕОСРХТНКМВі")
_GREEK = str.maketrans("ovAEOPTXHKMNIYBZ", "ονΑΕΟΡΤΧΗΚΜΝΙΥΒΖ")


def _bases(table: Mapping[int, int]) -> Change:
    """A change of letters beneath their marks too, which stay apart then."""
    return lambda text: normalize("NFC", normalize("NFD", text).translate(table))


def _nfd(text: str) -> str:
    return normalize("NFD", text)


def _mixed(word: str, draw: random.Random) -> str:
    return normalize(draw.choice(["NFC", "NFD"]), word)


def _misplaced_order(text: str) -> str:
    """Marks above before marks on the vowel: canonically another text, to the eye the same."""
    return re.sub("([\u0302\u0306])([\u0300-\u0303\u0309])", r"\2\1", _nfd(text))


def _wrong_vowel(word: str, draw: random.Random) -> str:
    """The tone one letter further, where a vowel stands there."""
    return normalize(
        "NFC",
        re.sub(
            "(?i)([aeiouy][\u0302\u0306\u031b]?)([\u0300\u0301\u0303\u0309\u0323])([aeiouy][\u0302\u0306\u031b]?)",
            r"\1\3\2",
            _nfd(word),
        ),
    )


def _look_alikes() -> Iterator[Way]:
    forms: dict[str, Change] = {
        "Ð for Đ": lambda text: text.replace("Đ", "Ð"),
        "Ð and ð": lambda text: text.replace("Đ", "Ð").replace("đ", "ð"),
        "Ɖ and ɖ": lambda text: text.replace("Đ", "Ɖ").replace("đ", "ɖ"),
        "₫ for đ": lambda text: text.replace("đ", "₫"),
        "Cyrillic": lambda text: text.translate(_CYRILLIC),
        "Cyrillic beneath marks": _bases(_CYRILLIC),
        "Greek": lambda text: text.translate(_GREEK),
        "Cyrillic and Greek in some words": _words(
            lambda word, draw: word.translate(_CYRILLIC) if draw.randrange(3) else word.translate(_GREEK)
        ),
        "caron for breve": lambda text: normalize("NFC", _nfd(text).replace("\u0306", "\u030c")),
        "full width": lambda text: "".join(
            chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text
        ),
        "mathematical": lambda text: "".join(
            chr(0x1D5EE + ord(char) - 97) if "a" <= char <= "z" else char for char in text
        ),
        "0 for o": lambda text: re.sub("(?<=[a-zà-ỹ])o|o(?=[a-zà-ỹ])", "0", text),
        "1 for l": lambda text: re.sub("l(?=[a-zà-ỹ])", "1", text),
        "I for l": lambda text: re.sub("l(?=[a-zà-ỹ])", "I", text),
        "dotless i": lambda text: text.replace("i", "ı"),
    }
    yield from (Way("look-alikes", name, form) for name, form in forms.items())
    forms = {
        "NFD": _nfd,
        "NFC and NFD mixed by words": _words(_mixed),
        "mixed by letters": lambda text: _letters(
            lambda char: normalize("NFD" if ord(char) % 3 else "NFC", char)
        )(text),
        "tones apart": lambda text: "".join(map(_toned_apart, text)),
        "marks in another order": _misplaced_order,
        "marks behind spaces": lambda text: re.sub("([\u0300-\u036f])", r" \1", _nfd(text)),
        "tone on the next vowel": _words(_wrong_vowel),
        "grave and acute of their own": lambda text: (
            _nfd(text).replace("\u0300", "\u0340").replace("\u0301", "\u0341")
        ),
        "zero-width spaces": lambda text: text.replace(" ", " \u200b"),
        "zero-width joiners in words": _words(lambda word, draw: word[:1] + "\u200d" + word[1:]),
        "soft hyphens in words": _words(
            lambda word, draw: word[:2] + "\xad" + word[2:] if len(word) > 3 else word
        ),
        "no-break spaces": lambda text: text.replace(" ", "\xa0"),
    }
    yield from (Way("marks and spellings", name, form) for name, form in forms.items())


# Losses.


def _lossy(page: str, errors: str) -> Change:
    return lambda text: text.encode(page, errors).decode(page)


def _best_fit(text: str) -> str:
    """Windows, from Unicode to code page 1252."""
    table = str.maketrans("ĂăĐđĨĩŨũƠơƯư", "AaÐdIiUuOoUu")
    return text.translate(table).encode("cp1252", "replace").decode("cp1252")


def _best_fit_ascii(text: str) -> str:
    """The same to ASCII: Latin-1's letters lose their marks, all others are question marks."""
    table = str.maketrans("ĂăĐđĨĩŨũƠơƯư", "AaDdIiUuOoUu")
    plain = "".join(
        normalize("NFD", char)[0] if ord(char) < 0x100 else char for char in text.translate(table)
    )
    return plain.encode("ascii", "replace").decode()


def _dropped(pattern: str, left: str = "") -> Change:
    return lambda text: re.sub(pattern, left, text)


def _bare(text: str) -> str:
    return "".join(part for part in _nfd(text) if part not in _MARKS).translate(str.maketrans("đĐ", "dD"))


def _without(marks: str) -> Change:
    return lambda text: normalize("NFC", "".join(part for part in _nfd(text) if part not in marks))


_BEYOND = f"[{_LETTERS}]"


def _losses() -> Iterator[Way]:
    forms: dict[str, Change] = {
        "U+1EA0-1EFF": _dropped(_LATER),
        "U+1EA0-1EFF after Latin-1": _dropped("(?<![\u0100-\uffff])[\u1ea0-\u1ebe\u1ec0-\u1eff]"),
        "what Latin-1 lacks": _lossy("latin-1", "ignore"),
        "what ASCII lacks": _lossy("ascii", "ignore"),
        "what cp1258 lacks": _lossy("cp1258", "ignore"),
        "what cp1250 lacks": _lossy("cp1250", "ignore"),
        "what Mac Roman lacks": _lossy("mac-roman", "ignore"),
    }
    yield from (Way("letters deleted", name, form) for name, form in forms.items())
    forms = {
        "U+1EA0-1EFF": _dropped(_LATER, "?"),
        "Latin-1": _lossy("latin-1", "replace"),
        "cp1252": _lossy("cp1252", "replace"),
        "ASCII": _lossy("ascii", "replace"),
        "cp1258": _lossy("cp1258", "replace"),
        "cp1250": _lossy("cp1250", "replace"),
        "Latin-2": _lossy("iso8859-2", "replace"),
        "cp437": _lossy("cp437", "replace"),
        "best fit": _best_fit,
        "best fit to ASCII": _best_fit_ascii,
        "taken apart, ASCII": _then(_nfd, _lossy("ascii", "replace")),
        "taken apart, Latin-1": _then(_nfd, _lossy("latin-1", "replace")),
        "a ? for each byte": _letters(lambda char: "?" * len(char.encode())),
        "a ? for each unit and one": _letters(lambda char: "??"),
    }
    yield from (Way("question marks", name, form) for name, form in forms.items())
    for sign in "_*□■\ufffd#~·¿\uf0a3¤.-|+":
        yield Way("placeholders", f"{sign!a} for all", _dropped(_BEYOND, sign.replace("\\", r"\\")))
    for sign in "_□\ufffd*":
        yield Way("placeholders", f"{sign!a} for U+1EA0-1EFF", _dropped(_LATER, sign))
    yield Way("placeholders", "a space for all", _dropped(_BEYOND, " "))
    yield Way("placeholders", "a space for U+1EA0-1EFF", _dropped(_LATER, " "))
    yield Way("placeholders", "U+FFFD for each byte", _letters(lambda char: "\ufffd" * len(char.encode())))
    yield Way(
        "placeholders", "U+FFFD and ?", lambda text: _dropped(_BEYOND, "?")(_dropped(_LATER, "\ufffd")(text))
    )
    yield Way(
        "placeholders",
        "private letters, one for each",
        _letters(lambda char: chr(0xE000 + _LETTERS.index(char))),
    )
    yield Way(
        "placeholders",
        "private letters, three",
        _letters(lambda char: chr(0xF020 + _LETTERS.index(char) % 3)),
    )
    forms = {
        "all": _bare,
        "all but đ": lambda text: "".join(part for part in _nfd(text) if part not in _MARKS),
        "all, đ lost": lambda text: _lossy("ascii", "ignore")(_nfd(text)),
        "tones": _without(_TONES),
        "circumflex, breve and horn": _without("\u0302\u0306\u031b"),
        "dot below": _without("\u0323"),
        "hook above": _without("\u0309"),
        "horn": _without("\u031b"),
        "circumflex": _without("\u0302"),
        "strokes": lambda text: text.replace("đ", "d").replace("Đ", "D"),
        "of letters of U+1EA0-1EFF": lambda text: "".join(
            _bare(char) if "\u1ea0" <= char <= "\u1eff" else char for char in text
        ),
    }
    yield from (Way("marks lost", name, form) for name, form in forms.items())
    forms = {
        "´ ` ~ ? ?, behind the bare vowel": _letters(lambda char: _spelt_marks(char, "`´?~?", bare=True)),
        "´ ` ~ ? ., behind the vowel": _letters(lambda char: _spelt_marks(char, "`´?~.")),
        "spacing marks": _letters(lambda char: _spelt_marks(char, "\u02cb\u02ca\u02c0\u02dc\u02f3")),
        "? for every mark": lambda text: re.sub("[\u0300-\u036f]", "?", _nfd(text)),
        "□ for every mark": lambda text: re.sub("[\u0300-\u036f]", "□", _nfd(text)),
        "U+FFFD for every tone": lambda text: re.sub(
            f"[{_TONES}]", "\ufffd", "".join(map(_toned_apart, text))
        ),
        "all tones acute": lambda text: normalize("NFC", re.sub(f"[{_TONES}]", "\u0301", _nfd(text))),
    }
    yield from (Way("marks turned to other signs", name, form) for name, form in forms.items())
    for letter in "đươàáêôạảấệộớ":
        yield Way("one letter lost", letter, _exchanged(letter, ""))
    for letter in "đưấ":
        yield Way("one letter lost", f"{letter} as ?", _exchanged(letter, "?"))
    yield Way(
        "one letter lost",
        "ư and ơ with all tones",
        lambda text: "".join(char for char in text if "\u031b" not in normalize("NFD", char)),
    )


def _spelt_marks(char: str, signs: str, bare: bool = False) -> str:
    if char in "đĐ":
        return {"đ": "d", "Đ": "D"}[char] if bare else char
    parts = normalize("NFD", char)
    plain = normalize("NFC", "".join(part for part in parts if part not in (_MARKS if bare else _TONES)))
    return plain + "".join(signs[_TONES.index(part)] for part in parts if part in _TONES)


# Bytes of UTF-16.


def _utf16(text: str) -> str:
    return text.encode("utf-16-le").decode("latin-1")


def _low_bytes(text: str) -> str:
    return "".join(chr(ord(char) & 0xFF) for char in text)


def _utf16_ways() -> Iterator[Way]:
    forms: dict[str, Change] = {
        "all bytes": _utf16,
        "zeros lost": lambda text: _utf16(text).replace("\0", ""),
        "zeros spaces": lambda text: _utf16(text).replace("\0", " "),
        "controls lost": lambda text: re.sub("[\0-\x08\x0b-\x1f\x7f-\x9f]", "", _utf16(text)),
        "controls lost, zeros spaces": lambda text: re.sub(
            "[\x01-\x08\x0b-\x1f\x7f-\x9f]", "", _utf16(text)
        ).replace("\0", " "),
        "letters beyond ASCII lost, zeros spaces": lambda text: " ".join(_lossy("ascii", "ignore")(text)),
        "low bytes alone": _low_bytes,
        "low bytes, controls lost": lambda text: re.sub(
            "[\x01-\x08\x0b-\x1f\x7f-\x9f]", "", _low_bytes(text)
        ),
    }
    yield from (Way("UTF-16 as bytes", name, form) for name, form in forms.items())


# Spaces and lines.


def _wrapped(width: int, hyphen: str = "") -> Change:
    return lambda text: "\n".join(
        f"{hyphen}\n".join(line[start : start + width] for start in range(0, len(line), width))
        for line in text.split("\n")
    )


def _spaced(one_in: int, pattern: str) -> Change:
    """A space put in at one in so many of such places."""

    def changed(text: str) -> str:
        draw = random.Random(3)
        return re.sub(pattern, lambda match: match[0] + (" " if draw.randrange(one_in) == 0 else ""), text)

    return changed


def _joined(one_in: int) -> Change:
    def changed(text: str) -> str:
        draw = random.Random(5)
        return re.sub(" ", lambda _: "" if draw.randrange(one_in) == 0 else " ", text)

    return changed


def _broken_where_lost(text: str) -> str:
    """The first way of losing letters, and one in four of the lost a line's end."""
    draw = random.Random(11)
    return re.sub(
        "(?<=[a-zà-ỹ])[\u1ea0-\u1ebe\u1ec0-\u1eff]", lambda _: "" if draw.randrange(4) else "\n", text
    )


def _spaces() -> Iterator[Way]:
    inside = r"[^\W\d_](?=[^\W\d_])"
    forms: dict[str, Change] = {
        "behind letters of U+1EA0-1EFF": lambda text: re.sub(f"({_LATER})(?=[^\\W\\d_])", r"\1 ", text),
        "before letters of U+1EA0-1EFF": lambda text: re.sub(f"(?<=[^\\W\\d_])({_LATER})", r" \1", text),
        "around letters beyond ASCII": lambda text: re.sub(f"({_BEYOND})", r" \1 ", text).replace("  ", " "),
        "one in 10 letters": _spaced(10, inside),
        "one in 40 letters": _spaced(40, inside),
        "between all letters": lambda text: re.sub(inside, lambda match: match[0] + " ", text),
        "between all letters, three between words": lambda text: re.sub(
            inside, lambda match: match[0] + " ", text.replace(" ", "   ")
        ),
        "all lost": lambda text: text.replace(" ", ""),
        "one in 4 lost": _joined(4),
        "one in 20 lost": _joined(20),
        "lost behind marks of sentences": lambda text: re.sub("(?<=[,.;:]) ", "", text),
        "letters doubled": _words(lambda word, draw: "".join(letter * 2 for letter in word)),
        "letters doubled and spaced": lambda text: " ".join(
            "".join(char * 2 for char in text if char != " ")
        ),
        "words doubled": lambda text: re.sub(r"([^\W\d_]+)", r"\1 \1", text),
    }
    yield from (Way("spaces moved", name, form) for name, form in forms.items())
    forms = {
        "within words at 40": _wrapped(40),
        "within words at 60": _wrapped(60),
        "within words at 50, with a hyphen": _wrapped(50, "-"),
        "where letters were lost": _broken_where_lost,
        "within words at 40, U+1EA0-1EFF lost": _then(
            _dropped("(?<![\u0100-\uffff])[\u1ea0-\u1ebe\u1ec0-\u1eff]"), _wrapped(40)
        ),
        "between all words": lambda text: text.replace(" ", "\n"),
    }
    yield from (Way("lines broken", name, form) for name, form in forms.items())


def _ocr() -> Iterator[Way]:
    def slips(pairs: Mapping[str, str], one_in: int) -> Change:
        def changed(text: str) -> str:
            draw = random.Random(13)
            pattern = "|".join(map(re.escape, sorted(pairs, key=len, reverse=True)))
            return re.sub(
                pattern, lambda match: pairs[match[0]] if draw.randrange(one_in) == 0 else match[0], text
            )

        return changed

    shapes = {
        "ư": "u",
        "ơ": "o",
        "đ": "d",
        "ă": "ã",
        "ậ": "â",
        "ế": "ê",
        "ộ": "ô",
        "rn": "m",
        "l": "i",
        "h": "b",
        "ầ": "à",
        "ỉ": "ì",
        "ữ": "ũ",
    }
    yield Way("slips of OCR", "one in 8", slips(shapes, 8))
    yield Way("slips of OCR", "one in 30", slips(shapes, 30))
    yield Way(
        "slips of OCR",
        "random tones on one word in 3",
        _words(
            lambda word, draw: (
                normalize("NFC", _bare_tone(word) + draw.choice(_TONES))
                if draw.randrange(3) == 0 and word[-1] in "aeiouy"
                else word
            )
        ),
    )
    yield Way("slips of OCR", "random tones", _words(_retoned))


def _bare_tone(word: str) -> str:
    return _without(_TONES)(word)


def _retoned(word: str, draw: random.Random) -> str:
    plain = _bare_tone(word)
    return normalize(
        "NFC", re.sub("(?i)([aeiouyăâêôơư])", lambda match: match[0] + draw.choice(_TONES), plain, count=1)
    )


WAYS: tuple[Way, ...] = tuple(
    way
    for ways in (_misreadings, _escapes, _keys, _old_pages, _look_alikes, _losses, _utf16_ways, _spaces, _ocr)
    for way in ways()
)
"""All of them, in order of their kinds."""
