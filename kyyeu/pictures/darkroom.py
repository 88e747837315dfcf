"""Where a booklet's pictures are made ready: many at a time, each when it is asked for, and never twice.

Pillow lets other threads work while it decodes, scales and encodes, so threads are enough: no process is left
behind, and no picture is sent from one to another.
"""

import hashlib
import os
from collections import deque
from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, fields
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from kyyeu.cache import NOWHERE, Store
from kyyeu.errors import ContentError, Mistakes
from kyyeu.model import Image
from kyyeu.pictures.looks import Look, look_at, unpack_look

_AT_A_TIME = min(os.cpu_count() or 1, 4)
_MOST_PIXELS = 36_000_000  # of those at a time, unless one alone has more; each takes seven bytes of memory
_RECIPES = 2  # to be counted up when a recipe makes something else of the same picture
_LIBRARIES = ("libjpeg_turbo", "littlecms2", "webp", "avif", "libtiff")


@cache
def _name_makers() -> str:
    """What pictures are made with: another version may make others."""
    from PIL import features

    own = (version("pillow"), version("pillow_heif"))
    return " ".join([str(_RECIPES), *own, *(str(features.version(name)) for name in _LIBRARIES)])


class Recipe(Protocol):
    """What is wanted of a picture; its `repr` tells it from any other."""

    def make(self, data: bytes, drawn: bool) -> bytes:
        """That, of the picture in the bytes of a file; `drawn` says whether it is line art.

        Raises ContentError, with no path, where it is broken.
        """


@dataclass(frozen=True, slots=True)
class Darkroom:
    """Makes pictures ready."""

    read: Callable[[Image], bytes]
    """Gives the file of a picture. Raises ContentError where that is no longer what it was."""
    folder: Path
    """Where messages say that the files are."""
    store: Store = NOWHERE
    """Where they are remembered."""
    tell: Callable[[Image, int, int], None] = lambda image, number, count: None
    """Told of each picture that must be made ready: which it is, its number from 1, and of how many."""

    def develop(self, image: Image, recipe: Recipe) -> bytes:
        """The picture as the recipe makes it. Raises ContentError where it is broken."""

        def make() -> bytes:
            return recipe.make(self.read(image), image.drawn)

        try:
            return self.store.remember(_key(image, recipe), make)
        except ContentError as error:
            error.path = error.path or self.folder / image.file
            raise

    def prepare(self, wanted: Collection[tuple[Image, Recipe]]) -> None:
        """Have all of them made and remembered, some at a time, before they are asked for one by one.

        Raises Problems with all that is wrong with them.
        """
        if self.store is NOWHERE:
            return
        missing = [pair for pair in wanted if self.store.get(_key(*pair)) is None]
        mistakes, ahead = Mistakes(), deque[tuple[Image, Future[bytes]]]()
        with ThreadPoolExecutor(_AT_A_TIME) as threads:
            for number, (image, recipe) in enumerate(missing, 1):
                while ahead and not _may_be_together([image, *(other for other, _ in ahead)]):
                    with mistakes.noted():
                        ahead.popleft()[1].result()
                self.tell(image, number, len(missing))
                ahead.append((image, threads.submit(self.develop, image, recipe)))
            for _, made in ahead:
                with mistakes.noted():
                    made.result()
        mistakes.settle()


def _may_be_together(images: Collection[Image]) -> bool:
    """Whether there is memory for all of them at a time."""
    pixels = sum(image.width * image.height for image in images)
    return len(images) <= _AT_A_TIME and pixels <= _MOST_PIXELS


def _key(image: Image, recipe: Recipe) -> str:
    return f"{_name_makers()} {image.digest} {image.media_type} {recipe!r}"


def remember_look(data: bytes, store: Store) -> Look:
    """What the file's bytes are. Raises as `look_at` does."""
    asked = " ".join(field.name for field in fields(Look))  # else one that was kept may know less
    key = f"{_name_makers()} {hashlib.sha256(data).hexdigest()} look {asked}"
    return unpack_look(store.remember(key, lambda: look_at(data).packed()))
