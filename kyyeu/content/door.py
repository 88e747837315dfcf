"""The only door to the folder of content, and the ledger of what was read through it.

Content is untrusted: nothing outside the folder is read.
"""

import hashlib
import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kyyeu.errors import ContentError, problem_of
from kyyeu.files import MOST_TEXT, LargeFile, read_file
from kyyeu.model import Asked, Finding

_MOST_PICTURE = 200_000_000  # bytes; the largest photograph has a tenth of it
_MOST_SHOWN = 12  # names told of those that are there

Read = Callable[[str], bytes]
"""Gives what the file of a name holds; the name is relative to the content folder."""


class Misnamed(ContentError):
    """A name leads to no file of the folder: whoever asks for it must mend it."""


class NotThere(Misnamed):
    """There is no file of that name."""


@dataclass(frozen=True, slots=True)
class Door:
    """The way into the folder of content."""

    folder: Path
    """Where it is."""
    _inner: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)
    """Of folders that were gone through, whether they lie inside."""

    def read(self, name: str) -> bytes:
        """The file `name`, which must lie inside the folder, links followed.

        Raises Misnamed, or ContentError where what is there can't be read.
        """
        path = self._find(name)
        try:
            if not self._has(path):
                raise Misnamed("outside-content", path, name=name)
            return read_file(path, _MOST_PICTURE if name.startswith("images/") else MOST_TEXT)
        except (FileNotFoundError, ValueError):  # a ValueError: no file's name can have a NUL
            raise self._missing(path) from None
        except LargeFile as error:
            raise ContentError("file-too-large", path, most=error.most // 1_000_000) from None
        except OSError as error:
            raise ContentError("unreadable", path, problem=problem_of(error)) from None

    def names(self, folder: str, ending: str) -> tuple[str, ...]:
        """The names of the files with that ending in a folder of it, sorted."""
        place = self.folder / folder
        if not lies_in(place, self.folder):
            return ()
        return tuple(sorted(path.name for path in _inside(place) if path.name.endswith(ending)))

    def _find(self, name: str) -> Path:
        """Where the file is: by that very name or, where none has it, by one with its letters apart.

        So does macOS write names, and so do the archives made there, while the text that names them is NFC.
        """
        path = self.folder / name
        if os.path.exists(path) or name.isascii():
            return path
        alike = (other for other in _beside(path) if unicodedata.normalize("NFC", other.name) == path.name)
        return min(alike, default=path)

    def _has(self, path: Path) -> bool:
        """Whether it lies inside, links followed; the folder that a file is in is followed once."""
        parent, name = os.path.split(path)
        if name in ("", os.curdir, os.pardir) or os.path.islink(path):
            return lies_in(path, self.folder)
        if parent not in self._inner:
            self._inner[parent] = lies_in(Path(parent), self.folder)
        return self._inner[parent]

    def _missing(self, path: Path) -> ContentError:
        """What to say of a missing file: which was meant, or all that are there."""
        if not os.path.isdir(self.folder):
            return ContentError("no-content-folder", self.folder)
        there = sorted(other.name for other in _beside(path) if not other.name.startswith("."))
        if meant := next((other for other in there if _plain(other) == _plain(path.name)), None):
            return NotThere("file-misnamed", path, name=path, there=meant, wanted=path.name)
        shown = ", ".join(there[:_MOST_SHOWN]) + " …" * (len(there) > _MOST_SHOWN)
        return NotThere("file-missing", path, name=path, there=shown or "–")


class Ledger:
    """A reading that remembers each name it asked for, and what came of it."""

    def __init__(self, read: Read, folder: Path):
        """Nothing is asked of `read` yet; messages say that its files are in `folder`."""
        self._read, self._folder = read, folder
        self._asked = dict[str, Asked]()

    def place(self, name: str) -> Path:
        """Where messages say that the file is."""
        return self._folder / name

    def read(self, name: str, asked_by: str, line: int | None = None) -> bytes:
        """The file `name`, for which the file `asked_by` asks on `line`. Raises as `Door.read` does."""
        try:
            data = self._read(name)
        except Misnamed as error:
            self._asked[name] = Asked(name, "", 0)
            raise type(error)(error.code, self.place(asked_by), line, **error.facts) from None
        self._asked[name] = Asked(name, hashlib.sha256(data).hexdigest(), len(data))
        return data

    def doubts(self, findings: Iterable[Finding]) -> Iterator[ContentError]:
        """The findings as they are told, each in its file."""
        for finding in findings:
            yield ContentError(finding.code, self.place(finding.file), finding.line, **dict(finding.facts))

    def reads(self) -> tuple[Asked, ...]:
        """All that was asked for, in that order."""
        return tuple(self._asked.values())


def _plain(name: str) -> str:
    """The name as people mean it: in either case, without an ending that a program put on or spelt its way.

    >>> _plain("Ảnh.JPEG") == _plain("ảnh.jpg"), _plain("mot.md.txt")
    (True, 'mot.md')
    """
    plain = unicodedata.normalize("NFC", name).lower().replace(".jpeg", ".jpg")
    return plain.removesuffix(".txt") if plain.count(".") > 1 else plain


def _beside(path: Path) -> Iterator[Path]:
    """What is in the folder that the path leads to, if there is one."""
    return _inside(path.parent)


def _inside(folder: Path) -> Iterator[Path]:
    """What is in the folder, as far as one may look into it."""
    try:
        return iter([*folder.iterdir()])
    except (OSError, ValueError):  # a ValueError: no folder's name can have a NUL
        return iter(())


def lies_in(path: Path, folder: Path) -> bool:
    """Whether it is in the folder, links followed; one that leads in a circle is where it stands."""
    inner, outer = (os.path.normcase(os.path.realpath(place)) for place in (path, folder))
    return inner == outer or inner.startswith(os.path.join(outer, ""))
