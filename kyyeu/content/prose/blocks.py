"""A text's blocks in reading order, and the element of a tree as XHTML."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from kyyeu.model import Block

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_FLOW = "p blockquote ul ol li dl dt dd table caption thead tbody tr th td pre figure figcaption div hr"
BLOCKS = frozenset([*_FLOW.split(), *HEADINGS])
"""The elements that part a text into blocks."""
_VOID = frozenset(["br", "hr", "img"])


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that no tag interrupts."""

    text: str
    """As it stands in the markup."""
    element: HtmlElement | None
    """The element that it belongs to; None for a line break, which reads as a space."""
    tail: bool
    """True where it follows the element, False where it begins it."""


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
    block = element.tag in BLOCKS
    if block:
        yield element
    if element.tag == "br":
        yield Run(" ", None, False)
    if not {"footnote-ref", "footnote-backref"} & set(element.get("class", "").split()):
        yield Run(element.text or "", element, False)
        for child in element:
            yield from _pieces(child)
            if block and child.tag in BLOCKS:
                yield element
            yield Run(child.tail or "", child, True)
    if block:
        yield element


def _part(block: HtmlElement) -> str:
    lineage = [block, *block.iterancestors()]
    if any("footnote" in ancestor.get("class", "").split() for ancestor in lineage):
        return "note"
    return "caption" if block.tag == "figcaption" else "text"


def render_element(element: HtmlElement) -> str:
    """The element as XHTML, without what follows it."""
    for empty in element.iter():
        if empty.text is None and empty.tag not in _VOID:
            empty.text = ""  # "<p></p>" means the same to an XML and to an HTML parser, "<p/>" does not
    return str(etree.tostring(element, method="xml", encoding="unicode", with_tail=False))
