"""Read and prove, make or remember, save.

Both outputs are finished in memory before either is saved, so that an error leaves the last good ones as
they were.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kyyeu.cache import MOST_ENTRY, NOWHERE, Store
from kyyeu.checks.facing import find_waited_for
from kyyeu.checks.revision import find_left, find_unrevised
from kyyeu.checks.sharpness import find_wanting
from kyyeu.checks.verdicts import Verdict, judge_findings, judge_problem, sort_verdicts
from kyyeu.content.booklet import read_booklet
from kyyeu.errors import KyyeuError, Problems
from kyyeu.files import read_file
from kyyeu.making.say import Say, hush
from kyyeu.model import Booklet, Finding
from kyyeu.pdf.pango import name_press
from kyyeu.pdf.print_edition import Pdf, unpack_pdf
from kyyeu.pictures.darkroom import remember_look
from kyyeu.rendering.spine import Spine, plan_spine
from kyyeu.rendering.theme import Theme
from kyyeu.rendering.wishes import find_chosen_theme, find_overruled
from kyyeu.restorer.memory import paused_collector
from kyyeu.saving import finish_killed, save_together

if TYPE_CHECKING:
    from kyyeu.processes.workers import Workers

T = TypeVar("T")


Warn = Callable[[Sequence[Finding]], None]
"""Told what the editors may want to look at again; what it raises ends the making."""

_MOST_BOOK = 2_000_000_000  # bytes of a PDF made before
_MOST_BESIDE = 20_000_000  # bytes of pictures


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
    blanks: int = 0
    """Blank pages of a PDF, before what opens on the right."""
    filling: int = 0
    """Blank pages besides, which fill the last gathering."""
    spine: Spine | None = None
    """The spine of a book to be bound; None where its editor has nothing for one."""


def build(
    content: Path,
    templates: Path | None,
    out: Path,
    only: str | None = None,
    say: Say = hush,
    warn: Warn = lambda findings: None,
    store: Store = NOWHERE,
    workers: "Workers | None" = None,
) -> list[Made]:
    """Make the booklet's files in `out`: the PDF and the EPUB, or with `only` one of them.

    The `workers` lay sections out, on other machines; without any, the cores of this one do.

    Pictures that were made ready are remembered in the `store`. Raises Problems (with every mistake of the
    content) or a KyyeuError; `out` is then untouched.
    """
    finish_killed(out)
    with paused_collector():
        booklet, theme = _open(content, templates, say, store)
        warn([*booklet.findings, *_find_beside(booklet, out)])
        say("laying-out")
        both = only != "pdf"
        with _Beside(booklet, theme, content, store, say) as epub:
            begin = epub.begin if both else None
            pdf, seconds = _timed(lambda: _remember_pdf(booklet, theme, content, store, say, workers, begin))
            warn([*find_wanting(booklet, pdf.pictures), *find_waited_for(booklet, pdf.pictures, pdf.waiting)])
            unproved = _name_unproved(booklet)
            spine = plan_spine(booklet, theme, pdf.pages) if booklet.cover.wants_spine else None
            path = out / f"{booklet.slug}.pdf"
            made = [Made(path, pdf.data, pdf.pages, seconds, unproved, pdf.blanks, pdf.filling, spine)]
            if spine and booklet.cover.spread and only != "epub":
                warn(spine.findings)
                data, seconds = _timed(partial(_remember_spread, booklet, theme, spine, content, store, say))
                made.append(Made(out / f"{booklet.slug}-cover.pdf", data, 1, seconds, unproved))
            if both:
                say("binding")
                data, seconds = epub.finish()
                made.append(Made(out / f"{booklet.slug}.epub", data, 0, seconds, unproved))
        made = [file for file in made if only is None or file.path.suffix == f".{only}"]
        say("saving")
        save_together(out, {file.path.name: file.data for file in made})
        store.tidy()
        return made


def check(
    content: Path, templates: Path | None, out: Path, say: Say = hush, store: Store = NOWHERE
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


def _check_all(content: Path, templates: Path | None, out: Path, say: Say, store: Store) -> Iterator[Verdict]:
    """What is found, gate by gate. Raises what the first gate does that no book passes."""
    from kyyeu.checks.revision import find_stale
    from kyyeu.checks.validators import check_epub, check_pdf
    from kyyeu.making.e_book import make_epub
    from kyyeu.making.print_run import make_pdf
    from kyyeu.making.spread import make_spread

    booklet, theme = _open(content, templates, say, store)
    yield from judge_findings(booklet.findings, content)
    yield from judge_findings(_find_beside(booklet, out), content)
    say("laying-out")
    pdf = make_pdf(booklet, theme, content, store, say, both=True)
    found = [*find_wanting(booklet, pdf.pictures), *find_waited_for(booklet, pdf.pictures, pdf.waiting)]
    yield from judge_findings(found, content)
    if booklet.cover.spread:
        spine = plan_spine(booklet, theme, pdf.pages)
        yield from judge_findings(spine.findings, content)
        make_spread(booklet, theme, spine, content, store, say)
    say("binding")
    epub = make_epub(booklet, theme, content, store, say)
    say("validating")
    books = {out / f"{booklet.slug}.pdf": pdf.data, out / f"{booklet.slug}.epub": epub}
    for (path, data), validate in zip(books.items(), (check_pdf, check_epub), strict=True):
        yield from validate(data, path)
        yield from find_stale(data, path)


def _find_beside(booklet: Booklet, out: Path) -> Iterator[Finding]:
    """What does not go with the booklet of what earlier builds left in `out`."""
    yield from find_unrevised(booklet, _read_last(booklet, out), date.today())
    yield from find_left(booklet, out)


def build_galley(
    content: Path,
    templates: Path | None,
    out: Path,
    say: Say = hush,
    warn: Warn = lambda findings: None,
    store: Store = NOWHERE,
) -> list[Made]:
    """Make the galley in `out`, and nothing else. Raises as `build` does."""
    finish_killed(out)
    with paused_collector():
        booklet, theme = _open(content, templates, say, store)
        warn(booklet.findings)
        pdf, seconds = _timed(lambda: _remember_galley(booklet, theme, content, store, say))
        path = out / f"{booklet.slug}-proof.pdf"
        made = Made(path, pdf.data, pdf.pages, seconds, _name_unproved(booklet))
        say("saving")
        save_together(out, {path.name: made.data})
        store.tidy()
        return [made]


def _open(content: Path, templates: Path | None, say: Say, store: Store) -> tuple[Booklet, Theme]:
    """The booklet and its theme: the one in the folder `templates`, else the one that the booklet names."""
    say("reading")
    booklet = read_booklet(content, partial(remember_look, store=store), store)
    file = content / "booklet.yaml"
    theme = Theme(templates or find_chosen_theme(booklet.look, file), store, booklet.look, file)
    overruled = find_overruled(booklet.look, templates)
    return replace(booklet.sized(theme.trim), findings=(*booklet.findings, *overruled)), theme


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


def _remember_pdf(
    booklet: Booklet,
    theme: Theme,
    content: Path,
    store: Store,
    say: Say,
    workers: "Workers | None",
    begin: Callable[[], object] | None,
) -> Pdf:
    """The print edition, made or, where all that it is made of is the same, as it was made and read back.

    Where both books are wanted, `begin` begins the other one.
    """
    key = _key("pdf", booklet, theme)
    if (kept := store.get(key)) is not None:
        return unpack_pdf(kept)
    from kyyeu.making.compositor import engage  # what makes books is brought in where one is made

    with nullcontext() if workers else engage(booklet, theme, content, store) as compositor:
        from kyyeu.making.print_run import make_pdf

        both, begin = begin is not None, begin or (lambda: None)
        pdf = make_pdf(booklet, theme, content, store, say, workers, both, begin, compositor)
    if len(pdf.data) < MOST_ENTRY:  # a book of photographs need not lie in memory twice
        store.put(key, pdf.packed())
    return pdf


def _remember_spread(
    booklet: Booklet, theme: Theme, spine: Spine, content: Path, store: Store, say: Say
) -> bytes:
    """The same of the cover for a print shop."""

    def make() -> bytes:
        from kyyeu.making.spread import make_spread

        return make_spread(booklet, theme, spine, content, store, say)

    return store.remember(f"{_key('spread', booklet, theme)} {spine.leaves}", make)


class _Beside:
    """The reading edition: made in another process as soon as it can be, else when it is asked for."""

    def __init__(self, booklet: Booklet, theme: Theme, content: Path, store: Store, say: Say):
        self._booklet, self._theme, self._content, self._store = booklet, theme, content, store
        self._say, self._copies = say, ExitStack()
        self.finish: Callable[[], tuple[bytes, float]] = lambda: _timed(lambda: self._remember(say))
        """Gives the file, and how many seconds it took."""

    def __enter__(self) -> "_Beside":
        return self

    def __exit__(self, *raised: object) -> None:
        self._copies.close()

    def begin(self) -> None:
        """Begin it, but for a book of many photographs, which need not lie in memory twice.

        Its cover is made first, and here: what is laid out in the other process could not be ended.
        """
        from kyyeu.making.cover import make_cover
        from kyyeu.processes.apart import beside

        if sum(image.size for image in self._booklet.images) > _MOST_BESIDE:
            return
        cover = make_cover(self._booklet, self._theme, self._content, self._store, self._say)
        self._store.tidy()

        def make() -> tuple[bytes, float]:
            made = _timed(lambda: self._remember(hush, cover))
            self._store.tidy()
            return made

        self.finish = self._copies.enter_context(beside(make))

    def _remember(self, say: Say, cover: bytes = b"") -> bytes:
        """The file, made or as it was made and read back."""

        def make() -> bytes:
            from kyyeu.making.e_book import make_epub

            return make_epub(self._booklet, self._theme, self._content, self._store, say, cover)

        return self._store.remember(_key("epub", self._booklet, self._theme), make)


def _remember_galley(booklet: Booklet, theme: Theme, content: Path, store: Store, say: Say) -> Pdf:
    """The same of the galley."""

    def make() -> bytes:
        from kyyeu.making.print_run import lay_out_galley

        galley = lay_out_galley(booklet, theme, content, store, say)
        return Pdf(galley.data, galley.pages).packed()

    return unpack_pdf(store.remember(_key("galley", booklet, theme), make))


def _key(kind: str, booklet: Booklet, theme: Theme) -> str:
    """What a book is kept under: all content that was read for it, the design, the program."""
    return f"{kind} {theme.digest} {name_press()} {booklet.digest}"
