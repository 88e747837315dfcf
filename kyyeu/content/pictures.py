"""A picture file of the content as the texts call it: a name that both books can carry, and where it lies."""

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import chain, count
from pathlib import Path, PurePath

from kyyeu.content.door import NotThere, Read
from kyyeu.errors import ContentError
from kyyeu.model import Image
from kyyeu.pictures.looks import Look

LookAt = Callable[[bytes], Look]
"""Says what a picture file is."""

_TYPES = {False: "image/jpeg", True: "image/png"}  # of what is drawn
_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png"}


def parse_picture(data: bytes, file: str, path: Path, look_at: LookAt) -> Image:
    """The picture in `data`, which the file `file` of the content holds; `path` is its place, for messages.

    Raises ContentError where it is no picture that is taken, can't be opened, or is too large.
    """
    try:
        look = look_at(data)
    except ContentError as error:
        error.path = path
        raise
    media_type = _TYPES[look.drawn]
    name, digest = _plain_name(file, _ENDINGS[media_type]), hashlib.sha256(data).hexdigest()
    return Image(file, name, media_type, look.width, look.height, len(data), digest, look.frames)


def read_picture(read: Read, image: Image, path: Path) -> bytes:
    """What the picture's file holds; `path` is its place, for messages.

    Raises ContentError where that is no longer what the booklet was made from.
    """
    try:
        data = read(image.file)
    except NotThere:
        raise ContentError("picture-changed", path) from None
    if hashlib.sha256(data).hexdigest() != image.digest:
        raise ContentError("picture-changed", path)
    return data


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
