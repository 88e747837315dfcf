"""What a library of Linux is called and which it needs, read out of it: the loader itself tells neither.

Of ELF ("System V Application Binary Interface", chapters 4 and 5) as 64-bit machines of our days have it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path
from struct import error, iter_unpack, unpack_from

_MAGIC = b"\x7fELF\x02\x01"  # 64 bits, the low byte first
_LOAD, _DYNAMIC = 1, 2  # types of a segment
_NEEDED, _STRINGS, _SONAME = 1, 5, 14  # tags of an entry of the dynamic section


@dataclass(frozen=True, slots=True)
class Library:
    """A library as others ask for it."""

    path: Path
    """Its file."""
    name: str
    """What others ask for, which need not be the file's name; that where it says nothing."""
    needs: tuple[str, ...]
    """The names it asks for."""


def read_library(path: Path) -> Library:
    """What the file says of itself; one that is no such library needs nothing. Raises OSError."""
    with path.open("rb") as file:
        try:
            with mmap(file.fileno(), 0, access=ACCESS_READ) as data:
                entries = [*_entries(data)]
        except (ValueError, error):  # empty, cut short, or of another kind
            entries = []
    names = [name for tag, name in entries if tag == _SONAME]
    return Library(path, (names or [path.name])[0], tuple(name for tag, name in entries if tag == _NEEDED))


def _entries(data: mmap) -> Iterator[tuple[int, str]]:
    """The entries that are names, each with its tag."""
    if data[: len(_MAGIC)] != _MAGIC:
        return
    (first,), (size, count) = unpack_from("<Q", data, 0x20), unpack_from("<HH", data, 0x36)
    segments = [unpack_from("<IIQQQQ", data, first + size * number) for number in range(count)]
    for kind, _, offset, _, _, length in segments:
        if kind == _DYNAMIC:
            found = [*iter_unpack("<qQ", data[offset : offset + length])]
            (address,) = (value for tag, value in found if tag == _STRINGS)
            (strings,) = (place + address - start for kind, _, place, start, _, length in segments
                          if kind == _LOAD and start <= address < start + length)  # fmt: skip
            for tag, value in found:
                if tag in (_NEEDED, _SONAME):
                    start = strings + value
                    yield tag, data[start : data.find(b"\0", start)].decode()
