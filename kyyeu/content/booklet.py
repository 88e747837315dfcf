"""A folder of content as one Booklet: validated, NFC, every article proved against its source."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kyyeu.content.articles import read_article, read_prose
from kyyeu.content.folder import ContentFolder
from kyyeu.content.forms import FilledForm, parse_form
from kyyeu.content.header import split_front_matter
from kyyeu.content.pictures import parse_picture
from kyyeu.errors import ContentError, Mistakes
from kyyeu.model import Article, Booklet, Foreword, Image, ImprintLine, Occasion, Page, Series
from kyyeu.schema import BookletForm, ForewordForm, ImprintForm

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:kyyeu:booklet")


def read_booklet(folder: Path) -> Booklet:
    """The booklet that `folder` holds. Raises Problems with every mistake found."""
    content, mistakes = ContentFolder(folder), Mistakes()
    with mistakes.noted():
        filled = parse_form(content.read_text("booklet.yaml"), BookletForm, folder / "booklet.yaml")
    mistakes.settle()
    form = filled.form
    mistakes.note(*_find_slips(filled))
    with mistakes.noted():
        foreword = _read_foreword(content, filled)
    with mistakes.noted():
        emblem = _read_emblem(content, filled)
    articles = list[Article]()
    for number, slug in enumerate(form.articles):
        with mistakes.noted():
            if slug not in form.articles[:number]:
                articles.append(read_article(content, slug, filled.entries.at("articles", number)))
    mistakes.settle()
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
        articles=tuple(articles),
        images=tuple(content.pictures.values()),
        identifier=uuid.uuid5(_NAMESPACE, f"{form.office}\n{form.slug}\n{form.occasion.year}").urn,
        digest=content.digest(),
    )


def _find_slips(filled: FilledForm[BookletForm]) -> Iterator[ContentError]:
    """Articles that are listed again, and a year celebrated that is before the one commemorated."""
    articles, occasion = filled.form.articles, filled.form.occasion
    for number, slug in enumerate(articles):
        if slug in articles[:number]:
            yield filled.mistake("article-twice", "articles", number, slug=slug)
    if occasion.year < occasion.founded.year:
        facts = {"year": occasion.year, "founded": occasion.founded.year}
        yield filled.mistake("year-before", "occasion", "year", **facts)


def _read_emblem(folder: ContentFolder, filled: FilledForm[BookletForm]) -> Image | None:
    """The emblem, which is the cover's and none of the articles' pictures."""
    name = filled.form.emblem
    if name is None:
        return None
    data = folder.read_bytes(f"images/{name}", filled.path, filled.entries.at("emblem"))
    image = parse_picture(data, folder.path / "images" / name)
    return replace(image, name=f"emblem{Path(image.name).suffix}")


def _read_foreword(folder: ContentFolder, filled: FilledForm[BookletForm]) -> Foreword | None:
    name = filled.form.foreword
    if name is None:
        return None
    path = folder.path / name
    text = folder.read_text(name, filled.path, filled.entries.at("foreword"))
    header, body, first_line = split_front_matter(text, path)
    form = parse_form(header, ForewordForm, path, first_line=2).form
    prose = read_prose(folder, body, "foreword", path, first_line)
    return Foreword(form.title, form.signed or "", *prose.cut())


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
