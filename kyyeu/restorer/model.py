"""The language model: how likely a unit is after two others."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from kyyeu.restorer.remembering import Remembering
from kyyeu.restorer.rows import NUMBERS, Rows
from kyyeu.restorer.scale import BACKOFFS
from kyyeu.restorer.surroundings import Surroundings

SHARES = 255
"""How often a word is written otherwise is kept in this many parts."""

_backoff = BACKOFFS.values.__getitem__

# A history is a number: in its low sixteen bits the last unit's, and from the eighteenth on one more than
# the context's, where the last two units are one of the model. Where they are not, the unit before the last
# changes nothing, and histories that differ in it alone are one. The bit between is for the decoder.
UNIT_MASK = (1 << 16) - 1
CONTEXT_SHIFT = 17

# What is remembered is bounded, so that memory does not grow with the text.
_MOST_FOLLOWED = 6_000


@dataclass(frozen=True, eq=False, slots=True)
class Followers:
    """What may follow a unit v. One dictionary for all that is known of each w takes the least memory."""

    places: dict[int, int]
    """Where each w that the model lists after v stands in what follows: the likeliest first."""
    shares: list[float]
    """p(w | v)."""
    histories: Sequence[int]
    """The history after w."""
    backoff: float
    """p(w | v) of every other w is this times p(w), and the history after it is w alone."""

    @classmethod
    def of(
        cls, units: Iterable[int], shares: list[float], histories: Iterable[int], backoff: float
    ) -> "Followers":
        """Followers from columns in the same order."""
        return cls(dict(zip(units, NUMBERS, strict=False)), shares, array("Q", list(histories)), backoff)

    def share(self, unit: int, unigrams: Sequence[float]) -> float:
        """p(w | v) of any w."""
        place = self.places.get(unit)
        return self.backoff * unigrams[unit] if place is None else self.shares[place]


@dataclass(frozen=True, eq=False)
class Contexts:
    """Which of the model's pairs open triples. Those that do are numbered through."""

    starts: Sequence[int]
    """For each first unit, the number of its first context."""
    lengths: Sequence[int]
    """For each pair, how many triples it opens."""
    backoffs: bytes
    """The quantised factor of each context."""

    def histories(self, first: int, seconds: Sequence[int], start: int) -> list[int]:
        """The history after each second unit, whose pairs with the first are numbered from `start` on."""
        context, histories = self.starts[first], []
        for second, length in zip(seconds, self.lengths[start : start + len(seconds)], strict=True):
            context += length > 0
            histories.append(context << CONTEXT_SHIFT | second if length else second)
        return histories


@dataclass(frozen=True, eq=False)
class Model:
    """How likely a unit is after two others, and how likely it is to be written with a capital."""

    units: list[str]
    """The vocabulary; a unit's number is its place here."""
    unigrams: list[float]
    """p(w), by unit number."""
    unit_backoffs: list[float]
    """By v: p(w | v) is this times p(w) where the pair is not listed."""
    capitals: tuple[bytes, bytes]
    """By unit number, in 255ths: the share written with a capital inside a sentence, after a word
    without one and after a word with one."""
    other_spellings: bytes
    """By unit number, in 255ths: the share written with the tone mark on the other vowel (uỷ for ủy)."""
    pairs: Rows
    """p(w | v), a row for each v."""
    contexts: Contexts
    """The pairs u, v with a row of triples."""
    triples: Rows
    """p(w | u, v), a row for each context; w is given by its place in what follows v."""
    surroundings: Surroundings | None = None
    """What words further off say."""

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Each unit's number."""
        return {unit: number for number, unit in enumerate(self.units)}

    @cached_property
    def after(self) -> Mapping[int, Followers]:
        """What may follow each unit."""
        return Remembering(self._follow, _MOST_FOLLOWED)

    def _follow(self, unit: int) -> Followers:
        row, start = self.pairs.row(unit), self.pairs.starts[unit]
        units, shares = list(row), list(row.values())
        histories = self.contexts.histories(unit, units, start)
        # Stable, so that of equally likely ones the lower number comes first: triples count on the order.
        order = sorted(range(len(units)), key=shares.__getitem__, reverse=True)
        return Followers.of(
            map(units.__getitem__, order),
            list(map(shares.__getitem__, order)),
            map(histories.__getitem__, order),
            self.unit_backoffs[unit],
        )

    def triple(self, context: int, place: int | None, pair: float) -> float:
        """p(w | u, v), where u, v is a context, w has the place after v, and `pair` is p(w | v)."""
        listed = None if place is None else self.triples.find(context, place)
        return _backoff(self.contexts.backoffs[context]) * pair if listed is None else listed

    def triples_among(self, context: int, places: AbstractSet[int]) -> tuple[float, dict[int, float]]:
        """The factor of p(w | v) where u, v is a context, and p(w | u, v) of the places it is not for."""
        return _backoff(self.contexts.backoffs[context]), self.triples.among(context, places)

    def capital_share(self, unit: int, after_capital: bool) -> float:
        """How often the unit is written with a capital inside a sentence, between 0 and 1 exclusive."""
        return (self.capitals[after_capital][unit] + 0.5) / (SHARES + 1)

    def other_spelling_share(self, unit: int) -> float:
        """How often the unit is written in its other spelling, between 0 and 1 exclusive."""
        return (self.other_spellings[unit] + 0.5) / (SHARES + 1)
