"""Pictures on the pages: laid out by their size alone, and brought in one by one as the PDF is written.

WeasyPrint would decode them when it lays out, hold all of them in memory, compress some again, and forget
their colour profiles.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import pydyf

from kyyeu.pdf.boxes import POINTS
from kyyeu.pictures.for_print import Plate


@dataclass(frozen=True, slots=True)
class SetPicture:
    """A picture as it stands on a page."""

    name: str
    """What the document calls it."""
    page: int
    """The page, from 1."""
    width: float
    """How wide it is drawn, in points."""
    height: float
    """How high it is drawn, in points."""


PlateOf = Callable[[str], Plate]
"""Gives the picture of a name, ready for print."""


def _no_plates(pictures: Sequence[SetPicture]) -> PlateOf:
    none = dict[str, Plate]()
    return none.__getitem__


@dataclass(frozen=True, slots=True)
class Supply:
    """Where the files come from that a document asks for."""

    read: Callable[[str], bytes]
    """Gives what is behind a relative link, but for the pictures."""
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Each picture's width and height in pixels, by the name that documents call it."""
    plates: Callable[[Sequence[SetPicture]], PlateOf] = _no_plates
    """Makes pictures ready, once it is known where they stand."""


_PLATES: ContextVar[PlateOf] = ContextVar("_PLATES")


@contextmanager
def drawn_from(plate_of: PlateOf) -> Iterator[None]:
    """While a PDF is written: `plate_of` gives its pictures."""
    before = _PLATES.set(plate_of)
    try:
        yield
    finally:
        _PLATES.reset(before)


_SPACES = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
_FILTERS = {"jpeg": "/DCTDecode", "deflate": "/FlateDecode"}


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture as WeasyPrint knows it: all that its `RasterImage` has, but for the pixels."""

    name: str
    """What the document calls it."""
    width: int
    """Pixels, upright."""
    height: int
    """Pixels, upright."""

    @property
    def id(self) -> str:
        """What the PDF calls it, in which a name has no slash; under this it is written once."""
        return hashlib.sha256(self.name.encode()).hexdigest()[:16]

    def get_intrinsic_size(self, resolution: float, font_size: object) -> tuple[float, float, float]:
        """Width and height in CSS pixels, if one holds `resolution` of the picture's, and their ratio."""
        return self.width / resolution, self.height / resolution, self.width / self.height

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Draw it so wide and so high, its upper left corner at the origin."""
        name = stream.add_image(self, style["image_rendering"] == "auto", 1)
        stream.transform(width, 0, 0, -height, 0, height)
        stream.draw_x_object(name)

    def get_x_object(self, interpolate: bool, ratio: float) -> "Samples":
        """The picture as the PDF has it."""
        plate_of, name = _PLATES.get(), self.name
        plate, interpolated = plate_of(name), "true" if interpolate else "false"
        picture = _describe(plate, _SPACES[plate.components], _FILTERS[plate.coding], interpolated)
        if plate.inverted:
            picture["Decode"] = pydyf.Array((1, 0) * plate.components)
        if plate.alpha:
            mask = _describe(plate, _SPACES[1], _FILTERS["deflate"], interpolated)
            picture["SMask"] = Samples(mask, plate.alpha, lambda: plate_of(name).alpha)
        return Samples(picture, plate.data, lambda: plate_of(name).data, plate.profile)


class Samples(pydyf.Stream):  # type: ignore[misc]
    """An image XObject (ISO 32000-1, 8.9.5), whose samples are asked for when it is written and not kept."""

    def __init__(
        self, extra: pydyf.Dictionary, samples: bytes, give: Callable[[], bytes], profile: bytes = b""
    ):
        """With `samples`, which `give` will give again; `profile` is the colour profile, if it has one."""
        super().__init__(extra=extra)
        self.profile = profile
        self._digest = hashlib.sha256(samples).digest()
        self._give = give

    @property
    def data(self) -> bytes:
        """What pydyf makes the file's ID of, from all objects at once: a digest stands for the samples."""
        return b"".join([self.extra.data, self._digest])

    @property
    def indirect(self) -> bytes:
        """The object as it is written."""
        samples = self._give()
        extra = pydyf.Dictionary(self.extra | {"Length": len(samples)})
        head = b"%d %d obj\n%b\nstream\n" % (self.number, self.generation, extra.data)
        return b"".join([head, samples, b"\r\nendstream\nendobj"])  # samples may end in a CR


def _describe(plate: Plate, space: str, filter_: str, interpolated: str) -> pydyf.Dictionary:
    return pydyf.Dictionary(
        {
            "Type": "/XObject",
            "Subtype": "/Image",
            "Width": plate.width,
            "Height": plate.height,
            "ColorSpace": space,
            "BitsPerComponent": 8,
            "Interpolate": interpolated,
            "Filter": filter_,
        }
    )


def add_profiles(pdf: pydyf.PDF) -> None:
    """Say in which colours the pictures of the PDF are (ISO 32000-1, 8.6.5.5), once all of them are in it."""
    known = dict[bytes, pydyf.Array]()
    for picture in [made for made in pdf.objects if isinstance(made, Samples) and made.profile]:
        if picture.profile not in known:
            space = picture.extra["ColorSpace"]
            count = next(count for count, name in _SPACES.items() if name == space)
            profile = pydyf.Stream(
                [picture.profile], pydyf.Dictionary({"N": count, "Alternate": space}), compress=True
            )
            pdf.add_object(profile)
            known[picture.profile] = pydyf.Array(["/ICCBased", profile.reference])
        picture.extra["ColorSpace"] = known[picture.profile]


def find_set_pictures(pages: Sequence[Any]) -> Iterator[SetPicture]:
    """The pictures, page by page, each as often as it is drawn."""
    from weasyprint.formatting_structure.boxes import ReplacedBox
    from weasyprint.layout.replaced import replacedbox_layout

    for number, page in enumerate(pages, 1):
        for box in page.descendants():
            if isinstance(box, ReplacedBox) and isinstance(box.replacement, Placed):
                width, height, _, _ = replacedbox_layout(box)
                yield SetPicture(box.replacement.name, number, width * POINTS, height * POINTS)
