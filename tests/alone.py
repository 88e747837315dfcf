"""One document laid out, stamped and bound by itself: for tests of what is in a PDF of ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kyyeu.binding.about import About
from kyyeu.binding.binder import bind
from kyyeu.binding.fragment import SetPiece
from kyyeu.binding.pagination import PlacedFragment, find_pictures, find_pieces, stamp_parts
from kyyeu.making.materials import supply_of
from kyyeu.model import Booklet
from kyyeu.pdf.placed import Supply
from kyyeu.pdf.press import Press
from kyyeu.pdf.print_edition import Pdf
from kyyeu.pdf.standing import cases_of
from kyyeu.rendering.documents import render_print
from kyyeu.rendering.sections import name_sections
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
    press = press_of(theme, supply)
    parts = stamp_parts(PlacedFragment.in_a_row([press.compile(html)]), html, press)
    return Alone(parts, bind(parts, theme.files, supply.plates(find_pictures(parts)), ABOUT))


def bind_sections(booklet: Booklet, theme: Theme, content: Path, *names: str) -> Alone:
    """The sections of those kinds or with those ids, without the rest of the book in `content`."""
    sections = [each for each in name_sections(booklet, theme) if {each.kind, each.id} & {*names}]
    html = render_print(booklet, theme, *sections)
    return bind_alone(html, theme, supply_of(booklet, theme, content))


def press_of(theme: Theme, supply: Supply) -> Press:
    """A press whose style sheets and faces are the theme's, and read once for all tests."""
    return Press(supply, cases_of(theme.digest))
