"""The proof that an article's text is its source's text.

An article put through its declared damage, with its declared emendations undone, must give back the
source word by word and letter by letter; only white space is folded, and one letter in two spellings of
Unicode's (NFC and NFD) is one letter. An article that does not is not built. What the proof counts on the
way is the article's account, printed in the note on the text.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kyyeu.model import Account, Block, UncertainReading
from kyyeu.proving.collation import Difference, find_differences, words_in_place
from kyyeu.proving.declarations import Declared, apply_declarations
from kyyeu.proving.objections import Objection
from kyyeu.proving.partition import Parted, part_source
from kyyeu.proving.traces import ProofLine, count_letters, find_traces
from kyyeu.restorer import UnknownDamage
from kyyeu.restorer.damage import NONE, Damage, damage_named
from kyyeu.schema import SourceForm, SparedForm

# Differences of one text. More are most often one mistake: in the damage's name, or in the source's.
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Witness:
    """An article as the proof sees it."""

    header: Mapping[str, tuple[str, ...]]
    """Title, author and position: those that the source carries, each of their lines as one of its own."""
    blocks: Sequence[Block]
    """Its body."""
    whole: bool = True
    """Whether these are all; False where a picture's caption is known to be missing."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of it."""

    objections: tuple[Objection, ...]
    """All that speaks against the article's being its source."""
    account: Account | None
    """None where anything does."""


def prove(witness: Witness, form: SourceForm, source: bytes, text: str) -> Proof:
    """The proof of an article whose source file holds the bytes `source`, read as `text`."""
    try:
        damage = damage_named(form.damage)
    except UnknownDamage as error:
        facts = {"name": form.damage, "known": ", ".join(error.known)}
        return Proof((Objection("unknown-damage", ("source", "damage"), facts),), None)
    declared = apply_declarations([*_lines(witness, form.spared, damage)], form, damage, text)
    parted = part_source(text, form.furniture, declared.pieces, damage)
    known = bool(parted.objections) or not witness.whole
    objections = (*declared.objections, *parted.objections, *_object_to_text(declared, parted, known))
    return Proof(objections, None if objections else _account(declared, parted, form, source, damage))


def _lines(witness: Witness, spared: Sequence[object], damage: Damage) -> Iterator[ProofLine]:
    """What the source must have: the header's lines and the blocks, footnotes left out, with their damage."""
    for name, texts in witness.header.items():
        for number, text in enumerate(texts):
            yield ProofLine(name, number, text, NONE if name in spared else damage)
    for number, block in enumerate(witness.blocks):
        if block.part != "note":
            yield ProofLine("", number, block.text, NONE if block.part in spared else damage)


def _object_to_text(declared: Declared, parted: Parted, known: bool) -> Iterator[Objection]:
    """Where the article's words are not those of its source, and nothing else that is told explains it.

    Where it is `known` that a line was not found, one that the source has over explains itself.
    """
    body = [piece for piece in declared.pieces if not piece.line.name]
    differences = [
        difference
        for difference in find_differences(body, parted.body)
        if not (declared.explains(difference) or (known and difference.lines))
    ]
    yield from map(_object, differences[:_MOST_TOLD])
    if more := differences[_MOST_TOLD:]:
        yield Objection("text-differs-more", more[0].word.where, {"places": len(more)})


def _object(difference: Difference) -> Objection:
    facts = {
        "found": difference.word.text,
        "damaged": difference.damaged,
        "expected": difference.expected[0],
        "context": difference.context,
    }
    return Objection("text-differs", difference.word.where, facts)


def _account(declared: Declared, parted: Parted, form: SourceForm, source: bytes, damage: Damage) -> Account:
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
        furniture=tuple(entry.line for entry in form.furniture),
        note=form.note or "",
    )
