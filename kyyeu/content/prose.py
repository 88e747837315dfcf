"""An editor's Markdown as sanitised, well-formed XHTML and as plain text.

The only module that knows Markdown. Raw HTML in it is untrusted: what could run, load or draw outside
the page is taken out, and what is left is well-formed XML. No class of theirs passes: a class means
something to the templates and to the proof.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote
from xml.etree.ElementTree import Element

import lxml.html
import nh3
from lxml import etree
from lxml.html import HtmlElement
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from kyyeu.model import Block

_EXTENSIONS = ["attr_list", "def_list", "footnotes", "sane_lists", "tables"]
_SETTINGS = {
    "footnotes": {
        "SEPARATOR": "-",  # a colon is not allowed in an XML id
        "BACKLINK_TEXT": "↑",
        "BACKLINK_TITLE": "Trở lại chỗ có chú thích {}",
    }
}
_FLOW = "p blockquote ul ol li dl dt dd table caption thead tbody tr th td pre figure figcaption div hr"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PHRASING = "a abbr b br cite code del em i img ins kbd q s small span strong sub sup u"
_BLOCKS = frozenset([*_FLOW.split(), *_HEADINGS])
_ATTRIBUTES = {
    "*": {"id", "lang", "title"},
    "a": {"href"},
    "img": {"alt", "class", "src"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "scope", "style"},
}
_NOTE_CLASSES = ("footnote", "footnote-ref", "footnote-backref")
_NOTES_LABEL = "Chú thích của người biên tập"
_AFTER_INLINE, _BEFORE_ATTRIBUTES = 20, 8  # Markdown's priorities: higher ones run first
_URL_CHARACTERS = "/:?#[]@!$&'()*+,;=%~"  # RFC 3986: reserved, and what is escaped already
_VOID = frozenset(["br", "hr", "img"])
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_EPUB_TYPE = "epub:type"


@dataclass(frozen=True, slots=True)
class Picture:
    """A place where the text calls a picture."""

    src: str
    """The path as written, relative to the content folder."""
    caption: str
    """The words given for it; they are its alternative text too."""
    alone: bool
    """True where it is a figure, with nothing else in its paragraph."""
    lost: bool
    """True where the editor says the file may be missing: the picture itself is lost."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that no tag interrupts."""

    text: str
    """As it stands in the markup."""
    element: HtmlElement | None
    """The element that it belongs to; None for a line break, which reads as a space."""
    tail: bool
    """True where it follows the element, False where it begins it."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A parsed text."""

    tree: HtmlElement
    """A ``div`` around the blocks."""
    pictures: tuple[Picture, ...]
    """In reading order."""

    def render(self) -> str:
        """The blocks as XHTML, without a wrapper."""
        return "".join(render_element(child) for child in self.tree)

    def blocks(self) -> tuple[Block, ...]:
        """The blocks as plain text, in reading order, empty ones left out."""
        return tuple(block for block, _ in find_blocks(self.tree))


