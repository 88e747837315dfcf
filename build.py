#!/usr/bin/env python3
"""Make the booklet: ``python3 build.py``; ``python3 build.py --help`` tells the rest.

Whichever Python is called, the packages that ``./setup`` put into ``.venv`` are used.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

# Here and not with the other sentences, which can't be read before everything is installed.
LACKING = {
    "vi": "build.py: chưa cài đặt đủ (thiếu {name})\n  → Chạy {setup} rồi thử lại.",
    "en": "build.py: not everything is installed ({name} is missing)\n  → Run {setup}, then try again.",
}
CALLED, SETUP, PYTHON = (
    ("python build.py", "setup", "Scripts/python.exe")
    if os.name == "nt"
    else ("python3 build.py", "./setup", "bin/python")
)


def run() -> None:
    """Hand over to ``.venv`` where the system's own Python was called, otherwise run the command."""
    python = Path(__file__).resolve().parent / ".venv" / PYTHON
    if sys.prefix == sys.base_prefix and python.exists():
        hand_over(python, sys.orig_argv[1:])
    try:
        from kyyeu.cli import main
    except ModuleNotFoundError as error:
        complain(error.name)
        sys.exit(4)
    main(called=CALLED)


def hand_over(python: Path, words: list[str], system: str = os.name) -> None:
    """Go on as the other Python, and leave as it does."""
    command = [str(python), *words]
    if system != "nt":
        os.execv(python, command)
    # Windows has no such thing: execv would return to the prompt and leave the other one behind.
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches both; the other one says what came of it
    sys.exit(subprocess.run(command, check=False).returncode)


def complain(name: str | None) -> None:
    """Say what is missing, whatever letters the console has."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    lacking = LACKING["en" if locale.startswith("en") else "vi"]
    sys.stderr.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    print(lacking.format(name=name, setup=SETUP), file=sys.stderr)


if __name__ == "__main__":
    run()
