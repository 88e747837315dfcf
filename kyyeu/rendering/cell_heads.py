"""Cells that know the heads of their columns, for screens too narrow for columns: ``data-head``.

The head is said once, in the table's first row; a style sheet may say it again before each cell.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr

_HTML = "{http://www.w3.org/1999/xhtml}"
_CELL = re.compile(r"(?<=<td)(?=[\s/>])")
_LONGEST = 60  # letters; longer ones would stand in every row, and are above all of them
_SIGNS = frozenset(["footnote-ref"])  # of notes, which are no words of a head
_BETWEEN = ", "


def tell_heads(document: str, root: Element) -> str:
    """The XHTML document, whose `root` is given, each cell of its tables with the heads above it."""
    heads = dict[Element, str]()
    for table in root.iter(f"{_HTML}table"):
        heads |= _find_heads(table)
    told = iter([heads.get(cell, "") for cell in root.iter(f"{_HTML}td")])

    def put(_: re.Match[str]) -> str:
        head = next(told)
        return f" data-head={quoteattr(head)}" if head else ""

    return _CELL.sub(put, document) if heads else document


def _find_heads(table: Element) -> Iterator[tuple[Element, str]]:
    """For the cells of a table what stands at the head of the first column of each."""
    above = defaultdict[int, list[str]](list)
    for group in table:
        for column, cell in _lay_out(group):
            if cell.tag == f"{_HTML}td":
                head = _BETWEEN.join(dict.fromkeys(filter(None, above[column])))
                yield cell, head if len(head) <= _LONGEST and not _is_picture(cell) else ""
            elif group.tag == f"{_HTML}thead":
                for beside in range(column, column + int(cell.get("colspan", "1"))):
                    above[beside].append(" ".join("".join(_words_of(cell)).split()))


def _is_picture(cell: Element) -> bool:
    """Whether it has a picture and no words: a portrait needs not be called one."""
    return cell.find(f".//{_HTML}img") is not None and not "".join(cell.itertext()).strip()


def _lay_out(group: Element) -> Iterator[tuple[int, Element]]:
    """The cells of a group of rows, each with the column that it begins in, from 0."""
    taken = set[tuple[int, int]]()
    for row, cells in enumerate(group.iterfind(f"{_HTML}tr")):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            yield column, cell
            down, across = (range(int(cell.get(name, "1"))) for name in ("rowspan", "colspan"))
            taken |= {(row + below, column + beside) for below in down for beside in across}


def _words_of(element: Element) -> Iterator[str]:
    if element.get("class") not in _SIGNS:
        yield element.text or ""
        for child in element:
            yield from _words_of(child)
            yield child.tail or ""