def parse_prose(text: str, prefix: str) -> Prose:
    """The Markdown `text`; `prefix` makes its ids unique among other texts of the same booklet."""
    note = _unused_attribute(text)
    markdown = Markdown(extensions=_EXTENSIONS, extension_configs=_SETTINGS, output_format="xhtml")
    between = (_AFTER_INLINE + _BEFORE_ATTRIBUTES) / 2
    markdown.treeprocessors.register(_NoteMarker(markdown, note), "note-marker", between)
    clean = nh3.clean(
        markdown.convert(text),
        tags={*_BLOCKS, *_PHRASING.split()},
        clean_content_tags={"script", "style"},
        attributes=_ATTRIBUTES | {"*": {*_ATTRIBUTES["*"], note}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        filter_style_properties={"text-align"},
    )
    tree = lxml.html.fragment_fromstring(clean, create_parent="div")
    _wrap_loose_text(tree)
    _drop_empty_paragraphs(tree)
    _lower_headings(tree)
    _frame_pictures(tree)
    _prefix_ids(tree, prefix)
    _mark_notes(tree, note)
    _mend_numbers(tree)
    _declare_languages(tree)
    pictures = tuple(_picture(img) for img in tree.iter("img"))
    for img in tree.iter("img"):
        img.attrib.pop("class", None)
    return Prose(tree, pictures)


def rename_picture(prose: Prose, src: str, name: str) -> None:
    """Call the picture `name` wherever the text calls it `src`."""
    for img in prose.tree.iter("img"):
        if unquote(img.get("src", "")) == src:
            img.set("src", name)


def drop_picture(prose: Prose, src: str) -> None:
    """Put the frame of a lost picture where the file `src` is called but does not exist."""
    for img in list(prose.tree.iter("img")):
        if unquote(img.get("src", "")) == src:
            frame = lxml.html.Element("div", {"class": "lost-picture"})
            parent = img.getparent()
            assert parent is not None
            parent.replace(img, frame)


def render_element(element: HtmlElement) -> str:
    """The element as XHTML, without what follows it."""
    for empty in element.iter():
        if empty.text is None and empty.tag not in _VOID:
            empty.text = ""  # "<p></p>" means the same to an XML and to an HTML parser, "<p/>" does not
    return str(etree.tostring(element, method="xml", encoding="unicode", with_tail=False))


def _wrap_loose_text(tree: HtmlElement) -> None:
    """Every phrase that raw HTML left outside a block becomes a paragraph, so that no letter is lost."""
    loose: HtmlElement | None = None
    pending, tree.text = tree.text, None
    for child in [*tree]:
        if pending and pending.strip():
            loose = loose if loose is not None else _insert_paragraph(tree, child)
            _append_text(loose, pending)
        pending, child.tail = child.tail, None
        if child.tag in _BLOCKS:
            loose = None
        else:
            loose = loose if loose is not None else _insert_paragraph(tree, child)
            loose.append(child)
    if pending and pending.strip():
        if loose is None:
            loose = etree.SubElement(tree, "p")
        _append_text(loose, pending)


def _drop_empty_paragraphs(tree: HtmlElement) -> None:
    for paragraph in list(tree.iter("p")):
        if not len(paragraph) and not (paragraph.text or "").strip():
            paragraph.drop_tree()


def _insert_paragraph(tree: HtmlElement, before: HtmlElement) -> HtmlElement:
    paragraph = lxml.html.Element("p")
    tree.insert(tree.index(before), paragraph)
    return paragraph


def _append_text(element: HtmlElement, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


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


def _unused_attribute(text: str) -> str:
    number = 0
    while f"data-note-{number}" in text.lower():
        number += 1
    return f"data-note-{number}"


def _lower_headings(tree: HtmlElement) -> None:
    """The text's own highest heading becomes h2, since h1 is the article's title; no level is skipped."""
    used = sorted({element.tag for element in tree.iter(*_HEADINGS)})
    previous = 1
    for element in list(tree.iter(*_HEADINGS)):
        previous = min(used.index(element.tag) + 2, previous + 1, 6)
        element.tag = f"h{previous}"


def _frame_pictures(tree: HtmlElement) -> None:
    """A picture alone in its paragraph becomes a figure with its caption."""
    for paragraph in list(tree.iter("p")):
        images = [*paragraph]
        alone = len(images) == 1 and images[0].tag == "img"
        if not alone or (paragraph.text or "").strip() or (images[0].tail or "").strip():
            continue
        image = images[0]
        paragraph.tag, paragraph.text, image.tail = "figure", None, None
        caption = etree.SubElement(paragraph, "figcaption")
        caption.text = image.get("alt", "")


def _prefix_ids(tree: HtmlElement, prefix: str) -> None:
    """Ids that are ASCII and unique in the booklet (no slug has a full stop), and the links to them."""
    known = set[str]()
    for element in tree.iter():
        name = element.attrib.pop("id", "")
        if re.fullmatch(r"[A-Za-z][\w-]*", name, re.ASCII) and name not in known:
            element.set("id", f"{prefix}.{name}")
            known.add(name)
    for link in tree.iter("a"):
        target = link.get("href", "")
        if target.startswith("#") and target[1:] in known:
            link.set("href", f"#{prefix}.{target[1:]}")
        elif re.match(r"(https?|mailto):", target):
            link.set("href", quote(target, safe=_URL_CHARACTERS))
        else:
            link.attrib.pop("href", None)  # it leads nowhere in a booklet


def _mark_notes(tree: HtmlElement, attribute: str) -> None:
    """Footnotes say what they are: to readers, screen readers (role) and reading systems (epub:type)."""
    for element in list(tree.iter()):
        match element.attrib.pop(attribute, None):
            case "footnote-ref":
                element.attrib.update({"class": "footnote-ref", "role": "doc-noteref", _EPUB_TYPE: "noteref"})
            case "footnote-backref":
                label = element.attrib.pop("title", "")
                element.attrib.update(
                    {"class": "footnote-backref", "role": "doc-backlink", "aria-label": label}
                )
            case "footnote":
                element.attrib.update({"class": "footnote", "role": "doc-endnotes", _EPUB_TYPE: "footnotes"})
                _label_notes(element)


def _label_notes(section: HtmlElement) -> None:
    """Words in the place of Markdown's rule: the notes are the editor's, not the author's."""
    for rule in section.findall("hr"):
        section.remove(rule)
    label = lxml.html.Element("p", {"class": "notes-label"})
    label.text = _NOTES_LABEL
    section.insert(0, label)


def _mend_numbers(tree: HtmlElement) -> None:
    """Raw HTML's counts are numbers from 1, or they are not there."""
    for element in tree.iter("ol", "td", "th"):
        for name in ("start", "colspan", "rowspan"):
            if not re.fullmatch("[1-9][0-9]{0,2}", element.get(name, "1"), re.ASCII):
                del element.attrib[name]


def _declare_languages(tree: HtmlElement) -> None:
    for element in tree.iter():
        if language := element.get("lang"):
            element.set(_XML_LANG, language)


def _picture(img: HtmlElement) -> Picture:
    parent = img.getparent()
    alone = parent is not None and parent.tag == "figure"
    return Picture(unquote(img.get("src", "")), img.get("alt", ""), alone, _is_lost(img))


def _is_lost(img: HtmlElement) -> bool:
    return "lost" in img.get("class", "").split()


def find_blocks(tree: HtmlElement) -> Iterator[tuple[Block, tuple[Run, ...]]]:
    """Each block in reading order, empty ones left out, and the runs of text that it is made of."""
    part, runs = "text", list[Run]()
    for piece in _pieces(tree):
        if isinstance(piece, Run):
            runs.append(piece)
            continue
        if text := " ".join("".join(run.text for run in runs).split()):
            yield Block(text, part), tuple(runs)
        part, runs = _part(piece), []


def _pieces(element: HtmlElement) -> Iterator[Run | HtmlElement]:
    """The text in reading order; an element wherever the block changes: the block that now holds it."""
    block = element.tag in _BLOCKS
    if block:
        yield element
    if element.tag == "br":
        yield Run(" ", None, False)
    if not {"footnote-ref", "footnote-backref"} & set(element.get("class", "").split()):
        yield Run(element.text or "", element, False)
        for child in element:
            yield from _pieces(child)
            if block and child.tag in _BLOCKS:
                yield element
            yield Run(child.tail or "", child, True)
    if block:
        yield element


def _part(block: HtmlElement) -> str:
    lineage = [block, *block.iterancestors()]
    if any("footnote" in ancestor.get("class", "").split() for ancestor in lineage):
        return "note"
    return "caption" if block.tag == "figcaption" else "text"
