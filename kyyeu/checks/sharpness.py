"""Pictures as fine as print wants them: how many pixels an inch of the page gets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kyyeu.binding.fragment import SetPicture
from kyyeu.errors import ContentError
from kyyeu.model import Booklet, Finding, Image

_LEAST = 100  # pixels an inch, below which anyone sees them
_WANTED = 200  # below which a press shows less than it could
_POINTS = 72  # in an inch
_MILLIMETRES = 25.4  # in an inch


@dataclass(frozen=True, slots=True)
class _Printed:
    """Where a picture is coarsest."""

    image: Image
    dots: int
    facts: tuple[tuple[str, object], ...]


def check_sharpness(booklet: Booklet, placed: Sequence[SetPicture], folder: Path) -> Iterator[ContentError]:
    """Pictures so coarse that they would spoil their page; `folder` is the content's."""
    for printed in _find_coarsest(booklet, placed):
        if printed.dots < _LEAST:
            yield ContentError("picture-coarse", folder / printed.image.file, None, **dict(printed.facts))


def find_soft(booklet: Booklet, placed: Sequence[SetPicture]) -> Iterator[Finding]:
    """Pictures that would be sharper if they had more pixels."""
    for printed in _find_coarsest(booklet, placed):
        if _LEAST <= printed.dots < _WANTED:
            facts = tuple((name, str(value)) for name, value in printed.facts)
            yield Finding("picture-soft", printed.image.file, None, facts)


def _find_coarsest(booklet: Booklet, placed: Sequence[SetPicture]) -> Iterator[_Printed]:
    """Each picture that is printed, but for those of which no finer ones are to be had."""
    largest = dict[str, SetPicture]()
    for picture in placed:
        if picture.width > largest.setdefault(picture.name, picture).width:
            largest[picture.name] = picture
    for name, picture in largest.items():
        image = booklet.pictures[name]
        if image.file not in booklet.coarse and picture.width and picture.height:
            dots = min(image.width / picture.width, image.height / picture.height) * _POINTS
            yield _Printed(image, round(dots), tuple(_describe(picture, image, round(dots)).items()))


def _describe(picture: SetPicture, image: Image, dots: int) -> dict[str, object]:
    width, height = (round(side / _POINTS * _MILLIMETRES) for side in (picture.width, picture.height))
    wanted = round(image.width * _WANTED / max(dots, 1))
    return {
        "page": picture.page, "width": width, "height": height, "dots": dots,
        "pixels": f"{image.width} × {image.height}", "wanted": wanted, "name": Path(image.file).name,
    }  # fmt: skip
