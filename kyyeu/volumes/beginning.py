"""A new booklet from the example: it makes books at once, and says in them what to put in its place."""

from pathlib import Path

from kyyeu.content.forms import parse_form
from kyyeu.schema import BookletForm
from kyyeu.volumes.finding import CONTENT
from kyyeu.volumes.moving import find_year, move_slug, moved_values, replace_values
from kyyeu.volumes.volume import BOOKLET, Volume, check_free, find_files

_EXAMPLE = Path(__file__).parent / "example"
_HANDBOOK = f"{CONTENT}/README.md"


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
    copied = dict(find_files(_EXAMPLE)) | {_HANDBOOK: _find_handbook()}
    del copied[BOOKLET]
    return Volume(folder, year, slug, {BOOKLET: written.encode()}, copied)


def _find_handbook() -> Path:
    """The editor's handbook: with the example where the package was installed, in `content` in a checkout."""
    inside = _EXAMPLE / _HANDBOOK
    return inside if inside.is_file() else Path(__file__).parents[2] / _HANDBOOK
