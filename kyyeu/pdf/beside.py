"""Pictures with text round them: at the outer side of the page, whole, with lines beside all of them.

WeasyPrint 70 parts a float where its page ends, lets notes at the foot run into it, and sets it with no text
beside it where none is left. Here such a picture stands at the foot of its page, beside what comes before it
too, or is one of its own, above what follows it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import ceil, floor, inf, sqrt
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block
from weasyprint.layout.float import find_float_position, get_clearance
from weasyprint.layout.percent import resolve_percentages
from weasyprint.text.line_break import strut

from kyyeu.pdf.mends import mended

BESIDE = "picture-beside"
"""The class of such a figure."""
_TEXT = "prose"
_WIDTH, _UPRIGHT = 0.31, 0.75  # of the text's width, of a picture of 3 to 4; others are as large
_NARROWEST, _WIDEST = 0.24, 0.42
_HIGHEST = 8  # lines
_GAP, _LEAST = 1.1, 15  # em: what is between, and how wide the text beside it must be
_SLIMMEST = 5  # em: how wide its caption must be
_ABOVE = 0.28  # of a line: how far below its line's top the top of a capital is
_SPARE = 0.05  # of a line: what of the room below a caption may be missing
_BARE = 2.2  # lines beside it that no text may have
_STEPS = 1, 0.9, 0.8, 0.72  # of its width, where its page has less room
_SMALLEST = 0.6  # of its height, by itself, as pdf/figures has it
_AROUND = 2.2  # lines above a picture by itself and around its caption
_ROUNDING = 0.02  # pixels


class _Place(NamedTuple):
    """A place at the foot of a page that is kept for a picture."""

    element: Any
    """The picture's."""
    shape: Any
    """The picture as it is to stand there, laid out."""


class Sides:
    """Which pictures with text round them stand otherwise than beside what follows them."""

    def __init__(self) -> None:
        """None does yet."""
        self.alone = set[Any]()
        """The elements of those that stand by themselves."""
        self.place: _Place | None = None
        """What is kept on the page that is being made."""
        self._places, self._refused = dict[int, _Place](), Counter[Any]()
        """What is kept on each page, by its index, and how many places were no good, by the element."""
        self._wanted: _Place | None = None
        self._lonely, self._stands = set[Any](), False

    def begin(self, index: int) -> None:
        """Begin a page."""
        self.place, self._wanted = self._places.get(index), None
        self._lonely, self._stands = set(), False

    def keep(self, element: Any, shapes: Sequence[Any]) -> bool:
        """Keep a place on this page for a picture that has no room where it is called; whether that may be.

        The shapes are those that it may have, the best one first.
        """
        number = self._refused[element]
        if number < len(shapes) and not self.place and not self._wanted:
            self._wanted = _Place(element, shapes[number])
        return self._wanted is not None and self._wanted.element is element

    def stands_there(self) -> None:
        """The picture for which a place was kept is called beside it."""
        self._stands = True

    def stands_alone(self, element: Any) -> None:
        """The page has no room for a picture, but where it stands by itself."""
        self._lonely.add(element)

    def makes_again(self, index: int, made: Any, bottom: float) -> bool:
        """Whether to make the page again, since a picture on it is to stand otherwise."""
        found = {*_find_unaccompanied(made, bottom)}
        if self.place and (self.place.element in found or not self._stands):
            self._refused[self._places.pop(index).element] += 1
            return True
        if self._wanted:
            self._places[index] = self._wanted
            return True
        more = {*found, *self._lonely} - self.alone
        self.alone |= more
        return bool(more)


@contextmanager
def surrounded() -> Iterator[None]:
    """WeasyPrint with such pictures, for as long as the context lasts."""
    seams = (
        (block, "block_container_layout", _with_sides(block.block_container_layout)),
        (block, "float_layout", _with_whole(block.float_layout)),
    )
    with mended(seams):
        yield


