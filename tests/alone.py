"""One document laid out, stamped and bound by itself: for tests of what is in a PDF of ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kyyeu.binding.about import About
from kyyeu.binding.binder import bind
from kyyeu.binding.fragment import SetPiece
from kyyeu.binding.pagination import PlacedFragment, find_pictures, find_pieces, stamp_parts
from kyyeu.pdf.placed import Supply
from kyyeu.pdf.press import Press
from kyyeu.pdf.print_edition import Pdf
from kyyeu.rendering.theme import Theme

ABOUT = About("Thử", (), "", (), "vi", date(2026, 10, 18), date(2026, 10, 18), "kyyeu", "kyyeu", b"x")


@dataclass(frozen=True)
class Alone:
    """A document that is a book."""

    parts: tuple[PlacedFragment, ...]
    data: bytes

    @property
    def pieces(self) -> Sequence[SetPiece]:
        """All that is set on its pages."""
        return find_pieces(self.parts)

    @property
    def pdf(self) -> Pdf:
        """The file."""
        pages = sum(len(part.leaves) for part in self.parts)
        return Pdf(self.data, pages, find_pictures(self.parts))


def bind_alone(html: str, theme: Theme, supply: Supply | None = None) -> Alone:
    """The document as a book; its files are the theme's unless a `supply` of others is given."""
    supply = supply or Supply(theme.read)
    press = Press(supply)
    parts = stamp_parts(PlacedFragment.in_a_row([press.compile(html)]), html, press)
    return Alone(parts, bind(parts, theme.files, supply.plates(find_pictures(parts)), ABOUT))
