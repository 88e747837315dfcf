"""The check that no letter comes out as an empty box: each must be in a family of the theme."""

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from html import unescape
from pathlib import Path
from unicodedata import normalize

import lxml.html

from kyyeu.errors import ContentError, Mistakes, TemplateError, Whereabouts
from kyyeu.model import Booklet

UNSEEN = re.compile("[\xad\u200b-\u200d\u2060\ufeff\ufe00-\ufe0f]")
"""Where a word may break, join, or take another shape: what has no glyph needs none.

Not so the signs that turn the order of reading: with them a line would say another thing than its letters do.
"""


_ESCAPE = re.compile(
    r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U(00(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4}))(?![0-9A-Fa-f])"
)
"""A character as YAML has it between straight quotation marks."""
_REFERENCE = re.compile("&#?[0-9A-Za-z]+;?")
_PLAIN = {"&amp;", "&lt;", "&gt;", "&#34;", "&#39;"}
"""The references that templates write for a text's own characters."""
_STOOD_FOR = "&<>\"'"


def check_glyphs(
    booklet: Booklet,
    html: str,
    covered: frozenset[str],
    read: Callable[[str], str] = lambda name: "",
    folder: Path = Path(),
    find_origin: Callable[[str, int, int], Whereabouts] | None = None,
) -> None:
    """Raise Problems naming the characters of the print document `html` that are not among the `covered`.

    Each is told with every file of the content that says it, and the first line there; the text of a file is
    asked of `read` by its name in the `folder`, and where a character of a block is from of `find_origin`,
    by the file's name. One that none says is the theme's own.
    """
    if {*_REFERENCE.findall(html)} <= _PLAIN and not _find_lacking({*html, *_STOOD_FOR}, covered):
        return  # so none of the text is lacking, which need not be told from its markup
    lacking = _find_lacking(_letters_of(html), covered)
    if not lacking:
        return
    said = {where: (lacking & _in_either_case(value), value) for where, value in _files(booklet)}
    own = lacking.difference(*(chars for chars, _ in said.values()))
    mistakes = Mistakes(
        ContentError(
            "missing-glyphs", folder / place.path, place.line or None,
            where=place.path.as_posix(), chars=_name(found), **place.facts,
        )
        for where, (chars, value) in said.items()
        if chars
        for line, left in _find_lines(read(where), chars)
        for place, found in (
            [(Whereabouts(Path(where), line), left)]
            if line
            else _find_origins(where, value, left, find_origin)
        )
    )  # fmt: skip
    if own:
        mistakes.note(TemplateError("missing-glyphs", where="labels.j2, parts/", chars=_name(own)))
    mistakes.settle()


def _find_lacking(chars: set[str], covered: frozenset[str]) -> set[str]:
    """Those of the characters that have no glyph and need one."""
    return {char for char in chars - covered if not (char.isspace() or UNSEEN.match(char))}


def _find_lines(text: str, chars: set[str]) -> Iterator[tuple[int | None, set[str]]]:
    """The lines on which characters stand first, each with them; None for those written otherwise."""
    left = set(chars)
    for number, line in enumerate(text.split("\n"), 1):
        if found := left & _say(line):
            yield number, found
            left -= found
    if left:
        yield None, left


def _find_origins(
    where: str, value: object, chars: set[str], find_origin: Callable[[str, int, int], Whereabouts] | None
) -> Iterator[tuple[Whereabouts, set[str]]]:
    """Where each character is from that a file does not say: a table beside it does, or a wrong number."""
    blocks = [block.text for block in getattr(value, "blocks", ())] if find_origin else []
    for char in sorted(chars):
        number = next((place for place, text in enumerate(blocks) if char in _in_either_case(text)), None)
        if number is None or find_origin is None:
            yield Whereabouts(Path(where), 0), {char}
        else:
            start = next(place for place, one in enumerate(blocks[number]) if char in _in_either_case(one))
            yield find_origin(where, number, start), {char}


def _say(line: str) -> set[str]:
    """The characters that a line says, be they written as HTML or YAML lets them, or in the other case."""
    said = unescape(_ESCAPE.sub(lambda match: chr(int(match[match.lastindex or 0], 16)), line))
    return {*line} | _in_either_case(said) | _in_either_case(normalize("NFC", said))


def _letters_of(html: str) -> set[str]:
    """The letters that may be printed: of the text, and of attributes, which style sheets may print."""
    # lxml for Windows has a libxml2 before 2.14, which knows HTML 4's names alone, and with a semicolon only.
    numbered = _REFERENCE.sub(_by_number, html)
    document = lxml.html.document_fromstring(numbered, parser=lxml.html.HTMLParser(huge_tree=True))
    return set[str]().union(*document.xpath("//body//text() | //body/descendant-or-self::*/@*"))


def _by_number(reference: re.Match[str]) -> str:
    """The characters that HTML 5 has it stand for, each by its number; itself where it stands for none."""
    return "".join(f"&#{ord(char)};" for char in unescape(reference[0])) or reference[0]


def _name(chars: set[str]) -> str:
    return " ".join(
        f"{char} (U+{ord(char):04X})" if char.isprintable() else f"U+{ord(char):04X}"
        for char in sorted(chars)
    )


def _files(booklet: Booklet) -> Iterator[tuple[str, object]]:
    """What each file of the content says."""
    yield "booklet.yaml", replace(booklet, foreword=None, articles=(), findings=())
    if booklet.foreword:
        yield booklet.foreword.reads[0].name, booklet.foreword  # its own file comes first
    yield from ((f"articles/{article.slug}.md", article) for article in booklet.articles)


def _in_either_case(value: object) -> set[str]:
    """Every letter of a part of the booklet, small and large: a template may set words in capitals."""
    text = "".join(_find_texts(value))
    return {*text, *text.lower(), *text.upper()}


def _find_texts(value: object) -> Iterator[str]:
    """Every text in a part of the booklet, whatever field has it, so that none can be forgotten."""
    match value:
        case str():
            yield value
        case tuple():
            for part in value:
                yield from _find_texts(part)
        case _ if hasattr(value, "__dataclass_fields__"):
            for field in fields(value):  # type: ignore[arg-type]  # a dataclass, as all of the model are
                yield from _find_texts(getattr(value, field.name))
