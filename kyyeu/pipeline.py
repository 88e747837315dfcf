"""Read, prove, render, write, save.

Both outputs are finished in memory before either is saved, so that an error leaves the last good ones as
they were.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from math import ceil
from pathlib import Path
from typing import Protocol, TypeVar

from kyyeu.binding.about import About
from kyyeu.binding.binder import bind
from kyyeu.binding.fragment import SetPicture
from kyyeu.binding.pagination import PlacedFragment, find_broken, find_pictures, find_pieces, paginate
from kyyeu.binding.plates import PlateOf
from kyyeu.cache import NOWHERE, Store
from kyyeu.checks.aloud import check_aloud
from kyyeu.checks.bounds import check_bounds
from kyyeu.checks.expectations import Expectation
from kyyeu.checks.on_paper import check_paper
from kyyeu.checks.on_screen import check_screen
from kyyeu.checks.revision import find_stale, find_unrevised
from kyyeu.checks.sharpness import check_sharpness, find_soft
from kyyeu.checks.validators import check_epub, check_pdf
from kyyeu.checks.verdicts import Verdict, judge_findings, judge_problem, sort_verdicts
from kyyeu.content.body import line_of
from kyyeu.content.booklet import read_booklet
from kyyeu.content.door import Door
from kyyeu.content.pictures import read_picture
from kyyeu.content.plain_text import decode_text
from kyyeu.epub.package import write_epub
from kyyeu.errors import ContentError, KyyeuError, MachineError, Mistakes, Problems
from kyyeu.files import read_file
from kyyeu.galley.copy import Galley, make_galley
from kyyeu.model import Booklet, Finding, Image
from kyyeu.pdf.engine import bring_in
from kyyeu.pdf.finished import Pdf, draw_cover
from kyyeu.pdf.placed import Supply
from kyyeu.pdf.standing import MOST_MEMORY, Endless, StandingType, bounds_of, name_design
from kyyeu.pictures.darkroom import Darkroom, remember_look
from kyyeu.pictures.for_print import FINEST, ForPrint
from kyyeu.pictures.for_screen import SCREENS
from kyyeu.pictures.plate import Plate, unpack_plate
from kyyeu.processes.apart import Ended, do_apart, may_have
from kyyeu.rendering.asking import Asker, gather_files
from kyyeu.rendering.faces import find_alike, find_coverage, find_faces, subset_face
from kyyeu.rendering.glyphs import check_glyphs
from kyyeu.rendering.sections import Section, name_sections, render_documents, render_print, render_summary
from kyyeu.rendering.theme import Theme
from kyyeu.restorer.memory import paused_collector
from kyyeu.saving import finish_killed, save_together

T = TypeVar("T")


class Say(Protocol):
    """Told what begins."""

    def __call__(self, stage: str, **facts: object) -> None:
        """The name of a stage, and what there is to tell of it."""


def _hush(stage: str, **facts: object) -> None:
    """Say nothing."""


Warn = Callable[[Sequence[Finding]], None]
"""Told what the editors may want to look at again; what it raises ends the making."""

_MOST_BOOK = 2_000_000_000  # bytes of a PDF made before
_POINTS = 72  # in an inch
_LAYOUTS = 5  # of a galley at most, as galley/copy.py has it
_COVER = "cover.jpg"  # the first printed page, in the EPUB


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made."""

    path: Path
    """Where it is."""
    data: bytes = field(repr=False)
    """What it holds."""
    pages: int
    """Pages of a PDF; 0 for an EPUB."""
    seconds: float
    """How long it took; the reading, which both share, is not counted."""
    unproved: tuple[str, ...]
    """Titles of the articles in it that name no source, so that nothing was compared."""


