"""What a book says of itself: its information dictionary and its XMP (ISO 32000-1, 14.3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from kyyeu.binding.objects import Objects, write_dictionary, write_name, write_string
from kyyeu.binding.profiles import Claim

_SPACES = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
_PACKET = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n%s\n<?xpacket end="r"?>'  # XMP 1, 7.3.2


@dataclass(frozen=True, slots=True)
class About:
    """A book's metadata."""

    title: str
    authors: tuple[str, ...]
    description: str
    keywords: tuple[str, ...]
    language: str
    """A language tag (BCP 47)."""
    created: date
    modified: date
    creator: str
    """The program that the content was given to."""
    producer: str
    """The program that wrote the file."""
    identifier: bytes
    """Becomes the file's ID."""
    isbn: str = ""
    """Its ISBN, if it has one."""


def write_info(objects: Objects, about: About) -> int:
    """The number of the information dictionary (14.3.3)."""
    entries = {
        "Title": about.title,
        "Author": ", ".join(about.authors),
        "Subject": about.description,
        "Keywords": ", ".join(about.keywords),
        "Creator": about.creator,
        "Producer": about.producer,
        "CreationDate": f"D:{about.created:%Y%m%d}",
        "ModDate": f"D:{about.modified:%Y%m%d}",
        "isbn": about.isbn,
    }
    written = (write_name(key) + write_string(value) for key, value in entries.items() if value)
    return objects.put(b"<<%s>>" % b"".join(written))


def write_metadata(objects: Objects, about: About, claims: Iterable[Claim]) -> int:
    """The number of the metadata stream, which says what the file claims to keep as well."""
    for prefix, space in _SPACES.items():
        ElementTree.register_namespace(prefix, space)
    packet = Element(_name("x:xmpmeta"))
    description = SubElement(
        SubElement(packet, _name("rdf:RDF")), _name("rdf:Description"), {_name("rdf:about"): ""}
    )
    simple = {
        "pdf:Producer": about.producer,
        "pdf:Keywords": ", ".join(about.keywords),
        "xmp:CreatorTool": about.creator,
        "dc:identifier": about.isbn and f"urn:isbn:{about.isbn}",
        "xmp:CreateDate": about.created.isoformat(),
        "xmp:ModifyDate": about.modified.isoformat(),
    }
    for claim in claims:
        ElementTree.register_namespace(claim.prefix, claim.space)
        SubElement(description, f"{{{claim.space}}}{claim.name}").text = claim.value
    for key, value in simple.items():
        if value:
            SubElement(description, _name(key)).text = value
    _list(description, "dc:title", "rdf:Alt", [about.title])
    _list(description, "dc:creator", "rdf:Seq", about.authors)
    _list(description, "dc:description", "rdf:Alt", [about.description])
    _list(description, "dc:subject", "rdf:Bag", about.keywords)
    _list(description, "dc:language", "rdf:Bag", [about.language])
    text = _PACKET % ElementTree.tostring(packet, "unicode")
    head = write_dictionary(Type=b"/Metadata", Subtype=b"/XML")
    return objects.put_stream(head, text.encode())  # so that whoever searches the file finds it


def _list(description: Element, key: str, kind: str, values: Iterable[str]) -> None:
    """A property with several values, or with one in any language (XMP 1, 8.2.2.4)."""
    wanted = [value for value in values if value]
    if not wanted:
        return
    items = SubElement(SubElement(description, _name(key)), _name(kind))
    attributes = {_name("xml:lang"): "x-default"} if kind == "rdf:Alt" else {}
    for value in wanted:
        SubElement(items, _name("rdf:li"), attributes).text = value


def _name(key: str) -> str:
    prefix, _, name = key.partition(":")
    return f"{{{_SPACES[prefix]}}}{name}"
