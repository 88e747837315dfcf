"""Lists of page numbers, as an index has them: each page once and in order, once the pages are known."""

from collections.abc import Mapping
from typing import Any


def settle_page_lists(root: Any, pages: Mapping[str, int]) -> set[str]:
    """Put links in elements with ``data-pages="once"`` into the order of pages, one for each page.

    Gives the anchors of those that were taken out. Links stay as they are while the page of one is not known.
    """
    left = set[str]()
    for holder in [*root.iter()]:
        links = {_anchor_of(link): link for link in holder} if holder.get("data-pages") == "once" else {}
        if links and links.keys() <= {*filter(pages.get, pages)}:
            first = {pages[name]: name for name in reversed(links)}
            holder[:] = [links[first[page]] for page in sorted(first)]
            left |= links.keys() - set(first.values())
    return left


def _anchor_of(link: Any) -> str:
    return str(link.get("href") or "").removeprefix("#")
