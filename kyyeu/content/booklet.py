"""A folder of content as one Booklet: validated, NFC, every article proved against its source."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from kyyeu.content.articles import read_article, read_prose
from kyyeu.content.folder import ContentFolder
from kyyeu.content.forms import parse_form
from kyyeu.content.gathering import gather, placed
from kyyeu.content.header import split_front_matter
from kyyeu.content.pictures import parse_picture
from kyyeu.errors import ContentError
from kyyeu.model import Article, Booklet, Foreword, Image, ImprintLine, Occasion, Page, Series
from kyyeu.schema import BookletForm, ForewordForm, ImprintForm, OccasionForm

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:kyyeu:booklet")


def read_booklet(folder: Path) -> Booklet:
    """The booklet that `folder` holds. Raises Problems with every mistake found."""
    content = ContentFolder(folder)
    path = folder / "booklet.yaml"
    (text,) = gather([partial(content.read_text, "booklet.yaml")])
    assert isinstance(text, str)
    form = parse_form(text, BookletForm, path)
    tasks: list[Callable[[], object]] = [
        partial(_check_twice, form.articles, path),
        partial(_check_year, form.occasion, path),
        partial(_read_foreword, content, form.foreword),
        partial(_read_emblem, content, form.emblem, path),
        *(partial(read_article, content, slug) for slug in form.articles),
    ]
    found = gather([partial(placed, task, path, text) for task in tasks])
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
        images=tuple(content.pictures.values()),
        identifier=uuid.uuid5(_NAMESPACE, f"{form.office}\n{form.slug}\n{form.occasion.year}").urn,
        digest=content.digest(),
    )


def _check_year(form: OccasionForm, path: Path) -> None:
    if form.year < form.founded.year:
        raise ContentError("year-before", path, year=form.year, founded=form.founded.year, text="year:")


def _check_twice(slugs: list[str], path: Path) -> None:
    for slug in slugs:
        if slugs.count(slug) > 1:
            raise ContentError("article-twice", path, slug=slug)


def _read_emblem(folder: ContentFolder, name: str | None, path: Path) -> Image | None:
    """The emblem, which is the cover's and none of the articles' pictures."""
    if name is None:
        return None
    image = parse_picture(folder.read_bytes(f"images/{name}", path), folder.path / "images" / name)
    return replace(image, name=f"emblem{Path(image.name).suffix}")


def _read_foreword(folder: ContentFolder, name: str | None) -> Foreword | None:
    if name is None:
        return None
    path = folder.path / name
    header, body, first_line = split_front_matter(folder.read_text(name, folder.path / "booklet.yaml"), path)
    form = parse_form(header, ForewordForm, path, first_line=2)
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
