"""The body of a text: its Markdown in runs and blocks, with the pictures that it calls."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from kyyeu.content.door import Ledger, NotThere, Read
from kyyeu.content.header import split_front_matter
from kyyeu.content.kinds.idioms import idiom_of, table_of
from kyyeu.content.kinds.tables import read_table
from kyyeu.content.pictures import LookAt, name_apart, parse_picture
from kyyeu.content.plain_text import decode_text
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
)
from kyyeu.content.yaml import parse_yaml
from kyyeu.errors import ContentError, KyyeuError, Mistakes
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

    def line_at(self, block: int, start: int) -> int:
        """The line of the file that the character `start` of a block is from."""
        return self.first_line - 1 + self._lines.at(block, start)

    def line_of_call(self, number: int) -> int:
        """The line of the file with that call of a picture, from 0 in reading order."""
        return self.first_line - 1 + self._lines.pictures[number]

    @cached_property
    def _lines(self) -> BodyLines:
        return find_lines(self.markdown, self.idiom)


def line_of(read: Read, name: str, block: int, start: int) -> int:
    """The line of the Markdown file `name` that the character `start` of a block is from."""
    path = Path(name)
    header, markdown, first_line = split_front_matter(decode_text(read(name), path), path)
    entries = parse_yaml(header, path, first_line=2).root
    file = table_of(entries)
    rows = read_table(read(f"articles/{file}"), Path(file)) if file else ()
    idiom = idiom_of(entries, rows)
    return Manuscript(markdown, path, first_line, idiom).line_at(block, start)


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
    found = tuple(_find(manuscript, prose, name))
    if mistakes.found:
        return Body(*prose.cut(), (), mistakes.found, findings=found)
    names = name_apart(images.values())
    place_pictures(prose.tree, {file: f"images/{name}" for file, name in names.items()})
    placed = {f"images/{name}": images[file] for file, name in names.items()}
    manuscript.idiom.arrange(prose.tree, placed)
    named = (replace(image, name=names[image.file]) for image in images.values())
    places, links = tuple(prose.places.items()), tuple(_links(manuscript, prose))
    runs, blocks = prose.cut()
    return Body(runs, blocks, tuple(named), (), places, links, found, _is_described(prose, blocks))


def _is_described(prose: Prose, blocks: Sequence[Block]) -> bool:
    captions = {block.text for block in blocks if block.part == "caption"}
    heard = {" ".join(call.caption.split()) for call in prose.pictures if not call.lost}
    return not heard - {""} <= captions


def _links(manuscript: Manuscript, prose: Prose) -> Iterator[Link]:
    small = manuscript.markdown.lower()
    for written, target in dict.fromkeys(prose.leads):
        if target:
            yield Link(target, written, manuscript.first_line - 1 + find_words(small, written))


def _find(manuscript: Manuscript, prose: Prose, name: str) -> Iterator[Finding]:
    for slip in find_slips(manuscript.markdown, prose):
        line = manuscript.first_line - 1 + slip.line
        yield Finding(slip.code, name, line, tuple(slip.facts.items()))


@contextmanager
def _on_its_line(manuscript: Manuscript, number: int) -> Iterator[None]:
    """What is wrong with that call, and not with the picture, is on the call's line; it is looked for now."""
    try:
        yield
    except ContentError as error:
        if error.path == manuscript.path:
            error.line = manuscript.line_of_call(number)
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
