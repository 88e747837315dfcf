"""What is taken: every kind, mode, depth, orientation and profile comes out as it was meant to be seen."""

import io
import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from tempfile import TemporaryFile
from typing import IO

import hypothesis
import numpy
import pytest
from corpus import (
    FRAMES,
    NEEDLE,
    PROFILED,
    SIZE,
    Sample,
    deepened,
    exif,
    on_screen,
    samples,
    scene,
    stored,
    write,
)
from hypothesis import strategies as st
from PIL import Image

from kyyeu.errors import ContentError
from kyyeu.pictures.for_print import ForPrint
from kyyeu.pictures.for_screen import SCREENS
from kyyeu.pictures.looks import look_at
from kyyeu.pictures.plate import Plate, unpack_plate

WHOLE = ForPrint((10_000, 10_000))
COLOUR = SCREENS["colour"]
ORIENTED: dict[str, dict[str, object]] = {
    "JPEG": {"quality": 95},
    "PNG": {},
    "TIFF": {},
    "WEBP": {"lossless": True},
    "AVIF": {"quality": 90},
    "HEIF": {"quality": 90},
}


def open_made(made: bytes) -> Image.Image:
    return Image.open(io.BytesIO(made))


def show(data: bytes) -> Image.Image:
    """What an e-book shows of the file."""
    return open_made(COLOUR.make(data, look_at(data).drawn))


def plate_of(data: bytes, recipe: ForPrint = WHOLE) -> Plate:
    return unpack_plate(recipe.make(data, look_at(data).drawn))


def decode(plate: Plate) -> Image.Image:
    """What a PDF shows of the plate: its own colours, and on white where one sees through it."""
    mode, size = {1: "L", 3: "RGB", 4: "CMYK"}[plate.components], (plate.width, plate.height)
    if plate.coding == "jpeg":
        image = open_made(plate.data)
        assert (image.mode, image.size) == (mode, size)
    else:
        image = Image.frombytes(mode, size, zlib.decompress(plate.data))
    if plate.profile:
        image = on_screen(image, plate.profile)
    if plate.alpha:
        alpha = Image.frombytes("L", size, zlib.decompress(plate.alpha))
        image = Image.composite(image.convert("RGB"), Image.new("RGB", size, "white"), alpha)
    return image.convert("RGB")


def apart(one: Image.Image, other: Image.Image) -> float:
    """How far their colours are from one another, on average, of 255."""
    assert one.size == other.size
    pixels = [numpy.asarray(image.convert("RGB")).astype(int) for image in (one, other)]
    return float(abs(pixels[0] - pixels[1]).mean())


@pytest.mark.parametrize("name", samples())
def test_every_kind_mode_and_depth_is_seen_in_both_books(name: str) -> None:
    sample = samples()[name]
    look = look_at(sample.data)
    assert (look.width, look.height) == sample.seen.size
    assert look.frames == FRAMES.get(name, 1)
    shown = show(sample.data)
    assert (shown.format, shown.mode in ("L", "RGB")) == ("PNG" if look.drawn else "JPEG", True)
    assert apart(shown, sample.seen) <= sample.apart + 2
    assert apart(decode(plate_of(sample.data)), sample.seen) <= sample.apart


def test_line_art_is_known_by_its_pixels_and_stays_whole() -> None:
    drawn = {name for name, sample in samples().items() if look_at(sample.data).drawn}
    assert drawn == {"png-drawing", "png-1", "png-colour-key", "tiff-fax", "bmp-1"}


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ORIENTED)
def test_whatever_way_a_camera_was_held_both_books_have_it_upright(kind: str, orientation: int) -> None:
    lying = stored(scene(), orientation)
    data = write(lying, kind, exif=exif(orientation).tobytes(), **ORIENTED[kind])  # HEIF heeds bytes alone
    look = look_at(data)
    assert (look.width, look.height) == SIZE
    assert apart(show(data), scene()) < 8
    assert apart(decode(plate_of(data)), scene()) < 6


@pytest.mark.parametrize("orientation", [0, 9, 255, 65_535])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_way_to_hold_a_camera_that_there_is_not_is_upright(kind: str, orientation: int) -> None:
    said = exif(orientation)
    said[0x010E] = "x" * 50_000
    data = write(scene(), kind, exif=said.tobytes(), **ORIENTED[kind])
    assert apart(show(data), scene()) < 8
    assert apart(decode(plate_of(data)), scene()) < 6


