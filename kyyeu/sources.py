"""What there is to restore: files and folders of them, by what names they go, and what they hold."""

import filecmp
import os
import re
import stat
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from kyyeu.errors import ContentError, problem_of
from kyyeu.restorer.damage import DAMAGES
from kyyeu.schema import is_file_name

MOST_BYTES = 1_000_000
"""A source larger than this is no article: some 150,000 syllables."""

_LONGEST_SLUG = 80
_ENDING = ".txt"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to restore."""

    path: Path
    """Where it is."""
    file: str
    """Its name under ``content/sources/``, in NFC."""
    slug: str
    """Its article's name, without the ending."""
    folder: Path | None = None
    """The folder it was found in, where it was not named itself."""


def find_sources(places: Iterable[Path], content: Path) -> Iterator[Source]:
    """The files, and the ``.txt`` files of the folders; a folder's are named by their path in it.

    The sources that the folder `content` keeps are taken only where they, or their folder, are named.
    """
    kept = os.path.realpath(content / "sources")
    for place in places:
        if os.path.isdir(place):
            for path in _walk(place, kept):
                name = "-".join(path.relative_to(place).parts) or place.name
                yield _source(path, name, place)
        else:
            yield _source(place, place.name)


def _source(path: Path, name: str, folder: Path | None = None) -> Source:
    """The source by its name in NFC, as the header will have it; macOS takes a name's letters apart."""
    return Source(path, normalize("NFC", name), make_slug(Path(name).stem), folder)


def _walk(folder: Path, left_out: str) -> Iterator[Path]:
    """Every text file under the folder, and every folder that can't be opened: reading it will say so.

    One folder's names at a time are held in memory; links to folders are not followed. A folder `left_out`
    below it is, and hidden ones are: macOS puts ``._bai.txt``, no text, beside ``bai.txt`` on a USB stick.
    """
    closed: list[Path] = []
    for inside, folders, names in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        folders[:] = sorted(
            name
            for name in folders
            if not _is_hidden(name) and os.path.realpath(Path(inside, name)) != left_out
        )
        texts = (name for name in names if name.lower().endswith(_ENDING) and not _is_hidden(name))
        yield from (Path(inside, name) for name in sorted(texts))
    yield from closed


def _is_hidden(name: str) -> bool:
    return name.startswith(".")


class Turns:
    """Whose turn it is: of the sources for one article one at a time, in their order, until one has it.

    So the first of them that can be made has the article, however many sources are worked on at a time.
    """

    def __init__(self, sources: Iterable[Source]):
        """Every source will have its turn."""
        self._sources = iter(sources)
        self._again = deque[Source]()
        self._waiting: dict[str, list[Source]] = {}  # by the article that somebody is at work on
        self._holders: dict[str, Path] = {}

    def __iter__(self) -> Iterator[Source]:
        """Those whose turn it is now; when the turn of one ends, there may be more."""
        while source := self._again.popleft() if self._again else next(self._sources, None):
            if source.slug in self._waiting:
                self._waiting[source.slug].append(source)
            else:
                self._waiting[source.slug] = []
                yield source

    def end(self, source: Source, has_article: bool) -> None:
        """Its turn is over; those that waited for it have theirs."""
        self._again.extend(self._waiting.pop(source.slug))
        if has_article:
            self._holders.setdefault(source.slug, source.path)

    def is_held(self, source: Source, copy: Path) -> bool:
        """Whether the source has its article already, being named again or beside the copy that is kept.

        Raises ContentError where another source has it. Equal names make equal slugs, so whoever has the
        article has the place of the copy as well.
        """
        holder = self._holders.get(source.slug)
        if holder and not _is_again(source.path, holder, copy):
            raise ContentError("same-article", source.path, other=str(holder), article=f"{source.slug}.md")
        return holder is not None


def make_slug(name: str) -> str:
    """The name in the letters a file of an article may have; empty where none of its characters is one.

    >>> make_slug("Báo Nghệ An, số 3")
    'bao-nghe-an-so-3'
    """
    plain = DAMAGES["strip-diacritics"](normalize("NFC", name)).lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(slug) <= _LONGEST_SLUG:
        return slug
    whole_words, _, _ = slug[: _LONGEST_SLUG + 1].rpartition("-")
    return whole_words or slug[:_LONGEST_SLUG]


def check_names(source: Source) -> None:
    """Whether an article can be named after the source, and can name it in its header."""
    if not source.slug:
        raise ContentError("no-slug", source.path)
    if not is_file_name(source.file):
        raise ContentError("source-name", source.path, length=len(source.file), name=source.file)


def _is_again(path: Path, holder: Path, copy: Path) -> bool:
    """Whether the holder is the same file, or one of the two is the copy that is kept of the other."""
    files = {os.path.realpath(path), os.path.realpath(holder)}
    return len(files) == 1 or (os.path.realpath(copy) in files and hold_the_same(path, holder))


def read_source(source: Source, content: Path) -> bytes:
    """What it holds. It may lie in the folder asked for alone, links followed, and must be no article."""
    inside = content if source.path.parent == content / "sources" else source.folder
    if inside and not _lies_in(source.path, inside):
        raise ContentError("link-outside", source.path, folder=str(inside))
    if _lies_in(source.path, content / "articles"):
        raise ContentError("source-is-article", source.path)
    return _read(source.path)


def _lies_in(path: Path, folder: Path) -> bool:
    """Whether it is in the folder, links followed; one that leads in a circle is where it stands."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _read(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ContentError("no-plain-file", path)
        if status.st_size > MOST_BYTES:
            raise ContentError("source-too-large", path, size=status.st_size, most=MOST_BYTES)
        return path.read_bytes()
    except FileNotFoundError:
        raise ContentError("no-file", path) from None
    except OSError as error:
        raise ContentError("unreadable", path, problem=problem_of(error)) from None


def holds(path: Path, data: bytes) -> bool:
    """Whether that is what is in the file, which is read only where it may be by its kind and its size."""
    try:
        status = path.stat()
        return stat.S_ISREG(status.st_mode) and status.st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def looks_alike(path: Path, place: Path) -> bool:
    """Whether `path` lies in the folder of `place` under its name, but with the name's letters apart."""
    if path.name == place.name or normalize("NFC", path.name) != place.name:
        return False
    return os.path.realpath(path.parent) == os.path.realpath(place.parent)


def hold_the_same(one: Path, other: Path) -> bool:
    """Whether both are plain files with the same in them."""
    try:
        return filecmp.cmp(one, other, shallow=False)
    except OSError:
        return False
