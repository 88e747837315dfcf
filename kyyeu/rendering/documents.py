"""The sections of a booklet as documents: for the layout engine, and for the EPUB.

They are remembered, and are the same in a booklet that has the same for their templates to look at.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import msgspec

from kyyeu.cache import NOWHERE, Store, name_maker
from kyyeu.errors import TemplateError
from kyyeu.model import Article, BackCover, Booklet, Foreword
from kyyeu.processes.each import do_many
from kyyeu.rendering.cell_heads import tell_heads
from kyyeu.rendering.proportions import find_gutter
from kyyeu.rendering.sections import Section, compose_sides, group_sections, name_sections, without_paper_only
from kyyeu.rendering.spine import Spine
from kyyeu.rendering.theme import Theme
from kyyeu.rendering.watching import SHELL, Looks, View, WatchedBooklet, WatchedSections

_OWN = [each.name for each in fields(Section) if each.name != "facts"]
"""What there is of a section itself."""


@dataclass(frozen=True, slots=True)
class Document:
    """One finished text file of the EPUB."""

    name: str
    """Path inside the package's folder."""
    data: bytes
    """UTF-8."""
    template: Path
    """The template that it was made of."""
    section: Section | None = None
    """The section it shows; None for the navigation files."""


def render_print(booklet: Booklet, theme: Theme, *printed: Section) -> str:
    """Those sections as one HTML document for the layout engine; links are relative to the theme."""
    return _render_print(theme, _values(booklet, name_sections(booklet, theme)), *printed)


def render_print_sections(
    booklet: Booklet, theme: Theme, store: Store = NOWHERE
) -> tuple[dict[tuple[Section, ...], str], str]:
    """The sections as documents, those together that go on below each other, and an empty document.

    They are remembered in the `store`.
    """
    sections = name_sections(booklet, theme)
    rendered = _Rendered(booklet, theme, sections, store)

    def render(group: tuple[Section, ...]) -> str:
        return rendered.remember("print", group, lambda values: _render_print(theme, values, *group))

    groups, empty = group_sections(sections), _render_print(theme, rendered.values)
    made = {group: text for group in groups if (text := rendered.find("print", group)) is not None}
    missing = [group for group in groups if group not in made]
    made |= zip(
        missing, do_many(render, missing), strict=True
    )  # copies of this process have the templates by now
    return {group: made[group] for group in groups}, empty


def _render_print(theme: Theme, values: Mapping[str, object], *printed: Section) -> str:
    return theme.render("print.html.j2", **values, printed=printed, output="print")


def render_documents(booklet: Booklet, theme: Theme, store: Store = NOWHERE) -> tuple[Document, ...]:
    """The EPUB's reading documents in spine order, then ``nav.xhtml`` and ``toc.ncx``.

    They are remembered in the `store`.
    """
    sections = without_paper_only(name_sections(booklet, theme))
    rendered = _Rendered(booklet, theme, sections, store)

    def render(section: Section) -> Document:
        name, part = f"{section.id}.xhtml", theme.path_of(f"parts/{section.kind}.html.j2")

        def make(values: Mapping[str, object]) -> str:
            text = theme.render("epub.xhtml.j2", **values, section=section, output="epub")
            return _xml(text, name, part)

        text = rendered.remember("epub", (section,), make)
        return Document(name, text.encode(), theme.path_of("epub.xhtml.j2"), section)

    def render_list(name: str, template: str) -> Document:
        path = theme.path_of(template)
        make = lambda values: _xml(theme.render(template, **values, output="epub"), name, path)  # noqa: E731
        return Document(name, rendered.remember(f"epub {name}", (), make).encode(), path)

    lists = (("nav.xhtml", "nav.xhtml.j2"), ("toc.ncx", "toc.ncx.j2"))
    return (*map(render, sections), *(render_list(*each) for each in lists))


_SHARED = ("names", "depth", "gutter")  # what all sections are given beside the booklet


