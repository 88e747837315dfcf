"""Files that wait beside their places, in a folder ``.kyyeu`` there, and what a killed process left of it.

    half/  files that are being written: worth nothing yet
    new/   all of them, whole and on the disk: from now on they belong in their places
    old/   what had their places, as long as it may be wanted back

So whoever comes next can tell how far it went. A process holds the folder as long as its files wait there;
who finds some while holding it finds those of one that is no more.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from kyyeu.errors import MachineError, Term
from kyyeu.saving.disk import drop, held, make_folder, put, sync, write_new

NAME = ".kyyeu"
HALF, NEW, OLD = f"{NAME}/half", f"{NAME}/new", f"{NAME}/old"


@contextmanager
def ready(*folders: Path) -> Iterator[None]:
    """The folders, made where they were not there, nobody else's meanwhile, and nothing waiting in them."""
    for folder in folders:
        if not folder.is_dir():
            make_folder(folder)
            sync(folder.parent)
    with ExitStack() as stack:
        for folder in sorted({Path(os.path.realpath(folder)) for folder in folders}):  # all in one order
            stack.enter_context(held(folder))
            finish(folder)
            stack.callback(_tidy, folder)
        yield


def check_place(path: Path) -> None:
    """Whether a file may be put there. A folder, a pipe or a device is somebody else's."""
    if os.path.lexists(path) and not (path.is_file() or path.is_symlink()):
        kind = "is-a-folder" if path.is_dir() else "no-regular-file"
        raise MachineError("cannot-save", path, problem=Term(kind))


def write_half(folder: Path, files: Mapping[str, bytes]) -> None:
    """The files, by their names in the folder, to wait there."""
    make_folder(folder / HALF)
    for name, data in files.items():
        write_new(folder / HALF / name, data)


@contextmanager
def taken_back() -> Iterator[Callable[[Path, Path], None]]:
    """Gives what puts a file elsewhere; where anything fails meanwhile, all come back, the last first."""
    with ExitStack() as undo:

        def step(path: Path, place: Path) -> None:
            put(path, place)
            undo.callback(put, place, path)

        yield step
        undo.pop_all()


def finish(folder: Path) -> None:
    """Bring to its end what was killed in the folder: files that are all there get into their places."""
    if not os.path.lexists(folder / NAME):
        return
    if not os.path.islink(folder / NAME):  # whoever made a link here may mean somebody else's files
        for path in _files_in(folder / NEW):
            put(path, folder / path.name)
        sync(folder)
    _clear(folder)


def _tidy(folder: Path) -> None:
    """Clear the folder, unless the disk refused to take back what it can't put in place either."""
    with suppress(OSError):  # what is saved is saved
        if not _files_in(folder / NEW):
            _clear(folder)


def _clear(folder: Path) -> None:
    """Nothing waits in the folder any more. What has its place by now was wanted there."""
    if not os.path.islink(folder / NAME):
        drop(folder / OLD)  # first, while the empty new/ says that it is over
    drop(folder / NAME)


def _files_in(folder: Path) -> list[Path]:
    if os.path.islink(folder) or not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.is_symlink())


def double_of(folder: Path) -> Path:
    """Where its double is made: beside it, links followed."""
    real = Path(os.path.realpath(folder))
    return real.parent / f".{real.name}{NAME}"


def find_place(path: Path) -> Path:
    """Where a file belongs that waits, be it in a double of its folder; any other path as it is.

    >>> [find_place(Path(name)).as_posix() for name in ("a/.kyyeu/half/a.pdf", ".a.kyyeu/.kyyeu")]
    ['a/a.pdf', 'a']
    """
    parts, place = iter(path.parts), Path()
    for part in parts:
        if part == NAME:
            next(parts, None)
        else:
            place /= part[1 : -len(NAME)] if part.startswith(".") and part.endswith(NAME) else part
    return place
