"""A picture file of the content as the texts call it: a name that both books can carry, and where it lies."""

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, count
from pathlib import Path, PurePath

from kyyeu.content.door import NotThere, Read
from kyyeu.errors import ContentError
from kyyeu.model import Image
from kyyeu.pictures.kinds import kind_of
from kyyeu.pictures.looks import Look
from kyyeu.pictures.pages_of_pdf import count_pages, draw_page

LookAt = Callable[[bytes], Look]
"""Says what a picture file is."""

_PAGE = "#page="  # how PDF's own addresses call a page (RFC 8118)
_OF_PDF = re.compile(rf"(?i:(?<=\.pdf)){_PAGE}(\d+)$")
_TYPES = {False: "image/jpeg", True: "image/png"}  # of what is drawn
_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png"}


def parse_picture(data: bytes, file: str, path: Path, look_at: LookAt) -> Image:
    """The picture in `data`, which the file `file` of the content holds; `path` is its place, for messages.

    Raises ContentError where it is no picture that is taken, can't be opened, or is too large.
    """
    with _in_file(path):
        look = look_at(data)
    media_type = _TYPES[look.drawn]
    name = _plain_name(file, _ENDINGS[media_type])
    return Image(file, name, media_type, look.width, look.height, len(data), _digest(data), look.frames)


def parse_pages(data: bytes, file: str, path: Path, look_at: LookAt) -> Iterator[Image]:
    """The pictures that a file is: each page of a PDF, or else the one. Raises as `parse_picture` does."""
    if kind_of(data) != "PDF":
        yield parse_picture(data, file, path, look_at)
        return
    with _in_file(path):
        count = count_pages(data)
    for number in range(1, count + 1):
        with _in_file(path):
            drawn = draw_page(data, number)
        page = parse_picture(drawn, f"{file}{_PAGE}{number}", path, look_at)
        blank = look_at(drawn).blank
        yield replace(page, size=len(data) // count, digest=_digest(data, str(number)), blank=blank)


def _digest(data: bytes, page: str = "") -> str:
    """SHA-256 of a file, or of a PDF and which of its pages is meant, hexadecimal."""
    return hashlib.sha256(data + (_PAGE + page).encode() * bool(page)).hexdigest()


@contextmanager
def _in_file(path: Path) -> Iterator[None]:
    """What is wrong is wrong with the file at that place."""
    try:
        yield
    except ContentError as error:
        error.path = path
        raise


def read_picture(read: Read, image: Image, path: Path) -> bytes:
    """The picture as its file has it, or as the page of its PDF is drawn; `path` is its place, for messages.

    Raises ContentError where the file is no longer what the booklet was made from.
    """
    page = _OF_PDF.search(image.file)
    try:
        data = read(image.file[: page.start()] if page else image.file)
    except NotThere:
        raise ContentError("picture-changed", path) from None
    if _digest(data, page[1] if page else "") != image.digest:
        raise ContentError("picture-changed", path)
    return draw_page(data, int(page[1])) if page else data


def name_apart(images: Iterable[Image]) -> Mapping[str, str]:
    """For each picture's file a name that no other has: its plain name, numbered where that is taken."""
    files = dict[str, str]()  # by their names
    for file, media_type in {image.file: image.media_type for image in images}.items():
        files[_plain_name(file, _ENDINGS[media_type], files)] = file
    return {file: name for name, file in files.items()}


def _plain_name(file: str, ending: str, taken: Collection[str] = ()) -> str:
    """The file's name in a–z, 0–9 and hyphens, with the ending its kind has; numbered where it is taken.

    >>> _plain_name("images/Ảnh Đại hội (1).JPG", ".jpg", {"anh-dai-hoi-1.jpg"})
    'anh-dai-hoi-1-2.jpg'
    """
    from kyyeu.restorer.damage.letters import (
        bare,
    )  # which brings in all damages, and many books have no picture

    letters = bare(PurePath(file).stem.lower()).encode("ascii", "ignore").decode()
    plain = re.sub("[^a-z0-9]+", "-", letters).strip("-") or "anh"
    numbered = (f"{plain}-{number}{ending}" for number in count(2))
    return next(name for name in chain([f"{plain}{ending}"], numbered) if name not in taken)
