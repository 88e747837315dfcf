"""What stands around a text and was typed as part of it: number and day, whom it is to, who signs it.

It is set as entries of the header are. Its words stay in their order, which in a table is that of its
columns; what only may be such a line stays one of the text, and so does what the header says too.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from functools import partial
from itertools import chain, groupby, takewhile

from lxml.html import HtmlElement

from kyyeu.content.kinds.formal_lines import (
    PICTURE,
    SIGNATURE,
    are_receivers,
    find_role,
    is_about,
    is_addressee,
    is_dateline,
    is_in_capitals,
    is_motto,
    is_number,
    is_of_letterhead,
    is_receiver,
    is_receivers,
    is_salutation,
    may_be_name,
)
from kyyeu.content.kinds.typed_lines import (
    VERSES,
    TypedLine,
    make_box,
    part_line,
    put_in_place,
    read_columns,
    read_lines,
)
from kyyeu.content.kinds.verse import VERSE, part_poems, shape_verse
from kyyeu.content.prose.blocks import ABOVE, BELOW, NOTES, SIGNED_WITH
from kyyeu.content.prose.idiom import PLAIN, Idiom

_LISTS = ("ul", "ol")
Said = Collection[str]
"""The entries that a header has."""
_Named = tuple[str, TypedLine]
"""A line and its class."""


def _text_of(tree: HtmlElement) -> list[HtmlElement]:
    """What the tree holds before its notes."""
    return [*takewhile(lambda element: element.get("class") != NOTES, tree)]


# What stands before a text


def _shape_letterhead(tree: HtmlElement, said: Said) -> None:
    """Number and day of a letter, and what stands around them, are put above its text."""
    taken = list[tuple[HtmlElement, list[list[_Named]]]]()
    for element in _text_of(tree):
        columns = [
            [*_name_lines(lines, said)] for lines in _columns_of(element, said) or [read_lines(element)]
        ]
        if not any(columns) or not all(name for column in columns for name, _ in column):
            break
        taken.append((element, columns))
    while taken and {name for column in taken[-1][1] for name, _ in column} <= {"office"}:
        taken.pop()
    if taken:
        heads = [*_make_heads([columns for _, columns in taken])]
        put_in_place(make_box(ABOVE, heads), [element for element, _ in taken])


def _name_lines(lines: Sequence[TypedLine], said: Said) -> Iterator[_Named]:
    for line in lines:
        for half in part_line(line, is_number, is_dateline):
            yield _name_head(half.text, said), half


def _make_heads(taken: Sequence[list[list[_Named]]]) -> Iterator[HtmlElement]:
    """The boxes of what stands side by side: a table's columns, or what paragraphs below each other say."""
    for beside, group in groupby(taken, key=lambda columns: len(columns) > 1):
        if beside:
            for columns in group:
                yield make_box("letter-head letter-columns", [_make_side(column) for column in columns])
        else:
            below = [named for columns in group for named in chain(*columns)]
            yield make_box("letter-head", [*_part_sides(below)])


def _name_head(line: str, said: Said) -> str:
    """The class of a line of a letter's head; empty where it is none."""
    if is_number(line) and "number" not in said:
        return "number"
    if is_dateline(line) and "dateline" not in said:
        return "dateline"
    if is_motto(line):
        return "motto"
    return "about" if is_about(line) else "office" * is_of_letterhead(line)


def _part_sides(lines: Sequence[_Named]) -> Iterator[HtmlElement]:
    """What stands side by side: a number and a day, each with the office above it."""
    sides = list[list[_Named]]()
    ended = True
    for class_, line in lines:
        if (ended and class_ != "about") or not sides:
            sides.append([])
        sides[-1].append((class_, line))
        ended = class_ not in ("office", "motto")
    yield from map(_make_side, sides)


def _make_side(lines: Sequence[_Named]) -> HtmlElement:
    side = [line.set_as(class_) for class_, line in lines]
    return side[0] if len(side) == 1 else make_box("letter-side", side)


def _shape_dateline_above(tree: HtmlElement) -> None:
    """Place and day of a speech are put above its text."""
    _take_above(tree, is_dateline)