def build(
    content: Path,
    templates: Path,
    out: Path,
    only: str | None = None,
    say: Say = _hush,
    warn: Warn = lambda findings: None,
    store: Store = NOWHERE,
) -> list[Made]:
    """Make the booklet's files in `out`: the PDF and the EPUB, or with `only` one of them.

    Pictures that were made ready are remembered in the `store`. Raises Problems (with every mistake of the
    content) or a KyyeuError; `out` is then untouched.
    """
    finish_killed(out)
    with paused_collector():
        booklet, theme = _open(content, templates, say, store)
        warn([*booklet.findings, *find_unrevised(booklet, _read_last(booklet, out), date.today())])
        say("laying-out")
        pdf, seconds = _timed(lambda: make_pdf(booklet, theme, content, store, say))
        warn([*find_soft(booklet, pdf.pictures)])
        unproved = _name_unproved(booklet)
        made = [Made(out / f"{booklet.slug}.pdf", pdf.data, pdf.pages, seconds, unproved)]
        if only != "pdf":
            say("binding")
            data, seconds = _timed(lambda: make_epub(booklet, theme, pdf, content, store, say))
            made.append(Made(out / f"{booklet.slug}.epub", data, 0, seconds, unproved))
        made = [file for file in made if only is None or file.path.suffix == f".{only}"]
        say("saving")
        save_together(out, {file.path.name: file.data for file in made})
        store.trim()
        return made


def check(
    content: Path, templates: Path, out: Path, say: Say = _hush, store: Store = NOWHERE
) -> tuple[Verdict, ...]:
    """What every gate finds in the content, and in the books that it makes; nothing in `out` is changed.

    File by file, each from top to bottom. Gates behind one that finds an error have nothing to look at.
    """
    found = list[Verdict]()
    with paused_collector():
        try:
            for verdict in _check_all(content, templates, out, say, store):
                found.append(verdict)  # and stays, whatever a later gate raises
        except (KyyeuError, Problems) as problem:
            found += judge_problem(problem)
    return sort_verdicts(found)


def _check_all(content: Path, templates: Path, out: Path, say: Say, store: Store) -> Iterator[Verdict]:
    """What is found, gate by gate. Raises what the first gate does that no book passes."""
    booklet, theme = _open(content, templates, say, store)
    yield from judge_findings(booklet.findings, content)
    yield from judge_findings(find_unrevised(booklet, _read_last(booklet, out), date.today()), content)
    say("laying-out")
    pdf = make_pdf(booklet, theme, content, store, say)
    yield from judge_findings(find_soft(booklet, pdf.pictures), content)
    say("binding")
    epub = make_epub(booklet, theme, pdf, content, store, say)
    say("validating")
    books = {out / f"{booklet.slug}.pdf": pdf.data, out / f"{booklet.slug}.epub": epub}
    for (path, data), validate in zip(books.items(), (check_pdf, check_epub), strict=True):
        yield from validate(data, path)
        yield from find_stale(data, path)


def build_galley(
    content: Path,
    templates: Path,
    out: Path,
    say: Say = _hush,
    warn: Warn = lambda findings: None,
    store: Store = NOWHERE,
) -> list[Made]:
    """Make the galley in `out`, and nothing else. Raises as `build` does."""
    finish_killed(out)
    with paused_collector():
        booklet, theme = _open(content, templates, say, store)
        warn(booklet.findings)
        documents = _render_sections(booklet, theme).values()
        _check_rendered(booklet, theme, content, [*documents])
        say("laying-out")
        make = partial(print_galley, booklet, theme, content, store, say)
        pdf, seconds = _timed(lambda: _lay_out_apart(make, sum(map(len, documents))))
        path = out / f"{booklet.slug}-proof.pdf"
        made = Made(path, pdf.data, pdf.pages, seconds, _name_unproved(booklet))
        say("saving")
        save_together(out, {path.name: made.data})
        store.trim()
        return [made]


def _open(content: Path, templates: Path, say: Say, store: Store) -> tuple[Booklet, Theme]:
    """The booklet and its theme."""
    say("reading")
    try:
        theme = Theme(templates)
    except (KyyeuError, Problems):
        read_booklet(content)  # whoever makes booklets sees the content's mistakes before the design's
        raise
    return read_booklet(content, theme.trim, partial(remember_look, store=store)), theme


