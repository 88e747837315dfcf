"""A picture opened: its header read and held against the limits before anything is decoded, then its pixels.

The room's only way to decoders. Whatever they stumble over is a broken picture.
"""

import io
import logging
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from PIL import Image as Pillow
from PIL import ImageFile, JpegImagePlugin

from kyyeu.errors import ContentError
from kyyeu.pictures.complaints import heeded
from kyyeu.pictures.kinds import TAKEN, kind_of
from kyyeu.pictures.segments import Segments, split_jpeg

# what Pillow tells beside what it raises is of tags that nothing here depends on
warnings.filterwarnings("ignore", module=r"PIL\.")
logging.getLogger("PIL").addHandler(logging.NullHandler())

Size = tuple[int, int]
"""Width and height in pixels."""

_MOST_PIXELS = 80_000_000  # beyond it, a mistake or an attack: an A3 page has 70 million at 600 dpi
_MOST_OF_JPEG = 220_000_000  # one that can be decoded at a part of its size; phones make them of 200 million
_MOST_SIDE = 65_535  # pixels, as many as a JPEG can have
_MOST_PROFILE = 4_000_000  # bytes; those of print shops have up to 2.7 million

_ORIENTATION = 0x0112  # EXIF
_UPRIGHT_ALREADY = ("TIFF", "HEIF")  # what reads them turns them
_TURNS = {
    2: Pillow.Transpose.FLIP_LEFT_RIGHT,
    3: Pillow.Transpose.ROTATE_180,
    4: Pillow.Transpose.FLIP_TOP_BOTTOM,
    5: Pillow.Transpose.TRANSPOSE,
    6: Pillow.Transpose.ROTATE_270,
    7: Pillow.Transpose.TRANSVERSE,
    8: Pillow.Transpose.ROTATE_90,
}
"""For each orientation of EXIF but the upright what makes it upright."""
_ON_THEIR_SIDE = [_TURNS[orientation] for orientation in range(5, 9)]
_DNG_VERSION, _SUBFILE = 50706, 254  # TIFF: a raw photograph; whether a page is another's small version
_GAP = 2  # a JPEG is decoded at no less than this many times the size it is wanted in
_TOO_DEEP = ("I", "F")
_MODES = {"1": "L", "YCbCr": "RGB", "HSV": "RGB", "RGBX": "RGB", "La": "LA", "RGBa": "RGBA", "PA": "RGBA"}
_PNG_NEEDED = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"iCCP", b"eXIf")


@dataclass(frozen=True, slots=True)
class Opened:
    """A picture of which the header has been read."""

    kind: str
    """One of `TAKEN`."""
    size: Size
    """As it will be seen, upright."""
    profile: bytes
    """Its colour profile (ICC.1), as the file has it; may be empty."""
    frames: int
    """Pictures or pages that follow one another in the file; this is the first."""
    segments: Segments | None
    """Of a JPEG; None where it is not made of such."""
    turn: Pillow.Transpose | None
    """What makes it upright; None where it is."""
    _undecoded: list[Any]
    """The picture as its plug-in has it, until it is asked for: nobody needs it twice, and it is large."""

    def pixels(self, least: Size | None = None) -> Pillow.Image:
        """The picture decoded, upright, in mode L, LA, RGB, RGBA, CMYK or LAB, and no more than its pixels.

        A JPEG may come smaller, though not below `least`. May be asked for once. Raises ContentError where it
        is broken.
        """
        return self._raise(self._decode(least))

    def scaled(self, size: Size) -> Pillow.Image:
        """The same in that size, which is no larger than its own and of its shape."""
        lying = self._lay(size)
        image = self._decode(size if size == self.size else (size[0] * _GAP, size[1] * _GAP))
        return self._raise(image if image.size == lying else image.resize(lying, Pillow.Resampling.LANCZOS))

    def _decode(self, least: Size | None) -> Pillow.Image:
        """The picture as it lies in the file."""
        image = self._undecoded.pop()
        with _stumbling():
            if self.kind == "JPEG" and least:
                image.draft(None, self._lay(least))
            with heeded(self.kind):
                image.load()
            plain = _plain(image)
            plain.info.clear()
            return plain

    def _lay(self, size: Size) -> Size:
        """For a size as it is seen that in the file."""
        return size[::-1] if self.turn in _ON_THEIR_SIDE else size

    def _raise(self, image: Pillow.Image) -> Pillow.Image:
        """The picture upright."""
        return image if self.turn is None else image.transpose(self.turn)


