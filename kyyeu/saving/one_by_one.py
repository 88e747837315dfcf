"""Files that need not appear at the same moment, in order."""

from collections.abc import Mapping
from pathlib import Path

from kyyeu.saving.disk import put
from kyyeu.saving.problems import told
from kyyeu.saving.waiting import HALF, check_place, ready, write_half


def save(files: Mapping[Path, bytes]) -> None:
    """Write all of them beside their places, then move them there one by one, in the order given.

    A reader sees an old file or a new one, whole, and a later one only after those before it. Raises
    MachineError where the disk is full, a right is wanting, a name too long and the like; files whose turn
    had not come are then as they were.
    """
    place = next(iter(files), Path())
    folders = dict.fromkeys(path.parent for path in files)
    with told(place), ready(*folders):
        for path in files:
            check_place(path)
        for path, data in files.items():
            write_half(path.parent, {path.name: data})
        for path in files:
            put(path.parent / HALF / path.name, path)