def _read_last(booklet: Booklet, out: Path) -> bytes:
    """The PDF that was made last; nothing where none can be read."""
    try:
        return read_file(out / f"{booklet.slug}.pdf", _MOST_BOOK)
    except OSError:
        return b""


def _name_unproved(booklet: Booklet) -> tuple[str, ...]:
    return tuple(article.title for article in booklet.unproved)


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def _lay_out_apart(work: Callable[[], T], letters: int) -> T:
    """What the work gives that lays out so many letters, several times, in a process that can be ended."""
    bring_in()
    try:
        return do_apart(work, bounds_of(letters * _LAYOUTS))
    except Ended:
        raise MachineError("layout-died" if may_have(MOST_MEMORY) else "no-memory") from None


def print_galley(
    booklet: Booklet, theme: Theme, content: Path, store: Store = NOWHERE, say: Say = _hush
) -> Galley:
    """The galley; its pictures are read from the folder `content`."""
    return make_galley(booklet, theme, supply_of(booklet, theme, content, store, say), about_of(booklet))


def make_pdf(booklet: Booklet, theme: Theme, content: Path, store: Store = NOWHERE, say: Say = _hush) -> Pdf:
    """The print edition; its pictures are read from the folder `content`."""
    documents = _render_sections(booklet, theme)
    files = _check_rendered(booklet, theme, content, [*documents.values()])
    supply = supply_of(booklet, theme, content, store, say)
    names = {html: section.name for section, html in documents.items()}

    def tell(html: str, number: int, count: int) -> None:
        say("laying-out-section", name=names.get(html, ""), number=number, count=count)

    composed = StandingType(supply, store, name_design(files), tell)
    parts = _paginate(booklet, theme, documents, composed, content)
    expected, pieces, broken = _expect(booklet, theme), find_pieces(parts), find_broken(parts)
    bounds = check_bounds(expected, pieces, broken, content, partial(line_of, Door(content).read))
    pictures = find_pictures(parts)
    Mistakes([*bounds, *check_sharpness(booklet, pictures, content)]).settle()
    data = bind(parts, theme.files, supply.plates(pictures), about_of(booklet))
    pdf = Pdf(data, sum(len(part.leaves) for part in parts), pictures)
    Mistakes(check_paper(expected, pieces, pdf.data)).settle()
    Mistakes(check_aloud(expected, pieces, pdf.data)).settle()
    return pdf


def _render_sections(booklet: Booklet, theme: Theme) -> dict[Section, str]:
    """Each section of the print edition as a document."""
    sections = name_sections(booklet, theme)
    return {section: render_print(booklet, theme, section, among=sections) for section in sections}


