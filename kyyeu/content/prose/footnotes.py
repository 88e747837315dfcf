"""Footnotes: Markdown's own, told from raw HTML that poses as one, say what they are to all who read them."""

from xml.etree.ElementTree import Element

import lxml.html
from lxml.html import HtmlElement
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

_NOTE_CLASSES = ("footnote", "footnote-ref", "footnote-backref")
"""What Markdown calls the parts of a footnote: the notes, the sign for one, and the way back."""
_EPUB_TYPE = "epub:type"
_AFTER_INLINE, _BEFORE_ATTRIBUTES = 20, 8  # Markdown's priorities: higher ones run first


def watch_notes(markdown: Markdown, attribute: str) -> None:
    """Have every part of a footnote bear the attribute, which the text must not hold."""
    between = (_AFTER_INLINE + _BEFORE_ATTRIBUTES) / 2
    markdown.treeprocessors.register(_NoteMarker(markdown, attribute), "note-marker", between)


class _NoteMarker(Treeprocessor):
    """Marks Markdown's own footnotes before raw HTML and given classes come in, which could pose as them."""

    def __init__(self, markdown: Markdown, attribute: str):
        """`attribute` is one that the text does not hold."""
        super().__init__(markdown)
        self.attribute = attribute

    def run(self, root: Element) -> None:
        """Give every part of a footnote the attribute."""
        for element in root.iter():
            if element.get("class") in _NOTE_CLASSES:
                element.set(self.attribute, element.get("class", ""))


def unused_attribute(text: str) -> str:
    """An attribute that the text does not hold, and so no raw HTML of it."""
    number = 0
    while f"data-note-{number}" in text.lower():
        number += 1
    return f"data-note-{number}"


def mark_notes(tree: HtmlElement, attribute: str) -> None:
    """Give each part of a footnote, which bears the attribute, its role and its ``epub:type``."""
    for element in list(tree.iter()):
        match element.attrib.pop(attribute, None):
            case "footnote-ref":
                element.attrib.update({"class": "footnote-ref", "role": "doc-noteref", _EPUB_TYPE: "noteref"})
            case "footnote-backref":
                number = element.attrib.pop("title", "")
                element.attrib.update(
                    {"class": "footnote-backref", "role": "doc-backlink", "aria-label": number}
                )
            case "footnote":
                element.attrib.update({"class": "footnote", "role": "doc-endnotes", _EPUB_TYPE: "footnotes"})
                _label_notes(element)


def _label_notes(section: HtmlElement) -> None:
    """Room for the theme's words in the place of Markdown's rule: the notes are the editor's."""
    for rule in section.findall("hr"):
        section.remove(rule)
    section.insert(0, lxml.html.Element("p", {"class": "notes-label"}))
