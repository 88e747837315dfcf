"""Finished files into their places: the only module that writes to the disk."""

import errno
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from kyyeu.errors import MachineError, problem_of


def save(files: Mapping[Path, bytes]) -> None:
    """Write each beside its place, then move them in order: a reader sees an old file or a new one, whole.

    Raises MachineError where the disk is full, a right is wanting, a name too long and the like; what was
    there then stays.
    """
    beside = {path: path.with_name(f".{path.name}.{os.getpid()}") for path in files}
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            beside[path].write_bytes(data)
        for path, written in beside.items():
            written.replace(path)
    except OSError as error:
        named = Path(error.filename or path)  # which may be a folder that can't be made
        raise _explain(error, path if named == beside[path] else named) from None
    finally:
        for written in beside.values():
            with suppress(OSError):
                written.unlink(missing_ok=True)


def save_folder(folder: Path, written: Mapping[str, bytes], copied: Mapping[str, Path]) -> None:
    """Fill the folder, which is new or empty, with what is given and copies of files, by their names in it.

    All of it stands there, or nothing does. Raises MachineError as `save` does.
    """
    half = folder / f".new.{os.getpid()}"
    missing = [place for place in (folder, *folder.parents) if not os.path.lexists(place)]
    try:
        for name, data in written.items():
            _make_place(half / name).write_bytes(data)
        for name, source in copied.items():
            shutil.copyfile(source, _make_place(half / name))
        for part in sorted(half.iterdir()):
            part.replace(folder / part.name)
    except OSError as error:
        raise _explain(error, Path(error.filename or folder)) from None
    finally:
        shutil.rmtree(half, ignore_errors=True)
        with suppress(OSError):  # they are not empty: all went well
            for place in missing:
                place.rmdir()


def _make_place(path: Path) -> Path:
    """The path, whose folder is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _explain(error: OSError, place: Path) -> MachineError:
    if error.errno == errno.ENAMETOOLONG:
        return MachineError("path-too-long", place)
    return MachineError("cannot-save", place, problem=problem_of(error))
