"""Pango and its companions, the C libraries WeasyPrint draws with: in place before WeasyPrint looks for them.

They come with a package, on Linux kyyeu's own; else from `.native/`, where a checkout's `setup` put them
that had no root; else from the system. On Linux the loader answers by name for whatever is in the process, so
they are brought in first. Elsewhere it does not, and WeasyPrint, which asks ctypes in the end, is answered.
"""

import ctypes.util
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from graphlib import CycleError, TopologicalSorter
from importlib.util import find_spec
from pathlib import Path

from kyyeu.cache import digest_sources, name_maker
from kyyeu.pdf.needs import Library, read_library


@dataclass(frozen=True, slots=True)
class Carrier:
    """What brings the libraries to a system."""

    package: str
    """The Python package that has them, as it is imported."""
    folder: str
    """Where in it they lie."""
    files: Mapping[str, str]
    """What their files are called on that system, by the names their makers gave them."""


_LIBRARIES = "gobject-2.0 pango-1.0 harfbuzz harfbuzz-subset fontconfig pangoft2-1.0".split()


def _carrier(package: str, folder: str, files: str) -> Carrier:
    return Carrier(package, folder, dict(zip(_LIBRARIES, files.split(), strict=True)))


CARRIERS = {
    "linux": _carrier(
        "kyyeu",  # wheels/pango puts them there
        "lib",
        "libgobject-2.0.so.0 libpango-1.0.so.0 libharfbuzz.so.0 libharfbuzz-subset.so.0 libfontconfig.so.1 "
        "libpangoft2-1.0.so.0",
    ),
    "win32": _carrier(
        "gstreamer_libs",
        "bin",
        "gobject-2.0-0.dll pango-1.0-0.dll harfbuzz.dll harfbuzz-subset.dll fontconfig-1.dll "
        "pangoft2-1.0-0.dll",
    ),
    # By these names they ask for each other. A wheel knows no links: under their short names they are files
    # of their own, and of each library two would come into the process.
    "darwin": _carrier(
        "gstreamer_libs",
        "lib",
        "libgobject-2.0.0.dylib libpango-1.0.0.dylib libharfbuzz.0.dylib libharfbuzz-subset.0.dylib "
        "libfontconfig.1.dylib libpangoft2-1.0.0.dylib",
    ),
}
"""Who has them, by `sys.platform`."""

_TELLING = (("pango-1.0", "pango_version_string"), ("harfbuzz", "hb_version_string"))
_ABOVE = Path(__file__).parents[2]
_ASKED = re.compile(r"(?:lib)?(.+?)(?:-\d+(?:\.\d+)?)?")  # “libpango-1.0-0”, “harfbuzz-0.0”


class PangoMissing(OSError):
    """Libraries that WeasyPrint needs cannot be loaded: `libraries` has their file names."""

    def __init__(self, libraries: tuple[str, ...]) -> None:
        """Keep the file names of the `libraries` that cannot be loaded."""
        super().__init__(", ".join(libraries))
        self.libraries = libraries


def find_carried(platform: str = sys.platform) -> Path | None:
    """The folder of the package that has all of them; None where there is no such package."""
    carrier = CARRIERS.get(platform)
    spec = find_spec(carrier.package) if carrier else None
    if carrier is None or spec is None:
        return None
    folders = (Path(place) / carrier.folder for place in spec.submodule_search_locations or ())
    return next((each for each in folders if _has_all(each, carrier)), None)


def _has_all(folder: Path, carrier: Carrier) -> bool:
    return all((folder / file).is_file() for file in carrier.files.values())


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


def require_pango(libraries: Iterable[str] = tuple(CARRIERS["linux"].files.values())) -> None:
    """Load what WeasyPrint needs. Raises PangoMissing if it cannot be.

    Only Linux is checked: elsewhere the names vary, and WeasyPrint's import raises its own OSError.
    """
    if sys.platform == "linux":
        if folder := find_carried() or find_native():
            preload(folder)
        missing = tuple(library for library in libraries if not load(library))
        if missing:
            raise PangoMissing(missing)


