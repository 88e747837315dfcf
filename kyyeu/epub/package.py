"""EPUB documents as EPUB bytes: EPUB 3.3 with a stable identifier and nothing of the clock in it.

The only module that knows EbookLib. It is handed finished documents, because its own HTML classes rewrite
what they are given.
"""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from ebooklib import epub
from lxml import etree

from kyyeu.model import Booklet, Series
from kyyeu.rendering.asking import MEDIA_TYPES
from kyyeu.rendering.documents import Document

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_STORED = (".jpg", ".png")  # compressed already
_COVER = "cover.jpg"  # beside the folder of the content's pictures, one of which may have its name


def write_epub(
    booklet: Booklet,
    documents: tuple[Document, ...],
    files: Mapping[str, bytes],
    cover: bytes,
    summary: str,
    read: Callable[[str], bytes],
) -> bytes:
    """The package: `documents` in spine order, `files` by their path, and the JPEG `cover`.

    `summary` says in a sentence or two how the book can be read without seeing it. `read` gives the bytes
    of a picture by its path; each is read as it is packed, so that no two lie in memory beside the book.
    """
    book = epub.EpubBook()
    _describe(book, booklet, summary)
    items = [_document(document) for document in documents]
    for item in (*items, _cover(cover), *_files(files), *_pictures(booklet)):
        book.add_item(item)
    book.spine = [item for item, document in zip(items, documents, strict=True) if document.section]
    book.guide = _guide(documents)
    buffer = io.BytesIO()
    writer = _Writer(buffer, book, {"mtime": _modified(booklet)})
    writer.process()
    writer.write()
    return _settle(buffer, booklet, read)


class _Writer(epub.EpubWriter):  # type: ignore[misc]
    """EbookLib's writer, which asks no clock: on a day before 1980 it could make no archive."""

    def write(self) -> None:
        """All that was added to the book, as an archive."""
        with _Dateless(self.file_name, "w") as self.out:
            self.out.writestr("mimetype", "application/epub+zip")
            self._write_container()
            self._write_opf()
            self._write_items()


class _Dateless(zipfile.ZipFile):
    """An archive whose members are dated by the first day that an archive knows."""

    def writestr(self, zinfo_or_arcname: str | zipfile.ZipInfo, *rest: Any, **more: Any) -> None:
        """Add a member."""
        member = zipfile.ZipInfo(zinfo_or_arcname) if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname
        super().writestr(member, *rest, **more)


def _modified(booklet: Booklet) -> datetime:
    """The day of the last change to a published book: a clock would make every build another file."""
    return datetime.combine(booklet.modified, datetime.min.time(), UTC)


def _describe(book: epub.EpubBook, booklet: Booklet, summary: str) -> None:
    """The package metadata, with our own ids, since EbookLib repeats its own."""
    book.metadata.clear()  # a random identifier and a generator line
    book.IDENTIFIER_ID = "identifier"
    book.set_unique_metadata("DC", "identifier", booklet.identifier, {"id": "identifier"})
    if booklet.isbn:
        book.add_metadata("DC", "identifier", f"urn:isbn:{booklet.isbn}", {"id": "isbn"})
    book.uid, book.title, book.language = booklet.identifier, booklet.title, booklet.language
    _title(book, "title", "main", booklet.title, 1)
    if booklet.subtitle:
        _title(book, "subtitle", "subtitle", booklet.subtitle, 2)
    book.add_metadata("DC", "language", booklet.language)
    for number, author in enumerate(booklet.authors, 1):
        _person(book, "creator", f"author-{number}", author, "aut", number)
    for number, (role, name) in enumerate(_contributors(booklet), 1):
        _person(book, "contributor", f"contributor-{number}", name, role, number)
    book.add_metadata("DC", "publisher", booklet.office)
    book.add_metadata("DC", "date", booklet.issued.isoformat())
    if booklet.description:
        book.add_metadata("DC", "description", booklet.description)
    for keyword in booklet.keywords:
        book.add_metadata("DC", "subject", keyword)
    for source in dict.fromkeys(_publication(booklet)):
        book.add_metadata("DC", "source", source)
    if booklet.series:
        _series(book, booklet.series)
    _say_how_it_can_be_read(book, summary)
    # EPUB 2 readers and Kindle look for the cover here; the order of the attributes matters to some
    book.add_metadata(None, "meta", "", {"name": "cover", "content": "cover-image"})


