"""The booklet on paper: the print edition, and the galley."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from functools import cache, partial
from pathlib import Path

from kyyeu.binding.binder import bind
from kyyeu.binding.fragment import SetPiece
from kyyeu.binding.pagination import (
    Gathering,
    PlacedFragment,
    Start,
    find_broken,
    find_pictures,
    find_pieces,
    paginate,
)
from kyyeu.cache import NOWHERE, Store
from kyyeu.checks.aloud import check_aloud
from kyyeu.checks.blame import lay_blame
from kyyeu.checks.bounds import check_bounds
from kyyeu.checks.expectations import Expectation
from kyyeu.checks.on_binding import check_page_numbers, is_bound_soundly
from kyyeu.checks.on_paper import check_paper, check_ways, fold_exactly
from kyyeu.checks.proof_reader import SectionReader
from kyyeu.checks.safe_area import check_safe_area, leave_covers
from kyyeu.checks.sharpness import check_sharpness
from kyyeu.content.body import find_origin
from kyyeu.content.door import Door
from kyyeu.content.plain_text import decode_text
from kyyeu.errors import ContentError, KyyeuError, MachineError, Mistakes, TemplateError
from kyyeu.galley.copy import Galley, make_galley
from kyyeu.making.materials import about_of, expect, supply_of
from kyyeu.making.say import Say, hush
from kyyeu.model import Booklet
from kyyeu.pdf.engine import bring_in
from kyyeu.pdf.pango import describe_press
from kyyeu.pdf.placed import Supply
from kyyeu.pdf.press import Kit, Press, compile_elsewhere
from kyyeu.pdf.print_edition import Pdf
from kyyeu.pdf.printed import read_outline
from kyyeu.pdf.standing import FEW, MOST_MEMORY, Endless, StandingType, bounds_of, name_design
from kyyeu.processes.ahead import Ahead
from kyyeu.processes.apart import Ended, beside, do_apart, may_have
from kyyeu.processes.each import count_cores
from kyyeu.processes.workers import Workers
from kyyeu.rendering.asking import Asker, gather_files
from kyyeu.rendering.documents import render_print_sections
from kyyeu.rendering.faces import find_coverage, find_faces
from kyyeu.rendering.glyphs import check_glyphs
from kyyeu.rendering.sections import Section
from kyyeu.rendering.theme import Theme

_MANY_PAGES = 500  # a tenth of a second to look at
_LAYOUTS = 5  # of a galley at most, as galley/copy.py has it


def make_pdf(
    booklet: Booklet,
    theme: Theme,
    content: Path,
    store: Store = NOWHERE,
    say: Say = hush,
    workers: Workers | None = None,
    both: bool = False,
    set_up: Callable[[], object] = lambda: None,
    compositor: Ahead[Press] | None = None,
) -> Pdf:
    """The print edition; its pictures are read from the folder `content`.

    The `workers` lay sections out elsewhere; without any, the cores of this machine do. Where `both` books
    are wanted, pictures are made ready for both. `set_up` is called when all is laid out and the pictures are
    ready: what is left to do takes one core. So does laying out a few sections, and it is called before that.
    The `compositor` has a press ready for one or two.
    """
    expected, supply = expect(booklet, theme), supply_of(booklet, theme, content, store, say, both)
    set_up = cache(set_up)  # called once
    parts = lay_out_sections(expected, theme, content, supply, store, say, workers, set_up, compositor)
    pieces, broken, pictures = find_pieces(parts), find_broken(parts), find_pictures(parts)
    bounds = check_bounds(
        expected, leave_covers(pieces), broken, content, partial(find_origin, Door(content).read)
    )
    safe = check_safe_area(expected, pieces, theme.find_safe_area(booklet.page), content / "booklet.yaml")
    Mistakes([*bounds, *safe, *check_sharpness(booklet, pictures, content)]).settle()
    plates = supply.plates(pictures)
    set_up()
    data = bind(parts, theme.files, plates, about_of(booklet))
    Mistakes(_blame(_read_back(expected, parts, pieces, data), booklet, theme, store)).settle()
    leaves, filling = [leaf for part in parts for leaf in part.leaves], sum(part.filling for part in parts)
    blanks = sum(leaf.page.kind.blank for leaf in leaves) - filling
    return Pdf(data, len(leaves), pictures, blanks, filling, tuple(_find_waiting(parts)))


def _find_waiting(parts: Sequence[PlacedFragment]) -> Iterator[int]:
    """The blank pages in the midst of a section, by their numbers."""
    for part in parts:
        for number, page in enumerate(part.fragment.pages, part.first):
            if page.kind.blank:
                yield number


def _gathering_of(booklet: Booklet) -> Gathering:
    """What is folded together: all pages, or those between covers that are a sheet of their own."""
    cover = booklet.cover
    return Gathering(booklet.page.gathering, 2 * cover.wants_spine, cover.back is not None)


def lay_out_sections(
    expected: Expectation,
    theme: Theme,
    content: Path,
    supply: Supply,
    store: Store,
    say: Say,
    workers: Workers | None = None,
    set_up: Callable[[], object] = lambda: None,
    compositor: Ahead[Press] | None = None,
) -> tuple[PlacedFragment, ...]:
    """The sections in their places, each read back by itself.

    `set_up` is called before a few without pictures are laid out, of a book of which most stand.
    """
    booklet = expected.booklet
    documents, empty = render_print_sections(booklet, theme, store)
    files = _gather(booklet, theme, [*documents.values()], store)
    sections = {html: group for group, html in documents.items()}

    def tell(html: str, number: int, count: int) -> None:
        name = sections[html][0].name if html in sections else ""
        say("laying-out-section", name=name, number=number, count=count)

    reader = SectionReader(expected, sections, theme.files)
    find_file = partial(_find_file, expected, theme, content, sections)
    covered = _find_covered(files, theme)

    laid_out = list[str]()

    def inspect(missing: Sequence[str]) -> None:
        _check_letters(booklet, content, covered, missing)
        laid_out.extend(missing)
        if len(laid_out) <= FEW < len(documents) and not any("<img" in html for html in laid_out):
            set_up()

    composed = StandingType(supply, store, name_design(files), reader, tell, find_file, inspect)
    composed.ahead = compositor
    if workers:
        composed.elsewhere = partial(
            _send, workers, Kit(composed.design, describe_press(), files, supply.sizes)
        )
    return _paginate(booklet, documents, empty, composed, content, store)


def _find_file(
    expected: Expectation,
    theme: Theme,
    content: Path,
    sections: Mapping[str, tuple[Section, ...]],
    html: str,
) -> Path | None:
    """The file that the document shows, of the content or of the theme."""
    if html not in sections:
        return None
    name = expected.file_of(sections[html][0].id)
    return theme.path_of(name) if name.endswith(".j2") else content / name


def _send(workers: Workers, kit: Kit, settings: Sequence[tuple[str, Start]]) -> Sequence[Future[bytes]]:
    """The documents to the workers, with all that they are made of."""
    shared = workers.share(kit)
    return [workers.submit(compile_elsewhere, (shared, html, start)) for html, start in settings]


def _blame(
    errors: Iterator[KyyeuError], booklet: Booklet, theme: Theme, store: Store
) -> Iterator[KyyeuError]:
    """The errors, those that a style sheet is at fault for at its line; nothing is looked for without any."""
    if found := [*errors]:
        documents, _ = render_print_sections(booklet, theme, store)
        yield from lay_blame(found, documents.values(), theme.read, theme.path_of)


def _read_back(
    expected: Expectation, parts: Sequence[PlacedFragment], pieces: Sequence[SetPiece], pdf: bytes
) -> Iterator[KyyeuError]:
    """Whatever the finished file does not say as it must: what the binder made of fragments that were sound.

    Where one was not, or the binder spoilt it, all of the file is read, to tell what and where it is.
    """
    yield from check_page_numbers(parts)
    if _is_bound_soundly(parts, pdf, expected.alike):
        yield from check_ways(expected, pieces, read_outline(pdf))
        return
    yield from check_paper(expected, pieces, pdf)
    yield from check_aloud(expected, pieces, pdf)


def _is_bound_soundly(parts: Sequence[PlacedFragment], pdf: bytes, alike: Mapping[int, str]) -> bool:
    """Whether all pages are those of the parts; of many a copy of this process looks at the second half."""
    pages, fold = sum(len(part.leaves) for part in parts), fold_exactly(alike)
    if pages < _MANY_PAGES or count_cores() == 1:
        return is_bound_soundly(parts, pdf, fold)
    half = pages // 2
    with beside(lambda: is_bound_soundly(parts, pdf, fold, slice(half, None))) as look_at_others:
        return is_bound_soundly(parts, pdf, fold, slice(half)) and look_at_others()


def _paginate(
    booklet: Booklet,
    documents: Mapping[tuple[Section, ...], str],
    empty: str,
    composed: StandingType,
    content: Path,
    store: Store,
) -> tuple[PlacedFragment, ...]:
    """The documents in their places. Raises Problems with the texts that can't be laid out within bounds."""
    try:
        key = f"left {composed.design} {booklet.slug}"
        return _place(documents, empty, composed, store, key, _gathering_of(booklet))
    except Endless as found:
        endless = found
    if not may_have(MOST_MEMORY):
        raise MachineError("no-memory")
    groups = [group for group, html in documents.items() if html in endless.documents]
    shown = [section for group in groups for section in group]
    texts = [each.article or (booklet.foreword if each.kind == "foreword" else None) for each in shown]
    facts = {"seconds": endless.bounds.seconds, "memory": endless.bounds.memory // 1_000_000_000}
    places = [content / text.reads[0].name for text in texts if text]
    Mistakes([ContentError("layout-endless", place, **facts) for place in places]).settle()
    raise MachineError("layout-died")


def _place(
    documents: Mapping[tuple[Section, ...], str],
    empty: str,
    composed: StandingType,
    store: Store,
    key: str,
    gathering: Gathering,
) -> tuple[PlacedFragment, ...]:
    """The documents in their places; under the key is kept which began on the left, as most will again."""
    names, known = [group[0].id for group in documents], {*(store.get(key) or b"").decode().split()}
    left = {place for place, name in enumerate(names) if name in known}
    parts = paginate([*documents.values()], empty, composed, left, gathering)
    found = {name for name, part in zip(names, parts, strict=True) if part.first % 2 == 0}
    if found != known:
        store.put(key, " ".join(sorted(found)).encode())
    return parts


def _gather(booklet: Booklet, theme: Theme, documents: Sequence[str], store: Store) -> dict[str, bytes]:
    """What the documents ask for, once all of it is there."""
    path = theme.path_of("print.html.j2")
    askers = [Asker("print.html", html.encode(), path) for html in documents]
    return gather_files(askers, theme, booklet.pictures, store)


def _find_covered(files: Mapping[str, bytes], theme: Theme) -> frozenset[str]:
    """The characters that can be printed. Raises TemplateError where the theme names no face at all."""
    faces = find_faces(files, files.get)
    if not faces:
        raise TemplateError("no-faces", theme.path_of("print.html.j2"))
    return find_coverage(faces)


def _check_letters(
    booklet: Booklet, content: Path, covered: frozenset[str], documents: Sequence[str]
) -> None:
    """Whether every letter of the documents has a glyph. Raises Problems with those that have none."""
    read = Door(content).read
    check_glyphs(
        booklet, "".join(documents), covered, lambda name: decode_text(read(name), content / name), content,
        partial(find_origin, read),
    )  # fmt: skip


def print_galley(
    booklet: Booklet, theme: Theme, content: Path, store: Store = NOWHERE, say: Say = hush
) -> Galley:
    """The galley; its pictures are read from the folder `content`."""
    return make_galley(booklet, theme, supply_of(booklet, theme, content, store, say), about_of(booklet))


def lay_out_galley(
    booklet: Booklet, theme: Theme, content: Path, store: Store = NOWHERE, say: Say = hush
) -> Galley:
    """The galley, laid out in a process that can be ended, once its letters are known to have glyphs."""
    documents = [*render_print_sections(booklet, theme, store)[0].values()]
    files = _gather(booklet, theme, documents, store)
    _check_letters(booklet, content, _find_covered(files, theme), documents)
    say("laying-out")
    bring_in()
    try:
        return do_apart(
            partial(print_galley, booklet, theme, content, store, say),
            bounds_of(sum(map(len, documents)) * _LAYOUTS),
        )
    except Ended:
        raise MachineError("layout-died" if may_have(MOST_MEMORY) else "no-memory") from None