@contextmanager
def answered(platform: str = sys.platform) -> Iterator[None]:
    """Meanwhile WeasyPrint, which tries many names, is told of the libraries that are carried, of no other.

    On Linux a library is known to the loader by its file's name alone. By any other ctypes asks other
    programs (``ldconfig``, ``gcc``): a fifth of a second for the twenty names that come before them.
    """
    with ExitStack() as stack:
        folder = find_carried(platform)
        if platform == "linux":
            _answer(stack, lambda name: None)
        elif folder:
            _answer(stack, partial(find_file, folder, platform))
        if platform == "win32" and folder:
            stack.enter_context(os.add_dll_directory(str(folder)))  # type: ignore[attr-defined]
            _look_nowhere_else(stack, folder)
        yield


def _answer(stack: ExitStack, find: Callable[[str], str | None]) -> None:
    """What ctypes answers where it is asked for a library, until the stack is left."""
    stack.callback(setattr, ctypes.util, "find_library", ctypes.util.find_library)
    ctypes.util.find_library = find  # type: ignore[assignment]


def _look_nowhere_else(stack: ExitStack, folder: Path) -> None:
    """Let WeasyPrint not look where other programs may have put another HarfBuzz, as it does by itself."""
    name = "WEASYPRINT_DLL_DIRECTORIES"
    before = os.environ.get(name)
    stack.callback(*((os.environ.pop, name) if before is None else (os.environ.__setitem__, name, before)))
    os.environ[name] = str(folder)


def find_file(folder: Path, platform: str, asked: str) -> str | None:
    """The path of the library that is `asked` for by any name of it; None where it is none of them.

    >>> Path(find_file(Path("bin"), "win32", "libharfbuzz-subset-0")).as_posix()
    'bin/harfbuzz-subset.dll'
    >>> find_file(Path("bin"), "win32", "libharfbuzz-vector-0")
    """
    files = CARRIERS[platform].files
    found = _ASKED.fullmatch(asked)
    names = (asked, asked.removeprefix("lib"), found[1] if found else "")
    return next((str(folder / files[name]) for name in names if name in files), None)


@cache
def name_press() -> str:
    """What tells this program, and the Pango and HarfBuzz that set its lines, from any other."""
    return f"{name_maker()} {_name_libraries()}"


@cache
def describe_press() -> str:
    """The same, as another machine tells it too that has the same."""
    return f"{digest_sources()} {_name_libraries()}"


def _name_libraries() -> str:
    """Of Linux by their files' names, as the loader knows them; elsewhere where they lie."""
    folder = find_carried()
    if sys.platform == "linux" and (known := folder or find_native()):
        preload(known)
    files = CARRIERS[sys.platform].files if sys.platform in CARRIERS else {}
    told = ((files[name], function) for name, function in _TELLING if name in files)
    return " ".join(filter(None, (_version(folder, *each) for each in told)))


def _version(folder: Path | None, file: str, function: str) -> str:
    """What a library says of itself; nothing where it can't be asked."""
    place = file if folder is None or sys.platform == "linux" else str(folder / file)
    try:
        ask = getattr(ctypes.CDLL(place), function)
    except (OSError, AttributeError):
        return ""
    ask.restype = ctypes.c_char_p
    return f"{file} {ask().decode()}"


def preload(folder: Path, loads: Callable[[str], bool] = load) -> None:
    """Load the libraries in `folder`, each after those it needs; one that cannot be loaded is left out.

    One that came before a library it needs would have it from the system, and then there would be two of it.
    """
    for library in _in_order([read_library(path) for path in sorted(folder.glob("lib*.so.*"))]):
        loads(str(library.path))


def _in_order(libraries: Iterable[Library]) -> Iterable[Library]:
    """Each after those it needs; as they are where they need each other."""
    named = {library.name: library for library in libraries}
    needs = {
        name: [need for need in library.needs if need in named and need != name]
        for name, library in named.items()
    }
    try:
        return [named[name] for name in TopologicalSorter(needs).static_order()]
    except CycleError:
        return [*named.values()]
