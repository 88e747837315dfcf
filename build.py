#!/usr/bin/env python3
"""Make the booklet: ``python3 build.py``; ``python3 build.py --help`` tells the rest.

Whichever Python is called, the packages that ``./setup`` put into ``.venv`` are used.
"""

import os
import sys
from pathlib import Path

# Here and not with the other sentences, which can't be read before everything is installed.
LACKING = {
    "vi": "build.py: chưa cài đặt đủ (thiếu {name})\n  → Chạy ./setup rồi thử lại.",
    "en": "build.py: not everything is installed ({name} is missing)\n  → Run ./setup, then try again.",
}


def run() -> None:
    """Hand over to ``.venv`` where the system's own Python was called, otherwise run the command."""
    python = Path(__file__).resolve().parent / ".venv" / "bin" / "python"
    if sys.prefix == sys.base_prefix and python.exists():
        os.execv(python, [str(python), *sys.orig_argv[1:]])
    try:
        from kyyeu.cli import main
    except ModuleNotFoundError as error:
        locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
        print(LACKING["en" if locale.startswith("en") else "vi"].format(name=error.name), file=sys.stderr)
        sys.exit(4)
    main(called="python3 build.py")


if __name__ == "__main__":
    run()
