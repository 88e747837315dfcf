"""The proof that an article's text is its source's text.

An article put through its declared damage, with its declared emendations undone, must give back the
source word by word and letter by letter; only white space is folded, and one letter in two spellings of
Unicode's (NFC and NFD) is one letter. An article that does not is not built. What the proof counts on the
way is the article's account, printed in the note on the text.
"""

import hashlib
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path

from kyyeu.errors import ContentError
from kyyeu.model import Account, Block, Emendation, UncertainReading
from kyyeu.proving.collation import Piece, find_difference, line_of, words_in_place
from kyyeu.proving.concordance import Spot, find_spots
from kyyeu.proving.spelling import cut_at_line_ends, fold, settle
from kyyeu.proving.traces import (
    ProofLine,
    Undone,
    count_letters,
    find_traces,
    put_through,
    undo_emendations,
)
from kyyeu.restorer import UnknownDamage
from kyyeu.restorer.damage import NONE, Damage, Span, damage_named
from kyyeu.schema import EmendationForm, SourceForm, SparedForm, UncertainForm

Spots = Mapping[str, Sequence[Spot]]


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


def prove(witness: Witness, form: SourceForm, source: bytes, text: str) -> Account:
    """The account of an article whose source file holds the bytes `source`, read as `text`.

    Raises ContentError where the two differ or a declaration does not hold.
    """
    damage = declared_damage(form.damage, witness.path)
    lines = [*_lines(witness, form.spared, damage)]
    texts = [line.text for line in lines]
    emendations = [_count_places(entry, texts, witness.path) for entry in form.emendations]
    passages = [entry for entry in form.spared if isinstance(entry, SparedForm)]
    spots = find_spots({entry.text for entry in passages} | {entry.text for entry in form.uncertain}, texts)
    lines = _spare(lines, passages, spots, witness.path)
    uncertain = [_check_reading(entry, spots, damage, witness.path) for entry in form.uncertain]
    whole = settle(fold(text))
    undone = [undo_emendations(line.text, emendations) for line in lines]
    pieces = [_piece(line, each, whole, witness.path) for line, each in zip(lines, undone, strict=True)]
    header, body = _part_source(text, form, pieces, damage, witness)
    _compare(pieces, body, witness)
    restored = sum(
        map(count_letters, lines, undone, words_in_place(pieces, [*header, *body])), Counter[str]()
    )
    return Account(
        source=form.file,
        digest=hashlib.sha256(source).hexdigest(),
        damage=form.damage,
        letters=sum(char.isalpha() for text in texts for char in text),
        restored=restored.total(),
        distinct=len(restored),
        emendations=tuple(emendations),
        uncertain=tuple(
            UncertainReading(entry.text, entry.reading, tuple(entry.alternatives), entry.reason)
            for entry in form.uncertain
        ),
        spared=tuple(entry.text for entry in passages),
        traces=find_traces(lines, emendations, uncertain),
        lossy=not damage.exact,
        furniture=tuple(entry.line for entry in form.furniture),
        note=form.note or "",
    )


def declared_damage(name: str, path: Path) -> Damage:
    """The damage of that name, which the article at `path` declares. Raises ContentError where it is none."""
    try:
        return damage_named(name)
    except UnknownDamage as error:
        raise ContentError("unknown-damage", path, name=name, known=", ".join(error.known)) from None


def _lines(witness: Witness, spared: Sequence[object], damage: Damage) -> Iterator[ProofLine]:
    """What the source must have: the header's lines and the blocks, footnotes left out, with their damage."""
    for name, text in witness.header.items():
        yield ProofLine(name, 0, text, NONE if name in spared else damage)
    for number, block in enumerate(witness.blocks):
        if block.part != "note":
            yield ProofLine("", number, block.text, NONE if block.part in spared else damage)


def _spare(
    lines: Sequence[ProofLine], passages: Sequence[SparedForm], spots: Spots, path: Path
) -> list[ProofLine]:
    """The lines, each with the parts of it that are declared as spared."""
    spared = defaultdict[int, list[Span]](list)
    for entry in passages:
        spot = _find(entry, spots, path, "spared-misplaced")
        spared[spot.line].append(Span(spot.start, spot.start + len(entry.text)))
    return [replace(line, spared=tuple(spared[number])) for number, line in enumerate(lines)]


