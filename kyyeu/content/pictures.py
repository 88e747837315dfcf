"""A picture file of the content: what it is, and a name that both books can carry.

The only module that knows Pillow.
"""

import io
import re
import warnings
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath

from PIL import Image as Pillow

from kyyeu.errors import ContentError
from kyyeu.model import Image
from kyyeu.restorer.damage.letters import bare

_KINDS = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png")}
_MOST_PIXELS = 80_000_000  # beyond it a picture is a mistake or an attack, not a photograph


def parse_picture(data: bytes, path: Path, taken: Collection[str] = ()) -> Image:
    """The picture in `data`, read from `path`, under a plain name that is not among the `taken`.

    Raises ContentError where it is no JPEG or PNG, can't be opened, or is too large.
    """
    try:
        with _bombs_refused(), Pillow.open(io.BytesIO(data)) as image:
            kind, (width, height) = image.format or "", image.size
            if kind in _KINDS and width * height <= _MOST_PIXELS:
                image.load()
    except (OSError, ValueError, SyntaxError):
        raise ContentError("picture-broken", path) from None
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning):
        raise ContentError("picture-large", path, most=_MOST_PIXELS // 1_000_000) from None
    if kind not in _KINDS:
        raise ContentError("picture-kind", path, kind=kind)
    if width * height > _MOST_PIXELS:
        raise ContentError("picture-large", path, most=_MOST_PIXELS // 1_000_000)
    media_type, ending = _KINDS[kind]
    return Image(_plain_name(path, ending, taken), media_type, width, height, data)


@contextmanager
def _bombs_refused() -> Iterator[None]:
    """What Pillow would only warn of is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Pillow.DecompressionBombWarning)
        yield


def _plain_name(path: PurePath, ending: str, taken: Collection[str]) -> str:
    """The file's name in a–z, 0–9 and hyphens, with the ending its kind has; numbered where it is taken.

    >>> _plain_name(PurePath("Ảnh Đại hội (1).JPG"), ".jpg", {"anh-dai-hoi-1.jpg"})
    'anh-dai-hoi-1-2.jpg'
    """
    letters = bare(path.stem.lower()).encode("ascii", "ignore").decode()
    stem = re.sub("[^a-z0-9]+", "-", letters).strip("-") or "anh"
    names = [f"{stem}{ending}", *(f"{stem}-{number}{ending}" for number in range(2, len(taken) + 2))]
    return next(name for name in names if name not in taken)
