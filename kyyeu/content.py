"""A folder of content as one Booklet: validated, NFC, every article proved against its source.

Content is untrusted: nothing outside the folder is read, and every mistake is an error with its place.
"""

import hashlib
import re
import unicodedata
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from kyyeu.errors import ContentError, KyyeuError, Problems
from kyyeu.header import parse_form, split_front_matter
from kyyeu.model import (
    Account,
    Article,
    Booklet,
    Foreword,
    Image,
    ImprintLine,
    Occasion,
    Page,
    Series,
)
from kyyeu.pictures import parse_picture
from kyyeu.prose import Prose, drop_picture, parse_prose, rename_picture
from kyyeu.provenance import Witness, prove
from kyyeu.restorer import NotText
from kyyeu.restorer.text_file import decode
from kyyeu.schema import ArticleForm, BookletForm, ForewordForm, ImprintForm, OccasionForm

T = TypeVar("T")

_RUNNING_HEAD = 68  # characters that fit the head of a page 14.5 cm wide
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:kyyeu:booklet")


def read_booklet(folder: Path) -> Booklet:
    """The booklet that `folder` holds. Raises Problems with every mistake found."""
    reader = _Reader(folder)
    path = folder / "booklet.yaml"
    (text,) = _gather([partial(reader.read_text, "booklet.yaml")])
    assert isinstance(text, str)
    form = parse_form(text, BookletForm, path)
    tasks: list[Callable[[], object]] = [
        partial(_check_twice, form.articles, path),
        partial(_check_year, form.occasion, path),
        partial(_read_foreword, reader, form.foreword),
        partial(_read_emblem, reader, form.emblem, path),
        *(partial(_read_article, reader, slug) for slug in form.articles),
    ]
    found = _gather([partial(_placed, task, path, text) for task in tasks])
    _, _, foreword, emblem, *articles = found
    assert foreword is None or isinstance(foreword, Foreword)
    assert emblem is None or isinstance(emblem, Image)
    return Booklet(
        title=form.title,
        subtitle=form.subtitle or "",
        slug=form.slug,
        language=form.language,
        office=form.office,
        occasion=Occasion(form.occasion.name, form.occasion.founded, form.occasion.year),
        issued=form.issued,
        series=_series(form),
        description=form.description or "",
        keywords=tuple(form.keywords),
        imprint=_imprint(form.imprint),
        page=Page(form.page.trim[0], form.page.trim[1], form.page.contents),
        emblem=emblem,
        foreword=foreword,
        articles=tuple(article for article in articles if isinstance(article, Article)),
        images=tuple(reader.pictures.values()),
        identifier=uuid.uuid5(_NAMESPACE, f"{form.office}\n{form.slug}\n{form.occasion.year}").urn,
        digest=reader.digest(),
    )


@dataclass
class _Reader:
    """The only door to the content folder: what passes it is NFC UTF-8 text or a sound picture."""

    folder: Path
    pictures: dict[str, Image] = field(default_factory=dict)
    _seen: dict[str, str] = field(default_factory=dict)

    def read_bytes(self, name: str, asked_by: Path | None = None, line: int | None = None) -> bytes:
        """The file `name`, which must lie inside the folder, links followed."""
        path = self.folder / name
        try:
            if not path.resolve().is_relative_to(self.folder.resolve()):
                raise ContentError("outside-content", asked_by or path, line, name=name)
            data = path.read_bytes()
        except FileNotFoundError:
            raise _missing(path, self.folder, asked_by, line) from None
        except (OSError, RuntimeError) as error:  # RuntimeError: links that lead in a circle
            problem = getattr(error, "strerror", None) or str(error)
            raise ContentError("unreadable", path, problem=problem) from None
        self._seen[name] = hashlib.sha256(data).hexdigest()
        return data

    def read_text(self, name: str, asked_by: Path | None = None, line: int | None = None) -> str:
        """The text file `name`, NFC, with line feeds alone for line ends and no byte-order mark."""
        return unicodedata.normalize(
            "NFC", self.decode(self.read_bytes(name, asked_by, line), self.folder / name)
        )

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
            if bad := next(
                (char for char in row if unicodedata.category(char) in ("Cc", "Cs") and char != "\t"), ""
            ):
                raise ContentError("control-character", path, number, char=f"U+{ord(bad):04X}")
        return text

    def read_picture(self, name: str, asked_by: Path, line: int | None) -> Image:
        """The picture ``images/<name>``; a JPEG or PNG that can be opened."""
        if name not in self.pictures:
            data = self.read_bytes(f"images/{name}", asked_by, line)
            taken = [image.name for image in self.pictures.values()]
            self.pictures[name] = parse_picture(data, self.folder / "images" / name, taken)
        return self.pictures[name]

    def has(self, name: str) -> bool:
        """Whether there is a file `name`."""
        return (self.folder / name).exists()

    def digest(self) -> str:
        """SHA-256 over every file read: its name and its own digest, in the order of names."""
        listing = "".join(f"{name}\0{digest}\n" for name, digest in sorted(self._seen.items()))
        return hashlib.sha256(listing.encode()).hexdigest()