@pytest.mark.parametrize("size", [(1, 1), (16_000, 1), (1, 16_000), (30_000, 2)])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "BMP", "GIF", "HEIF", "AVIF"])
def test_a_point_and_a_line_are_pictures_too(kind: str, size: tuple[int, int]) -> None:
    try:
        data = write(Image.new("RGB", size, "red"), kind)
    except (OSError, RuntimeError, ValueError):
        pytest.skip("no such file can be written")
    assert (look_at(data).width, look_at(data).height) == size
    plate = plate_of(data, ForPrint((1_000, 1_000)))
    assert (plate.width, plate.height) == (decode(plate).width, decode(plate).height)
    assert max(show(data).size) <= COLOUR.side and min(show(data).size) >= 1


@pytest.mark.parametrize("behind", [b"%PDF-1.7\n", b"<html><script>", b"PK\x03\x04", b"\xff\xd8\xff"])
@pytest.mark.parametrize("name", [name for name in samples() if not name.endswith(("moving", "pages"))])
def test_what_stands_behind_a_picture_gets_into_no_book(name: str, behind: bytes) -> None:
    sample = samples()[name]
    data = sample.data + behind + NEEDLE
    try:
        drawn = look_at(data).drawn
    except ContentError as error:  # what is larger than it says may be broken
        assert error.code == "picture-broken"
        return
    made = [WHOLE.make(data, drawn), *(screen.make(data, drawn) for screen in SCREENS.values())]
    assert not [book for book in made if NEEDLE in book]
    assert apart(show(data), sample.seen) <= sample.apart + 2


@pytest.mark.parametrize("name", PROFILED)
@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "PNG"])
def test_a_profile_is_kept_in_print_and_spent_on_screen(kind: str, name: str) -> None:
    image, profile = PROFILED[name]()
    if kind == "PNG" and image.mode == "CMYK":
        pytest.skip("there is none in CMYK")
    data = write(image, kind, icc_profile=profile, **({"quality": 95} if kind == "JPEG" else {}))
    seen = on_screen(image, profile)
    plate = plate_of(data)
    assert plate.profile == profile
    assert plate.components == len(image.getbands())
    assert apart(decode(plate), seen) < 4
    shown = show(data)
    assert "icc_profile" not in shown.info
    assert apart(shown, seen) < 6


def test_the_profiles_of_the_corpus_make_a_difference() -> None:
    """Else nothing is proved by them."""
    made = {name: make() for name, make in PROFILED.items()}
    differences = {name: apart(on_screen(*pair), pair[0].convert("RGB")) for name, pair in made.items()}
    assert min(value for name, value in differences.items() if name != "sRGB") > 3 > differences["sRGB"]


@pytest.mark.parametrize("profile", [b"", b"junk" * 50, PROFILED["CMYK"]()[1], PROFILED["sRGB"]()[1][:200]])
def test_a_profile_that_is_none_or_another_s_is_left_out(profile: bytes) -> None:
    data = write(scene(), "PNG", icc_profile=profile)
    assert plate_of(data).profile == b""
    assert apart(show(data), scene()) < 4


@hypothesis.given(
    name=st.sampled_from([*PROFILED]),
    harm=st.lists(st.tuples(st.integers(0, 600), st.binary(min_size=1, max_size=4)), min_size=1, max_size=6),
    length=st.integers(0, 10_000),
)
@hypothesis.example("sRGB", [(16, b"\xf2")], 10_000)
def test_whatever_befell_a_profile_the_picture_is_seen(
    name: str, harm: list[tuple[int, bytes]], length: int
) -> None:
    image, profile = PROFILED[name]()
    for place, bytes_ in harm:
        profile = profile[:place] + bytes_ + profile[place + len(bytes_) :]
    data = write(image, "TIFF", icc_profile=profile[:length])
    assert show(data).size == SIZE
    assert plate_of(data).profile in (profile[:length], b"")


