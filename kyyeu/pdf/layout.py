"""A print document laid out: its pages, where everything stands on them, and the PDF of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from kyyeu.pdf.boxes import POINTS, SetLine, SetWord, find_set_lines, find_set_words
from kyyeu.pdf.engine import BASE, engine_at_work, fetcher_of
from kyyeu.pdf.pieces import SetPiece, find_set_pieces, find_tables
from kyyeu.pdf.placed import Placed, SetPicture, Supply, find_set_pictures
from kyyeu.pdf.profiles import Profile, write_document


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a link to an element leads."""

    page: int
    """The page on which the element begins, from 1."""
    left: float
    """How far from the page's left edge, in points."""
    top: float
    """How far below the page's upper edge, in points."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A document laid out; each question is answered anew, and it may be written as often as one likes."""

    _document: Any = field(repr=False)
    _supply: Supply = field(repr=False)

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self._document.pages)

    def lines(self, name: str) -> tuple[SetLine, ...]:
        """The lines in elements of the class `name`, page by page; a picture is no line."""
        return tuple(find_set_lines(self._boxes(), name))

    def words(self) -> tuple[SetWord, ...]:
        """All words, page by page, but for those that the style sheet generates: heads, folios, leaders."""
        with engine_at_work():  # which sets each line once more, to ask for its letters
            return tuple(find_set_words(self._boxes()))

    def pieces(self) -> tuple[SetPiece, ...]:
        """All that is set, in the order of the text, page by page."""
        return tuple(find_set_pieces(self._boxes()))

    def tables(self) -> tuple[str, ...]:
        """What each table of the document says, in their order, whatever became of it on the pages."""
        return tuple(find_tables(self._boxes()))

    def pictures(self) -> tuple[SetPicture, ...]:
        """The pictures of the supply, page by page, each as often as it is drawn."""
        return tuple(find_set_pictures(self._boxes()))

    def anchors(self) -> Mapping[str, Anchor]:
        """For the id of each element where it begins."""
        found = dict[str, Anchor]()
        for number, page in enumerate(self._document.pages, 1):
            for name, (left, top, *_) in page.anchors.items():
                found.setdefault(name, Anchor(number, left * POINTS, top * POINTS))
        return found

    def write(self, profile: Profile, identifier: str) -> bytes:
        """The PDF that keeps the `profile`, with `identifier` for its ID. Raises as `lay_out` does."""
        plates = self._supply.plates(self.pictures())
        return write_document(self._document, profile, identifier, plates)

    def _boxes(self) -> list[Any]:
        return [page._page_box for page in self._document.pages]


def lay_out(html: str, supply: Supply) -> Laid:
    """The document laid out, with no other files than those of the `supply`.

    Raises MachineError without Pango, whatever the supply raises, and TemplateError with everything that the
    layout engine would only have warned of.
    """
    with engine_at_work() as engine:
        document = engine.HTML(string=html, base_url=BASE, url_fetcher=fetcher_of(supply.read))
        known = {BASE + quote(name): Placed(name, *size) for name, size in supply.sizes.items()}
        laid = document.render(presentational_hints=True, cache=known)  # the numbers of lists are such hints
        return Laid(laid, supply)
