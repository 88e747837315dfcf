r"""UTF-8 taken for a code page of one byte a character, and what copying then does to the odd ones.

>>> misread("utf8-as-windows-1258").notations[0].read("lĂ\xa0m viá»‡c")
'làm việc'
"""

import codecs
import re
from collections.abc import Iterator
from functools import cache, reduce

from kyyeu.restorer.damage.damage import NONE, Damage
from kyyeu.restorer.damage.factoring import factored
from kyyeu.restorer.damage.letters import LETTERS
from kyyeu.restorer.damage.notation import Notation, Respelt
from kyyeu.restorer.damage.pairs import join_halves

CODE_PAGES = (
    *(f"windows-{number}" for number in (1252, 1258)),
    "iso-8859-1",
    *(f"windows-{number}" for number in (1250, 1251, 1253, 1254, 1255, 1256, 1257)),
    *(
        "cp874",
        "mac-roman",
        "cp437",
        "cp850",
        "cp852",
        "cp866",
        "cp858",
        "cp720",
        "koi8-r",
        "koi8-u",
        "tis-620",
    ),
    *(f"iso-8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)),
    *("mac-cyrillic", "mac-greek", "mac-turkish", "mac-latin2", "hp-roman8", "tis-620", "kz1048", "ptcp154"),
)
"""What Python knows of them, the ones met most often first."""

MISREAD = "utf8-as-"

_CONTROLS = "".join(map(chr, range(0x80, 0xA0)))
MANNERS = {
    "-trimmed": str.maketrans({**dict.fromkeys(_CONTROLS + "\u00ad", ""), "\u00a0": " "}),
    "-cut": str.maketrans(dict.fromkeys(_CONTROLS, "")),
    "-joined": str.maketrans({"\u00a0": ""}),
    "-bare": str.maketrans(dict.fromkeys(_CONTROLS + "\u00ad\u00a0", "")),
    "-spaced": str.maketrans({"\u00a0": " "}),
    "-holes": str.maketrans(dict.fromkeys(_CONTROLS, "\ufffd")),
    "-questioned": str.maketrans(dict.fromkeys(_CONTROLS, "?")),
    "-blanked": str.maketrans(dict.fromkeys(_CONTROLS + "\u00a0", " ")),
}
"""By the ending of a name, what became of controls, soft hyphens and no-break spaces: the odd characters."""

_BLANKED = "-blanked"
KEPT = "-kept"
"""Before such an ending: what the page leaves undefined beyond the controls stayed, as Latin-1 has it."""

# What else articles have beyond ASCII. The no-break space is left out: as white space it proves nothing.
BESIDES = "".join(
    char
    for char in (*map(chr, range(0xA1, 0x100)), *"“”‘’‚„–—…•€™\u0300\u0301\u0303\u0309\u0323")
    if char not in LETTERS
)


def misread(*names: str) -> Damage:
    """The damage of a text misread once for each name, the first first; KeyError where one is none."""
    if all(name.removeprefix(MISREAD) in CODE_PAGES for name in names):
        notations = tuple(map(_notation, names))
        return Damage(", ".join(names), NONE.lost, exact=True, notations=notations, beneath=NONE)
    became = {letter: reduce(seen, names, letter) for letter in dict.fromkeys(LETTERS + BESIDES)}
    # Where controls became spaces no-break spaces may be left.
    kept = {reduce(_seen_with_blanks, names, letter): letter for letter in LETTERS}
    also = kept if any(name.endswith(_BLANKED) for name in names) else {}
    return factored(", ".join(names), became, spare=BESIDES, also=also)


def _seen_with_blanks(text: str, name: str) -> str:
    """The same where no-break spaces stayed while controls became spaces."""
    if not name.endswith(_BLANKED):
        return seen(text, name)
    blank = dict.fromkeys(map(ord, _CONTROLS), " ")
    return seen(text, name.removesuffix(_BLANKED).removesuffix(KEPT)).translate(blank)


def count_misread(text: str, code_page: str) -> int:
    """How many characters of the text are letters in UTF-8 taken for that code page."""
    return sum(len(written) for _, written, _ in _notation(MISREAD + code_page).respelt(text))


@cache
def characters_of(code_page: str) -> frozenset[str]:
    """The characters beyond ASCII that bytes beyond ASCII are in that code page."""
    return frozenset(characters_by_byte(code_page)[0x80:])


@cache
def beginnings_of(code_page: str) -> frozenset[str]:
    """What the first bytes of our letters are in that code page."""
    return frozenset(characters_by_byte(code_page)[letter.encode()[0]] for letter in LETTERS)


_FOLLOWING = range(0x80, 0xC0)
# The second bytes of the two halves of a pair, of which some programs write each as UTF-8: 😀.
_HALVES = range(0xA0, 0xB0), range(0xB0, 0xC0)


def seen(text: str, name: str) -> str:
    """The text as it looks after it was misread."""
    page, manner, kept = _parse(name)
    # What becomes of controls becomes of what is undefined, which browsers show as a control.
    table = _table_of_controls(page) if ord(_CONTROLS[0]) in manner and not kept else characters_by_byte(page)
    return codecs.charmap_decode(text.encode(), "strict", table)[0].translate(manner)


def without_manner(name: str) -> str:
    """The name of the misreading alone, or of another damage."""
    ending = next((ending for ending in MANNERS if name.endswith(ending)), "")
    return name.removesuffix(ending).removesuffix(KEPT)


def _parse(name: str) -> tuple[str, dict[int, str], bool]:
    page = name.removeprefix(MISREAD)
    for ending, manner in MANNERS.items():
        if page.endswith(ending):
            page = page.removesuffix(ending)
            return _known(page.removesuffix(KEPT)), manner, page.endswith(KEPT)
    return _known(page), {}, False


def keeps_undefined(name: str, manner: str, text: str) -> bool:
    """Whether a text so misread has what the page leaves undefined, though its controls are gone.

    >>> keeps_undefined("utf8-as-windows-1253", "-cut", "li\u0393\u00aan"), keeps_undefined(
    ...     "utf8-as-windows-1253", "-cut", "li\u0393n"
    ... )
    (True, False)
    """
    page = name.removeprefix(MISREAD)
    if page not in CODE_PAGES or ord(_CONTROLS[0]) not in MANNERS[manner]:
        return False
    return not _undefined(page).isdisjoint(text)


@cache
def _undefined(code_page: str) -> frozenset[str]:
    """Those of Latin-1's letters and signs that stand for what the page leaves undefined."""
    own = _table_of_controls(code_page)
    return frozenset(
        char for char, other in zip(characters_by_byte(code_page), own, strict=True) if char != other
    )


def _known(page: str) -> str:
    if page not in CODE_PAGES:
        raise KeyError(page)
    return page


@cache
def characters_by_byte(code_page: str) -> str:
    """The character of each byte; those that are undefined are controls, as browsers have it."""
    return "".join(bytes([code]).decode(code_page, "ignore") or chr(code) for code in range(256))


@cache
def _table_of_controls(code_page: str) -> str:
    """The same with one control for all that are undefined."""
    return "".join(
        char if code < 0xA0 or bytes([code]).decode(code_page, "ignore") else _CONTROLS[0]
        for code, char in enumerate(characters_by_byte(code_page))
    )


def _of(code_page: str, *codes: int) -> str:
    table = characters_by_byte(code_page)
    return re.escape("".join(table[code] for code in codes))


def _decode(data: bytes) -> str:
    """The letter in UTF-8, nothing where it is none."""
    try:
        return join_halves(data.decode("utf-8", "surrogatepass"))
    except UnicodeDecodeError:
        return ""


@cache
def _notation(name: str) -> Notation:
    page = name.removeprefix(MISREAD)
    following = _of(page, *_FOLLOWING)
    openings = ((range(0xF0, 0xF5), 3), (range(0xE0, 0xF0), 2), (range(0xC2, 0xE0), 1))
    whole = (f"[{_of(page, *codes)}][{following}]{{{more}}}" for codes, more in openings)
    halves = (f"{_of(page, 0xED)}[{_of(page, *codes)}][{following}]" for codes in _HALVES)
    letter = re.compile("|".join(["".join(halves), *whole]))
    code_of = {char: code for code, char in reversed([*enumerate(characters_by_byte(page))])}

    def respelt(text: str) -> Iterator[Respelt]:
        for match in letter.finditer(text):
            if read := _decode(bytes(map(code_of.__getitem__, match[0]))):
                yield Respelt(match.start(), match[0], read)

    return Notation(name, respelt)
