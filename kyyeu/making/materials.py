"""What books are made with: files and pictures, what they must say, what the PDF says of itself."""

from collections.abc import Mapping, Sequence
from functools import partial
from math import ceil
from pathlib import Path

from kyyeu.binding.about import About
from kyyeu.binding.fragment import SetPicture
from kyyeu.binding.plates import PlateOf
from kyyeu.cache import NOWHERE, Store
from kyyeu.checks.expectations import Expectation
from kyyeu.content.door import Door
from kyyeu.content.pictures import read_picture
from kyyeu.making.say import Say, hush
from kyyeu.model import Booklet, Image
from kyyeu.pdf.placed import Supply
from kyyeu.pictures.darkroom import Darkroom
from kyyeu.pictures.for_print import FINEST, ForPrint
from kyyeu.pictures.for_screen import SCREENS
from kyyeu.pictures.plate import LEAST, WANTED, Plate, unpack_plate
from kyyeu.rendering.faces import find_alike
from kyyeu.rendering.sections import name_sections
from kyyeu.rendering.theme import Theme

_POINTS, _CSS_PIXELS = 72, 96  # in an inch


def supply_of(
    booklet: Booklet,
    theme: Theme,
    content: Path,
    store: Store = NOWHERE,
    say: Say = hush,
    both: bool = False,
) -> Supply:
    """What a printed book may be made of: the theme's files, and the booklet's pictures out of `content`.

    Where `both` books are wanted they are made ready for both, as long as neither lies in memory.
    """
    darkroom, pictures = darkroom_of(content, store, say), booklet.pictures

    def make_ready(placed: Sequence[SetPicture]) -> PlateOf:
        wanted = {pictures[name]: ForPrint(size) for name, size in _find_finest(placed).items()}
        shown = booklet.images if both else ()
        darkroom.prepare([*wanted.items(), *((image, SCREENS[booklet.screen]) for image in shown)])

        def plate(name: str) -> Plate:
            image = pictures[name]  # which a theme may have put where nobody measures it
            recipe = wanted.get(image) or ForPrint((image.width, image.height))
            return unpack_plate(darkroom.develop(image, recipe))

        return plate

    sizes = {name: _own_size(image, image.file in booklet.coarse) for name, image in pictures.items()}
    return Supply(theme.read, sizes, make_ready)


def _own_size(image: Image, coarse: bool) -> tuple[float, float]:
    """How large a picture is printed at most, in CSS pixels: one that may be `coarse` larger than others."""
    share = _CSS_PIXELS / (LEAST if coarse else WANTED)
    return image.width * share, image.height * share


def _find_finest(placed: Sequence[SetPicture]) -> Mapping[str, tuple[int, int]]:
    """By names: the pixels with which a picture is as fine as print can be, there where it is largest."""
    sizes = dict[str, tuple[int, int]]()
    for picture in placed:
        size = (ceil(picture.width / _POINTS * FINEST), ceil(picture.height / _POINTS * FINEST))
        sizes[picture.name] = max(size, sizes.get(picture.name, size))
    return sizes


def darkroom_of(content: Path, store: Store, say: Say) -> Darkroom:
    """Where the pictures out of the folder `content` are made ready."""
    door = Door(content)

    def read(image: Image) -> bytes:
        return read_picture(door.read, image, content / image.file)

    def tell(image: Image, number: int, count: int) -> None:
        say("preparing", picture=image.file, number=number, count=count)

    return Darkroom(read, content, store, tell)


def expect(booklet: Booklet, theme: Theme) -> Expectation:
    """What both books are held against."""
    head = partial(theme.cut_head, width=booklet.page.width, given=booklet.page.margins)
    sections, alike = name_sections(booklet, theme), find_alike(theme.faces)
    return Expectation(booklet, sections, alike, head, theme.path_of, theme.editors_sign)


def about_of(booklet: Booklet) -> About:
    """What the PDF says of itself."""
    return About(
        booklet.title,
        booklet.authors,
        booklet.description or booklet.subtitle or booklet.title,
        booklet.keywords,
        booklet.language,
        booklet.issued,
        booklet.modified,
        "kyyeu",
        "kyyeu",
        booklet.digest.encode(),
        booklet.isbn or "",
    )
