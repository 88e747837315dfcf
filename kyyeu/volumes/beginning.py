"""A new booklet from the example: it makes books at once, and says in them what to put in its place."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kyyeu.archive.sources import make_slug
from kyyeu.content.forms import parse_form
from kyyeu.errors import ContentError
from kyyeu.schema import BookletForm, is_file_name
from kyyeu.volumes.finding import CONTENT
from kyyeu.volumes.moving import find_year, move_slug, moved_values, replace_values

BOOKLET = f"{CONTENT}/booklet.yaml"
"""What makes a folder a booklet's."""

_EXAMPLE = Path(__file__).parent / "example"
_HANDBOOK = f"{CONTENT}/README.md"


@dataclass(frozen=True, slots=True)
class Volume:
    """The folder of one year's booklet, before it is on the disk."""

    folder: Path
    """Where it will be."""
    year: int
    """The year celebrated."""
    slug: str
    """What its books are called."""
    written: Mapping[str, bytes] = field(repr=False)
    """Files made for it, by their names in the folder."""
    copied: Mapping[str, Path] = field(repr=False)
    """Files taken over as they are, and where they come from."""


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


def check_free(folder: Path) -> str:
    """The name of a folder that is not there, or empty. Raises ContentError where it is neither."""
    name = os.path.basename(os.path.abspath(folder))
    if not (make_slug(name) and is_file_name(name)):
        raise ContentError("no-folder-name", folder)
    if os.path.lexists(folder) and (not os.path.isdir(folder) or os.listdir(folder)):
        raise ContentError("folder-taken", folder)
    return name


def find_files(folder: Path, *parts: str) -> Iterator[tuple[str, Path]]:
    """The files under the folder, or under these parts of it, by their names there; no hidden folder's."""
    for part in parts or ("",):
        for inside, folders, names in os.walk(folder / part):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for path in (Path(inside, name) for name in sorted(names)):
                yield path.relative_to(folder).as_posix(), path


def _find_handbook() -> Path:
    """The editor's handbook: with the example where the package was installed, in `content` in a checkout."""
    inside = _EXAMPLE / _HANDBOOK
    return inside if inside.is_file() else Path(__file__).parents[2] / _HANDBOOK
