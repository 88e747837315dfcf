"""The command called in two ways: in this process, in a fraction of a second, and as a user calls it."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from kyyeu.cli import main

ROOT = Path(__file__).parent.parent

# By which variable a user's own store is found, and may be put elsewhere.
STORED_BY = {"win32": "LOCALAPPDATA", "darwin": "HOME"}.get(sys.platform, "XDG_CACHE_HOME")

Done = subprocess.CompletedProcess[str]
Command = Callable[..., Done]


def call_here(*arguments: str | Path, **environment: str) -> Done:
    """What the command says and its status, called in this process; what it leaves unhandled is raised."""
    words = [*map(str, arguments)]
    out, err = (io.TextIOWrapper(io.BytesIO(), newline="") for _ in range(2))
    with (
        patch.dict(os.environ, speechless() | environment, clear=True),
        chdir(ROOT),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main(words, "python3 build.py")
        except SystemExit as left:
            status = left.code
    assert isinstance(status, int)
    return subprocess.CompletedProcess(words, status, told(out), told(err))


def call_process(*arguments: str | Path, **environment: str) -> Done:
    """The same, called in a process of its own."""
    return subprocess.run(
        [sys.executable, str(ROOT / "build.py"), *map(str, arguments)],
        cwd=ROOT, env=speechless() | environment, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def speechless() -> dict[str, str]:
    """The environment without a language: messages are Vietnamese unless a test says otherwise."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    return {"LANG": "vi_VN.UTF-8"} | kept if os.name == "nt" else kept  # Windows would be asked


def told(stream: io.TextIOWrapper) -> str:
    """What was written to it."""
    stream.seek(0)
    return stream.read()
