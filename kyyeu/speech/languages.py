"""The language to speak where nobody names one: English to whom the system speaks it, else Vietnamese."""

import ctypes
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that says anything counts (POSIX)
_LONGEST = 85  # characters of a locale's name (LOCALE_NAME_MAX_LENGTH)


def ask_windows() -> tuple[str, str]:
    """The languages of Windows' menus, and of its dates and numbers, such as ``en-US`` and ``vi-VN``."""
    menus, formats = (ctypes.create_unicode_buffer(_LONGEST) for _ in range(2))
    kernel: Any = ctypes.windll.kernel32  # type: ignore[attr-defined]
    kernel.LCIDToLocaleName(kernel.GetUserDefaultUILanguage(), menus, _LONGEST, 0)
    kernel.GetUserDefaultLocaleName(formats, _LONGEST)
    return menus.value, formats.value


def find_language(
    environ: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
    ask: Callable[[], Iterable[str]] = ask_windows,
) -> str:
    """One of `LANGUAGES`, by the environment or, where that says nothing, Windows' settings.

    In many an office of Vietnam the menus are English: whoever has Vietnamese dates is spoken to so.
    """
    told = next(filter(None, map(environ.get, _VARIABLES)), None)
    names = [told] if told else list(ask()) if platform == "win32" else []
    return "en" if names and all(name.startswith("en") for name in names) else "vi"
