"""The finished PDF as it is read aloud: its structure tree has all that was laid out, word for word."""

import sys
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from kyyeu.binding.fragment import SetPiece
from kyyeu.checks.expectations import Expectation
from kyyeu.checks.on_paper import fold_exactly, fold_in_any_case, in_reading_order
from kyyeu.checks.promises import GAP, NUMBER, Promise
from kyyeu.checks.readback import Fold
from kyyeu.checks.telling import tell_unheard
from kyyeu.errors import KyyeuError, TemplateError, Term
from kyyeu.pdf.spoken import Spoken, SpokenElement, SpokenLink, SpokenMark, read_spoken

_QUOTED = 5  # words before and after a fault
_READ = ("text", "number", "generated", "hidden")  # the kinds of pieces that may be in the tree
_EMPTY = ("TD", "TH")  # a table keeps its grid
_SECTIONS = ("Art", "Sect")


def check_aloud(expected: Expectation, pieces: Sequence[SetPiece], pdf: bytes) -> Iterator[KyyeuError]:
    """Whatever a program that reads the finished PDF aloud would not say as it must, each with its page.

    `pieces` are all that was laid out.
    """
    spoken, fold = read_spoken(pdf), fold_in_any_case(fold_exactly(expected.alike))
    elements = [*with_notes_last_in(spoken.root, []).elements()]
    yield from _check_tree(spoken, elements)
    for element in elements:
        yield from _check_element(element)
    heard = [element.texts["Alt"] for element in elements if "Alt" in element.texts]
    yield from tell_unheard(expected, expected.sections, heard, "/Alt")
    sections = {element.texts.get("ID"): element for element in elements}
    laid = defaultdict[str, list[SetPiece]](list)
    for piece in in_reading_order(pieces):
        laid[piece.section].append(piece)
    for section in expected.sections:
        said = Utterance(hear(sections[section.id]) if section.id in sections else (), fold)
        yield from _check_words(expected, section.id, said, laid[section.id], fold)


def with_notes_last_in(element: SpokenElement, notes: list[SpokenElement]) -> SpokenElement:
    """The element with the notes of each section at the section's end, as a text has them.

    Where they are read out is behind their calls. Those that are in no section in it are added to `notes`.
    """
    own = list[SpokenElement]() if element.type in _SECTIONS and "ID" in element.texts else notes
    kids = list[SpokenElement | SpokenMark | SpokenLink]()
    for kid in element.kids:
        if not isinstance(kid, SpokenElement):
            kids.append(kid)
        elif kid.type == "Note":
            own.append(kid)
        else:
            kids.append(with_notes_last_in(kid, own))
    placed = () if own is notes else sorted(own, key=_number_of)
    return replace(element, kids=(*kids, *placed))


def _number_of(note: SpokenElement) -> int:
    """The number that a note's id ends with: those below a table are no nearer to their calls than others."""
    digits = note.texts.get("ID", "").rpartition("-")[2]
    return int(digits) if digits.isdecimal() else 0


def _check_tree(spoken: Spoken, elements: Sequence[SpokenElement]) -> Iterator[KyyeuError]:
    """Whether every mark and every link is of one element, and leads back to it."""
    kids = [kid for element in elements for kid in element.kids]
    marks = [kid for kid in kids if isinstance(kid, SpokenMark)]
    links = [kid for kid in kids if isinstance(kid, SpokenLink)]
    count = Counter((mark.page, mark.number) for mark in marks)
    for place, words in spoken.drawn.items():
        if count[place] != 1:
            yield _tell("mark-lost" if not count[place] else "mark-twice", place[0], words)
    for page, words in spoken.loose:
        yield _tell("mark-lost", page, words)
    for mark in marks:
        if not mark.leads_back or mark.words is None:
            yield _tell("mark-astray", mark.page, mark.words or "")
    untold = Counter(spoken.links) - Counter(link.page for link in links)
    for page in sorted(untold) + [link.page for link in links if not link.leads_back]:
        yield _tell("link-astray", page, "")


def _check_element(element: SpokenElement) -> Iterator[KyyeuError]:
    """Whether there is something in it, and whether it says what a listener cannot see."""
    places = [kid for kid in element.kids if not isinstance(kid, SpokenElement)]
    page = places[0].page if places else 0
    if not element.kids and element.type and element.type not in _EMPTY:
        yield _tell("element-empty", page, element.type)
    if element.type == "Figure" and not element.texts.get("Alt"):
        yield _tell("figure-undescribed", page, "")
    links = [kid for kid in places if isinstance(kid, SpokenLink)]
    if (element.type == "Link" and not links) or not all(link.says for link in links):
        yield _tell("link-undescribed", page, "")


def _tell(what: str, page: int, words: str) -> KyyeuError:
    return TemplateError("aloud-broken", None, None, what=Term(what), page=page, words=words.strip())


