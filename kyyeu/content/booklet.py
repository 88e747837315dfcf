"""A folder of content as one Booklet: validated, NFC, every article proved against its source."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from kyyeu.cache import NOWHERE, Store
from kyyeu.content.door import Door, Ledger
from kyyeu.content.drawer import Drawer
from kyyeu.content.entries import Entry, Tree
from kyyeu.content.forms import FilledForm, fill_form
from kyyeu.content.names import find_names, find_odd_names, finder_of
from kyyeu.content.near_misses import find_near_misses
from kyyeu.content.outside import EMBLEM, find_idle, find_paper_slips, read_cover_pictures, settle_cover
from kyyeu.content.pictures import LookAt, name_apart, parse_picture
from kyyeu.content.plain_text import decode_text
from kyyeu.content.prose.credits import part_credit
from kyyeu.content.together import (
    connect,
    find_listed,
    find_moved,
    find_odd_pictures,
    find_strays,
    map_places,
    name_pictures,
    put_back,
)
from kyyeu.content.yaml import parse_yaml
from kyyeu.errors import ContentError, Mistakes
from kyyeu.model import (
    BACK_MATTER,
    THEME_S_COVER,
    TRIM,
    Article,
    Booklet,
    Foreword,
    Frontispiece,
    Image,
    ImprintLine,
    IndexedName,
    Occasion,
    Page,
    PageMargins,
    Part,
    Series,
    Wishes,
)
from kyyeu.pictures.looks import look_at
from kyyeu.schema import (
    FIRST_YEAR,
    BookletForm,
    FrontispieceForm,
    ImprintForm,
    PageForm,
    digits_of,
    is_file_name,
    is_slug,
    lines_of,
)

_FILE = "booklet.yaml"
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:kyyeu:booklet")


def read_booklet(folder: Path, look_at: LookAt = look_at, store: Store = NOWHERE) -> Booklet:
    """The booklet that `folder` holds.

    `look_at` says what a picture file is; one may be given that remembers it. Texts are remembered in the
    `store`, with what they were read from.

    Raises Problems with every mistake found.
    """
    door, mistakes = Door(folder), Mistakes()
    ledger, drawer = Ledger(door.read, folder), Drawer(door.read, folder, look_at, store)
    with mistakes.noted():
        tree = _read_entries(ledger)
    mistakes.settle()
    with mistakes.noted():
        filled = fill_form(tree, BookletForm, ledger.place(_FILE))
    mistakes.note(*_find_slips(tree.root, ledger.place(_FILE)))
    mistakes.note(*find_paper_slips(tree.root, ledger.place(_FILE)))
    foreword = None
    with mistakes.noted():  # whatever is wrong in booklet.yaml, the files that it names are read
        if name := _find_name(tree.root, "foreword"):
            foreword = drawer.take_foreword(name, tree.root.at("foreword"))
    images = read_cover_pictures(ledger, tree.root, look_at, mistakes)
    articles = _read_articles(drawer, tree.root, folder, mistakes)
    plates = _read_plates(ledger, tree.root, look_at, mistakes)
    texts: list[Article | Foreword] = [*([foreword] if foreword else []), *articles]
    apart = [*images.values(), *plates.values()]
    odd = () if mistakes.found else (*find_odd_pictures(tree.root, texts, apart),)
    moved = [*find_moved(tree.root, articles)]
    articles, indexed = put_back(tree.root, articles), tuple[IndexedName, ...]()
    if not mistakes.found:
        foreword, articles, indexed = find_names(finder_of(filled.form.index), foreword, articles)
        odd = (*odd, *find_odd_names(tree.root, indexed))
    own = (
        *find_near_misses(tree, _FILE),
        *find_idle(tree.root),
        *find_strays(door, tree.root, texts),
        *moved,
        *odd,
    )
    mistakes.doubt(*ledger.doubts([*own, *(finding for text in texts for finding in text.findings)]))
    mistakes.settle()
    names = name_apart([*(image for text in texts for image in text.images), *plates.values()])
    foreword, articles = _bring_together(foreword, articles, names)
    texts = [*([foreword] if foreword else []), *articles]
    found = (*own, *(finding for text in texts for finding in text.findings))
    reads = dict.fromkeys([*ledger.reads(), *(asked for text in texts for asked in text.reads)])
    return replace(
        _make_booklet(filled.form), series=_series(filled), emblem=images.get(EMBLEM),
        cover=settle_cover(filled.form.cover, images), foreword=foreword, articles=tuple(articles),
        look=_wishes(filled.form, tree.root), indexed=indexed,
        frontispiece=_frontispiece(filled.form.frontispiece, plates, names),
        parts=tuple(_parts(filled.form, plates, names)), reads=tuple(reads), findings=found,
    )  # fmt: skip


def _bring_together(
    foreword: Foreword | None, articles: list[Article], names: Mapping[str, str]
) -> tuple[Foreword | None, list[Article]]:
    """The texts with the `names` of their pictures, and the ends of their links, as one booklet has them."""
    places = map_places([*([foreword] if foreword else []), *articles])
    joined = [connect(name_pictures(article, names), places) for article in articles]
    return foreword and connect(name_pictures(foreword, names), places), joined


def _page(form: PageForm, width: float, height: float) -> Page:
    margins = PageMargins(**{name: value for name, value in form.margins if value})
    return Page(width, height, form.contents, form.open, margins, form.trim is not None, form.pad or 1)


def _make_booklet(form: BookletForm) -> Booklet:
    """What booklet.yaml itself says; the texts, pictures and findings are still to come."""
    width, height = form.page.trim or TRIM
    return Booklet(
        title=form.title,
        subtitle=form.subtitle or "",
        slug=form.slug,
        language=form.language,
        office=form.office,
        occasion=Occasion(form.occasion.name, form.occasion.founded, form.occasion.year),
        issued=form.issued,
        revised=form.revised,
        series=None,
        description=form.description or "",
        keywords=tuple(form.keywords),
        half_title=bool(form.half_title or form.frontispiece),
        dedication=lines_of(form.dedication),
        epigraph=lines_of(form.epigraph),
        epigraph_by=form.epigraph_by or "",
        imprint=_imprint(form.imprint),
        isbn=digits_of(form.imprint.isbn or ""),
        page=_page(form.page, width, height),
        emblem=None,
        cover=THEME_S_COVER,
        coarse=tuple(f"images/{name}" for name in form.pictures.coarse),
        listed=form.pictures.list or "",
        screen=form.pictures.screen,
        notes_at=form.notes,
        foreword=None,
        articles=(),
        parts=(),
        back=tuple(dict.fromkeys([*form.back_matter, *BACK_MATTER])),
        identifier=uuid.uuid5(_NAMESPACE, f"{form.office}\n{form.slug}\n{form.occasion.year}").urn,
        reads=(),
        findings=(),
    )


def _wishes(form: BookletForm, root: Entry) -> Wishes:
    """What is chosen of the theme, each with its line."""
    chosen = {entry: value for entry, value in form.look.model_dump().items() if value}
    return Wishes(**chosen, lines=tuple((entry, root.at("look", entry) or 1) for entry in chosen))


def _find_slips(root: Entry, path: Path) -> Iterator[ContentError]:
    """Days that come before what they follow, whatever else is wrong around them."""
    match root.value.get("occasion"):
        case {"founded": date(year=founded), "year": int(year)} if FIRST_YEAR <= year < founded:
            yield ContentError("year-before", path, root.at("occasion", "year"), year=year, founded=founded)
    if not {"articles", "parts"} & root.value.keys():
        yield ContentError("missing-key", path, root.line, key="articles")
    if "frontispiece" in root.value:
        yield from _find_slips_of_frontispiece(root, path)
    if "epigraph_by" in root.value and "epigraph" not in root.value:
        yield ContentError("missing-key", path, root.at("epigraph_by"), key="epigraph")
    match root.value:
        case {"issued": date() as issued, "revised": date() as revised} if revised < issued:
            days = {"revised": revised, "issued": issued}
            yield ContentError("revised-before", path, root.at("revised"), **days)


def _find_slips_of_frontispiece(root: Entry, path: Path) -> Iterator[ContentError]:
    """One without words for whoever can't see it, or without the leaf on whose back it stands."""
    given = root.value["frontispiece"]
    if isinstance(given, dict) and not {"caption", "description"} & given.keys():
        yield ContentError("missing-key", path, root.at("frontispiece"), key="caption")
    if root.value.get("half_title") is False:
        yield ContentError("half-title-needed", path, root.at("half_title"))


