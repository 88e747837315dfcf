"""Sections get their places: a page has one number, a section its side, and a printed number is true."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec import structs

from kyyeu.binding.fragment import (
    Anchor,
    Drawing,
    Edge,
    Fragment,
    FragmentPage,
    LinkedArea,
    PageKind,
    Resource,
    Stamp,
)
from kyyeu.binding.pagination import LEAVES, Gathering, PlacedFragment, Start, Wanted, paginate
from kyyeu.binding.weaving import weave
from kyyeu.errors import TemplateError

FOLIO = Edge("bottom", (), ("page",))
TOTAL = Edge("top", (), ("page", "pages"))
DRAWING = Drawing(b"", Resource(b"<<>>", (), None))
NO_BOX = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Plan:
    """How a section comes out."""

    pages: int
    opens: str
    asks: tuple[int, ...] = ()
    """The sections whose pages it prints; their numbers' digits may cost it a page."""
    counted: bool = False
    longer_on_left: bool = False


@dataclass
class Planned:
    """Lays sections out as they were planned."""

    plans: Sequence[Plan]
    made: list[tuple[str, Start]] = field(default_factory=list)
    stamped: list[Wanted] = field(default_factory=list)

    def compile_all(self, sections: Sequence[tuple[str, Start]]) -> list[Fragment]:
        self.made += sections
        return [self.compile(html, start) for html, start in sections]

    def compile(self, html: str, start: Start) -> Fragment:
        if not html:
            return fragment("any", [page("left" if start.opens == "right" else "right", blank=True)])
        plan = self.plans[int(html)]
        grown = sum(number > 9 for number in start.told.values()) > 2
        longer = plan.longer_on_left and not start.right
        pages = [
            page("right" if (start.page + n) % 2 else "left") for n in range(plan.pages + grown + longer)
        ]
        return fragment(
            plan.opens,
            pages,
            anchors={html: Anchor(0, 0, 0)},
            asked=tuple(map(str, plan.asks)),
            counted=plan.counted,
            proof=repr((start.told, start.page)),
        )

    def stamp(self, html: str, wanted: Sequence[Wanted]) -> list[Stamp]:
        self.stamped += wanted
        return [Stamp(DRAWING, {}, {}, (), NO_BOX, NO_BOX) for _ in wanted]


def page(side: str, blank: bool = False) -> FragmentPage:
    kind = PageKind(side, blank, "", 0, ())
    edges = () if blank else (structs.replace(FOLIO, rules=side), structs.replace(TOTAL, rules=side))
    return FragmentPage(NO_BOX, NO_BOX, NO_BOX, DRAWING, kind, edges)


def fragment(
    opens: str,
    pages: Sequence[FragmentPage],
    anchors: dict[str, Anchor] | None = None,
    asked: tuple[str, ...] = (),
    counted: bool = False,
    proof: str = "",
) -> Fragment:
    return Fragment(
        pages=tuple(pages),
        resources={},
        uses={},
        anchors=anchors or {},
        bookmarks=(),
        areas=(),
        pieces=(),
        pictures=(),
        tables=0,
        broken={},
        elements=weave((), 0, 0),
        opens=opens,
        asked=asked,
        counted=counted,
        totalled=False,
        sizes={},
        proof=proof,
    )


@st.composite
def plans(draw: st.DrawFn) -> list[Plan]:
    count = draw(st.integers(1, 12))
    longer = draw(st.sets(st.integers(0, count - 1), max_size=2))
    return [
        Plan(
            draw(st.integers(1, 5)),
            draw(st.sampled_from(["any", "right", "left"])) if number else "any",
            tuple(draw(st.lists(st.integers(0, count - 1), max_size=5))),
            draw(st.booleans()),
            number in longer,
        )
        for number in range(count)
    ]


def place(
    plans: Sequence[Plan], left: Collection[int] = (), gathering: Gathering = LEAVES
) -> tuple[Planned, tuple[PlacedFragment, ...]]:
    planned = Planned(plans)
    numbers = [str(number) for number in range(len(plans))]
    return planned, paginate(numbers, "", planned, left, gathering)


@given(plans())
def test_every_page_has_one_number_and_its_side(plans: list[Plan]) -> None:
    _, parts = place(plans)
    leaves = [*chain.from_iterable(part.leaves for part in parts)]
    assert [leaf.number for leaf in leaves] == [*range(1, len(leaves) + 1)]
    assert all(leaf.page.kind.side == ("right" if leaf.number % 2 else "left") for leaf in leaves)
    for plan, part in zip(plans, parts, strict=True):
        side = "right" if part.first % 2 else "left"
        assert plan.opens in ("any", side)
        blanks = [leaf.page.kind.blank for leaf in part.leaves]
        assert sum(blanks) == part.first - part.leaves[0].number <= 1 and not any(blanks[1:])


