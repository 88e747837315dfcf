"""The language model: how likely a unit is after two others."""

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kyyeu.restorer.arrays import Numbers, Shares
from kyyeu.restorer.damage.letters import LETTERS
from kyyeu.restorer.damage.look_alikes import MISPLACED_MARKS
from kyyeu.restorer.scale import Rows
from kyyeu.restorer.surroundings import Surroundings
from kyyeu.restorer.units import canonical

SHARES = 255
"""How often a word is written otherwise is kept in this many parts."""

# A horn on one of two letters that both have one; letters that only look like ours.
_MISTYPED = re.compile("u[ơờớởỡợ].|ư[oòóỏõọ]")
_BEYOND = re.compile(f"[^\x00-\xff{LETTERS}]|ð")

NO_CONTEXT = -1
"""The context of units of which the model has no triples."""


@dataclass(frozen=True, eq=False)
class Model:
    """How likely a unit is after two others, and how likely it is to be written with a capital.

    A history is a unit v and, where the model has triples of the unit u before it and v, the number of that
    context. Where it has none, u changes nothing, and histories that differ in it alone are one.
    """

    units: list[str]
    """The vocabulary; a unit's number is its place here."""
    unigrams: Shares
    """p(w), by unit number."""
    unit_backoffs: Shares
    """By v: p(w | v) is this times p(w) where the pair is not listed."""
    capitals: tuple[bytes, bytes]
    """By unit number, in 255ths: the share written with a capital inside a sentence, after a word
    without one and after a word with one."""
    other_spellings: bytes
    """By unit number, in 255ths: the share written with the tone mark on the other vowel (uỷ for ủy)."""
    pairs: Rows
    """p(w | v), a row for each v."""
    ranks: NDArray[np.uint16]
    """For each pair, the place of w among what follows v, the likeliest first."""
    contexts: NDArray[np.int32]
    """For each pair, the context that v and w are, or NO_CONTEXT."""
    context_backoffs: NDArray[np.float32]
    """By context u, v: p(w | u, v) is this times p(w | v) where the triple is not listed."""
    triples: Rows
    """p(w | u, v), a row for each context; w is given by its rank among what follows v."""
    surroundings: Surroundings | None = None
    """What words further off say."""

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Each unit's number, but for those that are another unit mistyped: ngưòi, vǎn, ðảng."""
        numbers = {unit: number for number, unit in enumerate(self.units)}
        mistyped = [unit for unit in self.units if _BEYOND.search(unit)]
        for unit in filter(_MISTYPED.search, self.units):
            meant = MISPLACED_MARKS.read(unit)
            if meant != unit and canonical(meant.lower()) in numbers:
                mistyped.append(unit)
        for unit in mistyped:
            numbers.pop(unit, None)
        return numbers

    def follow(self, contexts: Numbers, units: Numbers, following: Numbers) -> tuple[Shares, Numbers]:
        """How likely each unit is after a context and a unit, and which context the two units then are."""
        pairs = self.pairs.find(units, following)
        listed = np.flatnonzero(pairs >= 0)
        pairs, reached = pairs[listed], np.full(units.size, NO_CONTEXT)
        reached[listed] = self.contexts[pairs]
        shares = self.unit_backoffs[units] * self.unigrams[following]
        shares[listed] = self.pairs.values[pairs]
        known = np.flatnonzero(contexts != NO_CONTEXT)
        shares[known] *= self.context_backoffs[contexts[known]]
        # A triple's last two units are a pair of the model.
        asked = np.flatnonzero(contexts[listed] != NO_CONTEXT)
        triples = self.triples.find(contexts[listed[asked]], self.ranks[pairs[asked]].astype(np.int64))
        found = np.flatnonzero(triples >= 0)
        shares[listed[asked[found]]] = self.triples.values[triples[found]]
        return shares, reached

    def context_of(self, first: Numbers, second: Numbers) -> Numbers:
        """Which contexts the units are, two by two."""
        pairs = self.pairs.find(first, second)
        listed = np.flatnonzero(pairs >= 0)
        contexts = np.full(first.size, NO_CONTEXT)
        contexts[listed] = self.contexts[pairs[listed]]
        return contexts

    def capital_share(self, unit: int, after_capital: bool) -> float:
        """How often the unit is written with a capital inside a sentence, between 0 and 1 exclusive."""
        return (self.capitals[after_capital][unit] + 0.5) / (SHARES + 1)

    def other_spelling_share(self, unit: int) -> float:
        """How often the unit is written in its other spelling, between 0 and 1 exclusive."""
        return (self.other_spellings[unit] + 0.5) / (SHARES + 1)
