"""What stands around a text and was typed as part of it: number and day, whom it is to, who signs it.

It is set as entries of the header are. Its words stay in their order; what only may be such a line stays one
of the text, and so does what the header says too.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile

import lxml.html
from lxml.html import HtmlElement

from kyyeu.content.kinds.broken_lines import cut_at_breaks, move_inside
from kyyeu.content.kinds.formal_lines import (
    LONGEST,
    SIGNATURE,
    find_role,
    is_about,
    is_addressee,
    is_dateline,
    is_in_capitals,
    is_number,
    is_of_letterhead,
    is_receiver,
    is_receivers,
    is_salutation,
    may_be_name,
)
from kyyeu.content.kinds.verse import VERSE, part_poems, shape_verse
from kyyeu.content.prose.blocks import ABOVE, BELOW, NOTES
from kyyeu.content.prose.idiom import MARK, PLAIN, Idiom

_SETS_OFF = ("strong", "em", "b", "i", "u")
"""Elements that set off what the design sets off by itself."""
_VERSES = ("stanza", "verse-by")
_LISTS = ("ul", "ol")
_CALL = "ancestor::*[contains(@class, 'footnote-ref')]"
Said = Collection[str]
"""The entries that a header has."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a paragraph."""

    element: HtmlElement
    """What it holds, apart from the tree."""
    text: str
    """What it says, without calls of notes; white space folded."""

    def set_as(self, class_: str) -> HtmlElement:
        """The line as a paragraph of that class; it holds nothing any more."""
        paragraph = lxml.html.Element("p", dict(self.element.attrib))
        paragraph.set("class", class_)
        move_inside(self.element, paragraph)
        return paragraph


def _box(class_: str, children: Sequence[HtmlElement]) -> HtmlElement:
    box = lxml.html.Element("div")
    box.set("class", class_)
    box.extend(children)
    return box


def _put_in_place(box: HtmlElement, elements: Sequence[HtmlElement]) -> None:
    """The box stands where the elements stood."""
    parent = elements[0].getparent()
    assert parent is not None
    box.tail = elements[-1].tail
    parent.insert(parent.index(elements[0]), box)
    for element in elements:
        if element.getparent() is parent:
            parent.remove(element)


# Paragraphs as lines


def _read_lines(element: HtmlElement) -> list[_Line]:
    """The lines of a paragraph, whichever way they were broken; none of what has more than short ones."""
    is_verse = element.get("class") in _VERSES
    if element.tag != "p" or (element.get("class") and not is_verse) or element.find(".//img") is not None:
        return []
    if len(element.text_content()) > 10 * LONGEST:
        return []
    copy = deepcopy(element)
    copy.tail = None
    for span in [*copy.iterfind("span")] if is_verse else []:
        span.drop_tag()  # the break behind it stays
    for node, slot in [*_slots(copy)]:
        for found in reversed([*re.finditer("\n", getattr(node, slot) or "")]):
            _break_slot(node, slot, *found.span())
    lines = [_read_line(each) for each in cut_at_breaks(copy)]
    lines = [line for line in lines if line.text or len(line.element)]
    return lines if all(0 < len(line.text) <= LONGEST for line in lines) else []


