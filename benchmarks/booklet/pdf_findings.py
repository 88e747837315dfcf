"""What a PDF of the booklet has and lacks, asked of the file itself."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2
from page import ValidationProfile, validate_pdf

from kyyeu.model import Article, Booklet

from .letters import fold, tell_completeness

_POINTS_PER_MM = 72 / 25.4
_LEAST_HEAD = 12  # letters by which a line is known as a running head
_EDGE = 3  # lines from the top or the bottom, within which heads and folios stand
_UA = {"pdfuaid": "http://www.aiim.org/pdfua/ns/id/"}


@dataclass(frozen=True, slots=True)
class _Page:
    """The text of one page."""

    body: str
    """Without its head and its folio."""
    headed: bool
    """Whether it has a running head."""


def find_in_pdf(path: Path, booklet: Booklet, families: Sequence[str]) -> dict[str, str]:
    """What was asked and what was found; `families` are the fonts it should have."""
    pages = list(_read_pages(path, booklet))
    with pikepdf.open(path) as pdf:
        return {
            "pages": str(len(pdf.pages)),
            "page size, mm": ", ".join(sorted({_size(page) for page in pdf.pages})),
            "title, authors in the metadata": _tell_metadata(pdf, booklet),
            "`Lang`": str(pdf.Root.get("/Lang", "none")),
            "tagged": _yes(_is_tagged(pdf)),
            "PDF/UA identifier": _ua_part(pdf),
            "PDF/UA-1 rules broken": _tell_ua(path),
            "outline entries": str(_count_outline(pdf)),
            "links": str(_count_links(pdf)),
            "fonts not embedded": str(sum(not embedded for _, embedded in _fonts(pdf))),
            "fonts from elsewhere": _tell_strangers(pdf, families),
            "article pages with a running head": _tell_heads(pages, booklet),
            "articles opening on a right-hand page": _tell_openings(pages, booklet),
            "article text": tell_completeness(booklet.articles, "".join(page.body for page in pages)),
        }


def _yes(truth: bool) -> str:
    return "yes" if truth else "no"


def _size(page: pikepdf.Page) -> str:
    left, bottom, right, top = (float(side) for side in page.trimbox)
    return f"{(right - left) / _POINTS_PER_MM:.1f} × {(top - bottom) / _POINTS_PER_MM:.1f}"


def _tell_metadata(pdf: pikepdf.Pdf, booklet: Booklet) -> str:
    title = str(pdf.docinfo.get("/Title", ""))
    authors = str(pdf.docinfo.get("/Author", ""))
    return f"{_yes(title == booklet.title)}, {_yes(all(author in authors for author in booklet.authors))}"


def _is_tagged(pdf: pikepdf.Pdf) -> bool:
    marked = pdf.Root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False)
    return "/StructTreeRoot" in pdf.Root and bool(marked)


def _ua_part(pdf: pikepdf.Pdf) -> str:
    with pdf.open_metadata() as metadata:
        part = metadata.get(f"{{{_UA['pdfuaid']}}}part")
    return f"PDF/UA-{part}" if part else "no"


def _tell_ua(path: Path) -> str:
    report = validate_pdf(path, profile=ValidationProfile.PDF_UA_1)
    return str(len({failure.rule_id for failure in report.failures}))


def _count_outline(pdf: pikepdf.Pdf) -> int:
    def count(items: Sequence[pikepdf.OutlineItem]) -> int:
        return sum(1 + count(item.children) for item in items)

    with pdf.open_outline() as outline:
        return count(outline.root)


def _count_links(pdf: pikepdf.Pdf) -> int:
    annotations = (note for page in pdf.pages for note in page.get("/Annots", pikepdf.Array()))
    return sum(note.get("/Subtype") == "/Link" for note in annotations)


def _fonts(pdf: pikepdf.Pdf) -> Iterator[tuple[str, bool]]:
    """The name of each font, without its subset's tag, and whether the font itself is in the file."""
    dictionaries = (item for item in pdf.objects if isinstance(item, pikepdf.Dictionary))
    for item in dictionaries:
        if item.get("/Type") != "/Font" or "/DescendantFonts" in item:
            continue
        descriptor = item.get("/FontDescriptor", pikepdf.Dictionary())
        embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
        name = str(item.get("/BaseFont", "/unnamed"))[1:]
        yield re.sub(r"^[A-Z]{6}\+", "", name), embedded or item.get("/Subtype") == "/Type3"


def _tell_strangers(pdf: pikepdf.Pdf, families: Sequence[str]) -> str:
    known = [fold(family).lower() for family in families]
    strangers = {name for name, _ in _fonts(pdf) if not fold(name).lower().startswith(tuple(known))}
    return ", ".join(sorted(strangers)) or "none"


def _read_pages(path: Path, booklet: Booklet) -> Iterator[_Page]:
    titles = [fold(booklet.title), *(fold(article.title) for article in booklet.articles)]
    with pypdfium2.PdfDocument(io.BytesIO(path.read_bytes())) as document:
        for page in document:
            yield _parse_page(page.get_textpage().get_text_range(), titles)


def _parse_page(text: str, titles: Sequence[str]) -> _Page:
    """A page's lines; those at its edges that are part of a title, or a number alone, are furniture."""
    lines = text.splitlines()
    body, headed = [], False
    for place, line in enumerate(lines):
        letters = fold(line)
        edge = place < _EDGE or place >= len(lines) - _EDGE
        head = edge and len(letters) >= _LEAST_HEAD and any(letters in title for title in titles)
        if not head and not (edge and letters.isdecimal()):
            body.append(line)
        headed = headed or head
    return _Page("\n".join(body), headed)


def _find_opening(pages: Sequence[_Page], article: Article) -> int:
    """The index of the page on which the article's text begins; -1 where none does."""
    begins = fold(article.blocks[0].text)[:60]
    return next((index for index, page in enumerate(pages) if begins in fold(page.body)), -1)


def _find_end(pages: Sequence[_Page], article: Article) -> int:
    ends = fold(article.blocks[-1].text)[-20:]
    return max((index for index, page in enumerate(pages) if ends in fold(page.body)), default=-1)


def _inner_pages(pages: Sequence[_Page], article: Article) -> Sequence[_Page]:
    return pages[_find_opening(pages, article) + 1 : _find_end(pages, article) + 1]


def _tell_heads(pages: Sequence[_Page], booklet: Booklet) -> str:
    """Of the articles' pages, without those they open on."""
    inner = [page for article in booklet.articles for page in _inner_pages(pages, article)]
    return f"{sum(page.headed for page in inner)} of {len(inner)}"


def _tell_openings(pages: Sequence[_Page], booklet: Booklet) -> str:
    openings = [_find_opening(pages, article) for article in booklet.articles]
    return f"{sum(index >= 0 and index % 2 == 0 for index in openings)} of {len(openings)}"
