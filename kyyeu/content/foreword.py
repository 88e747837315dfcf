"""The foreword of the content folder: its header and its text."""

from pathlib import Path

from kyyeu.content.body import Manuscript, read_body
from kyyeu.content.door import Ledger, Read
from kyyeu.content.forms import fill_form, keys_of
from kyyeu.content.header import refuse_header_lines, split_front_matter
from kyyeu.content.near_misses import find_near_misses
from kyyeu.content.pictures import LookAt
from kyyeu.content.plain_text import decode_text
from kyyeu.content.yaml import parse_yaml
from kyyeu.errors import Mistakes
from kyyeu.model import Foreword
from kyyeu.pictures.looks import look_at
from kyyeu.schema import ForewordForm


def read_foreword(
    read: Read, name: str, folder: Path, listed: int | None = None, look_at: LookAt = look_at
) -> Foreword:
    """The foreword in the file `name`, a function of what `read` gives and of nothing else.

    Messages say that it is in `folder`, and that booklet.yaml names it on the line `listed`. Raises
    ContentError, or Problems with every mistake found.
    """
    ledger, path, mistakes = Ledger(read, folder), folder / name, Mistakes()
    text = decode_text(ledger.read(name, "booklet.yaml", listed), path)
    header, markdown, first_line = split_front_matter(text, path)
    refuse_header_lines(markdown, path, first_line, keys_of(ForewordForm))
    body = read_body(ledger, Manuscript(markdown, path, first_line), "foreword", name, look_at)
    mistakes.note(*body.mistakes)
    findings = body.findings
    with mistakes.noted():
        tree = parse_yaml(header, path, first_line=2)
        findings = (*find_near_misses(tree, name), *findings)
        form = fill_form(tree, ForewordForm, path).form
    mistakes.doubt(*ledger.doubts(findings))
    mistakes.settle()
    return Foreword(
        form.title, form.signed or "", body.runs, body.blocks, body.images, ledger.reads(),
        body.places, body.links, findings,
    )  # fmt: skip
