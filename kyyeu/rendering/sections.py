"""A Booklet as one print document and as the documents of an EPUB, by the theme's templates.

A kind of section is one row of `KINDS` and one template. The row has what standards and the model decide,
which no theme may have otherwise; its words and its looks are the template's.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kyyeu.model import Article, Block, Booklet, Foreword, IndexedName, Part
from kyyeu.rendering.theme import Theme


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section, with those below it."""

    name: str
    """What it says."""
    id: str
    """Its anchor in either book."""
    below: tuple["Heading", ...]
    """In reading order."""

    @property
    def depth(self) -> int:
        """How many headings lie one below the other, itself one."""
        return 1 + max((heading.depth for heading in self.below), default=0)


@dataclass(frozen=True, slots=True)
class Captioned:
    """A picture with a caption."""

    name: str
    """What the caption says of it."""
    id: str
    """The picture's anchor in either book."""
    credit: str = ""
    """Who made it, as the caption says; may be empty."""


def find_captioned(blocks: Sequence[Block]) -> tuple[Captioned, ...]:
    """The pictures of a text that have captions, those whose place is left empty too."""
    captions = (block for block in blocks if block.part == "caption" and block.id)
    return tuple(_list_caption(block.subject, block.id, block.credit) for block in captions)


def _list_caption(caption: str, id_: str, credit: str) -> Captioned:
    """A caption as a list has it: what parts it from the credit ends no line there."""
    return Captioned(caption.removesuffix(".") if credit else caption, id_, credit)


def find_headings(blocks: Sequence[Block]) -> tuple[Heading, ...]:
    """The headings of a text, each below the last one of a higher level."""
    return _nest([block for block in blocks if block.level])


