"""docs/designing.md: the theme that it makes is made of what it says, and its tables have everything."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from calling import ROOT

from kyyeu.content.booklet import read_booklet
from kyyeu.making.e_book import make_epub
from kyyeu.making.print_run import make_pdf
from kyyeu.rendering.layers import merge_values, read_layer
from kyyeu.rendering.theme import Theme

PAGE = (ROOT / "docs" / "designing.md").read_text("utf-8")
TEMPLATES = ROOT / "templates"
_NO_STYLE = re.compile(r'/\*.*?\*/|"[^"]*"', re.DOTALL)


pytestmark = pytest.mark.usefixtures("standing")


@pytest.fixture
def river(tmp_path: Path) -> Theme:
    """The theme, file by file."""
    files = dict(re.findall(r"^`([^`\n]+)`:\n\n```\w+\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE))
    assert {*files} >= {"theme.toml", "own.css"}
    for name, text in files.items():
        path = tmp_path / "river" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return Theme(tmp_path / "river")


def test_the_theme_makes_both_books(river: Theme, tiny: Path) -> None:
    path = tiny / "booklet.yaml"
    path.write_text(
        path.read_text("utf-8").replace("page: {trim: [80, 110]}\n", "half_title: true\n"), "utf-8"
    )
    booklet = read_booklet(tiny).sized(river.trim)
    assert (booklet.page.width, booklet.page.height) == (160, 240)
    assert make_pdf(booklet, river, tiny).pages
    with zipfile.ZipFile(io.BytesIO(make_epub(booklet, river, tiny))) as epub:
        assert b"half-title-mark" in epub.read("EPUB/half-title.xhtml")
        assert epub.read("EPUB/drawings/mark.svg") == river.read("drawings/mark.svg")
    assert b"waves" in river.read("drawings/mark.svg")


def test_its_tables_have_every_value_and_every_class() -> None:
    said = {*re.findall(r"`([a-z0-9-]+)`", PAGE[PAGE.index("## Every value") :])}
    layers = (read_layer(TEMPLATES), read_layer(TEMPLATES / "pairs" / "serif-sans"))
    values = {name for _, name in merge_values(layers)}
    sheets = [path for path in TEMPLATES.rglob("*.css") if not path.name.startswith(("galley", "faces"))]
    styles = "".join(_NO_STYLE.sub("", path.read_text("utf-8")) for path in sheets)
    classes = {*re.findall(r"\.([a-z][a-z0-9-]*)(?=[^{}]*\{)", styles)}
    kinds = {path.name.split(".")[0] for path in (TEMPLATES / "parts").iterdir()}
    assert sorted((values | classes - kinds) - said) == [], "put them into the tables of docs/designing.md"