@hypothesis.given(
    size=st.tuples(st.integers(1, 60), st.integers(1, 60)),
    mode=st.sampled_from(["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"]),
    kind=st.sampled_from(["JPEG", "PNG", "TIFF", "WEBP", "BMP", "GIF", "HEIF", "AVIF"]),
    orientation=st.integers(1, 8),
    most=st.tuples(st.integers(1, 80), st.integers(1, 80)),
)
def test_whatever_can_be_written_can_be_read(
    size: tuple[int, int], mode: str, kind: str, orientation: int, most: tuple[int, int]
) -> None:
    lying = stored(scene(size), orientation)
    lying = deepened(lying) if mode == "I;16" else lying.convert(mode)
    try:
        data = write(lying, kind, exif=exif(orientation).tobytes())
    except (OSError, ValueError):
        hypothesis.reject()  # no such file is written
    look = look_at(data)
    upright = size if kind in ORIENTED else lying.size
    assert (look.width, look.height) == upright
    made = COLOUR.make(data, look.drawn)
    assert open_made(made).size == upright
    plate = plate_of(data, ForPrint(most))
    assert plate.width <= upright[0] and plate.height <= upright[1]
    assert plate.width >= min(upright[0], most[0]) or plate.height >= min(upright[1], most[1])
    decode(plate)
    assert NEEDLE not in made + plate.data


CUT = (
    "jpeg jpeg-progressive jpeg-cmyk jpeg-mpo png png-interlaced png-1 heic avif webp webp-lossless tiff "
    "tiff-lzw tiff-fax bmp gif"
).split()


@pytest.mark.parametrize("name", CUT)
@hypothesis.given(share=st.floats(0, 1, exclude_max=True))
@hypothesis.example(share=0)
@hypothesis.settings(max_examples=25)
def test_a_file_that_breaks_off_is_broken_or_nothing_is_missing_in_it(name: str, share: float) -> None:
    sample: Sample = samples()[name]
    data = sample.data[: int(len(sample.data) * share)]
    try:
        look = look_at(data)
    except ContentError as error:
        assert error.code in ("picture-broken", "picture-kind")
        assert error.code != "picture-kind" or len(data) < 64
        return
    assert (look.width, look.height, look.drawn) == (*sample.seen.size, look_at(sample.data).drawn)
    assert apart(show(data), show(sample.data)) < 0.1


def spoil(data: bytes, place: int, harm: bytes) -> bytes:
    return data[:place] + harm + data[place + len(harm) :]


@pytest.mark.parametrize("place", [10, 301, 306, 309])
def test_a_scan_with_codes_that_mean_nothing_is_broken(place: int) -> None:
    with pytest.raises(ContentError, match="picture-broken"):
        look_at(spoil(samples()["tiff-fax"].data, 8 + place, bytes(8)))


@pytest.mark.parametrize("name", [name for name in samples() if name.startswith("tiff")])
@hypothesis.given(share=st.floats(0, 1), harm=st.binary(min_size=1, max_size=8))
def test_no_library_tells_the_terminal_what_is_wrong_with_a_scan(
    name: str, share: float, harm: bytes
) -> None:
    whole = samples()[name].data
    with told_by_libraries() as told:
        with suppress(ContentError):
            look_at(spoil(whole, round(share * len(whole)), harm))
        told.seek(0)
        assert told.read() == b""


LOOK = """
import sys
from contextlib import suppress
from kyyeu.errors import ContentError
from kyyeu.pictures.looks import look_at
with suppress(ContentError):
    look_at(sys.stdin.buffer.read())
"""
TOLD_BESIDE = {"logged": (277, 2048), "warned": (259, 60_000)}
"""Tags of a TIFF and what they may not be: how many samples a pixel has, which way it is compressed."""


