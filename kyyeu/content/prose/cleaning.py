"""Raw HTML is untrusted: what could run, load or draw outside the page is taken out.

What is left is well-formed XML. No class of theirs passes: a class means something to the templates and to
the proof. The only module that knows nh3.
"""

import re

import lxml.html
import nh3
from lxml import etree
from lxml.html import HtmlElement

from kyyeu.content.prose.blocks import BLOCKS

_PHRASING = "a abbr b br cite code del em i img ins kbd q s small span strong sub sup u"
_ATTRIBUTES = {
    "*": {"id", "lang", "title"},
    "a": {"href"},
    "img": {"alt", "class", "src"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "scope", "style"},
}
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def clean_html(html: str, kept: str) -> HtmlElement:
    """A ``div`` around the blocks of `html`; the attribute `kept` is left on whatever has it."""
    clean = nh3.clean(
        html,
        tags={*BLOCKS, *_PHRASING.split()},
        clean_content_tags={"script", "style"},
        attributes=_ATTRIBUTES | {"*": {*_ATTRIBUTES["*"], kept}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        filter_style_properties={"text-align"},
    )
    tree = lxml.html.fragment_fromstring(_NOT_XML.sub("\ufffd", clean), create_parent="div")
    _wrap_loose_text(tree)
    _drop_empty_paragraphs(tree)
    _mend_numbers(tree)
    _declare_languages(tree)
    return tree


def _wrap_loose_text(tree: HtmlElement) -> None:
    """Every phrase that raw HTML left outside a block becomes a paragraph, so that no letter is lost."""
    loose: HtmlElement | None = None
    pending, tree.text = tree.text, None
    for child in [*tree]:
        if pending and pending.strip():
            loose = loose if loose is not None else _insert_paragraph(tree, child)
            _append_text(loose, pending)
        pending, child.tail = child.tail, None
        if child.tag in BLOCKS:
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
