"""What is drawn otherwise than it was laid out, or so that nobody can read it."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from kyyeu.binding.fragment import SetPiece
from kyyeu.checks.readback import Fold
from kyyeu.pdf.printed import Printed, PrintedText

LEAST_TYPE = 4.0
"""The least size of type, in points, that a person can read."""
_NEAR = 1.0  # points between where letters were laid out and where they are drawn
_BEYOND = 0.5  # points beyond the trim; what rounding does
_LEAST_LEADING = 0.6  # of the type's size, from a baseline to the next: what is nearer lies upon the other


@dataclass(frozen=True, slots=True)
class Misprint:
    """Words on a page that are not as they were laid out, or can't be read there."""

    code: str
    """``paper-lost``; ``paper-strange``: nobody laid them out; ``paper-cased``: capitals where small letters
    were, or these for those; ``paper-tiny``; ``paper-beyond`` its edge; ``paper-unseen``: in the colour of
    its ground, or behind something; ``picture-unseen``."""
    page: int
    """The page, from 1."""
    section: str
    """The id of their section; empty where that can't be told."""
    words: str
    """The words."""


def find_misprints(pieces: Sequence[SetPiece], printed: Printed, fold: Fold) -> Iterator[Misprint]:
    """Whatever is not on its page in the finished file as it was laid out, page by page."""
    laid = defaultdict[int, list[SetPiece]](list)
    for piece in pieces:
        if piece.kind != "unseen":
            laid[piece.page].append(piece)
        elif piece.text:  # one that nothing describes is an ornament
            yield Misprint("picture-unseen", piece.page, piece.section, piece.text)
    for number, page in enumerate(printed.pages, 1):
        yield from _compare(number, laid.pop(number, []), page.texts, fold)
        yield from _find_overprinted(number, page.texts)
    for number, left in sorted(laid.items()):
        yield from _compare(number, left, (), fold)


def _compare(
    page: int, pieces: Sequence[SetPiece], texts: Sequence[PrintedText], fold: Fold
) -> Iterator[Misprint]:
    """What of a page's pieces is not drawn, and what is drawn beside them; a piece may be drawn in parts."""
    waiting = [(letters, piece) for piece in pieces if (letters := fold(piece.text))]
    rest, begun = "", None
    for text in texts:
        letters = fold(text.text)
        if not rest or not _begins(rest, letters):
            if rest and begun:
                yield Misprint("paper-lost", page, begun.section, begun.text)
            match = _find_drawn(waiting, letters, text)
            rest, begun = waiting.pop(match) if match is not None else (letters, None)
        drawn, rest = rest[: len(letters)], rest[len(letters) :]
        section = begun.section if begun else ""
        if drawn != letters:
            yield Misprint("paper-cased", page, section, text.text)
        elif begun is None and letters and not text.artifact:
            yield Misprint("paper-strange", page, section, text.text)
        elif text.over > _BEYOND:
            yield Misprint("paper-beyond", page, section, text.text)
        elif text.size < LEAST_TYPE and any(map(str.isalnum, letters)):
            yield Misprint("paper-tiny", page, section, text.text)
        elif letters and not text.seen:
            yield Misprint("paper-unseen", page, section, text.text)
    if rest and begun:
        yield Misprint("paper-lost", page, begun.section, begun.text)
    yield from (Misprint("paper-lost", page, piece.section, piece.text) for _, piece in waiting)


def _find_overprinted(page: int, texts: Sequence[PrintedText]) -> Iterator[Misprint]:
    """The texts of a page that lie upon another; a mark is put upon its letter: the hook of “b̉”."""
    ordered = sorted((text for text in texts if not _is_marks(text.text)), key=attrgetter("baseline"))
    for number, text in enumerate(ordered):
        for other in ordered[number + 1 :]:
            if other.baseline - text.baseline > _LEAST_LEADING * text.size:
                break
            common = min(text.right, other.right) - max(text.left, other.left)
            near = other.baseline - text.baseline < _LEAST_LEADING * min(text.size, other.size)
            if near and common > min(text.right - text.left, other.right - other.left) / 2:
                yield Misprint("paper-unseen", page, "", other.text)


def _is_marks(text: str) -> bool:
    """Whether nothing stands there by itself."""
    return all(char.isspace() or unicodedata.combining(char) for char in text)


def _find_drawn(waiting: Sequence[tuple[str, SetPiece]], letters: str, text: PrintedText) -> int | None:
    """Which of the pieces begins where the text is, and with it: letter by letter, or else in any case."""
    if letters and waiting and waiting[0][0].startswith(letters) and _is_where(waiting[0][1], text):
        return 0  # as nearly always: most are drawn in the order in which they were laid out
    placed = [(index, said) for index, (said, piece) in enumerate(waiting) if _is_where(piece, text)]
    exact = (index for index, said in placed if letters and said.startswith(letters))
    return next(exact, next((index for index, said in placed if letters and _begins(said, letters)), None))


def _begins(said: str, letters: str) -> bool:
    """Whether what is said begins with the letters, be they capitals or small ones."""
    return said.startswith(letters) or said[: len(letters)].casefold() == letters.casefold()


def _is_where(piece: SetPiece, text: PrintedText) -> bool:
    near = abs(piece.left - text.left) < _NEAR and abs(piece.baseline - text.baseline) < _NEAR
    return near or piece.moved
