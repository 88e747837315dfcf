"""Pictures that unfold beyond measure are refused by their headers, or unfold no further than they must."""

import functools
import io
import struct
import tracemalloc
import zlib

import pytest
from corpus import png, samples, scene, write
from PIL import Image

from kyyeu.errors import ContentError
from kyyeu.pictures.for_print import ForPrint
from kyyeu.pictures.looks import look_at
from kyyeu.pictures.plate import unpack_plate

MEGABYTE = 1_000_000
HUGE = 60_000


@functools.cache
def zeros() -> bytes:
    """200 kB that unfold to a thousand times as much."""
    return zlib.compress(bytes(200 * MEGABYTE), 9)


def patched(data: bytes, old: bytes, new: bytes) -> bytes:
    """The file with a part of its header put for another."""
    assert old in data
    return data.replace(old, new)


def webp(width: int, height: int) -> bytes:
    """An animation whose canvas is so large, as its header says; its frames are small."""
    data = write(scene(), "WEBP", save_all=True, append_images=[scene(seed=1)])
    place = data.index(b"VP8X") + 12
    canvas = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    return data[:place] + canvas + data[place + 6 :]


def sizes(kind: str, width: int, height: int) -> bytes:
    """A file of that kind whose header says so; behind it is little or nothing."""
    small = write(Image.new("L", (8, 6)), kind)
    match kind:
        case "PNG":
            head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
            return png((b"IHDR", head), (b"IDAT", zeros()), (b"IEND", b""))
        case "JPEG":
            return patched(small, struct.pack(">HH", 6, 8), struct.pack(">HH", height, width))
        case "BMP":
            return patched(small, struct.pack("<ii", 8, 6), struct.pack("<ii", width, height))
        case "GIF":
            return patched(small, struct.pack("<HH", 8, 6), struct.pack("<HH", width, height))
        case "TIFF":
            tags = {
                256: width,
                257: height,
                258: 8,
                259: 8,
                262: 1,
                273: 122,
                277: 1,
                278: height,
                279: len(zeros()),
            }
            packed = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
            return b"II*\0" + struct.pack("<IH", 8, len(tags)) + packed + bytes(4) + zeros()
        case _:  # HEIF, AVIF: a box says it
            data, box = write(scene((64, 64)), kind), b"ispe" + bytes(4)
            return patched(data, box + struct.pack(">II", 64, 64), box + struct.pack(">II", width, height))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "GIF", "TIFF", "HEIF", "AVIF"])
def test_what_its_header_says_is_too_large_is_not_decoded(kind: str) -> None:
    with pytest.raises(ContentError) as raised:
        look_at(sizes(kind, HUGE, HUGE))
    assert raised.value.code in ("picture-large", "picture-broken")  # some decoders refuse it before we do


def test_a_small_file_of_a_large_picture_is_no_bomb() -> None:
    look = look_at(sizes("PNG", 4_000, 5_000))
    assert (look.width, look.height) == (4_000, 5_000)


def test_no_canvas_is_larger_than_a_picture_may_be() -> None:
    with pytest.raises(ContentError) as raised:
        look_at(webp(16_000, 16_000))
    assert raised.value.code in ("picture-large", "picture-broken")


def test_a_line_of_pixels_is_no_picture() -> None:
    with pytest.raises(ContentError, match="picture-large"):
        look_at(sizes("PNG", 1, 70_000_000))


@pytest.mark.parametrize("name", [b"zTXt", b"iTXt", b"tEXt", b"prVt"])
def test_what_a_png_says_in_words_is_not_unfolded(name: bytes) -> None:
    said = {
        b"zTXt": b"Comment\0\0" + zeros(),
        b"iTXt": b"XML:com.adobe.xmp\0\1\0\0\0" + zeros(),
    }
    whole = samples()["png"].data
    data = whole[:33] + png((name, said.get(name, zeros())))[8:] + whole[33:]
    tracemalloc.start()
    look = look_at(data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (look.width, most < 5 * MEGABYTE) == (120, True)


def test_a_profile_that_unfolds_beyond_measure_is_no_profile_s() -> None:
    whole = samples()["png"].data
    data = whole[:33] + png((b"iCCP", b"icc\0\0" + zeros()))[8:] + whole[33:]
    with pytest.raises(ContentError, match="picture-broken"):
        look_at(data)
    large = write(scene(), "TIFF", icc_profile=bytes(5 * MEGABYTE))
    assert unpack_plate(ForPrint((500, 500)).make(large, False)).profile == b""


def test_exif_without_end_is_none() -> None:
    endless = (
        b"Exif\0\0II*\0\x08\0\0\0"
        + struct.pack("<H", 65535)
        + struct.pack("<HHII", 0x112, 3, 0xFFFFFFF, 8) * 100
    )
    buffer = io.BytesIO()
    scene().save(buffer, "JPEG", exif=endless, quality=95)
    assert look_at(buffer.getvalue()).width == 120
