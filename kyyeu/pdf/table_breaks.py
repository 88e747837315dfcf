"""Where tables are parted: a low one is not, where not much of its page is left white for it.

WeasyPrint 70 begins a table wherever there is room for its first rows. What a style sheet says of rows that
no page is to have alone is meant for low ones: a row of several lines may stand by itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, table
from weasyprint.text.line_break import strut

from kyyeu.pdf.mends import mended

_LOW, _WITH_WHITE = 0.54, 0.72  # of the height of the text: a table that stays whole, and with what is white
_HIGH = 2.8  # lines: a row that is read as a paragraph is, and may stand alone


@contextmanager
def well_parted() -> Iterator[None]:
    """WeasyPrint with tables parted so, for as long as the context lasts."""
    seams = (
        (block, "table_layout", _with_low_ones_whole(block.table_layout)),
        (table, "_find_earlier_page_break", _with_high_rows_alone(table._find_earlier_page_break)),
    )
    with mended(seams):
        yield


def _with_low_ones_whole(lay_out: Any) -> Any:
    """A low table stands on the next page where few of its rows have room on this one."""

    def table_layout(
        context: Any, box: Any, bottom_space: float, skip_stack: Any, around: Any, page_is_empty: bool,
        absolute_boxes: Any, fixed_boxes: Any,
    ) -> Any:  # fmt: skip
        made = lay_out(
            context, box, bottom_space, skip_stack, around, page_is_empty, absolute_boxes, fixed_boxes
        )
        begun, resume = made[:2]
        if not resume or begun is None or skip_stack or page_is_empty or context.in_column:
            return made
        room, white = context.current_footnote_area.page.height, begun.border_height()
        most = min(_LOW * room, _WITH_WHITE * room - white)
        if white > most or _is_high(begun.children[-1].children[-1], context) or _calls_notes(box):
            return made
        if lay_out(context, box, context.page_bottom - box.position_y - most, None, around, True, [], [])[1]:
            return made
        block.remove_placeholders(context, [begun], absolute_boxes, fixed_boxes)
        return None, None, {"break": "any", "page": None}, [], False

    return table_layout


def _with_high_rows_alone(find: Any) -> Any:
    """A page may end between two rows that are to stay together, if what is alone then is high."""

    def _find_earlier_page_break(
        context: Any, element: Any, index: int, before: list[Any], *rest: Any
    ) -> Any:
        if before and isinstance(element, boxes.TableRowBox):
            first_alone = len(before) == 1 and before[0].index == 0
            if _is_high(element, context) and not (first_alone and not _is_high(before[0], context)):
                return before, {index: None}
        return find(context, element, index, before, *rest)

    return _find_earlier_page_break


def _is_high(row: Any, context: Any) -> bool:
    """Whether a row is read as paragraphs are; one that had no room has no height yet."""
    if any(isinstance(box, boxes.ReplacedBox) for box in row.descendants()):
        return False  # a portrait makes it high
    high = row.height if row.height != "auto" else max(_heights_of(row, context), default=0)
    return bool(high > _HIGH * strut(row.style)[0])


def _heights_of(row: Any, context: Any) -> Iterator[float]:
    """How high the cells of a row are that begin in it and were laid out in vain."""
    for cell in row.children:
        made, *_ = block.block_container_layout(
            context, cell, bottom_space=-inf, skip_stack=None, page_is_empty=True, absolute_boxes=[],
            fixed_boxes=[], adjoining_margins=None, first_letter_style=None, first_line_style=None,
            discard=False, max_lines=None,
        )  # fmt: skip
        yield made.border_height()


def _calls_notes(box: Any) -> bool:
    return any(getattr(each, "footnote", None) for each in box.descendants())
