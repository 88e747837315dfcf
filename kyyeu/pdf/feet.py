"""Notes at the foot of the page that calls them, as one flow beside the text's.

WeasyPrint 70 moves a note that its page has no room for to the next one as a whole. Here it begins on its
page and goes on at the foot of the next.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from typing import Any

import weasyprint.document
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.formatting_structure import boxes, build
from weasyprint.layout import LayoutContext, page
from weasyprint.layout.block import block_level_layout

from kyyeu.pdf.beside import Sides
from kyyeu.pdf.mends import mended
from kyyeu.pdf.note_boxes import bring_to_calls

_ROUNDING = 0.01  # pixels
_WHOLE, _LEAST = 3, 2
"""Lines of a note that is never parted, and of one that is before it goes on."""
_NO_MAXIMUM = INITIAL_VALUES["max_height"]


@contextmanager
def footed() -> Iterator[None]:
    """WeasyPrint with notes that go on over pages, for as long as the context lasts."""
    build_boxes = weasyprint.document.build_formatting_structure
    seams = (
        (weasyprint.document, "LayoutContext", _Feet),
        (weasyprint.document, "build_formatting_structure", _with_notes(build_boxes)),
        (page, "remake_page", _with_rests(page.remake_page)),
        (page, "block_level_layout", _with_foot(page.block_level_layout)),
    )
    with mended(seams):
        yield


def _with_notes(build_boxes: Any) -> Any:
    """The boxes of a document, each note's at its call."""

    def build_formatting_structure(document: Any, *rest: Any) -> Any:
        root, footnotes = build_boxes(document, *rest), rest[-1]
        footnotes[:] = map(build.create_anonymous_boxes, footnotes)  # those that a style sheet makes
        footnotes += bring_to_calls(root, document)
        return root

    return build_formatting_structure


def _with_rests(remake: Any) -> Any:
    """A page that begins with what the one before has left of its notes, though the text may have ended."""

    def remake_page(index: int, context: Any, root_box: Any, html: Any) -> Any:
        context.begin(index)
        made, resume_at = remake(index, context, root_box, html)
        while context.makes_again(index) or context.sets_pictures(index, made):
            made, resume_at = remake(index, context, root_box, html)
        context.end(index, resume_at)
        if made.page_type.blank and made.children[1].children:
            made.page_type = made.page_type._replace(blank=False)
            page.set_page_type_computed_styles(made.page_type, html, context.style_for)
        return made, resume_at

    return remake_page


def _with_foot(lay_out: Any) -> Any:
    """What a page lays out: its foot as it was made to fit; with anything else its text has begun."""

    def block_level_layout(context: Any, box: Any, *rest: Any, **more: Any) -> Any:
        if isinstance(box, boxes.FootnoteAreaBox) and context.foot:
            return context.lay_foot(more["absolute_boxes"])
        context.begun = True
        return lay_out(context, box, *rest, **more)

    return block_level_layout


def _lines_of(box: Any) -> list[Any]:
    return [line for line in box.descendants() if isinstance(line, boxes.LineBox)]


