"""The folder of content: the only door to it, and what passes it is sound.

Content is untrusted: nothing outside the folder is read, and every mistake is an error with its place.
"""

import hashlib
import os
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from kyyeu.content.pictures import parse_picture
from kyyeu.errors import ContentError, Term, problem_of
from kyyeu.model import Image
from kyyeu.restorer import NotText, OtherKind, SpoiltUtf8
from kyyeu.restorer.text_file import decode

# Controls but the tab, halves of pairs, and the two that neither XML nor YAML can hold.
_UNPRINTABLE = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass
class ContentFolder:
    """What is read of it is NFC UTF-8 text or a sound picture."""

    path: Path
    """Where the folder is."""
    pictures: dict[str, Image] = field(default_factory=dict)
    """The pictures read so far, by the names they are called by."""
    _seen: dict[str, str] = field(default_factory=dict)

    def read_bytes(self, name: str, asked_by: Path | None = None, line: int | None = None) -> bytes:
        """The file `name`, which must lie inside the folder, links followed."""
        path = self._find(name)
        try:
            if not lies_in(path, self.path):
                raise ContentError("outside-content", asked_by or path, line, name=name)
            data = path.read_bytes()
        except FileNotFoundError:
            raise _missing(path, self.path, asked_by, line) from None
        except OSError as error:
            raise ContentError("unreadable", path, problem=problem_of(error)) from None
        self._seen[name] = hashlib.sha256(data).hexdigest()
        return data

    def read_text(self, name: str, asked_by: Path | None = None, line: int | None = None) -> str:
        """The text file `name`, NFC, with line feeds alone for line ends and no byte-order mark."""
        text = self.decode(self.read_bytes(name, asked_by, line), self.path / name)
        return unicodedata.normalize("NFC", text)

    def decode(self, data: bytes, path: Path) -> str:
        """`data` as text, its line ends alone made uniform."""
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise ContentError("not-utf8", path, line, byte=f"0x{data[error.start]:02X}") from None
        return self.check_text(text.replace("\r\n", "\n").replace("\r", "\n"), path)

    def check_text(self, text: str, path: Path) -> str:
        """The text, which must hold no character that can't be printed."""
        for number, row in enumerate(text.split("\n"), 1):
            refuse_unprintable(row, path, number)
        return text

    def read_picture(self, name: str, asked_by: Path, line: int | None) -> Image:
        """The picture ``images/<name>``; a JPEG or PNG that can be opened."""
        if name not in self.pictures:
            data = self.read_bytes(f"images/{name}", asked_by, line)
            taken = [image.name for image in self.pictures.values()]
            self.pictures[name] = parse_picture(data, self.path / "images" / name, taken)
        return self.pictures[name]

    def has(self, name: str) -> bool:
        """Whether there is a file `name`."""
        return self._find(name).exists()

    def _find(self, name: str) -> Path:
        """Where the file is: by that very name or, where none has it, by one with its letters apart.

        So does macOS write names, and so do the archives made there, while the text that names them is NFC.
        """
        path = self.path / name
        if os.path.exists(path) or name.isascii():
            return path
        alike = (
            other for other in path.parent.glob("*") if unicodedata.normalize("NFC", other.name) == path.name
        )
        return min(alike, default=path)

    def digest(self) -> str:
        """SHA-256 over every file read: its name and its own digest, in the order of names."""
        listing = "".join(f"{name}\0{digest}\n" for name, digest in sorted(self._seen.items()))
        return hashlib.sha256(listing.encode()).hexdigest()


@dataclass
class DraftFolder(ContentFolder):
    """An article that is not on the disk yet, and its source."""

    source: bytes = b""

    def read_bytes(self, name: str, asked_by: Path | None = None, line: int | None = None) -> bytes:
        """The source, which is all that a draft may ask for."""
        return self.source

    def has(self, name: str) -> bool:
        """No: a draft's pictures are yet to be found."""
        return False


def lies_in(path: Path, folder: Path) -> bool:
    """Whether it is in the folder, links followed; one that leads in a circle is where it stands."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def refuse_unprintable(row: str, path: Path, line: int) -> None:
    """Raise ContentError where the row, which stands at `path` on `line`, has what can't be printed."""
    if bad := _UNPRINTABLE.search(row):
        raise ContentError("control-character", path, line, char=f"U+{ord(bad[0]):04X}")


def decode_source(data: bytes, path: Path) -> str:
    """The source file `path`, which holds `data`, as text with line feeds alone for line ends.

    It may be in an old code page: it is read as the newspaper's machine read it, and the damage that an
    article declares undoes that. Raises ContentError where it is no text.
    """
    try:
        text = decode(data)
    except SpoiltUtf8 as error:
        raise ContentError("spoilt-utf8", path, error.line, byte=error.found) from None
    except OtherKind as error:
        raise ContentError("other-kind", path, kind=Term(error.kind)) from None
    except NotText as error:
        code = "not-text" if error.found == "\0" else "broken-utf16"
        raise ContentError(code, path, place=error.place) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _missing(path: Path, folder: Path, asked_by: Path | None, line: int | None) -> ContentError:
    """A missing file, with the one that may have been meant and the place that asks for it."""
    if not folder.is_dir():
        return ContentError("no-content-folder", folder)
    there = (
        sorted(other.name for other in path.parent.glob(f"*{path.suffix}")) if path.parent.is_dir() else []
    )
    return ContentError("file-missing", asked_by or path, line, name=str(path), there=", ".join(there) or "–")
