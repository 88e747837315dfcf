"""A Booklet as one print document and as the documents of an EPUB, by the theme's templates."""

from dataclasses import dataclass
from xml.etree import ElementTree

from kyyeu.errors import TemplateError
from kyyeu.model import Article, Booklet
from kyyeu.rendering.theme import Theme


@dataclass(frozen=True, slots=True)
class Section:
    """One stretch of the booklet that opens on a page of its own."""

    kind: str
    """Which part it is, and the name of its template in ``parts/``."""
    id: str
    """Its anchor in print and its file name in the EPUB."""
    article: Article | None = None
    """For the kind ``article``."""


@dataclass(frozen=True, slots=True)
class Document:
    """One finished text file of the EPUB."""

    name: str
    """Path inside the package's folder."""
    data: bytes
    """UTF-8."""
    section: Section | None = None
    """The section it shows; None for the navigation files."""


def compose(booklet: Booklet) -> tuple[Section, ...]:
    """The sections in the order both outputs have them."""
    contents = Section("contents", "contents")
    front = booklet.page.contents == "front"
    return (
        Section("cover", "cover"),
        Section("title-page", "title-page"),
        Section("imprint", "imprint"),
        *([contents] if front else []),
        *([Section("foreword", "foreword")] if booklet.foreword else []),
        *(Section("article", f"article-{article.slug}", article) for article in booklet.articles),
        *([Section("note-on-text", "note-on-text")] if any(a.account for a in booklet.articles) else []),
        *([] if front else [contents]),
        Section("colophon", "colophon"),
    )


def render_print(booklet: Booklet, theme: Theme) -> str:
    """The whole booklet as one HTML document for the layout engine; links are relative to the theme."""
    return theme.render("print.html.j2", booklet=booklet, sections=compose(booklet), output="print")


def render_documents(booklet: Booklet, theme: Theme) -> tuple[Document, ...]:
    """The EPUB's reading documents in spine order, then ``nav.xhtml`` and ``toc.ncx``."""
    sections = compose(booklet)
    values = {"booklet": booklet, "sections": sections, "output": "epub"}
    spine = (
        Document(
            f"{section.id}.xhtml",
            _xml(theme.render("epub.xhtml.j2", section=section, **values), section.id),
            section,
        )
        for section in sections
    )
    return (
        *spine,
        Document("nav.xhtml", _xml(theme.render("nav.xhtml.j2", **values), "nav.xhtml")),
        Document("toc.ncx", _xml(theme.render("toc.ncx.j2", **values), "toc.ncx")),
    )


def render_summary(theme: Theme) -> str:
    """How the EPUB can be read without seeing it, for its metadata."""
    return theme.render("accessibility.txt.j2").strip()


def _xml(text: str, name: str) -> bytes:
    """The text as UTF-8, once it is known to be well-formed."""
    data = text.strip().encode()
    try:
        ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise TemplateError("template-markup", name=name, problem=str(error)) from None
    return data
