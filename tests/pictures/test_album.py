"""Sixty pictures as they come make a book that prints well and a light one; neither tells of cameras."""

import io
import time
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from album import write_album
from calling import call_process
from corpus import NEEDLE, cmyk_profile, rgb_profile
from PIL import Image

from kyyeu.checks.validators import check_epub, check_pdf
from kyyeu.pictures.for_print import FINEST
from kyyeu.pictures.plate import WANTED
from kyyeu.pictures.segments import split_jpeg

pytestmark = pytest.mark.long
ROOT = Path(__file__).parents[2]
SIDE, PIXELS, WEIGHT = 2_000, 5_600_000, 25_000_000
PRIVATE = (NEEDLE, b"Exif\0", b"xmpmeta", b"MPF\0", b"8BIM", b"JFXX")


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("album")
    for name in ("images", "articles"):
        (folder / "content" / name).mkdir(parents=True)
    return folder / "content"


@pytest.fixture(scope="module")
def files(content: Path) -> Mapping[str, bytes]:
    return write_album(content)


@pytest.fixture(scope="module")
def books(content: Path, files: Mapping[str, bytes]) -> Mapping[str, Path]:
    """Both books, made by the command."""
    out, begun = content.parent / "dist", time.monotonic()
    done = call_process("--lang=en", "--content", content, "--templates", ROOT / "templates", "--out", out)
    assert done.returncode == 0, done.stderr
    told = [line for line in done.stderr.splitlines() if "images/" in line]
    assert len(told) == 3 and all("pages or frames" in line for line in told), done.stderr
    found = {path.suffix: path for path in out.iterdir()}
    weight = {
        "given": sum(map(len, files.values())),
        **{kind: path.stat().st_size for kind, path in found.items()},
    }
    print(
        f"{len(files)} pictures, {time.monotonic() - begun:.0f} s;",
        *(f"{k} {v:,}" for k, v in weight.items()),
    )
    return found


def images_in(pdf: Path) -> Iterator[pikepdf.Stream]:
    with pikepdf.open(pdf) as opened:
        for one in opened.objects:
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image" and "/ColorSpace" in one:
                yield one


def test_each_is_as_fine_on_paper_as_print_wants(
    books: Mapping[str, Path], files: Mapping[str, bytes]
) -> None:
    found = list[float]()
    with pypdfium2.PdfDocument(books[".pdf"]) as document:
        for page in document:
            for item in page.get_objects([3], max_depth=3):
                assert isinstance(item, pypdfium2.PdfImage)
                left, low, right, high = item.get_bounds()
                width, height = item.get_px_size()
                found += [width / (right - left) * 72, height / (high - low) * 72]
    assert len(found) == 2 * len(files)
    assert min(found) >= WANTED - 1 and max(found) <= FINEST + 1
    print(f"{min(found):.0f} to {max(found):.0f} dpi")


def test_print_keeps_colours_and_what_need_not_change(
    books: Mapping[str, Path], files: Mapping[str, bytes]
) -> None:
    spaces, raw = list[bytes](), set[bytes]()
    for image in images_in(books[".pdf"]):
        raw.add(image.read_raw_bytes())
        if isinstance(image.ColorSpace, pikepdf.Array) and image.ColorSpace[0] == "/ICCBased":
            spaces.append(image.ColorSpace[1].read_bytes())
    wanted = {cmyk_profile(): 6, rgb_profile("Display P3"): 12, rgb_profile("Adobe RGB"): 2}
    assert {profile: spaces.count(profile) for profile in set(spaces)} == wanted
    for name in ("giu-1.jpg", "giu-2.jpg"):
        segments = split_jpeg(files[name])
        assert segments and segments.with_profile in raw


def test_neither_book_tells_where_and_by_whom_they_were_taken(books: Mapping[str, Path]) -> None:
    with zipfile.ZipFile(books[".epub"]) as archive:
        members = [archive.read(name) for name in archive.namelist()]
    streams = [image.read_raw_bytes() for image in images_in(books[".pdf"])]
    assert not [word for word in PRIVATE for data in (*members, *streams) if word in data]
    assert NEEDLE not in books[".pdf"].read_bytes()


def test_the_e_book_is_light_and_its_pictures_are_a_screen_s(
    books: Mapping[str, Path], files: Mapping[str, bytes]
) -> None:
    assert books[".epub"].stat().st_size < WEIGHT
    with zipfile.ZipFile(books[".epub"]) as archive:
        names = [name for name in archive.namelist() if name.startswith("EPUB/images/")]
        shown = [Image.open(io.BytesIO(archive.read(name))) for name in names]
    assert len(shown) == len(files)
    for image in shown:
        assert max(image.size) <= SIDE and image.width * image.height <= PIXELS
        assert image.mode in ("L", "RGB", "1", "P") and not image.getexif()
        assert not {"icc_profile", "transparency"} & image.info.keys()
    assert {image.format for image in shown} == {"JPEG", "PNG"}


def test_no_validator_faults_either(books: Mapping[str, Path]) -> None:
    assert [*check_pdf(books[".pdf"].read_bytes(), books[".pdf"])] == []
    assert [*check_epub(books[".epub"].read_bytes(), books[".epub"])] == []
