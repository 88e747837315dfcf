"""A new booklet from the example: it makes books at once, and says in them what to put in its place."""

from pathlib import Path

from kyyeu.content.forms import parse_form
from kyyeu.schema import BookletForm
from kyyeu.volumes.finding import CONTENT
from kyyeu.volumes.moving import find_year, move_slug, moved_values, replace_values
from kyyeu.volumes.volume import BOOKLET, Volume, check_free, find_files

_EXAMPLE = Path(__file__).parent / "example"
HANDBOOK = f"{CONTENT}/README.md"
"""The editor's handbook in a booklet's folder."""
_GUIDE = "docs/kinds"  # what the handbook links to: a page, and a folder of its pictures


def begin(folder: Path, this_year: int) -> Volume:
    """The example as the booklet of the year in the folder's name, else of this year.

    Raises ContentError where the folder can't be called so, or is not empty.
    """
    name = check_free(folder)
    year = find_year(name) or this_year
    path = _EXAMPLE / BOOKLET
    text = path.read_text("utf-8")
    filled = parse_form(text, BookletForm, path)
    slug = move_slug(name, year, year)
    written = replace_values(text, filled, moved_values(filled.form, slug, year))
    copied = dict(find_files(_EXAMPLE)) | {HANDBOOK: _find_shipped(HANDBOOK)} | find_guide()
    del copied[BOOKLET]
    return Volume(folder, year, slug, {BOOKLET: written.encode()}, copied)


def find_guide() -> dict[str, Path]:
    """What the handbook links to, by its place in a booklet's folder."""
    page, pictures = f"{_GUIDE}.md", _find_shipped(_GUIDE)
    return {page: _find_shipped(page)} | {
        f"{_GUIDE}/{path.name}": path for path in sorted(pictures.iterdir())
    }


def _find_shipped(name: str) -> Path:
    """What goes into every booklet: with the example where the package was installed, or in a checkout."""
    inside = _EXAMPLE / name
    return inside if inside.exists() else Path(__file__).parents[2] / name
