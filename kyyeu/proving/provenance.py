"""The proof that an article's text is its source's text.

An article put through its declared damage, with its declared emendations undone, must give back the
source word by word and letter by letter; only white space is folded, and one letter in two spellings of
Unicode's (NFC and NFD) is one letter. An article that does not is not built. What the proof counts on the
way is the article's account, printed in the note on the text.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kyyeu.model import Account, Block, UncertainReading
from kyyeu.proving.collation import Difference, Piece, find_crowded, find_differences, words_in_place
from kyyeu.proving.declarations import Declared, apply_declarations
from kyyeu.proving.moved_spaces import count_moved
from kyyeu.proving.objections import InBody, Objection
from kyyeu.proving.partition import Parted, part_source
from kyyeu.proving.spelling import fold, settle
from kyyeu.proving.traces import ProofLine, count_letters, find_traces
from kyyeu.restorer import UnknownDamage
from kyyeu.restorer.damage import NONE, SPACES_MOVED, Damage, damage_named
from kyyeu.schema import SourceForm, SparedForm

# Differences of one text. More are most often one mistake: in the damage's name, or in the source's.
_MOST_QUOTED = 12  # words
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Witness:
    """An article as the proof sees it."""

    header: Mapping[str, tuple[str, ...]]
    """Title, author and position: those that the source carries, each of their lines as one of its own."""
    blocks: Sequence[Block]
    """Its body."""
    supplied: tuple[str, ...] = ()
    """What of the article's header the editors supplied: the source is not asked for it."""
    whole: bool = True
    """Whether these are all; False where a picture's caption is known to be missing."""
    editors_notes: int = 0
    """Its notes of the editors' own, which no source has."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of it."""

    objections: tuple[Objection, ...]
    """All that speaks against the article's being its source."""
    account: Account | None
    """None where anything does."""


def prove(witness: Witness, form: SourceForm, source: bytes, text: str) -> Proof:
    """The proof of an article whose source file holds the bytes `source`, read as `text`.

    Where the damage has notations the text is first read as they have it: with that the article must agree.
    """
    try:
        damage = damage_named(form.damage)
    except UnknownDamage as error:
        facts = {"name": form.damage, "known": ", ".join(error.known)}
        return Proof((Objection("unknown-damage", ("source", "damage"), facts),), None)
    received, text = text, damage.read(text)
    declared = apply_declarations([*_lines(witness, form.spared, damage)], form, damage, text)
    parted = part_source(text, form.furniture, declared.pieces, damage)
    known = bool(parted.objections) or not witness.whole
    strange = [*_find_strange_notes(declared.pieces, witness, parted)]
    objections = [*declared.objections, *parted.objections, *_object_to_notes(strange, witness)]
    objections += _object_to_text(_without(declared, strange), parted, form, known)
    if damage.deletes and not damage.exact and not objections:
        objections += _object_to_added(declared.pieces, parted)
    if objections:
        return Proof(tuple(objections), None)
    account = _account(declared, parted, witness, form, source, damage)
    if damage is not SPACES_MOVED:
        return Proof((), account)
    moved = count_moved(received, [piece.undone.text for piece in declared.pieces])
    return Proof((), replace(account, joined=moved.joined, parted=moved.parted))


def _lines(witness: Witness, spared: Sequence[object], damage: Damage) -> Iterator[ProofLine]:
    """What the source must have: the header's lines and the blocks, no notes of the editors', with damage."""
    for name, texts in witness.header.items():
        for number, text in enumerate(texts):
            yield ProofLine(name, number, text, NONE if name in spared else damage)
    for number, block in enumerate(witness.blocks):
        if block.part != "editors-note":
            yield ProofLine("", number, block.text, NONE if block.part in spared else damage)


def _find_strange_notes(pieces: Sequence[Piece], witness: Witness, parted: Parted) -> Iterator[Piece]:
    """Paragraphs of notes of which the source has little behind its text: the editors' own, not said so."""
    body = [piece for piece in pieces if not piece.line.name]
    notes = [piece for piece in body if witness.blocks[piece.line.block].part == "note"]
    text = sum(len(piece.damaged.split()) for piece in body if piece not in notes)
    behind = Counter(settle(fold(" ".join(parted.body))).split()[text:])
    for piece in notes:
        words = Counter(settle(piece.damaged).split())
        if 2 * (words & behind).total() < words.total():
            yield piece


def _without(declared: Declared, pieces: Sequence[Piece]) -> Declared:
    return replace(declared, pieces=tuple(piece for piece in declared.pieces if piece not in pieces))


