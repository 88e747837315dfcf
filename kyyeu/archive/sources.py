"""What there is to restore: files and folders of them, by what names they go, and what they hold."""

import filecmp
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from kyyeu.content.door import lies_in
from kyyeu.content.header import split_front_matter
from kyyeu.content.yaml import parse_yaml
from kyyeu.errors import ContentError, problem_of
from kyyeu.files import LargeFile, UnfitFile, read_file
from kyyeu.restorer.damage.letters import bare
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


def make_slug(name: str) -> str:
    """The name in the letters a file of an article may have; empty where none of its characters is one.

    >>> make_slug("Báo Nghệ An, số 3 (Müller)")
    'bao-nghe-an-so-3-muller'
    """
    slug = re.sub(r"[^a-z0-9]+", "-", bare(name).lower()).strip("-")
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


def read_source(source: Source, content: Path) -> bytes:
    """What it holds. It may lie in the folder asked for alone, links followed, and must be no article."""
    kept = os.path.realpath(source.path.parent) == os.path.realpath(content / "sources")
    inside = content if kept else source.folder
    if inside and not lies_in(source.path, inside):
        raise ContentError("link-outside", source.path, folder=inside)
    if lies_in(source.path, content / "articles"):
        raise ContentError("source-is-article", source.path)
    return _read(source.path)


def _read(path: Path) -> bytes:
    try:
        return read_file(path, MOST_BYTES)
    except FileNotFoundError:
        raise ContentError("no-file", path) from None
    except LargeFile as error:
        raise ContentError("source-too-large", path, size=error.size, most=error.most) from None
    except UnfitFile:
        raise ContentError("no-plain-file", path) from None
    except OSError as error:
        raise ContentError("unreadable", path, problem=problem_of(error)) from None


def is_made_from(article: Path, file: str) -> bool:
    """Whether the article's header names that source; no header names none.

    Raises Problems where there is one, but no YAML.
    """
    try:
        written, _, _ = split_front_matter(read_file(article).decode("utf-8-sig"), article)
    except (OSError, UnicodeDecodeError, ContentError):
        return False
    header = parse_yaml(normalize("NFC", written), article, first_line=2).root
    return [entry.value for _, entry in header.find(["source", "file"])][1:] == [file]


def holds(path: Path, data: bytes) -> bool:
    """Whether that is what is in the file, no more of which is read than it may be."""
    try:
        return read_file(path, len(data)) == data
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
