"""The proof that an article's text is its source's text.

An article put through its declared damage, with its declared emendations undone, must give back the
source word by word and letter by letter; only white space is folded, and one letter in two spellings of
Unicode's (NFC and NFD) is one letter. An article that does not is not built. What the proof counts on the
way is the article's account, printed in the note on the text.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from unicodedata import normalize

from kyyeu.errors import ContentError
from kyyeu.model import Account, Block, Emendation, UncertainReading
from kyyeu.restorer.damage import DAMAGES
from kyyeu.restorer.damage.loss import Loss
from kyyeu.schema import EmendationForm, SourceForm, UncertainForm
from kyyeu.traces import Damage, Line, find_traces, undo


@dataclass(frozen=True, slots=True)
class Witness:
    """An article as the proof sees it."""

    path: Path
    """Its file, for messages."""
    header: dict[str, str]
    """Title, author and position: those that the source carries, each as a line of its own."""
    blocks: Sequence[Block]
    """Its body."""
    body: str
    """Its Markdown, to find lines in."""
    first_line: int
    """The line of the file on which the Markdown begins, from 1."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of the article's text and what the source must have in its place."""

    name: str
    """``title``, ``author``, ``position``, or empty for a block of the body."""
    text: str
    """As the article has it, emendations undone."""
    damaged: str
    """As the source must have it."""


def prove(witness: Witness, form: SourceForm, source: bytes, text: str) -> Account:
    """The account of an article whose source file holds the bytes `source`, read as `text`.

    Raises ContentError where the two differ or a declaration does not hold.
    """
    damage = _damage_named(form.damage, witness.path)
    lines = [*_lines(witness, form.spared, damage)]
    texts = [line.text for line in lines]
    emendations = [_count_places(entry, texts, witness.path) for entry in form.emendations]
    uncertain = [_check_reading(entry, texts, damage, witness.path) for entry in form.uncertain]
    pieces = [_piece(line, undo(line.text, emendations).text) for line in lines]
    _compare(pieces, _text_lines(text, form, pieces, witness), witness)
    lost = Counter("".join(piece.text.replace(" ", "") for piece in pieces))
    lost.subtract(Counter("".join(piece.damaged.replace(" ", "") for piece in pieces)))
    return Account(
        source=form.file,
        digest=hashlib.sha256(source).hexdigest(),
        damage=form.damage,
        letters=sum(char.isalpha() for text in texts for char in text),
        restored=(+lost).total(),
        distinct=len(+lost),
        emendations=tuple(emendations),
        uncertain=tuple(uncertain),
        traces=find_traces(lines, emendations, uncertain),
        lossy=isinstance(damage, Loss),
        furniture=tuple(entry.line for entry in form.furniture),
        note=form.note or "",
    )


def _damage_named(name: str, path: Path) -> Damage:
    if name == "none":
        return str
    if name not in DAMAGES:
        raise ContentError("unknown-damage", path, name=name, known=", ".join(["none", *DAMAGES]))
    return DAMAGES[name]


def _lines(witness: Witness, spared: Sequence[str], damage: Damage) -> Iterator[Line]:
    """What the source must have: the header's lines and the blocks, footnotes left out, with their damage."""
    for name, text in witness.header.items():
        yield Line(name, 0, text, str if name in spared else damage)
    for number, block in enumerate(witness.blocks):
        if block.part != "note":
            yield Line("", number, block.text, str if block.part in spared else damage)


def _piece(line: Line, undone: str) -> _Piece:
    return _Piece(line.name, undone, _fold(line.damage(undone)))


def _count_places(entry: EmendationForm, texts: list[str], path: Path) -> Emendation:
    places = sum(line.count(entry.text) for line in texts)
    if places == 0 or (places > 1 and not entry.everywhere):
        code = "emendation-twice" if places else "emendation-missing"
        raise ContentError(code, path, text=entry.text, places=places)
    return Emendation(entry.source, entry.text, entry.reason, places)