def _take_above(tree: HtmlElement, wanted: Callable[[str], bool]) -> None:
    taken = list[tuple[HtmlElement, list[TypedLine]]]()
    for element in _text_of(tree):
        lines = read_lines(element)
        if not lines or not all(wanted(line.text) for line in lines):
            break
        taken.append((element, lines))
    if taken:
        datelines = [line.set_as("dateline") for _, lines in taken for line in lines]
        put_in_place(make_box(ABOVE, datelines), [element for element, _ in taken])


def _shape_address(tree: HtmlElement, wanted: Callable[[str], bool], class_: str, box: str) -> None:
    """Whom a letter is to, or whom a speech greets, is told from what it says to them."""
    start, text = 0, [element for element in _text_of(tree) if element.get("class") != ABOVE]
    while start < len(text) and _is_title(text[start]):
        start += 1
    taken, put = list[HtmlElement](), list[HtmlElement]()
    for element in text[start:]:
        lines = read_lines(element)
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
        put_in_place(make_box(box, put), taken)


def _is_title(element: HtmlElement) -> bool:
    """Whether the paragraph says no more than what the text is called: ``THƯ CHÚC MỪNG``."""
    lines = read_lines(element)
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


def _shape_end_of_letter(tree: HtmlElement, said: Said, day_alone: bool = True) -> None:
    """Who signs a letter, who gets a copy, place and day are put below its text.

    A `day_alone`, which nobody signs below, is put there too.
    """
    text, boxes = _text_of(tree), list[HtmlElement]()
    end = len(text)
    for find in (_find_receivers, _find_columns, _find_signatures, _find_receivers):
        begin, found = find(text[:end], said)
        if _classes_of(found).isdisjoint(_classes_of(boxes)):
            boxes, end = [*found, *boxes], begin
    if len(boxes) > 1 or _RECEIVERS in _classes_of(boxes):
        boxes = [_put_side_by_side(boxes)]
    dated = "dateline" not in said and (boxes or day_alone)
    begin = _begin_of_end(text[:end], _is_dated) if dated else end
    datelines = [line.set_as("dateline") for element in text[begin:end] for line in read_lines(element)]
    if begin and (boxes or datelines):
        put_in_place(make_box(BELOW, [*datelines, *boxes]), text[begin:])


def _classes_of(boxes: Sequence[HtmlElement]) -> set[str | None]:
    return {box.get("class") for box in boxes}


def _put_side_by_side(boxes: Sequence[HtmlElement]) -> HtmlElement:
    last = " receivers-last" * (boxes[-1].get("class") == _RECEIVERS and len(boxes) > 1)
    pictured = " signatures-pictured" * any(box.find("p/img") is not None for box in boxes)
    return make_box(f"signatures{last}{pictured}", boxes)


_SIGNER, _RECEIVERS = "signature-block", "recipients"


def _begin_of_end(text: Sequence[HtmlElement], belongs: Callable[[Sequence[TypedLine]], bool]) -> int:
    """Where those paragraphs begin with which a text ends and which all belong there."""
    begin = len(text)
    while begin and (lines := read_lines(text[begin - 1])) and belongs(lines):
        begin -= 1
    return begin


def _is_dated(lines: Sequence[TypedLine]) -> bool:
    return all(is_dateline(line.text) for line in lines)


def _find_receivers(text: Sequence[HtmlElement], said: Said) -> tuple[int, list[HtmlElement]]:
    """Where those begin with whom the text ends and who get a copy, and their box."""
    for begin in range(len(text) - 1, -1, -1):
        element, lines = text[begin], _read_receivers(text[begin])
        if lines and is_receivers(lines[0].text):
            below = [line.text for line in lines[1:]]
            if "recipients" in said or not all(is_receiver(line) or are_receivers(line) for line in below):
                break
            return begin, [
                make_box(_RECEIVERS, [part for each in text[begin:] for part in _make_receivers(each)])
            ]
        if element.tag not in _LISTS and not (lines and all(is_receiver(line.text) for line in lines)):
            break
    return len(text), []


def _read_receivers(element: HtmlElement) -> list[TypedLine]:
    """The lines of a paragraph, the first of which may name those who get a copy behind "Nơi nhận"."""
    return _part_first(read_lines(element))


def _part_first(lines: Sequence[TypedLine]) -> list[TypedLine]:
    return [
        *(half for line in lines[:1] for half in part_line(line, is_receivers, are_receivers)),
        *lines[1:],
    ]


def _make_receivers(element: HtmlElement) -> list[HtmlElement]:
    lines = _read_receivers(element)
    if lines:
        return [line.set_as(_RECEIVERS) for line in lines]
    copy = deepcopy(element)
    copy.tail = None
    return [copy]


