"""The readings of a place as the language model sees them: each unit once, the likeliest first."""

from collections.abc import Sequence
from dataclasses import dataclass

NOTHING = -1
"""The unit of no word at all."""

Posterior = dict[int, float]
"""The place of a reading among the readings, to its probability."""


@dataclass(frozen=True, eq=False, slots=True)
class Choice:
    """What the decoder chooses from."""

    units: frozenset[int]
    """The words, whatever their spelling."""
    weights: dict[int, float]
    """What speaks for each word beside its neighbours, its spellings taken together."""
    ranked: tuple[tuple[float, int], ...]
    """p(w) times the weight, and the word; the likeliest first."""
    nothing: float
    """What speaks for no word at all, the first reading then; 0 where there is a word for certain."""
    places: dict[int, int]
    """Each word's first reading."""
    shared: tuple[tuple[tuple[int, float], ...], ...]
    """For a word that several readings have, each of these and its part of the word's weight."""

    @classmethod
    def of(cls, units: Sequence[int], weights: Sequence[float], unigrams: Sequence[float]) -> "Choice":
        """The choice between readings with these units and weights."""
        alike: dict[int, list[int]] = {}
        for place, unit in enumerate(units):
            alike.setdefault(unit, []).append(place)
        nothing = weights[0] if alike.pop(NOTHING, None) else 0.0
        sums = {unit: sum(weights[place] for place in places) for unit, places in alike.items()}
        return cls(
            units=frozenset(sums),
            weights=sums,
            ranked=tuple(sorted([(unigrams[unit] * sums[unit], unit) for unit in sums], reverse=True)),
            nothing=nothing,
            places={unit: places[0] for unit, places in alike.items()},
            shared=tuple(
                tuple((place, weights[place] / sums[unit]) for place in places)
                for unit, places in alike.items()
                if len(places) > 1
            ),
        )
