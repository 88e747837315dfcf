"""Captions of tables as people type them: “Bảng 1. Kết quả năm 2025”, a paragraph right above the table.

It stands there in print as it did before, and is said to be the table's: to who hears it, and to links.
"""

import re

from lxml.html import HtmlElement

from kyyeu.content.prose.idiom import MARK

_SAYS_SO = re.compile(
    rf"{MARK}(?i:bảng|biểu|phụ biểu)(?: số)?(?: ?[0-9]+(?:[.-][0-9]+)*[a-zđ]?| [IVXLC]+)?"
    r"\s?(?:[.:]|[–—-](?=\s))\s*\S"
)
"""Words that begin with what it is, its number, and what parts it from its name: no “Bảng 1 cho thấy”."""
_LONGEST = 300  # characters; a longer paragraph is no caption


def find_table_captions(tree: HtmlElement) -> None:
    """Make the paragraph above each table its caption, where it says that it is."""
    for table in [*tree.iter("table")]:
        above = table.getprevious()
        if above is None or above.tag != "p" or table.find("caption") is not None:
            continue
        words = " ".join("".join(above.itertext()).split())
        if len(words) <= _LONGEST and _SAYS_SO.match(words) and above.find(".//img") is None:
            above.tag, above.tail = "caption", None
            table.insert(0, above)
