"""Nothing off the page: whatever was laid out stands in the text block, or elsewhere on purpose."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from kyyeu.binding.fragment import SetPiece
from kyyeu.checks.expectations import Expectation
from kyyeu.checks.on_paper import fold_exactly, fold_in_any_case, in_reading_order, read_sections
from kyyeu.checks.promises import Promise
from kyyeu.checks.readback import Fold
from kyyeu.errors import ContentError, KyyeuError, TemplateError, Whereabouts
from kyyeu.pdf.fitting import LEAST

FindOrigin = Callable[[str, int, int], Whereabouts]
"""Where a block's character is from: file of the content, block, character; its path is in the content."""

_TOLERANCE = 0.5  # points; what rounding does
_POINTS = 72 / 25.4  # in a millimetre
_QUOTED = 60  # characters
_TELLING = 8  # letters that tell words from others
_MOST_TRIED = 50  # pieces before one whose words are no text's, as the theme's own
_CODES = {"table": "table-too-wide", "picture": "picture-off-the-page"}


def check_bounds(
    expected: Expectation,
    pieces: Sequence[SetPiece],
    broken: Mapping[int, str],
    folder: Path,
    find_origin: FindOrigin,
) -> Iterator[KyyeuError]:
    """All that reaches beyond where it may stand: each table once, and not its words too.

    The `broken` tables, by their numbers with what they say, have no room on any page. `folder` is the
    content's; what a text has at fault is told with its line.
    """
    yield from _tell_astray(expected, pieces)
    if not broken and next(find_overhangs(pieces), None) is None:
        return
    pieces = in_reading_order(pieces)
    yield from _tell_broken(expected, pieces, broken, folder, find_origin)
    yield from _once_a_line(_tell_overhangs(expected, pieces, broken, folder, find_origin))


def _once_a_line(errors: Iterable[KyyeuError]) -> Iterator[KyyeuError]:
    """Of those on one page that are about one line of a file the first, with how far the farthest reaches."""
    told = dict[object, KyyeuError]()
    for error in errors:
        facts = error.facts
        place = error.code, error.path, error.line, facts.get("cell"), facts["file"], facts["page"]
        first = told.setdefault(place, error)
        first.facts["by"] = max(first.facts["by"], facts["by"], key=lambda by: float(str(by)))
    yield from told.values()


def _tell_overhangs(
    expected: Expectation,
    pieces: Sequence[SetPiece],
    broken: Mapping[int, str],
    folder: Path,
    find_origin: FindOrigin,
) -> Iterator[KyyeuError]:
    """Whatever reaches beyond where it may stand, piece by piece."""
    fold = fold_in_any_case(fold_exactly(expected.alike))
    for index in find_overhangs(pieces):
        piece = pieces[index]
        if broken.get(piece.table, "").strip() and piece.section in expected.promises:
            continue  # told already
        file, words = expected.file_of(piece.section), _words_from(pieces, index)
        facts = {"words": words, "page": piece.page, "by": round(piece.over / _POINTS, 1), "least": LEAST}
        code = _CODES.get(piece.kind, "words-off-the-page")
        if piece.section in expected.promises:
            near = (_block_of(expected, pieces, place, fold) for place in _nearest(pieces, index))
            place = next(filter(None, near), None)
            yield _tell(code, folder / file, folder, place and find_origin(file, *place), file=file, **facts)
        else:
            yield TemplateError(code, None, None, file=file, **facts)


def _tell_astray(expected: Expectation, pieces: Sequence[SetPiece]) -> Iterator[KyyeuError]:
    """The first words of each text that the design sets where they are read before what they come after."""
    for piece in {piece.section: piece for piece in reversed(pieces) if piece.astray}.values():
        if piece.section in expected.promises:
            facts = {"words": piece.text.strip()[:_QUOTED], "page": piece.page}
            yield TemplateError("words-astray", None, None, file=expected.file_of(piece.section), **facts)


def _tell_broken(
    expected: Expectation,
    pieces: Sequence[SetPiece],
    broken: Mapping[int, str],
    folder: Path,
    find_origin: FindOrigin,
) -> Iterator[KyyeuError]:
    """Each table that has no room on any page. What hides its words is told by others, and not here."""
    for piece in pieces:
        words = " ".join(broken.get(piece.table, "").split()) if piece.kind == "table" else ""
        if words and (promise := expected.promises.get(piece.section)):
            broken = {number: each for number, each in broken.items() if number != piece.table}
            begins = _find_words(words, promise)
            file, facts = expected.file_of(piece.section), {"words": words[:_QUOTED], "page": piece.page}
            place = find_origin(file, *promise.block_at(begins)) if begins is not None else None
            yield _tell("row-too-high", folder / file, folder, place, **facts)


def _tell(code: str, text: Path, folder: Path, place: Whereabouts | None, **facts: object) -> ContentError:
    """The mistake where it is; in the `text` as a whole where that is not known."""
    if place is None:
        return ContentError(code, text, None, **facts)
    return ContentError(code, folder / place.path, place.line, **{**facts, **place.facts})


def find_overhangs(pieces: Sequence[SetPiece]) -> Iterator[int]:
    """Which of the pieces reach beyond where they may stand, from 0; of a table only itself, once."""
    told = set[int]()
    for index, piece in enumerate(pieces):
        if piece.over > _TOLERANCE and piece.table not in told:
            if piece.kind == "table":
                told.add(piece.table)
            yield index


def _words_from(pieces: Sequence[SetPiece], index: int) -> str:
    """What a piece says, or what is said first after it begins."""
    return next((piece.text for piece in pieces[index:] if piece.text.strip()), "").strip()[:_QUOTED]


def _nearest(pieces: Sequence[SetPiece], index: int) -> Iterator[int]:
    """The piece, and those of its text before it, the last first; few, since words of the text are near."""
    section = pieces[index].section
    before = (place for place in range(index, -1, -1) if pieces[place].section == section)
    return islice(before, _MOST_TRIED)


def _block_of(
    expected: Expectation, pieces: Sequence[SetPiece], index: int, fold: Fold
) -> tuple[int, int] | None:
    """The block of the text, and its character, that the piece says or stands before."""
    section = pieces[index].section
    passage, promise = read_sections(pieces, fold)[section], expected.promises[section]
    before = read_sections(pieces[:index], fold).get(section)
    title = next(one.name for one in expected.sections if one.id == section)
    place = passage.place_of(len(before) if before else 0, promise, passage.after(title) or 0)
    if place is None and len(pieces[index].text.strip()) >= _TELLING:  # what is before it is not all there
        place = _find_words(pieces[index].text, promise)
    return None if place is None else promise.block_at(place)


def _find_words(words: str, promise: Promise) -> int | None:
    """Where such words begin in the promise, whatever its blanks are."""
    letters = "".join(words.split())[:_QUOTED]
    found = re.search(r"\s*".join(map(re.escape, letters)), promise.words)
    return found.start() if found else None
