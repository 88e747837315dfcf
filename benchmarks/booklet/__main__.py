"""Time and examine: ``.venv/bin/python -m benchmarks.booklet``; README.md tells what is measured and how."""

import argparse
import os
import shutil
import time
from functools import partial
from pathlib import Path

from kyyeu.content.booklet import read_booklet
from kyyeu.errors import KyyeuError, Problems
from kyyeu.making.cover import make_cover
from kyyeu.model import Booklet
from kyyeu.rendering.theme import Theme

from .contenders import PROJECT, Contender, Task, find_contenders
from .epub_findings import find_in_epub
from .manuscript import Manuscript, write_manuscript
from .pdf_findings import find_in_pdf
from .race import BuildFailed, Result, race, refuses
from .report import Findings, Report, render_report
from .stopwatch import adopt_orphans, read_foreign_seconds
from .table import replace_section
from .tampering import tamper

_CONTENT, _TEMPLATES = PROJECT / "content", PROJECT / "templates"
_WORK = PROJECT / "build" / "benchmark-booklet"
_PAGE = PROJECT / "docs" / "benchmarks.md"


def main() -> None:
    """Print the section of Markdown that a run gives, or put it into the documentation."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.booklet", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="timed rounds after the warm-up (7)")
    parser.add_argument("--write", action="store_true", help=f"write into {_PAGE.relative_to(PROJECT)}")
    options = parser.parse_args()
    if options.rounds < 2:
        parser.error("--rounds: at least 2, or nothing can be compared")
    try:
        section = render_report(_examine(options.rounds))
    except (BuildFailed, TimeoutError) as error:
        parser.exit(1, f"{error}\n")
    except (KyyeuError, Problems):
        parser.exit(2, "The booklet itself can't be read: `.venv/bin/python build.py` says why.\n")
    if options.write:
        _write(section)
    else:
        print(section)


def _examine(rounds: int) -> Report:
    load = os.getloadavg()[0]
    shutil.rmtree(_WORK, ignore_errors=True)
    _WORK.mkdir(parents=True)
    adopt_orphans()
    contenders, absent = find_contenders()
    booklet, theme = read_booklet(_CONTENT), Theme(_TEMPLATES)
    cover = make_cover(booklet, theme, _CONTENT)
    manuscript = write_manuscript(booklet, _CONTENT, _TEMPLATES, cover, _WORK / "manuscript")
    start, foreign = time.perf_counter(), read_foreign_seconds()
    results = race(contenders, partial(Task, booklet, _CONTENT, manuscript), rounds, _WORK)
    disturbance = (read_foreign_seconds() - foreign) / (time.perf_counter() - start)
    change, refused = _try_change(contenders, booklet, cover)
    pdf, epub = _examine_files(results, booklet, theme)
    return Report(results, pdf, epub, change, refused, absent, load, disturbance)


def _try_change(contenders: list[Contender], booklet: Booklet, cover: bytes) -> tuple[str, dict[str, bool]]:
    """The letter changed, and by contender's name whether it declined to build."""
    content = _WORK / "changed-content"
    change = tamper(_CONTENT, booklet, content)
    manuscript = write_manuscript(booklet, content, _TEMPLATES, cover, _WORK / "changed-manuscript")
    return change, {who.name: _try_one(who, booklet, content, manuscript) for who in contenders}


def _try_one(who: Contender, booklet: Booklet, content: Path, manuscript: Manuscript) -> bool:
    out = _WORK / "changed" / who.name.replace(" ", "")
    out.mkdir(parents=True)
    return refuses(who, Task(booklet, content, manuscript, out), _WORK)


def _examine_files(results: list[Result], booklet: Booklet, theme: Theme) -> tuple[Findings, Findings]:
    """What the last round's PDFs and EPUBs have and lack."""
    families = sorted({face.family for face in theme.faces})
    pdf, epub = {}, {}
    for result in results:
        name, task = result.contender.name, result.tasks[-1]
        pdf[name] = find_in_pdf(task.pdf, booklet, families) | _compare_rounds(result, ".pdf")
        epub[name] = find_in_epub(task.epub, booklet) | _compare_rounds(result, ".epub")
    return pdf, epub


def _compare_rounds(result: Result, suffix: str) -> dict[str, str]:
    return {"same bytes in every round": "yes" if result.is_reproducible(suffix) else "no"}


def _write(section: str) -> None:
    page = _PAGE.read_text(encoding="utf-8") if _PAGE.exists() else "# Benchmarks\n"
    _PAGE.write_text(replace_section(page, section), encoding="utf-8")


if __name__ == "__main__":
    main()
