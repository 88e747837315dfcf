"""The galley: the booklet's text on wide paper for a reader with a pencil, every trace marked and listed.

One more rendering of the same booklet. Its lists name pages and lines, which only the layout knows: it is
laid out again with what the last layout found, until a layout finds what its own lists say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kyyeu.errors import TemplateError
from kyyeu.galley.listing import GalleyArticle, list_article
from kyyeu.galley.margins import PAPER, Margins, fit_margins, make_margins
from kyyeu.galley.marks import mark_article
from kyyeu.galley.rows import PageLine, Row, find_places, number_rows
from kyyeu.model import Booklet
from kyyeu.pdf.finished import lay_over
from kyyeu.pdf.layout import Laid, lay_out
from kyyeu.pdf.placed import Supply
from kyyeu.pdf.profiles import PROFILES
from kyyeu.rendering.theme import Theme

_LAYOUTS = 5  # two are enough, three where a list that grows pushes an article on; more would be a fault


@dataclass(frozen=True, slots=True)
class Galley:
    """A finished galley."""

    data: bytes = field(repr=False)
    """The file."""
    pages: int
    """How many sheets it has."""
    rows: tuple[Row, ...] = field(repr=False)
    """What its margin numbers: so that what a reader says of page 9, line 17 can be looked up."""


def make_galley(booklet: Booklet, theme: Theme, supply: Supply) -> Galley:
    """The galley; its pages have their files from the `supply`. Raises as `lay_out` does."""

    def draw(sheets: Sequence[Margins]) -> Laid:
        return lay_out(
            theme.render("galley-margins.html.j2", booklet=booklet, sheets=sheets, paper=PAPER), supply
        )

    laid, rows, articles = _settle(booklet, theme, supply)
    doubts = (doubt for article in articles for doubt in article.doubts)
    over = fit_margins(make_margins(laid.pages, rows, doubts), draw)
    text = laid.write(PROFILES["ua-1"], booklet.digest)
    margins = over.write(PROFILES["overlay"], booklet.digest)
    return Galley(lay_over(text, margins), laid.pages, rows)


def _settle(
    booklet: Booklet, theme: Theme, supply: Supply
) -> tuple[Laid, tuple[Row, ...], tuple[GalleyArticle, ...]]:
    """The layout that agrees with its own lists, the rows in it, and what the lists say."""
    marked = [(article, mark_article(article)) for article in booklet.articles]
    places: Mapping[str, PageLine] = {}
    for _ in range(_LAYOUTS):
        articles = tuple(list_article(article, words, places) for article, words in marked)
        html = theme.render("galley.html.j2", booklet=booklet, articles=articles, paper=PAPER, output="print")
        laid = lay_out(html, supply)
        rows = number_rows(laid.lines("numbered"))
        found = find_places(rows)
        if found == places:
            return laid, rows, articles
        places = found
    raise TemplateError("galley-unsettled", theme.folder / "galley.html.j2", times=_LAYOUTS)
