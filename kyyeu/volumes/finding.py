"""The folder that is meant: the nearest upwards that holds a booklet, as git finds a repository."""

import os
from dataclasses import dataclass
from pathlib import Path

from kyyeu.rendering.shipped import find_shipped_theme, name_shipped_themes

CONTENT, TEMPLATES, OUT = "content", "templates", "dist"
"""What stands in a booklet's folder: its content, its own theme where it has one, and what was made."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where a command reads and writes, as one would type it from where one stands."""

    content: Path
    """The folder of content."""
    templates: Path | None
    """The theme; None where the booklet says which of those that come with the program."""
    out: Path
    """Where finished files go."""


def find_workplace(
    content: Path | None = None, templates: Path | None = None, out: Path | None = None
) -> Workplace:
    """What was named and, for what was not, what the booklet's folder has.

    A booklet's theme is its own, also where its content was named; one that comes with the program may be
    named instead of a folder. Finished files go into the folder that was found, not beside content that was
    named.
    """
    here = find_folder()
    content = content or here / CONTENT
    return Workplace(content, _find_named(templates) if templates else _find_own(content), out or here / OUT)


def find_folder() -> Path:
    """The nearest folder upwards that holds a booklet, the current one first, and that where none does."""
    try:
        here = Path.cwd()
    except OSError:  # it was deleted meanwhile
        return Path()
    folders = (folder for folder in (here, *here.parents) if holds_booklet(folder))
    return Path(os.path.relpath(next(folders, here), here))


def holds_booklet(folder: Path) -> bool:
    """Whether it is the folder of a booklet."""
    return os.path.isfile(folder / CONTENT / "booklet.yaml")


def _find_named(templates: Path) -> Path:
    """The folder, or the theme of that name where there is no such folder."""
    is_name = str(templates) in name_shipped_themes() and not os.path.isdir(templates)
    return find_shipped_theme(str(templates)) if is_name else templates


def _find_own(content: Path) -> Path | None:
    own = Path(os.path.normpath(content / "..")) / TEMPLATES
    return own if os.path.isdir(own) and not own.samefile(find_shipped_theme()) else None
