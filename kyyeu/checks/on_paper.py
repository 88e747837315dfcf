"""The finished PDF read back: what was laid out is on its pages, and says what the booklet must say."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import product

from kyyeu.binding.fragment import SetPiece
from kyyeu.checks.expectations import Expectation
from kyyeu.checks.misprints import find_misprints
from kyyeu.checks.promises import NUMBER
from kyyeu.checks.readback import Fold, ReadBack
from kyyeu.checks.telling import (
    tell_contents,
    tell_difference,
    tell_lines,
    tell_list,
    tell_missing,
    tell_opening,
    tell_statement,
    tell_unlisted,
)
from kyyeu.errors import KyyeuError, TemplateError
from kyyeu.pdf.printed import OutlineEntry, read_printed
from kyyeu.rendering.glyphs import UNSEEN
from kyyeu.rendering.joins import UNJOINED

LISTS = {"contents": tell_contents, "list-of-pictures": tell_list, "note-on-text": tell_statement}
"""The kinds of sections that tell of others, each with what finds that they do not."""
_TAKEN_APART = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
"""Ligatures, as what they join: a PDF has the letters of those that a face joins by itself."""
_SHOWN_OTHERWISE = re.compile(
    f"{UNSEEN.pattern}|[{re.escape(''.join(map(chr, {*_TAKEN_APART, *UNJOINED})))}]"
)
"""Whatever shows nothing, is taken apart, or was joined."""
_BEGINNING = 12  # letters of a running head, with which few others begin
_KNOWN = 1 << 12  # words that were folded: each stretch of a page is, several times over


def check_paper(expected: Expectation, pieces: Sequence[SetPiece], pdf: bytes) -> Iterator[KyyeuError]:
    """Whatever the finished PDF does not say as it must, each with the page it is on.

    `pieces` are all that was laid out.
    """
    printed, fold = read_printed(pdf), fold_exactly(expected.alike)
    for misprint in find_misprints(pieces, printed, fold):
        facts = {"words": misprint.words.strip(), "file": expected.file_of(misprint.section)}
        yield TemplateError(misprint.code, None, None, page=misprint.page, **facts)
    yield from _check_texts(expected, pieces, fold_in_any_case(fold))
    yield from check_ways(expected, pieces, printed.outline)


def check_ways(
    expected: Expectation, pieces: Sequence[SetPiece], outline: Sequence[OutlineEntry]
) -> Iterator[KyyeuError]:
    """Whatever leads through the PDF otherwise than it must: contents, outline, running heads, page numbers.

    The note on the text, which tells of all articles, is looked at here too.
    """
    fold, opens = fold_exactly(expected.alike), _openings(pieces)
    yield from _check_lists(expected, pieces, fold_in_any_case(fold))
    for level, inside in enumerate((False, True)):
        entries = [(str(entry.page), entry.title) for entry in outline if entry.level == level]
        listed = [each for each in expected.sections if bool(each.within) == inside]
        wanted = [(str(opens[s.id]), s.name) for s in listed if s.id in opens and s.facts.in_contents]
        yield from tell_unlisted(wanted, entries, "outline")
    yield from _check_heads(expected, pieces, fold)
    yield from _check_page_numbers(expected, pieces, opens)


def _openings(pieces: Sequence[SetPiece]) -> dict[str, int]:
    """For each section the page that it begins on."""
    return {piece.section: piece.page for piece in reversed(pieces) if piece.section}


def _check_texts(expected: Expectation, pieces: Sequence[SetPiece], fold: Fold) -> Iterator[KyyeuError]:
    passages = read_sections(pieces, fold)
    for section in expected.sections:
        passage = passages.get(section.id) or ReadBack([], fold)
        promise = expected.promises.get(section.id)
        if promise or section.part:
            yield from tell_opening(expected, section, passage, passage.where(0))
        else:
            yield from tell_lines(expected, section, passage, passage.where(0))
        if promise:
            difference = passage.differs_from(promise, passage.after(section.name) or 0)
            if difference:
                yield tell_difference("paper-differs", expected, section.id, difference)


def _check_lists(expected: Expectation, pieces: Sequence[SetPiece], fold: Fold) -> Iterator[KyyeuError]:
    ids = {section.id for section in expected.sections if section.kind in LISTS}
    passages = read_sections([piece for piece in pieces if piece.section in ids], fold)
    for section in expected.sections:
        if section.kind in LISTS:
            passage = passages.get(section.id) or ReadBack([], fold)
            yield from LISTS[section.kind](expected, passage, passage.where(0))


def _check_page_numbers(
    expected: Expectation, pieces: Sequence[SetPiece], opens: Mapping[str, int]
) -> Iterator[KyyeuError]:
    """Which entries of the contents send to another page than the one that their section opens on.

    A theme that prints no number there sends nowhere; one that prints others too has these among them.
    """
    contents = {section.id for section in expected.sections if section.kind == "contents"}
    printed = [
        _digits(piece.text) for piece in pieces if piece.section in contents and piece.kind == "generated"
    ]
    folios = {
        piece.page: piece.text.strip()
        for piece in pieces
        if piece.kind == "margin" and piece.text.strip().isdigit()
    }
    left = iter(filter(None, printed))
    listed = [section for section in expected.sections if section.facts.in_contents and section.id in opens]
    for section in listed if any(printed) else ():
        page = opens[section.id]
        if folios.get(page, str(page)) not in left:
            yield tell_missing(expected, section, f"{section.name} {page}", "the-contents", str(page))
            return


def _digits(text: str) -> str:
    return "".join(filter(str.isdecimal, text))


def _check_heads(expected: Expectation, pieces: Sequence[SetPiece], fold: Fold) -> Iterator[KyyeuError]:
    """Which pages have another section's running head, not their own or the book's, or one cut wrongly."""
    if not any(piece.kind == "margin" for piece in pieces):
        return
    heads = {section.id: fold(expected.head_of(section)) for section in expected.sections}
    book, sections = fold(expected.cut_head(expected.booklet.title)), {s.id: s for s in expected.sections}
    said, here = defaultdict[int, list[str]](list), defaultdict[int, set[str]](set)
    search = search_for_heads(heads)
    find = cache(lambda line: frozenset(search(line)))  # most pages say the same as others
    for piece in pieces:
        if piece.kind == "margin":
            said[piece.page].append(fold(piece.text))
        elif piece.section in heads:
            here[piece.page].add(piece.section)
    for page, words in said.items():
        own, all_ = [heads[id_] for id_ in here[page]], "".join(words)
        if not own:
            continue
        told = "".join(each for each in words if not each.isdecimal())
        titles = [fold(title) for id_ in here[page] for title in expected.titles_of(sections[id_])]
        astray = not any(head in all_ for head in (*own, book)) and not find(told) <= here[page]
        if astray or not all(_begins(cut, titles) for cut in words):
            section = sections[min(here[page])]
            yield tell_missing(expected, section, expected.head_of(section), "the-head", str(page))


def search_for_heads(heads: Mapping[str, str]) -> Callable[[str], Iterator[str]]:
    """Finds those of many heads, by their keys, that are in a line, without looking for each."""
    begun = defaultdict[str, list[tuple[str, str]]](list)
    for key, head in heads.items():
        begun[head[:_BEGINNING]].append((key, head))
    lengths = {*map(len, begun)}  # one, but for heads that are shorter

    def find(line: str) -> Iterator[str]:
        for place, length in product(range(len(line)), lengths):
            alike = begun.get(line[place : place + length], ())
            yield from (key for key, head in alike if line.startswith(head, place))

    return find


def _begins(head: str, titles: Sequence[str]) -> bool:
    """Whether a running head that was cut short is the beginning of a title."""
    return not head.endswith("…") or any(title.startswith(head.rstrip("…")) for title in titles)


def fold_exactly(alike: Mapping[int, str]) -> Fold:
    """Words without what shows nothing, each sign as the one that a face draws in its stead.

    A dash is a hyphen, since one between two years is shown as a dash.
    """
    return _fold_with(frozenset(alike.items()))


@lru_cache
def _fold_with(alike: frozenset[tuple[int, str]]) -> Fold:
    """The same for all sections of a book, whose words are often the same."""
    drawn = dict(alike)
    signs = {*map(chr, drawn)}

    @lru_cache(_KNOWN)
    def fold(words: str) -> str:
        if words.isascii():
            return "".join(words.split())
        letters = "".join(unicodedata.normalize("NFC", words).split())  # a mark after a space stays alone
        seen = letters
        if _SHOWN_OTHERWISE.search(letters):  # of few words; each of these takes as long as all else
            seen = UNSEEN.sub("", letters).translate(_TAKEN_APART).translate(UNJOINED)
        return seen if signs.isdisjoint(seen) else seen.translate(drawn)

    return fold


@lru_cache
def fold_in_any_case(fold: Fold) -> Fold:
    """The same in small letters, since a style sheet may set words in capitals."""
    return lru_cache(_KNOWN)(lambda words: fold(words).casefold())


def in_reading_order(pieces: Iterable[SetPiece]) -> list[SetPiece]:
    """The pieces in the order of the text: its notes are its last words, a table's caption comes first.

    Wherever style sheets put them.
    """
    placed, begins = [*enumerate(pieces)], dict[tuple[str, int], int]()
    for place, piece in placed:
        begins.setdefault((piece.section, piece.table), place)

    def order(each: tuple[int, SetPiece]) -> tuple[int, int, bool]:
        place, piece = each
        start = begins[piece.section, piece.table] if piece.caption else place
        return piece.note, start, not piece.caption

    return [piece for _, piece in sorted(placed, key=order)]


def read_sections(pieces: Sequence[SetPiece], fold: Fold) -> dict[str, ReadBack]:
    """What each section says, by its id: its text and its lists' numbers, each with the page it is on."""
    said, numbers = defaultdict[str, list[tuple[str, str]]](list), defaultdict[str, list[str]](list)
    for piece in in_reading_order(pieces):
        if piece.kind == "number":
            numbers[piece.section].append(piece.text)
        if piece.kind in ("text", "number"):
            words = NUMBER if piece.kind == "number" else piece.text
            said[piece.section].append((words, str(piece.page)))
    return {section: ReadBack(words, fold, numbers[section]) for section, words in said.items()}
