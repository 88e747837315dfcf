"""A roll: names or units one a line, set in columns."""

import re

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from kyyeu.content.kinds.broken_lines import cut_at_breaks, move_inside
from kyyeu.content.kinds.tables import TableRows
from kyyeu.content.kinds.verse import write_lines
from kyyeu.content.prose.idiom import Idiom
from kyyeu.content.prose.signs import LINE_SIGN

_ITEM = re.compile(r"\s{0,3}(?:[-*+]|\d{1,4}\.)\s|\s{0,3}>|\s*\|")
"""A line that Markdown has as an item, a quotation or a row already."""


def roll(rows: TableRows, columns: int) -> Idiom:
    """The idiom of a roll in so many columns, the `rows` below the lines of the text."""
    return Idiom(_write, lambda tree: _shape(tree, rows, columns))


def _write(text: str) -> str:
    return write_lines(text, lambda line: not _ITEM.match(line))


def _shape(tree: HtmlElement, rows: TableRows, columns: int) -> None:
    for paragraph in [*tree.iterchildren("p")]:
        lines = cut_at_breaks(paragraph)
        if len(lines) > 1 and LINE_SIGN in (paragraph.text or ""):
            names = lxml.html.Element("ul")
            for line in lines:
                move_inside(line, etree.SubElement(names, "li"))
            paragraph.addprevious(names)
            paragraph.drop_tree()
    if rows:
        tree.append(_list(rows))
    for names in tree.iterchildren("ul", "ol"):
        names.set("class", f"names names-{columns}")


def _list(rows: TableRows) -> HtmlElement:
    """A list of the rows: the first cell, and the others after it."""
    names = lxml.html.Element("ul")
    for first, *others in rows[1:]:
        item = etree.SubElement(names, "li")
        item.text = first
        if rest := ", ".join(filter(None, others)):
            item.text = f"{first}, "
            etree.SubElement(item, "em").text = rest
    return names
