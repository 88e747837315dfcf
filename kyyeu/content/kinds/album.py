"""An album: its pictures are told from others, so that pages can be made of them."""

from collections.abc import Iterable, Iterator, Sequence

from lxml.html import HtmlElement

from kyyeu.content.prose.calls import ROW
from kyyeu.content.prose.idiom import Idiom
from kyyeu.model import Block, Run

PICTURES = ("picture", "lost-picture")
"""The kinds of runs that are pictures of an album."""


def _mark(tree: HtmlElement) -> None:
    """The figures that stand by themselves are those of which pages are made."""
    for row in [*tree.iterfind(f"div[@class='{ROW}']")]:
        row.drop_tag()  # which page and row each has the planner says
    for figure in tree.iterchildren("figure"):
        figure.set("class", "album-picture")


def find_breaks(runs: Iterable[Run], blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """Where words of a body stand between its pictures: after how many of these, and the words."""
    count, words, before = 0, "", 0
    for run in runs:
        if run.kind in PICTURES:
            if words and before:
                yield before, words
            count, words = count + 1, ""
        elif run.block >= 0 and blocks[run.block].part == "text" and not words:
            words, before = blocks[run.block].text, count
        elif "<hr" in run.xhtml and not words:
            words, before = "* * *", count


ALBUM = Idiom(shape=_mark)
"""The idiom of albums."""
