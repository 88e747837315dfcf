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
        said, (ours, theirs) = bytearray(), os.pipe()
        listener = threading.Thread(target=_take_down, args=(ours, said))
        listener.start()
        terminal = _replace_terminal(theirs)
        try:
            yield
        finally:
            _give_back(terminal)
            listener.join()
    if (rest := _COMPLAINT.sub(b"", said)) and sys.__stderr__:
        with suppress(OSError):
            sys.__stderr__.buffer.write(rest)
            sys.__stderr__.buffer.flush()
    _heard.complaint = rest != said


def _replace_terminal(stream: int) -> int | None:
    """Let the process write to the stream what it tells of errors; gives where it did, if anywhere."""
    former = None
    with suppress(OSError):  # a program without a console
        former = os.dup(2)
    os.dup2(stream, 2)
    os.close(stream)
    return former


def _give_back(terminal: int | None) -> None:
    """Let it write there again, or nowhere."""
    if terminal is None:
        os.close(2)
    else:
        os.dup2(terminal, 2)
        os.close(terminal)


def _take_down(stream: int, said: bytearray) -> None:
    """All that is said, until nobody can say any more."""
    with open(stream, "rb") as heard:
        said += heard.read()