_READING = {
    "accessMode": ["textual", "visual"],
    "accessModeSufficient": ["textual", "textual,visual"],
    "accessibilityFeature": [
        "alternativeText",
        "displayTransformability",
        "readingOrder",
        "structuralNavigation",
        "tableOfContents",
    ],
    "accessibilityHazard": ["none"],
}
"""What is true of every booklet (EPUB Accessibility 1.1, 2.2): text, and pictures with alternatives."""


def _say_how_it_can_be_read(book: epub.EpubBook, summary: str) -> None:
    for name, values in _READING.items():
        for value in values:
            book.add_metadata(None, "meta", value, {"property": f"schema:{name}"})
    book.add_metadata(None, "meta", summary, {"property": "schema:accessibilitySummary"})


def _title(book: epub.EpubBook, id_: str, kind: str, text: str, place: int) -> None:
    book.add_metadata("DC", "title", text, {"id": id_})
    _refine(book, id_, "title-type", kind)
    _refine(book, id_, "display-seq", str(place))
    _refine(book, id_, "file-as", text)


def _person(book: epub.EpubBook, kind: str, id_: str, name: str, role: str, place: int) -> None:
    """A person with a MARC relator; Vietnamese names sort by their first word, so file-as is the name."""
    book.add_metadata("DC", kind, name, {"id": id_})
    _refine(book, id_, "role", role, scheme="marc:relators")
    _refine(book, id_, "file-as", name)
    _refine(book, id_, "display-seq", str(place))


# booklet.yaml's imprint keys as MARC relators (id.loc.gov/vocabulary/relators)
_ROLES = {"responsible": "pbd", "compiled_by": "com", "editors": "edt", "design": "bkd", "cover": "cov",
          "proofreading": "pfr"}  # fmt: skip


def _contributors(booklet: Booklet) -> Iterable[tuple[str, str]]:
    return (
        (_ROLES[line.key], name) for line in booklet.imprint if line.key in _ROLES for name in line.values
    )


def _publication(booklet: Booklet) -> Iterable[str]:
    for article in booklet.articles:
        if article.publication:
            yield ", ".join(map(str, filter(None, [article.publication, article.published])))


def _series(book: epub.EpubBook, series: Series) -> None:
    """The series, and the place in it where that is a number: no catalogue takes any other."""
    book.add_metadata(None, "meta", series.name, {"property": "belongs-to-collection", "id": "series"})
    _refine(book, "series", "collection-type", "series")
    if series.number:
        _refine(book, "series", "group-position", series.number)
    # calibre and readers that follow it know only these
    book.add_metadata(None, "meta", "", {"name": "calibre:series", "content": series.name})
    if series.number:
        book.add_metadata(None, "meta", "", {"name": "calibre:series_index", "content": series.number})


def _refine(book: epub.EpubBook, id_: str, name: str, value: str, scheme: str = "") -> None:
    attributes = {"refines": f"#{id_}", "property": name} | ({"scheme": scheme} if scheme else {})
    book.add_metadata(None, "meta", value, attributes)


def _document(document: Document) -> epub.EpubItem:
    if document.name.endswith(".ncx"):
        return epub.EpubItem("ncx", document.name, "application/x-dtbncx+xml", document.data)
    item = epub.EpubItem(_id(document.name), document.name, "application/xhtml+xml", document.data)
    if document.name == "nav.xhtml":
        item.properties = ["nav"]
    else:
        item.properties = [*_find_properties(document.data)]
    return item


