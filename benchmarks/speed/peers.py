"""What one would use instead, for the PDF alone: Typst, Chromium and plain WeasyPrint."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from benchmarks.booklet.contenders import PEERS_PYTHON, PROJECT
from benchmarks.booklet.stopwatch import Command
from benchmarks.speed.volume import Piece, added

_TEMPLATES = PROJECT / "templates"
_TYPST = PROJECT / "benchmarks" / "booklet" / "peers" / "compile_typst.py"
_PAGE = """\
#set document(title: "Kỷ yếu", author: "Văn phòng cấp ủy")
#set page(width: 145mm, height: 205mm, numbering: "1",
  margin: (inside: 18mm, outside: 16mm, top: 19mm, bottom: 21mm))
#set text(font: "Source Serif 4", size: 10.6pt, lang: "vi", hyphenate: false)
#set par(justify: true, leading: 0.8em, spacing: 0.8em, first-line-indent: 5mm)
#show heading.where(level: 1): it => {
  pagebreak(weak: true, to: "odd")
  block(above: 16mm, below: 8mm, text(font: "Be Vietnam Pro", size: 15pt, it.body))
}
#outline(title: "Mục lục")
"""
_STYLE = """\
@page { size: 145mm 205mm; margin: 19mm 16mm 21mm 18mm; @bottom-center { content: counter(page) } }
html { font: 10.6pt/1.45 "Source Serif 4"; }
h1 { break-before: right; font: 15pt "Be Vietnam Pro"; margin: 16mm 0 8mm }
p { margin: 0; text-indent: 5mm; text-align: justify }
nav a::after { content: " " target-counter(attr(href), page) }
"""
_WEASYPRINT = """\
import sys
from kyyeu.pdf.engine import bring_in
bring_in().HTML(sys.argv[1]).write_pdf(sys.argv[2], pdf_variant="pdf/ua-1")
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """A way to make the PDF."""

    name: str
    """As the tables have it."""
    write: Callable[[Sequence[Piece], Path], Path]
    """Writes what it makes the PDF of into a folder."""
    command: Callable[[Path, Path], Command]
    """The command that makes the PDF of that."""
    again: Callable[[Path, Path, Piece, int], Sequence[str]] | None = None
    """The arguments of one that stays, edits the piece so many times, and prints the seconds of each."""


def _write_typst(pieces: Sequence[Piece], folder: Path) -> Path:
    _copy_faces(folder / "fonts")
    path = folder / "book.typ"
    path.write_text(_PAGE + "".join(map(_typst_of, pieces)), "utf-8")
    return path


def _typst_of(piece: Piece) -> str:
    first, second, *rest = map(_literally, piece.paragraphs)
    title, author, note = map(_literally, (piece.title, piece.author, piece.note))
    paragraphs = "\n\n".join([first, f"{second}#footnote[{note}]", *rest])
    return f"\n= {title}\n\n#strong[{author}]\n\n{paragraphs}\n"


def _literally(text: str) -> str:
    """Text that Typst takes as it stands."""
    return "".join(f"\\{char}" if char in "\\#$*_`<>@=-+/[]~\"'" else char for char in text)


def _write_html(pieces: Sequence[Piece], folder: Path) -> Path:
    _copy_faces(folder / "fonts")
    faces = "".join(_face(path) for path in sorted((folder / "fonts").iterdir()))
    entries = "".join(f'<p><a href="#{each.slug}">{escape(each.title)}</a></p>' for each in pieces)
    body = "".join(map(_html_of, pieces))
    path = folder / "book.html"
    path.write_text(
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Kỷ yếu</title>'
        f"<style>{faces}{_STYLE}</style></head><body><nav>{entries}</nav>{body}</body></html>",
        "utf-8",
    )
    return path


def _face(path: Path) -> str:
    family = "Source Serif 4" if path.name.startswith("SourceSerif") else "Be Vietnam Pro"
    weight, slanted = path.stem.split("_")[1][:3], path.stem.endswith("Italic")
    style = "italic" if slanted else "normal"
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style}; '
        f'src: url("fonts/{path.name}") }}\n'
    )


def _html_of(piece: Piece) -> str:
    first, second, *rest = map(escape, piece.paragraphs)
    paragraphs = [first, f"{second}<sup>1</sup>", *rest, f"1. {escape(piece.note)}"]
    title = f'<h1 id="{piece.slug}">{escape(piece.title)}</h1><p><b>{escape(piece.author)}</b></p>'
    return f"<article>{title}{''.join(f'<p>{each}</p>' for each in paragraphs)}</article>"


def _copy_faces(folder: Path) -> None:
    folder.mkdir(parents=True)
    for path in _TEMPLATES.glob("fonts/*/*.ttf"):
        shutil.copy(path, folder)


def _run(arguments: Sequence[str], folder: Path) -> Command:
    return Command(arguments, folder, os.environ | {"SOURCE_DATE_EPOCH": "0"})


def _typst(source: Path, pdf: Path) -> Command:
    return _run([str(PEERS_PYTHON), str(_TYPST), source.name, str(pdf)], source.parent)


def _retypst(source: Path, pdf: Path, piece: Piece, rounds: int) -> Sequence[str]:
    old = _literally(piece.paragraphs[0])
    new = f"{old} {_literally(added(0))}"
    script = _TYPST.with_name("recompile_typst.py")
    return [str(PEERS_PYTHON), str(script), source.name, str(pdf), old, new, str(rounds)]


def _weasyprint(source: Path, pdf: Path) -> Command:
    return _run([sys.executable, "-c", _WEASYPRINT, source.name, str(pdf)], source.parent)


def _chromium(source: Path, pdf: Path) -> Command:
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
    places = (f"--print-to-pdf={pdf}", f"--user-data-dir={pdf.parent / 'chromium'}")
    return _run(["chromium", *options, *places, source.as_uri()], source.parent)


def find_peers() -> Iterator[Peer]:
    """Those that are installed."""
    if PEERS_PYTHON.exists():
        yield Peer("Typst", _write_typst, _typst, _retypst)
    if shutil.which("chromium"):
        yield Peer("Chromium", _write_html, _chromium)
    yield Peer("WeasyPrint", _write_html, _weasyprint)
