"""What stands where on laid-out pages: the lines and the words, as WeasyPrint's trees of boxes have them.

Lengths are in points, from the left and upper edges of the page, and pages are counted from 1. A box that the
style sheet turns or shifts (`transform`) is told as if it did not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

POINTS = 0.75
"""Points in a CSS pixel, the unit of the boxes."""
PANGO = 1 / 1024
"""Pango's unit in CSS pixels."""


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line of text as it was set."""

    page: int
    """The page it stands on, from 1."""
    baseline: float
    """How far below the page's upper edge its letters stand, in points."""
    text: str
    """What it says, without what the style sheet generates."""
    anchors: tuple[str, ...]
    """The ids of the elements that stand on it within the line, wholly or in part."""


@dataclass(frozen=True, slots=True)
class SetWord:
    """Letters between white space as they were set on one line; a word that was broken is two.

    Top and foot are those that the face names for all its letters: a stacked mark (Ế) may stand out above.
    """

    page: int
    """The page it stands on, from 1."""
    text: str
    """Its letters as the page shows them: in capitals where the style sheet sets capitals."""
    left: float
    """From the page's left edge to where it begins, in points."""
    top: float
    """From the page's upper edge to the top of its type, in points: the highest, where sizes differ."""
    right: float
    """From the page's left edge to where it ends, in points."""
    bottom: float
    """From the page's upper edge to the foot of its type, in points: the lowest, where sizes differ."""


def find_set_lines(pages: Sequence[Any], name: str) -> Iterator[SetLine]:
    """The lines in elements of the class `name`, page by page; a picture is no line."""
    for number, page in enumerate(pages, 1):
        for box in _line_boxes(page, name, False):
            inner = [part for part in box.descendants() if part is not box and not _is_generated(part)]
            text = "".join(getattr(part, "text", "") for part in inner)
            ids = dict.fromkeys(part.element.get("id") for part in inner if part.element.get("id"))
            if text.strip():
                yield SetLine(number, (box.position_y + box.baseline) * POINTS, text, tuple(ids))


def _line_boxes(box: Any, name: str, inside: bool) -> Iterator[Any]:
    from weasyprint.formatting_structure.boxes import LineBox

    inside = inside or (box.element is not None and name in box.element.get("class", "").split())
    if not isinstance(box, LineBox):
        for child in getattr(box, "children", ()):
            yield from _line_boxes(child, name, inside)
    elif inside:
        yield box


@dataclass(frozen=True, slots=True)
class _SetLetter:
    """What is drawn as one: a letter with its marks, or several as a ligature. In CSS pixels."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


_BLANK = _SetLetter(" ", 0, 0, 0, 0)


def find_set_words(pages: Sequence[Any]) -> Iterator[SetWord]:
    """The words, page by page, but for those that the style sheet generates."""
    for number, page in enumerate(pages, 1):
        for letter, stretch in groupby(_letters(page), key=_is_letter):
            if letter:
                yield _join(number, [*stretch])


def _is_letter(letter: _SetLetter) -> bool:
    return bool(letter.text.strip())


def _join(page: int, letters: Sequence[_SetLetter]) -> SetWord:
    return SetWord(
        page,
        "".join(letter.text for letter in letters),
        left=min(letter.left for letter in letters) * POINTS,
        top=min(letter.top for letter in letters) * POINTS,
        right=max(letter.right for letter in letters) * POINTS,
        bottom=max(letter.bottom for letter in letters) * POINTS,
    )


def _letters(box: Any) -> Iterator[_SetLetter]:
    """The letters in a box in the order of the text; where another box than an inline one ends, a blank."""
    from weasyprint.formatting_structure.boxes import InlineBox, MarginBox, TextBox

    if isinstance(box, MarginBox) or _is_generated(box):
        yield _BLANK
    elif isinstance(box, TextBox):
        yield from _set_letters(box) if box.style["visibility"] == "visible" else ()
    else:
        for child in getattr(box, "children", ()):
            yield from _letters(child)
        if not isinstance(box, InlineBox):
            yield _BLANK


def _set_letters(box: Any) -> Iterator[_SetLetter]:
    """The letters of a text box where WeasyPrint will draw them, justified."""
    edges = dict(_find_edges(box))
    words = box.text.encode()
    for start, end in pairwise([*sorted(edges), len(words)]):
        left, right = edges[start]
        yield _SetLetter(words[start:end].decode(), left, box.position_y, right, box.position_y + box.height)


def find_end(box: Any) -> float:
    """How far to the right the last letter of a text box reaches that is no blank, in CSS pixels."""
    letters = (letter for letter in _set_letters(box) if _is_letter(letter))
    return max((letter.right for letter in letters), default=box.position_x)


def _find_edges(box: Any) -> Iterator[tuple[int, tuple[float, float]]]:
    """For each byte of a text box at which a letter begins, the left and right edge of its glyphs."""
    from kyyeu.pdf.casting import CastLine

    layout = box.pango_layout
    if isinstance(layout, CastLine):
        yield from layout.find_edges(box.position_x)
        return
    layout.reactivate(box.style)
    yield from _edges(layout.get_first_line()[0], box.position_x)
    layout.deactivate()


def _edges(line: Any, left: float) -> Iterator[tuple[int, tuple[float, float]]]:
    """For each byte of a line's text at which a letter begins, the left and right edge of its glyphs."""
    for item, glyphs in find_runs(line):
        starts = glyphs.log_clusters[0 : glyphs.num_glyphs]
        for start, group in groupby(
            zip(starts, glyphs.glyphs[0 : glyphs.num_glyphs], strict=True), itemgetter(0)
        ):
            right = left + sum(glyph.geometry.width for _, glyph in group) * PANGO
            yield item.offset + start, (left, right)
            left = right


def find_runs(line: Any) -> Iterator[tuple[Any, Any]]:
    """Each run of a line of Pango's: what it is a run of, and its glyphs from left to right."""
    run = line.runs[0]
    while run:
        yield run.data.item, run.data.glyphs
        run = run.next


def _is_generated(box: Any) -> bool:
    """Whether the style sheet generates what is in the box."""
    return "::" in (box.element_tag or "")
