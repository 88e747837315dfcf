"""Pictures in the finished books: as they were made ready, in their colours, told of, never made twice."""

import io
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import hypothesis
import pikepdf
import pytest
from corpus import NEEDLE, PROFILED, drawing, exif, mpo, samples, scene, stored, write
from hypothesis import strategies as st
from PIL import Image

from kyyeu.cache import Store
from kyyeu.checks.sharpness import find_wanting
from kyyeu.content.booklet import read_booklet
from kyyeu.content.door import Door
from kyyeu.errors import ContentError, Problems
from kyyeu.making.e_book import make_epub
from kyyeu.making.print_run import make_pdf
from kyyeu.model import Booklet
from kyyeu.model import Image as Listed
from kyyeu.pdf.print_edition import Pdf
from kyyeu.pictures import darkroom
from kyyeu.pictures.darkroom import Darkroom
from kyyeu.pictures.for_print import FINEST, ForPrint
from kyyeu.pictures.for_screen import SCREENS
from kyyeu.pictures.plate import unpack_plate
from kyyeu.rendering.theme import Theme

LARGE = (1500, 1000)
CMYK, INKS = PROFILED["CMYK"]()
FILES: dict[str, Callable[[], bytes]] = {
    "to.jpg": lambda: write(scene(LARGE), "JPEG", exif=exif(), quality=90),
    "nghieng.jpg": lambda: write(stored(scene((700, 500), 1), 6), "JPEG", exif=exif(6), quality=90),
    "vua.jpg": lambda: write(scene((600, 400), 2), "JPEG", exif=exif(), comment=NEEDLE, quality=90),
    "muc.jpg": lambda: write(scene((480, 320), 3).convert("CMYK"), "JPEG", icc_profile=INKS, quality=90),
    "mpo.jpg": mpo,
    "trong.png": lambda: samples()["png-clear"].data,
    "ve.png": lambda: write(drawing((600, 300)), "PNG"),
    "may.heic": lambda: write(scene((640, 480), 4), "HEIF", exif=exif().tobytes(), quality=90),
}


def write_content(content: Path) -> Path:
    calls = "\n\n".join(f"![{name}](images/{name})" for name in FILES)
    for name, make in FILES.items():
        (content / "images" / name).write_bytes(make())
    (content / "articles" / "hai.md").write_text(f"---\ntitle: Ảnh\n---\nChữ.\n\n{calls}\n", "utf-8")
    with (content / "booklet.yaml").open("a", encoding="utf-8") as booklet:
        booklet.write("  # và những ảnh thử\n")
    settings = (
        (content / "booklet.yaml").read_text("utf-8").replace("[cham.png]", "[cham.png, mpo.jpg, trong.png]")
    )
    (content / "booklet.yaml").write_text(settings, "utf-8")
    return content


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tiny = Path(__file__).parents[1] / "tiny"
    return write_content(Path(shutil.copytree(tiny, tmp_path_factory.mktemp("pictures") / "content")))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="module")
def booklet(content: Path) -> Booklet:
    return read_booklet(content)


@pytest.fixture(scope="module")
def pdf(booklet: Booklet, theme: Theme, content: Path, store: Store) -> Pdf:
    return make_pdf(booklet, theme, content, store)


@pytest.fixture(scope="module")
def epub(booklet: Booklet, theme: Theme, content: Path, store: Store) -> bytes:
    return make_epub(booklet, theme, content, store)


@dataclass(frozen=True)
class Held:
    """A picture in a PDF."""

    data: bytes
    space: str | bytes
    decode: list[int]
    masked: bool


def pictures_of(pdf: bytes) -> Iterator[Held]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for one in opened.objects:
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image":
                space = one.ColorSpace
                named = str(space) if isinstance(space, pikepdf.Name) else bytes(space[1].read_bytes())
                decode = [int(value) for value in one.get("/Decode", [])]
                yield Held(one.read_raw_bytes(), named, decode, "/SMask" in one)


