"""The folder of one year's booklet as it will be, and what may become one."""

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kyyeu.archive.sources import make_slug
from kyyeu.errors import ContentError, Term, problem_of
from kyyeu.schema import LONGEST_NAME, is_file_name
from kyyeu.volumes.finding import CONTENT

BOOKLET = f"{CONTENT}/booklet.yaml"
"""What makes a folder a booklet's."""


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


def folder_name(folder: Path) -> str:
    """What the folder is called, also where it is typed as ``.`` or ``..``."""
    return folder.name if folder.name not in ("", "..") else os.path.basename(os.path.abspath(folder))


def check_free(folder: Path) -> str:
    """The name of a folder that is not there, or empty. Raises ContentError where it is neither."""
    name = folder_name(folder)
    if make_slug(name) and len(name) > LONGEST_NAME:
        raise ContentError("path-too-long", folder)
    if not (make_slug(name) and is_file_name(name)):
        raise ContentError("no-folder-name", folder)
    if os.path.lexists(folder) and not _is_empty(folder):
        raise ContentError("folder-taken", folder)
    return name


def _is_empty(folder: Path) -> bool:
    """Whether it is a folder that may be looked into, and nothing is there."""
    try:
        return not os.listdir(folder)
    except OSError:
        return False


def find_files(folder: Path, *parts: str) -> Iterator[tuple[str, Path]]:
    """The files under the folder, or under these parts of it, by their names there; no hidden folder's.

    Raises ContentError at a folder that can't be read, or a link to one: what is in it must not be lost.
    """
    for part in parts or ("",):
        _refuse_link(folder / part)
        for inside, folders, names in os.walk(folder / part, onerror=_refuse):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in folders:
                _refuse_link(Path(inside, name))
            for path in (Path(inside, name) for name in sorted(names)):
                _check_kind(path)
                yield path.relative_to(folder).as_posix(), path


def _refuse(error: OSError) -> None:
    raise ContentError("unreadable", Path(error.filename), problem=problem_of(error))


def _check_kind(path: Path) -> None:
    """Raise ContentError where it is no file: it can't be copied, a pipe would be waited for."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ContentError("unreadable", path, problem=Term("no-regular-file"))
    except OSError as error:
        raise ContentError("unreadable", path, problem=problem_of(error)) from None


def _refuse_link(folder: Path) -> None:
    if folder.is_symlink():
        raise ContentError("linked-folder", folder)
