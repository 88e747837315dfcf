"""Fragments in their places: which page each begins on, what it is told of others, what its margins say."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from operator import attrgetter
from typing import Protocol

from msgspec import structs

from kyyeu.binding.fragment import Edge, Fragment, FragmentPage, PageKind, SetPicture, SetPiece, Stamp
from kyyeu.errors import TemplateError

# A section that prints no numbers of its own is laid out on one of these pages, wherever it will stand: what
# it looks like depends on the side alone, and it is not made anew when pages before it come or go.
_SOMEWHERE = {True: 3, False: 2}
_ROUNDS = 16  # three are enough, five where the contents grow by a page; more would be a fault of the theme


@dataclass(frozen=True, slots=True)
class Start:
    """Where in a book a section begins."""

    page: int = 1
    """The number of its first page."""
    told: Mapping[str, int] = field(default_factory=dict)
    """The pages of the anchors that it asks for."""
    pages: int = 0
    """How many pages the book has, where it asks for that."""
    opens: str = "any"
    """``left`` or ``right``: the side it is to open on, a blank page before it where need be."""

    @property
    def right(self) -> bool:
        """Whether that is a right-hand page."""
        return self.page % 2 == 1


BEGINNING = Start()
"""The beginning of a book."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """How many pages are folded together, of which a book has a whole number."""

    pages: int = 1
    """In each."""
    before: int = 0
    """Pages at the beginning that lie on a sheet of their own, around all others."""
    behind: bool = False
    """Whether the last section lies there too."""

    def lack(self, last: int) -> int:
        """How many pages are to follow the one of that number until the last gathering is full."""
        return (self.before - last) % self.pages


LEAVES = Gathering()
"""Leaves that are bound one by one, as many as there are."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to stand along one edge of a page."""

    edge: Edge
    page: int
    """The page's number; 0 where the edge does not show it."""
    pages: int
    """How many pages the book has; 0 where the edge does not show it."""
    kind: PageKind = field(compare=False)
    """What style sheets tell the page by."""


class Compiler(Protocol):
    """What lays sections out."""

    def compile_all(self, sections: Sequence[tuple[str, Start]]) -> Sequence[Fragment]:
        """The fragment of each document."""
        ...

    def stamp(self, html: str, wanted: Sequence[Wanted]) -> Sequence[Stamp]:
        """What stands in the margins of documents that have the head of `html`."""
        ...


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a book."""

    number: int
    """From 1."""
    page: FragmentPage
    stamps: tuple[Stamp, ...] = ()
    """What stands in its margins."""


@dataclass(frozen=True, slots=True)
class PlacedFragment:
    """A section in its place."""

    fragment: Fragment
    first: int
    """The number of the page that it begins on."""
    leaves: tuple[Leaf, ...]
    """Its pages, and a blank one before them where it opens on the other side; those that fill the last
    gathering of the book as well."""
    filling: int = 0
    """How many of the blank ones do that."""

    @classmethod
    def in_a_row(cls, fragments: Iterable[Fragment]) -> "list[PlacedFragment]":
        """Fragments that are the whole book, each right behind the one before."""
        placed, first = list[PlacedFragment](), 1
        for fragment in fragments:
            leaves = tuple(Leaf(first + place, page) for place, page in enumerate(fragment.pages))
            placed.append(cls(fragment, first, leaves))
            first += len(leaves)
        return placed


def find_pieces(parts: Iterable[PlacedFragment]) -> list[SetPiece]:
    """All that is set on the pages of a book, page by page, the margins' last; tables are counted through."""
    found, tables = list[SetPiece](), 0
    for part in parts:
        own = [*_place_pieces(part, tables)]
        margins = [
            structs.replace(piece, page=leaf.number)
            for leaf in part.leaves
            for stamp in leaf.stamps
            for piece in stamp.pieces
        ]
        found += sorted(own + margins, key=attrgetter("page"))
        tables += part.fragment.tables
    return found


def _place_pieces(part: PlacedFragment, tables: int) -> Iterator[SetPiece]:
    """The pieces of a part; so many `tables` come before it."""
    for piece in part.fragment.pieces:
        table = piece.table + tables if piece.table >= 0 else piece.table
        yield structs.replace(piece, page=part.first + piece.page - 1, table=table)


def find_broken(parts: Iterable[PlacedFragment]) -> dict[int, str]:
    """The tables of a book that no page has room for, by their numbers, with what they say."""
    found, tables = dict[int, str](), 0
    for part in parts:
        found |= {number + tables: words for number, words in part.fragment.broken.items()}
        tables += part.fragment.tables
    return found


def find_pictures(parts: Iterable[PlacedFragment]) -> tuple[SetPicture, ...]:
    """The pictures of a book, page by page, each as often as it is drawn."""
    return tuple(
        structs.replace(picture, page=part.first + picture.page - 1)
        for part in parts
        for picture in part.fragment.pictures
    )


def paginate(
    sections: Sequence[str],
    empty: str,
    compiler: Compiler,
    left: Collection[int] = (),
    gathering: Gathering = LEAVES,
) -> tuple[PlacedFragment, ...]:
    """The sections of a book, each a document, in their places.

    `empty` is a document like them without a section: blank pages are made of it. The sections `left`, by
    their places from 0, are tried on the left first, where they are thought to begin: what comes out is the
    same whatever is thought. Blank pages fill the last `gathering`.

    Raises TemplateError where page numbers do not come to rest, or an anchor is asked for that there is not.
    """
    made = _Made(sections, compiler)
    starts = [Start(_SOMEWHERE[place not in left] if place else 1) for place in range(len(sections))]
    ahead = starts
    for _ in range(_ROUNDS):
        fragments = made.lay_out(starts, ahead)
        *firsts, end = _number(fragments, gathering)
        wanted = [*_starts(fragments, firsts, end - 1)]
        if wanted == starts:
            return stamp_parts(_fill_up(fragments, firsts, end, empty, compiler), empty, compiler)
        # Where each begins comes to rest before any is told of others: by then nothing shows of what was
        # thought at first. What will probably be told is laid out meanwhile.
        begun = [replace(start, page=each.page) for start, each in zip(starts, wanted, strict=True)]
        starts, ahead = (wanted if begun == starts else begun), wanted
    raise TemplateError("pages-unsettled", times=_ROUNDS)


