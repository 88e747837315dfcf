"""A file read whole, where it is one and no larger than it may be.

What stands in a folder may be a pipe, which waits for ever, or a device, which has no end; and a file may
grow while it is read.
"""

import errno
import os
import stat
from pathlib import Path

from kyyeu.errors import Term

MOST_TEXT = 10_000_000
"""Bytes of a text; the longest that is taken has a million letters, of which each has four at most."""

_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


class UnfitFile(OSError):
    """What is there is not to be read."""

    def __init__(self, path: Path, problem: str):
        """The `problem` is a term of messages.toml."""
        super().__init__(problem)
        self.filename, self.problem = str(path), Term(problem)


class LargeFile(UnfitFile):
    """It is larger than it may be."""

    def __init__(self, path: Path, size: int, most: int):
        """It has `size` bytes at least, and may have so many at `most`."""
        super().__init__(path, "too-large")
        self.size, self.most = size, most


def read_file(path: Path, most: int = MOST_TEXT) -> bytes:
    """What the file holds.

    Raises OSError: UnfitFile where it is none, LargeFile as soon as it has more than `most` bytes.
    """
    _check_kind(path, _look_at(path))
    file = os.open(path, _READ)
    try:
        _check_kind(path, found := os.fstat(file))  # which may be another by now
        if found.st_size > most:
            raise LargeFile(path, found.st_size, most)
        with open(file, "rb", closefd=False) as opened:
            data = opened.read(most + 1)
    finally:
        os.close(file)
    if len(data) > most:
        raise LargeFile(path, len(data), most)
    return data


def _look_at(path: Path) -> os.stat_result:
    try:
        return os.stat(path)
    except OSError as error:
        if error.errno == errno.EINVAL:  # Windows': a name that no file there can have, so that none has it
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path)) from None
        raise


def _check_kind(path: Path, found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise UnfitFile(path, "is-a-folder")
    if not stat.S_ISREG(found.st_mode):
        raise UnfitFile(path, "no-regular-file")
