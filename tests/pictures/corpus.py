"""Pictures as cameras, phones, scanners and print shops make them, but small; and what is seen on each."""

import io
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy
import pillow_heif
from PIL import Image, ImageCms

pillow_heif.register_heif_opener(thumbnails=False)

SIZE = (120, 80)
NEEDLE = b"21-02-27.N-105-51-15.E"
"""What no book may have: it stands for a place, a camera, a name."""
ORIENTATION, GPS = 0x0112, 0x8825
TURNED_BACK: Mapping[int, Image.Transpose | None] = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""What lays an upright picture as a camera stores it with that orientation."""


def scene(size: tuple[int, int] = SIZE, seed: int = 0) -> Image.Image:
    """A photograph of a kind: no two rows or columns alike, and no corner like another."""
    width, height = size
    across, down = numpy.meshgrid(numpy.linspace(0, 1, width), numpy.linspace(0, 1, height))
    waves = numpy.sin((across * 3 + seed) * 2) * numpy.cos(down * 5) * 20
    channels = [60 + 150 * across + waves, 200 - 120 * down - waves, 80 + 90 * across * down + waves]
    return Image.fromarray(numpy.clip(numpy.stack(channels, -1), 0, 255).astype("uint8"))


def drawing(size: tuple[int, int] = SIZE) -> Image.Image:
    """Line art of a kind: a few bars on white."""
    image = Image.new("RGB", size, "white")
    for place, colour in enumerate([(160, 20, 20), (20, 60, 120), (0, 0, 0)]):
        left = size[0] * (2 * place + 1) // 8
        image.paste(colour, (left, size[1] // (place + 2), left + size[0] // 8, size[1] - 4))
    return image


def write(image: Image.Image, kind: str, **how: object) -> bytes:
    """The picture as a file."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **how)
    return buffer.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """What a camera says: how it was held, who made it, where."""
    said = Image.Exif()
    said[ORIENTATION] = orientation
    said[0x010F] = NEEDLE.decode()
    said.get_ifd(GPS).update({1: "N", 2: (21.0, 2.0, 27.0), 29: NEEDLE.decode()})
    return said


def stored(image: Image.Image, orientation: int) -> Image.Image:
    """The picture as it lies in a file that says so."""
    turn = TURNED_BACK[orientation]
    return image if turn is None else image.transpose(turn)


@dataclass(frozen=True)
class Sample:
    """A picture file, and what is to be seen on it."""

    data: bytes
    seen: Image.Image
    """In the colours of a screen, opaque, upright."""
    apart: float = 4
    """How far the colours may be from those, on average, of 255."""


def deepened(image: Image.Image) -> Image.Image:
    """The same in grey, sixteen bits deep."""
    return Image.fromarray(numpy.asarray(image.convert("L")).astype("uint16") * 257)


def _see_through(image: Image.Image) -> tuple[Image.Image, Image.Image]:
    """The same, its left half fading; and as it looks on white."""
    alpha = Image.linear_gradient("L").rotate(90).resize(image.size)
    clear = image.copy()
    clear.putalpha(alpha)
    return clear, Image.composite(image, Image.new("RGB", image.size, "white"), alpha)


