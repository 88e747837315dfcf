"""Pictures among a text: smaller where they want a little more than their page has left.

WeasyPrint 70 sets a picture as large as the style sheet lets it be, and where its page has no room for that
on the next one, whatever stays white before it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block
from weasyprint.text.line_break import strut

from kyyeu.pdf.mends import mended

_MOST, _LEAST = 0.88, 0.6  # of its height: one hardly smaller looks like a slip, a smaller one is too small


@contextmanager
def yielding() -> Iterator[None]:
    """WeasyPrint with pictures that yield, for as long as the context lasts."""
    seams = (
        (block, "block_box_layout", _with_yielding(block.block_box_layout)),
        (block, "block_replaced_box_layout", _with_limits(block.block_replaced_box_layout)),
    )
    with mended(seams):
        yield


def _with_limits(lay_out: Any) -> Any:
    """A picture that is no higher than its figure lets it be, in the middle of where it stood."""

    def block_replaced_box_layout(context: Any, box: Any, containing_block: Any) -> Any:
        made, *rest = lay_out(context, box, containing_block)
        most = getattr(box, "most_height", inf)
        if made.height > most:
            narrower = made.width * (1 - most / made.height)
            made.width, made.height = made.width - narrower, most
            made.margin_left += narrower / 2
            made.margin_right += narrower / 2
        return made, *rest

    return block_replaced_box_layout


def _with_yielding(lay_out: Any) -> Any:
    """A figure of one picture that yields."""

    def block_box_layout(
        context: Any, box: Any, bottom_space: float, skip_stack: Any, containing_block: Any,
        page_is_empty: bool, absolute_boxes: list[Any], fixed_boxes: list[Any], margins: Any,
        *rest: Any, **more: Any,
    ) -> Any:  # fmt: skip
        positioned, picture = (absolute_boxes, fixed_boxes), None if skip_stack else _find_picture(box)
        if picture is None:
            return lay_out(
                context, box, bottom_space, skip_stack, containing_block, page_is_empty, *positioned, margins,
                *rest, **more,
            )  # fmt: skip

        def attempt(most: float, space: float, is_empty: bool, *positioned: list[Any]) -> Any:
            picture.most_height = most
            return lay_out(
                context, box, space, None, containing_block, is_empty, *positioned, [*margins], *rest, **more
            )

        high = _find_picture(attempt(inf, -inf, True, [], [])[0]).height
        line = strut(box.style)[0]
        for most in _steps(high, line):
            made = attempt(most, bottom_space, page_is_empty, *positioned)
            if made[0] is not None:
                break
        picture.most_height = inf
        return made

    return block_box_layout


def _steps(high: float, line: float) -> Iterator[float]:
    """How high a picture may be: as high as it is, or else clearly lower, each time by a line."""
    yield inf
    most = high * _MOST
    while most >= high * _LEAST:
        yield most
        most -= line


def _find_picture(box: Any) -> Any:
    """The picture of a figure that has one, a block of its own, and calls no notes; else None."""
    if box.element_tag != "figure":
        return None
    inside = [*box.descendants()]
    pictures = [each for each in inside if isinstance(each, boxes.BlockReplacedBox)]
    calls = any(getattr(each, "footnote", None) for each in inside)
    return pictures[0] if len(pictures) == 1 and not calls else None
