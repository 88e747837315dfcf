"""Signs that only the parsing sees: characters that Unicode keeps for such use, and no text may hold.

An escaped sign of Markdown is one of them until near misses have been looked for, and so is the number of a
list's item until the item bears it.
"""

import re
from string import punctuation
from xml.etree.ElementTree import Element

from lxml.html import HtmlElement
from markdown import Markdown
from markdown.inlinepatterns import EscapeInlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX

_GUARDED = {char: chr(0xFDD0 + number) for number, char in enumerate(punctuation)}
_DIGITS = {str(digit): chr((digit + 1) * 0x10000 + 0xFFFE) for digit in range(10)}
LINE_SIGN = "\U0001ffff"
"""Stands before a line that is to stay one, once for itself and once for each blank that it begins with."""
WORD_SIGN = "\U0002ffff"
"""Stands before a sign of Markdown that is a word, as a backslash would; raw HTML reads neither."""
HTML_SIGN = "\U0003ffff"
"""Stands around the number of a stretch of raw HTML, until the parser has read the rest."""
_RELEASE = str.maketrans({sign: char for char, sign in _GUARDED.items()})
_FOREIGN = str.maketrans(
    dict.fromkeys([*_GUARDED.values(), *_DIGITS.values(), LINE_SIGN, WORD_SIGN, HTML_SIGN], "\ufffd")
)
_ESCAPED = re.compile(f"{STX}([0-9]+){ETX}")
_NUMBER = re.compile(f"[{''.join(_DIGITS.values())}]+")
_BEFORE_UNESCAPING, _BESIDE_ESCAPING = 1, 180  # Markdown's priorities
_DIGITS_WITH_ROOM = 2  # of a number in the room that every list of a theme has before its items


def without_signs(text: str) -> str:
    """The text, which may hold none of them."""
    return text.translate(_FOREIGN)


def number_sign(number: int) -> str:
    """The number in signs."""
    return "".join(_DIGITS[digit] for digit in str(number))


def guard_escapes(markdown: Markdown) -> None:
    """Let a backslash escape any sign of ASCII, and keep what was escaped apart from what was not."""
    markdown.ESCAPED_CHARS[:] = [*punctuation]
    said = EscapeInlineProcessor(f"{WORD_SIGN}(.)", markdown)
    markdown.inlinePatterns.register(said, "said", _BESIDE_ESCAPING)
    markdown.treeprocessors.register(_Guard(markdown), "guard", _BEFORE_UNESCAPING)


class _Guard(Treeprocessor):
    """Puts a sign for every escaped character of the words."""

    def run(self, root: Element) -> None:
        """Go through all words but those of code."""
        for element in root.iter():
            if element.text and element.tag != "code":
                element.text = _ESCAPED.sub(_guard, element.text)
            if element.tail:
                element.tail = _ESCAPED.sub(_guard, element.tail)


def _guard(match: re.Match[str]) -> str:
    return _GUARDED.get(chr(int(match[1])), match[0])


def guard_code(tree: HtmlElement) -> None:
    """Put signs in the place of all that means something elsewhere, in code and in addresses."""
    table = str.maketrans(_GUARDED)
    for element in tree.iter("code", "kbd", "pre", "a"):
        if element.tag == "a" and "://" not in (element.text or ""):
            continue
        for part in element.iter():
            part.text = part.text and part.text.translate(table)
            part.tail = (part.tail and part is not element and part.tail.translate(table)) or part.tail


def drop_word_signs(html: str) -> str:
    """The HTML without those that nothing has read."""
    return html.replace(WORD_SIGN, "")


def guard_sign(words: str) -> str:
    """The words, their first sign as if it were escaped: it is meant."""
    return _GUARDED.get(words[:1], words[:1]) + words[1:]


def release_words(words: str) -> str:
    """The words with every escaped character."""
    return words.translate(_RELEASE)


def release_escapes(tree: HtmlElement) -> None:
    """Give every escaped character back."""
    for element in tree.iter():
        element.text = element.text and element.text.translate(_RELEASE)
        element.tail = element.tail and element.tail.translate(_RELEASE)


def number_items(tree: HtmlElement) -> None:
    """Every item of an ordered list bears its number: the one typed, or the one after the last."""
    for items in tree.iter("ol"):
        number = int(items.attrib.pop("start", "1"))
        for item in items:
            number = int(_take_number(item) or item.get("value") or number)
            item.set("value", str(number))
            number += 1
        _make_room(items)
    for element in tree.iter():  # a sign where no item came of it
        element.text = element.text and _NUMBER.sub("", element.text)
        element.tail = element.tail and _NUMBER.sub("", element.tail)


def _make_room(items: HtmlElement) -> None:
    """Let the items stand as far to the right as their widest number wants: another may stand before it.

    The half is for faces with wide figures, whose numbers would touch a bullet. It is no class, so that no
    theme can lack it; and a margin of each item, since those of a roll stand in columns.
    """
    more = max((len(item.get("value", "")) for item in items), default=0) - _DIGITS_WITH_ROOM
    for item in items if more > 0 else ():
        item.set("style", f"margin-left: {more}.5ch")


def _take_number(item: HtmlElement) -> str:
    """The number in signs that the item begins with, taken out of it; empty where there is none."""
    first = item
    while not (first.text and first.text.strip()) and len(first) and first[0].tag == "p":
        first = first[0]
    match = _NUMBER.match((first.text or "").lstrip())
    if match is None:
        return ""
    first.text = (first.text or "").replace(match[0], "", 1)
    return "".join(str(ord(char) // 0x10000 - 1) for char in match[0])


def drop_line_signs(tree: HtmlElement) -> None:
    """No sign of a line is left, also where no line came of it."""
    for element in tree.iter():
        element.text = element.text and element.text.replace(LINE_SIGN, "")
        element.tail = element.tail and element.tail.replace(LINE_SIGN, "")
