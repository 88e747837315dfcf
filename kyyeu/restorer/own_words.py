"""What a text says about itself: a word read one way here was probably the same word there."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from kyyeu.restorer.decoding import Posterior
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

    def companions(self) -> tuple[tuple[str, str, str], ...]:
        """What other places share with it: the damaged form, alone and with either neighbour."""
        form = self.place.observed.lower()
        return ("", form, ""), (self.left, form, ""), ("", form, self.right)


class OwnWords:
    """How the damaged forms of one text were read."""

    def __init__(self, slots: Iterable[Slot], unigrams: list[float]) -> None:
        """Count the slots' readings, each by its probability."""
        self._unigrams = unigrams
        self._places: dict[tuple[str, str, str], int] = defaultdict(int)
        self._readings: dict[tuple[tuple[str, str, str], str], float] = defaultdict(float)
        for slot in slots:
            for key in slot.companions():
                self._places[key] += 1
            for spelling, share in _likely(slot):
                for key in slot.companions():
                    self._readings[key, spelling] += share

    def reconsider(self, slot: Slot) -> Posterior:
        """The slot's posterior in the light of the other slots."""
        if max(slot.posterior.values()) >= _SURE:
            return slot.posterior
        form, left, right = slot.companions()
        own = dict(_likely(slot))
        prior = self._prior(slot)
        weighed = dict(slot.posterior)
        for reading, share in slot.posterior.items():
            spelling = slot.place.readings.spellings[reading].lower()
            if form[1] and self._places[form] > 1:
                share *= self._favour(form, spelling, own, prior[spelling], _ALONE_AFTER) ** _ALONE
            for key in (left, right):
                if self._places[key] > 1:
                    expected = own.get(spelling, share)
                    share *= self._favour(key, spelling, own, expected, _BESIDE_AFTER) ** _BESIDE
            weighed[reading] = share
        total = sum(weighed.values())
        return {reading: share / total for reading, share in weighed.items()}

    def _favour(
        self, key: tuple[str, str, str], spelling: str, own: dict[str, float], expected: float, after: float
    ) -> float:
        """How much oftener the other places of the key are read so than expected."""
        others = self._places[key] - 1
        readings = max(0.0, self._readings[key, spelling] - own.get(spelling, 0.0))
        return (readings + after * expected) / ((others + after) * expected)

    def _prior(self, slot: Slot) -> dict[str, float]:
        """Each spelling's share without any context."""
        readings = slot.place.readings
        shares: dict[str, float] = defaultdict(float)
        for reading in slot.posterior:
            unit = readings.units[reading]
            shares[readings.spellings[reading].lower()] += self._unigrams[unit] if unit >= 0 else 0.0
        total = sum(shares.values()) or 1.0
        return {spelling: max(share / total, _LEAST_PRIOR) for spelling, share in shares.items()}


def _likely(slot: Slot) -> list[tuple[str, float]]:
    """The slot's readings worth counting, in lower case."""
    shares: dict[str, float] = defaultdict(float)
    for reading, share in slot.posterior.items():
        if share > _FAINT:
            shares[slot.place.readings.spellings[reading].lower()] += share
    return list(shares.items())
