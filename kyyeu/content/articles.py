"""An article of the content folder: its header and its text, proved against its source."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from kyyeu.content.folder import ContentFolder, DraftFolder, decode_source
from kyyeu.content.forms import parse_form
from kyyeu.content.gathering import placed
from kyyeu.content.header import split_front_matter
from kyyeu.content.prose import Prose, drop_picture, parse_prose, rename_picture
from kyyeu.errors import ContentError
from kyyeu.model import Account, Article
from kyyeu.proving.days import find_days
from kyyeu.proving.provenance import Witness, declared_damage, prove
from kyyeu.restorer.damage.letters import bare
from kyyeu.schema import ArticleForm

_RUNNING_HEAD = 68  # characters that fit the head of a page 14.5 cm wide


def read_article(folder: ContentFolder, slug: str, listed: int | None = None) -> Article:
    """The article with that slug, which booklet.yaml lists on that line. Raises ContentError or Problems."""
    name = f"articles/{slug}.md"
    path = folder.path / name
    text = folder.read_text(name, folder.path / "booklet.yaml", listed)
    article = placed(partial(_parse_article, folder, text, path), path, text)
    assert isinstance(article, Article)
    return article


def _parse_article(folder: ContentFolder, text: str, path: Path) -> Article:
    header, body, first_line = split_front_matter(text, path)
    form = parse_form(header, ArticleForm, path, first_line=2).form
    return _make_article(folder, form, body, path, first_line)


def _make_article(
    folder: ContentFolder, form: ArticleForm, body: str, path: Path, first_line: int
) -> Article:
    _check_furniture(form, path)
    prose = read_prose(folder, body, f"article-{path.stem}", path, first_line)
    runs, blocks = prose.cut()
    if not blocks:
        raise ContentError("empty-article", path, first_line)
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
        running_head=form.short_title or _shorten(form.title),
        body=runs,
        blocks=blocks,
        account=_prove(folder, form, Witness(path, _header_lines(form), blocks, body, first_line)),
    )


def prove_draft(form: ArticleForm, body: str, path: Path, source: bytes) -> Article:
    """The article that `form` and `body` will make as the file `path`, proved against what its source holds.

    Nothing is read from the disk, and every picture is taken to be lost. Raises ContentError or Problems.
    """
    folder = DraftFolder(path.parent.parent, source=source)
    return _make_article(folder, form, folder.check_text(body, path), path, 1)


def read_prose(folder: ContentFolder, body: str, prefix: str, path: Path, first_line: int) -> Prose:
    """The parsed text, every picture it calls read, a lost one framed."""
    prose = parse_prose(body, prefix)
    for picture in prose.pictures:
        line = first_line + body.count("\n", 0, max(0, body.find(picture.src)))
        place, _, name = picture.src.rpartition("/")
        if place != "images" or not name:
            raise ContentError("picture-place", path, line, src=picture.src)
        if not picture.caption:
            raise ContentError("picture-caption", path, line, src=picture.src)
        if picture.lost and not picture.alone:
            raise ContentError("picture-lost-inline", path, line, src=picture.src)
        if picture.lost and not folder.has(picture.src):
            drop_picture(prose.tree, picture.src)
        else:
            rename_picture(prose.tree, picture.src, f"images/{folder.read_picture(name, path, line).name}")
    return prose


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


def _shorten(title: str) -> str:
    """The title, or as many of its words as the head of a page holds, and an ellipsis."""
    if len(title) <= _RUNNING_HEAD:
        return title
    return title[: title.rfind(" ", 0, _RUNNING_HEAD)].rstrip(" ,;:–-") + " …"


def _header_lines(form: ArticleForm) -> dict[str, str]:
    """The header's lines that the source carries too: all but those the editor supplied."""
    lines = {"title": form.title, "author": form.author or "", "position": form.position or ""}
    supplied = form.source.supplied if form.source else []
    return {name: line for name, line in lines.items() if line and name not in supplied}


def _prove(folder: ContentFolder, form: ArticleForm, witness: Witness) -> Account | None:
    if form.source is None:
        return None
    name = f"sources/{form.source.file}"
    data = folder.read_bytes(name, witness.path)
    return prove(witness, form.source, data, decode_source(data, folder.path / name))
