"""What a picture file is: looked through once to its end, so that whatever is wrong with it is known."""

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray
    from PIL import Image as Pillow

_LOSSY = ("JPEG", "HEIF", "AVIF")  # what such a kind holds was a photograph, or has its blemishes by now
_ROWS = 800  # looked at to tell a drawing
_PLAIN_SHARE = 0.5  # of a drawing's neighbouring pixels are alike
_COLOURS, _THEIR_SHARE = 32, 0.8  # the most frequent colours of a drawing fill as much of it
_COARSE = 8  # a picture is looked through at this part of its size where it can be


@dataclass(frozen=True, slots=True)
class Look:
    """What a picture file is."""

    width: int
    """Pixels, upright."""
    height: int
    """Pixels, upright."""
    drawn: bool
    """Whether it is line art: few colours in even areas, which a JPEG would blur."""
    frames: int
    """Pictures or pages in the file, of which the first is taken."""
    blank: bool = False
    """Whether it is of one colour, so that nothing is seen on it."""

    def packed(self) -> bytes:
        """For a store."""
        return json.dumps(asdict(self)).encode()


def look_at(data: bytes) -> Look:
    """What the bytes of a file are. Raises ContentError, with no path, where they are no picture we take."""
    from kyyeu.pictures.opening import open_picture  # Pillow, for what nobody has looked at yet

    opened = open_picture(data)
    width, height = opened.size
    pixels = opened.pixels((-(-width // _COARSE), -(-height // _COARSE)))
    drawn = opened.kind not in _LOSSY and is_drawn(pixels)
    return Look(width, height, drawn, opened.frames, _is_blank(pixels))


def unpack_look(packed: bytes) -> Look:
    """What `Look.packed` gave."""
    return Look(**json.loads(packed))


def _is_blank(image: "Pillow.Image") -> bool:
    extremes = image.getextrema()
    channels = extremes if isinstance(extremes[0], tuple) else (extremes,)
    return all(least == most for least, most in channels)


def is_drawn(image: "Pillow.Image") -> bool:
    """Whether most of it is even and a few colours are most of it: lines, letters, charts; no photograph."""
    import numpy

    pixels = numpy.asarray(image).reshape(image.height, image.width, -1)
    step = max(1, image.height // _ROWS)
    rows, below = _as_numbers(pixels[::step]), _as_numbers(pixels[1::step])
    alike = (rows[: len(below)] == below, rows[:, 1:] == rows[:, :-1])
    if any(pairs.size and pairs.mean() < _PLAIN_SHARE for pairs in alike):
        return False
    counts = numpy.sort(numpy.unique(rows, return_counts=True)[1])
    return bool(counts[-_COLOURS:].sum() >= _THEIR_SHARE * counts.sum())


def _as_numbers(pixels: "NDArray[numpy.uint8]") -> "NDArray[numpy.uint32]":
    """Rows of pixels, each with one to four channels of a byte, with one number for each colour."""
    import numpy

    places = 256 ** numpy.arange(pixels.shape[2], dtype=numpy.uint32)
    numbers: NDArray[numpy.uint32] = (pixels * places).sum(-1, dtype=numpy.uint32)
    return numbers
