"""The cover's safe area: no letter so near to the trim that it may be cut, or stands on a drawn frame."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from kyyeu.binding.fragment import SetPiece
from kyyeu.checks.expectations import Expectation
from kyyeu.errors import ContentError, KyyeuError

_POINTS = 72 / 25.4  # in a millimetre
_HIGH, _LOW = 1.1, 0.3  # of the size of type: a capital with two marks, and a letter with one below
_QUOTED = 60  # characters
_LETTERS = ("text", "number", "generated")


def check_safe_area(
    expected: Expectation, pieces: Sequence[SetPiece], safe: float, file: Path
) -> Iterator[KyyeuError]:
    """Words on either cover nearer than `safe` millimetres to an edge, and a cover that takes another page.

    What is to be mended stands in the `file`.
    """
    covers = [section.id for section in expected.sections if section.facts.epub_type == "cover"]
    for cover in covers:
        letters = [piece for piece in pieces if piece.section == cover and piece.kind in _LETTERS]
        pages = {piece.page for piece in letters}
        if len(pages) > 1:
            yield ContentError("cover-overfull", file, None, pages=len(pages))
        unsafe = [piece for piece in letters if find_margin(piece, expected) < safe]
        for piece in unsafe[:1]:
            facts = {"words": piece.text.strip()[:_QUOTED], "page": piece.page, "safe": round(safe, 1)}
            found = round(find_margin(piece, expected), 1)
            yield ContentError("cover-unsafe", file, None, found=found, **facts)


def find_margin(piece: SetPiece, expected: Expectation) -> float:
    """How far the letters are from the nearest edge of their page, in millimetres; negative beyond it."""
    page = expected.booklet.page
    top, bottom = piece.baseline - _HIGH * piece.size, piece.baseline + _LOW * piece.size
    near = min(piece.left, top) / _POINTS
    far = min(page.width - (piece.left + piece.width) / _POINTS, page.height - bottom / _POINTS)
    return min(near, far)
