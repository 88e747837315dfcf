"""The cover for a print shop: its back, its spine and its front on one sheet, with bleed and marks."""

from dataclasses import replace
from pathlib import Path

from kyyeu.binding.binder import bind
from kyyeu.binding.pagination import BEGINNING, PlacedFragment, find_pictures, find_pieces
from kyyeu.cache import NOWHERE, Store
from kyyeu.checks.on_paper import check_paper
from kyyeu.checks.proof_reader import SectionReader
from kyyeu.checks.safe_area import check_safe_area, check_spine
from kyyeu.errors import MachineError, Mistakes
from kyyeu.making.materials import about_of, expect, supply_of
from kyyeu.making.say import Say, hush
from kyyeu.model import Booklet
from kyyeu.pdf.imposing import BLEED, Panel, impose
from kyyeu.pdf.standing import Endless, StandingType, name_design
from kyyeu.rendering.asking import Asker, gather_files
from kyyeu.rendering.documents import SIDE_TEMPLATE, render_sides
from kyyeu.rendering.spine import Spine
from kyyeu.rendering.theme import Theme

_MILLIMETRE = 72 / 25.4  # in points


def make_spread(
    booklet: Booklet, theme: Theme, spine: Spine, content: Path, store: Store = NOWHERE, say: Say = hush
) -> bytes:
    """A PDF of one page; pictures are read from the folder `content`.

    Raises as a Press does, Problems where words can't be read or stand too near to an edge, and MachineError
    where it never ends.
    """
    sides = render_sides(booklet, theme, spine, BLEED)
    askers = [Asker("cover.html", html.encode(), theme.path_of(SIDE_TEMPLATE)) for html in sides.values()]
    files = gather_files(askers, theme, booklet.pictures, store)
    supply = supply_of(booklet, theme, content, store, say)
    expected = replace(expect(booklet, theme), sections=tuple(sides))
    shown = {html: (section,) for section, html in sides.items()}
    press = StandingType(supply, store, name_design(files), SectionReader(expected, shown, theme.files))
    try:
        fragments = press.compile_all([(html, BEGINNING) for html in sides.values()])
    except Endless:
        raise MachineError("layout-died") from None
    parts = PlacedFragment.in_a_row(fragments)
    pieces, pictures = find_pieces(parts), find_pictures(parts)
    pdf = bind(parts, theme.files, supply.plates(pictures), about_of(booklet))
    safe, file = theme.find_safe_area(booklet.page), content / "booklet.yaml"
    bone = check_spine(pieces, booklet.page.height, spine.width, file)
    said = check_paper(expected, pieces, pdf)
    Mistakes([*said, *check_safe_area(expected, pieces, safe, file), *bone]).settle()
    back, bone_page, front = (part.leaves[-1].number - 1 for part in parts)
    width, height = booklet.page.width * _MILLIMETRE, booklet.page.height * _MILLIMETRE
    panels = [Panel(back, width), Panel(bone_page, spine.width * _MILLIMETRE, True), Panel(front, width)]
    return impose(pdf, panels, height, booklet.title, booklet.modified)