@dataclass
class _Draft(_Reader):
    """An article that is not on the disk yet, and its source."""

    source: bytes = b""

    def read_bytes(self, name: str, asked_by: Path | None = None, line: int | None = None) -> bytes:
        """The source, which is all that a draft may ask for."""
        return self.source

    def has(self, name: str) -> bool:
        """No: a draft's pictures are yet to be found."""
        return False


def _gather(tasks: Iterable[Callable[[], object]]) -> list[object]:
    """Each task's result; the errors of all of them together, where there are any."""
    results, errors = [], list[KyyeuError]()
    for task in tasks:
        try:
            results.append(task())
        except ContentError as error:
            errors.append(error)
        except Problems as problems:
            errors += problems.errors
    if errors:
        raise Problems(errors)
    return results


def _missing(path: Path, folder: Path, asked_by: Path | None, line: int | None) -> ContentError:
    """A missing file, with the one that may have been meant and the place that asks for it."""
    if not folder.is_dir():
        return ContentError("no-content-folder", folder)
    there = (
        sorted(other.name for other in path.parent.glob(f"*{path.suffix}")) if path.parent.is_dir() else []
    )
    return ContentError("file-missing", asked_by or path, line, name=str(path), there=", ".join(there) or "–")


def _placed(task: Callable[[], object], path: Path, text: str) -> object:
    """The task's result; an error of it that names the file `path` but no line gets the line it quotes."""
    try:
        return task()
    except ContentError as error:
        if error.path == path and error.line is None:
            error.line = _find_line(text, error.facts)
        raise


def _find_line(text: str, facts: Mapping[str, object]) -> int | None:
    """The line (from 1) that has one of an error's facts in it: quoted words, a slug, a file's name."""
    for fact in (str(facts[name]) for name in ("text", "slug", "name") if name in facts):
        wanted = Path(fact).stem if fact.endswith(".md") else Path(fact).name
        for number, line in enumerate(text.split("\n"), 1):
            if wanted in line:
                return number
    return None


def _check_year(form: OccasionForm, path: Path) -> None:
    if form.year < form.founded.year:
        raise ContentError("year-before", path, year=form.year, founded=form.founded.year, text="year:")


def _check_twice(slugs: list[str], path: Path) -> None:
    for slug in slugs:
        if slugs.count(slug) > 1:
            raise ContentError("article-twice", path, slug=slug)


def _read_emblem(reader: _Reader, name: str | None, path: Path) -> Image | None:
    """The emblem, which is the cover's and none of the articles' pictures."""
    if name is None:
        return None
    image = parse_picture(reader.read_bytes(f"images/{name}", path), reader.folder / "images" / name)
    return replace(image, name=f"emblem{Path(image.name).suffix}")


def _read_article(reader: _Reader, slug: str) -> Article:
    name = f"articles/{slug}.md"
    path = reader.folder / name
    text = reader.read_text(name, reader.folder / "booklet.yaml")
    article = _placed(partial(_parse_article, reader, text, path), path, text)
    assert isinstance(article, Article)
    return article


def _parse_article(reader: _Reader, text: str, path: Path) -> Article:
    header, body, first_line = split_front_matter(text, path)
    return _make_article(reader, parse_form(header, ArticleForm, path, first_line=2), body, path, first_line)


