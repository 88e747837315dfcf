"""The EPUB's cover: a page that the theme has for it, at the ratio that shops ask for, as a picture."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from kyyeu.binding.binder import bind
from kyyeu.binding.pagination import BEGINNING, PlacedFragment, find_pictures, find_pieces
from kyyeu.binding.profiles import PASSING
from kyyeu.cache import NOWHERE, Store, name_maker
from kyyeu.checks.proof_reader import SectionReader
from kyyeu.checks.safe_area import check_safe_area
from kyyeu.errors import MachineError, Mistakes, TemplateError
from kyyeu.making.materials import about_of, expect, supply_of
from kyyeu.making.say import Say, hush
from kyyeu.model import Booklet
from kyyeu.pdf.finished import draw_cover
from kyyeu.pdf.standing import Endless, StandingType, name_design
from kyyeu.rendering.asking import Asker, gather_files
from kyyeu.rendering.documents import COVER, COVER_TEMPLATE, render_cover
from kyyeu.rendering.theme import Theme

_MILLIMETRE = 72 / 25.4  # in points


def make_cover(
    booklet: Booklet, theme: Theme, content: Path, store: Store = NOWHERE, say: Say = hush
) -> bytes:
    """A JPEG of 1600 × 2400 pixels, remembered in the `store`; pictures are read from the folder `content`.

    Raises as a Press does, TemplateError where it is no single page, Problems where words stand too near
    to an edge, and MachineError where it never ends.
    """
    html, path = render_cover(booklet, theme), theme.path_of(COVER_TEMPLATE)
    files = gather_files([Asker("cover.html", html.encode(), path)], theme, booklet.pictures, store)
    design, shown = name_design(files), (booklet.emblem, booklet.cover.image)
    pictures = " ".join(image.digest if image else "–" for image in shown)

    expected, width, height = expect(booklet, theme), *(round(side / _MILLIMETRE, 2) for side in COVER)
    page = replace(booklet.page, width=width, height=height)

    def draw() -> bytes:
        supply = supply_of(booklet, theme, content, store, say)
        press = StandingType(supply, store, design, SectionReader(expected, {}, theme.files))
        try:
            parts = PlacedFragment.in_a_row(press.compile_all([(html, BEGINNING)]))
        except Endless:
            raise MachineError("layout-died") from None
        if (pages := len(parts[0].leaves)) != 1:
            raise TemplateError("cover-overfull", path, pages=pages)
        shown = replace(expected, booklet=replace(booklet, page=page))
        safe, file = theme.find_safe_area(page), content / "booklet.yaml"
        Mistakes(check_safe_area(shown, find_pieces(parts), safe, file)).settle()
        plates = supply.plates(find_pictures(parts))
        return draw_cover(bind(parts, theme.files, plates, about_of(booklet), PASSING))

    made_of = sha256(html.encode()).hexdigest()
    return store.remember(f"cover {name_maker()} {design} {made_of} {pictures}", draw)
