"""What libtiff complains of while it decodes.

Over codes that mean nothing it goes on, with whatever it takes the lines for, and tells the terminal alone.
"""

import ctypes
import os
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import cache

from PIL import _imaging

_heard = threading.local()
_ONE_AT_A_TIME = threading.Lock()
_TERMINAL = 2  # of the streams that every process has
_COMPLAINT = re.compile(rb"^\w+: .*\.\r?\n", re.MULTILINE)  # the function that complains, and of what


def _hear(module: bytes, words: bytes, values: int) -> None:
    _heard.complaint = True


_HEARER = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_void_p)(_hear)


@cache
def _listen() -> bool:
    """Have libtiff complain here from now on; False where Pillow has it within itself, as on Windows."""
    with suppress(AttributeError, OSError):
        library = ctypes.CDLL(_imaging.__file__)
        library.TIFFSetWarningHandler(None)
        library.TIFFSetErrorHandler(_HEARER)
        return True
    return False


@contextmanager
def heeded(kind: str) -> Iterator[None]:
    """Raises ValueError where libtiff complains meanwhile in this thread, of a picture of that kind."""
    _heard.complaint = False
    with nullcontext() if kind != "TIFF" or _listen() else _overheard():
        yield
    if _heard.complaint:
        raise ValueError


@contextmanager
def _overheard() -> Iterator[None]:
    """What is written to the terminal meanwhile is listened to; what is no complaint goes on there."""
    with _ONE_AT_A_TIME:
        _occupy_streams()
        said, (ours, theirs), terminal = bytearray(), os.pipe(), os.dup(_TERMINAL)
        listener = threading.Thread(target=_take_down, args=(ours, said))
        listener.start()
        _turn_terminal(theirs)
        try:
            yield
        finally:
            _turn_terminal(terminal)
            listener.join()
    if (rest := _COMPLAINT.sub(b"", said)) and sys.__stderr__:
        with suppress(OSError):
            sys.__stderr__.buffer.write(rest)
            sys.__stderr__.buffer.flush()
    _heard.complaint = rest != said


def _occupy_streams() -> None:
    """Let no file of ours get the number of a stream that this process was begun without."""
    while (file := os.open(os.devnull, os.O_RDWR)) <= _TERMINAL:
        pass
    os.close(file)


def _turn_terminal(stream: int) -> None:
    """What this process tells of errors goes there from now on."""
    os.dup2(stream, _TERMINAL)
    os.close(stream)


def _take_down(stream: int, said: bytearray) -> None:
    """All that is said, until nobody can say any more."""
    with open(stream, "rb") as heard:
        said += heard.read()
