"""A picture file of the content: what it is, and a name that both books can carry.

The only module that knows Pillow.
"""

import hashlib
import io
import re
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path, PurePath

from PIL import Image as Pillow

from kyyeu.content.door import NotThere, Read
from kyyeu.errors import ContentError
from kyyeu.model import Image
from kyyeu.restorer.damage.letters import bare

_TYPES = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "PNG": "image/png",
}  # a MPO is a JPEG, and more behind it
_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png"}
_OTHER_KINDS = re.compile(
    rb"(?P<heic>....ftyp(?:hei|hev|mif|msf))|(?P<avif>....ftypavi)|(?P<pdf>%PDF-)"
    rb"|(?P<svg>(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!DOCTYPE[^>]*>\s*|<!--.*?-->\s*)*<svg\b)",
    re.DOTALL,
)
"""How pictures begin that Pillow does not open, or not everywhere."""

_MOST_PIXELS = 80_000_000  # beyond it a picture is a mistake or an attack, not a photograph


def parse_picture(data: bytes, file: str, path: Path) -> Image:
    """The picture in `data`, which the file `file` of the content holds; `path` is its place, for messages.

    Raises ContentError where it is no JPEG or PNG, can't be opened, or is too large.
    """
    try:
        with _bombs_refused(), Pillow.open(io.BytesIO(data)) as image:
            kind, (width, height) = image.format or "", image.size
            if kind in _TYPES and width * height <= _MOST_PIXELS:
                image.load()
    except (OSError, ValueError, SyntaxError):
        if known := _OTHER_KINDS.match(data):
            raise ContentError("picture-kind", path, kind=str(known.lastgroup).upper()) from None
        raise ContentError("picture-broken", path) from None
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning):
        raise ContentError("picture-large", path, most=_MOST_PIXELS // 1_000_000) from None
    if kind not in _TYPES:
        raise ContentError("picture-kind", path, kind=kind)
    if width * height > _MOST_PIXELS:
        raise ContentError("picture-large", path, most=_MOST_PIXELS // 1_000_000)
    name = _plain_name(file, _ENDINGS[_TYPES[kind]])
    return Image(file, name, _TYPES[kind], width, height, len(data), hashlib.sha256(data).hexdigest())


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


@contextmanager
def _bombs_refused() -> Iterator[None]:
    """What Pillow would only warn of is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Pillow.DecompressionBombWarning)
        yield


def _plain_name(file: str, ending: str, taken: Collection[str] = ()) -> str:
    """The file's name in a–z, 0–9 and hyphens, with the ending its kind has; numbered where it is taken.

    >>> _plain_name("images/Ảnh Đại hội (1).JPG", ".jpg", {"anh-dai-hoi-1.jpg"})
    'anh-dai-hoi-1-2.jpg'
    """
    letters = bare(PurePath(file).stem.lower()).encode("ascii", "ignore").decode()
    plain = re.sub("[^a-z0-9]+", "-", letters).strip("-") or "anh"
    numbered = (f"{plain}-{number}{ending}" for number in count(2))
    return next(name for name in chain([f"{plain}{ending}"], numbered) if name not in taken)
