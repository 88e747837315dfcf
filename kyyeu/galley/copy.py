"""The galley: the booklet's text on wide paper for a reader with a pencil, every trace marked and listed.

One more rendering of the same booklet. Its lists name pages and lines, which only the layout knows: it is
laid out again with what the last layout found, until a layout finds what its own lists say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kyyeu.binding.about import About
from kyyeu.binding.binder import bind
from kyyeu.binding.fragment import Stamp
from kyyeu.binding.pagination import PlacedFragment, find_pictures, stamp_parts
from kyyeu.errors import TemplateError
from kyyeu.galley.listing import GalleyArticle, list_article
from kyyeu.galley.margins import PAPER, Margins, fit_margins, make_margins
from kyyeu.galley.marks import mark_article
from kyyeu.galley.rows import PageLine, Row, find_places, number_rows
from kyyeu.model import Booklet
from kyyeu.pdf.layout import Laid
from kyyeu.pdf.placed import Supply
from kyyeu.pdf.press import Press
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


def make_galley(booklet: Booklet, theme: Theme, supply: Supply, about: About) -> Galley:
    """The galley, of the files of the `supply`, which says `about` itself what the booklet does.

    Raises as a Press does.
    """
    press = Press(supply)

    def draw(sheets: Sequence[Margins]) -> Laid:
        return press.lay_out(
            theme.render("galley-margins.html.j2", booklet=booklet, sheets=sheets, paper=PAPER)
        )

    html, laid, rows, articles = _settle(booklet, theme, press)
    doubts = (doubt for article in articles for doubt in article.doubts)
    over = fit_margins(make_margins(laid.pages, rows, doubts), draw).paint_stamps()
    parts = stamp_parts(PlacedFragment.in_a_row([laid.paint()]), html, press)
    plates = supply.plates(find_pictures(parts))
    data = bind([_stamp(part, over) for part in parts], theme.files, plates, about)
    return Galley(data, laid.pages, rows)


def _stamp(part: PlacedFragment, over: Sequence[Stamp]) -> PlacedFragment:
    """The text with the margins on each of its pages."""
    leaves = (
        replace(leaf, stamps=(*leaf.stamps, stamp)) for leaf, stamp in zip(part.leaves, over, strict=True)
    )
    return replace(part, leaves=tuple(leaves))


def _settle(
    booklet: Booklet, theme: Theme, press: Press
) -> tuple[str, Laid, tuple[Row, ...], tuple[GalleyArticle, ...]]:
    """The document whose layout agrees with its own lists, that layout, its rows, and what the lists say."""
    marked = [(article, mark_article(article)) for article in booklet.articles]
    places: Mapping[str, PageLine] = {}
    for _ in range(_LAYOUTS):
        articles = tuple(list_article(article, words, places) for article, words in marked)
        html = theme.render("galley.html.j2", booklet=booklet, articles=articles, paper=PAPER, output="print")
        laid = press.lay_out(html)
        rows = number_rows(laid.lines("numbered"))
        found = find_places(rows)
        if found == places:
            return html, laid, rows, articles
        places = found
    raise TemplateError("galley-unsettled", theme.folder / "galley.html.j2", times=_LAYOUTS)
