"""Lines cast of the glyphs of their paragraph, whose words Pango shapes once.

WeasyPrint 70 has each line shaped by itself, to measure it and again to draw it; a justified one then word by
word, since a space of another width is a run of its own (`text/line_break.py`, `draw/text.py`).

Places are counted in bytes of the words in UTF-8, as WeasyPrint and Pango count them.
"""

import re
import struct
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, groupby
from typing import Any

from weasyprint.text.ffi import ffi, pango
from weasyprint.text.line_break import create_layout, line_size, strut

from kyyeu.pdf.boxes import PANGO, find_runs

_GLYPH = struct.Struct("=IiiiI")  # PangoGlyphInfo: number, width, two offsets, and what cursors need
_EMPTY = 0x0FFFFFFF  # PANGO_GLYPH_EMPTY: of a sign that nobody sees; those above are letters without a glyph
_SPACE = re.compile(" |\u00a0".encode())  # those that WeasyPrint stretches
_OLD = 14802  # versions of Pango before 1.48.2 tell the sizes of faces wrong


class Shaped:
    """The words of a box as glyphs, along one line without end."""

    def __init__(self, box: Any, context: Any) -> None:
        """As a layout of WeasyPrint's has them, which stays as long as this does: the face is its own."""
        self._style, self._layout = box.style, create_layout(box.text, box.style, context, None, 0)
        self._line, _ = self._layout.get_first_line()
        self._words = self._layout.text.encode()
        self.places, self.glyphs, self.widths = list[int](), list[int](), list[int]()
        self._faces, self._drawn = list[Any](), list[str]()
        self._is_plain = _has_plain_spaces(box.style)
        for item, run in find_runs(self._line):
            count, face = run.num_glyphs, item.analysis.font
            infos = _GLYPH.iter_unpack(ffi.buffer(run.glyphs, count * _GLYPH.size))
            glyphs, widths, *offsets, _ = zip(*infos, strict=True)
            self.places += [item.offset + place for place in run.log_clusters[0:count]]
            self.glyphs += glyphs
            self.widths += widths
            self._faces += [] if face in self._faces else [face]
            self._is_plain &= not (item.analysis.level % 2 or any(map(any, offsets)) or max(glyphs) > _EMPTY)

    @property
    def face(self) -> Any:
        """Pango's face of all glyphs."""
        return self._faces[0]

    def find_begins(self) -> dict[int, float]:
        """For each place where a letter begins how far it is from the first, in CSS pixels."""
        begins = [*zip(self.places, self._ats, strict=False)]
        return {place: at * PANGO for place, at in reversed(begins)}

    def cast(self, start: int, end: int) -> "CastLine | None":
        """The words between two places as a line; None where they are to be shaped by themselves.

        That is where they have several faces, run to the left, have marks beside their places, or begin
        or end within what is drawn as one.
        """
        first, last = (bisect_left(self.places, place) for place in (start, end))
        begins = [*self.places, len(self._words)]
        parts_none = first < last and (begins[first], begins[last]) == (start, end)
        if not (self._is_plain and len(self._faces) == 1 and parts_none):
            return None
        return CastLine(self, first, last, self._words[start:end].decode())

    def find_widths(self, first: int, last: int) -> list[int]:
        """The widths of those glyphs where nothing follows, in Pango's units."""
        return [*self.widths[first : last - 1], self._advance(self.glyphs[last - 1])]

    @property
    def width(self) -> float:
        """How wide all of them are, in CSS pixels."""
        return self._ats[-1] * PANGO

    @cached_property
    def height(self) -> float:
        """Of a line, in CSS pixels."""
        return float(line_size(self._line, self._style)[1])

    @cached_property
    def baseline(self) -> float:
        """How far below the top of a line its letters stand, in CSS pixels."""
        return float(pango.pango_layout_get_baseline(self._layout.layout) * PANGO)

    @cached_property
    def spaces(self) -> list[int]:
        """Which of the glyphs are spaces that WeasyPrint stretches."""
        return [bisect_left(self.places, found.start()) for found in _SPACE.finditer(self._words)]

    def say(self, number: int) -> str:
        """What a glyph stands for: of several for one letter the last for it, and the others for nothing."""
        (after,) = self.places[number + 1 : number + 2] or [len(self._words)]
        said: bytes = self._words[self.places[number] : after]
        return said.decode()

    def draw(self, font: Any, size: float) -> list[str]:
        """What shows each glyph in a font of WeasyPrint's, between ``<`` and ``>`` (ISO 32000-1, 9.4.3)."""
        if not self._drawn:
            for glyph in {*self.glyphs} - font.widths.keys() - {_EMPTY}:
                font.widths[glyph] = round(self._advance(glyph) * 1000 * PANGO / size)
            pairs = [*zip(self.glyphs, self.widths, strict=True)]
            each = {pair: draw_glyph(font, size, *pair) for pair in {*pairs}}
            self._drawn = [each[pair] for pair in pairs]
        return self._drawn

    @cached_property
    def _ats(self) -> list[int]:
        """Where each glyph begins, and the last ends, in Pango's units."""
        return [*accumulate(self.widths, initial=0)]

    def _advance(self, glyph: int) -> int:
        """How wide a glyph is by itself, in Pango's units."""
        if glyph == _EMPTY:
            return 0
        extents = ffi.new("PangoRectangle *")
        pango.pango_font_get_glyph_extents(self.face, glyph, ffi.NULL, extents)
        return int(extents.width)


