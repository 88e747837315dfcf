"""Pictures as fine as print wants them: how many pixels an inch of the page gets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kyyeu.binding.fragment import SetPicture
from kyyeu.errors import ContentError
from kyyeu.model import Booklet, Finding, Image
from kyyeu.pictures.plate import LEAST, WANTED

_SMALL, _SEEN = 50, 100  # millimetres of the longer side: of a stamp, and of what one looks at on a page
_POINTS = 72  # in an inch
_MILLIMETRES = 25.4  # in an inch


@dataclass(frozen=True, slots=True)
class _Printed:
    """Where a picture is coarsest."""

    image: Image
    dots: int
    small: bool
    facts: tuple[tuple[str, object], ...]


def check_sharpness(booklet: Booklet, placed: Sequence[SetPicture], folder: Path) -> Iterator[ContentError]:
    """Pictures so coarse that they would spoil their page; `folder` is the content's."""
    for printed in _find_coarsest(booklet, placed):
        if printed.dots < LEAST:
            yield ContentError("picture-coarse", folder / printed.image.file, None, **dict(printed.facts))


def find_wanting(booklet: Booklet, placed: Sequence[SetPicture]) -> Iterator[Finding]:
    """Pictures that would be sharper, or larger, if they had more pixels."""
    for printed in _find_coarsest(booklet, placed):
        facts = tuple((name, str(value)) for name, value in printed.facts)
        if LEAST <= printed.dots < WANTED:
            yield Finding("picture-soft", printed.image.file, None, facts)
        elif printed.dots == WANTED and printed.small:
            yield Finding("picture-small", printed.image.file, None, facts)


def _find_coarsest(booklet: Booklet, placed: Sequence[SetPicture]) -> Iterator[_Printed]:
    """Each picture that is printed, but for those of which no finer ones are to be had."""
    largest = dict[str, SetPicture]()
    for picture in placed:
        if picture.width > largest.setdefault(picture.name, picture).width:
            largest[picture.name] = picture
    for name, picture in largest.items():
        image = booklet.pictures[name]
        if image.file not in booklet.coarse and picture.width and picture.height:
            dots = round(min(image.width / picture.width, image.height / picture.height) * _POINTS)
            small = picture.figure and max(map(_in_millimetres, (picture.width, picture.height))) < _SMALL
            yield _Printed(image, dots, small, tuple(_describe(picture, image, dots).items()))


def _in_millimetres(points: float) -> int:
    return round(points / _POINTS * _MILLIMETRES)


def _describe(picture: SetPicture, image: Image, dots: int) -> dict[str, object]:
    width, height = _in_millimetres(picture.width), _in_millimetres(picture.height)
    wanted = round(image.width * WANTED / max(dots, 1))
    larger = round(image.width / max(image.width, image.height) * _SEEN / _MILLIMETRES * WANTED)
    return {
        "page": picture.page, "width": width, "height": height, "dots": dots,
        "pixels": f"{image.width} × {image.height}", "wanted": wanted, "larger": larger,
        "side": _SEEN, "name": Path(image.file).name,
    }  # fmt: skip