def _find_unaccompanied(page: Any, bottom: float) -> Iterator[Any]:
    """The elements of pictures on the page that have too little text beside them, or reach below `bottom`."""
    for parent in page.descendants():
        if _holds_text(parent):
            for place, box in enumerate(parent.children):
                if _is_beside(box) and box.is_floated():
                    ends = max(_end_of_text(parent.children[place + 1 :]), getattr(box, "text_above", -inf))
                    bare = box.position_y + box.height - ends
                    if _foot_of(box) > bottom + 1 or bare > _BARE * _line_of(box):
                        yield box.element


def _foot_of(figure: Any) -> float:
    """Where its picture and its caption end; below them it has room of its own, up to the next line."""
    inside = (box for box in figure.descendants() if isinstance(box, boxes.LineBox | boxes.ReplacedBox))
    return float(max(box.position_y + box.height for box in inside))


def _end_of_text(following: Any) -> float:
    """Where the paragraphs end that follow a picture at once; far above where none does."""
    ends = -inf
    for box in following:
        if box.element_tag != "p":
            break
        ends = box.content_box_y() + box.height
    return ends


def _holds_text(box: Any) -> bool:
    return isinstance(box, boxes.BlockBox) and _has_class(box, _TEXT)


def _is_beside(box: Any) -> bool:
    return box.element_tag == "figure" and _has_class(box, BESIDE)


def _has_class(box: Any, name: str) -> bool:
    return box.element is not None and name in box.element.get("class", "").split()


def _line_of(box: Any) -> float:
    """How high a line of the grid is."""
    return float(strut(box.style.root_style)[0])


def _with_sides(lay_out: Any) -> Any:
    """A text whose pictures know on which side of this page they stand, if they may have text beside them."""

    def block_container_layout(context: Any, box: Any, *rest: Any, **more: Any) -> Any:
        if _holds_text(box):
            for child in filter(_is_beside, box.children):
                child.style = child.style.copy()
                child.style["float"] = _side_of(child, box, context)
                if context.sides.place and context.sides.place.element is child.element:
                    shape, shapes = context.sides.place.shape, context.excluded_shapes
                    shapes[:] = [shape, *(each for each in shapes if each is not shape)]
        return lay_out(context, box, *rest, **more)

    return block_container_layout


def _side_of(figure: Any, text: Any, context: Any) -> str:
    """The outer side of the page, or ``none``."""
    if figure.element in context.sides.alone or _find_picture(figure) is None:
        return "none"
    em, wide = text.style["font_size"], _width_of(figure, text)
    if wide < _SLIMMEST * em or text.width - wide - _GAP * em < _LEAST * em:
        return "none"
    side: str = context.current_footnote_area.page.page_type.side
    return side


def _find_picture(figure: Any) -> Any:
    """The one picture of a figure, a block of its own; None where it has another number of them."""
    pictures = [each for each in figure.descendants() if isinstance(each, boxes.ReplacedBox)]
    return pictures[0] if len(pictures) == 1 and isinstance(pictures[0], boxes.BlockReplacedBox) else None


def _width_of(figure: Any, text: Any) -> float:
    """How wide the picture is: all shapes are about as large, none beyond its pixels."""
    wide, _, aspect = _find_picture(figure).replacement.get_intrinsic_size(1, text.style["font_size"])
    share = min(max(_WIDTH * sqrt(aspect / _UPRIGHT), _NARROWEST), _WIDEST)
    return float(min(share * text.width, _HIGHEST * _line_of(figure) * aspect, wide or inf))


