"""Letters whose marks were written apart from them: ``a&#x301;``, ``a<em>&#x323;</em>``."""

import re
from unicodedata import normalize

from lxml import etree
from lxml.html import HtmlElement

from kyyeu.content.prose.blocks import BLOCKS, VOID

_MARKS = re.compile("[\u0300-\u036f]+")
_PARTING = BLOCKS | VOID


def compose_letters(tree: HtmlElement) -> None:
    """Put marks into the element of their letter, and write both as one character where there is one.

    In an element of its own a mark is drawn, and copied, by itself.
    """
    letter: tuple[HtmlElement, str] | None = None
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        letter = None if element.tag in _PARTING else letter
        place = (element, "text" if event == "start" else "tail")
        words = getattr(*place) or ""
        if letter and (marks := _MARKS.match(words)):
            setattr(*letter, normalize("NFC", getattr(*letter) + marks[0]))
            words = words[marks.end() :]
        if words or getattr(*place):
            setattr(*place, normalize("NFC", words))
        letter = place if words else letter
    for image in tree.xpath(".//img[@alt]"):
        image.set("alt", normalize("NFC", image.get("alt")))
