"""Pictures on the pages: laid out by their size alone, and brought in one by one as the PDF is written.

WeasyPrint would decode them when it lays out, hold all of them in memory, compress some again, and forget
their colour profiles.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pydyf

from kyyeu.binding.fragment import SetPicture, name_picture
from kyyeu.binding.plates import NO_PLATES, PlateOf
from kyyeu.pdf.boxes import POINTS


def _no_plates(pictures: Sequence[SetPicture]) -> PlateOf:
    return NO_PLATES


@dataclass(frozen=True, slots=True)
class Supply:
    """Where the files come from that a document asks for."""

    read: Callable[[str], bytes]
    """Gives what is behind a relative link, but for the pictures."""
    sizes: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Each picture's own width and height in CSS pixels, by the name that documents call it."""
    plates: Callable[[Sequence[SetPicture]], PlateOf] = _no_plates
    """Makes pictures ready, once it is known where they stand."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture as WeasyPrint knows it: all that its `RasterImage` has, but for the pixels."""

    name: str
    """What the document calls it."""
    width: float
    """As it is drawn where nothing says otherwise, in CSS pixels."""
    height: float
    """The same."""

    @property
    def id(self) -> str:
        """What the PDF calls it, in which a name has no slash; under this it is written once."""
        return hashlib.sha256(self.name.encode()).hexdigest()[:16]

    def get_intrinsic_size(self, resolution: float, font_size: object) -> tuple[float, float, float]:
        """Its own width and height, parted by what a style sheet may ask for, and their ratio."""
        return self.width / resolution, self.height / resolution, self.width / self.height

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Draw it so wide and so high, its upper left corner at the origin."""
        name = stream.add_image(self, style["image_rendering"] == "auto", 1)
        stream.transform(width, 0, 0, -height, 0, height)
        stream.draw_x_object(name)

    def get_x_object(self, interpolate: bool, ratio: float) -> "StandIn":
        """What stands for the picture until the book is bound."""
        return StandIn(name_picture(self.name, interpolate))


class Stock(dict[str, Any]):
    """The pictures under the addresses that documents have for them, so that none is fetched."""

    def __init__(self, supply: Supply, base: str, asked: dict[str, tuple[float, float]]):
        """Those of the supply, with addresses under `base`; what is `asked` for is noted with its size."""
        super().__init__({base + quote(name): Placed(name, *size) for name, size in supply.sizes.items()})
        self._asked = asked

    def __getitem__(self, address: str) -> Any:
        """What has the address, as WeasyPrint asks for it."""
        found = super().__getitem__(address)
        if isinstance(found, Placed):
            self._asked[found.name] = found.width, found.height
        return found


class StandIn(pydyf.Stream):  # type: ignore[misc]
    """Stands among WeasyPrint's objects for a picture that the binder brings in."""

    def __init__(self, name: str):
        """Of the name that resources call it."""
        super().__init__()
        self.name = name


def find_set_pictures(pages: Sequence[Any]) -> Iterator[SetPicture]:
    """The pictures, page by page, each as often as it is drawn."""
    from weasyprint.layout.replaced import replacedbox_layout

    for number, page in enumerate(pages, 1):
        for box, framed in _find_placed(page, False):
            width, height, _, _ = replacedbox_layout(box)
            figure = framed and bool(box.element.get("alt"))
            yield SetPicture(box.replacement.name, number, width * POINTS, height * POINTS, figure)


def _find_placed(box: Any, framed: bool) -> Iterator[tuple[Any, bool]]:
    """The boxes of pictures in a box, which may be in a figure, and whether each is."""
    from weasyprint.formatting_structure.boxes import ReplacedBox

    if isinstance(box, ReplacedBox) and isinstance(box.replacement, Placed):
        yield box, framed
    framed = framed or box.element_tag == "figure"
    for child in getattr(box, "children", ()):
        yield from _find_placed(child, framed)