def _with_whole(lay_out: Any) -> Any:
    """Such a picture is set whole with its caption, smaller where its page has no room for it as it is."""

    def float_layout(
        context: Any, box: Any, text: Any, absolute_boxes: Any, fixed_boxes: Any, bottom_space: float,
        skip_stack: Any,
    ) -> Any:  # fmt: skip
        if not _is_beside(box):
            return lay_out(context, box, text, absolute_boxes, fixed_boxes, bottom_space, skip_stack)
        resolve_percentages(box, (text.width, text.height))
        place, positioned = context.sides.place, (absolute_boxes, fixed_boxes)
        kept = place is not None and place.element is box.element
        if kept:
            context.excluded_shapes.remove(place.shape)
        box.position_y += get_clearance(context, box, text.style["direction"]) or 0
        if kept:
            made = _set_at_foot(context, box, text, place.shape, *positioned)
        else:
            made = _set_here(context, box, text, bottom_space, *positioned)
        context.excluded_shapes.append(made)
        return made, None

    return float_layout


def _set_here(context: Any, box: Any, text: Any, bottom_space: float, *positioned: Any) -> Any:
    """The picture beside what follows it; where it has no room there, what else may be done is told."""
    wide, calls = _width_of(box, text), any(each.footnote for each in box.descendants())
    begins, bottom = (box.position_x, box.position_y), context.page_bottom - bottom_space
    tried = list[Any]()
    for step in _STEPS[: 1 if calls else None]:
        box.position_x, box.position_y = begins
        tried.append(_set(context, box, text, wide * step, *positioned))
        if not context.overflows(bottom, tried[-1].position_y + tried[-1].height):
            return tried[-1]
    kept = _keep_at_foot(context, tried, text, bottom)
    if not kept and _height_alone(box, text, tried[-1]) < bottom - tried[-1].position_y:
        context.sides.stands_alone(box.element)
    return tried[-1]


def _keep_at_foot(context: Any, tried: Sequence[Any], text: Any, bottom: float) -> bool:
    """Keep a place at the foot of the page for a picture of one of these sizes; whether that may be."""
    line, first = _line_of(text), context.current_footnote_area.page.content_box_y()
    shapes = list[Any]()
    for made in tried if not context.excluded_shapes else ():
        top = first + floor((bottom - made.height - first) / line + _ROUNDING) * line + _ROUNDING / 2
        if top > text.content_box_y():
            shapes.append(made.copy())
            shapes[-1].position_y = top
    return bool(context.sides.keep(tried[0].element, shapes))


def _set_at_foot(context: Any, box: Any, text: Any, shape: Any, *positioned: Any) -> Any:
    """The picture where a place was kept for it."""
    called, box.position_y = box.position_y, shape.position_y
    made = _set(context, box, text, shape.width, *positioned)
    made.text_above = called
    if shape.position_y < called:
        context.sides.stands_there()
    return made


def _height_alone(figure: Any, text: Any, made: Any) -> float:
    """How high it must be at least where it stands by itself, if its caption is as long as it was `made`."""
    high = _width_of(figure, text) / _find_picture(figure).replacement.get_intrinsic_size(1, 1)[2]
    caption = sum(isinstance(each, boxes.LineBox) for each in made.descendants())
    lines = ceil(caption * made.width / text.width) + _AROUND
    return float(_SMALLEST * high + lines * _line_of(figure))


def _set(context: Any, box: Any, text: Any, width: float, *positioned: Any) -> Any:
    """The picture and its caption, so wide and whole lines high, where they stand beside the text."""
    gap, line = _GAP * text.style["font_size"], _line_of(box)
    box.margin_top = box.margin_bottom = 0
    on_right = box.style["float"] == "right"
    box.margin_left, box.margin_right = (gap, 0) if on_right else (0, gap)
    box.width = width
    made, *_ = block.block_container_layout(
        context, box, bottom_space=-inf, skip_stack=None, page_is_empty=True, absolute_boxes=positioned[0],
        fixed_boxes=positioned[1], adjoining_margins=None, first_letter_style=None, first_line_style=None,
        discard=False, max_lines=None,
    )  # fmt: skip
    for child in made.children:
        child.translate(dy=_ABOVE * line)
    made.height = ceil((made.height + (_ABOVE - _SPARE) * line) / line) * line - _ROUNDING
    return find_float_position(context, made, text)
