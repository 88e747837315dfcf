"""The spine of the bound book: how thick it is, and what stands on it."""

from dataclasses import dataclass, replace
from math import ceil, floor

from kyyeu.model import Booklet, Finding
from kyyeu.rendering.theme import Theme

_THINNEST = 6.0  # millimetres; on less the words would lie over a fold as soon as the cover is a little off
_FOLD = 1.0  # millimetres that stay free beside either fold
_BETWEEN = 6.0  # millimetres between the words and the year
_LINE = 1.4  # of the size of type: from a capital with two marks to a letter with one below
_MOST, _LEAST = 12.0, 6.5  # points
_MILLIMETRE = 72 / 25.4  # in points
_WEIGHT = 500


@dataclass(frozen=True, slots=True)
class Spine:
    """The spine, from above: what is its width there is how thick the book is."""

    leaves: int
    """How many the covers hold."""
    leaf: float
    """How thick one is, in millimetres."""
    words: str = ""
    """What it says; empty where it has no room for it."""
    year: str = ""
    """The year, beside the words; empty where these are."""
    ends: float = 10.0
    """Millimetres that stay free at its head and its foot."""
    size: float = 0
    """Of its type, in points."""
    findings: tuple[Finding, ...] = ()
    """What the editors may want to look at again."""

    @property
    def width(self) -> float:
        """In millimetres."""
        return round(self.leaves * self.leaf, 2)


def plan_spine(booklet: Booklet, theme: Theme, pages: int) -> Spine:
    """The spine of the booklet with so many pages, its covers among them.

    The words are the editor's for the spine, else the title; they run downwards, as ISO 6357 wants.
    """
    leaves, leaf = _count_leaves(booklet, pages), booklet.cover.thickness
    words, year = booklet.cover.spine or booklet.title, str(booklet.occasion.year)
    spine = Spine(leaves, leaf)
    if spine.width < _THINNEST:
        return spine
    most = min((spine.width - 2 * _FOLD) / _LINE * _MILLIMETRE, _MOST)
    family = theme.display_face
    beside = _BETWEEN + most / theme.fit(year, 1, family, _WEIGHT)
    room = booklet.page.height - 2 * spine.ends - beside
    size = min(most, theme.fit(words, room, family, _WEIGHT))
    if size < _LEAST:
        facts = (("text", words), ("width", f"{spine.width:g}"))
        return replace(spine, findings=(Finding("spine-words-long", "booklet.yaml", None, facts),))
    return replace(spine, words=words, year=year, size=floor(size * 10) / 10)


def _count_leaves(booklet: Booklet, pages: int) -> int:
    """How many leaves lie between the covers, which are two pages each."""
    return ceil((pages - booklet.cover.pages) / 2)
