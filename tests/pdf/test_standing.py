"""What stands is set again where anything that it was made of is another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from kyyeu.binding.fragment import Edge, Fragment, PageKind, Stamp
from kyyeu.binding.pagination import BEGINNING, Wanted
from kyyeu.cache import NOWHERE, Store
from kyyeu.errors import TemplateError
from kyyeu.pdf.placed import Supply
from kyyeu.pdf.press import Press
from kyyeu.pdf.standing import StandingType
from kyyeu.processes.ahead import Ahead
from kyyeu.processes.apart import Bounds, Ended
from kyyeu.rendering.theme import Theme

T = TypeVar("T")
HTML = """<!DOCTYPE html><html lang="vi">
<head><title>T</title><link rel="stylesheet" href="faces.css"/></head>
<body><section id="a"><p>Một ảnh</p><img src="images/a.png" alt="ảnh"/></section></body></html>"""


@dataclass
class Reader:
    """Reads nothing."""

    proof: str = "read"
    sound: bool = True

    def name_proof(self, html: str) -> str:
        return self.proof

    def find_sound(self, composed: Sequence[tuple[str, Fragment]]) -> Sequence[bool]:
        return [self.sound] * len(composed)

    def are_sound(self, stamps: Sequence[Stamp]) -> bool:
        return self.sound


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def compose(
    theme: Theme,
    store: Store,
    size: tuple[int, int] = (40, 20),
    design: str = "d",
    reader: Reader | None = None,
    read: Callable[[str], bytes] | None = None,
) -> tuple[Fragment, int]:
    """The fragment, and how many documents were laid out for it."""
    laid = list[int]()
    supply = Supply(read or theme.read, {"images/a.png": size})
    standing = StandingType(
        supply, store, design, reader or Reader(), lambda html, number, count: laid.append(number)
    )
    (fragment,) = standing.compile_all([(HTML, BEGINNING)])
    return fragment, len(laid)


def test_a_fragment_stands_until_what_it_was_made_of_changes(theme: Theme, store: Store) -> None:
    first, laid = compose(theme, store)
    assert laid == 1 and compose(theme, store) == (first, 0)
    wide, laid = compose(theme, store, (80, 20))
    assert laid == 1 and wide.pictures[0].width == 2 * first.pictures[0].width
    assert compose(theme, store, design="another")[1] == 1
    assert compose(theme, store, (80, 20), reader=Reader("of other words"))[1] == 1


def test_a_document_is_looked_at_before_it_is_composed_and_no_more(theme: Theme, store: Store) -> None:
    seen = list[Sequence[str]]()

    def compile_looked_at(look: Callable[[Sequence[str]], object]) -> None:
        supply = Supply(theme.read, {"images/a.png": (40, 20)})
        standing = StandingType(supply, store, "d", Reader(), inspect=look)
        standing.compile_all([(HTML, BEGINNING)])

    def refuse(documents: Sequence[str]) -> None:
        raise TemplateError("missing-glyphs")

    for _ in range(2):
        with pytest.raises(TemplateError, match="missing-glyphs"):
            compile_looked_at(refuse)
    for _ in range(2):
        compile_looked_at(seen.append)
    assert seen == [[HTML]]


def test_one_that_was_not_sound_is_set_again(theme: Theme, store: Store) -> None:
    fragment, _ = compose(theme, store, reader=Reader(sound=False))
    assert not fragment.proof and compose(theme, store)[1] == 1 and compose(theme, store)[1] == 0


def test_what_a_style_sheet_is_warned_of_is_told_each_time(theme: Theme) -> None:
    """Sheets are kept in memory from book to book, but not one that no book is made of."""

    def read(name: str) -> bytes:
        return theme.read(name) + b"p { colr: red }"

    for _ in range(2):
        with pytest.raises(TemplateError, match="render-warning"):
            compose(theme, NOWHERE, design="warned of", read=read)
    assert compose(theme, NOWHERE, design="warned of")[1] == 1


class Compositor(Ahead[Press]):
    """One in this process, who notes what he does; a lame one does nothing."""

    def __init__(self, theme: Theme, lame: bool):
        self._press, self._lame = Press(Supply(theme.read, {"images/a.png": (40, 20)})), lame
        self.asked, self.dismissed = 0, False

    def ask(self, work: Callable[[Press], T], bounds: Bounds) -> T:
        self.asked += 1
        if self._lame:
            raise Ended
        return work(self._press)

    def dismiss(self) -> None:
        self.dismissed = True


@pytest.mark.parametrize(("count", "lame"), [(1, False), (2, False), (2, True), (3, False), (5, False)])
def test_a_compositor_makes_the_same_of_few_and_none_of_many(theme: Theme, count: int, lame: bool) -> None:
    documents = [(HTML.replace("ảnh<", f"ảnh {number}<"), BEGINNING) for number in range(count)]
    compositor, told = Compositor(theme, lame), list[int]()

    def compile_by(ahead: Ahead[Press] | None) -> Sequence[Fragment]:
        supply = Supply(theme.read, {"images/a.png": (40, 20)})
        standing = StandingType(
            supply, NOWHERE, "d", Reader(), lambda html, number, count: told.append(number)
        )
        standing.ahead = ahead
        return standing.compile_all(documents)

    by_compositor, laid = compile_by(compositor), [*told]
    assert by_compositor == compile_by(None) and {part.proof for part in by_compositor} == {"read"}
    assert compositor.asked == (0 if count > 2 else 1 if lame else count)
    assert compositor.dismissed == (count > 2 or lame) and sorted({*laid}) == [*range(1, count + 1)]


@pytest.mark.parametrize(("count", "lame"), [(3, False), (60, False), (60, True), (101, False)])
def test_a_compositor_draws_few_stamps(theme: Theme, count: int, lame: bool) -> None:
    html = HTML.replace("</head>", '<link rel="stylesheet" href="print.css"/></head>')
    kind = PageKind("right", False, "", 1, ())
    wanted = [Wanted(Edge("bottom", (), ("page",), "r"), number, 0, kind) for number in range(1, count + 1)]
    compositor = Compositor(theme, lame)

    def draw_by(ahead: Ahead[Press] | None, sound: bool = True) -> Sequence[Stamp]:
        standing = StandingType(Supply(theme.read, {}), NOWHERE, "d", Reader(sound=sound))
        standing.ahead = ahead
        return standing.stamp(html, wanted)

    by_compositor = draw_by(compositor)
    assert by_compositor == draw_by(None) and all(stamp.proved for stamp in by_compositor)
    assert compositor.asked == (0 if count > 100 else 1 if lame else -(-count // 50))
    assert not any(stamp.proved for stamp in draw_by(Compositor(theme, lame), sound=False))
