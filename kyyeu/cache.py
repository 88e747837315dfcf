"""A store on the disk for what takes long to make: it may be lost at any time, and is then made again.

What is kept has a key, from which all that it was made of can be told. An entry holds the digest of its key
and of itself, so one that was cut short or changed is none; it is put in place whole, so any number of builds
may share a store, and be killed. Nothing that befalls it is an error.
"""

import hashlib
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypeVar, cast

T = TypeVar("T")

_MOST_BYTES = 1_000_000_000  # three hundred photographs, for both books, take half of it
MOST_ENTRY = _MOST_BYTES // 10
"""Bytes of one thing: a larger one would push out too much else."""
_DIGEST = 32  # bytes
_CAME, _BLOCK = "came", 1 << 16  # a file with a byte for so many bytes that came since the last tidying
_PACKAGE = Path(__file__).parent
_LIBRARIES = """
weasyprint pydyf tinycss2 cssselect2 tinyhtml5 fonttools uharfbuzz jinja2 markupsafe markdown nh3 lxml
ebooklib pikepdf pypdfium2 pillow pillow-heif confusable-homoglyphs pydantic pyyaml msgspec
""".split()
_MAKING = (".py", ".toml", ".conf")
_ABANDONED = 3600  # seconds after which what was not put in place belongs to no running build


class AtHand:
    """Things that were unpacked, those that were asked for last, by their keys."""

    def __init__(self, most: int):
        """None yet, and never more than `most` bytes, as they are packed: they take several times as many."""
        self._most, self._held = most, 0
        self._things = dict[str, tuple[object, int]]()

    def find(self, key: str) -> object:
        """The thing of that key; None where there is none."""
        if (known := self._things.pop(key, None)) is None:
            return None
        self._things[key] = known  # the last one again
        return known[0]

    def keep(self, key: str, thing: T, size: int) -> T:
        """The thing, which has so many bytes as it is packed."""
        self.drop(key)
        if size <= self._most:
            self._held += size
            self._things[key] = thing, size
            while self._held > self._most:
                self.drop(next(iter(self._things)))
        return thing

    def drop(self, key: str) -> None:
        """Have nothing of that key."""
        self._held -= self._things.pop(key, (None, 0))[1]


