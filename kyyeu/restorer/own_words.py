"""What a text says about itself: a word read one way here was probably the same word there."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from kyyeu.restorer.choice import Posterior
from kyyeu.restorer.lattice import Place

# How far the text's own habits are believed, and after how many words: alone, and beside a neighbour.
# Found on the development documents; see docs/restorer.md.
_ALONE = 0.6, 1.5
_BESIDE = 0.5, 0.5

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
    number: int
    """Its place among the likeliest units of the text."""

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

    def weigh(
        self,
        posterior: Posterior,
        spellings: Sequence[str],
        own: dict[str, float],
        expected: dict[str, float],
        trust: tuple[float, float],
    ) -> Posterior:
        """The shares, the larger the oftener the other places than the `own` are read so than expected."""
        power, after = trust
        others = self.places - 1 + after
        weighed: Posterior = {}
        for reading, share in posterior.items():
            spelling = spellings[reading]
            read = self.readings.get(spelling, 0.0) - own.get(spelling, 0.0)
            favour = (read / expected.get(spelling, share) + after if read > 0.0 else after) / others
            weighed[reading] = share * favour**power
        return weighed


class OwnWords:
    """How the damaged forms of one text were read."""

    def __init__(self, slots: Sequence[Slot], unigrams: list[float]) -> None:
        """Count the slots' readings, each by its probability."""
        self._unigrams = unigrams
        doubted = [slot for slot in slots if _is_doubted(slot)]
        # What no doubted place shares is not counted: most of a text is not in doubt.
        self._tallies = {companion: _Tally() for slot in doubted for companion in slot.companions()}
        forms = {slot.form for slot in doubted}
        find = self._tallies.get
        for slot in slots:
            if slot.form in forms:
                likely = _likely(slot)
                for companion in slot.companions():
                    tally = find(companion)
                    if tally:
                        tally.add(likely)

    def reconsidered(self, slot: Slot) -> Slot:
        """The slot in the light of the other slots; one that is sure stays as it is."""
        return slot._replace(posterior=self._reconsider(slot)) if _is_doubted(slot) else slot

    def _reconsider(self, slot: Slot) -> Posterior:
        form, *beside = (self._tallies[companion] for companion in slot.companions())
        own, spellings, posterior = dict(_likely(slot)), slot.place.readings.lowered, slot.posterior
        if slot.form and form.places > 1:
            posterior = form.weigh(posterior, spellings, own, self._prior(slot), _ALONE)
        for tally in beside:
            if tally.places > 1:
                posterior = tally.weigh(posterior, spellings, own, own, _BESIDE)
        total = sum(posterior.values())
        return {reading: share / total for reading, share in posterior.items()}

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
    shares: dict[str, float] = {}
    for spelling, share in found:
        shares[spelling] = shares.get(spelling, 0.0) + share
    return list(shares.items())