class _Feet(LayoutContext):  # type: ignore[misc]
    """A layout that knows how much of its notes each page has."""

    footnotes: list[Any]
    """Notes that no page has yet."""
    reported_footnotes: list[Any]
    """Notes for the next page."""
    in_column: bool

    def __init__(self, *rest: Any) -> None:
        super().__init__(*rest)
        self.foot: Any = None
        """The notes of the page that is being made, laid out; None where there are none."""
        self.begun = True
        """Whether anything is on that page but what was left of notes."""
        self._notes, self._room = list[Any](), inf
        """The notes of the page, and how high they may be."""
        self._latest: Any = None
        """The note that was set last, until it is known whether the page has room for it."""
        self._policies = dict[Any, str]()
        """What the style sheet wants done with a note without room."""
        self._skips, self._rests = dict[Any, Any](), dict[Any, Any]()
        """Where a note goes on, on this page and on the next."""
        self._left = dict[int, tuple[list[Any], dict[Any, Any]]]()
        """What each page was left, by its index."""
        self._made = -1
        """The index of the page that was made last."""
        self._wanted, self._granted = dict[Any, float](), dict[Any, float]()
        """How high the foot may be with a note, so that the line below its call has room; where it is."""
        self._waiting, self._broken = list[Any](), dict[Any, Any]()
        """Notes that no page before had, and boxes that go on from there."""
        self._in_foot = False
        self.sides = Sides()
        """Pictures with text round them."""

    def begin(self, index: int) -> None:
        """Begin a page; where the one before stays as it was, so does what it leaves."""
        if index - 1 != self._made and index in self._left:
            self.reported_footnotes, self._rests = [*self._left[index][0]], self._left[index][1]
        self._left[index] = [*self.reported_footnotes], self._rests
        self._waiting, self._broken, self._granted = [*self.footnotes], self.broken_out_of_flow, {}
        self._clear(index, self._rests)

    def makes_again(self, index: int) -> bool:
        """Whether to make the page again, each note that it lost with its call parted for the lines below.

        Where widows or orphans take a call to the next page, and its note with it, as much would stay white.
        """
        lost = {note: room for note, room in self._wanted.items() if note in self.footnotes}
        lost = {note: room for note, room in lost.items() if room < self._granted.get(note, inf) - _ROUNDING}
        if lost:
            self._granted |= lost
            self._begin_again(index)
        return bool(lost)

    def sets_pictures(self, index: int, made: Any) -> bool:
        """Whether to make the page again, since a picture with text round it is to stand otherwise."""
        again = self.sides.makes_again(index, made, self.page_bottom)
        if again:
            self._begin_again(index)
        return again

    def _begin_again(self, index: int) -> None:
        """Be as before the page was made."""
        reported, skips = self._left[index]
        self.reported_footnotes, self.footnotes = [*reported], [*self._waiting]
        self.broken_out_of_flow = self._broken
        again = {"content_changed": False, "pages_wanted": False, "anchors": [], "content_lookups": []}
        self.page_maker[index][-1].update(again)  # as it is for a page that is made first
        self._clear(index, skips)

    def _clear(self, index: int, skips: dict[Any, Any]) -> None:
        """Begin with an empty page, on which notes go on at `skips`."""
        self.sides.begin(index)
        self.foot, self.begun, self._notes, self._latest = None, False, [], None
        self._skips, self._rests, self._wanted = skips, {}, {}

    def end(self, index: int, resume_at: Any) -> None:
        """End a page; the next is made again where it is left something else."""
        self.reported_footnotes = [*self._rests, *self.reported_footnotes]
        left = self.reported_footnotes, self._rests
        if self._left.get(index + 1, left) != left and (resume_at or self.reported_footnotes):
            self.page_maker[index + 1][-1]["content_changed"] = True
        self._made = index

    def lay_foot(self, positioned: list[Any]) -> Any:
        """The foot of the page for good; what is positioned in it is added to what is on the page."""
        return self._lay(self._room, positioned)

    # As WeasyPrint's own

    def layout_footnote(self, footnote: Any) -> bool:
        """Set a note on this page; whether it has no room, as far as that is known yet."""
        self.footnotes.remove(footnote)
        policy = self._policies.setdefault(footnote, footnote.style["footnote_policy"])
        footnote.style["footnote_policy"] = "auto" if self._rests else policy
        if self._rests:  # it waits for the one that goes on; if its line did too, the page would end here
            return True
        self._notes.append(footnote)
        self._set(inf)
        if footnote in self._granted and self._part(self._granted[footnote]):
            return False
        self._latest = footnote
        return not self.begun and self._height > self._most and not self._part(self._most)

    def unlayout_footnote(self, footnote: Any) -> None:
        """Take a note from this page or the next, since its call is on neither."""
        if footnote not in self.footnotes:
            self._remove(footnote)
            self.footnotes.append(footnote)
            if footnote in self.reported_footnotes:
                self.reported_footnotes.remove(footnote)

    def report_footnote(self, footnote: Any) -> None:
        """Leave a note to the next page."""
        self._remove(footnote)
        self.reported_footnotes.append(footnote)

    def overflows_page(self, bottom_space: float, position_y: float) -> bool:
        """Whether text that ends there has no room; where a note was just set for it that may be parted."""
        over = bool(super().overflows_page(bottom_space, position_y))
        if self._in_foot or self._latest is None:
            if over and self._notes and not self._in_foot:
                excess = position_y - self.page_bottom + bottom_space
                self._wanted.setdefault(self._notes[-1], self._height - excess)
            return over
        if over or self._height > self._most:
            room = self.page_bottom + self._height - bottom_space - position_y
            over = not self._part(min(room, self._most))
        self._latest = None
        return over

    # The foot

    @property
    def _height(self) -> float:
        """How high it is, with what is around it."""
        return float(self.foot.margin_height()) if self.foot else 0

    @property
    def _most(self) -> float:
        """How high it may be on any page."""
        area = self.current_footnote_area
        return float(min(area.max_height + self._height - self.foot.height, area.page.height))

    def _remove(self, footnote: Any) -> None:
        if footnote in self._notes:
            self._notes.remove(footnote)
            self._rests = {}
            self._set(inf)

    def _part(self, room: float) -> bool:
        """Set as much of the last note as has room; whether any has."""
        foot, resume, *_ = self._lay(room)
        if foot.margin_height() > room + _ROUNDING:  # a first line is set though there is no room for it
            return False
        last = len(self._notes) - 1
        if not resume or [*resume] != [last] or not resume[last]:
            return not resume
        if self._is_torn(foot.children[last], last):
            return False
        excess = (
            foot.content_box_y()
            + foot.height
            - max(each.position_y + each.height for each in _lines_of(foot))
        )
        self._set(room - excess + _ROUNDING)  # so that the last line ends level with the text's
        self._rests = {self._notes[last]: resume[last]}
        return True

    def _is_torn(self, begun: Any, last: int) -> bool:
        """Whether the last note, of which so much is `begun`, is too short to be parted, or begins so low."""
        if self._notes[last] in self._skips:
            return False
        whole = self._lay(inf)[0].children[last]
        return len(_lines_of(whole)) <= _WHOLE or len(_lines_of(begun)) < _LEAST

    def _set(self, room: float) -> None:
        """Let the page have a foot of its notes, no more than `room` high."""
        before, self._latest = self._height, None
        self._room, self.foot = room, self._lay(room)[0] if self._notes else None
        self.current_footnote_area.height = self.foot.height if self.foot else "auto"  # columns look at it
        if not self.in_column:
            self.page_bottom += before - self._height

    def _lay(self, room: float, positioned: list[Any] | None = None) -> Any:
        """The notes of the page laid out `room` high, where they go on, and what else WeasyPrint tells."""
        area = self.current_footnote_area.copy_with_children([note.deepcopy() for note in self._notes])
        area.style, area.height = area.style.copy(), "auto"
        area.style["box_decoration_break"], area.style["max_height"] = "clone", _NO_MAXIMUM
        skip = self._skips.get(self._notes[0])
        with self._apart():
            return block_level_layout(
                self, area, self.page_bottom - area.position_y - room, skip and {0: skip}, area.page,
                absolute_boxes=positioned, fixed_boxes=positioned,
            )  # fmt: skip

    @contextmanager
    def _apart(self) -> Iterator[None]:
        """The foot is laid out: nothing waits there for room, and it has no columns."""
        waiting, in_column = self.footnotes, self.in_column
        self.footnotes, self.in_column, self._in_foot = [], False, True
        try:
            yield
        finally:
            self.footnotes, self.in_column, self._in_foot = waiting, in_column, False
