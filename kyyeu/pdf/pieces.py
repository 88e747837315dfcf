"""All that is set on laid-out pages, piece by piece: what of the text it is, and how far it reaches.

A piece is what one box of WeasyPrint's shows: a stretch of a line, a picture, a table. Lengths are in points,
from the left and upper edges of the page.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from msgspec import structs

from kyyeu.binding.fragment import SetPiece
from kyyeu.pdf.astray import Order, PlacedWords
from kyyeu.pdf.boxes import POINTS, find_end
from kyyeu.pdf.notes import find_notes


def find_set_pieces(pages: Sequence[Any]) -> Iterator[SetPiece]:
    """The pieces of all pages, each page's in the order of the text, its margins' last."""
    if not pages:
        return
    root = _root(pages)
    tables = () if root is None else root.iter("table")
    notes = {} if root is None else find_notes(root)
    of_notes = {element: number for note, number in notes.items() for element in note.iter()}
    walk = _Walk(_sections(root), {table: number for number, table in enumerate(tables)}, of_notes)
    order = Order(root)
    for number, page in enumerate(pages, 1):
        context = _Context(number, _content(page), (0, 0, page.margin_width(), page.margin_height()))
        pieces = [piece for child in page.children for piece in walk.pieces(child, context)]
        astray = {*order.find_astray(walk.take_marks())}
        yield from (
            structs.replace(piece, astray=True) if n in astray else piece for n, piece in enumerate(pieces)
        )


def find_tables(pages: Sequence[Any]) -> Iterator[str]:
    """What each table of the document says, in their order."""
    yield from (" ".join(table.itertext()) for table in _root(pages).iter("table")) if pages else ()


def _root(pages: Sequence[Any]) -> Any:
    """The document's own root; None for a page of margins alone."""
    return next((child.element for child in pages[0].children if child.element is not None), None)


def _sections(root: Any) -> dict[Any, str]:
    """For each element the id of the section that it belongs to; a page of margins alone has no elements."""
    body = () if root is None else root.find("body")
    return {element: section.get("id", "") for section in body for element in section.iter()}


_Edges = tuple[float, float, float, float]
"""Left, upper, right and lower edge, in CSS pixels."""


def _content(box: Any) -> _Edges:
    left, top = box.content_box_x(), box.content_box_y()
    return left, top, left + box.width, top + box.height


def _padding(box: Any) -> _Edges:
    left, top = box.padding_box_x(), box.padding_box_y()
    return left, top, left + box.padding_width(), top + box.padding_height()


@dataclass(frozen=True, slots=True)
class _Context:
    """What is true of all that stands in a box."""

    page: int
    block: _Edges
    """Where it may stand."""
    trim: _Edges
    """The page."""
    kind: str = "text"
    table: int = -1
    caption: bool = False
    matrix: Any = None
    """How the page shows it turned or shifted; None for not at all."""
    opacity: float = 1
    """Of all that stands in it, from 0 to 1."""

    def inside(self, box: Any) -> "_Context":
        """The same for what stands in the `box`: what is put elsewhere on purpose may fill the page."""
        style, block = box.style, self.block
        if style["position"] != "static" or any(_is_negative(style[f"margin_{side}"]) for side in _SIDES):
            block = self.trim
        if style["overflow"] != "visible" and hasattr(box, "children"):
            block = _common(block, _padding(box))
        matrix, opacity = _find_matrix(box, self.matrix), self.opacity * style["opacity"]
        hidden = opacity < _LEAST_OPACITY or (style["clip"] and style["position"] in ("absolute", "fixed"))
        hidden = hidden or bool(matrix and matrix.determinant <= 0)  # mirrored, or flat
        return replace(
            self, block=block, matrix=matrix, opacity=opacity, kind="hidden" if hidden else self.kind
        )


_LEAST_OPACITY = 0.35  # below it black is paler than a grey that one reads
_LEAST_SPACING = -0.2  # of the size of type; what a space between words is wide
_SIDES = ("left", "right", "top", "bottom")


def _find_matrix(box: Any, outer: Any) -> Any:
    """How the page shows what stands in the box, in what is shown as the `outer` matrix says."""
    from weasyprint.anchors import gather_anchors
    from weasyprint.formatting_structure.boxes import InlineBox

    if not box.style["transform"] or isinstance(box, InlineBox):
        return outer
    gather_anchors(box, {}, [], [], {})  # by which WeasyPrint finds it
    return box.transformation_matrix @ outer if outer else box.transformation_matrix


def _is_negative(margin: Any) -> bool:
    return bool(margin != "auto" and margin.value < 0)


def _common(one: _Edges, other: _Edges) -> _Edges:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _is_in_its_room(box: Any) -> bool:
    """Whether at least half of what a picture fills of its room, or of the picture, is in that room."""
    from weasyprint.layout.replaced import replacedbox_layout

    width, height, left, top = replacedbox_layout(box)
    across = min(left + width, box.content_box_x() + box.width) - max(left, box.content_box_x())
    down = min(top + height, box.content_box_y() + box.height) - max(top, box.content_box_y())
    least = min(width, box.width) * min(height, box.height) / 2
    return not least or (across > 0 and down > 0 and bool(across * down >= least))


