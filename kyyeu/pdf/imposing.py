"""Pages of one PDF side by side on one sheet, for a press that prints a cover in one piece.

Lengths are in points. The sheet is for the eye and the cutter: it has no structure to be read aloud.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pikepdf

BLEED = 3.0
"""Millimetres that colours go on beyond the trim, where a cutter may come to stand."""
_MILLIMETRE = 72 / 25.4
_GAP, _MARK = 2 * _MILLIMETRE, 5 * _MILLIMETRE  # from the bleed to a mark, and how long that is
_EDGE = 1 * _MILLIMETRE  # from a mark to the edge of the sheet
_HAIR = 0.25


@dataclass(frozen=True, slots=True)
class Panel:
    """A page as it lies on the sheet."""

    page: int
    """Which page of the PDF, from 0."""
    width: float
    """How much of the sheet it takes."""
    turned: bool = False
    """Whether it is turned clockwise, so that it reads downwards."""


def impose(pdf: bytes, panels: Sequence[Panel], height: float, title: str, day: date) -> bytes:
    """The panels from left to right, so high, as one page with bleed and with marks where to cut and to fold.

    The pages must have that bleed themselves.
    """
    with pikepdf.open(io.BytesIO(pdf)) as source, pikepdf.new() as sheet:
        bleed, outside = BLEED * _MILLIMETRE, BLEED * _MILLIMETRE + _GAP + _MARK + _EDGE
        width = sum(panel.width for panel in panels)
        page = sheet.add_blank_page(page_size=(width + 2 * outside, height + 2 * outside))
        page.trimbox = _box(0, 0, width, height, outside)
        page.bleedbox = _box(-bleed, -bleed, width + bleed, height + bleed, outside)
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary())
        drawn = [b"1 0 0 1 %.3f %.3f cm" % (outside, outside)]
        for number in _from_within(len(panels)):
            panel, left = panels[number], sum(each.width for each in panels[:number])
            form = source.pages[panel.page]
            form.trimbox = form.mediabox  # or what bleeds would be left out
            page.Resources.XObject[f"/Panel{number}"] = sheet.copy_foreign(form.as_form_xobject())
            before, behind = bleed * (number < len(panels) - 1), bleed * (number > 0)
            box = (left - before, -bleed, panel.width + before + behind, height + 2 * bleed)
            way = (0, -1, 1, 0, left, height) if panel.turned else (1, 0, 0, 1, left, 0)
            drawn.append(b"q %.3f %.3f %.3f %.3f re W n" % box)
            drawn.append(b"%g %g %g %g %.3f %.3f cm /Panel%d Do Q" % (*way, number))
        drawn += _draw_marks([panel.width for panel in panels], height, bleed + _GAP)
        page.Contents = sheet.make_stream(b"\n".join(drawn))
        stamp = f"D:{day:%Y%m%d}"
        sheet.docinfo.update({"/Title": title, "/CreationDate": stamp, "/ModDate": stamp})
        file = io.BytesIO()
        sheet.save(file, deterministic_id=True)
    return file.getvalue()


def _from_within(count: int) -> Iterator[int]:
    """The panels from the middle outwards: what is drawn later lies over the bleed of what it meets.

    Side by side they would leave a hair of paper between them.
    """
    yield from sorted(range(count), key=lambda number: -min(number, count - 1 - number))


def _box(left: float, low: float, right: float, high: float, by: float) -> pikepdf.Array:
    return pikepdf.Array([round(edge + by, 3) for edge in (left, low, right, high)])


def _draw_marks(widths: Sequence[float], height: float, gap: float) -> Iterator[bytes]:
    """Lines where to cut, at each corner, and where to fold, above and below, dashed."""
    yield b"0 G %g w" % _HAIR
    total, near, far = sum(widths), gap, gap + _MARK
    for across in (0.0, total):
        yield from (_line(across, end, across, stop) for end, stop in _ends(height, near, far))
    for up in (0.0, height):
        yield from (_line(end, up, stop, up) for end, stop in _ends(total, near, far))
    yield b"[2] 0 d"
    for number in range(1, len(widths)):
        fold = sum(widths[:number])
        yield from (_line(fold, end, fold, stop) for end, stop in _ends(height, near, far))


def _ends(length: float, near: float, far: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where marks begin and end, before something of that length and behind it."""
    return (-near, -far), (length + near, length + far)


def _line(left: float, low: float, right: float, high: float) -> bytes:
    return b"%.3f %.3f m %.3f %.3f l S" % (left, low, right, high)