def _find_signatures(text: Sequence[HtmlElement], said: Said) -> tuple[int, list[HtmlElement]]:
    """Where the signatures begin with which the text ends, and a box for each."""
    if _is_signed(said):
        return len(text), []
    first = _begin_of_end(text, lambda lines: all(map(_find_role, lines)))
    for begin in range(first, len(text)):
        lines = [line for element in text[begin:] for line in read_lines(element)]
        roles = "".join(map(_find_role, lines))
        for parted in (re.findall("[^N]*N|[^N]+$", roles), [roles]):
            if all(map(SIGNATURE.fullmatch, parted)):
                signing = iter(lines)
                return begin, [_make_signature(one, [next(signing) for _ in one]) for one in parted]
    return len(text), []


def _is_signed(said: Said) -> bool:
    return not {"signed", "signed_as", "signatures"}.isdisjoint(said)


def _find_role(line: TypedLine) -> str:
    return PICTURE if line.pictured else find_role(line.text)


def _find_columns(text: Sequence[HtmlElement], said: Said) -> tuple[int, list[HtmlElement]]:
    """Where the table is with which the text ends, if each of its columns is a signature or of receivers."""
    columns = [*filter(None, _columns_of(text[-1], said))] if text else []
    boxes = [box for column in columns for box in _make_column(column, said)]
    return (len(text) - 1, boxes) if columns and len(boxes) == len(columns) else (len(text), [])


def _columns_of(element: HtmlElement, said: Said) -> list[list[TypedLine]]:
    """The columns of a table; none of one of several rows that is proved, where its source has it by rows."""
    rows = sum(bool(row.text_content().strip()) for row in element.iter("tr"))
    return [] if "source" in said and rows > 1 else read_columns(element)


def _make_column(lines: Sequence[TypedLine], said: Said) -> list[HtmlElement]:
    """The box of what a column says, the day of a signature above it; none where it says more."""
    receivers = _part_first(lines)
    if is_receivers(receivers[0].text):
        says_more = "recipients" in said or any(line.pictured for line in receivers)
        return (
            [] if says_more else [make_box(_RECEIVERS, [line.set_as_item(_RECEIVERS) for line in receivers])]
        )
    days = [*takewhile(lambda line: is_dateline(line.text), [] if "dateline" in said else lines)]
    roles = [*map(_find_role, lines[len(days) :])]
    if _is_signed(said) or not all(roles) or not SIGNATURE.fullmatch("".join(roles)):
        return []
    block = _make_signature("".join(roles), lines[len(days) :])
    block[:0] = [line.set_as("dateline") for line in days]
    return [block]


def _make_signature(roles: str, lines: Sequence[TypedLine]) -> HtmlElement:
    """The box of a signature; where nothing says that it was signed there is room for one."""
    name = len(roles) - 1 if roles[-1] in "NK" else 0 if roles[0] == "N" else len(roles)
    block = [
        line.set_as(_class_in_signature(role, place == name))
        for place, (role, line) in enumerate(zip(roles, lines, strict=True))
    ]
    if name and not {"M", PICTURE} & {*roles}:
        block.insert(name, make_box("signature-room", []))
    return make_box(_SIGNER, block)


def _class_in_signature(role: str, is_name: bool) -> str:
    return "signed" if is_name else _OTHERS.get(role, "signed-as")


_OTHERS = {"M": "signed-by", PICTURE: SIGNED_WITH}


def _shape_end(text: Sequence[HtmlElement], by: str) -> None:
    """Place and year below a text, and who wrote it, if the name stands beside them, are each a paragraph."""
    begin = _begin_of_end(text, _are_end)
    ends = [read_lines(element) for element in text[begin:]]
    if begin and any(is_dateline(line.text) for lines in ends for line in lines):
        for element, lines in zip(text[begin:], ends, strict=True):
            for line in lines:
                element.addprevious(line.set_as("dateline" if is_dateline(line.text) else by))
            element.drop_tree()


def _are_end(lines: Sequence[TypedLine]) -> bool:
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
    _shape_end_of_letter(tree, said, day_alone=False)
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
        _shape_end([stanza for stanza in one if stanza.get("class") in VERSES], "verse-by")


_POEM = replace(VERSE, shape=_shape_poem)
