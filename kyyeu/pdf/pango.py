"""Pango and its companions, the C libraries WeasyPrint draws with: in place before WeasyPrint looks for them.

Where a checkout's `setup` had no root it put them into `.native/`. Once a library is in the process the
loader answers for it by name, so that WeasyPrint, imported afterwards, finds it, and the environment stays.
"""

import ctypes.util
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from kyyeu.cache import digest_sources, name_maker

LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
    "libpangoft2-1.0.so.0",
)
_TELLING = (("libpango-1.0.so.0", "pango_version_string"), ("libharfbuzz.so.0", "hb_version_string"))
_ABOVE = Path(__file__).parents[2]


class PangoMissing(OSError):
    """Libraries that WeasyPrint needs cannot be loaded: `libraries` has their file names."""

    def __init__(self, libraries: tuple[str, ...]) -> None:
        """Keep the file names of the `libraries` that cannot be loaded."""
        super().__init__(", ".join(libraries))
        self.libraries = libraries


def find_native(above: Path = _ABOVE) -> Path | None:
    """Where `setup` keeps the libraries, `above` being the folder of the package; None but in a checkout."""
    return above / ".native" if (above / "setup").is_file() else None


def load(library: str) -> bool:
    """Whether the loader finds `library`, by path or by name; it then stays for the process's life."""
    # Local scope, the default: Pillow's wheel brings its own FreeType, which must not meet this one.
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def require_pango(libraries: Iterable[str] = LIBRARIES) -> None:
    """Load what WeasyPrint needs, from `.native/` where that exists. Raises PangoMissing if it cannot be.

    Only Linux is checked: elsewhere the names vary, and WeasyPrint's import raises its own OSError.
    """
    if native := find_native():
        preload(native)
    if sys.platform == "linux":
        missing = tuple(library for library in libraries if not load(library))
        if missing:
            raise PangoMissing(missing)


@contextmanager
def known_by_file() -> Iterator[None]:
    """On Linux a library is looked for by its file's name alone, which the loader knows.

    By any other name ctypes asks other programs (``ldconfig``, ``gcc``): a fifth of a second for the twenty
    names that WeasyPrint tries before those of the files.
    """
    find = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = find


@cache
def name_press() -> str:
    """What tells this program, and the Pango and HarfBuzz that set its lines, from any other."""
    return f"{name_maker()} {_name_libraries()}"


@cache
def describe_press() -> str:
    """The same, as another machine tells it too that has the same."""
    return f"{digest_sources()} {_name_libraries()}"


def _name_libraries() -> str:
    if native := find_native():
        preload(native)
    return " ".join(filter(None, (_version(*each) for each in _TELLING)))


def _version(library: str, function: str) -> str:
    """What a library says of itself; nothing where it can't be asked."""
    try:
        ask = getattr(ctypes.CDLL(library), function)
    except (OSError, AttributeError):
        return ""
    ask.restype = ctypes.c_char_p
    return f"{library} {ask().decode()}"


def preload(folder: Path, loads: Callable[[str], bool] = load) -> None:
    """Load the libraries in `folder`, each after those it needs; one that cannot be loaded is left out."""
    waiting = sorted(folder.glob("lib*.so.*"))
    while waiting:
        left = [library for library in waiting if not loads(str(library))]
        if len(left) == len(waiting):
            return
        waiting = left