class _Rendered:
    """The documents of one book that were rendered before, and need not be again."""

    def __init__(self, booklet: Booklet, theme: Theme, sections: tuple[Section, ...], store: Store):
        self.values = _values(booklet, sections)
        self._booklet, self._sections, self._store = booklet, sections, store
        self._view = View(booklet, sections)
        shell = [getattr(booklet, name) for name in sorted(SHELL)]
        self._key = "" if store is NOWHERE else f"{name_maker()} {theme.digest} {_digest(shell)}"

    def remember(
        self, output: str, shown: Sequence[Section], make: Callable[[Mapping[str, object]], str]
    ) -> str:
        """What is made of the values that templates get, for those sections.

        It is kept under what it looked at besides, and that under the key.
        """
        if self._store is NOWHERE:
            return make(self.values)
        if (known := self.find(output, shown)) is not None:
            return known
        key = self._name(output, shown)
        looks = Looks()
        watched = WatchedBooklet(self._booklet, looks), WatchedSections(self._sections, looks)
        data = make({**self.values, **dict(zip(("booklet", "sections"), watched, strict=True))})
        if not looks:
            self._store.put(key, data.encode())
        elif looks.can_be_told:
            self._keep(key, looks.packed(), data.encode())
        return data

    def find(self, output: str, shown: Sequence[Section]) -> str | None:
        """What is kept of what was made for those sections, if it was."""
        if self._store is NOWHERE:
            return None
        key = self._name(output, shown)
        known = self._store.recall(key, bytes.decode)
        return self._recall(key) if known is None else known

    def _name(self, output: str, shown: Sequence[Section]) -> str:
        own = [tell_apart(getattr(section, name)) for section in shown for name in _OWN]
        return f"{output} {self._key} {_digest([*own, *map(self.values.get, _SHARED)])}"

    def _recall(self, key: str) -> str | None:
        """What was made under the key when there was the same to look at."""
        seen = self._store.get(f"seen {key}")
        return (
            None if seen is None else self._store.recall(f"{key} {self._view.describe(seen)}", bytes.decode)
        )

    def _keep(self, key: str, seen: bytes, data: bytes) -> None:
        with suppress(TypeError):  # a value that nobody can tell from others
            self._store.put(f"{key} {self._view.describe(seen)}", data)
            self._store.put(f"seen {key}", seen)


def tell_apart(value: object) -> object:
    """What tells a value from others: of a text, which is long, a digest, made once while it is asked for."""
    return _digests.of(value) if isinstance(value, Article | Foreword) else value


class _Digests:
    """Those of texts that were asked for last: who makes books again and again has the same texts."""

    def __init__(self, most: int):
        self._most = most
        self._known = dict[int, tuple[object, str]]()
        """By the identity of each, which is held, so that it stays its own."""

    def of(self, text: object) -> str:
        """The text's."""
        known = self._known.pop(id(text), None) or (text, _digest(text))
        self._known[id(text)] = known
        if len(self._known) > self._most:
            self._known.pop(next(iter(self._known)), None)
        return known[1]


_digests = _Digests(2000)


def _digest(values: object) -> str:
    return sha256(msgspec.msgpack.encode(values)).hexdigest()


COVER_TEMPLATE = "epub-cover.html.j2"
COVER = (400, 600)
"""Width and height in points of the page that the EPUB's cover is a picture of."""


def render_cover(booklet: Booklet, theme: Theme) -> str:
    """The EPUB's cover as a document for the layout engine."""
    paper = {"width": COVER[0], "height": COVER[1]}
    return theme.render(COVER_TEMPLATE, booklet=booklet, paper=paper, output="print")


SIDE_TEMPLATE = "cover-side.html.j2"


def render_sides(booklet: Booklet, theme: Theme, spine: Spine, bleed: float) -> dict[Section, str]:
    """Back, spine and front of the cover, each as a document with that bleed in millimetres.

    A booklet without a back cover of its own has a plain one; the spine lies on its side.
    """
    blank = BackCover((), (), "")
    bound = replace(booklet, cover=replace(booklet.cover, back=booklet.cover.back or blank))
    sides = compose_sides(bound, (spine.words, spine.year))

    def render(section: Section) -> str:
        page = bound.page
        width, height = (page.height, spine.width) if section.kind == "spine" else (page.width, page.height)
        paper = {"width": width, "height": height, "bleed": bleed}
        values = {"booklet": bound, "section": section, "spine": spine, "paper": paper}
        return theme.render(SIDE_TEMPLATE, **values, output="print")

    named = [replace(section, name=theme.name_of(section.kind)) for section in sides]
    return {section: render(section) for section in named}


def render_summary(theme: Theme) -> str:
    """How the EPUB can be read without seeing it, for its metadata."""
    return theme.render("accessibility.txt.j2").strip()


def _values(booklet: Booklet, sections: tuple[Section, ...]) -> dict[str, object]:
    """What every template is given."""
    names = {section.kind: section.name for section in sections if not (section.article or section.part)}
    depth = 1 + max((_depth(section) for section in sections), default=0)
    gutter = find_gutter(booklet)
    return {"booklet": booklet, "sections": sections, "names": names, "depth": depth, "gutter": gutter}


def _depth(section: Section) -> int:
    """How many levels of the nav there are below the first, as far as the section makes them."""
    return bool(section.within) + max((heading.depth for heading in section.headings), default=0)


def _xml(text: str, name: str, template: Path) -> str:
    """The text, once it is known to be well-formed, with heads told to the cells of its tables."""
    data = text.strip().encode()
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        row = error.position[0]
        written = data.decode().split("\n")[row - 1].strip()
        problem = str(error)
        raise TemplateError(
            "template-markup", template, name=name, problem=problem, row=row, written=written
        ) from None
    return tell_heads(text.strip(), root)
