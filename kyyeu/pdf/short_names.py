"""Paths as fontconfig can open them: on Windows it takes those of one old code page, the machine's.

A user's name may have letters that are not in it, and then everything of theirs is in a folder with these.
Windows has a second, short name for such a folder, with ASCII letters alone.
"""

import ctypes
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kyyeu.errors import MachineError

_LONGEST = 32_768  # characters of a path of Windows


def shorten(path: str) -> str:
    """The short name of a file or folder that is there, as Windows has it; nothing where it has none."""
    name = ctypes.create_unicode_buffer(_LONGEST)
    kernel: Any = ctypes.windll.kernel32  # type: ignore[attr-defined]
    return name.value if 0 < kernel.GetShortPathNameW(path, name, _LONGEST) < _LONGEST else ""


def name_plainly(path: str, platform: str = sys.platform, shorten: Callable[[str], str] = shorten) -> str:
    """A name of that file or folder that fontconfig can open. Raises MachineError where it has none."""
    if platform != "win32" or path.isascii():
        return path
    short = shorten(path)
    if not (short and short.isascii()):  # a disk need not have them
        raise MachineError("letters-in-path", Path(path))
    return short


def in_plain_place(make: Callable[..., str]) -> Callable[..., str]:
    """What makes a folder as `make` does, and gives a name of it that fontconfig can open."""

    def make_plainly(*given: Any, **named: Any) -> str:
        return name_plainly(make(*given, **named))

    return make_plainly