def _read_entries(ledger: Ledger) -> Tree:
    path = ledger.place(_FILE)
    return parse_yaml(decode_text(ledger.read(_FILE, _FILE), path), path, 1)


def _read_articles(drawer: Drawer, root: Entry, folder: Path, mistakes: Mistakes) -> list[Article]:
    """The articles that are listed and sound; mistakes in others, and those listed again, are noted."""
    articles, known = list[Article](), set[str]()
    entries = [entry for entry in find_listed(root) if is_slug(entry.value)]  # the form tells of the others
    drawer = drawer.with_articles({entry.value: entry.line for entry in reversed(entries)})
    for entry in entries:
        with mistakes.noted():
            if entry.value in known:
                raise ContentError("article-twice", folder / _FILE, entry.line, slug=entry.value)
            known.add(entry.value)
            articles.append(drawer.take_article(entry.value, entry.line))
    return articles


def _find_name(root: Entry, key: str) -> str | None:
    """The name of a file in the entry `key`, if there is one that a file can have."""
    name = root.value.get(key)
    return name if is_file_name(name) else None


def _read_plates(ledger: Ledger, root: Entry, look_at: LookAt, mistakes: Mistakes) -> Mapping[str, Image]:
    """The frontispiece and the pictures that parts open with, by the names that booklet.yaml has for them."""
    plates, nothing = dict[str, Image](), Entry(None)
    parts = root.parts.get("parts", nothing).parts.values()
    for holder in (root.parts.get("frontispiece", nothing), *parts):
        entry = holder.parts.get("picture", nothing)
        if is_file_name(entry.value) and entry.value not in plates:
            file = f"images/{entry.value}"
            with mistakes.noted():
                data = ledger.read(file, _FILE, entry.line)
                plates[entry.value] = parse_picture(data, file, ledger.place(file), look_at)
    return plates


