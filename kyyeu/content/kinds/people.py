"""People: a table of them as cards, each with a portrait, or as a table with small ones."""

import re
from collections.abc import Sequence

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from kyyeu.content.kinds.broken_lines import move_inside
from kyyeu.content.kinds.tables import TableRows
from kyyeu.content.prose.idiom import MARK, Idiom
from kyyeu.restorer.damage.letters import bare

_ROLES = (
    ("number", re.compile(r"(s?tt|so tt|so thu tu)\b")),
    ("picture", re.compile(r"(anh|hinh|chan dung)\b")),
    ("name", re.compile(r"(ho va ten|ho ten|ho, ten|ten|dong chi)\b")),
)
"""What a column is, by how its head begins, in letters without marks."""


def people(rows: TableRows, cards: bool) -> Idiom:
    """The idiom of a list of people, those of the `rows` below those of the text."""
    return Idiom(shape=lambda tree: _shape(tree, rows, cards))


def find_roles(head: Sequence[str]) -> list[str]:
    """What each column is: ``number``, ``picture``, ``name`` or ``fact``; the first of a kind counts."""
    roles, found = list[str](), set[str]()
    for cell in head:
        plain = re.sub(MARK, "", bare(cell.lower())).strip()
        role = next((role for role, begins in _ROLES if begins.match(plain)), "fact")
        roles.append("fact" if role in found else role)
        found.add(role)
    return roles


def _shape(tree: HtmlElement, rows: TableRows, cards: bool) -> None:
    if rows:
        tree.append(_make_table(rows))
    for table in [*tree.iter("table")]:
        heads = [" ".join(cell.text_content().split()) for cell in table.iterfind("thead/tr/th")]
        roles = find_roles(heads)
        if "name" not in roles:
            continue
        table.set("class", "people-table")
        if cards:
            _replace(table, _make_cards(table, roles))


def _replace(table: HtmlElement, cards: HtmlElement) -> None:
    parent = table.getparent()
    assert parent is not None
    cards.tail = table.tail
    parent.replace(table, cards)


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


def _make_cards(table: HtmlElement, roles: Sequence[str]) -> HtmlElement:
    """A list with an item for each row: the portrait, the name, and all else, each on a line."""
    cards = lxml.html.Element("ul")
    cards.set("class", "people")
    for row in table.iterfind("tbody/tr"):
        card = etree.SubElement(cards, "li", {"class": "person"})
        cells = dict[str, list[HtmlElement]]()
        for role, cell in zip(roles, row, strict=False):
            cells.setdefault(role, []).append(cell)
        if "picture" in cells:
            card.append(_frame(cells["picture"][0]))
        for role in ("name", "fact"):
            for cell in cells.get(role, ()):
                if cell.text_content().strip():
                    line = etree.SubElement(card, "p", {"class": f"person-{role}"})
                    move_inside(cell, line)
    return cards


def _frame(cell: HtmlElement) -> HtmlElement:
    """The portrait as a figure; where there is none, the place of one, in which the theme draws it."""
    image = cell.find(".//img")
    if image is None:
        place = lxml.html.Element("div")
        place.set("class", "person-picture no-portrait")
        return place
    figure = lxml.html.Element("figure")
    figure.set("class", "person-picture")
    image.tail = None
    figure.append(image)
    return figure