def _has_plain_spaces(style: Any) -> bool:
    """Whether nothing is added to the widths of glyphs, and nothing drawn that has to be asked of Pango."""
    spaced = style["letter_spacing"] not in ("normal", 0) or style["word_spacing"]
    return not spaced and style["text_decoration_line"] == "none" and pango.pango_version() >= _OLD


def draw_glyph(font: Any, size: float, glyph: int, width: int) -> str:
    """What shows a glyph of that `width`, in Pango's units; whole thousandths of the size are moved by."""
    if glyph == _EMPTY:
        return ""
    moved = int(font.widths[glyph] - width * 1000 * PANGO / size)
    return f"{glyph:04x}>{moved}<" if moved else f"{glyph:04x}"


class CastLine:
    """Words of a line, in the place of WeasyPrint's layout of them."""

    first_line_direction, max_width = 0, None

    def __init__(self, shaped: Shaped, first: int, last: int, text: str, spacing: float = 0) -> None:
        """The glyphs from the first to the one before the last, each space wider by `spacing` CSS pixels."""
        self._shaped, self._first, self._last = shaped, first, last
        self.text = self._words = text
        self.justification_spacing = spacing

    def reactivate(self, style: Any) -> None:
        """Nothing is shaped again."""

    def deactivate(self) -> None:
        """Nor cleared away."""

    def shape(self, style: Any) -> Any:
        """WeasyPrint's layout of them after all."""
        made = create_layout(self.text, style, None, None, self.justification_spacing)
        made.set_text(self.text, justify=True)
        return made

    def spaced(self, spacing: float) -> "CastLine":
        """The same with other spaces."""
        return CastLine(self._shaped, self._first, self._last, self._words, spacing)

    def fill(self, box: Any) -> Any:
        """The box with these words alone, as `split_text_box` of WeasyPrint makes it."""
        made, shaped = box.copy_with_text(self._words), self._shaped
        made.width, made.height = sum(shaped.find_widths(self._first, self._last)) * PANGO, shaped.height
        made.pango_layout = self
        made.margin_top = made.margin_bottom = (strut(box.style)[0] - made.height) / 2
        made.baseline = shaped.baseline + made.margin_top
        return made

    def find_edges(self, left: float) -> Iterator[tuple[int, tuple[float, float]]]:
        """For each byte at which a letter begins where it stands: its left and right edge, in CSS pixels.

        The first one begins at `left`.
        """
        shaped, spaces = self._shaped, {*self._spaces}
        widths = shaped.find_widths(self._first, self._last)
        for place, numbers in groupby(range(self._first, self._last), key=shaped.places.__getitem__):
            right = left
            for number in numbers:
                wider = self.justification_spacing * (number in spaces)
                right += widths[number - self._first] * PANGO + wider
            yield place - shaped.places[self._first], (left, right)
            left = right

    def draw(self, stream: Any) -> bool:
        """Show the words, with the space that may have been added to their `text`; False if it can't be."""
        shaped, added = self._shaped, self.text[len(self._words) :]
        font, size = stream.add_font(shaped.face)
        if font.bitmap or font.svg or font.png or font.colr or (added and not shaped.spaces):
            return False  # letters that are pictures, say
        pieces = self._draw_glyphs(font, size)
        self._note(font, range(self._first, self._last))
        if added:
            number = shaped.spaces[0]
            pieces.append(shaped.draw(font, size)[number])
            self._note(font, (number,))
        stream.set_font_size(font.hash, size)
        stream.show_text(f"<{''.join(pieces)}>".removesuffix("<>"))
        return True

    def _draw_glyphs(self, font: Any, size: float) -> list[str]:
        """What shows each of the glyphs."""
        shaped, wider = self._shaped, int(self.justification_spacing / PANGO)
        pieces = shaped.draw(font, size)[self._first : self._last]
        for number in self._spaces if wider else ():
            glyph, width = shaped.glyphs[number], shaped.widths[number] + wider
            pieces[number - self._first] = draw_glyph(font, size, glyph, width)
        return pieces

    @property
    def _spaces(self) -> list[int]:
        spaces = self._shaped.spaces
        return spaces[bisect_left(spaces, self._first) : bisect_left(spaces, self._last)]

    def _note(self, font: Any, numbers: Sequence[int]) -> None:
        """What the glyphs stand for, as WeasyPrint notes it: the font has those that are drawn."""
        glyphs, known = self._shaped.glyphs, font.to_unicode
        if not {*glyphs[numbers[0] : numbers[-1] + 1]} - {_EMPTY} <= known.keys():
            for number in numbers:
                if glyphs[number] != _EMPTY:
                    known.setdefault(glyphs[number], self._shaped.say(number))