def _frontispiece(
    form: FrontispieceForm | None, plates: Mapping[str, Image], names: Mapping[str, str]
) -> Frontispiece | None:
    """The frontispiece, with the picture under its name among the `names`."""
    if form is None:
        return None
    image, said = plates[form.picture], form.caption or ""
    return Frontispiece(replace(image, name=names[image.file]), form.description or said, *part_credit(said))


def _parts(form: BookletForm, plates: Mapping[str, Image], names: Mapping[str, str]) -> Iterator[Part]:
    """The parts, with the pictures under their `names`."""
    numbers = number_parts([part.numbered for part in form.parts])
    for part, number in zip(form.parts, numbers, strict=True):
        image = plates[part.picture] if part.picture else None
        yield Part(
            part.title,
            number,
            part.note or "",
            replace(image, name=names[image.file]) if image else None,
            tuple(part.articles),
        )


def number_parts(numbered: Sequence[bool]) -> Iterator[int]:
    """The number of each part among those that are numbered, from 1; 0 of any other."""
    number = 0
    for each in numbered:
        number += each
        yield number * each


def _series(filled: FilledForm[BookletForm]) -> Series | None:
    """The series, the place in it as it was typed: 1.50 and 01 are not 1.5 and 1."""
    form = filled.form
    if form.series is None:
        return None
    position = form.series.position
    if isinstance(position, int | float):
        *_, (_, entry) = filled.entries.find(["series", "position"])
        position = entry.written
    return Series(form.series.name, position or str(form.occasion.year))


def _imprint(form: ImprintForm) -> tuple[ImprintLine, ...]:
    """The lines given, in the order of the form's fields, which is the order of print."""
    lines = ((key, getattr(form, key)) for key in type(form).model_fields)
    return tuple(ImprintLine(key, lines_of(value)) for key, value in lines if value)
