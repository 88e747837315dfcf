"""The galley: the booklet's text on wide paper for a reader with a pencil, every trace marked and listed.

One more rendering of the same booklet. Its lists name pages and lines, which only the layout knows: it is
laid out again with what the last layout found, until a layout finds what its own lists say.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kyyeu.errors import TemplateError
from kyyeu.galley.marks import MarkedArticle, mark_article, name_anchor
from kyyeu.galley.rows import PageLine, Row, find_places, number_rows
from kyyeu.model import Article, Booklet, Emendation, UncertainReading
from kyyeu.pdf.finished import lay_over
from kyyeu.pdf.layout import Pdf, SetLine, write_pdf
from kyyeu.rendering.theme import Theme

_NUMBERED = "numbered"  # class of the elements whose lines are counted
_LAYOUTS = 5  # two are enough, three where a list that grows pushes an article on; more would be a fault
_NOWHERE = PageLine(0, 0)
_FOOT = 806.0  # points below the sheet's upper edge: a note may end no lower, or a printer would cut it off


@dataclass(frozen=True, slots=True)
class Query:
    """An uncertain reading and its place."""

    number: int
    """Its number in the margin and in the list, from 1 in each article."""
    reading: UncertainReading
    """What is open."""
    place: PageLine
    """Where it begins."""


@dataclass(frozen=True, slots=True)
class Change:
    """An emendation and its places."""

    emendation: Emendation
    """What was changed."""
    places: tuple[PageLine, ...]
    """Where, in order."""


@dataclass(frozen=True, slots=True)
class GalleyArticle:
    """What the galley shows of an article."""

    article: Article
    """The article."""
    marked: MarkedArticle
    """Its words, marked."""
    doubts: tuple[Query, ...]
    """In the order of the text."""
    changes: tuple[Change, ...]
    """In the order the front matter lists them."""
    restored: int
    """Letters marked as restored: those within an emendation are marked as that."""


@dataclass(frozen=True, slots=True)
class Note:
    """What stands in the pencil's margin beside a row."""

    baseline: float
    """How far below the page's upper edge, in points."""
    doubts: tuple[Query, ...]
    """Those that begin in the row; at least one."""


@dataclass(frozen=True, slots=True)
class Margins:
    """The margins of one page."""

    rows: tuple[Row, ...]
    """Those to be numbered."""
    notes: tuple[Note, ...]
    """From top to bottom."""
    crowded: bool = False
    """Whether only the numbers of its doubts have room in the margin, and not their readings."""


def make_galley(booklet: Booklet, theme: Theme, read: Callable[[str], bytes]) -> Pdf:
    """The galley; `read` gives the bytes behind each link of its pages. Raises as `write_pdf` does."""
    pdf, articles = _settle(booklet, theme, read)
    sheets = tuple(_sheets(pdf, articles))

    def draw(sheets: Sequence[Margins]) -> Pdf:
        margins = theme.render("galley-margins.html.j2", booklet=booklet, sheets=sheets)
        return write_pdf(margins, read, booklet.digest, lines_of="note", tagged=False)

    over = draw(sheets)
    crowded = {*_crowded(over.lines)}
    if crowded:
        over = draw([replace(sheet, crowded=page in crowded) for page, sheet in enumerate(sheets, 1)])
    return Pdf(lay_over(pdf.data, over.data), pdf.pages, pdf.lines)


def _settle(
    booklet: Booklet, theme: Theme, read: Callable[[str], bytes]
) -> tuple[Pdf, tuple[GalleyArticle, ...]]:
    """The layout that agrees with its own lists, and what they say."""
    places: Mapping[str, PageLine] = {}
    for _ in range(_LAYOUTS):
        articles = tuple(_prepare(article, places) for article in booklet.articles)
        html = theme.render("galley.html.j2", booklet=booklet, articles=articles, output="print")
        pdf = write_pdf(html, read, booklet.digest, lines_of=_NUMBERED)
        found = find_places(number_rows(pdf.lines))
        if found == places:
            return pdf, articles
        places = found
    raise TemplateError("galley-unsettled", theme.folder / "galley.html.j2", times=_LAYOUTS)


def _prepare(article: Article, places: Mapping[str, PageLine]) -> GalleyArticle:
    account = article.account
    if account is None:
        return GalleyArticle(article, mark_article(article), (), (), 0)
    placed = [
        (trace.kind, trace.entry, places.get(name_anchor(article, number), _NOWHERE))
        for number, trace in enumerate(account.traces)
    ]
    uncertain = [(entry, place) for kind, entry, place in placed if kind == "uncertain"]
    emended = [(entry, place) for kind, entry, place in placed if kind == "emended"]
    return GalleyArticle(
        article=article,
        marked=mark_article(article),
        doubts=tuple(
            Query(number, account.uncertain[entry], place)
            for number, (entry, place) in enumerate(uncertain, 1)
        ),
        changes=tuple(
            Change(emendation, tuple(place for entry, place in emended if entry == number))
            for number, emendation in enumerate(account.emendations)
        ),
        restored=sum(trace.kind == "restored" for trace in account.traces),
    )


def _sheets(pdf: Pdf, articles: Sequence[GalleyArticle]) -> Iterator[Margins]:
    doubts = defaultdict[PageLine, list[Query]](list)
    for doubt in (doubt for article in articles for doubt in article.doubts):
        doubts[doubt.place].append(doubt)
    rows = defaultdict[int, list[Row]](list)
    for row in number_rows(pdf.lines):
        rows[row.place.page].append(row)
    for page in range(1, pdf.pages + 1):
        notes = (Note(row.baseline, tuple(doubts[row.place])) for row in rows[page] if row.place in doubts)
        yield Margins(tuple(rows[page]), tuple(notes))


def _crowded(notes: Iterable[SetLine]) -> Iterator[int]:
    """The pages whose notes end below the foot or on a later sheet; their ids begin with the page."""
    for line in notes:
        pages = {int(anchor.partition("-")[0]) for anchor in line.anchors}
        yield from pages if line.baseline > _FOOT else pages - {line.page}
