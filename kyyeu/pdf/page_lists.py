"""Lists of page numbers, as an index has them: each page once and in order, once the pages are known."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

_FEWEST = 3  # pages one after the other that are told by the first and the last


def settle_page_lists(root: Any, pages: Mapping[str, int]) -> set[str]:
    """Put links in elements with ``data-pages="once"`` into the order of pages, one for each page.

    Of pages one after the other the first and the last have one, which is then ``data-through``. Gives the
    anchors of those that were taken out. Links stay as they are while the page of one is not known.
    """
    left = set[str]()
    for holder in [*root.iter()]:
        links = {_anchor_of(link): link for link in holder} if holder.get("data-pages") == "once" else {}
        if links and links.keys() <= {*filter(pages.get, pages)}:
            first = {pages[name]: name for name in reversed(links)}
            kept = [*_join(sorted(first))]
            holder[:] = [links[first[page]] for page, _ in kept]
            for page, through in kept:
                if through:
                    links[first[page]].set("data-through", "")
            left |= links.keys() - {first[page] for page, _ in kept}
    return left


def _join(pages: Sequence[int]) -> Iterator[tuple[int, bool]]:
    """The pages to print, and whether all from the one before are meant."""
    for _, run in groupby(enumerate(pages), lambda numbered: numbered[1] - numbered[0]):
        stretch = [page for _, page in run]
        joined = len(stretch) >= _FEWEST
        yield from (
            (page, joined and page == stretch[-1])
            for page in stretch
            if not joined or page in (stretch[0], stretch[-1])
        )


def _anchor_of(link: Any) -> str:
    return str(link.get("href") or "").removeprefix("#")
