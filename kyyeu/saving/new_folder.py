"""A folder that is not there yet, or empty."""

import os
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from kyyeu.saving.disk import copy_new, leave, make_folder, sync, write_new
from kyyeu.saving.problems import told
from kyyeu.saving.waiting import HALF, ready, taken_back


def save_folder(
    folder: Path,
    written: Mapping[str, bytes],
    copied: Mapping[str, Path],
    programs: Mapping[str, bytes] = MappingProxyType({}),
) -> None:
    """Fill the folder, which is new or empty, with what is given and copies of files, by their names in it.

    Each of the `programs` may be run. All of it stands there, or nothing does. Where it is killed, the part
    of the folder that holds what is `written` is the last to come. Raises MachineError as `save` does.
    """
    missing = [place for place in (folder, *folder.parents) if not os.path.lexists(place)]
    last = {PurePosixPath(name).parts[0] for name in written}
    with told(folder):
        try:
            with ready(folder):
                for name, data in programs.items():
                    write_new(_make_room(folder / HALF / name), data, runs=True)
                _fill(folder, written, copied, last)
        finally:
            with suppress(OSError):  # they are not empty: all went well
                for place in missing:
                    leave(place)


def _fill(
    folder: Path, written: Mapping[str, bytes], copied: Mapping[str, Path], last: Collection[str]
) -> None:
    for name, source in copied.items():
        copy_new(source, _make_room(folder / HALF / name))
    for name, data in written.items():
        write_new(_make_room(folder / HALF / name), data)
    with taken_back() as step:
        for name in sorted(os.listdir(folder / HALF), key=lambda name: name in last):
            step(folder / HALF / name, folder / name)
        sync(folder)


def _make_room(path: Path) -> Path:
    """The path, whose folder is there."""
    make_folder(path.parent)
    return path
