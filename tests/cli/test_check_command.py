"""``kyyeu check``: every gate, one table, a status that a program can go by."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from calling import Command, Done

needs_java = pytest.mark.skipif(not shutil.which("java"), reason="EPUBCheck wants Java")
NO_JAVA = {"PATH": ""}
"""For what EPUBCheck has no part in: it takes as long as all else together."""


@pytest.fixture
def place(tiny: Path) -> list[str | Path]:
    return ["--content", tiny, "--out", tiny.parent / "out", "--lang", "en"]


def found_in(done: Done) -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = json.loads(done.stdout)["found"]
    return said


def write(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_sound_booklet_passes_and_nothing_is_made(
    place: list[str | Path], tiny: Path, command: Command
) -> None:
    done = command("check", *place, "--strict", **NO_JAVA)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Nothing is wrong" in done.stdout and not (tiny.parent / "out").exists()


@pytest.mark.ci
@needs_java
def test_a_built_booklet_passes_without_a_note(place: list[str | Path], command: Command) -> None:
    assert command(*place).returncode == 0
    done = command("check", *place, "--format", "json")
    assert (done.returncode, found_in(done)) == (0, [])


def test_errors_have_file_line_and_code_and_make_the_status(
    place: list[str | Path], tiny: Path, command: Command
) -> None:
    write(tiny / "articles" / "mot.md", "Đồng chí", "Đồng chi")
    write(tiny / "booklet.yaml", "slug: tiny", "slug: tiny\nsubtitel: A")
    done = command("check", *place, "--format", "json")
    told = [
        (entry["code"], Path(entry["file"]).name, entry["line"], entry["grade"]) for entry in found_in(done)
    ]
    assert done.returncode == 2
    assert told == [("unknown-key", "booklet.yaml", 3, "error"), ("text-differs", "mot.md", 23, "error")]
    table = command("check", *place).stdout
    assert [line.split()[:3] for line in table.splitlines() if "error " in line] == [
        ["3", "error", "unknown-key"], ["23", "error", "text-differs"],
    ]  # fmt: skip
    assert table.endswith("Errors: 2. To look at again: 0.\n")


def test_what_is_to_be_looked_at_is_an_error_to_who_is_strict(
    place: list[str | Path], tiny: Path, command: Command
) -> None:
    write(tiny / "articles" / "hai.md", "Bài này", "**Bài này")
    done = command("check", *place, "--format", "json", **NO_JAVA)
    [entry] = [entry for entry in found_in(done) if entry["grade"] == "warning"]
    assert (done.returncode, entry["code"], entry["line"]) == (0, "sign-emphasis", 5)
    assert command("check", *place, "--strict", **NO_JAVA).returncode == 2


def test_a_book_of_other_content_is_told(place: list[str | Path], tiny: Path, command: Command) -> None:
    assert command(*place).returncode == 0
    write(tiny / "articles" / "hai.md", "gạch thứ hai", "gạch thứ ba")
    done = command("check", *place, "--format", "json", **NO_JAVA)
    told = {(entry["code"], Path(entry["file"]).name) for entry in found_in(done)}
    assert told >= {("book-stale", "tiny.pdf"), ("book-stale", "tiny.epub"), ("book-changed", "booklet.yaml")}
    assert done.returncode == 0 and command("check", *place, "--strict", **NO_JAVA).returncode == 2


def test_what_a_machine_lacks_is_said_and_is_no_error(place: list[str | Path], command: Command) -> None:
    done = command("check", *place, "--strict", "--format", "json", **NO_JAVA)
    lacking = [entry for entry in found_in(done) if entry["code"] == "not-checked"]
    assert done.returncode == 0
    assert [(entry["grade"], "Java" in entry["what"]) for entry in lacking] == [("note", True)]


@pytest.mark.ci
@needs_java
def test_what_epubcheck_finds_is_told_with_its_place(
    place: list[str | Path], tiny: Path, command: Command
) -> None:
    theme = tiny.parent / "theme"
    (theme / "parts").mkdir(parents=True)
    part = '{% set name = "Cuối" %}\n<h1 class="heading">{{ name }}</h1><p><ol><li>a</li></ol></p>'
    (theme / "parts" / "colophon.html.j2").write_text(part, "utf-8")
    done = command("check", *place, "--templates", theme, "--format", "json")
    entries = [entry for entry in found_in(done) if entry["code"] == "epub-invalid"]
    assert done.returncode == 3 and entries
    assert all("EPUB/colophon.xhtml:" in entry["what"] and "RSC-005" in entry["what"] for entry in entries)


def test_a_format_that_is_none_is_told(command: Command) -> None:
    done = command("check", "--format", "xml", "--lang", "en")
    assert done.returncode == 2 and "table, json" in done.stderr