@given(plans(), st.sampled_from([2, 4, 12, 16]), st.sampled_from([0, 2]), st.booleans())
def test_the_last_gathering_is_full(plans: list[Plan], pages: int, before: int, behind: bool) -> None:
    plans = [Plan(2, "any"), *plans, Plan(2, "right")]
    _, parts = place(plans, gathering=Gathering(pages, before, behind))
    leaves = [*chain.from_iterable(part.leaves for part in parts)]
    assert [leaf.number for leaf in leaves] == [*range(1, len(leaves) + 1)]
    assert all(leaf.page.kind.side == ("right" if leaf.number % 2 else "left") for leaf in leaves)
    inside = leaves[before : -2 if behind else None]
    filling = inside[len(inside) - sum(part.filling for part in parts) :]
    assert len(inside) % pages == 0 and not (behind and leaves[-1].page.kind.blank)
    assert all(leaf.page.kind.blank for leaf in filling) and len(filling) < pages
    assert len(leaves) - len(filling) == sum(len(part.leaves) for part in place(plans)[1])


@given(plans())
def test_what_a_section_prints_of_others_is_true(plans: list[Plan]) -> None:
    _, parts = place(plans)
    for number, (plan, part) in enumerate(zip(plans, parts, strict=True)):
        told = {str(other): parts[other].first for other in plan.asks if other != number}
        first = part.first if plan.counted or not number else 3 - (part.first + 1) % 2
        assert part.fragment.proof == repr((told, first))


@given(plans())
def test_a_section_is_made_anew_only_for_what_it_shows(plans: list[Plan]) -> None:
    planned, _ = place(plans)
    for number, plan in enumerate(plans):
        made = [start for html, start in planned.made if html == str(number)]
        if not plan.asks and not plan.counted:
            assert len({(start.page, start.pages) for start in made}) <= 2
    blanks = [start for html, start in planned.made if not html]
    assert len(blanks) <= 2 and len({start.opens for start in blanks}) == len(blanks)


PAGE = Plan(1, "any")
SETTLES_TWICE = [Plan(1, "any", (4, 5, 6)), PAGE, Plan(5, "any", longer_on_left=True), *[PAGE] * 4]
"""Whose contents lead to pages 9 to 11 if they have one page, and to 10 to 12, for which they need two."""


@given(plans(), st.sets(st.integers(0, 11)))
@example(SETTLES_TWICE, {2})
def test_a_book_is_the_same_whatever_was_thought_of_its_sides(plans: list[Plan], left: set[int]) -> None:
    assert place(plans, left)[1] == place(plans)[1]


@given(plans())
def test_a_section_that_was_thought_on_its_side_is_made_there_alone(plans: list[Plan]) -> None:
    plans = [replace(plan, asks=(), counted=False) for plan in plans]
    left = {number for number, part in enumerate(place(plans)[1]) if part.first % 2 == 0}
    made = [html for html, _ in place(plans, left)[0].made if html]
    assert len(made) == len(plans)


@given(plans())
def test_what_stands_in_margins_is_drawn_once(plans: list[Plan]) -> None:
    planned, parts = place(plans)
    assert len(planned.stamped) == len({*planned.stamped})
    count = sum(len(part.leaves) for part in parts)
    assert {wanted.pages for wanted in planned.stamped} <= {0, count}
    for part in parts:
        for leaf in part.leaves:
            assert len(leaf.stamps) == len(leaf.page.edges)


def test_an_anchor_that_there_is_not_is_an_error() -> None:
    planned = Planned([Plan(1, "any", (7,))])
    with pytest.raises(TemplateError, match="anchor-missing"):
        paginate(["0"], "", planned)


def test_so_is_a_link_that_leads_nowhere() -> None:
    class Linking(Planned):
        def compile(self, html: str, start: Start) -> Fragment:
            return structs.replace(
                super().compile(html, start), areas=(LinkedArea(0, "x", False, "", (NO_BOX,)),)
            )

    with pytest.raises(TemplateError, match="anchor-missing"):
        paginate(["0"], "", Linking([Plan(1, "any")]))


def test_pages_that_never_come_to_rest_are_an_error() -> None:
    class Restless(Planned):
        def compile(self, html: str, start: Start) -> Fragment:
            self.plans = [Plan(1 + (start.told.get("1") == 2), "any", (1,)), Plan(1, "any")]
            return super().compile(html, start)

    with pytest.raises(TemplateError, match="pages-unsettled"):
        paginate(["0", "1"], "", Restless([]))
