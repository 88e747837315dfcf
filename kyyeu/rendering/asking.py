"""What documents, style sheets and drawings ask for: it gets into the book, or it is a mistake of the theme.

Both outputs are asked in the same way, so that neither is made with something missing.
"""

import posixpath
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Protocol
from urllib.parse import unquote, urlsplit

import lxml.html
import msgspec
import tinycss2
from lxml import etree
from tinycss2.ast import Node

from kyyeu.cache import NOWHERE, Store, name_maker
from kyyeu.errors import Mistakes, Problems, TemplateError
from kyyeu.rendering.css import parse_css, within

MEDIA_TYPES = {
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
}
"""The files that may stand in either book (EPUB 3.3, 3.2), by their endings."""

_NOT_IN_NAMES = frozenset('"*:<>?\\|')
"""What no file in an EPUB may have in its name (OCF 3.3, 4.2.3)."""

_VALUE = "var("  # values are put into style sheets and drawings; what is left stands in a document

_LOADED = ("src", "poster", "data")
_HREFS = ("href", "xlink:href", "{http://www.w3.org/1999/xlink}href")
_LOADED_BY_HREF = frozenset(
    ["link", "image", "use", "feimage", "pattern", "lineargradient", "radialgradient"]
)
_STYLED = (
    "style",
    "fill",
    "stroke",
    "clip-path",
    "mask",
    "filter",
    "marker-start",
    "marker-mid",
    "marker-end",
)
_DOCUMENTS = (".xhtml", ".html")
_MARKUP = (*_DOCUMENTS, ".svg")
_FILES = (".css", ".svg")


@dataclass(frozen=True, slots=True)
class Request:
    """A place that asks for a file, or for a value that nobody put in."""

    url: str
    """The address, or the value's ``var()``, as written, without white space around it."""
    line: int
    """Where, from 1."""
    kind: str = ""
    """The kind of the section that holds it, in a document."""


@dataclass(frozen=True, slots=True)
class Asker:
    """A document of the book, or a file that one asks for."""

    name: str
    """Its path inside the book."""
    data: bytes
    """What it holds."""
    path: Path
    """The theme's file that it is, or the template that it was made of."""


class Shelf(Protocol):
    """Where a book's files come from: a theme."""

    def read(self, name: str) -> bytes:
        """The bytes behind a name. Raises Problems, or TemplateError (``no-template`` where none has it)."""

    def path_of(self, name: str) -> Path:
        """The file that has the name."""


def gather_files(
    documents: Sequence[Asker], shelf: Shelf, known: Collection[str], store: Store = NOWHERE
) -> dict[str, bytes]:
    """All files that the documents ask for, and that those ask for in turn, by their names in the book.

    What is `known` to be there is not read. What each asks for is remembered in the `store`. Raises Problems
    with every mistake, each file told once.
    """
    files, mistakes, askers, settled = dict[str, bytes](), Mistakes(), [*documents], {"", *known}
    circles = _Circles()
    for asker in askers:  # which grows meanwhile
        for request in _recall_requests(asker, store):
            name = locate(request.url, asker.name)
            if name and circles.close(asker.name, name):
                path, line = _where(request, asker, shelf)
                mistakes.note(
                    TemplateError("style-in-a-circle", path, line, url=request.url, name=asker.name)
                )
            if (file := request.url if name is None else name) not in settled:
                settled.add(file)
                with mistakes.noted():
                    found = _fetch(name, request, asker, shelf)
                    files[found.name] = found.data
                    askers.append(found)
    mistakes.settle()
    return files


def _recall_requests(asker: Asker, store: Store) -> Sequence[Request]:
    """The same as `find_requests`, of which many documents are the same from book to book."""
    kind, digest = PurePosixPath(asker.name).suffix.lower(), sha256(asker.data).hexdigest()
    find = partial(_pack_of_file if kind in _FILES else _pack_requests, asker)
    found = store.remember(f"requests {name_maker()} {kind} {digest}", find)
    return msgspec.msgpack.decode(found, type=list[Request])


def _pack_requests(asker: Asker) -> bytes:
    return msgspec.msgpack.encode([*find_requests(asker)])


_pack_of_file = lru_cache(maxsize=200)(_pack_requests)
"""The same of a theme's files, for which both books ask; the shipped themes have fewer than fifty."""


class _Circles:
    """Which style sheet takes in which, to find the one that takes in what it is taken into."""

    def __init__(self) -> None:
        self._taken = dict[str, set[str]]()

    def close(self, sheet: str, other: str) -> bool:
        """Whether a style sheet that takes in the other closes a circle; where it does not, it is noted."""
        if not (sheet.endswith(".css") and other.endswith(".css")):
            return False
        reached, left = set[str](), [other]
        while left:
            name = left.pop()
            left += self._taken.get(name, set()) - reached
            reached.add(name)
        if sheet not in reached:
            self._taken.setdefault(sheet, set()).add(other)
        return sheet in reached