def _check_reading(entry: UncertainForm, texts: list[str], damage: Damage, path: Path) -> UncertainReading:
    places = sum(line.count(entry.text) for line in texts)
    if places != 1 or entry.reading not in entry.text:
        raise ContentError("reading-misplaced", path, text=entry.text, reading=entry.reading, places=places)
    for other in entry.alternatives:
        read_so = entry.text.replace(entry.reading, other)
        if damage is not str and _fold(damage(read_so)) != _fold(damage(entry.text)):
            raise ContentError(
                "reading-impossible", path, text=entry.text, reading=entry.reading, other=other
            )
    return UncertainReading(entry.text, entry.reading, tuple(entry.alternatives), entry.reason)


def _text_lines(text: str, form: SourceForm, pieces: list[_Piece], witness: Witness) -> list[str]:
    """The source's lines of body text: furniture and header lines are taken out, each found once."""
    lines = [_fold(line) for line in text.splitlines()]
    for furniture in form.furniture:
        _take(lines, _fold(furniture.line), first=True, witness=witness, code="furniture-missing")
    for piece in pieces:
        if piece.name:
            # the title stands before the text, the signature after it
            _take(lines, piece.damaged, first=piece.name == "title", witness=witness, code="header-missing",
                  key=piece.name)  # fmt: skip
    return lines


def _fold(text: str) -> str:
    """Every run of white space as one space."""
    return " ".join(text.split())


def _spell(text: str) -> str:
    """The text in the spelling an article's file is read in; a source is kept as it was received."""
    return normalize("NFC", text)


def _take(lines: list[str], line: str, first: bool, witness: Witness, code: str, key: str = "") -> None:
    places = [index for index, other in enumerate(lines) if _spell(other) == _spell(line)]
    if not places:
        raise ContentError(code, witness.path, text=line, key=key)
    del lines[places[0 if first else -1]]


def _compare(pieces: list[_Piece], lines: list[str], witness: Witness) -> None:
    """Word against word; the first difference is the error."""
    expected = [word for line in lines for word in _spell(line).split()]
    found = [(word, piece) for piece in pieces if not piece.name for word in _spell(piece.damaged).split()]
    for index, (have, want) in enumerate(zip_longest(found, expected)):
        if have is None or have[0] != want:
            context = " ".join(expected[max(0, index - 4) : index + 5])
            word, line = _locate(pieces, index, witness)
            raise ContentError(
                "text-differs", witness.path, line, found=word, damaged=have[0] if have else "",
                expected=want or "", context=context,
            )  # fmt: skip


def _locate(pieces: list[_Piece], index: int, witness: Witness) -> tuple[str, int]:
    """The sound word whose damaged form is word number `index` of the body, and its line in the file."""
    body = [(word, piece) for piece in pieces if not piece.name for word in piece.text.split()]
    sizes = [len(word.split()) for word in _damaged_words(pieces)]
    seen, position = 0, len(body) - 1
    for place, size in enumerate(sizes):
        if seen + size > index:
            position = place
            break
        seen += size
    words = [word for word, _ in body[: position + 1]]
    return (words[-1] if words else ""), witness.first_line + _line_of(words, witness.body)


def _damaged_words(pieces: list[_Piece]) -> Iterator[str]:
    """For each sound word of the body its damaged form, empty where the whole word was lost."""
    for piece in pieces:
        if piece.name:
            continue
        damaged = piece.damaged.split()
        for word in piece.text.split():
            # a word's damaged form is a subsequence of it when letters are dropped, as long when replaced
            yield damaged.pop(0) if damaged and _could_be(word, damaged[0]) else ""


def _could_be(word: str, damaged: str) -> bool:
    letters = iter(word)
    return len(word) == len(damaged) or all(letter in letters for letter in damaged)


def _line_of(words: list[str], body: str) -> int:
    """The line (from 0) of the last of `words`, found by walking the Markdown from word to word."""
    place = 0
    for word in words:
        found = body.find(word, place)
        place = found if found >= 0 else place
    return body.count("\n", 0, place)
