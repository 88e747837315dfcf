"""What a text says about itself: a word read one way here was probably the same word there."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from kyyeu.restorer.choice import Posterior
from kyyeu.restorer.lattice import Place

# How far the text's own habits are believed, and after how many words: alone, and beside a neighbour.
# Found on the development documents; see docs/restorer.md.
_ALONE, _ALONE_AFTER = 0.5, 2.0
_BESIDE, _BESIDE_AFTER = 0.3, 0.5

# Places as sure as this are left as they are; readings as faint as this do not count.
_SURE, _FAINT = 0.9995, 0.002
_LEAST_PRIOR = 1e-3


class Slot(NamedTuple):
    """A place with several readings, and what stands beside it."""

    start: int
    """Where the place begins in the text."""
    place: Place
    """What stands there and what it may have been."""
    posterior: Posterior
    """How likely each reading is, by the sentence alone."""
    left: str
    """The word or mark before it in the sentence, as the damaged text has it."""
    right: str
    """The word or mark after it."""

    @property
    def form(self) -> str:
        """What stands there, in lower case."""
        return self.place.observed.lower()

    def companions(self) -> tuple[tuple[str, str, str], ...]:
        """What other places share with it: the damaged form, alone and with either neighbour."""
        form = self.form
        return ("", form, ""), (self.left, form, ""), ("", form, self.right)


class _Tally:
    """How the places that share something were read."""

    __slots__ = ("places", "readings")

    def __init__(self) -> None:
        self.places = 0
        self.readings: dict[str, float] = {}
        """By spelling, the sum of its probabilities."""

    def add(self, likely: list[tuple[str, float]]) -> None:
        """Count one place."""
        self.places += 1
        readings = self.readings
        for spelling, share in likely:
            readings[spelling] = readings.get(spelling, 0.0) + share

    def favour(self, spelling: str, own: dict[str, float], expected: float, after: float) -> float:
        """How much oftener the places but the one with readings `own` are read so than expected."""
        others = self.places - 1
        readings = max(0.0, self.readings.get(spelling, 0.0) - own.get(spelling, 0.0))
        return (readings + after * expected) / ((others + after) * expected)


class OwnWords:
    """How the damaged forms of one text were read."""

    def __init__(self, slots: Sequence[Slot], unigrams: list[float]) -> None:
        """Count the slots' readings, each by its probability."""
        self._unigrams = unigrams
        doubted = [slot for slot in slots if _is_doubted(slot)]
        # What no doubted place shares is not counted: most of a text is not in doubt.
        self._tallies = {key: _Tally() for slot in doubted for key in slot.companions()}
        forms = {slot.form for slot in doubted}
        for slot in slots:
            if slot.form in forms:
                likely = _likely(slot)
                for key in slot.companions():
                    if key in self._tallies:
                        self._tallies[key].add(likely)

    def reconsider(self, slot: Slot) -> Posterior:
        """The slot's posterior in the light of the other slots."""
        if not _is_doubted(slot):
            return slot.posterior
        form, left, right = (self._tallies[key] for key in slot.companions())
        beside = [tally for tally in (left, right) if tally.places > 1]
        alone = slot.form != "" and form.places > 1
        if not (alone or beside):
            return slot.posterior
        own, spellings = dict(_likely(slot)), slot.place.readings.lowered
        prior = self._prior(slot) if alone else {}
        weighed: Posterior = {}
        for reading, share in slot.posterior.items():
            spelling = spellings[reading]
            if alone:
                share *= form.favour(spelling, own, prior[spelling], _ALONE_AFTER) ** _ALONE
            for tally in beside:
                expected = own.get(spelling, share)
                share *= tally.favour(spelling, own, expected, _BESIDE_AFTER) ** _BESIDE
            weighed[reading] = share
        total = sum(weighed.values())
        return {reading: share / total for reading, share in weighed.items()}

    def _prior(self, slot: Slot) -> dict[str, float]:
        """Each spelling's share without any context."""
        readings = slot.place.readings
        shares: dict[str, float] = defaultdict(float)
        for reading in slot.posterior:
            unit = readings.units[reading]
            shares[readings.lowered[reading]] += self._unigrams[unit] if unit >= 0 else 0.0
        total = sum(shares.values()) or 1.0
        return {spelling: max(share / total, _LEAST_PRIOR) for spelling, share in shares.items()}


def _is_doubted(slot: Slot) -> bool:
    return max(slot.posterior.values()) < _SURE


def _likely(slot: Slot) -> list[tuple[str, float]]:
    """The slot's readings worth counting, in lower case."""
    spellings = slot.place.readings.lowered
    found = [(spellings[reading], share) for reading, share in slot.posterior.items() if share > _FAINT]
    if len(found) == 1:
        return found
    shares: dict[str, float] = defaultdict(float)
    for spelling, share in found:
        shares[spelling] += share
    return list(shares.items())
