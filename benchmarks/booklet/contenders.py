"""Who builds the booklet, and by which commands."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from kyyeu.model import Booklet

from .manuscript import Manuscript
from .stopwatch import Command

PROJECT = Path(__file__).parents[2]
PEERS_PYTHON = Path(__file__).parent / ".venv" / "bin" / "python"

_BACKGROUND = (  # Chromium's own errands, which would be timed with the printing
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions",
)  # fmt: skip

_TYPST_VERSION = "from importlib.metadata import version; print('Typst package', version('typst'))"
_PANDOC_PATH = "import pypandoc; print(pypandoc.get_pandoc_path())"
_MARGINS = ("inner=18mm", "outer=16mm", "top=19mm", "bottom=21mm")
_FACES = (  # fontspec's options: our text faces by their files
    "Path=./fonts/", "Extension=.ttf", "ItalicFont=SourceSerif4_400Regular_Italic",
    "BoldFont=SourceSerif4_600SemiBold", "BoldItalicFont=SourceSerif4_600SemiBold_Italic",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be built, and where."""

    booklet: Booklet
    """For its name and its date."""
    content: Path
    """The content folder, for us."""
    manuscript: Manuscript
    """The same for the peers."""
    out: Path
    """An empty folder for the two files."""

    def file(self, suffix: str) -> Path:
        """Where the file with this ending, ``.pdf`` or ``.epub``, is to be."""
        return self.out / f"{self.booklet.slug}{suffix}"

    @property
    def pdf(self) -> Path:
        """Where the PDF is to be."""
        return self.file(".pdf")

    @property
    def epub(self) -> Path:
        """Where the EPUB is to be."""
        return self.file(".epub")


@dataclass(frozen=True, slots=True)
class Contender:
    """A way to make both files."""

    name: str
    """As the tables have it."""
    commands: Callable[[Task], list[Command]]
    """The processes of one build, in order."""
    version: str
    """Of the tools it uses."""


def find_contenders() -> tuple[list[Contender], list[str]]:
    """The contenders that can run here, ours first, and a sentence for each peer left out."""
    python = str(PEERS_PYTHON)
    pandoc = _first_line([python, "-c", _PANDOC_PATH])
    peers = [
        _peer("pandoc + Typst", _build_by_typst, pandoc, [python, "-c", _TYPST_VERSION]),
        _peer("pandoc + XeLaTeX", _build_by_xelatex, pandoc, ["xelatex", "--version"]),
        _peer("Chromium + pandoc", _build_by_chromium, pandoc, ["chromium", "--version"]),
    ]
    ours = Contender("kyyeu", _build_by_kyyeu, f"WeasyPrint {version('weasyprint')}")
    present = [peer for peer in peers if isinstance(peer, Contender)]
    return [ours, *present], [peer for peer in peers if isinstance(peer, str)]


def _peer(
    name: str, build: Callable[[Task, str], list[Command]], pandoc: str | None, ask_version: Sequence[str]
) -> Contender | str:
    """The contender, or why it is left out."""
    engine = _first_line(ask_version)
    if pandoc is None or engine is None:
        lacking = "pandoc" if pandoc is None else name.replace("pandoc", "").strip(" +")
        return f"{name} is left out: {lacking} is not installed."
    versions = f"{_first_line([pandoc, '--version'])}, {engine}"
    return Contender(name, lambda task: build(task, pandoc), versions)


def _first_line(arguments: Sequence[str]) -> str | None:
    """The first line that a command prints; None where it isn't there or fails."""
    try:
        done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.partition("\n")[0]


def _build_by_kyyeu(task: Task) -> list[Command]:
    arguments = [sys.executable, "build.py", "--content", str(task.content), "--out", str(task.out)]
    return [Command(arguments, PROJECT, dict(os.environ))]


def _build_by_typst(task: Task, pandoc: str) -> list[Command]:
    source = "book.typ"  # beside its template
    # pandoc itself hands Typst the keywords without quotes
    keywords = (f'--variable=keywords="{word}"' for word in task.booklet.keywords)
    write = [
        pandoc, *_reading(task), "--to=typst", f"--output={source}",
        "--variable=template=booklet.typ", "--variable=mainfont=Source Serif 4", "--variable=fontsize=10.6pt",
        *keywords,
    ]  # fmt: skip
    compiled = [str(PEERS_PYTHON), "compile_typst.py", source, str(task.pdf)]
    return [_for_peer(task, write), _for_peer(task, compiled), _bind(task, pandoc)]


def _build_by_xelatex(task: Task, pandoc: str) -> list[Command]:
    page = task.booklet.page
    trim = [f"paperwidth={page.width:g}mm", f"paperheight={page.height:g}mm"]
    typeset = [
        pandoc, *_reading(task), "--pdf-engine=xelatex", f"--output={task.pdf}",
        "--include-in-header=preamble.tex", "--top-level-division=chapter",
        "--variable=documentclass=book", "--variable=classoption=twoside,openright",
        "--variable=fontsize=11pt", "--variable=indent", "--variable=mainfont=SourceSerif4_400Regular",
        *(f"--variable=geometry={option}" for option in (*trim, *_MARGINS)),
        *(f"--variable=mainfontoptions={option}" for option in _FACES),
    ]  # fmt: skip
    return [_for_peer(task, typeset), _bind(task, pandoc)]


def _build_by_chromium(task: Task, pandoc: str) -> list[Command]:
    printed = [
        "chromium", "--headless", "--no-sandbox", *_BACKGROUND, f"--user-data-dir={task.out / 'profile'}",
        "--no-pdf-header-footer", "--generate-pdf-document-outline", f"--print-to-pdf={task.pdf}",
        (task.manuscript.folder / "html" / "print.html").as_uri(),
    ]  # fmt: skip
    return [_for_peer(task, printed), _bind(task, pandoc)]


def _bind(task: Task, pandoc: str) -> Command:
    """The EPUB of every peer."""
    fonts = sorted((task.manuscript.folder / "fonts").iterdir())
    used = [font for font in fonts if font.name in (task.manuscript.folder / "epub.css").read_text()]
    arguments = [
        pandoc, *_reading(task), "--to=epub3", f"--output={task.epub}", "--css=epub.css", "--split-level=1",
        "--epub-cover-image=cover.jpg", *(f"--epub-embed-font=fonts/{font.name}" for font in used),
    ]  # fmt: skip
    return _for_peer(task, arguments)


def _reading(task: Task) -> list[str]:
    options = ["--from=markdown", "--standalone", "--toc", "--toc-depth=1", "--metadata-file=metadata.json"]
    return [*task.manuscript.chapters, *options]


def _for_peer(task: Task, arguments: list[str]) -> Command:
    """In the manuscript's folder, and dated by the booklet: pandoc, Typst and TeX heed SOURCE_DATE_EPOCH."""
    day = task.booklet.issued
    epoch = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    dated = {"SOURCE_DATE_EPOCH": str(epoch), "FORCE_SOURCE_DATE": "1"}
    return Command(arguments, task.manuscript.folder, {**os.environ, **dated})
