"""One family of errors: a code, the facts its sentence needs, where it is, and an exit status.

The sentences stand in ``messages.toml``, in Vietnamese and English; an error carries none itself.
"""

import errno
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from traceback import clear_frames


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where something stands that an editor wrote."""

    path: Path
    """The file, for messages."""
    line: int
    """The line there, from 1; in a workbook the row."""
    cell: str = ""
    """In a workbook the sheet and the cell."""

    @property
    def facts(self) -> dict[str, str]:
        """What an error is told beside its line."""
        return {"cell": self.cell} if self.cell else {}


class Term(str):
    """A fact that is worded too: the name of an entry of ``[terms]`` in messages.toml."""


_PROBLEMS = {
    errno.EISDIR: "is-a-folder",
    errno.ENOTDIR: "not-a-folder",
    errno.EEXIST: "not-a-folder",  # said of a file where a folder was to be made
    errno.EACCES: "no-permission",
    errno.EPERM: "no-permission",
    errno.ENOENT: "not-there",
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EROFS: "read-only",
    errno.ENAMETOOLONG: "name-too-long",
    errno.ELOOP: "link-in-a-circle",
    errno.EIO: "disk-broken",
    errno.EFBIG: "beyond-file-limit",
    errno.EMFILE: "too-many-open",
    errno.ENFILE: "too-many-open",
    errno.ENOMEM: "too-little-memory",
    errno.EBUSY: "in-use",
    errno.ETXTBSY: "in-use",
}

_ON_WINDOWS = {  # where it tells more than the number of C's that Python gives to it
    19: "read-only",  # ERROR_WRITE_PROTECT
    32: "in-use",  # ERROR_SHARING_VIOLATION
    33: "in-use",  # ERROR_LOCK_VIOLATION
    111: "name-too-long",  # ERROR_BUFFER_OVERFLOW
    206: "name-too-long",  # ERROR_FILENAME_EXCED_RANGE
    234: "name-too-long",  # ERROR_MORE_DATA
}
_LONGEST_ON_WINDOWS = 259  # characters of a path, unless the machine allows more (MAX_PATH)


def problem_of(error: Exception, platform: str = sys.platform) -> str:
    """What the system found wrong with a file: worded where it is a common thing, else in its own words."""
    if isinstance(error, UnicodeDecodeError):
        return Term("not-utf8")
    if isinstance(problem := getattr(error, "problem", None), Term):  # a file that is none, or too large
        return problem
    if isinstance(error, OSError):
        number = getattr(error, "winerror", None)
        if number in _ON_WINDOWS or (platform == "win32" and _lies_too_deep(error)):
            return Term(_ON_WINDOWS.get(number or 0, "name-too-long"))
        if platform == "win32" and _lies_in_a_file(error):
            return Term("not-a-folder")
        if error.errno in _PROBLEMS:
            return Term(_PROBLEMS[error.errno])
    return getattr(error, "strerror", None) or str(error)


def _lies_too_deep(error: OSError) -> bool:
    """Whether Windows says that a file is not there, or its name is none, whose path is too long for it."""
    return error.errno in (errno.ENOENT, errno.EINVAL) and any(
        len(os.path.abspath(name)) > _LONGEST_ON_WINDOWS for name in _names_in(error)
    )


def _lies_in_a_file(error: OSError) -> bool:
    """Whether Windows says that a file is not there, whose folder is a file."""
    return error.errno == errno.ENOENT and any(
        os.path.isfile(folder) for name in _names_in(error) for folder in Path(name).parents
    )


def _names_in(error: OSError) -> list[str]:
    return [name for name in (error.filename, error.filename2) if isinstance(name, str)]


class KyyeuError(Exception):
    """Something a person must mend before the booklet can be made."""

    exit_status = 1

    def __init__(self, code: str, path: Path | None = None, line: int | None = None, **facts: object):
        """An error of `code` (a table of messages.toml) at `line` (from 1) of the file `path`.

        The fact ``cell`` is where in a workbook it is, whose row is the line.
        """
        super().__init__(code, path, line, facts)
        self.code = code
        self.path = path
        self.line = line
        self.facts = facts

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes with every fact."""
        return _rebuild, (type(self), self.code, self.path, self.line, self.facts)


def unexpected(fault: Exception, path: Path | None = None) -> KyyeuError:
    """A fault of the program in our words, the fault itself for its cause; what its frames hold is let go."""
    error = KyyeuError("unexpected", path, problem=f"{type(fault).__name__}: {fault}")
    clear_frames(fault.__traceback__)
    error.__cause__ = fault
    return error


def _rebuild(
    kind: type[KyyeuError], code: str, path: Path | None, line: int | None, facts: dict[str, object]
) -> KyyeuError:
    error = kind(code, path, line)
    error.facts = facts
    error.args = (code, path, line, facts)
    return error


class ContentError(KyyeuError):
    """The editor must mend a file under ``content/``."""

    exit_status = 2


class TemplateError(KyyeuError):
    """The designer must mend a file under ``templates/``."""

    exit_status = 3


class MachineError(KyyeuError):
    """The machine lacks something: a library, room on the disk, a right."""

    exit_status = 4


class Problems(Exception):
    """Several errors found in one reading, so that an editor mends them in one sitting."""

    def __init__(self, errors: Sequence[KyyeuError], doubts: Sequence[KyyeuError] = ()):
        """The errors in the order they were found, at least one; and what is none, but was hardly meant."""
        super().__init__(*errors)
        self.errors = tuple(errors)
        self.doubts = tuple(doubts)
        self.exit_status = max(error.exit_status for error in errors)

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes with every error."""
        return Problems, (self.errors, self.doubts)


class Mistakes:
    """Mistakes as they are found, while the reading goes on, so that all of them are told at once."""

    def __init__(self, found: Iterable[KyyeuError] = ()):
        """Those `found` so far."""
        self._found = [*found]
        self._doubts = list[KyyeuError]()

    def note(self, *mistakes: KyyeuError) -> None:
        """Remember them."""
        self._found += mistakes

    def doubt(self, *doubts: KyyeuError) -> None:
        """Remember what is no mistake, to be told with those there are."""
        self._doubts += doubts

    @contextmanager
    def noted(self) -> Iterator[None]:
        """A step of the reading: what it finds wrong with the content is noted, and the next step follows."""
        try:
            yield
        except ContentError as error:
            self.note(error)
        except Problems as problems:
            self.note(*problems.errors)
            self.doubt(*problems.doubts)

    @property
    def found(self) -> tuple[KyyeuError, ...]:
        """All that was noted, each once, file after file, each from top to bottom."""
        files = [*dict.fromkeys(error.path for error in self._found)]
        told = {(error.code, error.path, error.line, repr(error.facts)): error for error in self._found}
        return tuple(sorted(told.values(), key=lambda error: (files.index(error.path), error.line or 0)))

    def settle(self) -> None:
        """Raise Problems with all that was noted, if anything was."""
        if self._found:
            raise Problems(self.found, self._doubts)
