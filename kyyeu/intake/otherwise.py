"""Lines that were damaged otherwise than was undone, or once more, so that it can be told."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kyyeu.intake.lines import SourceLine, part_sentences
from kyyeu.restorer import AmbiguousDamage, restore
from kyyeu.restorer.damage import NONE, damage_named
from kyyeu.restorer.damage.letters import LETTERS
from kyyeu.restorer.language_model import Model

# A shorter line may well have lost nothing.
_FEWEST_WORDS = 8
# A line with more than this of its words beyond the alphabet was not read.
_MOST_STRANGE = 0.2
# What makes a word strange; either is sought in each word by itself, so that a long one is read once.
_BEYOND = re.compile(rf"[^\x20-\x7e“”‘’…–—{LETTERS}]")
_STRANGE = re.compile(rf"{_BEYOND.pattern}|.\?[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Lines that another damage explains."""

    kind: Literal["otherwise", "partly", "again"]
    """Whether they are beside lines from which a damage was undone, beside sound ones, or were themselves
    respelt and are damaged still."""
    damage: str
    """Its name."""
    line: int
    """The number of the first of them in the source, from 1."""
    count: int
    """How many there are."""


def find_otherwise(lines: Sequence[SourceLine], damage: str, model: Model | None) -> Otherwise | None:
    """The lines that another damage than `damage` explains; None where there are none.

    Where a damage was undone those lines are looked at that it left as they were, or that can't have been
    read; and where it was undone to the letter all the others too: what lies under it can be seen now.
    """
    long = [line for line in lines if _is_long(line.restored)]
    if damage == NONE.name:
        return _find_each("partly", long, model)
    exact = damage_named(damage).exact
    respelt = [line for line in long if line.marks and exact]
    left = [line for line in long if _is_left(line, _BEYOND if line.marks and exact else _STRANGE)]
    return _find_beside(left, damage, model) or _find_each("again", respelt, model)


def _find_beside(left: Sequence[SourceLine], damage: str, model: Model | None) -> Otherwise | None:
    """What explains lines that `damage` does not: together they tell more than one by one."""
    other = next(iter(_damages("\n".join(line.source for line in left), model)), damage)
    return Otherwise("otherwise", other, left[0].number, len(left)) if other != damage else None


def _find_each(
    kind: Literal["partly", "again"], lines: Sequence[SourceLine], model: Model | None
) -> Otherwise | None:
    """The damage that most of the damaged lines may have, each looked at alone: sound ones outvote them."""
    damages = [(line.number, _damages_of(line, model)) for line in lines]
    votes = Counter(name for _, names in damages for name in names)
    if not votes:
        return None
    most = max(votes, key=votes.__getitem__)
    having = [number for number, names in damages if most in names]
    return Otherwise(kind, most, having[0], len(having))


def _damages_of(line: SourceLine, model: Model | None) -> tuple[str, ...]:
    """The damages that a line, or a sentence in it, may have."""
    sentences = (part for part in part_sentences(line.restored).split("\n") if _is_long(part))
    found = (_damages(text, model) for text in dict.fromkeys((line.restored, *sentences)))
    return next(filter(None, found), ())


def _damages(text: str, model: Model | None) -> tuple[str, ...]:
    """The damage of a text, or those between which nothing decides, the likeliest first; or none."""
    try:
        damage = restore(text, model=model).damage
    except AmbiguousDamage as error:
        return error.names
    return () if damage == NONE.name else (damage,)


def _is_long(text: str) -> bool:
    return text.count(" ") + 1 >= _FEWEST_WORDS


def _is_left(line: SourceLine, strange: re.Pattern[str]) -> bool:
    """Whether the restoration left a line as it was, or can't have read it."""
    words = len(line.restored.split(" "))
    return _count_words(strange, line.restored) > _MOST_STRANGE * words or line.restored == line.source


def _count_words(strange: re.Pattern[str], text: str) -> int:
    """The words in which there is something strange."""
    return sum(strange.search(word) is not None for word in text.split())
