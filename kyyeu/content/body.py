"""The body of a text: its Markdown in runs and blocks, with the pictures that it calls."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePath

from kyyeu.content.door import Ledger, NotThere, Read
from kyyeu.content.header import split_front_matter
from kyyeu.content.kinds.idioms import idiom_of, table_of
from kyyeu.content.kinds.tables import Table, read_table
from kyyeu.content.pictures import LookAt, name_apart, parse_picture
from kyyeu.content.plain_text import decode_text, find_piled
from kyyeu.content.prose import (
    PLAIN,
    BodyLines,
    Idiom,
    Picture,
    Prose,
    find_excess,
    find_lines,
    find_slips,
    find_words,
    parse_prose,
    place_pictures,
    share_rows,
)
from kyyeu.content.yaml import parse_yaml
from kyyeu.errors import ContentError, KyyeuError, Mistakes, Whereabouts
from kyyeu.model import Block, Finding, Image, Link, Run


@dataclass(frozen=True)
class Manuscript:
    """The Markdown under a header."""

    markdown: str
    """As the editor wrote it."""
    path: Path
    """The file, for messages."""
    first_line: int
    """The line of the file on which it begins, from 1."""
    idiom: Idiom = PLAIN
    """How it is written."""
    table: Table | None = None
    """The table that lies beside it."""

    def place_at(self, block: int, start: int) -> Whereabouts:
        """Where the character `start` of a block is from."""
        return self.place_of(self._lines.at(block, start))

    def place_of_call(self, number: int) -> Whereabouts:
        """Where that picture is called, from 0 in reading order."""
        return self.place_of(self._lines.pictures[number])

    def place_of(self, line: int) -> Whereabouts:
        """Where a line of the Markdown is; those after its last are the cells of the table (`BodyLines`)."""
        cell = line - self._count - 1
        if cell < 0 or self.table is None:
            return Whereabouts(self.path, self.first_line - 1 + line)
        row, column = divmod(cell, len(self.table.columns))
        return Whereabouts(self.table.path, self.table.lines[row], self.table.cell(row, column))

    @cached_property
    def _count(self) -> int:
        return self.markdown.count("\n") + 1

    @cached_property
    def _lines(self) -> BodyLines:
        return find_lines(self.markdown, self.idiom)


def find_origin(read: Read, name: str, block: int, start: int) -> Whereabouts:
    """Where the character `start` of a block of the file `name` is from; its path is in the folder."""
    path = Path(name)
    header, markdown, first_line = split_front_matter(decode_text(read(name), path), path)
    entries = parse_yaml(header, path, first_line=2).root
    file = table_of(entries)
    beside = path.parent / file
    table = read_table(read(beside.as_posix()), beside) if file else None
    idiom = idiom_of(entries, table.rows if table else ())
    return Manuscript(markdown, path, first_line, idiom, table).place_at(block, start)


@dataclass(frozen=True, slots=True)
class Body:
    """What stands under a header."""

    runs: tuple[Run, ...]
    """As XHTML."""
    blocks: tuple[Block, ...]
    """As plain text."""
    images: tuple[Image, ...]
    """The pictures that it calls, each once, in order of first use; those lost left out."""
    mistakes: tuple[KyyeuError, ...]
    """What is wrong with its calls of pictures; with such mistakes no picture has its place in the runs."""
    places: tuple[tuple[str, str], ...] = ()
    """What a link may call places in it, each with the place's id."""
    links: tuple[Link, ...] = ()
    """Its links to other texts, each target once."""
    findings: tuple[Finding, ...] = ()
    """What was most likely meant otherwise."""
    described: bool = False
    """Whether something else is heard instead of a picture than a caption that is printed."""


