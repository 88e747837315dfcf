"""A published book that is corrected says so: the editors are asked for the day, and then no more."""

import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pytest
from calling import Command

from kyyeu.checks.revision import find_left, find_unrevised
from kyyeu.model import Booklet, Cover, Finding
from kyyeu.pdf.finished import Origin, is_of, read_origin
from kyyeu.pdf.print_edition import Pdf

OTHER = "x"


def asked(booklet: Booklet, last: bytes, days: int = 1) -> list[Finding]:
    return [*find_unrevised(booklet, last, booklet.issued + timedelta(days))]


def corrected(booklet: Booklet, revised: date | None = None) -> Booklet:
    first, *others = booklet.reads
    return replace(booklet, reads=(replace(first, digest=OTHER), *others), revised=revised)


def test_a_day_is_asked_for_once_other_content_bears_the_same_one(small: Booklet, small_pdf: Pdf) -> None:
    assert [finding.code for finding in asked(corrected(small), small_pdf.data)] == ["book-changed"]


def test_none_is_asked_for_where_none_is_wanted(small: Booklet, small_pdf: Pdf) -> None:
    assert asked(small, small_pdf.data) == []
    assert asked(corrected(small), small_pdf.data, days=0) == []
    assert asked(corrected(small, small.issued + timedelta(3)), small_pdf.data) == []
    for last in (b"", b"%PDF-1.7", small_pdf.data[:2000]):
        assert asked(corrected(small), last) == []


def test_it_is_read_of_a_file_that_another_program_wrote_too(small: Booklet, small_pdf: Pdf) -> None:
    """Such a one is opened; of one as it was written the same is read without."""
    with pikepdf.open(io.BytesIO(small_pdf.data)) as pdf:
        pdf.save(saved := io.BytesIO())
        pdf.docinfo["/ModDate"] = "D:19991231"
        pdf.save(dated := io.BytesIO())
    assert read_origin(saved.getvalue()) == read_origin(small_pdf.data) == Origin(small.digest, small.issued)
    assert read_origin(dated.getvalue()) == Origin(small.digest, date(1999, 12, 31))
    assert is_of(small_pdf.data, small.digest) and not is_of(small_pdf.data[:-1000], small.digest)


@pytest.mark.ci
def test_the_command_asks_and_does_not_when_it_was_told(tiny: Path, tmp_path: Path, command: Command) -> None:
    def build(*options: str) -> str:
        done = command("--content", tiny, "--out", tmp_path / "out", "--only", "pdf", *options)
        assert done.returncode == (2 if "revised: " in done.stderr and options else 0)
        return done.stderr

    article, booklet = tiny / "articles" / "hai.md", tiny / "booklet.yaml"
    assert build() == "" == build()
    article.write_text(article.read_text("utf-8").replace("gạch thứ hai", "gạch thứ ba"), "utf-8")
    assert "revised: " in build("--strict")
    booklet.write_text(booklet.read_text("utf-8") + "revised: 2026-02-03\n", "utf-8")
    assert build("--strict") == ""
    (tmp_path / "out" / "tiny-cover.pdf").touch()
    assert "tiny-cover.pdf" in build()


def test_a_cover_that_an_earlier_build_left_is_told(small: Booklet, tmp_path: Path) -> None:
    assert [*find_left(small, tmp_path)] == []
    (tmp_path / f"{small.slug}-cover.pdf").touch()
    assert [finding.code for finding in find_left(small, tmp_path)] == ["cover-left"]
    assert [*find_left(replace(small, cover=Cover(spread=True)), tmp_path)] == []