def _fetch(name: str | None, request: Request, asker: Asker, shelf: Shelf) -> Asker:
    """The file that is asked for. Raises Problems."""

    def refusal(code: str) -> Problems:
        path, line = _where(request, asker, shelf)
        name = asker.name if line else f"{asker.name}:{request.line}"
        return Problems([TemplateError(code, path, line, url=request.url, name=name)])

    if request.url.startswith(_VALUE):
        raise refusal("asked-value")
    if name is None:
        raise refusal("asked-outside")
    if PurePosixPath(name).suffix.lower() not in MEDIA_TYPES:
        raise refusal("asked-kind")
    if _NOT_IN_NAMES & {*name}:
        raise refusal("asked-name")
    try:
        return Asker(name, shelf.read(name), shelf.path_of(name))
    except TemplateError as error:
        raise refusal("asked-missing") if error.code == "no-template" else Problems([error]) from None


def _where(request: Request, asker: Asker, shelf: Shelf) -> tuple[Path, int | None]:
    """The file to be mended, and the line where it is known: a document's lines are not its template's."""
    if not asker.name.endswith(_DOCUMENTS):
        return asker.path, request.line
    part = shelf.path_of(f"parts/{request.kind}.html.j2")
    return (part if part.is_file() else asker.path), None


def locate(url: str, asker: str) -> str | None:
    """The name in the book behind an address that the file `asker` has.

    Empty for a place in that file itself, None for whatever lies outside the book.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme == "data" or not (parts.path or parts.netloc or parts.scheme):
        return ""
    name = posixpath.normpath(posixpath.join(posixpath.dirname(asker), unquote(parts.path)))
    outside = parts.scheme or parts.netloc or parts.query or name.startswith(("/", ".."))
    return None if outside else name


def find_requests(asker: Asker) -> Iterator[Request]:
    """Every place in a document, a style sheet or a drawing that asks for another file.

    Raises TemplateError where a style is one that no parser can take.
    """
    suffix = PurePosixPath(asker.name).suffix.lower()
    if suffix == ".css":
        yield from _find_in_style(asker.data.decode(), asker.path, 1)
    elif suffix in _MARKUP:
        for element in _parse(asker.data, suffix).iter(etree.Element):
            kind = _kind_of(element)
            yield from (replace(request, kind=kind) for request in _find_in_element(element, asker.path))


def _kind_of(element: etree._Element) -> str:
    """The class of the outermost section around the element."""
    sections = [*element.iterancestors("section", "{*}section")]
    return sections[-1].get("class", "") if sections else ""


def _parse(data: bytes, suffix: str) -> etree._Element:
    if suffix == ".html":
        return lxml.html.fromstring(data, parser=lxml.html.HTMLParser(encoding="utf-8", huge_tree=True))
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def _find_in_element(element: etree._Element, path: Path) -> Iterator[Request]:
    kind, line = etree.QName(element).localname.lower(), element.sourceline or 1
    names = _LOADED if kind not in _LOADED_BY_HREF else (*_LOADED, *_HREFS)
    yield from (Request(url.strip(), line) for name in names if (url := element.get(name)))
    for candidate in filter(str.strip, element.get("srcset", "").split(",")):
        yield Request(candidate.split()[0], line)
    for style in filter(None, map(element.get, _STYLED)):
        yield from _find_in_style(style, path, line)
    if kind == "style" and element.text:
        yield from _find_in_style(element.text, path, line)


def _find_in_style(style: str, path: Path, first_line: int) -> Iterator[Request]:
    found = find_urls(parse_css(style, path, first_line))
    yield from (Request(url, first_line + line - 1) for url, line in found)


def find_urls(nodes: Sequence[Node]) -> Iterator[tuple[str, int]]:
    """Each address among a style's tokens that something is loaded from, or ``var()``, with its line."""
    rule = ""
    for node in nodes:
        if node.type == "at-keyword":
            rule = node.lower_value
        elif node == ";" or node.type == "{} block":
            rule = ""
        if (node.type == "url" and rule != "namespace") or (node.type == "string" and rule == "import"):
            yield node.value, node.source_line
        elif node.type == "function" and node.lower_name == "var":
            yield _VALUE + tinycss2.serialize(node.arguments) + ")", node.source_line
        elif node.type == "function" and node.lower_name in ("url", "src") and rule != "namespace":
            yield from (
                (inner.value, inner.source_line) for inner in node.arguments if inner.type == "string"
            )
        else:
            yield from find_urls(within(node))