class Utterance:
    """What is read aloud of one section: its words, parted where the tree has white space or a block ends."""

    def __init__(self, heard: Iterable[tuple[str, int]], fold: Fold) -> None:
        """`heard` is texts, each with its page, that follow each other with no space but their own."""
        letters, length, is_apart = list[str](), 0, True
        self.starts = list[int]()
        """The first letter of each word."""
        self._texts = list[tuple[int, int]]()
        """The first letter of each text, and its page."""
        self._pages = defaultdict[int, list[tuple[int, str]]](list)
        for text, page in heard:
            words = [word for word in map(fold, text.split()) if word]
            own = "".join(words)
            begins = [*accumulate(map(len, words), initial=length)][: len(words)]
            self.starts += begins[0 if is_apart or text[:1].isspace() else 1 :]
            is_apart = text[-1:].isspace() or (is_apart and not own)
            if own:
                self._texts.append((length, page))
                self._pages[page].append((length, own))
                letters.append(own)
                length += len(own)
        self.letters = "".join(letters)
        """All of them in one."""

    def pages(self) -> Mapping[int, Sequence[tuple[int, str]]]:
        """For each page the texts on it: where in the letters each begins, and its own letters."""
        return self._pages

    def around(self, letter: int) -> tuple[str, int]:
        """The words around a letter, and the page that it is on; nothing and 0 where nothing is said."""
        index = bisect_right(self.starts, letter)
        bounds = [*self.starts, len(self.letters)][max(index - _QUOTED, 0) : index + _QUOTED]
        words = [self.letters[start:end] for start, end in pairwise(bounds)]
        page = self._texts[bisect_right(self._texts, (letter, sys.maxsize)) - 1][1] if self._texts else 0
        return " ".join(words), page


def hear(element: SpokenElement) -> Iterator[tuple[str, int]]:
    """What an element says text by text, each with its page; where a block begins or ends, a blank."""
    blank = () if element.is_inline else ((" ", 0),)
    yield from blank
    for kid in element.kids:
        if isinstance(kid, SpokenElement):
            yield from hear(kid)
        elif isinstance(kid, SpokenMark) and kid.words:
            yield kid.words, kid.page
    yield from blank


def _check_words(
    expected: Expectation, id_: str, said: Utterance, pieces: Sequence[SetPiece], fold: Fold
) -> Iterator[KyyeuError]:
    """Whether all of a section's pieces are said and, where it shows a text, word by word."""
    generated, faults = find_generated(said, pieces, fold)
    yield from faults
    promise = expected.promises.get(id_)
    if faults or not promise:
        return
    for place, words in find_misparted(promise, leave_out(said, generated), fold):
        found, page = said.around(place)
        facts = {"expected": words, "found": found, "where": str(page)}
        yield TemplateError("aloud-differs", None, None, file=expected.file_of(id_), **facts)
        return


def find_generated(
    said: Utterance, pieces: Sequence[SetPiece], fold: Fold
) -> tuple[list[tuple[int, int]], list[KyyeuError]]:
    """Which stretches of the utterance style sheets say, and the first words that are not where they must be.

    Page by page, since the tree has what goes over a page in one, beside which there may be other cells.
    """
    generated, laid = list[tuple[int, int]](), defaultdict[int, list[SetPiece]](list)
    for piece in pieces:
        laid[piece.page].append(piece)
    for page in sorted({*laid, *said.pages()}):
        texts = iter(said.pages().get(page, ()))
        start, rest = next(texts, (0, ""))
        for piece in laid.get(page, ()):
            letters = fold(piece.text) if piece.kind in _READ else ""
            if not letters:
                continue
            if rest.startswith(letters):
                if piece.kind != "text":
                    generated.append((start, start + len(letters)))
                start, rest = start + len(letters), rest[len(letters) :]
                if not rest:
                    start, rest = next(texts, (0, ""))
            elif piece.kind in ("text", "number"):  # what else is generated may be an artifact
                return [], [_tell("words-lost", page, piece.text)]
        if rest:
            return [], [_tell("words-strange", page, said.around(start)[0])]
    return sorted(generated), []


@dataclass(frozen=True, slots=True)
class OwnWords:
    """An utterance without what style sheets say in it."""

    letters: str
    """All letters."""
    gaps: Sequence[int]
    """Before which of them white space stands, from the first on."""
    seams: Mapping[int, int]
    """Before which of them something was left out, and how many letters of the utterance lie before that."""

    def place(self, letter: int) -> int:
        """Which letter of the utterance one of these is."""
        seam = max((seam for seam in self.seams if seam <= letter), default=0)
        return self.seams.get(seam, 0) + letter - seam


def leave_out(said: Utterance, stretches: Iterable[tuple[int, int]]) -> OwnWords:
    """The utterance without some stretches of its letters, each from the first to behind the last."""
    letters, gaps, seams, own, begin = list[str](), list[int](), dict[int, int](), 0, 0
    for start, end in (*stretches, (len(said.letters),) * 2):
        inside = said.starts[bisect_right(said.starts, begin) : bisect_left(said.starts, start)]
        gaps += [gap - begin + own for gap in inside]
        letters.append(said.letters[begin:start])
        own, begin = own + start - begin, end
        seams[own] = end
    return OwnWords("".join(letters), gaps, seams)


def find_misparted(promise: Promise, own: OwnWords, fold: Fold) -> Iterator[tuple[int, str]]:
    """Where words are not parted that the promise parts, or parted that it does not: the letter, its words.

    Nothing is said of a seam, where a style sheet's words may part what is around them, nor of words that are
    not there at all, which others look for.
    """
    end = 0
    for stretch in promise.words.replace(NUMBER, " ").split(GAP):
        words = [word for word in map(fold, stretch.split()) if word]
        start = own.letters.find("".join(words), end)
        if start < 0:
            return
        starts = [*accumulate(map(len, words), initial=start)]
        end = starts[-1]
        found = own.gaps[bisect_right(own.gaps, start) : bisect_left(own.gaps, end)]
        for letter in sorted(({*starts[1:-1]} ^ {*found}) - own.seams.keys()):
            index = bisect_right(starts, letter)
            yield own.place(letter), " ".join(words[max(index - _QUOTED, 0) : index + _QUOTED])