@pytest.mark.parametrize("way", TOLD_BESIDE)
def test_nothing_of_it_is_logged_or_warned_of_to_the_terminal(way: str) -> None:
    (tag, value), whole = TOLD_BESIDE[way], samples()["tiff"].data
    place = whole.index(struct.pack("<HHI", tag, 3, 1))
    data = spoil(whole, place + 8, struct.pack("<H", value))
    if way == "warned":  # that it has too many values to be in the file
        data = spoil(data, place + 4, struct.pack("<I", 1 << 20))
    done = subprocess.run([sys.executable, "-c", LOOK], input=data, capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")


WITHIN_PILLOW = """
import contextlib, ctypes, os, sys

def fail(*given):
    raise OSError

ctypes.CDLL = fail
from kyyeu.errors import ContentError
from kyyeu.pictures import looks, opening

data = sys.stdin.buffer.read()
for stream in sys.argv[1:]:
    os.close(int(stream))
really = opening.heeded
@contextlib.contextmanager
def heeded(kind):
    with really(kind):
        os.write(2, b"50 %: on the way\\n") if len(sys.argv) == 1 else None
        yield
opening.heeded = heeded
for harm in (b"", bytes(8)):
    try:
        looks.look_at(data[:317] + harm + data[317 + len(harm) :])
        print("taken")
    except ContentError as error:
        print(error.code)
"""


@pytest.mark.parametrize("given", [[], ["2"], ["0", "2"]], ids=str)
def test_libtiff_is_heard_where_it_is_within_pillow_itself(given: list[str]) -> None:
    """As in the wheels for Windows."""
    data = samples()["tiff-fax"].data
    command = [sys.executable, "-c", WITHIN_PILLOW, *given]
    done = subprocess.run(command, input=data, capture_output=True, check=True, timeout=60)
    assert done.stdout.split() == [b"taken", b"picture-broken"]
    assert done.stderr == (b"" if given else b"50 %: on the way\n" * 2)


@contextmanager
def told_by_libraries() -> Iterator[IO[bytes]]:
    """Gives the file that has what is written meanwhile to the terminal, beside Python's own streams."""
    usual = os.dup(2)
    with TemporaryFile() as file:
        os.dup2(file.fileno(), 2)
        try:
            yield file
        finally:
            os.dup2(usual, 2)
            os.close(usual)


def test_half_a_picture_is_none_even_after_the_layout_engine_said_otherwise(small_epub: bytes) -> None:
    data = samples()["jpeg"].data
    with pytest.raises(ContentError, match="picture-broken"):
        look_at(data[: len(data) // 2])


REFUSED = {
    "SVG": [b"<svg/>", b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- x -->\n<svg>', b"<?xml?><svg:svg>"],
    "PDF": [b"%PDF-1.7\n"],
    "Photoshop (PSD)": [b"8BPS\0\x01"],
    "RAW": [b"II*\0\x10\0\0\0CR\x02\0", b"FUJIFILMCCD-RAW 0201", b"\0\0\0\x18ftypcrx "],
    "JPEG XL": [b"\xff\x0a\xfa\x7f", b"\0\0\0\x0cJXL \r\n\x87\n"],
    "JPEG 2000": [b"\0\0\0\x0cjP  \r\n\x87\n"],
    "video (MP4, MOV)": [b"\0\0\0\x14ftypqt  ", b"\0\0\0\x18ftypmp42"],
    "Word, Excel, ZIP": [b"PK\x03\x04\x14\0", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
    "HTML": [b"<!DOCTYPE html><html>", b"\n<html lang='vi'>"],
    "EPS": [b"%!PS-Adobe-3.0"],
    "ICO": [b"\0\0\x01\0\x01\0"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "data"), [(kind, data) for kind, files in REFUSED.items() for data in files]
)
def test_what_is_no_picture_for_a_book_is_refused_for_what_it_is(kind: str, data: bytes) -> None:
    with pytest.raises(ContentError, match="picture-kind") as raised:
        look_at(data + bytes(100))
    assert raised.value.facts["kind"] == kind


def test_a_raw_photograph_and_numbers_without_a_scale_are_no_pictures() -> None:
    raw = write(scene(), "TIFF", tiffinfo={50706: b"\1\4\0\0"})
    deep = write(Image.fromarray(numpy.ones((4, 4), "float32")), "TIFF")
    for data, kind in [(raw, "RAW"), (deep, "TIFF, 32 bit")]:
        with pytest.raises(ContentError, match="picture-kind") as raised:
            look_at(data)
        assert raised.value.facts["kind"] == kind


@hypothesis.given(st.binary(max_size=200))
def test_whatever_a_file_holds_no_decoder_s_fault_comes_out(data: bytes) -> None:
    for head in (
        b"",
        b"\xff\xd8\xff\xe0",
        b"II*\0",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\x10\0\0\0WEBP",
        b"GIF89a",
        b"BM",
    ):
        try:
            look_at(head + data)
        except ContentError as error:
            assert error.path is None
