"""What was typed as lines around a text: those of a paragraph, of a picture alone, of a table's columns."""

import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import chain

import lxml.html
from lxml.html import HtmlElement

from kyyeu.content.kinds.broken_lines import cut_at_breaks, move_inside
from kyyeu.content.kinds.formal_lines import LONGEST
from kyyeu.content.prose.blocks import BLOCKS
from kyyeu.content.prose.idiom import MARK
from kyyeu.content.prose.signs import guard_sign, release_words

_SETS_OFF = ("strong", "em", "b", "i", "u")
"""Elements that set off what the design sets off by itself."""
VERSES = ("stanza", "verse-by")
"""The classes of a poem's paragraphs."""
_MOST_ABREAST, _MOST_ROWS = 3, 24
_CALL = "ancestor::*[contains(@class, 'footnote-ref')]"


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A line of a paragraph or of a table's cell, or a picture that stands for one."""

    element: HtmlElement
    """What it holds, apart from the tree."""
    text: str
    """What it says, without calls of notes; white space folded; of a picture nothing."""
    pictured: bool = False
    """Whether it is a picture."""

    def set_as(self, class_: str) -> HtmlElement:
        """The line as a paragraph of that class; it holds nothing any more."""
        paragraph = lxml.html.Element("p", dict(self.element.attrib))
        paragraph.set("class", class_)
        move_inside(self.element, paragraph)
        return paragraph

    def set_as_item(self, class_: str) -> HtmlElement:
        """The same of a line of a list, whose sign was typed to be printed."""
        for node, slot in _slots(self.element):
            words = getattr(node, slot) or ""
            if words.strip():
                before = re.match(rf"\s*{MARK}", words)
                assert before
                setattr(node, slot, before[0] + guard_sign(words[before.end() :]))
                break
        return self.set_as(class_)


def make_box(class_: str, children: Sequence[HtmlElement]) -> HtmlElement:
    """A ``div`` of that class around the children."""
    box = lxml.html.Element("div")
    box.set("class", class_)
    box.extend(children)
    return box


def put_in_place(box: HtmlElement, elements: Sequence[HtmlElement]) -> None:
    """The box stands where the elements stood, under the id of a table among them."""
    for table in [element for element in elements if element.tag == "table"][:1]:
        for name, value in table.items():  # its language too, and what numbers its tag
            box.set(name, box.get(name, value))
    parent = elements[0].getparent()
    assert parent is not None
    box.tail = elements[-1].tail
    parent.insert(parent.index(elements[0]), box)
    for element in elements:
        if element.getparent() is parent:
            parent.remove(element)


def read_lines(element: HtmlElement) -> list[TypedLine]:
    """The lines of a paragraph, whichever way they were broken; none of what has more than short ones.

    A picture by itself is one, if no more is said of it than a reader hears who does not see it.
    """
    if element.tag == "figure":
        return _read_figure(element)
    is_verse = element.get("class") in VERSES
    if element.tag != "p" or (element.get("class") and not is_verse) or element.find(".//img") is not None:
        return []
    if len(element.text_content()) > 10 * LONGEST:
        return []
    copy = deepcopy(element)
    copy.tail = None
    for span in [*copy.iterfind("span")] if is_verse else []:
        span.drop_tag()  # the break behind it stays
    lines = _cut_lines(copy)
    return lines if all(map(_is_short, lines)) else []


def _read_figure(figure: HtmlElement) -> list[TypedLine]:
    """The picture of a figure, whose caption is the words that describe it."""
    image, caption = figure.find("img"), figure.find("figcaption")
    said = "" if caption is None else "".join(caption.itertext())
    if figure.get("class") or image is None or image.get("class") or (caption is not None and len(caption)):
        return []
    if said.split() != image.get("alt", "").split() or len(figure) > 1 + (caption is not None):
        return []
    copy = deepcopy(figure)
    copy.tail = None
    for each in copy.iterfind("figcaption"):
        copy.remove(each)
    return [TypedLine(copy, "", pictured=True)]