def open_picture(data: bytes) -> Opened:
    """The picture in the bytes of a file. Raises ContentError, with no path, where it can't be taken."""
    kind = kind_of(data)
    if kind not in TAKEN:
        raise ContentError("picture-kind", kind=kind) if kind else ContentError("picture-broken")
    segments = split_jpeg(data) if kind == "JPEG" else None
    with _stumbling():
        ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint sets it, for the whole process
        image = _open(kind, segments.with_profile if segments else _without_words(data))
        _refuse_bomb(image.size, kind, segments)
        if image.mode in _TOO_DEEP:
            raise ContentError("picture-kind", kind=f"{kind}, 32 bit")
        if kind == "TIFF" and (_DNG_VERSION in image.tag_v2 or image.tag_v2.get(_SUBFILE, 0) & 1):
            raise ContentError("picture-kind", kind="RAW")
        turn = None if kind in _UPRIGHT_ALREADY else _TURNS.get(_orientation_of(image, segments))
        profile = image.info.get("icc_profile") or b""
        return Opened(
            kind,
            image.size[::-1] if turn in _ON_THEIR_SIDE else image.size,
            profile if len(profile) <= _MOST_PROFILE else b"",
            1 if kind in ("JPEG", "HEIF") else getattr(image, "n_frames", 1),
            segments,
            turn,
            [image],
        )


def _open(kind: str, data: bytes) -> Any:
    """The picture as the plug-in for its kind has it: `Pillow.open` would warn first, and try other kinds."""
    plug_in: Callable[..., Any] = JpegImagePlugin.JpegImageFile if kind == "JPEG" else _plug_ins()[kind][0]
    return plug_in(io.BytesIO(data), "")


@cache
def _plug_ins() -> Mapping[str, Any]:
    """All that Pillow has, by kind: brought in where one is needed, since there are forty of them."""
    import pillow_heif

    Pillow.init()
    pillow_heif.register_heif_opener(thumbnails=False)
    return Pillow.OPEN


def _refuse_bomb(size: Size, kind: str, segments: Segments | None) -> None:
    """Raise ContentError where a picture of that size is larger than any that is meant."""
    in_part = kind == "JPEG" and segments is not None and segments.is_sequential
    most = _MOST_OF_JPEG if in_part else _MOST_PIXELS
    if size[0] * size[1] > most or max(size) > _MOST_SIDE:
        raise ContentError("picture-large", most=most // 1_000_000)


@contextmanager
def _stumbling() -> Iterator[None]:
    """What a decoder stumbles over is a broken picture; but a lack of memory is the machine's."""
    try:
        yield
    except (ContentError, MemoryError):
        raise
    except Exception:
        raise ContentError("picture-broken") from None


def _orientation_of(image: Any, segments: Segments | None) -> int:
    """How the picture is turned, by EXIF: 1 to 8; 1 where that is not to be read."""
    try:
        said = Pillow.Exif() if segments else image.getexif()
        if segments:
            said.load(segments.exif)
        return int(said.get(_ORIENTATION, 1))
    except Exception:  # many a program writes EXIF that is none, and nothing but this depends on it
        return 1


def _plain(image: Pillow.Image) -> Pillow.Image:
    """The picture in one of the modes that the room works in."""
    if image.mode.startswith("I;16"):
        import numpy

        image = Pillow.fromarray((numpy.asarray(image) >> 8).astype("uint8"))
    if "transparency" in image.info:
        image = image.convert("LA" if image.mode in ("1", "L") else "RGBA")
    elif image.mode == "P":
        image = image.convert(str(image.palette.mode if image.palette else "RGB"))
    if image.mode in _MODES:  # else it would be another one all the same
        image = image.convert(_MODES[image.mode])
    if image.mode in ("LA", "RGBA") and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert(image.mode[:-1])
    return image


def _without_words(data: bytes) -> bytes:
    """A PNG without what it says of itself: words, which may unfold to any length, and private chunks.

    Another file as it is.
    """
    if not data.startswith(b"\x89PNG"):
        return data
    kept, place = [data[:8]], 8
    while place + 12 <= len(data):
        end = place + 12 + int.from_bytes(data[place : place + 4], "big")
        if data[place + 4 : place + 8] in _PNG_NEEDED:
            kept.append(data[place:end])
        place = end
    return b"".join(kept)
