"""A print document laid out: its pages, and where everything stands on them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from kyyeu.binding.fragment import Anchor, Fragment, SetPicture, SetPiece, Stamp
from kyyeu.pdf.boxes import SetLine, SetWord, find_set_lines, find_set_words
from kyyeu.pdf.engine import engine_at_work
from kyyeu.pdf.pieces import find_set_pieces, find_tables
from kyyeu.pdf.placed import find_set_pictures


@dataclass(frozen=True, slots=True)
class Laid:
    """A document laid out, which may be painted as often as one likes."""

    _document: Any = field(repr=False)
    _heard: Any = field(repr=False)
    """What it asked for meanwhile."""
    _pieces: list[SetPiece] = field(default_factory=list, repr=False)

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self._document.pages)

    def lines(self, name: str) -> tuple[SetLine, ...]:
        """The lines in elements of the class `name`, page by page; a picture is no line."""
        return tuple(find_set_lines(self._boxes(), name))

    def words(self) -> tuple[SetWord, ...]:
        """All words, page by page, but for those that the style sheet generates: folios, leaders."""
        with engine_at_work():  # which sets each line once more, to ask for its letters
            return tuple(find_set_words(self._boxes()))

    def pieces(self) -> tuple[SetPiece, ...]:
        """All that is set, in the order of the text, page by page."""
        if not self._pieces:  # found once: tables are asked about several times over
            with engine_at_work():  # which may be asked for the letters of a line
                self._pieces.extend(find_set_pieces(self._boxes()))
        return tuple(self._pieces)

    def tables(self) -> tuple[str, ...]:
        """What each table of the document says, in their order, whatever became of it on the pages."""
        return tuple(find_tables(self._boxes()))

    def pictures(self) -> tuple[SetPicture, ...]:
        """The pictures of the supply, page by page, each as often as it is drawn."""
        return tuple(find_set_pictures(self._boxes()))

    def anchors(self) -> Mapping[str, Anchor]:
        """For the id of each element where it begins."""
        from kyyeu.pdf.painting import find_anchors

        return dict(find_anchors(self._document.pages))

    def paint(self, broken: Mapping[int, str] = MappingProxyType({})) -> Fragment:
        """The document as a fragment, some of whose tables no page has room for. Raises as a Press does."""
        with engine_at_work():
            from kyyeu.pdf.painting import paint_document

            return paint_document(self._document, self._heard, self.pieces(), broken)

    def paint_stamps(self) -> tuple[Stamp, ...]:
        """Each page as what is drawn on one of another document. Raises as `Press.lay_out` does."""
        with engine_at_work():
            from kyyeu.pdf.painting import paint_stamps

            return paint_stamps(self._document)

    def _boxes(self) -> list[Any]:
        return [page._page_box for page in self._document.pages]
