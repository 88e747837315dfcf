"""People: a table of them as cards, each with a portrait, or as a table with small ones."""

import re
from collections.abc import Iterable, Iterator, Sequence

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from kyyeu.content.kinds.broken_lines import move_inside
from kyyeu.content.kinds.columns import BARE_NUMBER, find_roles, is_filled, say_cell
from kyyeu.content.kinds.terms import TermGroup, find_column, make_headings, set_in_table, take_terms
from kyyeu.content.prose.blocks import BLOCKS
from kyyeu.content.prose.grid import find_columns
from kyyeu.content.prose.idiom import MARK, Idiom, TableRows
from kyyeu.model import Run

_FILE = re.compile(
    rf"(?P<mark>{MARK})(?:images/)?(?P<name>[^/\\\n]+\.(?:jpe?g|png|hei[cf]|tiff?|webp|avif|bmp|gif))",
    re.IGNORECASE,
)
"""All that a cell says that names a picture's file; a line's mark stands before its first word."""
_AROUND_FILE = ("a", "p")
BY_TERM = " people-by-term"
"""What the class of people ends with whose groups a column says."""


def people(rows: TableRows, cards: bool, by: str = "") -> Idiom:
    """The idiom of a list of people, those of the `rows` below those of the text.

    They are in groups where a column has the name `by`, or a row says what the next ones have in common.
    """
    return Idiom(shape=lambda tree: _shape(tree, cards, by), rows=rows, add=_add)


def _add(tree: HtmlElement, rows: TableRows) -> None:
    if rows:
        tree.append(_make_table(rows))


def _shape(tree: HtmlElement, cards: bool, by: str) -> None:
    for table in [*tree.iter("table")]:
        head = [*map(say_cell, table.iterfind("thead/tr/th"))]
        roles, column = find_roles(head), find_column(head, by) if by else None
        if "name" not in roles:
            continue
        _call_pictures(table, roles)
        terms = take_terms(table, roles, column, "" if column is None else head[column])
        roles = [role for place, role in enumerate(roles) if place != column]
        table.set("class", "people-table" + BY_TERM * (column is not None))
        if cards:
            _replace(table, [*_make_cards(table, terms, roles)])
        elif any(term.head is not None for term in terms):
            set_in_table(table, terms)


def _call_pictures(table: HtmlElement, roles: Sequence[str]) -> None:
    """Where a cell of pictures says no more than the name of a file, its picture, as beside the text."""
    for group in table.iterfind("tbody"):
        for row, columns in zip([*group], [*find_columns(group)], strict=True):
            cells = [
                (roles[place], cell) for cell, place in zip(row, columns, strict=True) if place < len(roles)
            ]
            name = next((say_cell(cell) for role, cell in cells if role == "name"), "")
            for cell in [cell for role, cell in cells if role == "picture"]:
                _call_picture(cell, name)


def _call_picture(cell: HtmlElement, name: str) -> None:
    file = _FILE.fullmatch("".join(cell.itertext()).strip())
    if file and all(inner.tag in _AROUND_FILE for inner in cell.iterdescendants()):
        for inner in [*cell]:
            inner.drop_tree()
        cell.text = None
        path = "".join(filter(None, (file["mark"], "images/", file["name"])))
        etree.SubElement(cell, "img", {"src": path, "alt": name})


def _replace(table: HtmlElement, parts: Sequence[HtmlElement]) -> None:
    """Cards and headings instead of the table; above them its caption, and each head with more than words."""
    heads = [head for head in table.iterfind("thead/tr/*") if next(head.iter("a", "img"), None) is not None]
    for part in [*table.iterfind("caption"), *heads]:  # a note that a head calls would have no call
        above = lxml.html.Element("p")
        move_inside(part, above)
        table.addprevious(above)
    for part in parts:
        table.addprevious(part)
    for cards in [part for part in parts if part.tag == "ul"][:1]:
        for name, value in table.items():  # its id, its language, and what numbers its tag
            if name not in cards.attrib:
                cards.set(name, value)
    table.drop_tree()


