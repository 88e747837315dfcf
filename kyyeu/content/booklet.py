"""A folder of content as one Booklet: validated, NFC, every article proved against its source."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kyyeu.content.articles import read_article
from kyyeu.content.body import Manuscript, name_pictures, read_body
from kyyeu.content.door import Door, Ledger, Read
from kyyeu.content.forms import FilledForm, parse_form
from kyyeu.content.header import find_cut_values, split_front_matter
from kyyeu.content.pictures import name_apart, parse_picture
from kyyeu.content.plain_text import decode_text
from kyyeu.content.together import connect, find_strays, map_places
from kyyeu.errors import ContentError, Mistakes
from kyyeu.model import TRIM, Article, Booklet, Foreword, Image, ImprintLine, Occasion, Page, Series
from kyyeu.schema import BookletForm, ForewordForm, ImprintForm, digits_of

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:kyyeu:booklet")


def read_booklet(folder: Path, trim: tuple[float, float] = TRIM) -> Booklet:
    """The booklet that `folder` holds, on pages of the size `trim` where the editor names none.

    Raises Problems with every mistake found.
    """
    door, mistakes = Door(folder), Mistakes()
    read = door.read
    ledger = Ledger(read, folder)
    with mistakes.noted():
        filled = _read_form(ledger)
    mistakes.settle()
    form = filled.form
    mistakes.note(*_find_slips(filled))
    with mistakes.noted():
        foreword = _read_foreword(read, filled, folder)
    with mistakes.noted():
        emblem = _read_emblem(ledger, filled)
    articles = list[Article]()
    for number, slug in enumerate(form.articles):
        with mistakes.noted():
            if slug not in form.articles[:number]:
                articles.append(read_article(read, slug, folder, filled.entries.at("articles", number)))
    mistakes.settle()
    texts: list[Article | Foreword] = [*([foreword] if foreword else []), *articles]
    names = name_apart(image for text in texts for image in text.images)
    places = map_places(texts)
    if foreword:
        foreword = connect(name_pictures(foreword, names), places)
    articles = [connect(name_pictures(article, names), places) for article in articles]
    texts = [*([foreword] if foreword else []), *articles]
    width, height = form.page.trim or trim
    return Booklet(
        title=form.title,
        subtitle=form.subtitle or "",
        slug=form.slug,
        language=form.language,
        office=form.office,
        occasion=Occasion(form.occasion.name, form.occasion.founded, form.occasion.year),
        issued=form.issued,
        revised=form.revised,
        series=_series(form),
        description=form.description or "",
        keywords=tuple(form.keywords),
        imprint=_imprint(form.imprint),
        isbn=digits_of(form.imprint.isbn or ""),
        page=Page(width, height, form.page.contents),
        emblem=emblem,
        foreword=foreword,
        articles=tuple(articles),
        identifier=uuid.uuid5(_NAMESPACE, f"{form.office}\n{form.slug}\n{form.occasion.year}").urn,
        reads=tuple(dict.fromkeys([*ledger.reads(), *(asked for text in texts for asked in text.reads)])),
        findings=(
            *find_strays(door, filled, texts),
            *(finding for text in texts for finding in text.findings),
        ),
    )


def _find_slips(filled: FilledForm[BookletForm]) -> Iterator[ContentError]:
    """Articles that are listed again, and days that come before what they follow."""
    articles, occasion = filled.form.articles, filled.form.occasion
    for number, slug in enumerate(articles):
        if slug in articles[:number]:
            yield filled.mistake("article-twice", "articles", number, slug=slug)
    if occasion.year < occasion.founded.year:
        facts = {"year": occasion.year, "founded": occasion.founded.year}
        yield filled.mistake("year-before", "occasion", "year", **facts)
    if filled.form.revised and filled.form.revised < filled.form.issued:
        days = {"revised": filled.form.revised, "issued": filled.form.issued}
        yield filled.mistake("revised-before", "revised", **days)


def _read_form(ledger: Ledger) -> FilledForm[BookletForm]:
    path = ledger.place("booklet.yaml")
    return parse_form(decode_text(ledger.read("booklet.yaml", "booklet.yaml"), path), BookletForm, path)


def _read_emblem(ledger: Ledger, filled: FilledForm[BookletForm]) -> Image | None:
    """The emblem, which is the cover's and none of the articles' pictures."""
    name = filled.form.emblem
    if name is None:
        return None
    file = f"images/{name}"
    data = ledger.read(file, "booklet.yaml", filled.entries.at("emblem"))
    image = parse_picture(data, file, ledger.place(file))
    return replace(image, name=f"emblem{Path(image.name).suffix}")


def _read_foreword(read: Read, filled: FilledForm[BookletForm], folder: Path) -> Foreword | None:
    name = filled.form.foreword
    if name is None:
        return None
    ledger, path, mistakes = Ledger(read, folder), folder / name, Mistakes()
    text = decode_text(ledger.read(name, "booklet.yaml", filled.entries.at("foreword")), path)
    header, markdown, first_line = split_front_matter(text, path)
    body = read_body(ledger, Manuscript(markdown, path, first_line), "foreword", name)
    mistakes.note(*body.mistakes)
    with mistakes.noted():
        form = parse_form(header, ForewordForm, path, first_line=2).form
    mistakes.settle()
    return Foreword(
        form.title, form.signed or "", body.runs, body.blocks, body.images, ledger.reads(),
        body.places, body.links, (*find_cut_values(header, name), *body.findings),
    )  # fmt: skip


def _series(form: BookletForm) -> Series | None:
    if form.series is None:
        return None
    position = form.series.position
    return Series(form.series.name, str(form.occasion.year if position is None else position))


def _imprint(form: ImprintForm) -> tuple[ImprintLine, ...]:
    """The lines given, in the order of the form's fields, which is the order of print."""
    lines = ((key, getattr(form, key)) for key in type(form).model_fields)
    return tuple(
        ImprintLine(key, (value,) if isinstance(value, str) else tuple(value))
        for key, value in lines
        if value
    )
