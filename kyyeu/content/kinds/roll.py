"""A roll: names or units one a line, set in columns."""

import re
from collections.abc import Iterator

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from kyyeu.content.kinds.broken_lines import cut_at_breaks, move_inside
from kyyeu.content.kinds.columns import BARE_NUMBER, find_roles, names_units
from kyyeu.content.kinds.verse import write_lines
from kyyeu.content.prose.idiom import Idiom, TableRows
from kyyeu.content.prose.signs import LINE_SIGN

_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,4}\.)\s|\s{0,3}>|\s*\|")
"""A line that Markdown has as an item, a quotation or a row already."""


def roll(rows: TableRows, columns: int) -> Idiom:
    """The idiom of a roll in so many columns, the `rows` below the lines of the text."""
    return Idiom(_write, lambda tree: _shape(tree, columns), rows=rows, add=_add)


def _write(text: str) -> str:
    return write_lines(text, lambda line: not _ITEM.match(line))


def _add(tree: HtmlElement, rows: TableRows) -> None:
    if rows:
        tree.append(_list(rows))


def _shape(tree: HtmlElement, columns: int) -> None:
    for paragraph in [*tree.iterchildren("p")]:
        lines = cut_at_breaks(paragraph)
        if len(lines) > 1 and LINE_SIGN in (paragraph.text or ""):
            names = lxml.html.Element("ul")
            for line in lines:
                move_inside(line, etree.SubElement(names, "li"))
            paragraph.addprevious(names)
            paragraph.drop_tree()
    for names in tree.iterchildren("ul", "ol"):
        names.set("class", f"names names-{columns}")


def _list(rows: TableRows) -> HtmlElement:
    """A list of the rows: the name, and what else is told of it."""
    names = lxml.html.Element("ul")
    name, *others = _order_columns(rows)
    for row in rows[1:]:
        item = etree.SubElement(names, "li")
        item.text = row[name]
        if rest := ", ".join(row[other] for other in others if row[other]):
            item.text = f"{row[name]}, " if row[name] else ""
            etree.SubElement(item, "em").text = rest
    return names


def _order_columns(rows: TableRows) -> list[int]:
    """Which columns a roll has, that of the names first; none that only counts the rows, or shows."""
    roles = find_roles(rows[0])
    said = [
        column for column, role in enumerate(roles) if role != "picture" and not _counts(rows, role, column)
    ]
    said.sort(key=lambda column: roles[column] != "name")
    return said or [0]


def _counts(rows: TableRows, role: str, column: int) -> bool:
    return role == "number" and all(BARE_NUMBER.fullmatch(row[column]) for row in rows[1:])


def find_odd_columns(rows: TableRows) -> Iterator[tuple[str, int]]:
    """What a roll leaves out of a table, each with its column: a head that may be a name, pictures."""
    roles = find_roles(rows[0])
    if "name" not in roles and not names_units(rows[0]):
        yield "roll-without-head", 0
    yield from (("roll-picture", column) for column, role in enumerate(roles) if role == "picture")