def read_body(ledger: Ledger, manuscript: Manuscript, prefix: str, name: str, look_at: LookAt) -> Body:
    """The body that the manuscript of the file `name` says; `prefix` makes its ids unique in the booklet."""
    if excess := find_excess(manuscript.markdown):
        line = manuscript.first_line - 1 + excess.line
        return Body((), (), (), (ContentError(excess.code, manuscript.path, line, most=excess.most),))
    prose, mistakes = parse_prose(manuscript.markdown, prefix, idiom=manuscript.idiom), Mistakes()
    images = dict[str, Image]()
    for number, call in enumerate(prose.pictures):
        with mistakes.noted(), _on_its_line(manuscript, number):
            _check_call(call, manuscript.path)
            if call.src not in images:
                images |= {image.file: image for image in _read_image(ledger, call, name, look_at)}
    mistakes.note(*_find_piled(manuscript, prose))
    found = tuple(_find(manuscript, prose, name))
    if mistakes.found:
        return Body(*prose.cut(), (), mistakes.found, findings=found)
    names = name_apart(images.values())
    share_rows(prose.tree, {image.file: image.width / image.height for image in images.values()})
    place_pictures(prose.tree, {file: f"images/{name}" for file, name in names.items()})
    named = (replace(image, name=names[image.file]) for image in images.values())
    places, links = tuple(prose.places.items()), tuple(_links(manuscript, prose))
    runs, blocks = prose.cut()
    return Body(runs, blocks, tuple(named), (), places, links, found, _is_described(prose, blocks))


def _find_piled(manuscript: Manuscript, prose: Prose) -> Iterator[ContentError]:
    """Letters with more marks than can be printed, that entities or a table brought together."""
    for number, block in enumerate(prose.cut_blocks()):
        for start, facts in find_piled(block.text):
            place = manuscript.place_at(number, start)
            yield ContentError("marks-piled", place.path, place.line, **{**facts, **place.facts})


def _is_described(prose: Prose, blocks: Sequence[Block]) -> bool:
    captions = {block.text for block in blocks if block.part == "caption"}
    heard = {" ".join(call.caption.split()) for call in prose.pictures if not (call.lost or call.decorative)}
    return not heard - {""} <= captions


def _links(manuscript: Manuscript, prose: Prose) -> Iterator[Link]:
    small = manuscript.markdown.lower()
    for written, target in dict.fromkeys(prose.leads):
        if target:
            yield Link(target, written, manuscript.first_line - 1 + find_words(small, written))


def _find(manuscript: Manuscript, prose: Prose, name: str) -> Iterator[Finding]:
    for slip in find_slips(manuscript.markdown, prose):
        place = manuscript.place_of(slip.line)
        file = PurePath(name).with_name(place.path.name).as_posix()
        if place.path != manuscript.path and slip.code.startswith("sign-"):
            continue  # no sign of Markdown means anything there, and the table tells of them
        yield Finding(slip.code, file, place.line, tuple({**slip.facts, **place.facts}.items()))


@contextmanager
def _on_its_line(manuscript: Manuscript, number: int) -> Iterator[None]:
    """What is wrong with that call, and not with the picture, is where it stands; that is looked for now."""
    try:
        yield
    except ContentError as error:
        if error.path == manuscript.path:
            place = manuscript.place_of_call(number)
            error.path, error.line = place.path, place.line
            error.facts |= place.facts
        raise


def _check_call(call: Picture, path: Path) -> None:
    """The call names a file of the pictures' folder, has words, and is a figure where it may be lost."""
    if not call.src:  # cleaning took an address that is none of a book's
        raise ContentError("picture-address", path, caption=call.caption)
    folder, _, file = call.src.rpartition("/")
    if folder != "images" or not file:
        raise ContentError("picture-place", path, src=call.src)
    if not call.caption and not call.decorative:
        raise ContentError("picture-caption", path, src=call.src)
    if call.lost and not call.alone:
        raise ContentError("picture-lost-inline", path, src=call.src)


def _read_image(ledger: Ledger, call: Picture, name: str, look_at: LookAt) -> Iterator[Image]:
    """The picture that is called; nothing where it is lost, as the editor says it may be."""
    try:
        data = ledger.read(call.src, name)
    except NotThere:
        if not call.lost:
            raise
    else:
        yield parse_picture(data, call.src, ledger.place(call.src), look_at)
