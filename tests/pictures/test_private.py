"""What a camera, a phone or a program knew of a picture is in neither book."""

import io
from collections.abc import Callable

import pytest
from corpus import NEEDLE, exif, mpo, png, samples, scene, write
from PIL import Image

from kyyeu.pictures.for_print import ForPrint
from kyyeu.pictures.for_screen import SCREENS
from kyyeu.pictures.looks import look_at
from kyyeu.pictures.segments import split_jpeg

XMP = b"<x:xmpmeta><exif:GPSLatitude>" + NEEDLE + b"</exif:GPSLatitude></x:xmpmeta>"


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2, "big") + content


def talkative() -> bytes:
    """A JPEG with all that may stand in one beside the picture, and behind it."""
    data = write(scene(), "JPEG", quality=95, exif=exif(), comment=NEEDLE)
    small = write(scene((16, 12)), "JPEG", comment=NEEDLE)
    said = [
        segment(0xE0, b"JFXX\0\x10" + small),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP),
        segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0" + NEEDLE),
        segment(0xE5, NEEDLE),
        segment(0xE2, b"MPF\0" + NEEDLE),
        segment(0xFE, NEEDLE),
    ]
    return data[:20] + b"".join(said) + data[20:] + NEEDLE + small


def with_text(data: bytes) -> bytes:
    return data[:33] + png((b"tEXt", b"Comment\0" + NEEDLE), (b"eXIf", exif().tobytes()))[8:] + data[33:]


FILES: dict[str, Callable[[], bytes]] = {
    "jpeg": talkative,
    "jpeg-mpo": mpo,
    "png": lambda: with_text(samples()["png"].data),
    "png-drawing": lambda: with_text(samples()["png-drawing"].data),
    "tiff": lambda: write(
        scene(), "TIFF", exif=exif(), tiffinfo={270: NEEDLE.decode(), 315: NEEDLE.decode()}
    ),
    "webp": lambda: write(scene(), "WEBP", exif=exif(), xmp=XMP),
    "avif": lambda: write(scene(), "AVIF", exif=exif().tobytes(), xmp=XMP),
    "heic": lambda: write(scene(), "HEIF", exif=exif().tobytes(), xmp=XMP),
    "gif": lambda: write(scene().quantize(16), "GIF", comment=NEEDLE),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("most", [(10_000, 10_000), (60, 40)], ids=["as it is", "reduced"])
def test_neither_book_has_it(name: str, most: tuple[int, int]) -> None:
    data = FILES[name]()
    assert NEEDLE in data
    drawn = look_at(data).drawn
    made = [ForPrint(most).make(data, drawn), *(screen.make(data, drawn) for screen in SCREENS.values())]
    for book in made:
        assert NEEDLE not in book
        for word in (b"Exif", b"xmpmeta", b"GPS", b"JFXX", b"MPF", b"Photoshop", b"8BIM", b"tEXt", b"eXIf"):
            assert word not in book
    assert not Image.open(io.BytesIO(made[1])).getexif()


@pytest.mark.parametrize("name", [name for name in samples() if name.startswith("jpeg")])
def test_a_jpeg_without_it_is_the_same_picture(name: str) -> None:
    data = samples()[name].data
    segments = split_jpeg(data)
    assert segments
    for kept in (segments.bare, segments.with_profile):
        assert Image.open(io.BytesIO(kept)).tobytes() == Image.open(io.BytesIO(data)).tobytes()
        assert split_jpeg(kept) is not None


def test_a_jpeg_s_own_bytes_are_kept_where_nothing_must_change() -> None:
    data, plain = talkative(), write(scene(), "JPEG", quality=95)
    assert ForPrint((10_000, 10_000)).make(data, False).endswith(plain)
    assert SCREENS["colour"].make(data, False) == plain