def _interlaced(image: Image.Image) -> bytes:
    """A PNG in seven passes (Adam7), which Pillow does not write."""
    pixels, passes = numpy.asarray(image), ["0088", "4088", "0448", "2044", "0224", "1022", "0112"]
    rows = b"".join(
        b"\0" + row.tobytes()
        for left, top, right, down in (map(int, numbers) for numbers in passes)
        for row in pixels[top::down, left::right]
    )
    head = struct.pack(">IIBBBBB", *image.size, 8, 2, 0, 0, 1)
    return png((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG of these chunks."""
    made = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


def mpo() -> bytes:
    """A phone's JPEG with a second picture behind the first, which knows where it was taken too."""
    return write(scene(), "MPO", save_all=True, append_images=[scene(seed=1)], exif=exif(), quality=95)


@cache
def samples() -> Mapping[str, Sample]:
    """One file of every kind, mode and depth."""
    photo, grey = scene(), scene().convert("L")
    grey_seen = grey.convert("RGB")
    clear, on_white = _see_through(photo)
    few = photo.quantize(64)
    seen_few = few.convert("RGB")
    faint = few.copy()
    faint.info["transparency"] = 0
    white_few = seen_few.copy()
    white_few.paste("white", mask=Image.fromarray((numpy.asarray(few) == 0).astype("uint8") * 255))
    black = drawing().convert("1")
    naive = photo.convert("CMYK").convert("RGB")
    other = scene(seed=1)
    more = {"save_all": True, "append_images": [other]}
    return {
        "jpeg": Sample(write(photo, "JPEG", quality=95), photo),
        "jpeg-progressive": Sample(write(photo, "JPEG", quality=95, progressive=True), photo),
        "jpeg-grey": Sample(write(grey, "JPEG", quality=95), grey_seen),
        "jpeg-cmyk": Sample(write(photo.convert("CMYK"), "JPEG", quality=95), naive),
        "jpeg-rgb": Sample(write(photo, "JPEG", quality=95, keep_rgb=True), photo),
        "jpeg-mpo": Sample(mpo(), photo),
        "jpeg-restarts": Sample(write(photo, "JPEG", quality=95, restart_marker_blocks=4), photo),
        "png": Sample(write(photo, "PNG"), photo),
        "png-drawing": Sample(write(drawing(), "PNG"), drawing(), 0),
        "png-grey": Sample(write(grey, "PNG"), grey_seen),
        "png-grey-16": Sample(write(deepened(photo), "PNG"), grey_seen),
        "png-1": Sample(write(black, "PNG"), black.convert("RGB"), 0),
        "png-palette": Sample(write(few, "PNG"), seen_few),
        "png-palette-clear": Sample(write(few, "PNG", transparency=0), white_few),
        "png-clear": Sample(write(clear, "PNG"), on_white),
        "png-grey-clear": Sample(write(clear.convert("LA"), "PNG"), on_white.convert("L").convert("RGB")),
        "png-colour-key": Sample(write(drawing(), "PNG", transparency=(0, 0, 0)), _without_black(), 0),
        "png-interlaced": Sample(_interlaced(photo), photo),
        "png-rgb-16": Sample(_rgb_16(photo), photo),
        "heic": Sample(write(photo, "HEIF", quality=90), photo, 6),
        "heic-clear": Sample(write(clear, "HEIF", quality=90), on_white, 6),
        "heic-grey": Sample(write(grey, "HEIF", quality=90), grey_seen, 6),
        "avif": Sample(write(photo, "AVIF", quality=90), photo, 6),
        "avif-clear": Sample(write(clear, "AVIF", quality=90), on_white, 6),
        "webp": Sample(write(photo, "WEBP", quality=95), photo, 6),
        "webp-lossless": Sample(write(photo, "WEBP", lossless=True), photo),
        "webp-clear": Sample(write(clear, "WEBP", lossless=True), on_white),
        "webp-moving": Sample(write(photo, "WEBP", **more, lossless=True), photo),
        "tiff": Sample(write(photo, "TIFF"), photo),
        "tiff-lzw": Sample(write(photo, "TIFF", compression="tiff_lzw"), photo),
        "tiff-jpeg": Sample(write(photo, "TIFF", compression="jpeg", quality=95), photo, 6),
        "tiff-fax": Sample(write(black, "TIFF", compression="group4"), black.convert("RGB"), 0),
        "tiff-cmyk": Sample(write(photo.convert("CMYK"), "TIFF"), naive),
        "tiff-grey-16": Sample(write(deepened(photo), "TIFF"), grey_seen),
        "tiff-grey-16-big": Sample(_tiff_16_big(photo), grey_seen),
        "tiff-pages": Sample(write(photo, "TIFF", save_all=True, append_images=[other] * 2), photo),
        "tiff-lab": Sample(write(_lab(photo), "TIFF"), photo),
        "bmp": Sample(write(photo, "BMP"), photo),
        "bmp-1": Sample(write(black, "BMP"), black.convert("RGB"), 0),
        "gif": Sample(write(few, "GIF"), seen_few),
        "gif-moving": Sample(write(few, "GIF", **more), seen_few),
    }  # fmt: skip


FRAMES = {"webp-moving": 2, "tiff-pages": 3, "gif-moving": 2}
"""How many pictures follow one another in those samples that have more than one."""


def _without_black() -> Image.Image:
    pixels = numpy.asarray(drawing()).copy()
    pixels[(pixels == 0).all(-1)] = 255
    return Image.fromarray(pixels)


def _rgb_16(image: Image.Image) -> bytes:
    rows = numpy.asarray(image).astype(">u2") * 257
    raw = b"".join(b"\0" + row.tobytes() for row in rows)
    head = struct.pack(">IIBBBBB", *image.size, 16, 2, 0, 0, 0)
    return png((b"IHDR", head), (b"IDAT", zlib.compress(raw)), (b"IEND", b""))


def _tiff_16_big(image: Image.Image) -> bytes:
    """A scanner's grey TIFF whose bytes are the other way round."""
    rows = (numpy.asarray(image.convert("L")).astype(">u2") * 257).tobytes()
    tags = {256: image.width, 257: image.height, 258: 16, 259: 1, 262: 1, 273: 8, 277: 1, 278: image.height}
    tags[279] = len(rows)
    packed = b"".join(struct.pack(">HHII", tag, 4, 1, value) for tag, value in tags.items())
    head = b"MM\0*" + struct.pack(">I", 8 + len(rows))
    return head + rows + struct.pack(">H", len(tags)) + packed + bytes(4)


def _lab(image: Image.Image) -> Image.Image:
    made = ImageCms.profileToProfile(
        image, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert made
    return made


XYZ = {
    "sRGB": [(0.4360, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7139)],
    "Display P3": [(0.5151, 0.2412, -0.0011), (0.2919, 0.6922, 0.0419), (0.1572, 0.0666, 0.7841)],
    "Adobe RGB": [(0.6097, 0.3111, 0.0195), (0.2053, 0.6257, 0.0609), (0.1492, 0.0632, 0.7446)],
}
"""Red, green and blue of these spaces, under the light that profiles are for (D50)."""


_PAPER = (0.9642, 1, 0.8249)


def _fixed(*values: float) -> bytes:
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def _icc(space: bytes, pcs: bytes, device: bytes, tags: Mapping[bytes, bytes]) -> bytes:
    """A profile of version 2 (ICC.1) with these tags."""
    own = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", 5) + b"test\0" + bytes(78),
        b"cprt": b"text" + bytes(4) + b"none\0",
        b"wtpt": b"XYZ " + bytes(4) + _fixed(*_PAPER),
        **tags,
    }
    place, table, body = 128 + 4 + 12 * len(own), b"", b""
    for name, data in own.items():
        table += name + struct.pack(">II", place + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    head = struct.pack(">I4sI4s4s4s12x4s", place + len(body), b"", 0x02400000, device, space, pcs, b"acsp")
    return (
        head
        + bytes(68 - len(head))
        + _fixed(0.9642, 1, 0.8249)
        + bytes(48)
        + struct.pack(">I", len(own))
        + table
        + body
    )


def _gamma(value: float) -> bytes:
    return b"curv" + bytes(4) + struct.pack(">IH", 1, round(value * 256))


def rgb_profile(name: str) -> bytes:
    """A profile of that name's primaries; its curve is a gamma of 2.2."""
    colours = {b"rXYZ": XYZ[name][0], b"gXYZ": XYZ[name][1], b"bXYZ": XYZ[name][2]}
    tags = {tag: b"XYZ " + bytes(4) + _fixed(*colour) for tag, colour in colours.items()}
    return _icc(b"RGB ", b"XYZ ", b"mntr", tags | dict.fromkeys([b"rTRC", b"gTRC", b"bTRC"], _gamma(2.2)))


def grey_profile(gamma: float) -> bytes:
    """A profile for grey pictures."""
    return _icc(b"GRAY", b"XYZ ", b"mntr", {b"kTRC": _gamma(gamma)})


def cmyk_profile() -> bytes:
    """A profile for a press on which black is grey, so that none could take it for no profile."""
    corners = [(c, m, y, k) for c in (0, 1) for m in (0, 1) for y in (0, 1) for k in (0, 1)]
    paper = Image.new("RGB", (16, 1))
    paper.putdata([tuple(round(255 * (1 - ink) * (1 - 0.6 * k)) for ink in inks) for *inks, k in corners])
    grid = _lab(paper).tobytes()
    grid = bytes(
        value if place % 3 == 0 else value ^ 128 for place, value in enumerate(grid)
    )  # signed to offset
    table = bytes(range(256))
    lut = (
        b"mft1"
        + bytes(4)
        + bytes([4, 3, 2, 0])
        + _fixed(1, 0, 0, 0, 1, 0, 0, 0, 1)
        + table * 4
        + grid
        + table * 3
    )
    return _icc(b"CMYK", b"Lab ", b"prtr", {b"A2B0": lut})


def on_screen(image: Image.Image, profile: bytes) -> Image.Image:
    """The picture with that profile in the colours of a screen, by Pillow's own defaults."""
    seen = ImageCms.profileToProfile(
        image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC, outputMode="RGB",
    )  # fmt: skip
    assert seen
    return seen


PROFILED: Mapping[str, Callable[[], tuple[Image.Image, bytes]]] = {
    "sRGB": lambda: (scene(), rgb_profile("sRGB")),
    "Display P3": lambda: (scene(), rgb_profile("Display P3")),
    "Adobe RGB": lambda: (scene(), rgb_profile("Adobe RGB")),
    "CMYK": lambda: (scene().convert("CMYK"), cmyk_profile()),
    "grey 1.8": lambda: (scene().convert("L"), grey_profile(1.8)),
}
"""Pictures with their profiles, by what these are for."""
