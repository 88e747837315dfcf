"""What the columns of a table of people or names are, by their heads, and what its cells say."""

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from kyyeu.content.prose.idiom import MARK
from kyyeu.restorer.damage.letters import bare

_ROLES = (
    ("number", re.compile(r"(s?tt|so tt|so thu tu)\W*$")),
    ("picture", re.compile(r"(?:(?:hinh anh|anh|hinh)(?: chan dung| the)?|chan dung)\W*(?:\(.*)?$")),
    ("name", re.compile(r"(ho va ten|ho ten|ho, ten|ten|dong chi)\b")),
)
"""What a column is, by how its head begins, in letters without marks; of pictures by all that it says."""
_UNITS = re.compile(r"don vi|co quan|phong|ban|to chuc|dang bo|chi bo")
BARE_NUMBER = re.compile(r"\d*[.)]?")
"""All that stands in a cell which only counts its row."""
NAMES_KNOWN = "Họ và tên, Họ tên, Tên, Đồng chí"
"""How the head of a column of names may begin."""


def names_units(head: Sequence[str]) -> bool:
    """Whether one of the columns is called as one of units is."""
    return any(_UNITS.search(bare(cell.lower())) for cell in head)


def find_roles(head: Sequence[str]) -> list[str]:
    """What each column is: ``number``, ``picture``, ``name`` or ``fact``; the first of a kind counts."""
    roles, found = list[str](), set[str]()
    for cell in head:
        plain = re.sub(MARK, "", bare(cell.lower())).strip()
        role = next((role for role, begins in _ROLES if begins.match(plain)), "fact")
        roles.append("fact" if role in found else role)
        found.add(role)
    return roles


def say_cell(cell: HtmlElement) -> str:
    """What the cell says, without the numbers of notes that it calls."""
    said = "".join(cell.xpath(".//text()[not(ancestor::*[@class='footnote-ref'])]"))
    return " ".join(re.sub(MARK, "", said).split())


def is_filled(cell: HtmlElement) -> bool:
    """Whether words, a picture or the call of a note stand in the cell."""
    return bool(say_cell(cell)) or next(cell.iter("a", "img"), None) is not None
