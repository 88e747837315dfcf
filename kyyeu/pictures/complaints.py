"""What libtiff complains of while it decodes.

Over codes that mean nothing it goes on, with whatever it takes the lines for, and tells the terminal alone.
"""

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache

from PIL import _imaging

_heard = threading.local()


def _hear(module: bytes, words: bytes, values: int) -> None:
    _heard.complaint = True


_HEARER = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_void_p)(_hear)


@cache
def _listen() -> None:
    """Have libtiff complain here from now on; where Pillow has it within itself it can't be reached."""
    with suppress(AttributeError, OSError):
        library = ctypes.CDLL(_imaging.__file__)
        library.TIFFSetWarningHandler(None)
        library.TIFFSetErrorHandler(_HEARER)


@contextmanager
def heeded() -> Iterator[None]:
    """Raises ValueError where libtiff complains meanwhile in this thread."""
    _listen()
    _heard.complaint = False
    yield
    if _heard.complaint:
        raise ValueError