def _find(entry: SparedForm | UncertainForm, spots: Spots, path: Path, code: str, reading: str = "") -> Spot:
    """The one spot that an entry means; an error of `code` where there is none, or more than one."""
    places = spots[entry.text]
    if entry.place is None and len(places) == 1:
        return places[0]
    if entry.place is None or entry.place > len(places):
        raise ContentError(code, path, text=entry.text, reading=reading, places=len(places))
    return places[entry.place - 1]


def _check_spared(line: ProofLine, undone: Undone, source: str, path: Path) -> None:
    """Words declared as spared stand in the source as they are, and the damage would have changed them."""
    for start, end in line.spared:
        first = bisect_left(undone.origins, start, key=itemgetter(0))
        last = bisect_right(undone.origins, end, key=itemgetter(1))
        words, shown = undone.text[first:last], line.text[start:end]
        if settle(fold(words)) not in source:
            raise ContentError("spared-missing", path, text=shown)
        left = line.damage.after(undone.text[max(0, first - 1) : first] or "\n", words)
        if settle(left) == settle(words):
            raise ContentError("spared-needless", path, text=shown)


def _piece(line: ProofLine, undone: Undone, source: str, path: Path) -> Piece:
    _check_spared(line, undone, source, path)
    return Piece(line.name, undone.text, fold(put_through(line, undone)))


def _count_places(entry: EmendationForm, texts: list[str], path: Path) -> Emendation:
    places = sum(line.count(entry.text) for line in texts)
    if places == 0 or (places > 1 and not entry.everywhere):
        code = "emendation-twice" if places else "emendation-missing"
        raise ContentError(code, path, text=entry.text, places=places)
    return Emendation(entry.source, entry.text, entry.reason, places)


def _check_reading(entry: UncertainForm, spots: Spots, damage: Damage, path: Path) -> tuple[int, Span]:
    """The line of an open reading, and where it stands there."""
    if entry.reading not in entry.text:
        raise ContentError("reading-misplaced", path, text=entry.text, reading=entry.reading, places=0)
    spot = _find(entry, spots, path, "reading-misplaced", reading=entry.reading)
    for other in entry.alternatives:
        read_so = entry.text.replace(entry.reading, other)
        if damage is not NONE and fold(damage(read_so)) != fold(damage(entry.text)):
            raise ContentError(
                "reading-impossible", path, text=entry.text, reading=entry.reading, other=other
            )
    start = spot.start + entry.text.find(entry.reading)
    return spot.line, Span(start, start + len(entry.reading))


def _part_source(
    text: str, form: SourceForm, pieces: list[Piece], damage: Damage, witness: Witness
) -> tuple[list[str], list[str]]:
    """The source's lines for the header, in its order, and those of body text; furniture is neither."""
    lines = [fold(line) for line in cut_at_line_ends(text)]
    left = defaultdict[str, deque[int]](deque)  # where a line still stands, by its spelling
    for place, line in enumerate(lines):
        left[settle(line)].append(place)
    furniture_lines, header_lines = set[int](), list[int]()
    for furniture in form.furniture:
        line = fold(furniture.line)
        if damage.exact and not left[settle(line)]:
            line = fold(damage(line))  # what was only respelt may be declared as a reader reads it
        furniture_lines.add(_take(left, line, first=True, witness=witness, code="furniture-missing"))
    for piece in pieces:
        if piece.name:
            # the title stands before the text, the signature after it
            header_lines.append(_take(left, piece.damaged, first=piece.name == "title", witness=witness,
                                      code="header-missing", key=piece.name))  # fmt: skip
    taken = furniture_lines.union(header_lines)
    return [lines[place] for place in header_lines], [
        line for place, line in enumerate(lines) if place not in taken
    ]


def _take(
    left: Mapping[str, deque[int]], line: str, first: bool, witness: Witness, code: str, key: str = ""
) -> int:
    """The place of the first or last such line that is left, which is so no more."""
    places = left[settle(line)]
    if not places:
        raise ContentError(code, witness.path, text=line, key=key)
    return places.popleft() if first else places.pop()


def _compare(pieces: Sequence[Piece], lines: Sequence[str], witness: Witness) -> None:
    """The first word that differs is the error."""
    differs = find_difference([piece for piece in pieces if not piece.name], lines)
    if differs:
        line = witness.first_line + line_of(differs.read, witness.body)
        raise ContentError(
            "text-differs", witness.path, line, found=differs.word, damaged=differs.damaged,
            expected=differs.expected, context=differs.context,
        )  # fmt: skip
