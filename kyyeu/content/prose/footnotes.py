"""Footnotes, parsed apart from the text: nothing that a note says can reach out of it.

Markdown finds the calls and the notes, told from raw HTML that poses as one. Each note becomes a tree of its
own; they are numbered as they are called, and come back as the text's last section.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

import lxml.html
from lxml import etree
from lxml.html import HtmlElement
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.util import INLINE_PLACEHOLDER_RE

from kyyeu.content.prose.blocks import BLOCKS, EDITORS_NOTE, NOTE_BY, NOTES
from kyyeu.content.prose.cleaning import append_text
from kyyeu.content.prose.structure import wrap_loose

OWN_IDS = re.compile(r"fn(ref\d*)?-\d+")
"""The ids of notes and calls."""
_EDITORS = re.compile(r"bt(?![^\W\d_])", re.IGNORECASE)
_SIGN = r"\(\s*B\.?\s*T\.?\s*\)"
_SIGNED = re.compile(rf"\W*(?:{_SIGN}|B\.?\s?T\.?\s*:).*|.*{_SIGN}\W*", re.DOTALL)
_EPUB_TYPE = "epub:type"
_BEFORE_REFERENCES, _BEFORE_LINKS = 17, 175  # Markdown's priorities: higher ones run first
_PICTURES = {"image_link": 150, "image_reference": 140, "short_image_ref": 125}
"""Markdown's own finders of pictures, with their priorities."""
_BETWEEN_CALLS = ", "
"""What a reader sees and hears between the numbers of two notes."""
_RAISED = tuple("⁰¹²³⁴⁵⁶⁷⁸⁹")
_BETWEEN_LABELS = "]"  # which is in no label
_HELD = frozenset(["p", "ul", "ol", "li"])
"""The blocks that a note may hold."""


class Footnotes(Extension):
    """Finds calls and notes. A call becomes an empty ``sup`` with the note's label; a note stays Markdown."""

    def __init__(self, attribute: str):
        """`attribute` is one that the text does not hold; each call will bear it."""
        super().__init__()
        self.attribute = attribute
        self.texts: dict[str, str] = {}
        self.again: list[str] = []
        self._labels: list[str] = []

    def extendMarkdown(self, md: Markdown) -> None:
        """Register what finds them."""
        self.parser = md.parser
        md.parser.blockprocessors.register(
            FootnoteBlockProcessor(self),  # type: ignore[arg-type]  # uses no more of it than is here
            "footnote",
            _BEFORE_REFERENCES,
        )
        md.inlinePatterns.register(_CallFinder(r"\[\^([^\]]*)\]", self), "footnote", _BEFORE_LINKS)
        for name, priority in _PICTURES.items():
            plain = md.inlinePatterns[name]
            assert isinstance(plain, InlineProcessor)
            md.inlinePatterns.register(_PictureFinder(plain, self.attribute, md), name, priority)

    def setFootnote(self, label: str, text: str) -> None:
        """Remember a note; a second one of the same label goes on where the first ends."""
        if label in self.texts:
            self.again.append(label)
            text = f"{self.texts[label]}\n\n{text}"
        else:
            self._labels.append(label)
        self.texts[label] = text

    def convert(self, markdown: Markdown) -> Iterator[tuple[str, str]]:
        """Each note's label and its HTML, once `markdown` has converted the text that they are of."""
        for label in self._labels:  # which grow meanwhile
            root = Element("div")
            markdown.parser.parseChunk(root, self.texts[label])  # may find further notes
            for treeprocessor in markdown.treeprocessors:
                made = treeprocessor.run(root)
                root = root if made is None else made  # an element without children is no falsehood
            html = markdown.serializer(root)
            for postprocessor in markdown.postprocessors:
                html = postprocessor.run(html)
            yield label, html


class _CallFinder(InlineProcessor):
    """Finds calls of notes that there are."""

    def __init__(self, pattern: str, notes: Footnotes):
        super().__init__(pattern)
        self._notes = notes

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """The call, marked; nothing where there is no such note."""
        if m[1] not in self._notes.texts:
            return None, None, None
        return Element("sup", {self._notes.attribute: m[1]}), m.start(0), m.end(0)


class _PictureFinder(InlineProcessor):
    """Finds pictures as Markdown does, and keeps the calls among their words, which no attribute can hold."""

    def __init__(self, plain: InlineProcessor, attribute: str, markdown: Markdown):
        super().__init__(plain.pattern, markdown)
        self._plain, self._attribute = plain, attribute

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Any, int | None, int | None]:
        """The picture, marked with the labels of the calls."""
        picture, start, end = self._plain.handleMatch(m, data)
        if isinstance(picture, Element):
            stash = self.md.treeprocessors["inline"].stashed_nodes  # type: ignore[attr-defined]
            found = (stash.get(each[1]) for each in INLINE_PLACEHOLDER_RE.finditer(data[start:end]))
            labels = [one.get(self._attribute) for one in found if isinstance(one, Element)]
            if any(labels):
                picture.set(self._attribute, _BETWEEN_LABELS.join(filter(None, labels)))
        return picture, start, end


