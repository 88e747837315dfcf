"""Verse: a line stays a line, its leading blanks count, and a blank line parts stanzas.

Each line gets a sign before it is parsed, so that none begins a list, a quotation or code.
"""

import re
from collections.abc import Callable, Iterator

import lxml.html
from lxml.html import HtmlElement

from kyyeu.content.kinds.broken_lines import add_break, cut_at_breaks, drop_break, move_inside
from kyyeu.content.prose.blocks import HEADINGS
from kyyeu.content.prose.idiom import Idiom
from kyyeu.content.prose.meant import find_verbatim
from kyyeu.content.prose.signs import LINE_SIGN

_STEP = 0.5  # em for each blank that a line begins with
_DEEPEST = 8.0  # em: with large letters on a telephone there is room for a word beside them
_MOST_BLANKS = 64  # that a line has before its words as far as they are shown; a page is about as wide
_NO_VERSE = re.compile(
    r"\s*$|\s{0,3}(?:#{1,6}(?:\s|$)|!\[|<[/!A-Za-z]|\[\^[^\]]+\]:|\[[^\]^]+\]:\s|([-*_])[ ]*(?:\1[ ]*){2,}$)"
)
"""What is no line of a poem: a heading, a picture, HTML, a note, what a link leads to, a rule."""
_BEGINS = re.compile(r"\A(?:\s|&(?:nbsp|ensp|emsp|#160|#[xX]0*[aA]0);)+")
_QUOTED = re.compile(r"(?:\s{0,3}> ?)?")
_NOTE = re.compile(r"\s{0,3}\[\^[^\]]+\]:")


def write_verse(text: str) -> str:
    r"""The Markdown, a sign before each line of verse for itself and for each of its leading blanks.

    >>> write_verse("Một\n  - hai").replace(LINE_SIGN, "·")
    '·Một  \n···- hai'
    """
    return write_lines(text, lambda line: True)


def write_lines(text: str, wanted: Callable[[str], bool]) -> str:
    """The same for those of the lines that are `wanted`, of those that may be verse."""
    lines = text.split("\n")
    verse = [found and wanted(line) for found, line in zip(_find_verse(lines), lines, strict=True)]
    return "\n".join(
        _write_line(line, place + 1 < len(lines) and verse[place + 1]) if is_verse else line
        for place, (line, is_verse) in enumerate(zip(lines, verse, strict=True))
    )


def _find_verse(lines: list[str]) -> list[bool]:
    """Which of the lines are verse: what is indented below a note is its own; code and HTML are none."""
    found, noted, verbatim = list[bool](), False, find_verbatim(lines)
    for place, line in enumerate(lines):
        noted = bool(_NOTE.match(line)) or (noted and (line[:1] in " \t" or not line.strip()))
        quoted = _QUOTED.match(line)
        assert quoted
        is_verse = not noted and place not in verbatim and not _NO_VERSE.match(line[quoted.end() :])
        found.append(is_verse)
    return found


def _write_line(line: str, goes_on: bool) -> str:
    quoted = _QUOTED.match(line)
    assert quoted
    words = _BEGINS.sub(_blanks_of, drop_break(line[quoted.end() :]))
    bare = words.lstrip().lstrip(LINE_SIGN)
    begins = words[: len(words) - len(words.lstrip())].expandtabs(4)
    blanks = max(len(begins), words.count(LINE_SIGN) - 1)
    sign = LINE_SIGN * (1 + min(blanks, _MOST_BLANKS + 1))  # one more tells that there were
    break_ = "  " * goes_on  # blanks, which are nothing where a quotation ends
    return quoted[0].lstrip() + sign + bare + break_


def _blanks_of(begins: re.Match[str]) -> str:
    """What a line begins with, each blank that was written as an entity as those that are as wide."""
    return re.sub("&(e[mn]sp|[^;&]*);", lambda blank: "  " if blank[1] == "emsp" else " ", begins[0])


def find_deep(text: str) -> Iterator[int]:
    """The lines of verse, from 1, that begin farther in than is shown."""
    for number, line in enumerate(write_verse(text).split("\n"), 1):
        if line.count(LINE_SIGN) > 1 + _MOST_BLANKS:
            yield number


def shape_verse(tree: HtmlElement) -> None:
    """Each paragraph of verse is a stanza, each of its lines a span; who wrote one may stand under it.

    Lines are indented to the scale of their poem, which is smaller where one is indented far: where each
    begins under another stays as it was typed.
    """
    for poem in part_poems(tree):
        stanzas = [part for element in poem for part in element.iter("p") if _is_verse(part)]
        deepest = max((_count_blanks(line) for part in stanzas for line in cut_at_breaks(part)), default=0)
        step = min(_STEP, _DEEPEST / max(deepest, 1))
        for stanza in stanzas:
            _shape_stanza(stanza, step)
    for paragraph in [*tree.iter("p")]:
        if _signs_poem(paragraph):
            paragraph.set("class", "verse-by")


def part_poems(tree: HtmlElement) -> list[list[HtmlElement]]:
    """What stands under each heading."""
    poems: list[list[HtmlElement]] = [[]]
    for element in tree:
        if element.tag in HEADINGS:
            poems.append([])
        poems[-1].append(element)
    return poems


def _is_verse(paragraph: HtmlElement) -> bool:
    return LINE_SIGN in "".join(paragraph.itertext())


def _count_blanks(line: HtmlElement) -> int:
    """How many of the blanks that the line begins with are shown, as its signs tell."""
    return min(max("".join(line.itertext()).count(LINE_SIGN) - 1, 0), _MOST_BLANKS)


def _shape_stanza(paragraph: HtmlElement, step: float) -> None:
    lines = cut_at_breaks(paragraph)
    stanza = lxml.html.Element("p", dict(paragraph.attrib))
    stanza.set("class", "stanza")
    stanza.tail = paragraph.tail
    for place, line in enumerate(lines):
        if place:
            add_break(stanza)
        stanza.append(_shape_line(line, step))
    parent = paragraph.getparent()
    assert parent is not None
    parent.replace(paragraph, stanza)


def _shape_line(line: HtmlElement, step: float) -> HtmlElement:
    verse = lxml.html.Element("span")
    verse.set("class", "verse")
    blanks = _count_blanks(line)
    for part in line.iter():
        part.text = part.text and part.text.replace(LINE_SIGN, "")
        part.tail = part.tail and part.tail.replace(LINE_SIGN, "")
    if blanks:
        verse.set("style", f"margin-left: {round(blanks * step, 2):g}em")
    move_inside(line, verse)
    verse.text = (verse.text or "").lstrip()
    return verse


def _signs_poem(paragraph: HtmlElement) -> bool:
    """Whether it is one line set off in whole, below a stanza and above no other."""
    before, after = paragraph.getprevious(), paragraph.getnext()
    below = before is not None and before.get("class") == "stanza"
    above = after is not None and after.get("class") == "stanza"
    if not below or above or paragraph.get("class") != "stanza" or len(paragraph) != 1:
        return False
    (line,) = paragraph
    whole = len(line) == 1 and not (line.text or "").strip() and not (line[0].tail or "").strip()
    return whole and line[0].tag in ("em", "i")


VERSE = Idiom(write_verse, shape_verse, find_deep=find_deep, in_verse=True)
"""The idiom of poems."""