def casts_drawn(draw: Any) -> Any:
    """WeasyPrint's function that draws a line, for those that are cast too.

    What was composed has no width to be cut at, and fits; WeasyPrint 70 breaks off where a style sheet wants
    dots (`text-overflow`), as it does of justified lines of its own.
    """

    def draw_first_line(stream: Any, box: Any, overflow: str, ellipsis: str, matrix: Any) -> Any:
        line = box.pango_layout
        if line.max_width is None:
            overflow, ellipsis = "clip", "none"
        if not isinstance(line, CastLine):
            return draw(stream, box, overflow, ellipsis, matrix)
        if not box.text.strip():
            return []
        stream.set_text_matrix(*matrix.values)
        if line.draw(stream):
            return []
        box.pango_layout = line.shape(box.style)
        try:
            return draw(stream, box, overflow, ellipsis, matrix)
        finally:
            box.pango_layout = line  # a document may be painted twice

    return draw_first_line


def casts_spaced(space: Any) -> Any:
    """WeasyPrint's function that spaces words, for lines that are cast too."""

    def add_word_spacing(context: Any, box: Any, spacing: float, advance: float) -> float:
        line = getattr(box, "pango_layout", None)
        if not isinstance(line, CastLine):
            return float(space(context, box, spacing, advance))
        wider = spacing * len(_SPACE.findall(box.text.encode()))
        box.position_x += advance
        box.width += wider
        box.pango_layout = line.spaced(spacing)
        return advance + wider

    return add_word_spacing
