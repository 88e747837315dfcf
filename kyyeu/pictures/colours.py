"""Colours as a picture's profile (ICC.1) has them, and as screens have them (sRGB)."""

import io
from functools import cache

from PIL import Image as Pillow
from PIL import ImageCms

_SPACES = {"L": b"GRAY", "RGB": b"RGB ", "CMYK": b"CMYK"}
"""For the mode of a picture's colours, what a profile that can be theirs says it is for (ICC.1, 7.2.6)."""
_CLASSES = (b"scnr", b"mntr", b"prtr", b"spac")
"""Of devices and colour spaces (ICC.1, 7.2.5), not of links between them."""
_LEAST_SEEN = 3  # of 255: no eye tells such colours apart
_SAMPLES = [
    (red, green, blue)
    for red in range(0, 256, 51)
    for green in range(0, 256, 51)
    for blue in range(0, 256, 51)
]


def colours_of(mode: str) -> str:
    """The mode without its transparency."""
    return mode.removesuffix("A")


@cache
def check_profile(profile: bytes, mode: str) -> bytes:
    """The profile, if it is one for pictures of that mode; else nothing."""
    if profile[16:20] != _SPACES.get(mode) or profile[12:16] not in _CLASSES:
        return b""
    try:
        ImageCms.ImageCmsProfile(io.BytesIO(profile))
    except OSError:
        return b""
    return profile


def to_screen(image: Pillow.Image, profile: bytes) -> Pillow.Image:
    """The picture, of mode L, RGB, CMYK or LAB, in the colours of a screen: L stays L, all others are RGB.

    Without a profile L and RGB are taken for a screen's already.
    """
    wanted = "L" if image.mode == "L" else "RGB"
    if image.mode == "LAB":
        return _transform(image, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")))
    if not profile:
        return image.convert(wanted)
    try:
        return _transform(image, ImageCms.ImageCmsProfile(io.BytesIO(profile))).convert(wanted)
    except ImageCms.PyCMSError:  # it says what it is for, and not how
        return image.convert(wanted)


@cache
def is_a_screen_s(profile: bytes) -> bool:
    """Whether colours with that profile, of mode RGB, look the same without it."""
    image = Pillow.new("RGB", (len(_SAMPLES), 1))
    image.putdata(_SAMPLES)
    before, after = image.tobytes(), to_screen(image, profile).tobytes()
    return all(abs(one - other) < _LEAST_SEEN for one, other in zip(before, after, strict=True))


def _transform(image: Pillow.Image, profile: ImageCms.ImageCmsProfile) -> Pillow.Image:
    changed = ImageCms.profileToProfile(
        image, profile, ImageCms.createProfile("sRGB"), ImageCms.Intent.RELATIVE_COLORIMETRIC, "RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )  # fmt: skip
    assert changed, "a new picture was asked for"
    return changed
