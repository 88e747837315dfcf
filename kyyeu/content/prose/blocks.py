"""A text's blocks in reading order, and the runs that its XHTML is made of."""

from collections.abc import Iterator
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


_Step = tuple[str, str, str]
"""A run before it is known which block has it: its kind, its XHTML, its text."""
_Written = list["_Step | HtmlElement"]
"""Steps in order, and an element wherever the block changes: the block that now has what follows."""


def cut_runs(tree: HtmlElement) -> tuple[tuple[Run, ...], tuple[Block, ...]]:
    """The runs of all that the tree holds, and its blocks as plain text, empty ones left out."""
    blocks, joined = list[Block](), _Joined()
    notes = _Notes()
    for steps, text, element in _part_into_blocks(tree):
        for step in steps:
            joined.add(step, text, len(blocks) if text else -1)
        blocks += [_block(text, element, notes)] if text else []
    return joined.runs(), tuple(blocks)


def cut_blocks(tree: HtmlElement) -> tuple[Block, ...]:
    """The blocks alone, as `cut_runs` has them."""
    notes = _Notes()
    return tuple(_block(text, element, notes) for _, text, element in _part_into_blocks(tree) if text)


def _part_into_blocks(tree: HtmlElement) -> Iterator[tuple[list[_Step], str, HtmlElement | None]]:
    """The steps of each block, what it says, and the element that it is; None for what is in none."""
    written, steps = _Written(), list[_Step]()
    block: HtmlElement | None = None
    for element in tree:
        _walk(element, True, written)
    for step in written:
        if isinstance(step, tuple):
            steps.append(step)
            continue
        yield steps, " ".join("".join([text for _, _, text in steps]).split()), block
        steps, block = [], step


def _block(text: str, element: HtmlElement | None, notes: "_Notes") -> Block:
    """The block that says such a text."""
    if element is None:
        return Block(text, "text", 0, "", 0, "")
    return Block(text, _part(element), *_place(element), notes.number_of(element), _credit(element))


class _Joined:
    """Runs, those of one block in as few as can be."""

    def __init__(self) -> None:
        self._runs = list[tuple[str, int, list[str], list[str]]]()

    def add(self, step: _Step, block_text: str, block: int) -> None:
        """Add the step as part of the block that says such a text, which a heading says in its tag too."""
        kind, xhtml, text = step
        if kind == "heading" and block_text:
            xhtml = escape(block_text, _IN_QUOTES)
        if not self._runs or self._runs[-1][:2] != (kind, block):
            self._runs.append((kind, block, [], []))
        _, _, xhtmls, texts = self._runs[-1]
        xhtmls.append(xhtml)
        texts.append(text)

    def runs(self) -> tuple[Run, ...]:
        """All that was added."""
        return tuple(
            Run(kind, "".join(xhtml), "".join(text), block) for kind, block, xhtml, text in self._runs
        )


def _walk(element: HtmlElement, read: bool, written: _Written) -> None:
    """Write down an element and all in it. Words that are not `read` are markup."""
    tag, class_ = element.tag, element.get("class", "")
    parts = tag in _PARTING
    read = read and not (class_ and _SIGNS & {*class_.split()})
    if parts:
        written.append(element)
    if class_ in _BEGINS:
        written.append((_BEGINS[class_], "", ""))
    written += _opening(element, class_)
    _write_words(element.text, read, written)
    for child in element:
        _walk(child, read, written)
        if parts and child.tag in _PARTING:
            written.append(element)
        _write_words(child.tail, read, written)
    if (
        tag not in VOID and tag != LOST
    ):  # "<p></p>" means the same to an XML and to an HTML parser, "<p/>" not
        written.append(("markup", f"</{tag!s}>", ""))
    if class_ == ABOVE:
        written.append(("text", "", ""))
    if parts:
        written.append(element)


def _opening(element: HtmlElement, class_: str) -> Iterator[_Step]:
    """The start tag, and what the theme says in it and after it; links to pictures by themselves."""
    if element.tag == LOST:
        yield LOST, "", ""
        return
    yield "markup", f"<{element.tag!s}", ""
    for name, value in element.items():
        kind = _APART.get(str(name), "markup")
        yield "markup", f' {_SPELT.get(str(name), name)}="', ""
        yield kind, escape(str(value), _IN_QUOTES), f"{value}. " if kind == "number" else ""
        yield "markup", '"', ""
    if element.tag in HEADINGS:
        yield "heading", "", ""
    yield "markup", "/>" if element.tag in VOID else ">", " " if element.tag == "br" else ""
    if said := _THEMES_WORDS.get(class_):
        yield said, "", ""


def _write_words(text: str | None, read: bool, written: _Written) -> None:
    if text:
        written.append(("words", escape(text), text) if read else ("markup", escape(text), ""))


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


class _Notes:
    """The notes of a text, counted."""

    def __init__(self) -> None:
        self._numbers = dict[HtmlElement, int]()

    def number_of(self, block: HtmlElement) -> int:
        """Which of the notes the block belongs to, from 1; 0 where it belongs to none."""
        lineage = [block, *block.iterancestors()]
        for note, list_, holder in zip(lineage, lineage[1:], lineage[2:], strict=False):
            if note.tag == "li" and holder.get("class") == NOTES:
                if note not in self._numbers:
                    self._numbers |= {each: number for number, each in enumerate(list_, 1)}
                return self._numbers[note]
        return 0


def _part(block: HtmlElement) -> str:
    lineage = [block, *block.iterancestors()]
    classes = {ancestor.get("class") for ancestor in lineage}
    if NOTES in classes:
        return "editors-note" if EDITORS_NOTE in classes else "note"
    return "caption" if block.tag == "figcaption" else "text"