def _paginate(
    booklet: Booklet, theme: Theme, documents: Mapping[Section, str], composed: StandingType, content: Path
) -> tuple[PlacedFragment, ...]:
    """The documents in their places. Raises Problems with the texts that can't be laid out within bounds."""
    empty = render_print(booklet, theme, among=(*documents,))
    try:
        return paginate([*documents.values()], empty, composed)
    except Endless as found:
        endless = found
    if not may_have(MOST_MEMORY):
        raise MachineError("no-memory")
    shown = [section for section, html in documents.items() if html in endless.documents]
    texts = [each.article or (booklet.foreword if each.kind == "foreword" else None) for each in shown]
    facts = {"seconds": endless.bounds.seconds, "memory": endless.bounds.memory // 1_000_000_000}
    places = [content / text.reads[0].name for text in texts if text]
    Mistakes([ContentError("layout-endless", place, **facts) for place in places]).settle()
    raise MachineError("layout-died")


def _expect(booklet: Booklet, theme: Theme) -> Expectation:
    """What both books are held against."""
    head = partial(theme.cut_head, width=booklet.page.width)
    return Expectation(booklet, name_sections(booklet, theme), find_alike(theme.faces), head, theme.path_of)


def _check_rendered(
    booklet: Booklet, theme: Theme, content: Path, documents: Sequence[str]
) -> dict[str, bytes]:
    """What the documents ask for, once all of it is there and every letter has a glyph."""
    read, path = Door(content).read, theme.path_of("print.html.j2")
    askers = [Asker("print.html", html.encode(), path) for html in documents]
    files = gather_files(askers, theme, booklet.pictures)
    covered = find_coverage(find_faces(files, files.get))
    check_glyphs(
        booklet, "".join(documents), covered, lambda name: decode_text(read(name), content / name), content
    )
    return files


def about_of(booklet: Booklet) -> About:
    """What the PDF says of itself."""
    return About(
        booklet.title,
        booklet.authors,
        booklet.description or booklet.subtitle or booklet.title,
        booklet.keywords,
        booklet.language,
        booklet.issued,
        booklet.modified,
        "kyyeu",
        "kyyeu",
        booklet.digest.encode(),
        booklet.isbn or "",
    )


def make_epub(
    booklet: Booklet, theme: Theme, pdf: Pdf, content: Path, store: Store = NOWHERE, say: Say = _hush
) -> bytes:
    """The reading edition; its cover is the first page of `pdf`, its pictures are read from `content`."""
    documents = render_documents(booklet, theme)
    askers = [Asker(document.name, document.data, document.template) for document in documents]
    files = gather_files(askers, theme, {*booklet.pictures, _COVER})
    letters = "".join(sorted({char for document in documents for char in document.data.decode()}))
    faces = find_faces(files, files.get)
    files |= {face.name: subset_face(face, letters) for face in faces}
    darkroom, screen = _darkroom(content, store, say), SCREENS[booklet.screen]
    darkroom.prepare(dict.fromkeys(booklet.images, screen))
    cover, summary = draw_cover(pdf.data), render_summary(theme)

    def show(name: str) -> bytes:
        return darkroom.develop(booklet.pictures[name], screen)

    epub = write_epub(booklet, documents, files, cover, summary, show)
    Mistakes(check_screen(_expect(booklet, theme), epub)).settle()
    return epub


def supply_of(
    booklet: Booklet, theme: Theme, content: Path, store: Store = NOWHERE, say: Say = _hush
) -> Supply:
    """What a printed book may be made of: the theme's files, and the booklet's pictures out of `content`."""
    darkroom, pictures = _darkroom(content, store, say), booklet.pictures

    def make_ready(placed: Sequence[SetPicture]) -> PlateOf:
        wanted = {pictures[name]: ForPrint(size) for name, size in _find_finest(placed).items()}
        darkroom.prepare(wanted)

        def plate(name: str) -> Plate:
            image = pictures[name]  # which a theme may have put where nobody measures it
            recipe = wanted.get(image) or ForPrint((image.width, image.height))
            return unpack_plate(darkroom.develop(image, recipe))

        return plate

    sizes = {name: (image.width, image.height) for name, image in pictures.items()}
    return Supply(theme.read, sizes, make_ready)


def _find_finest(placed: Sequence[SetPicture]) -> Mapping[str, tuple[int, int]]:
    """By names: the pixels with which a picture is as fine as print can be, there where it is largest."""
    sizes = dict[str, tuple[int, int]]()
    for picture in placed:
        size = (ceil(picture.width / _POINTS * FINEST), ceil(picture.height / _POINTS * FINEST))
        sizes[picture.name] = max(size, sizes.get(picture.name, size))
    return sizes


def _darkroom(content: Path, store: Store, say: Say) -> Darkroom:
    """Where the pictures out of the folder `content` are made ready."""
    door = Door(content)

    def read(image: Image) -> bytes:
        return read_picture(door.read, image, content / image.file)

    def tell(image: Image, number: int, count: int) -> None:
        say("preparing", picture=image.file, number=number, count=count)

    return Darkroom(read, content, store, tell)