class _Made:
    """The sections of a book, laid out wherever one of them was thought to begin."""

    def __init__(self, sections: Sequence[str], compiler: Compiler):
        self._sections, self._compiler = sections, compiler
        self._known = [list[tuple[Start, Fragment]]() for _ in sections]

    def lay_out(self, starts: Sequence[Start], ahead: Sequence[Start]) -> list[Fragment]:
        """All of them, each as it begins at its start; those that begin elsewhere `ahead` are made too."""
        others = ((place, other) for place, other in enumerate(ahead) if other != starts[place])
        late = [each for each in (*enumerate(starts), *others) if not self._recall(*each)]
        made = self._compiler.compile_all([(self._sections[place], start) for place, start in late])
        for (place, start), fragment in zip(late, made, strict=True):
            self._known[place].append((start, fragment))
        return [fragment for each in enumerate(starts) for fragment in self._recall(*each)]

    def _recall(self, place: int, start: Start) -> list[Fragment]:
        """The section as it begins there, if it was made."""
        return [fragment for known, fragment in self._known[place] if known == start]


def _number(fragments: Sequence[Fragment], gathering: Gathering) -> Iterator[int]:
    """The number of the page that each begins on, and of the one that would follow the book's last."""
    page, last = 1, len(fragments) - gathering.behind
    for place, fragment in enumerate(fragments):
        page += _is_turned(fragment, page)
        page += gathering.lack(page - 1) if place == last else 0
        yield page
        page += len(fragment.pages)
    yield page if gathering.behind else page + gathering.lack(page - 1)


def _is_turned(fragment: Fragment, page: int) -> bool:
    """Whether a page of that number is on the other side than the fragment opens on."""
    return fragment.opens not in ("any", "right" if page % 2 else "left")


def _starts(fragments: Sequence[Fragment], firsts: Sequence[int], total: int) -> Iterator[Start]:
    """What each has to be told of its place in a book of so many pages."""
    pages = dict[str, int]()
    for fragment, first in zip(fragments, firsts, strict=True):
        for name, anchor in fragment.anchors.items():
            pages.setdefault(name, first + anchor.page)
    for fragment, first in zip(fragments, firsts, strict=True):
        targets = (area.target for area in fragment.areas if not area.outside)
        for name in (*fragment.asked, *targets):
            if name not in pages and not any(each.broken for each in fragments):  # in which it may be
                raise TemplateError("anchor-missing", name=name)
        told = {name: pages.get(name, 0) for name in fragment.asked if name not in fragment.anchors}
        page = first if first == 1 or fragment.counted else _SOMEWHERE[first % 2 == 1]
        yield Start(page, told, total if fragment.totalled else 0)


def _fill_up(
    fragments: Sequence[Fragment], firsts: Sequence[int], end: int, empty: str, compiler: Compiler
) -> Iterator[PlacedFragment]:
    """Each with the blank pages before it that are left over, the last with those before the `end` too."""
    make_blank = cache(partial(_make_blank, empty, compiler))
    blank = lambda number: Leaf(number, make_blank("left" if number % 2 else "right"))  # noqa: E731
    page = 1
    for place, (fragment, first) in enumerate(zip(fragments, firsts, strict=True), 1):
        own = (Leaf(first + number, each) for number, each in enumerate(fragment.pages))
        after = first + len(fragment.pages)
        behind = range(after, end if place == len(fragments) else after)
        filling = first - page - _is_turned(fragment, page) + len(behind)
        leaves = (*map(blank, range(page, first)), *own, *map(blank, behind))
        yield PlacedFragment(fragment, first, leaves, filling)
        page = after


def _make_blank(empty: str, compiler: Compiler, before: str) -> FragmentPage:
    """A blank page before one on that side."""
    start = Start(_SOMEWHERE[before != "right"], opens=before)
    (fragment,) = compiler.compile_all([(empty, start)])
    return fragment.pages[0]


def stamp_parts(
    parts: Iterable[PlacedFragment], empty: str, compiler: Compiler
) -> tuple[PlacedFragment, ...]:
    """The same with what stands in the margins."""
    filled = tuple(parts)
    pages = sum(len(part.leaves) for part in filled)
    wanted = {leaf.number: [*_wanted(leaf, pages)] for part in filled for leaf in part.leaves}
    each = list(dict.fromkeys(one for some in wanted.values() for one in some))
    stamps = dict(zip(each, compiler.stamp(empty, each), strict=True))
    return tuple(
        replace(
            part,
            leaves=tuple(
                replace(leaf, stamps=tuple(stamps[one] for one in wanted[leaf.number]))
                for leaf in part.leaves
            ),
        )
        for part in filled
    )


def _wanted(leaf: Leaf, pages: int) -> Iterator[Wanted]:
    for edge in leaf.page.edges:
        number, total = (leaf.number, pages)
        yield Wanted(
            edge,
            number if "page" in edge.counters else 0,
            total if "pages" in edge.counters else 0,
            leaf.page.kind,
        )