def _object_to_notes(pieces: Sequence[Piece], witness: Witness) -> Iterator[Objection]:
    """Each note once, at the first of its paragraphs."""
    firsts = {witness.blocks[piece.line.block].note: piece.line for piece in reversed(pieces)}
    for line in reversed(firsts.values()):
        yield Objection("note-not-in-source", InBody(line.block, 0), {"text": _cut_short(line.text.split())})


def _object_to_text(declared: Declared, parted: Parted, form: SourceForm, known: bool) -> Iterator[Objection]:
    """Where the article's words are not those of its source, and nothing else that is told explains it.

    Where it is `known` that a line was not found, one that the source has over explains itself.
    """
    body = [piece for piece in declared.pieces if not piece.line.name]
    differences = [
        difference
        for difference in find_differences(body, parted.body)
        if not (declared.explains(difference) or (known and difference.lines))
    ]
    emended, plain = dict[int, Difference](), list[Difference]()
    for difference in differences:
        entry = declared.entry_of(difference)
        if entry is None:
            plain.append(difference)
        else:
            emended.setdefault(entry, difference)
    yield from (_object_to_entry(entry, form, difference) for entry, difference in emended.items())
    yield from map(_object, plain[:_MOST_TOLD])
    if more := plain[_MOST_TOLD:]:
        yield Objection("text-differs-more", more[0].word.where, {"places": len(more)})


def _object_to_entry(number: int, form: SourceForm, difference: Difference) -> Objection:
    """An emendation's words of the source are not where it was made."""
    entry = form.emendations[number]
    facts = {
        "text": entry.text,
        "source": entry.source,
        "expected": " ".join(difference.expected),
        "context": difference.context,
    }
    return Objection("emendation-unfounded", ("source", "emendations", number, "source"), facts)


def _object_to_added(pieces: Sequence[Piece], parted: Parted) -> Iterator[Objection]:
    """Whole words are put back where the source has no gap for them."""
    header = [piece for piece in pieces if piece.line.name]
    body = [piece for piece in pieces if not piece.line.name]
    for piece, line in zip(header, parted.header, strict=True):
        for before, after in find_crowded([piece], [line]):
            facts = {"before": before.printed, "after": after.printed}
            yield Objection("word-without-gap", (piece.line.name, piece.line.block), facts)
    for before, after in find_crowded(body, parted.body):
        facts = {"before": before.printed, "after": after.printed}
        yield Objection("word-without-gap", after.where, facts)


def _object(difference: Difference) -> Objection:
    if not difference.damaged:  # the article has ended
        facts = {"found": difference.word.text, "text": _cut_short(difference.expected)}
        return Objection("source-goes-on", difference.word.where, facts)
    if difference.expected == ("",):
        facts = {"found": difference.word.text}
        return Objection("article-goes-on", difference.word.where, facts)
    facts = {
        "found": difference.word.text,
        "damaged": difference.damaged,
        "expected": difference.expected[0],
        "context": difference.context,
    }
    return Objection("text-differs", difference.word.where, facts)


def _cut_short(words: Sequence[str]) -> str:
    return " ".join(words[:_MOST_QUOTED]) + " …" * (len(words) > _MOST_QUOTED)


def _account(
    declared: Declared, parted: Parted, witness: Witness, form: SourceForm, source: bytes, damage: Damage
) -> Account:
    """What a sound article's proof found on the way."""
    lines = [piece.line for piece in declared.pieces]
    undone = [piece.undone for piece in declared.pieces]
    stands = words_in_place(declared.pieces, [*parted.header, *parted.body])
    restored = sum(map(count_letters, lines, undone, stands), Counter[str]())
    return Account(
        source=form.file,
        digest=hashlib.sha256(source).hexdigest(),
        damage=form.damage,
        letters=sum(char.isalpha() for line in lines for char in line.text),
        restored=restored.total(),
        distinct=len(restored),
        emendations=declared.emendations,
        uncertain=tuple(
            UncertainReading(entry.text, entry.reading, tuple(entry.alternatives), entry.reason)
            for entry in form.uncertain
        ),
        spared=tuple(entry.text for entry in form.spared if isinstance(entry, SparedForm)),
        traces=find_traces(lines, declared.emendations, declared.readings),
        lossy=not damage.exact,
        supplied=witness.supplied,
        brief=form.account == "brief",
        furniture=tuple(entry.line for entry in form.furniture),
        note=form.note or "",
        editors_notes=witness.editors_notes,
    )
