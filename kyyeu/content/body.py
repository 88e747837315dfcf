"""The body of a text: its Markdown in runs and blocks, with the pictures that it calls."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from kyyeu.content.door import Ledger, NotThere
from kyyeu.content.pictures import name_apart, parse_picture
from kyyeu.content.prose import Picture, parse_prose, place_pictures
from kyyeu.errors import ContentError
from kyyeu.model import Article, Block, Foreword, Image, Run

Text = TypeVar("Text", Article, Foreword)


@dataclass(frozen=True, slots=True)
class Body:
    """What stands under a header."""

    runs: tuple[Run, ...]
    """As XHTML."""
    blocks: tuple[Block, ...]
    """As plain text."""
    images: tuple[Image, ...]
    """The pictures that it calls, each once, in order of first use; those lost left out."""


def read_body(ledger: Ledger, markdown: str, prefix: str, name: str, first_line: int) -> Body:
    """The body that `markdown` says, which begins on `first_line` of the file `name`.

    `prefix` makes its ids unique in the booklet. Raises ContentError.
    """
    prose = parse_prose(markdown, prefix)
    images = dict[str, Image]()
    for call in prose.pictures:
        line = first_line + markdown.count("\n", 0, max(0, markdown.find(call.src)))
        _check_call(call, ledger, name, line)
        if call.src not in images:
            images |= {image.file: image for image in _read_image(ledger, call, name, line)}
    names = name_apart(images.values())
    place_pictures(prose.tree, {file: f"images/{name}" for file, name in names.items()})
    named = (replace(image, name=names[image.file]) for image in images.values())
    return Body(*prose.cut(), tuple(named))


def name_pictures(text: Text, names: Mapping[str, str]) -> Text:
    """The text, each of its pictures called by the name that `names` has for its file."""
    links = {f"images/{image.name}": f"images/{names[image.file]}" for image in text.images}
    return replace(
        text,
        images=tuple(replace(image, name=names[image.file]) for image in text.images),
        body=tuple(
            replace(run, xhtml=links[run.xhtml]) if run.kind == "picture" else run for run in text.body
        ),
    )


def _check_call(call: Picture, ledger: Ledger, name: str, line: int) -> None:
    """The call names a file of the pictures' folder, has a caption, and is a figure where it may be lost."""
    folder, _, file = call.src.rpartition("/")
    if folder != "images" or not file:
        raise ContentError("picture-place", ledger.place(name), line, src=call.src)
    if not call.caption:
        raise ContentError("picture-caption", ledger.place(name), line, src=call.src)
    if call.lost and not call.alone:
        raise ContentError("picture-lost-inline", ledger.place(name), line, src=call.src)


def _read_image(ledger: Ledger, call: Picture, name: str, line: int) -> Iterator[Image]:
    """The picture that is called; nothing where it is lost, as the editor says it may be."""
    try:
        data = ledger.read(call.src, name, line)
    except NotThere:
        if not call.lost:
            raise
    else:
        yield parse_picture(data, call.src, ledger.place(call.src))
