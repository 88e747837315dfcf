"""A section laid out alone, as values that travel: what it draws, where its anchors lie, what it means.

It knows neither the number of its first page nor what stands in the margins; the binder adds both. Lengths
are in points, from the lower left corner of the page's trim (ISO 32000-1, 8.3.2).
"""

from collections.abc import Mapping

import msgspec
from msgspec import Struct

Box = tuple[float, float, float, float]
"""Left, lower, right and upper edge."""


class _PdfValue(Struct, frozen=True, gc=False, array_like=True):
    """What travels."""


class Resource(_PdfValue, frozen=True):
    """One thing that pages draw with: a picture, a pattern, a state of the graphics."""

    form: bytes
    """Its dictionary or array, with ``%d`` where the number of each thing it needs belongs."""
    needs: tuple[str, ...]
    """Those things in order: digests, names of faces, or of pictures (`name_picture`)."""
    data: bytes | None
    """What a stream holds, as its dictionary says; None for what is no stream."""
    marked: bool = False
    """Whether it has marked content, which belongs to elements of one section only."""


class SetPiece(_PdfValue, frozen=True):
    """One stretch of a line, one picture or one table; lengths are from the page's left and *upper* edges."""

    kind: str
    """``text``; ``number``: of a list's item; ``generated``: what else the style sheet says; ``repeated``: a
    table's head on a page that the table goes on to; ``margin``: a running head or a folio; ``hidden``: drawn
    where nobody sees it; ``picture``; ``unseen``: a picture drawn there; ``table``.
    """
    page: int
    """The page it stands on, from 1."""
    section: str
    """The id of the section that it belongs to; empty for none."""
    text: str
    """What it says, as the page shows it; of a picture that is unseen what describes it, else nothing."""
    left: float
    """Where it begins."""
    baseline: float
    """Where its letters stand; of a picture or a table its foot."""
    width: float
    """How wide it is."""
    size: float
    """The size of its type, in points."""
    over: float
    """How far it reaches beyond where it may stand; 0 inside."""
    room: float
    """How wide it may be, from where it begins."""
    table: int
    """Which of the document's tables it is or stands in, from 0; -1 for none."""
    moved: bool
    """Whether the style sheet turns or shifts it (`transform`), so that it stands elsewhere."""
    note: int = 0
    """Which of its text's notes it is of, from 1, wherever that stands; 0 for none."""
    caption: bool = False
    """Whether it is of the caption of its table, wherever that stands."""
    astray: bool = False
    """Whether it stands where it is read before what it comes after, or in another column or row."""


class SetPicture(_PdfValue, frozen=True):
    """A picture as it stands on a page."""

    name: str
    """What the document calls it."""
    page: int
    """The page, from 1."""
    width: float
    """How wide it is drawn, in points."""
    height: float
    """How high it is drawn, in points."""
    figure: bool
    """Whether it is shown for itself: in a figure, and not as an ornament."""


class Drawing(_PdfValue, frozen=True):
    """What is drawn on a page, or in its margins."""

    content: bytes
    """The content stream, deflated."""
    resources: Resource
    """Its resource dictionary."""


class Use(_PdfValue, frozen=True):
    """What is used of a face."""

    name: str
    """The name of its font, with the tag of a subset (9.6.4)."""
    file: str
    """The digest of its file."""
    family: str
    """What style sheets call it."""
    flags: int
    """Its font flags (9.8.2)."""
    ascent: int
    """In thousandths of its size, as are all its lengths."""
    descent: int
    """Below the line, so negative."""
    letters: Mapping[int, str]
    """For each glyph what it stands for."""
    widths: Mapping[int, int]
    """How wide each glyph is."""


class Edge(_PdfValue, frozen=True):
    """What stands along one edge of a page."""

    side: str
    """``top``, ``bottom``, ``left``, ``right`` or ``corner``."""
    strings: tuple[tuple[str, str, str], ...]
    """The named strings it shows, each with the keyword that chooses it and what it says here."""
    counters: tuple[str, ...]
    """``page``, ``pages`` or both, where it counts."""
    rules: str = ""
    """The digest of the page rules that hold for it: two edges with one look alike if they say the same."""


class PageKind(_PdfValue, frozen=True):
    """What style sheets tell a page by."""

    side: str
    """``left`` or ``right``."""
    blank: bool
    """Whether it only fills up."""
    name: str
    """That of its `page` property."""
    place: int
    """Which of its section's pages it is, from 0."""
    groups: tuple[tuple[str, int], ...]
    """The groups it stands in, and where in each."""


class FragmentPage(_PdfValue, frozen=True):
    """A page, but for what stands in its margins."""

    media: Box
    trim: Box
    bleed: Box
    drawing: Drawing
    kind: PageKind
    edges: tuple[Edge, ...]
    """What is to stand in the margins."""


class Stamp(_PdfValue, frozen=True):
    """What stands along one edge of a page, drawn."""

    drawing: Drawing
    uses: Mapping[str, Use]
    """What it uses of each face."""
    resources: Mapping[str, Resource]
    """What it needs, by digest."""
    pieces: tuple[SetPiece, ...]
    """What it says; on no page yet."""
    media: Box
    """The page that it is for, as large as its paper."""
    trim: Box
    proved: bool = False
    """Whether it was read back by itself, and nothing was wrong."""


