"""Paragraphs composed as wholes, where WeasyPrint 70 ends each line as late as it can.

WeasyPrint is told where lines end, and all else stays its own: boxes, text, pages, orphans and widows. What
has floats or more than words in its lines, stands beside several floats, has a first line of another style,
or hyphens, is left to it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from typing import Any
from weakref import WeakKeyDictionary

from weasyprint.draw import text
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text.line_break import strut

from kyyeu.pdf.casting import casts_drawn, casts_spaced
from kyyeu.pdf.composition import ComposedLine, Composition, NotPlain
from kyyeu.pdf.mends import mended

_ENDLESS = 1e6  # pixels
_ROUNDING = 0.05  # the same


@contextmanager
def composed() -> Iterator[None]:
    """WeasyPrint composing paragraphs as wholes, for as long as the context lasts."""
    composer = _Composer()
    seams = (
        (inline, "split_inline_box", composer.begins_a_line(inline.split_inline_box)),
        (inline, "split_text_box", composer.ends_a_line(inline.split_text_box)),
        (inline, "text_align", composer.narrows(inline.text_align)),
        (inline, "add_word_spacing", casts_spaced(inline.add_word_spacing)),
        (text, "draw_first_line", casts_drawn(text.draw_first_line)),
    )
    with mended(seams):
        yield


class _Composer:
    """The paragraphs that are being set."""

    def __init__(self) -> None:
        self._paragraphs = WeakKeyDictionary[Any, tuple[list[Any], Composition | None]]()
        """For each line that was not broken yet what is in it, and what was composed of that."""
        self._line: ComposedLine | None = None
        """The line that is being set."""
        self._set = WeakKeyDictionary[Any, float]()
        """Lines that are set as they were composed, and what room they have."""

    def begins_a_line(self, split: Any) -> Any:
        """Where a line begins, what was composed is looked up; its width then is no matter."""

        def split_inline_box(
            context: Any,
            box: Any,
            position_x: float,
            max_x: float,
            bottom: float,
            skip: Any,
            block: Any,
            *rest: Any,
        ) -> Any:
            if not isinstance(box, boxes.LineBox):
                return split(context, box, position_x, max_x, bottom, skip, block, *rest)
            outer = self._line  # a line may hold the call of a note, whose lines are set meanwhile
            styled = any(rest[-2:])  # its first letter or line
            shapes = _find_beside(box, context)
            paragraph = None if styled or len(shapes) > 1 else self._paragraph_of(box, block, context)
            room, narrow = max_x - position_x, (range(0), 0.0)
            for shape in shapes:
                narrow = _measure_beside(box, block, shape)
            line = paragraph.line_from(skip, room, block.width, *narrow) if paragraph else None
            self._line = line
            try:
                made = split(
                    context, box, position_x, _ENDLESS if line else max_x, bottom, skip, block, *rest
                )
            finally:
                self._line = outer
            if line:
                self._set[made[0]] = max_x - box.position_x
            return made

        return split_inline_box

    def ends_a_line(self, split: Any) -> Any:
        """Words are cut where their line ends, whatever their width."""

        def split_text_box(context: Any, box: Any, width: float | None, skip: int, **more: Any) -> Any:
            start = self._line.starts.get(box) if self._line else None
            if self._line is None or start is None:
                return split(context, box, width, skip, **more)
            words, resume = box.text.encode(), self._line.resume
            if resume is None or resume - start > len(words):
                cast = self._line.shapes[box].cast(skip, len(words))
                return (cast.fill(box), None, False) if cast else split(context, box, width, skip, **more)
            resume -= start
            kept = words[skip:resume].rstrip(b" ")
            if not kept:
                return None, resume, False
            if cast := self._line.shapes[box].cast(skip, skip + len(kept)):
                return cast.fill(box), resume, False
            made, *_ = split(context, box.copy_with_text(kept.decode()), None, 0, **more)
            return made, resume, False

        return split_text_box

    def narrows(self, align: Any) -> Any:
        """The spaces of a line that is a little too wide are narrowed."""

        def text_align(context: Any, line: Any, room: float, last: bool) -> Any:
            room = self._set.get(line, room)  # WeasyPrint's is that below the float, if the line is too wide
            if line in self._set and line.width > room:
                inline.justify_line(context, line, room - line.width)
                return 0
            return align(context, line, room, last)

        return text_align

    def _paragraph_of(self, box: Any, block: Any, context: Any) -> Composition | None:
        words, known = _find_words(box), self._paragraphs.get(box)
        if known is None or known[0] != words:  # a page's number may be known only when pages are
            known = self._paragraphs[box] = words, _read(box, block, context)
        return known[1]


def _find_beside(line: Any, context: Any) -> list[Any]:
    """The floats that the line, or one below it, stands beside."""
    top = line.position_y + _ROUNDING
    return [shape for shape in context.excluded_shapes if shape.position_y + shape.margin_height() > top]


def _measure_beside(line: Any, block: Any, shape: Any) -> tuple[range, float]:
    """Which lines, counted from that one, stand beside the float, and how wide they are."""
    left, right = block.content_box_x(), block.content_box_x() + block.width
    begins, ends = shape.position_x, shape.position_x + shape.margin_width()
    wide = begins - left if right - ends < begins - left else right - ends
    above, high = shape.position_y - line.position_y, strut(line.style)[0]
    below = above + shape.margin_height()
    return range(max(int((above + _ROUNDING) / high), 0), ceil((below - _ROUNDING) / high)), wide


def _find_words(box: Any) -> list[Any]:
    """The boxes in a box, each with its words if it has some: WeasyPrint makes others when it knows more."""
    found = list[Any]()
    for child in box.children:
        found += [child, getattr(child, "text", "")]
        if hasattr(child, "children"):
            found += _find_words(child)
    return found


def _read(box: Any, block: Any, context: Any) -> Composition | None:
    style = box.style
    wanted = style["white_space"], style["direction"]
    if wanted != ("normal", "ltr") or style["text_align_last"] == "justify":
        return None
    try:
        return Composition(box, block, context)
    except NotPlain:
        return None
