"""The finished PDF read back: what was laid out is on its pages, and says what the booklet must say."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kyyeu.checks.expectations import Expectation
from kyyeu.checks.promises import NUMBER
from kyyeu.checks.readback import Fold, ReadBack
from kyyeu.checks.telling import tell_contents, tell_difference, tell_missing, tell_opening, tell_unlisted
from kyyeu.errors import KyyeuError, TemplateError
from kyyeu.pdf.pieces import SetPiece
from kyyeu.pdf.printed import Printed, PrintedText, read_printed
from kyyeu.rendering.glyphs import UNSEEN

LEAST_TYPE = 4.0
"""The least size of type, in points, that a person can read."""
_NEAR = 1.0  # points between where letters were laid out and where they are drawn
_BEYOND = 0.5  # points beyond the trim; what rounding does


@dataclass(frozen=True, slots=True)
class Misprint:
    """Words on a page that are not as they were laid out, or can't be read there."""

    code: str
    """``paper-lost``; ``paper-strange``: nobody laid them out; ``paper-tiny``; ``paper-beyond`` its edge."""
    page: int
    """The page, from 1."""
    section: str
    """The id of their section; empty where that can't be told."""
    words: str
    """The words."""


def check_paper(expected: Expectation, pieces: Sequence[SetPiece], pdf: bytes) -> Iterator[KyyeuError]:
    """Whatever the finished PDF does not say as it must, each with the page it is on.

    `pieces` are all that was laid out.
    """
    printed, fold = read_printed(pdf), fold_exactly(expected.alike)
    for misprint in find_misprints(pieces, printed, fold):
        facts = {"words": misprint.words.strip(), "file": expected.file_of(misprint.section)}
        yield TemplateError(misprint.code, None, None, page=misprint.page, **facts)
    yield from _check_sections(expected, pieces, fold_in_any_case(fold))
    opens = _openings(pieces)
    entries = [(str(entry.page), entry.title) for entry in printed.outline if entry.level == 0]
    wanted = [(str(opens[s.id]), s.name) for s in expected.sections if s.id in opens and s.facts.in_contents]
    yield from tell_unlisted(wanted, entries, "outline")
    yield from _check_heads(expected, pieces, fold)


def _openings(pieces: Sequence[SetPiece]) -> dict[str, int]:
    """For each section the page that it begins on."""
    return {piece.section: piece.page for piece in reversed(pieces) if piece.section}


def _check_sections(expected: Expectation, pieces: Sequence[SetPiece], fold: Fold) -> Iterator[KyyeuError]:
    passages = read_sections(pieces, fold)
    for section in expected.sections:
        passage = passages.get(section.id) or ReadBack([], fold)
        if promise := expected.promises.get(section.id):
            yield from tell_opening(expected, section, passage, passage.where(0))
            if difference := passage.differs_from(promise, passage.after(section.name) or 0):
                yield tell_difference("paper-differs", expected, section.id, difference)
        if section.kind == "contents":
            yield from tell_contents(expected, passage, passage.where(0))


def _check_heads(expected: Expectation, pieces: Sequence[SetPiece], fold: Fold) -> Iterator[KyyeuError]:
    """Which pages have the running head of another section and not their own or the book's."""
    heads = {section.id: fold(expected.head_of(section)) for section in expected.sections}
    book, sections = fold(expected.cut_head(expected.booklet.title)), {s.id: s for s in expected.sections}
    said, here = defaultdict[int, str](str), defaultdict[int, set[str]](set)
    for piece in pieces:
        if piece.kind == "margin":
            said[piece.page] += fold(piece.text)
        elif piece.section:
            here[piece.page].add(piece.section)
    for page, words in said.items():
        own = [heads[id_] for id_ in here[page] if id_ in heads]
        others = [id_ for id_, head in heads.items() if head in words and id_ not in here[page]]
        if own and others and not any(head in words for head in (*own, book)):
            section = sections[min(here[page] & heads.keys())]
            yield tell_missing(expected, section, expected.head_of(section), "the-head", str(page))


def fold_exactly(alike: Mapping[int, str]) -> Fold:
    """Words without what shows nothing, and each sign as the one that a face draws in its stead."""

    def fold(words: str) -> str:
        letters = "".join(words.split())
        if letters.isascii():
            return letters
        return UNSEEN.sub("", unicodedata.normalize("NFC", letters)).translate(alike)

    return fold


def fold_in_any_case(fold: Fold) -> Fold:
    """The same in small letters, since a style sheet may set words in capitals."""
    return lambda words: fold(words).casefold()


def find_misprints(pieces: Sequence[SetPiece], printed: Printed, fold: Fold) -> Iterator[Misprint]:
    """Whatever is not on its page in the finished file as it was laid out, page by page."""
    laid = defaultdict[int, list[SetPiece]](list)
    for piece in pieces:
        laid[piece.page].append(piece)
    for number, page in enumerate(printed.pages, 1):
        yield from _compare(number, laid.pop(number, []), page.texts, fold)
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
        if not rest or not rest.startswith(letters):
            if rest and begun:
                yield Misprint("paper-lost", page, begun.section, begun.text)
            match = next((index for index, one in enumerate(waiting) if _is_drawn(*one, letters, text)), None)
            rest, begun = waiting.pop(match) if match is not None else (letters, None)
        rest = rest[len(letters) :]
        section = begun.section if begun else ""
        if begun is None and letters and not text.artifact:
            yield Misprint("paper-strange", page, section, text.text)
        elif text.over > _BEYOND:
            yield Misprint("paper-beyond", page, section, text.text)
        elif text.size < LEAST_TYPE and any(map(str.isalnum, letters)):
            yield Misprint("paper-tiny", page, section, text.text)
    if rest and begun:
        yield Misprint("paper-lost", page, begun.section, begun.text)
    yield from (Misprint("paper-lost", page, piece.section, piece.text) for _, piece in waiting)


def _is_drawn(waiting: str, piece: SetPiece, letters: str, text: PrintedText) -> bool:
    """Whether the text is where the piece begins, and what it begins with."""
    near = abs(piece.left - text.left) < _NEAR and abs(piece.baseline - text.baseline) < _NEAR
    return bool(letters) and waiting.startswith(letters) and (near or piece.moved)


def read_sections(pieces: Sequence[SetPiece], fold: Fold) -> dict[str, ReadBack]:
    """What each section says, by its id: its text and its lists' numbers, each with the page it is on."""
    said, numbers = defaultdict[str, list[tuple[str, str]]](list), defaultdict[str, list[str]](list)
    for piece in pieces:
        if piece.kind == "number":
            numbers[piece.section].append(piece.text)
        if piece.kind in ("text", "number"):
            words = NUMBER if piece.kind == "number" else piece.text
            said[piece.section].append((words, str(piece.page)))
    return {section: ReadBack(words, fold, numbers[section]) for section, words in said.items()}
