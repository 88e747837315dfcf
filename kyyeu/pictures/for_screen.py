"""A picture for a screen: its colours, opaque, no larger than e-readers show."""

import io
from dataclasses import dataclass

from PIL import Image as Pillow

from kyyeu.pictures.colours import check_profile, colours_of, is_a_screen_s, to_screen
from kyyeu.pictures.opening import Opened, Size, open_picture

_QUALITY = 82  # of 100: the blemishes are smaller than a pixel of a phone
_SMALLER = 0.8  # what a picture of too many bytes is reduced to, at most so often
_TIMES = 4


@dataclass(frozen=True, slots=True)
class Screen:
    """What an e-book is made for, and a picture is wanted for."""

    side: int
    """Pixels of a picture's longer side, at most."""
    weight: int
    """Bytes of a picture, where they can be had by making it smaller."""
    grey: bool
    """Whether it shows no colours."""

    def make(self, data: bytes, drawn: bool) -> bytes:
        """The picture in the bytes of a file for that screen: a PNG of what is `drawn`, else a JPEG.

        Raises ContentError, with no path, where it is broken.
        """
        opened = open_picture(data)
        size = _fit_in(opened.size, self.side)
        kept = None if drawn or size != opened.size else _keep(opened, self)
        return kept or _make_anew(opened, size, self, drawn)


SCREENS = {
    "colour": Screen(2000, 400_000, grey=False),  # sixty photographs stay below 25 MB
    "e-ink": Screen(1448, 200_000, grey=True),  # what such readers of six and seven inches show
}
"""What a booklet may ask for, by the name that it has there."""


def _fit_in(size: Size, side: int) -> Size:
    """The size of the same shape whose longer side is no more than `side`; never a larger one."""
    scale = min(1.0, side / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _keep(opened: Opened, screen: Screen) -> bytes | None:
    """The very bytes of a JPEG of which nothing need change; None where something must."""
    segments = opened.segments
    if (
        segments is None
        or not segments.is_plain
        or opened.turn is not None
        or len(segments.bare) > screen.weight
    ):
        return None
    components = len(segments.components)
    if components == 1:
        return None if check_profile(opened.profile, "L") else segments.bare
    if components != 3 or screen.grey:
        return None
    return segments.bare if is_a_screen_s(check_profile(opened.profile, "RGB")) else None


def _make_anew(opened: Opened, size: Size, screen: Screen, drawn: bool) -> bytes:
    """The picture as large as that or, where it would weigh too much, somewhat smaller."""
    image = _see(opened.scaled(size), opened.profile, screen)
    for times in range(_TIMES):
        made = _write(_resize(image, _fit_in(size, round(screen.side * _SMALLER**times))), drawn)
        if len(made) <= screen.weight:
            break
    return made


def _resize(image: Pillow.Image, size: Size) -> Pillow.Image:
    return image if image.size == size else image.resize(size, Pillow.Resampling.LANCZOS)


def _see(image: Pillow.Image, profile: bytes, screen: Screen) -> Pillow.Image:
    """The picture in the screen's colours, on white where one could see through it."""
    colours = image.convert(colours_of(image.mode)) if image.mode.endswith("A") else image
    seen = to_screen(colours, check_profile(profile, colours.mode))
    if image.mode.endswith("A"):
        white = Pillow.new(seen.mode, seen.size, "white")
        seen = Pillow.composite(seen, white, image.getchannel("A"))
    return seen.convert("L") if screen.grey else seen


def _write(image: Pillow.Image, drawn: bool) -> bytes:
    buffer = io.BytesIO()
    if drawn:
        image.save(buffer, "PNG", optimize=True)
    else:
        image.save(buffer, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return buffer.getvalue()
