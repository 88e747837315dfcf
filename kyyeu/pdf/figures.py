"""Pictures among a text: smaller where they want a little more than their page has left.

WeasyPrint 70 sets a picture as large as the style sheet lets it be, and where its page has no room for that
on the next one, whatever stays white before it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block
from weasyprint.text.line_break import strut

from kyyeu.pdf.mends import mended

_MOST, _LEAST = 0.88, 0.6  # of its height: one hardly smaller looks like a slip, a smaller one is too small
_LEAST_OF_ROW = 0.64  # each of a row is smaller than one by itself
_ROW = "picture-row"


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
    """A figure of one picture, or a row of them, that yields."""

    def block_box_layout(
        context: Any, box: Any, bottom_space: float, skip_stack: Any, containing_block: Any,
        page_is_empty: bool, absolute_boxes: list[Any], fixed_boxes: list[Any], margins: Any,
        *rest: Any, **more: Any,
    ) -> Any:  # fmt: skip
        positioned, yielding = (absolute_boxes, fixed_boxes), None if skip_stack else _find_yielding(box)
        if yielding is None:
            return lay_out(
                context, box, bottom_space, skip_stack, containing_block, page_is_empty, *positioned, margins,
                *rest, **more,
            )  # fmt: skip

        def attempt(space: float, is_empty: bool, *positioned: list[Any]) -> Any:
            return lay_out(
                context, box, space, None, containing_block, is_empty, *positioned, [*margins], *rest, **more
            )

        high = max(picture.height for picture in _find_pictures(attempt(-inf, True, [], [])[0]))
        for most in _steps(high, strut(box.style.root_style)[0], yielding.least):
            yielding.limit(most, most / high)
            made = attempt(bottom_space, page_is_empty, *positioned)
            if made[0] is not None:
                break
        yielding.limit(inf, 1)
        return made

    return block_box_layout


def _steps(high: float, line: float, least: float) -> Iterator[float]:
    """How high a picture may be: as high as it is, or else clearly lower, each time by a line."""
    yield inf
    most = high * _MOST
    while most >= high * least:
        yield most
        most -= line


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture of its own."""

    box: Any
    least: float = _LEAST

    def limit(self, most: float, share: float) -> None:
        """Let it be no higher than that."""
        self.box.most_height = most


@dataclass(frozen=True, slots=True)
class _Row:
    """Figures beside each other, whose widths make their pictures of one height."""

    figures: Sequence[Any]
    widths: Sequence[Any]
    """Those that the style sheet has for them."""
    least: float = _LEAST_OF_ROW

    def limit(self, most: float, share: float) -> None:
        """Let each have that share of its width."""
        for figure, width in zip(self.figures, self.widths, strict=True):
            figure.style = figure.style.copy()
            figure.style["width"] = width._replace(value=width.value * min(share, 1))


def _find_yielding(box: Any) -> _Picture | _Row | None:
    """What yields of a block that calls no notes: a figure of one picture, a row of figures."""
    is_row = box.element_tag == "div" and _ROW in box.element.get("class", "").split()
    if box.element_tag != "figure" and not is_row:
        return None
    inside = [*box.descendants()]
    pictures = [*_find_pictures(box)]
    if not pictures or any(getattr(each, "footnote", None) for each in inside):
        return None
    if not is_row:
        return _Picture(pictures[0]) if len(pictures) == 1 else None
    figures = [each for each in inside if each.element_tag == "figure"]
    widths = [figure.style["width"] for figure in figures]
    return _Row(figures, widths) if all(hasattr(width, "value") for width in widths) else None


def _find_pictures(box: Any) -> Iterator[Any]:
    return (each for each in box.descendants() if isinstance(each, boxes.BlockReplacedBox))
