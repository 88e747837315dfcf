"""Pictures as wide as the editor says: a part of the text, in any theme."""

from pathlib import Path

import pytest
from alone import bind_alone
from designs import shipped
from kinds import draw_picture
from sampling import thinned

from kyyeu.content.booklet import read_booklet
from kyyeu.making.materials import supply_of
from kyyeu.rendering.documents import render_print
from kyyeu.rendering.sections import name_sections
from kyyeu.rendering.shipped import name_shipped_themes

WIDTHS = {"": 1.0, "two-thirds": 0.667, "half": 0.5, "third": 0.333}


def write(content: Path, kind: str) -> None:
    """A text of that kind with a broad picture of each width."""
    draw_picture((2400, 900)).save(content / "images" / "rong.jpg")
    calls = (f"![Rộng](images/rong.jpg){'{.' * bool(name)}{name}{'}' * bool(name)}" for name in WIDTHS)
    text = f"---\nkind: {kind}\ntitle: Ảnh\n---\n\n" + "\n\nLời.\n\n".join(calls)
    (content / "articles" / "hai.md").write_text(text + "\n", "utf-8")
    listing = content / "booklet.yaml"
    listing.write_text(listing.read_text("utf-8").replace("[80, 110]", "A5"), "utf-8")


@pytest.mark.parametrize("name", thinned(name_shipped_themes(), 3))
def test_a_picture_is_as_wide_as_the_editor_says(name: str, tiny: Path) -> None:
    write(tiny, "article")
    booklet, theme = read_booklet(tiny), shipped(name)
    section = [one for one in name_sections(booklet, theme) if one.kind == "article"][-1]
    html = render_print(booklet, theme, section)
    pieces = bind_alone(html, theme, supply_of(booklet, theme, tiny)).pieces
    wide = [piece.width for piece in pieces if piece.kind == "picture"]
    assert [width / wide[0] for width in wide] == pytest.approx([*WIDTHS.values()], abs=0.01)
    assert booklet.findings == ()


def test_where_the_program_says_how_wide_pictures_are_the_editor_is_told(tiny: Path) -> None:
    write(tiny, "album")
    told = [finding for finding in read_booklet(tiny).findings if finding.code == "picture-class"]
    assert len(told) == 3
