"""The grid of lines: what stands in a text is whole lines high, so that the text below goes on upon it.

A style sheet gives what it knows the height of whole lines (`rlh`); pictures, tables and the notes below them
get here what they lack.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block
from weasyprint.text.line_break import strut

from kyyeu.pdf.mends import mended

_TEXT = "prose"
_ROUNDING = 0.05  # pixels


@contextmanager
def gridded() -> Iterator[None]:
    """WeasyPrint with texts on a grid, for as long as the context lasts."""
    with mended([(block, "block_level_layout", _in_whole_lines(block.block_level_layout))]):
        yield


def _in_whole_lines(lay_out: Any) -> Any:
    """A block of a text reaches down to the next line of the grid, where its page has room for that."""

    def block_level_layout(
        context: Any,
        box: Any,
        bottom_space: float,
        skip_stack: Any,
        containing_block: Any,
        *rest: Any,
        **more: Any,
    ) -> Any:
        made = lay_out(context, box, bottom_space, skip_stack, containing_block, *rest, **more)
        new, resume = made[:2]
        ends = new is not None and resume is None and not context.in_column
        if ends and _stands_in_text(new, containing_block):
            room = context.page_bottom - bottom_space - _bottom(new)
            new.height += max(0, min(_lack(new, context), room))
        return made

    return block_level_layout


def _stands_in_text(box: Any, around: Any) -> bool:
    if not isinstance(box, boxes.BlockLevelBox) or around.element is None or not box.height:
        return False
    return _TEXT in around.element.get("class", "").split()


def _bottom(box: Any) -> float:
    return float(box.border_box_y() + box.border_height())


def _lack(box: Any, context: Any) -> float:
    """How far above the next line of the grid the box ends, in pixels."""
    line, _ = strut(box.style.root_style)
    over = (_bottom(box) - context.current_footnote_area.page.content_box_y()) % line
    return 0 if over < _ROUNDING or line - over < _ROUNDING else float(line - over)