def _make_table(rows: TableRows) -> HtmlElement:
    """A table of the rows; what a column of pictures has are the names of their files."""
    table = lxml.html.Element("table")
    head, *others = rows
    roles = find_roles(head)
    line = etree.SubElement(etree.SubElement(table, "thead"), "tr")
    for cell in head:
        etree.SubElement(line, "th", {"scope": "col"}).text = cell
    body = etree.SubElement(table, "tbody")
    for row in others:
        line = etree.SubElement(body, "tr")
        name = row[roles.index("name")] if "name" in roles else ""
        for role, cell in zip(roles, row, strict=True):
            box = etree.SubElement(line, "td")
            if role == "picture" and cell:
                etree.SubElement(box, "img", {"src": f"images/{cell}", "alt": name})
            else:
                box.text = cell
    return table


def _make_cards(
    table: HtmlElement, terms: Sequence[TermGroup], roles: Sequence[str]
) -> Iterator[HtmlElement]:
    """For each group its heading, if it has one, and a list with an item for each row that says something."""
    columns = {
        row: places
        for group in table.iterfind("tbody")
        for row, places in zip([*group], [*find_columns(group)], strict=True)
    }
    class_ = "people" + BY_TERM * table.get("class", "").endswith(BY_TERM)
    for heading, term in zip([*make_headings(table, terms)], terms, strict=True):
        if heading is not None:
            yield heading
        cards = lxml.html.Element("ul", {"class": class_})
        for row in term.rows:
            if any(map(is_filled, row)):
                cards.append(_make_card([*_name_cells(row, columns[row], roles)]))
        if len(cards) or heading is None:
            yield cards


def _name_cells(
    row: HtmlElement, columns: Sequence[int], roles: Sequence[str]
) -> Iterator[tuple[str, HtmlElement]]:
    """What each cell of the row is; a number that is more than its digits is told as all else is."""
    for cell, column in zip(row, columns, strict=True):
        role = roles[column] if column < len(roles) else "fact"
        numbers = BARE_NUMBER.fullmatch(say_cell(cell)) and next(cell.iter("a", "img"), None) is None
        yield "fact" if role == "number" and not numbers else role, cell


def _make_card(cells: Sequence[tuple[str, HtmlElement]]) -> HtmlElement:
    """The portrait, the name, and all else, each on a line."""
    card = lxml.html.Element("li")
    card.set("class", "person")
    for cell in [cell for role, cell in cells if role == "picture"][:1]:
        card.append(_frame(cell))
    names = [("name", cell) for role, cell in cells if role == "name"]
    facts = [("fact", cell) for role, cell in cells if role not in ("name", "number")]
    for role, cell in filter(lambda told: is_filled(told[1]), [*names, *facts]):
        blocks = any(inner.tag in BLOCKS for inner in cell.iterdescendants())
        line = etree.SubElement(card, "div" if blocks else "p", {"class": f"person-{role}"})
        move_inside(cell, line)
    return card


def holds_people(runs: Iterable[Run]) -> bool:
    """Whether a body has people, as cards or in a table."""
    return any('class="people' in run.xhtml for run in runs)


def holds_terms(runs: Iterable[Run]) -> bool:
    """Whether a body has people in groups, as a column says them."""
    return any(BY_TERM in run.xhtml for run in runs)


def find_heads(runs: Iterable[Run]) -> Iterator[list[int]]:
    """For each table of a body the blocks that its head says."""
    head: list[int] | None = None
    for run in runs:
        head = [] if "<thead>" in run.xhtml else head
        if head is not None and run.block >= 0:
            head.append(run.block)
        if head is not None and "</thead>" in run.xhtml:
            yield [*dict.fromkeys(head)]
            head = None


def _frame(cell: HtmlElement) -> HtmlElement:
    """The portrait as a figure, taken out of the cell; where there is none, the place of one."""
    image = next(cell.iter("img"), None)
    if image is None:
        place = lxml.html.Element("div")
        place.set("class", "person-picture no-portrait")
        return place
    figure = lxml.html.Element("figure")
    figure.set("class", "person-picture")
    image.drop_tree()  # what is written behind it stays
    image.tail = None
    figure.append(image)
    return figure
