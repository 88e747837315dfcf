"""A picture for print: in its own colours, no finer than a press shows, not compressed again without need."""

import io
import zlib
from dataclasses import dataclass

from PIL import Image as Pillow

from kyyeu.pictures.colours import check_profile, colours_of, to_screen
from kyyeu.pictures.opening import Opened, Size, open_picture
from kyyeu.pictures.plate import Plate

FINEST = 350
"""Pixels an inch, beyond which nothing more is seen in print."""
_QUALITY = 95  # of 100; with full chroma no eye tells it from the original


@dataclass(frozen=True, slots=True)
class ForPrint:
    """A picture is wanted as a plate."""

    most: Size
    """Pixels, of which more would not be seen where it is printed."""

    def make(self, data: bytes, drawn: bool) -> bytes:
        """The plate of the picture in the bytes of a file, packed; what is `drawn` loses nothing but size.

        Raises ContentError, with no path, where it is broken.
        """
        opened = open_picture(data)
        size = fit(opened.size, self.most)
        return (_keep(opened, size) or _make_anew(opened, size, drawn)).packed()


def fit(size: Size, most: Size) -> Size:
    """The size of the same shape that `most` is filled by in one direction or exceeded; never a larger one.

    >>> fit((4000, 3000), (1000, 700)), fit((400, 300), (1000, 700))
    ((1000, 750), (400, 300))
    """
    scale = max(most[0] / size[0], most[1] / size[1])
    return size if scale >= 1 else (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))


def _keep(opened: Opened, size: Size) -> Plate | None:
    """The very bytes of a JPEG of which nothing need change; None where something must."""
    segments = opened.segments
    if segments is None or not segments.is_plain or size != opened.size or opened.turn is not None:
        return None
    components = len(segments.components)
    profile = check_profile(opened.profile, {1: "L", 3: "RGB", 4: "CMYK"}.get(components, ""))
    data = segments.with_profile if profile else segments.bare
    return Plate(*size, components, "jpeg", segments.adobe and components == 4, data, profile, b"")


def _make_anew(opened: Opened, size: Size, drawn: bool) -> Plate:
    image = opened.scaled(size)
    alpha = zlib.compress(image.getchannel("A").tobytes()) if image.mode.endswith("A") else b""
    image = image.convert(colours_of(image.mode)) if image.mode != "LAB" else to_screen(image, b"")
    profile = check_profile(opened.profile, image.mode)
    inverted = image.mode == "CMYK" and not drawn  # so does what writes JPEGs
    data = zlib.compress(image.tobytes()) if drawn else _write_jpeg(image, profile)
    coding = "deflate" if drawn else "jpeg"
    return Plate(*size, len(image.getbands()), coding, inverted, data, profile, alpha)


def _write_jpeg(image: Pillow.Image, profile: bytes) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=_QUALITY, subsampling=0, optimize=True, icc_profile=profile or None)
    return buffer.getvalue()
