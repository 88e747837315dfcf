"""The finished EPUB read back: each document, and what leads to it, says what the booklet must say."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

import msgspec
from lxml import etree

from kyyeu.cache import NOWHERE, Store, name_maker
from kyyeu.checks.expectations import Expectation
from kyyeu.checks.promises import Promise, parse_document, read_markup
from kyyeu.checks.readback import ReadBack
from kyyeu.checks.telling import (
    tell_contents,
    tell_difference,
    tell_lines,
    tell_list,
    tell_opening,
    tell_statement,
    tell_unheard,
    tell_unlisted,
)
from kyyeu.errors import KyyeuError, TemplateError
from kyyeu.pdf.grounds import LEAST_CONTRAST, contrast
from kyyeu.rendering.concealing import Sheets
from kyyeu.rendering.joins import UNJOINED
from kyyeu.rendering.sections import Section, without_paper_only

_FOLDER = "EPUB/"
_QUOTED = 60  # characters
_LISTS = ("contents", "list-of-pictures", "note-on-text")
_NAMES = {
    "h": "http://www.w3.org/1999/xhtml",
    "e": "http://www.idpf.org/2007/ops",
    "n": "http://www.daisy.org/z3986/2005/ncx/",
}
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"


def check_screen(expected: Expectation, epub: bytes, store: Store = NOWHERE) -> Iterator[KyyeuError]:
    """Whatever the finished EPUB does not say as it must, each with the document it is in.

    A document of a text that was sound is remembered in the `store`, and is not read again as long as it,
    the style sheets and what it must say are the same.
    """
    files = _read_files(epub)
    styles = {name: data.decode() for name, data in files.items() if name.endswith(".css")}
    sheets, dress = Sheets(styles, is_pale), _digest(sorted(styles.items()))
    sections = without_paper_only(expected.sections)
    for section in sections:
        data = files.get(f"{section.id}.xhtml", b"")
        if text := expected.text_of(section):
            said = _digest([section.kind, section.name, text, data])
            key = f"screen {name_maker()} {dress} {said}"
            if store.get(key) is not None:
                continue
        found = [*_check_section(expected, sheets, section, data)]
        if text and not found:
            store.put(key, b"sound")
        yield from found
    wanted = [(f"{section.id}.xhtml", section.name) for section in sections if section.facts.in_nav]
    for name, entries in (("nav.xhtml", _links), ("toc.ncx", _points)):
        yield from tell_unlisted(wanted, [*entries(_parse(files.get(name, b"")))], name)


def _check_section(
    expected: Expectation, sheets: Sheets, section: Section, data: bytes
) -> Iterator[KyyeuError]:
    """What the document of a section does not say as it must."""
    document, name = _parse(data), f"{section.id}.xhtml"
    said = _read(document)
    passage = ReadBack([(said.words, name)], _fold, [*map(str, said.numbers)])
    promise = expected.promises.get(section.id)
    if promise or section.part:
        yield from tell_opening(expected, section, passage, name)
    else:
        yield from tell_lines(expected, section, passage, name)
    if promise:
        start = passage.after(section.name) or 0
        if difference := passage.differs_from(promise, start):
            yield tell_difference("screen-differs", expected, section.id, difference)
        yield from tell_unheard(expected, [section], said.heard, name)
    if section.kind == "contents":
        yield from tell_contents(expected, passage, name)
    if section.kind == "list-of-pictures":
        yield from tell_list(expected, passage, name)
    if section.kind == "note-on-text":
        yield from tell_statement(expected, passage, name)
    if promise or section.part or section.lines or section.kind in _LISTS:
        yield from _check_seen(expected, sheets, document, name)


def _digest(values: object) -> str:
    return sha256(msgspec.msgpack.encode(values)).hexdigest()


def _read_files(epub: bytes) -> Mapping[str, bytes]:
    """The documents and the style sheets of the book by their names, the NCX too."""
    with zipfile.ZipFile(io.BytesIO(epub)) as book:
        return {
            name.removeprefix(_FOLDER): book.read(name)
            for name in book.namelist()
            if name.endswith((".xhtml", ".ncx", ".css"))
        }


def _parse(data: bytes) -> etree._Element | None:
    return parse_document(data) if data else None


def _check_seen(
    expected: Expectation, sheets: Sheets, document: etree._Element | None, name: str
) -> Iterator[KyyeuError]:
    """What style sheets keep from a reader's eyes in the document of that name."""
    for found in sheets.find_concealed(document) if document is not None else ():
        path = expected.path_of(found.sheet) if found.sheet else None
        facts = {"words": found.words[:_QUOTED], "written": found.written, "where": name}
        code = "screen-renumbered" if found.written.startswith("counter-") else "screen-hidden"
        yield TemplateError(code, path, found.line, **facts)


def is_pale(colour: Sequence[float], ground: Sequence[float]) -> bool:
    """Whether letters of the colour can't be told from their ground."""
    return contrast(colour, ground) < LEAST_CONTRAST


def _read(document: etree._Element | None) -> Promise:
    """What the document says; nothing where there is none."""
    body = None if document is None else document.find("h:body", _NAMES)
    return Promise("", ()) if body is None else read_markup(body)


def _fold(words: str) -> str:
    """Words without white space, and as they were before what belongs together was joined."""
    return "".join(words.split()).translate(UNJOINED)


def _links(nav: etree._Element | None) -> Iterator[tuple[str, str]]:
    """Where the links of the table of contents lead, and what they say."""
    for table in [] if nav is None else nav.iterfind(".//h:nav", _NAMES):
        if table.get(_EPUB_TYPE) == "toc":
            yield from (
                (link.get("href", ""), "".join(link.itertext())) for link in table.iterfind(".//h:a", _NAMES)
            )


def _points(ncx: etree._Element | None) -> Iterator[tuple[str, str]]:
    """The same of the NCX."""
    for point in [] if ncx is None else ncx.iterfind(".//n:navPoint", _NAMES):
        content = point.find("n:content", _NAMES)
        yield (
            "" if content is None else content.get("src", ""),
            point.findtext("n:navLabel/n:text", "", _NAMES),
        )