@pytest.mark.ci
def test_the_pdf_holds_what_was_made_ready_and_nothing_is_compressed_again(
    booklet: Booklet, pdf: Pdf, content: Path
) -> None:
    held = {picture.data for picture in pictures_of(pdf.data)}
    for image in booklet.images:
        placed = next(one for one in pdf.pictures if one.name == f"images/{image.name}")
        most = (-(-placed.width * FINEST // 72), -(-placed.height * FINEST // 72))
        recipe = ForPrint((int(most[0]), int(most[1])))
        plate = unpack_plate(recipe.make((content / image.file).read_bytes(), image.drawn))
        assert plate.data in held, image.file
        dots = plate.width / placed.width * 72
        assert dots <= FINEST + 1 and plate.width <= image.width, image.file


def test_the_pdf_says_in_which_colours_they_are(pdf: Pdf) -> None:
    found = {picture.space: picture for picture in pictures_of(pdf.data)}
    assert {"/DeviceRGB", INKS} <= set(found)
    assert found[INKS].decode == [1, 0] * 4
    assert any(picture.masked for picture in pictures_of(pdf.data))


def test_neither_book_has_what_a_camera_knew(pdf: Pdf, epub: bytes) -> None:
    assert NEEDLE not in pdf.data
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        members = [archive.read(name) for name in archive.namelist()]
    assert not [member for member in members if NEEDLE in member or b"Exif\0" in member]


def test_the_epub_s_pictures_are_upright_opaque_small_and_a_screen_s(booklet: Booklet, epub: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        for image in booklet.images:
            data = archive.read(f"EPUB/images/{image.name}")
            shown = Image.open(io.BytesIO(data))
            assert shown.size == (image.width, image.height) and shown.mode in ("RGB", "L")
            assert "icc_profile" not in shown.info and len(data) <= SCREENS["colour"].weight


def test_the_second_build_makes_no_picture_and_gives_the_same_bytes(
    booklet: Booklet,
    theme: Theme,
    content: Path,
    store: Store,
    pdf: Pdf,
    epub: bytes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ForPrint, "make", None)
    monkeypatch.setattr(type(SCREENS["colour"]), "make", None)
    told = list[object]()

    def say(stage: str, **facts: object) -> None:
        told.append(stage)

    assert make_pdf(booklet, theme, content, store, say).data == pdf.data
    assert make_epub(booklet, theme, content, store, say) == epub
    assert told == []


@pytest.mark.ci
def test_without_a_store_the_bytes_are_the_same(
    booklet: Booklet, theme: Theme, content: Path, pdf: Pdf, epub: bytes
) -> None:
    assert make_pdf(booklet, theme, content).data == pdf.data
    assert make_epub(booklet, theme, content) == epub


def test_a_booklet_for_e_ink_is_grey(booklet: Booklet, content: Path, store: Store) -> None:
    door, image = Door(content), next(image for image in booklet.images if image.file == "images/to.jpg")
    room = Darkroom(lambda image: door.read(image.file), content, store)
    shown = Image.open(io.BytesIO(room.develop(image, SCREENS["e-ink"])))
    assert (shown.mode, max(shown.size)) == ("L", 1448)


def test_all_that_is_told_while_pictures_are_made_ready_is_raised_at_once(
    booklet: Booklet, content: Path, tmp_path: Path
) -> None:
    def read(image: object) -> bytes:
        return b"\xff\xd8\xff"

    told = list[tuple[str, int, int]]()
    room = Darkroom(
        read, content, Store(tmp_path), lambda image, number, of: told.append((image.file, number, of))
    )
    images = booklet.images
    with pytest.raises(Problems) as raised:
        room.prepare([(image, SCREENS["colour"]) for image in images])
    assert {error.path for error in raised.value.errors} == {content / image.file for image in images}
    assert told == [(image.file, number, len(images)) for number, image in enumerate(images, 1)]


@dataclass(frozen=True)
class Watched:
    """A recipe that makes nothing, and notes how many pixels are in work at a time."""

    at_work: list[int]
    most: list[int]

    def make(self, data: bytes, drawn: bool) -> bytes:
        self.at_work.append(int(data))
        self.most.append(sum(self.at_work))
        time.sleep(0.001)
        self.at_work.remove(int(data))
        return data


@hypothesis.given(st.lists(st.integers(1, 80), min_size=1, max_size=12))
def test_large_pictures_are_made_ready_one_after_the_other(millions: list[int]) -> None:
    at_work, most = list[int](), list[int]()
    images = [
        Listed("a.jpg", "", "image/jpeg", size, 1_000_000, 1, str(number))
        for number, size in enumerate(millions)
    ]
    with TemporaryDirectory() as folder, patch.object(darkroom, "_AT_A_TIME", 4):
        room = Darkroom(lambda image: str(image.width * image.height).encode(), Path(), Store(Path(folder)))
        room.prepare([(image, Watched(at_work, most)) for image in images])
    assert len(most) == len(millions)
    assert max(most) <= max(darkroom._MOST_PIXELS, *(size * 1_000_000 for size in millions))


def test_the_pictures_of_both_books_are_ready_before_one_lies_in_memory(
    booklet: Booklet, theme: Theme, content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    make_pdf(booklet, theme, content, store, both=True)
    monkeypatch.setattr(type(SCREENS["colour"]), "make", None)
    assert make_epub(booklet, theme, content, store)


SMALL = {"hep.jpg": (120, 80), "dung.jpg": (300, 390), "vua-hep.jpg": (500, 300), "to.jpg": (2000, 900)}
OLD = "cu.jpg"
WIDE = {"vua-hep.jpg": 500, OLD: 320}  # pixels; as wide as the text allows


@pytest.fixture
def album(tiny: Path) -> Path:
    """A booklet with pictures of few pixels and of many, ones in a sentence or for the eye alone too."""
    for number, (name, size) in enumerate([*SMALL.items(), (OLD, (320, 240)), ("bieu.jpg", (40, 30))]):
        (tiny / "images" / name).write_bytes(write(scene(size, number), "JPEG", quality=90))
    calls = [f"![{name}](images/{name})" for name in (*SMALL, OLD)]
    calls += ["Một ![dấu](images/bieu.jpg) giữa câu.", "![](images/bieu.jpg){.decorative}"]
    (tiny / "articles" / "hai.md").write_text("---\ntitle: Ảnh\n---\nChữ.\n\n" + "\n\n".join(calls), "utf-8")
    return tiny


def test_a_picture_of_few_pixels_is_printed_small_and_told(album: Path, theme: Theme) -> None:
    booklet = replace(read_booklet(album), coarse=("images/cham.png", f"images/{OLD}"))
    placed = make_pdf(booklet, theme, album).pictures
    dots = {one.name: booklet.pictures[one.name].width / one.width * 72 for one in placed}
    whole = {name: width * 25.4 / theme.measure(booklet.page.width) for name, width in WIDE.items()}
    assert {name: round(number) for name, number in dots.items() if number < 350} == {
        "images/hep.jpg": 200, "images/dung.jpg": 200, "images/bieu.jpg": 200, "images/cham.png": 100,
        **{f"images/{name}": round(number) for name, number in whole.items()},
    }  # fmt: skip
    told = {finding.file: dict(finding.facts) for finding in find_wanting(booklet, placed)}
    assert told.keys() == {"images/hep.jpg"}
    facts = told["images/hep.jpg"]
    assert (facts["width"], facts["height"], facts["larger"], facts["side"]) == ("15", "10", "787", "100")


@pytest.mark.ci
def test_a_picture_that_a_theme_prints_too_coarse_is_told_with_its_size_and_may_be_allowed_by_name(
    album: Path, theme: Theme, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(theme.folder, tmp_path / "theme"))
    with (folder / "print.css").open("a", encoding="utf-8") as sheet:
        sheet.write("figure { break-before: page } figure img:not([alt='']) { width: 56mm }")  # none yields
    booklet = replace(read_booklet(album), coarse=("images/cham.png",))
    with pytest.raises(Problems) as raised:
        make_pdf(booklet, Theme(folder), album)
    (error,) = raised.value.errors
    assert isinstance(error, ContentError)
    assert (error.code, error.path) == ("picture-coarse", album / "images" / "hep.jpg")
    facts = {key: error.facts[key] for key in ("width", "height", "dots", "pixels", "wanted")}
    assert facts == {"width": 56, "height": 37, "dots": 54, "pixels": "120 × 80", "wanted": 444}
    allowed = replace(booklet, coarse=("images/cham.png", "images/hep.jpg"))
    placed = make_pdf(allowed, Theme(folder), album).pictures
    soft = [finding.file for finding in find_wanting(allowed, placed) if finding.code == "picture-soft"]
    assert soft == ["images/dung.jpg", f"images/{OLD}"]
