"""A file to double-click in a booklet's folder, for whoever has no console.

It makes both books and opens the PDF. Its window stays until a key is pressed: what is to be mended
can be read.
"""

import ntpath
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from shlex import quote

_NAMES = {"win32": "lam-sach.cmd", "darwin": "lam-sach.command"}
_ELSEWHERE = "lam-sach.sh"
_ON_WINDOWS = """\
@echo off
chcp 65001 >nul
cd /d "%~dp0"
set "python={python}"
if not exist "%python%" set "python=python"
"%python%" -m kyyeu --open
echo.
pause
"""
_IN_A_SHELL = """\
#!/bin/sh
cd -- "$(dirname -- "$0")" || exit
python={python}
[ -x "$python" ] || python=python3
"$python" -m kyyeu --open
printf '\\n%s' {close}
read -r _
"""


def name_launcher(platform: str = sys.platform) -> str:
    """What the file is called; its ending is what a double click goes by."""
    return _NAMES.get(platform, _ELSEWHERE)


def make_launcher(
    folder: Path,
    close: str,
    python: str = sys.executable,
    platform: str = sys.platform,
    environ: Mapping[str, str] = os.environ,
) -> bytes:
    """What stands in that of a folder: this `python`, or any, where the folder was taken to another machine.

    It asks to `close` the window in those words; Windows asks in its own.
    """
    if platform != "win32":
        return _IN_A_SHELL.format(python=quote(python), close=quote(close)).encode()
    names = [*_name_for_windows(python, os.path.abspath(folder), environ)]
    text = _ON_WINDOWS.format(python=next(filter(str.isascii, names), names[0]))
    return text.replace("\n", "\r\n").encode()


def _name_for_windows(python: str, folder: str, environ: Mapping[str, str]) -> Iterator[str]:
    """Ways to write the path where it may not be read as UTF-8: by a variable, from the folder, as it is."""
    path = python.replace("%", "%%")
    for variable in ("LOCALAPPDATA", "USERPROFILE"):
        place = environ.get(variable, "").replace("%", "%%").rstrip("\\")
        if place and path.casefold().startswith(f"{place}\\".casefold()):
            yield f"%{variable}%{path[len(place) :]}"
    if ntpath.splitdrive(python)[0] == ntpath.splitdrive(folder)[0]:
        yield "%~dp0" + ntpath.relpath(python, folder).replace("%", "%%")
    yield path