class _Walk:
    """The way through the boxes of one document."""

    def __init__(self, sections: Mapping[Any, str], tables: Mapping[Any, int], notes: Mapping[Any, int]):
        self._sections, self._tables, self._notes = sections, tables, notes
        self._marks = list[PlacedWords | None]()
        self._heads = dict[Any, int]()
        """For each head of a table the page that it stands on first."""

    def take_marks(self) -> list[PlacedWords | None]:
        """For each piece since the last time where it stands in the text; None for what is no words of it."""
        marks, self._marks = self._marks, []
        return marks

    def pieces(self, box: Any, context: _Context) -> Iterator[SetPiece]:
        """The pieces in a box."""
        from weasyprint.formatting_structure import boxes

        if isinstance(box, boxes.TextBox):
            if _is_shown(box):
                yield self._text(box, context)
            return
        context = self._enter(box, context.inside(box), boxes)
        if isinstance(box, boxes.ReplacedBox):
            visible = context.kind != "hidden" and box.style["visibility"] == "visible"
            seen = visible and _is_in_its_room(box)
            yield self._area(box, replace(context, kind="picture" if seen else "unseen"))
        elif isinstance(box, boxes.TableBox):
            yield self._area(box, replace(context, kind="table"))
        for child in getattr(box, "children", ()):
            yield from self.pieces(child, context)

    def _enter(self, box: Any, context: _Context, boxes: Any) -> _Context:
        """What the box itself makes of what stands in it."""
        if isinstance(box, boxes.MarginBox):
            return replace(context, kind="margin", block=context.trim)
        if isinstance(box, boxes.TableBox) or getattr(box, "is_table_wrapper", False):  # with the caption
            return replace(context, table=self._tables.get(box.element, -1))
        if isinstance(box, boxes.TableCaptionBox):
            return replace(context, caption=True)
        if isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer):
            first = self._heads.setdefault(box.element, context.page)
            return context if first == context.page else replace(context, kind="repeated")
        return context

    def _text(self, box: Any, context: _Context) -> SetPiece:
        left, baseline = box.position_x, box.position_y + box.baseline
        kind = (_pseudo_kind(box) or context.kind) if context.kind == "text" else context.kind
        kind = "hidden" if _is_run_together(box.style) else kind
        right = left + box.width
        if right > context.block[2] and box.text[-1:].isspace():  # blanks hang, as those of code
            right = find_end(box)
        return self._piece(box, context, kind, (left, baseline, right, baseline))

    def _area(self, box: Any, context: _Context) -> SetPiece:
        left, top = box.border_box_x(), box.border_box_y()
        right, bottom = left + box.border_width(), top + box.border_height()
        if context.kind == "table":  # how high it may be its rows tell
            top = bottom = context.block[1]
        return self._piece(box, context, context.kind, (left, top, right, bottom))

    def _piece(self, box: Any, context: _Context, kind: str, edges: _Edges) -> SetPiece:
        left, top, right, bottom = edges
        block, size = context.block, box.style["font_size"]
        in_text = kind == "text" and not context.caption
        self._marks.append(self._mark(box, context, (left, top - size, right, bottom)) if in_text else None)
        over = max(block[0] - left, block[1] - top, right - block[2], bottom - block[3], 0)
        return SetPiece(
            kind=kind,
            page=context.page,
            section=self._sections.get(box.element, ""),
            text=_described(box) if kind == "unseen" else getattr(box, "text", ""),
            left=left * POINTS,
            baseline=bottom * POINTS,
            width=(right - left) * POINTS,
            size=size * POINTS,
            over=0 if context.matrix else over * POINTS,
            room=(block[2] - left) * POINTS,
            table=context.table,
            moved=bool(context.matrix),
            note=self._notes.get(box.element, 0),
            caption=context.caption,
        )

    def _mark(self, box: Any, context: _Context, edges: _Edges) -> PlacedWords:
        """Where words stand as the page shows them."""
        flow = self._sections.get(box.element, ""), box.element in self._notes
        left, top, right, bottom = _transform(edges, context.matrix)
        turned = bool(context.matrix) and any((context.matrix[0][1], context.matrix[1][0]))
        return PlacedWords(
            flow, box.element, left * POINTS, top * POINTS, right * POINTS, bottom * POINTS, turned
        )


def _transform(edges: _Edges, matrix: Any) -> _Edges:
    """The edges of a box that is turned or shifted."""
    if not matrix:
        return edges
    left, top, right, bottom = edges
    across, down = zip(
        *(matrix.transform_point(x, y) for x in (left, right) for y in (top, bottom)), strict=True
    )
    return min(across), min(down), max(across), max(down)


def _described(box: Any) -> str:
    """What is told of a picture."""
    return str(box.element.get("alt") or "") if box.element is not None else ""


def _is_run_together(style: Any) -> bool:
    """Whether words or letters lie upon one another."""
    spacings = (style[name] for name in ("word_spacing", "letter_spacing"))
    return any(spacing != "normal" and spacing < _LEAST_SPACING * style["font_size"] for spacing in spacings)


def _is_shown(box: Any) -> bool:
    style = box.style
    return bool(box.text.strip()) and style["visibility"] == "visible"


def _pseudo_kind(box: Any) -> str:
    """What a pseudo-element's text is: a list's number, something else that is generated, or empty: text."""
    element, _, pseudo = (box.element_tag or "").partition("::")
    if pseudo not in ("marker", "before", "after", "footnote-call", "footnote-marker"):
        return ""
    numbers = element == "li" and pseudo != "after" and any(map(str.isalnum, box.text))
    return "number" if numbers else "generated"
