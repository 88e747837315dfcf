"""The cover's safe area: no letter so near to the trim that it may be cut, or stands on a drawn frame."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from kyyeu.binding.fragment import SetPiece
from kyyeu.checks.expectations import Expectation
from kyyeu.errors import ContentError, KyyeuError

_POINTS = 72 / 25.4  # in a millimetre
_HIGH, _LOW = 1.1, 0.3  # of the size of type: a capital with two marks, and a letter with one below
_QUOTED = 60  # characters
_COVERS = ("cover", "back-cover")
_ENDS, _FOLD = 5.0, 0.5  # millimetres at the ends of a spine, and beside its folds
_LETTERS = ("text", "number", "generated")


def check_safe_area(
    expected: Expectation, pieces: Sequence[SetPiece], safe: float, file: Path
) -> Iterator[KyyeuError]:
    """Words on either cover nearer than `safe` millimetres to an edge, and a cover that takes another page.

    What is to be mended stands in the `file`.
    """
    page = expected.booklet.page
    for section in expected.sections:
        if section.kind in _COVERS:
            letters = [piece for piece in pieces if piece.section == section.id and piece.kind in _LETTERS]
            pages = {piece.page for piece in letters}
            if len(pages) > 1:
                yield ContentError("cover-overfull", file, None, pages=len(pages))
            margins = [(min(_margins(piece, page.width, page.height)), piece) for piece in letters]
            unsafe = [(margin, piece) for margin, piece in margins if margin < safe]
            yield from (_tell(margin, piece, safe, file) for margin, piece in unsafe[:1])


def leave_covers(pieces: Sequence[SetPiece]) -> list[SetPiece]:
    """The pieces without the words of the covers, which more is asked of than to stand on their page."""
    return [piece for piece in pieces if piece.section not in _COVERS or piece.kind not in _LETTERS]


def check_spine(pieces: Sequence[SetPiece], length: float, width: float, file: Path) -> Iterator[KyyeuError]:
    """Words on a spine of that length and width (millimetres) over a fold, or too near to head or foot."""
    for piece in pieces:
        if piece.section == "spine" and piece.kind in _LETTERS:
            along, across = _margins(piece, length, width)
            if along < _ENDS:
                yield _tell(along, piece, _ENDS, file)
            elif across < _FOLD:
                yield _tell(across, piece, _FOLD, file)


def _tell(found: float, piece: SetPiece, safe: float, file: Path) -> KyyeuError:
    facts = {"words": piece.text.strip()[:_QUOTED], "page": piece.page, "safe": round(safe, 1)}
    return ContentError("cover-unsafe", file, _find_line(piece.text, file), found=round(found, 1), **facts)


def _find_line(words: str, file: Path) -> int | None:
    """The line of the file that has the words, as it alone does; a cover may set them in capitals."""
    try:
        lines = file.read_text("utf-8", errors="replace").casefold().split("\n")
    except OSError:
        return None
    said = " ".join(words.casefold().split())
    found = [
        number for number, line in enumerate(lines, 1) if said in " ".join(line.partition(" #")[0].split())
    ]
    return found[0] if said and len(found) == 1 else None


def _margins(piece: SetPiece, width: float, height: float) -> tuple[float, float]:
    """How far letters are from the nearer edge of their page across it and along it; negative beyond it.

    All in millimetres.
    """
    top, bottom = piece.baseline - _HIGH * piece.size, piece.baseline + _LOW * piece.size
    across = min(piece.left / _POINTS, width - (piece.left + piece.width) / _POINTS)
    return across, min(top / _POINTS, height - bottom / _POINTS)
