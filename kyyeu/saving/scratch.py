"""A folder for files that nobody but this process needs."""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from kyyeu.errors import MachineError, Term, problem_of
from kyyeu.saving.disk import drop, drop_unheld, held

_PREFIX = "kyyeu-scratch-"
_NAME = re.compile(rf"{_PREFIX}[a-z0-9_]{{8}}")  # as tempfile gives them: no booklet is called so


@contextmanager
def scratch() -> Iterator[Path]:
    """A new folder of the system's for temporary files; it goes afterwards, and those of killed processes.

    Raises MachineError where the system has no place for it.
    """
    with ExitStack() as stack:
        folder = _take_folder(stack)
        stack.callback(drop_scratch, folder)
        with suppress(OSError):
            _clear_away(folder.parent)
        yield folder


def _take_folder(stack: ExitStack) -> Path:
    """A new folder, held. Raises MachineError as `scratch` does."""
    while True:
        try:
            folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        except FileNotFoundError:  # none of the places that there are for them will do
            raise MachineError("no-layout", problem=Term("no-temporary")) from None
        except OSError as error:
            raise MachineError("no-layout", problem=problem_of(error)) from None
        with suppress(FileNotFoundError, PermissionError):  # another process took it for one that was left
            stack.enter_context(held(folder))
            folder.resolve(strict=True)  # Windows has the name of one that is gone while somebody looks at it
            return folder


def drop_scratch(folder: Path) -> None:
    """Such a folder away, as far as that can be."""
    with suppress(OSError):
        drop(folder)


def use_scratch(folder: Path) -> None:
    """From now on this process has its temporary files there, and whatever libraries it uses theirs."""
    tempfile.tempdir = str(folder)


def _clear_away(place: Path) -> None:
    """The folders of this user's processes that are no more: nobody holds them."""
    for other in place.iterdir():
        if _NAME.fullmatch(other.name) and other.is_dir() and not other.is_symlink() and _is_own(other):
            drop_unheld(other)


def _is_own(folder: Path) -> bool:
    """Whether it is this user's; on Windows each has a place of their own for them."""
    return not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()