def _nest(headings: Sequence[Block]) -> tuple[Heading, ...]:
    tops = list[int]()
    for place, block in enumerate(headings):
        if not tops or block.level <= headings[tops[-1]].level:
            tops.append(place)
    return tuple(
        Heading(headings[start].text, headings[start].id, _nest(headings[start + 1 : end]))
        for start, end in pairwise([*tops, len(headings)])
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """What one section of a kind shows."""

    name: str = ""
    """What the content calls it; empty where the theme has a name for it."""
    article: Article | None = None
    """The article that it shows, if it shows one."""
    headings: tuple[Heading, ...] = ()
    """Those of the text that it shows."""
    part: Part | None = None
    """The part that it opens, if it opens one."""
    sheet: str = ""
    """The style sheet in ``kinds/`` that it needs besides, of another kind that it shows."""
    lines: tuple[str, ...] = ()
    """What it prints of booklet.yaml beside its name, and of no text."""
    pictures: tuple[Captioned, ...] = ()
    """Those of the text that it shows which a list of pictures has."""
    indexed: tuple[IndexedName, ...] = ()
    """The names of the index, if it is the index."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What is true of every section of a kind, in any theme."""

    name: str
    """Names its template in ``parts/`` and its class in the style sheets."""
    epub_type: str
    """Its term of the EPUB Structural Semantics Vocabulary."""
    shows: Callable[[Booklet], Iterable[Shown]]
    """What a booklet has for it: a section each."""
    matter: str = "frontmatter"
    """``frontmatter``, ``bodymatter`` (in the order of the articles), ``backmatter``; ``outside``: last."""
    role: str = ""
    """Its DPUB-ARIA role, if there is one."""
    in_contents: bool = False
    """Whether the contents page lists it."""
    in_nav: bool = True
    """Whether the nav and the NCX list it."""
    landmark: str = ""
    """Its term among the landmarks of the nav, if it is one."""
    sheet: str = ""
    """Its style sheet in ``kinds/``, for what no other kind has."""
    on_paper_only: bool = False
    """Whether an e-book has nothing of the kind."""
    guide: str = ""
    """The same in EPUB 2, where older Kindles look for the cover and for the beginning of the text."""


@dataclass(frozen=True, slots=True)
class Section:
    """One stretch of the booklet that opens on a page of its own."""

    kind: str
    """Which part it is, and the name of its template in ``parts/``."""
    id: str
    """Its anchor in print and its file name in the EPUB."""
    facts: Kind
    """What is true of its kind."""
    name: str = ""
    """What contents, nav and outline call it; empty until a theme has named it."""
    article: Article | None = None
    """The article that it shows, if it shows one."""
    headings: tuple[Heading, ...] = ()
    """Those of the text that it shows, for nav and outline."""
    part: Part | None = None
    """The part that it opens, if it opens one."""
    within: str = ""
    """The id of the section that opens the part it is in; empty where it is in none."""
    sheet: str = ""
    """The style sheet in ``kinds/`` that it needs besides those that all share; empty where it needs none."""
    opens: str = "right"
    """Where it opens in print: on a ``right`` hand page, on ``any``, or it goes on (``continue``) below the
    section before it."""
    notes_at: str = "foot"
    """Where the notes of its text stand in print: at the ``foot`` of the page that calls them, or at the
    text's ``end``."""
    lines: tuple[str, ...] = ()
    """What it prints of booklet.yaml beside its name, and of no text."""
    pictures: tuple[Captioned, ...] = ()
    """Those of the text that it shows which a list of pictures has."""
    indexed: tuple[IndexedName, ...] = ()
    """The names of the index, if it is the index."""


def _always(booklet: Booklet) -> list[Shown]:
    return [Shown()]


def _half_title(booklet: Booklet) -> list[Shown]:
    return [Shown(lines=(booklet.title,))] * booklet.half_title


FRONTISPIECE_ID = "frontispiece.anh-1"
"""The anchor of that picture in either book."""


def _frontispiece(booklet: Booklet) -> list[Shown]:
    shown = booklet.frontispiece
    if shown is None:
        return []
    listed = (_list_caption(shown.caption, FRONTISPIECE_ID, shown.credit),) * bool(shown.caption)
    return [Shown(lines=tuple(filter(None, (shown.caption, shown.credit))), pictures=listed)]


def _dedication(booklet: Booklet) -> list[Shown]:
    return [Shown(lines=booklet.dedication)] if booklet.dedication else []


def _epigraph(booklet: Booklet) -> list[Shown]:
    said = (*booklet.epigraph, booklet.epigraph_by)
    return [Shown(lines=tuple(filter(None, said)))] if booklet.epigraph else []


def _contents_in(place: str) -> Callable[[Booklet], list[Shown]]:
    return lambda booklet: [Shown(sheet="part" * bool(booklet.parts))] * (booklet.page.contents == place)


def _foreword(booklet: Booklet) -> list[Shown]:
    foreword = booklet.foreword
    return [_text_of(foreword)] if foreword else []


def _text_of(text: Article | Foreword) -> Shown:
    headings, pictures = find_headings(text.blocks), find_captioned(text.blocks)
    return Shown(text.title, text if isinstance(text, Article) else None, headings, pictures=pictures)


def _list_in(place: str) -> Callable[[Booklet], list[Shown]]:
    return lambda booklet: [Shown()] * (booklet.listed == place and any(_find_all_captioned(booklet)))


def _find_all_captioned(booklet: Booklet) -> Iterator[Captioned]:
    for shown in _frontispiece(booklet):
        yield from shown.pictures
    for text in booklet.texts:
        yield from find_captioned(text.blocks)


def _articles_of(kind: str) -> Callable[[Booklet], list[Shown]]:
    return lambda booklet: [_text_of(article) for article in booklet.articles if article.kind == kind]


def _contribution(name: str, epub_type: str = "chapter", sheet: str = "") -> Kind:
    """A kind of article, which its header names."""
    shows, role = _articles_of(name), f"doc-{epub_type}"
    return Kind(
        name, epub_type, shows, "bodymatter", role, True, landmark="bodymatter", guide="text", sheet=sheet
    )


def _parts(booklet: Booklet) -> list[Shown]:
    return [Shown(part.title, part=part, lines=(part.note,) * bool(part.note)) for part in booklet.parts]


def _index(booklet: Booklet) -> list[Shown]:
    names = booklet.indexed
    return [Shown(lines=tuple(each.name for each in names), indexed=names)] if names else []


def _accounts(booklet: Booklet) -> list[Shown]:
    return [Shown()] * any(article.account for article in booklet.articles)


def _back_cover(booklet: Booklet) -> list[Shown]:
    back = booklet.cover.back
    if back is None:
        return []
    isbn = (value for line in booklet.imprint if line.key == "isbn" for value in line.values)
    return [Shown(lines=(*back.motto, *back.text, *([back.price] if back.price else []), *isbn))]


_CONTENTS = Kind("contents", "toc", _contents_in("front"), role="doc-toc", landmark="toc", guide="toc")

_LIST = Kind(
    "list-of-pictures",
    "loi",
    _list_in("front"),
    in_contents=True,
    landmark="loi",
    sheet="pictures",
    guide="loi",
)

KINDS: tuple[Kind, ...] = (
    Kind("cover", "cover", _always, in_nav=False, landmark="cover", guide="cover"),
    Kind("half-title", "halftitlepage", _half_title, in_nav=False, sheet="prelims"),
    Kind("frontispiece", "figure", _frontispiece, in_nav=False, sheet="prelims"),
    Kind("title-page", "titlepage", _always, landmark="titlepage", guide="title-page"),
    Kind("imprint", "imprint", _always),
    Kind("dedication", "dedication", _dedication, role="doc-dedication", sheet="prelims"),
    Kind("epigraph", "epigraph", _epigraph, role="doc-epigraph", sheet="prelims"),
    _CONTENTS,
    _LIST,
    Kind("foreword", "foreword", _foreword, role="doc-foreword", in_contents=True),
    Kind("part", "part", _parts, "bodymatter", "doc-part", True,
         landmark="bodymatter", guide="text", sheet="part"),
    _contribution("article"),
    _contribution("speech", sheet="speech"),
    _contribution("letter", sheet="letter"),
    _contribution("poem", sheet="poem"),
    _contribution("interview", sheet="interview"),
    _contribution("memoir", sheet="memoir"),
    _contribution("chronicle", sheet="chronicle"),
    _contribution("appendix", "appendix", "appendix"),
    _contribution("people", sheet="people"),
    _contribution("roll", sheet="roll"),
    _contribution("album", sheet="album"),
    _contribution("facsimile", sheet="facsimile"),
    Kind("note-on-text", "afterword", _accounts, "backmatter", "doc-afterword", True, landmark="afterword"),
    replace(_LIST, shows=_list_in("back"), matter="backmatter"),
    Kind("index", "index", _index, "backmatter", "doc-index", True, landmark="index", sheet="index"),
    replace(_CONTENTS, shows=_contents_in("back"), matter="backmatter"),
    Kind("colophon", "colophon", _always, "backmatter", "doc-colophon", True, landmark="colophon"),
    Kind("back-cover", "cover", _back_cover, "outside", in_nav=False, sheet="back-cover", on_paper_only=True),
)  # fmt: skip
"""Every kind, in the order of the book."""


def compose(booklet: Booklet) -> tuple[Section, ...]:
    """The sections in the order that print has them; appendices in no part are back matter."""
    places = {article.slug: place for place, article in enumerate(booklet.articles)}
    within = {slug: _id_of_part(booklet, part) for part in booklet.parts for slug in part.slugs}
    front, body, back, outside = (
        [
            _section(kind, shown, booklet, within)
            for kind in KINDS
            if kind.matter == matter
            for shown in kind.shows(booklet)
        ]
        for matter in ("frontmatter", "bodymatter", "backmatter", "outside")
    )
    body.sort(key=lambda section: _place(section, places))
    appendices = [section for section in body if section.kind == "appendix" and not section.within]
    opened = _open([section for section in body if section not in appendices], booklet.page.open)
    back = [*map(_put_back, _open(appendices, booklet.page.open)), *back]
    back.sort(key=lambda section: booklet.back.index(_IN_BACK_MATTER.get(section.kind, section.kind)))
    return (*front, *opened, *back, *outside)


_IN_BACK_MATTER = {"list-of-pictures": "pictures"}
"""Kinds that an editor calls otherwise."""


def _put_back(section: Section) -> Section:
    """The section as one behind the articles."""
    return replace(section, facts=replace(section.facts, matter="backmatter"))


def _open(body: Sequence[Section], usual: str) -> Iterator[Section]:
    """The sections, each with the place where it opens; none goes on where no article is before it.

    A part opens on the right, whatever articles do.
    """
    before: Article | None = None
    for section in body:
        opens = (section.article.open or usual) if section.article else "right"
        yield replace(section, opens="any" if opens == "continue" and not before else opens)
        before = section.article


def group_sections(sections: Iterable[Section]) -> list[tuple[Section, ...]]:
    """The sections that are laid out together: one, with those that go on below it."""
    groups = list[tuple[Section, ...]]()
    for section in sections:
        if section.opens == "continue":
            groups[-1] = (*groups[-1], section)
        else:
            groups.append((section,))
    return groups


def _place(section: Section, places: Mapping[str, int]) -> tuple[int, bool]:
    """Where a section stands among those of the body: a part's page before its first article."""
    if section.part:
        return places[section.part.slugs[0]], False
    return places[section.article.slug] if section.article else -1, True


def _section(kind: Kind, shown: Shown, booklet: Booklet, within: Mapping[str, str]) -> Section:
    article, id_ = shown.article, kind.name
    if shown.part:
        id_ = _id_of_part(booklet, shown.part)
    elif article:
        id_ = article.id
    above = within.get(article.slug, "") if article else ""
    sheet = shown.sheet or kind.sheet
    return Section(
        kind.name, id_, kind, shown.name, article, shown.headings, shown.part, above, sheet,
        lines=shown.lines, pictures=shown.pictures, indexed=shown.indexed,
        notes_at=(article.notes_at if article else "") or booklet.notes_at,
    )  # fmt: skip


def _id_of_part(booklet: Booklet, part: Part) -> str:
    return f"part-{1 + booklet.parts.index(part)}"


_SPINE = Kind("spine", "cover", lambda booklet: (), "outside", in_nav=False, on_paper_only=True)


def compose_sides(booklet: Booklet, spine: Iterable[str]) -> tuple[Section, ...]:
    """The sides of the cover as they lie on one sheet: the back, the spine with its words, the front."""
    outer = {"cover": Shown(), "back-cover": next(iter(_back_cover(booklet)), Shown())}
    front, back = (_section(kind, outer[kind.name], booklet, {}) for kind in KINDS if kind.name in outer)
    return back, _section(_SPINE, Shown(lines=tuple(filter(None, spine))), booklet, {}), front


def without_paper_only(sections: Iterable[Section]) -> tuple[Section, ...]:
    """Those of the sections that an e-book has too."""
    return tuple(section for section in sections if not section.facts.on_paper_only)


def name_sections(booklet: Booklet, theme: Theme) -> tuple[Section, ...]:
    """The sections, those that the content does not name with the theme's name for their kind."""
    return tuple(
        section if section.name else replace(section, name=theme.name_of(section.kind))
        for section in compose(booklet)
    )