def read_columns(table: HtmlElement) -> list[list[TypedLine]]:
    """The lines of each column of a table that has words side by side; of any other none."""
    rows = [[*row] for row in table.iter("tr")] if table.tag == "table" else []
    widths = {len(row) for row in rows}
    if len(widths) != 1 or not widths <= {*range(2, _MOST_ABREAST + 1)} or len(rows) > _MOST_ROWS:
        return []
    if table.find("caption") is not None or not all(map(_is_plain, chain(*rows))):
        return []
    cells = [[_cut_lines(_copy_cell(cell)) for cell in row] for row in rows]
    columns = [[*chain.from_iterable(column)] for column in zip(*cells, strict=True)]
    return columns if all(map(_is_short, chain(*columns))) else []


def _is_plain(cell: HtmlElement) -> bool:
    """Whether the cell is one of its row and its column alone, and has lines of words and pictures."""
    spans = {"colspan", "rowspan"} & {*map(str, cell.attrib)}
    blocks = {str(each.tag) for each in cell.iter()} & BLOCKS - {"td", "th", "p"}
    return not spans and not blocks and len(cell.text_content()) <= 10 * LONGEST


def _copy_cell(cell: HtmlElement) -> HtmlElement:
    """The cell apart, its paragraphs as lines."""
    copy = deepcopy(cell)
    copy.tail = None
    copy.attrib.clear()
    for paragraph in [*copy.iterfind("p")]:
        _break_slot(paragraph, "tail", 0, 0)
        paragraph.drop_tag()
    return copy


def _is_short(line: TypedLine) -> bool:
    return line.pictured or 0 < len(line.text) <= LONGEST


def _cut_lines(element: HtmlElement) -> list[TypedLine]:
    """The lines of an element that nobody else has, empty ones left out."""
    for node, slot in [*_slots(element)]:
        for found in reversed([*re.finditer("\n", getattr(node, slot) or "")]):
            _break_slot(node, slot, *found.span())
    lines = [_read_line(each) for each in cut_at_breaks(element)]
    return [line for line in lines if line.text or len(line.element)]


def _slots(element: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Where the element has words, in reading order: in an element, before all else, or behind one."""
    yield element, "text"
    for child in element:
        yield from _slots(child)
        yield child, "tail"


def _break_slot(node: HtmlElement, slot: str, start: int, end: int) -> None:
    """A break in the place of these letters of the words there."""
    words, break_ = getattr(node, slot) or "", lxml.html.Element("br")
    setattr(node, slot, words[:start])
    if slot == "text":
        node.insert(0, break_)
    else:
        node.addnext(break_)  # which takes the words behind the node along
        node.tail, break_.tail = words[:start], None
    break_.tail = words[end:]


def _read_line(element: HtmlElement) -> TypedLine:
    """The line, without what sets all of it off."""
    while len(element) == 1 and element[0].tag in _SETS_OFF and not element[0].attrib:
        if (element.text or "").strip() or (element[0].tail or "").strip():
            break
        element[0].drop_tag()
    said = _fold("".join(element.xpath(f".//text()[not({_CALL})]")))
    return TypedLine(
        element, said, pictured=not said and [each.tag for each in element.iter()][1:] == ["img"]
    )


def _fold(words: str) -> str:
    return " ".join(release_words(re.sub(MARK, "", words)).split())


def part_line(
    line: TypedLine, first: Callable[[str], bool], second: Callable[[str], bool]
) -> list[TypedLine]:
    """The line as two, where it is two that were typed beside each other."""
    written = "".join(line.element.itertext())
    for gap in re.finditer(r"\s+", written):
        if first(_fold(written[: gap.start()])) and second(_fold(written[gap.end() :])):
            _break_behind(line.element, gap.start())
            return [_read_line(each) for each in cut_at_breaks(line.element)]
    return [line]


def _break_behind(element: HtmlElement, letters: int) -> None:
    for node, slot in [*_slots(element)]:
        length = len(getattr(node, slot) or "")
        if letters < length:
            _break_slot(node, slot, letters, letters)
            return
        letters -= length
