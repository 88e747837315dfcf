"""The booklet's content as its editor would have it for the peers: chapters in pandoc's Markdown.

Titles, names and dates are the booklet's own; nothing here is timed.
"""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kyyeu.content.header import split_front_matter
from kyyeu.model import Article, Booklet
from kyyeu.rendering.documents import render_print
from kyyeu.rendering.sections import name_sections
from kyyeu.rendering.theme import Theme

_LOST_PICTURE = re.compile(r"!\[(?P<caption>[^]]*)\]\([^)]*\)\{\.lost\}")
_PEERS = Path(__file__).parent / "peers"


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A folder with everything the peers build from."""

    folder: Path
    """Chapters, metadata, fonts, cover and style files; the print HTML in ``html/``."""
    chapters: tuple[str, ...]
    """The chapters' file names, in order."""


def write_manuscript(
    booklet: Booklet, content: Path, templates: Path, cover: bytes, folder: Path
) -> Manuscript:
    """Write the manuscript of the articles in `content` into the new folder `folder`.

    `booklet` gives the metadata; the texts are read from `content` anew and not proved against anything.
    """
    shutil.copytree(_PEERS, folder)
    shutil.copytree(templates, folder / "html")
    theme = Theme(templates)
    for path in [*(folder / "html").rglob("*.css"), *(folder / "html").rglob("*.svg")]:
        path.write_bytes(theme.read(path.relative_to(folder / "html").as_posix()))
    for place in (folder, folder / "html"):
        shutil.copytree(content / "images", place / "images")
    (folder / "fonts").mkdir()
    for font in templates.glob("fonts/*/*.ttf"):
        shutil.copy(font, folder / "fonts")
    (folder / "cover.jpg").write_bytes(cover)
    chapters = dict(_chapters(booklet, content))
    texts = chapters | {
        "metadata.json": json.dumps(_metadata(booklet), ensure_ascii=False, indent=2),
        "html/print.html": render_print(booklet, theme, *name_sections(booklet, theme)),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Manuscript(folder, tuple(chapters))


def _metadata(booklet: Booklet) -> dict[str, object]:
    return {
        "title": booklet.title,
        "subtitle": booklet.subtitle,
        "author": list(booklet.authors),
        "lang": booklet.language,
        "date": booklet.issued.isoformat(),
        "publisher": booklet.office,
        "description": booklet.description,
        "subject": list(booklet.keywords),
        "keywords": list(booklet.keywords),
        "identifier": booklet.identifier,
        "belongs-to-collection": booklet.series.name if booklet.series else "",
        "group-position": booklet.series.position if booklet.series else "",
        "toc-title": "Mục lục",
    }


def _chapters(booklet: Booklet, content: Path) -> Iterator[tuple[str, str]]:
    if booklet.foreword:
        body = _read_body(content / "foreword.md", content)
        yield "foreword.md", f"# {booklet.foreword.title}\n\n{body}\n\n*{booklet.foreword.signed}*\n"
    for article in booklet.articles:
        body = _read_body(content / "articles" / f"{article.slug}.md", content)
        parts = [f"# {article.title}", _byline(article), body, _source(article)]
        yield f"{article.slug}.md", "\n\n".join(parts) + "\n"


def _read_body(path: Path, content: Path) -> str:
    """The Markdown below the front matter; a picture that is lost is stood for by its caption."""
    _, body, _ = split_front_matter(path.read_text(encoding="utf-8"), path)
    return _LOST_PICTURE.sub(lambda found: f"*{found['caption']}*", body).strip()


def _byline(article: Article) -> str:
    lines = [f"**{article.author}**", article.position, article.office]
    return "\\\n".join(line for line in lines if line.strip("*"))


def _source(article: Article) -> str:
    day = f"{article.published:%d/%m/%Y}" if article.published else article.date_note
    return f"*Nguồn: {article.publication}. {day}*"
