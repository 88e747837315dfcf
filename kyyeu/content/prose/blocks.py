"""A text's blocks in reading order, and the runs that its XHTML is made of."""

from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from typing import NamedTuple
from xml.sax.saxutils import escape

from lxml.html import HtmlElement

from kyyeu.model import Block, Run

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_FLOW = "p blockquote ul ol li dl dt dd table caption thead tbody tr th td pre figure figcaption div hr"
BLOCKS = frozenset([*_FLOW.split(), *HEADINGS])
"""The elements that part a text into blocks."""
LOST = "lost-picture"
"""The element that stands for a lost picture, which parts blocks too; no text can write it."""
_PARTING = BLOCKS | {LOST}
LEADS_TO = "data-leads-to"
"""The attribute of a link to another text; no text can give it."""
_APART = {"src": "picture", "aria-label": "back-to", "value": "number", LEADS_TO: "link"}
"""Attributes whose value is a run by itself."""
EDITORS_NOTE, NOTE_BY = "editors-note", "note-by"
"""The classes of a note of the editors' own, and of what says so in it."""
_THEMES_WORDS = {"notes-label": "notes-label", "footnote-backref": "back", NOTE_BY: NOTE_BY}
"""What an element's class says that the theme fills it with; no text can give a class."""
CREDIT = "credit"
"""The class of the words of a caption that say who made the picture."""
NOTES = "footnote"
"""The class of the element that holds a text's notes."""
ABOVE, BELOW = "above-text", "below-text"
"""The classes of the elements that hold what was typed as part of a text and stands above or below it."""
SIGNED_WITH = "signature-picture"
"""The class of the paragraph that is the picture of a signature, typed as part of a text."""
_SIGNS = frozenset(["footnote-ref", "footnote-backref"])  # no words of the text, though they have some
_BEGINS = {NOTES: "notes", BELOW: "below"}
_IN_QUOTES = {'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
_SPELT = {"{http://www.w3.org/XML/1998/namespace}lang": "xml:lang", LEADS_TO: "href"}
"""Attributes by what they are called in a document."""
VOID = frozenset(["br", "hr", "img"])
"""The elements that hold nothing."""


class _Step(NamedTuple):
    """A run before it is known which block has it."""

    kind: str
    xhtml: str
    text: str = ""


def cut_runs(tree: HtmlElement) -> tuple[tuple[Run, ...], tuple[Block, ...]]:
    """The runs of all that the tree holds, and its blocks as plain text, empty ones left out."""
    runs, blocks, steps, facts = list[Run](), list[Block](), list[_Step](), ("text", 0, "", 0, "")
    for step in chain.from_iterable(map(_walk, tree)):
        if isinstance(step, _Step):
            steps.append(step)
            continue
        text = " ".join("".join(step.text for step in steps).split())
        runs += (_run(step, text, len(blocks) if text else -1) for step in steps)
        blocks += [Block(text, *facts)] if text else []
        steps, facts = [], (_part(step), *_place(step), _note(step), _credit(step))
    return tuple(_joined(runs)), tuple(blocks)


def _run(step: _Step, text: str, block: int) -> Run:
    """The step as part of the block that says `text`, which a heading says in its tag too."""
    if step.kind == "heading" and text:
        step = step._replace(xhtml=escape(text, _IN_QUOTES))
    return Run(*step, block=block)


def _walk(element: HtmlElement, read: bool = True) -> Iterator[_Step | HtmlElement]:
    """The steps in order; an element wherever the block changes: the block that now has what follows.

    Words that are not `read` are markup.
    """
    parts = element.tag in _PARTING
    read = read and not _SIGNS & {*element.get("class", "").split()}
    if parts:
        yield element
    class_ = element.get("class")
    if class_ in _BEGINS:
        yield _Step(_BEGINS[class_], "")
    yield from _opening(element)
    yield from _words(element.text, read)
    for child in element:
        yield from _walk(child, read)
        if parts and child.tag in _PARTING:
            yield element
        yield from _words(child.tail, read)
    yield from _closing(element)
    if class_ == ABOVE:
        yield _Step("text", "")
    if parts:
        yield element


def _opening(element: HtmlElement) -> Iterator[_Step]:
    """The start tag, and what the theme says in it and after it; links to pictures by themselves."""
    if element.tag == LOST:
        yield _Step(LOST, "")
        return
    yield _Step("markup", f"<{element.tag!s}")
    for name, value in element.items():
        kind = _APART.get(str(name), "markup")
        yield _Step("markup", f' {_SPELT.get(str(name), name)}="')
        yield _Step(kind, escape(str(value), _IN_QUOTES), f"{value}. " if kind == "number" else "")
        yield _Step("markup", '"')
    if element.tag in HEADINGS:
        yield _Step("heading", "")
    yield _Step("markup", "/>" if element.tag in VOID else ">", " " if element.tag == "br" else "")
    if said := _THEMES_WORDS.get(element.get("class", "")):
        yield _Step(said, "")


def _closing(element: HtmlElement) -> Iterator[_Step]:
    """The end tag: "<p></p>" means the same to an XML and to an HTML parser, "<p/>" does not."""
    if element.tag not in VOID and element.tag != LOST:
        yield _Step("markup", f"</{element.tag!s}>")


def _words(text: str | None, read: bool) -> Iterator[_Step]:
    if text:
        yield _Step("words", escape(text), text) if read else _Step("markup", escape(text))


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """The runs, those of one block in as few as can be."""
    for (kind, block), run in groupby(runs, key=lambda run: (run.kind, run.block)):
        alike = [*run]
        xhtml, text = "".join(run.xhtml for run in alike), "".join(run.text for run in alike)
        yield Run(kind, xhtml, text, block)


def _place(block: HtmlElement) -> tuple[int, str]:
    """The level of a heading; its id, or that of a caption's figure; neither for any other block."""
    if block.tag in HEADINGS:
        return HEADINGS.index(block.tag) + 1, block.get("id", "")
    figure = block.getparent() if block.tag == "figcaption" else None
    return 0, "" if figure is None else figure.get("id", "")


def _credit(block: HtmlElement) -> str:
    """Who made the picture, if the block is a caption that says so."""
    credit = block.find(f"span[@class='{CREDIT}']") if block.tag == "figcaption" else None
    return "" if credit is None else " ".join("".join(credit.itertext()).split())


def _note(block: HtmlElement) -> int:
    """Which of the text's notes the block belongs to, from 1; 0 where it belongs to none."""
    lineage = [block, *block.iterancestors()]
    for note, list_, holder in zip(lineage, lineage[1:], lineage[2:], strict=False):
        if note.tag == "li" and holder.get("class") == NOTES:
            return int(list_.index(note)) + 1
    return 0


def _part(block: HtmlElement) -> str:
    lineage = [block, *block.iterancestors()]
    classes = {ancestor.get("class") for ancestor in lineage}
    if NOTES in classes:
        return "editors-note" if EDITORS_NOTE in classes else "note"
    return "caption" if block.tag == "figcaption" else "text"
