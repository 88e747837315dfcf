"""An article of the content folder: its header and its text, proved against its source."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from kyyeu.content.body import read_body
from kyyeu.content.door import Ledger, Read
from kyyeu.content.forms import parse_form
from kyyeu.content.gathering import placed
from kyyeu.content.header import split_front_matter
from kyyeu.content.plain_text import decode_source, decode_text, refuse_unprintable
from kyyeu.content.prose import parse_prose
from kyyeu.errors import ContentError
from kyyeu.model import Account, Article, Block
from kyyeu.proving.days import find_days
from kyyeu.proving.provenance import Witness, declared_damage, prove
from kyyeu.restorer.damage.letters import bare
from kyyeu.schema import ArticleForm, SourceForm


def read_article(read: Read, slug: str, folder: Path, listed: int | None = None) -> Article:
    """The article with that slug, a function of what `read` gives and of nothing else.

    Messages say that its files are in `folder`, and that booklet.yaml lists it on the line `listed`. Raises
    ContentError or Problems.
    """
    ledger, name = Ledger(read, folder), f"articles/{slug}.md"
    path = ledger.place(name)
    text = decode_text(ledger.read(name, "booklet.yaml", listed), path)
    article = placed(partial(_parse_article, ledger, text, name), path, text)
    assert isinstance(article, Article)
    return article


def _parse_article(ledger: Ledger, text: str, name: str) -> Article:
    path = ledger.place(name)
    header, markdown, first_line = split_front_matter(text, path)
    form = parse_form(header, ArticleForm, path, first_line=2).form
    _check_furniture(form, path)
    body = read_body(ledger, markdown, f"article-{path.stem}", name, first_line)
    witness = _witness(form, body.blocks, markdown, path, first_line)
    return Article(
        slug=path.stem,
        title=form.title,
        author=form.author or "",
        position=form.position or "",
        office=form.office or "",
        publication=form.publication or "",
        published=form.date,
        date_note=form.date_note or "",
        keywords=tuple(form.keywords),
        running_head=form.short_title or form.title,
        body=body.runs,
        blocks=body.blocks,
        account=_read_and_prove(ledger, form.source, witness, name) if form.source else None,
        images=body.images,
        reads=ledger.reads(),
    )


def _read_and_prove(ledger: Ledger, form: SourceForm, witness: Witness, name: str) -> Account:
    file = f"sources/{form.file}"
    data = ledger.read(file, asked_by=name)
    return prove(witness, form, data, decode_source(data, ledger.place(file)))


def prove_draft(form: ArticleForm, markdown: str, path: Path, source: bytes) -> Account:
    """The account of the article that `form` and `markdown` will make as the file `path`.

    A draft names its source, which holds the bytes `source`. Raises ContentError or Problems.
    """
    assert form.source
    refuse_unprintable(markdown, path)
    _check_furniture(form, path)
    _, blocks = parse_prose(markdown, path.stem).cut()
    witness = _witness(form, blocks, markdown, path, first_line=1)
    return prove(witness, form.source, source, decode_source(source, path))


def _witness(
    form: ArticleForm, blocks: Sequence[Block], markdown: str, path: Path, first_line: int
) -> Witness:
    """The article as the proof sees it; it must say something."""
    if not blocks:
        raise ContentError("empty-article", path, first_line)
    return Witness(path, _header_lines(form), blocks, markdown, first_line)


def _check_furniture(form: ArticleForm, path: Path) -> None:
    """A line that became the date or the publication says what the header says."""
    if form.source is None:
        return
    damage = declared_damage(form.source.damage, path)
    for entry in form.source.furniture:
        if not agrees(entry.line, entry.becomes, form.date, form.publication or "", damage):
            raise ContentError("furniture-differs", path, text=entry.line, becomes=entry.becomes)


def agrees(line: str, becomes: str, day: date | None, publication: str, damage: Callable[[str], str]) -> bool:
    """Whether a line of the page tells the day it is said to have become, or the publication."""
    match becomes:
        case "date":
            return day is not None and day in find_days(line)
        case "publication":
            return _names(line, publication, damage)
        case _:
            return True


def _names(line: str, publication: str, damage: Callable[[str], str]) -> bool:
    """Whether a line of the page names the publication, be it as the damage left it."""
    return any(_letters_of(line) in _letters_of(name) for name in (publication, damage(publication)))


def _letters_of(text: str) -> str:
    """The text's letters without case, marks and spaces: web pages are often named without diacritics."""
    return "".join(char for char in bare(text.lower()) if char.isalnum())


def _header_lines(form: ArticleForm) -> dict[str, str]:
    """The header's lines that the source carries too: all but those the editor supplied."""
    lines = {"title": form.title, "author": form.author or "", "position": form.position or ""}
    supplied = form.source.supplied if form.source else []
    return {name: line for name, line in lines.items() if line and name not in supplied}
