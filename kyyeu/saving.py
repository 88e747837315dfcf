"""Finished files into their places: the only module that writes to the disk."""

import errno
import os
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
        place = path if named == beside[path] else named
        if error.errno == errno.ENAMETOOLONG:
            raise MachineError("path-too-long", place) from None
        raise MachineError("cannot-save", place, problem=problem_of(error)) from None
    finally:
        for written in beside.values():
            with suppress(OSError):
                written.unlink(missing_ok=True)