def free_calls(tree: HtmlElement, attribute: str) -> None:
    """What was called among the words of a picture is called behind it."""
    for picture in [*tree.iter("img")]:
        for label in reversed(picture.attrib.pop(attribute, "").split(_BETWEEN_LABELS)):
            if label:
                call = lxml.html.Element("sup", {attribute: label})
                call.tail, picture.tail = picture.tail, None
                picture.addnext(call)


def unused_attribute(text: str) -> str:
    """An attribute that the text does not hold, and so no raw HTML of it."""
    number = 0
    while f"data-note-{number}" in text.lower():
        number += 1
    return f"data-note-{number}"


def find_signed(notes: Mapping[str, HtmlElement]) -> Iterator[str]:
    """The labels of notes that say themselves that they are the editors', as the theme does."""
    yield from (label for label, note in notes.items() if _SIGNED.fullmatch(str(note.text_content())))


def says_nothing(note: HtmlElement) -> bool:
    """Whether a note has neither a word nor a picture."""
    return not str(note.text_content()).strip() and next(note.iter("img"), None) is None


def flatten_note(note: HtmlElement) -> bool:
    """A note holds paragraphs and lists: no table, heading or quotation, which would pose as the text's.

    Whether it held any.
    """
    others = [element for element in note.iter(*BLOCKS - _HELD) if element is not note]
    held_more = any(element.tag != "div" for element in others)
    for element in others:
        if element.tag == "hr":
            element.drop_tree()
        elif next(element.iterdescendants(*BLOCKS), None) is None:
            element.tag = "p"
        else:
            wrap_loose(element, "p", BLOCKS)
            element.drop_tag()
    wrap_loose(note, "p", BLOCKS)
    for paragraph in [*note.iter("p")]:
        paragraph.attrib.pop("style", None)
    return held_more


def attach_notes(
    tree: HtmlElement, notes: Mapping[str, HtmlElement], attribute: str, prefix: str
) -> tuple[str, ...]:
    """Number the calls in the tree and add the notes, in the order they are called, as its last section.

    Those that nobody calls come last; their labels.
    """
    times = _number_calls(tree, notes, attribute, prefix)
    order = [*times, *(label for label in notes if label not in times)]
    if order:
        kind = {"class": NOTES, "role": "doc-endnotes", _EPUB_TYPE: "footnotes"}
        section = etree.SubElement(tree, "div", kind)
        etree.SubElement(section, "p", {"class": "notes-label"})  # room for the theme's words
        items = etree.SubElement(section, "ol")
        for number, label in enumerate(order, 1):
            item = etree.SubElement(items, "li", {"id": f"{prefix}.fn-{number}"})
            item.extend([*notes[label]])
            if _EDITORS.match(label):
                item.set("class", EDITORS_NOTE)
                append_text(_end_of(item), "\u00a0")
                etree.SubElement(_end_of(item), "span", {"class": NOTE_BY})
            _lead_back(item, number, times.get(label, 0), prefix)
    return tuple(order[len(times) :])


def _end_of(item: HtmlElement) -> HtmlElement:
    """The paragraph that a note ends with, or the last item of a list."""
    *_, last = item.iter("p", "li")
    return etree.SubElement(item, "p") if last is item else last


def _number_calls(
    tree: HtmlElement, notes: Mapping[str, HtmlElement], attribute: str, prefix: str
) -> dict[str, int]:
    """How often each note is called, in the order they are; what a note calls comes right after it."""
    times, numbers, calls = dict[str, int](), dict[str, int](), [tree.iter("sup")]
    while calls:
        call = next(calls[-1], None)
        if call is None:
            calls.pop()
            continue
        label = call.attrib.pop(attribute, None)
        if label is None:
            continue
        if label not in times:
            calls.append(notes[label].iter("sup"))
        times[label] = times.get(label, 0) + 1
        number = numbers.setdefault(label, len(numbers) + 1)
        call.set("id", _name_call(prefix, number, times[label]))
        if _is_raised_before(call):
            etree.SubElement(call, "span", {"class": "footnote-ref"}).text = _BETWEEN_CALLS
        link = {"href": f"#{prefix}.fn-{number}", "class": "footnote-ref", "role": "doc-noteref"}
        etree.SubElement(call, "a", link | {_EPUB_TYPE: "noteref"}).text = str(number)
    return times


def _is_raised_before(call: HtmlElement) -> bool:
    """Whether what stands right before a call is raised too, so that both would be read as one number."""
    place = call
    while (before := place.getprevious()) is None:
        parent = place.getparent()
        if parent is None or parent.tag in BLOCKS or parent.text:
            return str("" if parent is None else parent.text or "").endswith(_RAISED)
        place = parent
    while not before.tail and before.tag != "sup" and len(before):
        before = before[-1]
    said = before.tail or ("" if len(before) else before.text) or ""
    return said.endswith(_RAISED) or (before.tag == "sup" and not before.tail)


def _lead_back(item: HtmlElement, number: int, times: int, prefix: str) -> None:
    """A link from the end of the note to each of its calls."""
    last = _end_of(item) if times else item
    for time in range(1, times + 1):
        back = {"href": f"#{_name_call(prefix, number, time)}", "class": "footnote-backref"}
        etree.SubElement(last, "a", back | {"role": "doc-backlink", "aria-label": str(number)})


def _name_call(prefix: str, number: int, time: int) -> str:
    return f"{prefix}.fnref{time if time > 1 else ''}-{number}"