_PROPERTIES = {
    "{http://www.w3.org/2000/svg}svg": "svg",
    "{http://www.w3.org/1998/Math/MathML}math": "mathml",
    "{http://www.w3.org/1999/xhtml}script": "scripted",
    "{http://www.w3.org/1999/xhtml}form": "scripted",
}
"""What a document must declare where it has such an element (EPUB 3.3, D.5)."""


def _find_properties(data: bytes) -> Iterable[str]:
    used = {element.tag for element in etree.fromstring(data).iter(*_PROPERTIES)}
    return dict.fromkeys(what for tag, what in _PROPERTIES.items() if tag in used)


def _cover(data: bytes) -> epub.EpubItem:
    item = epub.EpubItem("cover-image", _COVER, "image/jpeg", data)
    item.properties = ["cover-image"]
    return item


def _files(files: Mapping[str, bytes]) -> Iterable[epub.EpubItem]:
    ids = set[str]()
    for name, data in files.items():
        id_ = _id(name)
        while id_ in ids:  # names that differ in foreign letters alone
            id_ += "-"
        ids.add(id_)
        yield epub.EpubItem(id_, name, MEDIA_TYPES[PurePosixPath(name).suffix.lower()], data)


def _pictures(booklet: Booklet) -> Iterable[epub.EpubItem]:
    for number, image in enumerate(booklet.images, 1):
        yield epub.EpubItem(f"image-{number}", f"images/{image.name}", image.media_type, b"")


def _id(name: str) -> str:
    """A path as an XML id."""
    return "item-" + "".join(char if char.isalnum() and char.isascii() else "-" for char in name)


def _guide(documents: tuple[Document, ...]) -> list[dict[str, str]]:
    """The landmarks of EPUB 2, each once."""
    found: dict[str, dict[str, str]] = {}
    for document in documents:
        if document.section and (kind := document.section.facts.guide):
            place = {"type": kind, "href": document.name, "title": document.section.name}
            found.setdefault(kind, place)
    return list(found.values())


def _settle(packed: io.BytesIO, booklet: Booklet, read: Callable[[str], bytes]) -> bytes:
    """The archive with sorted members, fixed dates and modes, mimetype first and stored (OCF 3.3, 4.2).

    The pictures, which are empty until then, are filled.
    """
    buffer = io.BytesIO()
    pictures = {f"EPUB/images/{image.name}": f"images/{image.name}" for image in booklet.images}
    stamp = _modified(booklet).timetuple()[:6]
    with zipfile.ZipFile(packed) as loose, zipfile.ZipFile(buffer, "w") as settled:
        for name in sorted(loose.namelist(), key=lambda name: (name != "mimetype", name)):
            content = read(pictures[name]) if name in pictures else loose.read(name)
            if name.endswith(".opf"):
                content = _mend_package(content, booklet.language)
            info = zipfile.ZipInfo(name, (stamp[0], stamp[1], stamp[2], stamp[3], stamp[4], stamp[5]))
            info.create_system, info.external_attr = 3, 0o100644 << 16
            stored = name == "mimetype" or name.endswith(_STORED)
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            settled.writestr(info, content, compresslevel=9)
    return buffer.getvalue()


def _mend_package(data: bytes, language: str) -> bytes:
    """The package document with its language and direction, which EbookLib leaves out."""
    root = etree.fromstring(data)
    root.set(_XML_LANG, language)
    root.set("dir", "ltr")
    for item in root.iterfind("{*}manifest/{*}item"):
        item.set("href", quote(item.get("href", "")))  # EbookLib writes the name as it is
    prefix = root.get("prefix", "").replace("rendition: http://www.idpf.org/vocab/rendition/#", "").strip()
    if prefix:
        root.set("prefix", prefix)
    else:
        root.attrib.pop("prefix", None)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
