"""Pango and its companions, the C libraries WeasyPrint draws with: in place before WeasyPrint looks for them.

Where `setup` had no root it put them into `.native/`. Once a library is in the process the loader answers
for it by name, so that WeasyPrint, imported afterwards, finds it without any change to the environment.
"""

import ctypes
import sys
from pathlib import Path

NATIVE = Path(__file__).parent.parent.parent / ".native"

LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
    "libpangoft2-1.0.so.0",
)


class PangoMissing(OSError):
    """Libraries that WeasyPrint needs cannot be loaded: `libraries` has their file names."""

    def __init__(self, libraries: tuple[str, ...]) -> None:
        """Keep the file names of the `libraries` that cannot be loaded."""
        super().__init__(f"cannot load {', '.join(libraries)}")
        self.libraries = libraries


def require_pango() -> None:
    """Load what WeasyPrint needs, from `.native/` where that exists; raise `PangoMissing` if it cannot be.

    Only Linux is checked: elsewhere the names vary, and WeasyPrint's import raises its own `OSError`.
    """
    preload(NATIVE)
    if sys.platform == "linux":
        missing = tuple(library for library in LIBRARIES if not _loads(library))
        if missing:
            raise PangoMissing(missing)


def preload(folder: Path) -> None:
    """Load the libraries in `folder`, each after those it needs; one that cannot be loaded is left out."""
    waiting = sorted(folder.glob("lib*.so.*"))
    while waiting:
        left = [library for library in waiting if not _loads(str(library))]
        if len(left) == len(waiting):
            return
        waiting = left


def _loads(library: str) -> bool:
    """Whether the loader finds `library`, which then stays loaded for the process's life."""
    # Local scope, the default: Pillow's wheel brings its own FreeType, which must not meet this one.
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