class Store:
    """A store in a folder of its own."""

    def __init__(self, folder: Path | None, *, fresh: bool = False, at_hand: int = 0):
        """In `folder`, made when something is kept, or nowhere; a `fresh` one finds only its own entries.

        What was unpacked of so many bytes stays `at_hand`, for a process that makes books again and again.
        It tells whether it does (`stays`), and whether it may have anything of earlier books (`recalls`).
        """
        self.folder, self._fresh = folder, fresh
        self.recalls, self.stays = folder is not None and not fresh, at_hand > 0
        self._at_hand = AtHand(at_hand)
        self._own = set[str]()
        self._came = 0  # bytes, since it was tidied

    def get(self, key: str) -> bytes | None:
        """What is kept under the key; None where nothing is, or no longer what it was."""
        if self.folder is None or (self._fresh and key not in self._own):
            return None
        path = _place(self.folder, key)
        try:
            with open(path, "rb", buffering=0) as entry:  # a buffer would have it all twice
                digest, data = entry.read(_DIGEST), entry.read()
            os.utime(path)  # what was asked for last is thrown away last
        except OSError:
            return None
        return data if digest == _digest(key, data) else None

    def put(self, key: str, data: bytes) -> None:
        """Keep `data` under the key, if there is room; what is larger than `MOST_ENTRY` is not kept."""
        self._at_hand.drop(key)
        if self.folder is None or len(data) > MOST_ENTRY:
            return
        path = Path(_place(self.folder, key))
        beside = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with beside.open("wb") as entry:
                entry.writelines((_digest(key, data), data))
            beside.replace(path)
            self._own.add(key)
            self._came += len(data)
        except OSError:
            with suppress(OSError):
                beside.unlink(missing_ok=True)

    def recall(self, key: str, unpack: Callable[[bytes], T]) -> T | None:
        """What is kept under the key, unpacked; None where nothing is, or what `unpack` calls a ValueError.

        It may be what was given before, so nobody may change it.
        """
        if (known := self._at_hand.find(key)) is not None:
            return cast(T, known)
        data = self.get(key)
        with suppress(ValueError):
            if data is not None:
                return self._at_hand.keep(key, unpack(data), len(data))
        return None

    def remember(self, key: str, make: Callable[[], bytes]) -> bytes:
        """What is kept under the key, or what `make` makes now; that is kept."""
        data = self.get(key)
        if data is None:
            data = make()
            self.put(key, data)
        return data

    @property
    def size(self) -> int:
        """How many bytes are kept."""
        return sum(size for _, size, _ in self._entries())

    def tidy(self) -> None:
        """Trim, once a tenth of what may be kept has come since the last time: to look at all takes long."""
        if self.folder is None or not self._came:
            return
        with suppress(OSError):
            with (self.folder / _CAME).open("ab") as came:
                came.write(b"." * (1 + self._came // _BLOCK))
                blocks = came.tell()
            self._came = 0
            if blocks * _BLOCK > _MOST_BYTES // 10:
                self.trim()

    def trim(self, most: int = _MOST_BYTES) -> int:
        """Throw away what was not asked for longest until `most` bytes are kept at most; how many went."""
        if self.folder:
            with suppress(OSError):
                (self.folder / _CAME).unlink()
        found, gone = sorted(self._entries()), 0
        spare = sum(size for _, size, _ in found) - most
        for asked, size, path in found:
            abandoned = path.name.startswith(".") and asked < time.time() - _ABANDONED
            if spare > gone or abandoned:
                with suppress(OSError):
                    path.unlink()
                    gone += size
        return gone

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        """When each file of the store was last asked for, its bytes, and the file."""
        for path in self.folder.glob("??/*") if self.folder else ():
            with suppress(OSError):
                found = path.stat()
                yield found.st_mtime, found.st_size, path


NOWHERE = Store(None)
"""Keeps nothing."""


@cache
def name_maker() -> str:
    """What tells this program, with the libraries that it makes books with, from any other state of it.

    What another one kept it may have made otherwise, so this belongs into a key.
    """
    files = (
        (path.relative_to(_PACKAGE).as_posix(), path.stat().st_size, path.stat().st_mtime_ns)
        for path in sorted(_PACKAGE.rglob("*"))
        if path.suffix in _MAKING
    )
    versions = [(name, _version(name)) for name in _LIBRARIES]
    return hashlib.sha256(repr((sys.version, [*files], versions)).encode()).hexdigest()


def digest_sources() -> str:
    """SHA-256 of the program's own files, hexadecimal: alike on all machines that have this program."""
    found = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*")):
        if path.suffix in _MAKING:
            found.update(f"{path.relative_to(_PACKAGE).as_posix()}\0".encode() + path.read_bytes())
    return found.hexdigest()


def _version(library: str) -> str:
    """Of a library; empty where it came by other ways than a package."""
    with suppress(PackageNotFoundError):
        return version(library)
    return ""


def find_user_folder(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path | None:
    """Where this user's programs keep such things (XDG base directories on Linux); None without a home."""
    with suppress(RuntimeError):
        if platform == "win32":
            given = environ.get("LOCALAPPDATA", "")
            return (Path(given) if given else Path.home() / "AppData" / "Local") / "kyyeu" / "Cache"
        if platform == "darwin":
            return Path.home() / "Library" / "Caches" / "kyyeu"
        given = environ.get("XDG_CACHE_HOME", "")
        return (Path(given) if os.path.isabs(given) else Path.home() / ".cache") / "kyyeu"
    return None


def _place(folder: Path, key: str) -> str:
    name = hashlib.sha256(key.encode()).hexdigest()
    return os.path.join(folder, name[:2], name)  # as a text: paths take longer to join than files to read


def _digest(key: str, data: bytes) -> bytes:
    found = hashlib.sha256(key.encode() + b"\0")
    found.update(data)  # which may be a book, and is not to be in memory twice
    return found.digest()
