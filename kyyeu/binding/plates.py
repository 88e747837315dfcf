"""Pictures as a PDF holds them, each brought in when it is written (ISO 32000-1, 8.9.5)."""

from collections.abc import Callable
from dataclasses import dataclass, field

from kyyeu.binding.objects import Data, Objects, refer, write_dictionary
from kyyeu.pictures.plate import Plate

_SPACES = {1: b"/DeviceGray", 3: b"/DeviceRGB", 4: b"/DeviceCMYK"}
_FILTERS = {"jpeg": b"/DCTDecode", "deflate": b"/FlateDecode"}


PlateOf = Callable[[str], Plate]
"""Gives the picture of a name, ready for print."""

NO_PLATES: PlateOf = dict[str, Plate]().__getitem__
"""Those of a book without pictures."""


@dataclass(slots=True)
class Plates:
    """The pictures of one file."""

    objects: Objects
    plate_of: PlateOf
    _profiles: dict[bytes, int] = field(default_factory=dict)

    def write(self, name: str, smooth: bool) -> int:
        """The number of the picture of that name; `smooth` says whether it is, enlarged."""
        plate = self.plate_of(name)
        inverted = b"[%s]" % b" ".join([b"1 0"] * plate.components)
        return self._put(
            plate,
            _FILTERS[plate.coding],
            lambda: self.plate_of(name).data,
            ColorSpace=self._space(plate),
            Interpolate=b"true" if smooth else b"false",
            Decode=inverted if plate.inverted else b"",
            SMask=refer(self._mask(plate, name, smooth)) if plate.alpha else b"",
        )

    def _mask(self, plate: Plate, name: str, smooth: bool) -> int:
        """How opaque it is, as a picture of its own (11.6.5.3)."""
        interpolate = b"true" if smooth else b"false"
        data = lambda: self.plate_of(name).alpha  # noqa: E731
        return self._put(plate, _FILTERS["deflate"], data, ColorSpace=_SPACES[1], Interpolate=interpolate)

    def _put(self, plate: Plate, filter_: bytes, data: Data, **more: bytes) -> int:
        head = write_dictionary(
            Type=b"/XObject",
            Subtype=b"/Image",
            Width=b"%d" % plate.width,
            Height=b"%d" % plate.height,
            BitsPerComponent=b"8",
            Filter=filter_,
            **more,
        )
        return self.objects.put_stream(head, data)

    def _space(self, plate: Plate) -> bytes:
        """The colours that its samples mean (8.6.5.5), one object for all pictures of a profile."""
        device = _SPACES[plate.components]
        if not plate.profile:
            return device
        if plate.profile not in self._profiles:
            count = b"%d" % plate.components
            self._profiles[plate.profile] = self.objects.put_deflated(
                plate.profile, N=count, Alternate=device
            )
        return b"[/ICCBased %s]" % refer(self._profiles[plate.profile])