def _make_article(reader: _Reader, form: ArticleForm, body: str, path: Path, first_line: int) -> Article:
    _check_furniture(form, path)
    prose = _read_prose(reader, body, f"article-{path.stem}", path, first_line)
    blocks = prose.blocks()
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
        body=prose.render(),
        blocks=blocks,
        account=_prove(reader, form, Witness(path, _header_lines(form), blocks, body, first_line)),
    )


def _check_furniture(form: ArticleForm, path: Path) -> None:
    """A line that became the date or the publication says what the header says."""
    for entry in form.source.furniture if form.source else []:
        match entry.becomes:
            case "date":
                day = form.date
                agrees = day is not None and bool(
                    re.search(rf"\b0?{day.day}[/.-]0?{day.month}[/.-]{day.year}\b", entry.line)
                )
            case "publication":
                agrees = letters_of(entry.line) in letters_of(form.publication or "")
            case _:
                agrees = True
        if not agrees:
            raise ContentError("furniture-differs", path, text=entry.line, becomes=entry.becomes)


def letters_of(text: str) -> str:
    """The text's letters without case, marks and spaces: web pages are often named without diacritics."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(char for char in letters if char.isalnum())


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


def _prove(reader: _Reader, form: ArticleForm, witness: Witness) -> Account | None:
    if form.source is None:
        return None
    name = f"sources/{form.source.file}"
    data = reader.read_bytes(name, witness.path)
    return prove(witness, form.source, data, read_source(data, reader.folder / name))


def read_source(data: bytes, path: Path) -> str:
    """The source file `path`, which holds `data`, as text with line feeds alone for line ends.

    It may be in an old code page: it is read as the newspaper's machine read it, and the damage that an
    article declares undoes that. Raises ContentError where it is no text.
    """
    try:
        text = decode(data)
    except NotText as error:
        raise ContentError("not-text", path, place=error.place) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def prove_draft(form: ArticleForm, body: str, path: Path, source: bytes) -> Article:
    """The article that `form` and `body` will make as the file `path`, proved against what its source holds.

    Nothing is read from the disk, and every picture is taken to be lost. Raises ContentError or Problems.
    """
    reader = _Draft(path.parent.parent, source=source)
    return _make_article(reader, form, reader.check_text(body, path), path, 1)


def _read_foreword(reader: _Reader, name: str | None) -> Foreword | None:
    if name is None:
        return None
    path = reader.folder / name
    header, body, first_line = split_front_matter(
        reader.read_text(name, reader.folder / "booklet.yaml"), path
    )
    form = parse_form(header, ForewordForm, path, first_line=2)
    prose = _read_prose(reader, body, "foreword", path, first_line)
    return Foreword(form.title, form.signed or "", prose.render(), prose.blocks())


def _read_prose(reader: _Reader, body: str, prefix: str, path: Path, first_line: int) -> Prose:
    """The parsed text, every picture it calls read, a lost one framed."""
    prose = parse_prose(body, prefix)
    for picture in prose.pictures:
        line = first_line + body.count("\n", 0, max(0, body.find(picture.src)))
        folder, _, name = picture.src.rpartition("/")
        if folder != "images" or not name:
            raise ContentError("picture-place", path, line, src=picture.src)
        if not picture.caption:
            raise ContentError("picture-caption", path, line, src=picture.src)
        if picture.lost and not picture.alone:
            raise ContentError("picture-lost-inline", path, line, src=picture.src)
        if picture.lost and not reader.has(picture.src):
            drop_picture(prose, picture.src)
        else:
            rename_picture(prose, picture.src, f"images/{reader.read_picture(name, path, line).name}")
    return prose


def _series(form: BookletForm) -> Series | None:
    if form.series is None:
        return None
    return Series(form.series.name, str(form.series.position or form.occasion.year))


def _imprint(form: ImprintForm) -> tuple[ImprintLine, ...]:
    """The lines given, in the order of the form's fields, which is the order of print."""
    lines = ((key, getattr(form, key)) for key in type(form).model_fields)
    return tuple(
        ImprintLine(key, (value,) if isinstance(value, str) else tuple(value))
        for key, value in lines
        if value
    )
