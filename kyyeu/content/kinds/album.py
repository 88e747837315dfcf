"""An album: its pictures are told from others, so that pages can be made of them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from lxml.html import HtmlElement

from kyyeu.content.prose.calls import DOUBLE, ROW
from kyyeu.content.prose.idiom import Idiom
from kyyeu.model import Block, Run

_NOTHING = Run("markup", "", "", -1)
PICTURES = ("picture", "lost-picture")
"""The kinds of runs that are pictures of an album."""


def _mark(tree: HtmlElement) -> None:
    """The figures that stand by themselves are those of which pages are made, unless one lies over two."""
    for row in [*tree.iterfind(f"div[@class='{ROW}']")]:
        row.drop_tag()  # which page and row each has the planner says
    for figure in tree.iterchildren("figure"):
        if figure.get("class") != DOUBLE:
            figure.set("class", "album-picture")


def count_pictures(runs: Sequence[Run]) -> int:
    """How many pictures pages are to be made of."""
    return sum(run.kind in PICTURES for run in runs) - sum(_lies_over_two(*pair) for pair in pairwise(runs))


def _lies_over_two(before: Run, run: Run) -> bool:
    """Whether a run is a picture over two pages, the tag of whose figure stands before it."""
    return run.kind in PICTURES and f'class="{DOUBLE}"' in before.xhtml.rpartition("<figure")[2]


def find_breaks(runs: Sequence[Run], blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """Where words of a body stand between its pictures: after how many of these, and the words.

    A picture over two pages stands there too, which has pages of its own.
    """
    count, words, before = 0, "", 0
    for previous, run in pairwise([_NOTHING, *runs]):
        if _lies_over_two(previous, run):
            words, before = words or run.xhtml, before if words else count
        elif run.kind in PICTURES:
            if words and before:
                yield before, words
            count, words = count + 1, ""
        elif run.block >= 0 and blocks[run.block].part == "text" and not words:
            words, before = blocks[run.block].text, count
        elif "<hr" in run.xhtml and not words:
            words, before = "* * *", count


ALBUM = Idiom(shape=_mark)
"""The idiom of albums."""