class MarkReference(_PdfValue, frozen=True):
    """A marked-content sequence (14.6)."""

    page: int
    """The page it is on, from 0."""
    number: int
    """Its number there."""
    form: str = ""
    """The digest of the form that draws it; empty for the page itself."""


class LinkReference(_PdfValue, frozen=True):
    """A link's area, as what its element holds."""

    area: int
    """Which of the fragment's areas it is."""


class Element(_PdfValue, frozen=True):
    """A structure element (14.7.2)."""

    type: str
    texts: Mapping[str, str]
    """Its entries that are text: ``Alt``, ``E``, ``ID``, ``Lang``."""
    attributes: bytes
    """Its attribute object, or nothing (14.7.5)."""
    kids: tuple["Element | MarkReference | LinkReference", ...]
    """What it holds, in the order of reading."""


class Woven(_PdfValue, frozen=True):
    """Structure elements as a file has them, but for the numbers that objects and keys have there.

    Each number is told by its place in a row: of what holds the elements; of them, as they begin; of the
    pages, and their keys; of the areas, their keys, and their pages; of the forms, and their keys.
    """

    count: int
    """How many elements there are."""
    bodies: bytes
    """Each of them and a NUL, with ``%d`` for numbers."""
    numbers: tuple[int, ...]
    """These numbers."""
    ways: bytes
    """What leads back from whatever has marks, likewise (14.7.4.4)."""
    way_numbers: tuple[int, ...]
    """The numbers in it."""
    keys: tuple[int, ...]
    """The key of each of those."""
    names: tuple[tuple[bytes, int], ...]
    """Names, each with the number of its element."""
    tops: tuple[int, ...]
    """The numbers of those that lie in no other."""
    forms: tuple[str, ...]
    """The digests of the forms."""
    areas: tuple[int, ...]
    """The areas, from 0, in the order of reading."""
    noted: bool
    """Whether there are notes, which are read where they are called and set elsewhere."""


class Anchor(_PdfValue, frozen=True):
    """Where a link to an element leads."""

    page: int
    """Which page of its section, from 0."""
    left: float
    top: float
    name: str = ""
    """What its document calls the place, if anything."""


class Bookmark(_PdfValue, frozen=True):
    """A line of the outline."""

    level: int
    label: str
    open: bool
    at: Anchor


class LinkedArea(_PdfValue, frozen=True):
    """Where on a page a link can be followed."""

    page: int
    """Which page of its section, from 0."""
    target: str
    """A name inside the book, or an address."""
    outside: bool
    """Whether it is an address."""
    says: str
    """Where it leads, in words, with ``{page}`` for the number of the page, and ``{name}`` for what the place
    is called where the link has no words.
    """
    quads: tuple[Box, ...]
    """Its lines."""


class Fragment(_PdfValue, frozen=True):
    """A section laid out."""

    pages: tuple[FragmentPage, ...]
    resources: Mapping[str, Resource]
    """What its pages need, by digest."""
    uses: Mapping[str, Use]
    """What it uses of each face."""
    anchors: Mapping[str, Anchor]
    bookmarks: tuple[Bookmark, ...]
    areas: tuple[LinkedArea, ...]
    pieces: tuple[SetPiece, ...]
    """All that is set on its pages, which are counted from 1 here, in the order of the text."""
    pictures: tuple[SetPicture, ...]
    """The pictures on them, each as often as it is drawn."""
    tables: int
    """How many tables it has."""
    broken: Mapping[int, str]
    """Those of them that no page has room for, by their numbers from 0, with what they say."""
    elements: Woven
    """What it means, as the structure tree has it."""
    opens: str
    """The side that it opens on: ``left``, ``right`` or ``any``."""
    asked: tuple[str, ...]
    """The anchors whose page numbers it prints."""
    counted: bool
    """Whether it prints numbers of its own pages in the text."""
    totalled: bool
    """Whether it prints how many pages the book has."""
    sizes: Mapping[str, tuple[float, float]]
    """The pictures that it was laid out with, by their names, each with its own width and height."""
    proof: str = ""
    """What it was held against when it was read back by itself and found sound; empty where it was not."""

    def packed(self) -> bytes:
        """The fragment as bytes."""
        return _ENCODER.encode(self)


_ENCODER = msgspec.msgpack.Encoder()
_FRAGMENTS = msgspec.msgpack.Decoder(Fragment)
_STAMPS = msgspec.msgpack.Decoder(dict[str, Stamp])


def unpack_fragment(data: bytes) -> Fragment:
    """The fragment. Raises ValueError where the bytes are none."""
    return _FRAGMENTS.decode(data)


def pack_stamps(stamps: Mapping[str, Stamp]) -> bytes:
    """Stamps as bytes, each under its key."""
    return _ENCODER.encode(stamps)


def unpack_stamps(data: bytes) -> dict[str, Stamp]:
    """The same back. Raises ValueError where the bytes are none."""
    return _STAMPS.decode(data)


def name_picture(name: str, smooth: bool) -> str:
    """What a resource calls a picture that it needs; `smooth` says whether it is, enlarged (8.9.5.3)."""
    return f"picture:{'smooth' if smooth else 'crisp'}:{name}"


def read_picture_name(need: str) -> tuple[str, bool] | None:
    """What `name_picture` was given; None for what is no picture."""
    kind, _, rest = need.partition(":")
    how, _, name = rest.partition(":")
    return (name, how == "smooth") if kind == "picture" else None