def _slots(element: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Where the element has words, in reading order: in an element, before all else, or behind one."""
    yield element, "text"
    for child in element:
        yield from _slots(child)
        yield child, "tail"


def _break_slot(node: HtmlElement, slot: str, start: int, end: int) -> None:
    """A break in the place of these letters of the words there."""
    words, break_ = getattr(node, slot), lxml.html.Element("br")
    setattr(node, slot, words[:start])
    if slot == "text":
        node.insert(0, break_)
    else:
        node.addnext(break_)  # which takes the words behind the node along
        node.tail, break_.tail = words[:start], None
    break_.tail = words[end:]


def _read_line(element: HtmlElement) -> _Line:
    """The line, without what sets all of it off."""
    while len(element) == 1 and element[0].tag in _SETS_OFF and not element[0].attrib:
        if (element.text or "").strip() or (element[0].tail or "").strip():
            break
        element[0].drop_tag()
    return _Line(element, _fold("".join(element.xpath(f".//text()[not({_CALL})]"))))


def _fold(words: str) -> str:
    return " ".join(re.sub(MARK, "", words).split())


def _part_line(line: _Line, first: Callable[[str], bool], second: Callable[[str], bool]) -> list[_Line]:
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


def _text_of(tree: HtmlElement) -> list[HtmlElement]:
    """What the tree holds before its notes."""
    return [*takewhile(lambda element: element.get("class") != NOTES, tree)]


# What stands before a text


def _shape_letterhead(tree: HtmlElement, said: Said) -> None:
    """Number and day of a letter, and what stands around them, are put above its text."""
    taken = list[tuple[HtmlElement, list[tuple[str, _Line]]]]()
    for element in _text_of(tree):
        lines = [half for line in _read_lines(element) for half in _part_line(line, is_number, is_dateline)]
        named = [(_name_head(line.text, said), line) for line in lines]
        if not named or not all(name for name, _ in named):
            break
        taken.append((element, named))
    while taken and {name for name, _ in taken[-1][1]} <= {"office"}:
        taken.pop()
    if taken:
        sides = [*_part_sides([pair for _, named in taken for pair in named])]
        _put_in_place(_box(ABOVE, [_box("letter-head", sides)]), [element for element, _ in taken])


def _name_head(line: str, said: Said) -> str:
    """The class of a line of a letter's head; empty where it is none."""
    if is_number(line) and "number" not in said:
        return "number"
    if is_dateline(line) and "dateline" not in said:
        return "dateline"
    return "about" if is_about(line) else "office" * is_of_letterhead(line)


def _part_sides(lines: Sequence[tuple[str, _Line]]) -> Iterator[HtmlElement]:
    """What stands side by side: a number and a day, each with the office above it."""
    sides = list[list[HtmlElement]]()
    ended = True
    for class_, line in lines:
        if (ended and class_ != "about") or not sides:
            sides.append([])
        sides[-1].append(line.set_as(class_))
        ended = class_ != "office"
    for side in sides:
        yield side[0] if len(side) == 1 else _box("letter-side", side)


def _shape_dateline_above(tree: HtmlElement) -> None:
    """Place and day of a speech are put above its text."""
    _take_above(tree, is_dateline)


def _take_above(tree: HtmlElement, wanted: Callable[[str], bool]) -> None:
    taken = list[tuple[HtmlElement, list[_Line]]]()
    for element in _text_of(tree):
        lines = _read_lines(element)
        if not lines or not all(wanted(line.text) for line in lines):
            break
        taken.append((element, lines))
    if taken:
        datelines = [line.set_as("dateline") for _, lines in taken for line in lines]
        _put_in_place(_box(ABOVE, datelines), [element for element, _ in taken])


def _shape_address(tree: HtmlElement, wanted: Callable[[str], bool], class_: str, box: str) -> None:
    """Whom a letter is to, or whom a speech greets, is told from what it says to them."""
    start, text = 0, [element for element in _text_of(tree) if element.get("class") != ABOVE]
    while start < len(text) and _is_title(text[start]):
        start += 1
    taken, put = list[HtmlElement](), list[HtmlElement]()
    for element in text[start:]:
        lines = _read_lines(element)
        listed = bool(put) and "".join(put[-1].itertext()).rstrip().endswith(":")
        if listed and element.tag in _LISTS:
            put.append(deepcopy(element))
            put[-1].tail = None
        elif lines and _are_address([line.text for line in lines], wanted):
            put += [line.set_as(class_) for line in lines]
        else:
            break
        taken.append(element)
    if put:
        _put_in_place(_box(box, put), taken)


def _is_title(element: HtmlElement) -> bool:
    """Whether the paragraph says no more than what the text is called: ``THƯ CHÚC MỪNG``."""
    lines = _read_lines(element)
    return bool(lines) and all(is_in_capitals(line.text) for line in lines)


def _are_address(lines: Sequence[str], wanted: Callable[[str], bool]) -> bool:
    """Whether all the lines are of an address; below one that ends with a colon stand those that it is to."""
    listing = False
    for line in lines:
        if not wanted(line) and not (listing and is_receiver(line)):
            return False
        listing = listing or line.endswith(":")
    return True


# What stands after a text


def _shape_end_of_letter(tree: HtmlElement, said: Said) -> None:
    """Who signs a letter, who gets a copy, place and day are put below its text."""
    text, boxes = _text_of(tree), list[HtmlElement]()
    end = len(text)
    for find in (_find_receivers, _find_signatures, _find_receivers):
        begin, found = find(text[:end], said)
        if found and find is _find_receivers and any(box.get("class") == _RECEIVERS for box in boxes):
            continue
        boxes, end = [*found, *boxes], begin
    if [box.get("class") for box in boxes] not in ([], [_SIGNER]):
        last = " receivers-last" * (boxes[-1].get("class") == _RECEIVERS and len(boxes) > 1)
        boxes = [_box(f"signatures{last}", boxes)]
    begin = _begin_of_end(text[:end], _is_dated) if "dateline" not in said else end
    datelines = [line.set_as("dateline") for element in text[begin:end] for line in _read_lines(element)]
    if begin and (boxes or datelines):
        _put_in_place(_box(BELOW, [*datelines, *boxes]), text[begin:])


_SIGNER, _RECEIVERS = "signature-block", "recipients"


def _begin_of_end(text: Sequence[HtmlElement], belongs: Callable[[Sequence[_Line]], bool]) -> int:
    """Where those paragraphs begin with which a text ends and which all belong there."""
    begin = len(text)
    while begin and (lines := _read_lines(text[begin - 1])) and belongs(lines):
        begin -= 1
    return begin


def _is_dated(lines: Sequence[_Line]) -> bool:
    return all(is_dateline(line.text) for line in lines)


def _find_receivers(text: Sequence[HtmlElement], said: Said) -> tuple[int, list[HtmlElement]]:
    """Where those begin with whom the text ends and who get a copy, and their box."""
    for begin in range(len(text) - 1, -1, -1):
        element, lines = text[begin], _read_lines(text[begin])
        if lines and is_receivers(lines[0].text):
            below = [line.text for line in lines[1:]]
            if "recipients" in said or not all(map(is_receiver, below)):
                break
            return begin, [
                _box(_RECEIVERS, [part for each in text[begin:] for part in _make_receivers(each)])
            ]
        if element.tag not in _LISTS and not (lines and all(is_receiver(line.text) for line in lines)):
            break
    return len(text), []


def _make_receivers(element: HtmlElement) -> list[HtmlElement]:
    lines = _read_lines(element)
    if lines:
        return [line.set_as(_RECEIVERS) for line in lines]
    copy = deepcopy(element)
    copy.tail = None
    return [copy]


def _find_signatures(text: Sequence[HtmlElement], said: Said) -> tuple[int, list[HtmlElement]]:
    """Where the signatures begin with which the text ends, and a box for each."""
    if {"signed", "signed_as", "signatures"} & {*said}:
        return len(text), []
    first = _begin_of_end(text, lambda lines: all(find_role(line.text) for line in lines))
    for begin in range(first, len(text)):
        lines = [line for element in text[begin:] for line in _read_lines(element)]
        roles = "".join(find_role(line.text) for line in lines)
        for parted in (re.findall("[^N]*N|[^N]+$", roles), [roles]):
            if all(map(SIGNATURE.fullmatch, parted)):
                signing = iter(lines)
                return begin, [_make_signature(one, [next(signing) for _ in one]) for one in parted]
    return len(text), []


def _make_signature(roles: str, lines: Sequence[_Line]) -> HtmlElement:
    """The box of a signature; where nothing says that it was signed there is room for one."""
    name = len(roles) - 1 if roles[-1] in "NK" else 0 if roles[0] == "N" else len(roles)
    block = [
        line.set_as(_class_in_signature(role, place == name))
        for place, (role, line) in enumerate(zip(roles, lines, strict=True))
    ]
    if "M" not in roles and name:
        block.insert(name, _box("signature-room", []))
    return _box(_SIGNER, block)


def _class_in_signature(role: str, is_name: bool) -> str:
    return "signed" if is_name else "signed-by" if role == "M" else "signed-as"


def _shape_end(text: Sequence[HtmlElement], by: str) -> None:
    """Place and year below a text, and who wrote it, if the name stands beside them, are each a paragraph."""
    begin = _begin_of_end(text, _are_end)
    ends = [_read_lines(element) for element in text[begin:]]
    if begin and any(is_dateline(line.text) for lines in ends for line in lines):
        for element, lines in zip(text[begin:], ends, strict=True):
            for line in lines:
                element.addprevious(line.set_as("dateline" if is_dateline(line.text) else by))
            element.drop_tree()


def _are_end(lines: Sequence[_Line]) -> bool:
    return all(is_dateline(line.text) or may_be_name(line.text) for line in lines)


# The kinds


def letter(said: Said) -> Idiom:
    """The idiom of letters whose header says so much already."""
    return Idiom(shape=partial(_shape_letter, said=said))


def _shape_letter(tree: HtmlElement, said: Said) -> None:
    _shape_end_of_letter(tree, said)
    _shape_letterhead(tree, said)
    if "addressee" not in said:
        _shape_address(tree, is_addressee, "addressee", "addressees")


def speech(said: Said) -> Idiom:
    """The idiom of speeches."""
    return Idiom(shape=partial(_shape_speech, said=said))


def _shape_speech(tree: HtmlElement, said: Said) -> None:
    if "dateline" not in said:
        _shape_dateline_above(tree)
        _shape_end(_text_of(tree), "signed")
    if "salutation" not in said:
        _shape_address(tree, is_salutation, "salutation", "salutations")


def memoir(said: Said) -> Idiom:
    """The idiom of memoirs."""
    return PLAIN if "dateline" in said else _MEMOIR


_MEMOIR = Idiom(shape=lambda tree: _shape_end(_text_of(tree), "signed"))


def poem(said: Said) -> Idiom:
    """The idiom of poems."""
    return VERSE if "dateline" in said else _POEM


def _shape_poem(tree: HtmlElement) -> None:
    shape_verse(tree)
    for one in part_poems(tree):
        _shape_end([stanza for stanza in one if stanza.get("class") in _VERSES], "verse-by")


_POEM = replace(VERSE, shape=_shape_poem)
