"""People by term: the rows of a table in groups, each under what they have in common.

A column may say it, as in a spreadsheet, where a cell left empty has what is above it; or a row in which
nothing else stands, as in a table of Word.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from kyyeu.content.kinds.columns import BARE_NUMBER, is_filled, say_cell
from kyyeu.content.prose.blocks import BLOCKS, HEADINGS
from kyyeu.content.prose.grid import find_columns, mend_table

_NUMBER = re.compile(r"\d|[IVXLC]+\b")
TERM = "people-term"
"""The class of the row, or of the heading, that a group stands under."""


@dataclass(slots=True)
class TermGroup:
    """Rows that belong together."""

    head: HtmlElement | None
    """The cell that says what they have in common; None for those that come before any such."""
    rows: list[HtmlElement] = field(default_factory=list)
    """In the order of the table."""


def find_column(head: Sequence[str], name: str) -> int | None:
    """Which of the columns has that name, from 0; None where none has."""
    wanted = " ".join(name.casefold().split())
    columns = (place for place, cell in enumerate(head) if " ".join(cell.casefold().split()) == wanted)
    return next(columns, None)


def take_terms(
    table: HtmlElement, roles: Sequence[str], column: int | None, name: str = ""
) -> list[TermGroup]:
    """The rows of a table's body in groups; the column that says the groups is taken out of it.

    A number in it gets the `name` of the column: “Nhiệm kỳ 2015 – 2020”.
    """
    terms = [TermGroup(None)]
    for group in table.iterfind("tbody"):
        for row, places in zip([*group], [*find_columns(group)], strict=True):
            head = _find_head(row, places, roles, column)
            if head is not None and not _says_again(head, terms[-1].head):
                terms.append(TermGroup(head))
            if head is None or len(row) > 1:
                terms[-1].rows.append(row)
    for term in terms:
        if column is not None and term.head is not None and _NUMBER.match(say_cell(term.head)):
            term.head.text = f"{name} {term.head.text or ''}"
    if column is not None:
        _drop_column(table, column)
    return [term for term in terms if term.head is not None or term.rows]


def _find_head(
    row: HtmlElement, places: Sequence[int], roles: Sequence[str], column: int | None
) -> HtmlElement | None:
    """The cell of the row that says what its group is, if it has one; one alone in its row has that whole."""
    filled = [(place, cell) for place, cell in zip(places, row, strict=True) if is_filled(cell)]
    if len(filled) == 1 and (
        (filled[0][0] == column and say_cell(filled[0][1])) or _is_whole_row(*filled[0], row, roles)
    ):
        for other in [cell for cell in row if cell is not filled[0][1]]:
            row.remove(other)
        return filled[0][1]
    return next((cell for place, cell in filled if place == column and say_cell(cell)), None)


def _is_whole_row(place: int, cell: HtmlElement, row: HtmlElement, roles: Sequence[str]) -> bool:
    """Whether a cell alone in its row is the head of the rows below it, and not someone's name."""
    alone = len(row) == 1 and int(cell.get("colspan", "1")) == len(roles) > 1
    first = place == 0 and roles[:1] != ["name"] and not BARE_NUMBER.fullmatch(say_cell(cell))
    return (alone or first) and next(cell.iter("img"), None) is None


def _says_again(cell: HtmlElement, head: HtmlElement | None) -> bool:
    """Whether the cell says no more than the head above it, nor calls a note or leads somewhere."""
    more = next(cell.iter("a", "img"), None) is not None
    return head is not None and not more and say_cell(cell) == say_cell(head)


def _drop_column(table: HtmlElement, column: int) -> None:
    """Take the column out of head and body; a cell that spans others too gets narrower."""
    for group in table.iterchildren("thead", "tbody"):
        rows = zip([*group], [*find_columns(group)], strict=True)
        for row, places in rows:
            for place, cell in zip(places, [*row], strict=True):
                wide = int(cell.get("colspan", "1"))
                if place <= column < place + wide and len(row) > 1:
                    if wide > 1:
                        cell.set("colspan", str(wide - 1))
                    else:
                        _keep_calls(cell, next(other for other in row if other is not cell))
                        row.remove(cell)


def _keep_calls(cell: HtmlElement, other: HtmlElement) -> None:
    """Notes that a cell calls, and says no group, are called in the other one."""
    if not say_cell(cell):
        other.extend([*cell])


def set_in_table(table: HtmlElement, terms: Sequence[TermGroup]) -> None:
    """Give each group rows of its own, under one that its head fills."""
    width = max(len(row) for row in table.iterfind("thead/tr"))
    for body in [*table.iterchildren("tbody")]:
        table.remove(body)
    for term in terms:
        body = etree.SubElement(table, "tbody")
        if term.head is not None:
            head = etree.SubElement(body, "tr", {"class": TERM})
            head.append(_as(term.head, "th", {"colspan": str(width), "scope": "rowgroup"}))
        body.extend(term.rows)
    mend_table(table)


def make_headings(table: HtmlElement, terms: Sequence[TermGroup]) -> Iterator[HtmlElement | None]:
    """A heading for each group, one level below the one that the table stands under; None for no head."""
    level = 2
    for element in table.getroottree().getroot().iter():
        if element is table:
            break
        if element.tag in HEADINGS:
            level = min(HEADINGS.index(element.tag) + 2, len(HEADINGS))
    for term in terms:
        yield None if term.head is None else _as(term.head, f"h{level}", {"class": TERM})


def _as(cell: HtmlElement, tag: str, attributes: dict[str, str]) -> HtmlElement:
    """An element of that tag with all that the cell holds, words parted where blocks were."""
    for block in [inner for inner in cell.iterdescendants() if inner.tag in BLOCKS]:
        block.tail = f" {block.tail or ''}"
        block.drop_tag()
    made = lxml.html.Element(tag, attributes)
    made.text = cell.text
    made.extend([*cell])
    return made
