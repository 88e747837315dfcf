"""Where a restorer is in doubt about texts that are known: what it says there, and what is right."""

from collections.abc import Iterable, Iterator

import numpy as np

from kyyeu.restorer.choice import NOTHING
from kyyeu.restorer.own_words import Slot
from kyyeu.restorer.restoring import Restorer
from kyyeu.restorer.surroundings import CERTAIN, MOST_WEIGHED
from kyyeu.restorer.training.aligned import Aligned
from kyyeu.restorer.training.surroundings import STEPS, Examples
from kyyeu.restorer.units import UNKNOWN


def doubts(restorer: Restorer, texts: Iterable[str]) -> Examples:
    """The places of the texts, damaged and restored, where the right reading is among those in doubt."""
    found = [doubt for text in texts for doubt in _doubts(restorer, text)]
    surroundings, readings, shares, right = zip(*found, strict=True) if found else ([], [], [], [])
    with np.errstate(divide="ignore"):
        return Examples(
            np.array(surroundings, np.uint16).reshape(-1, len(STEPS)),
            np.array(readings, np.uint16).reshape(-1, MOST_WEIGHED),
            np.log(np.array(shares, np.float32)).reshape(-1, MOST_WEIGHED),
            np.array(right, np.int64),
        )


# In the precision in which probabilities are kept.
_CERTAIN = np.float32(CERTAIN)

_Doubt = tuple[list[int], list[int], list[float], int]


def _doubts(restorer: Restorer, text: str) -> Iterator[_Doubt]:
    draft = restorer.draft(restorer.damage(text))
    sound = Aligned(text, restorer.damage)
    for slot in draft.slots:
        if np.float32(max(slot.posterior.values())) < _CERTAIN:
            readings, shares, right = _weighed(slot, sound)
            if right is not None:
                yield [draft.units[slot.number + step] for step in STEPS], readings, shares, right


def _weighed(slot: Slot, sound: Aligned) -> tuple[list[int], list[float], int | None]:
    """The units of the likeliest readings and their probabilities, and which of them is right."""
    ranked = sorted(slot.posterior.items(), key=lambda reading: -reading[1])[:MOST_WEIGHED]
    units, spellings = slot.place.readings.units, slot.place.readings.spellings
    was = sound.piece(slot.start, slot.start + len(slot.place.observed))
    right = next((rank for rank, (reading, _) in enumerate(ranked) if spellings[reading] == was), None)
    missing = MOST_WEIGHED - len(ranked)
    readings = [units[reading] if units[reading] != NOTHING else UNKNOWN for reading, _ in ranked]
    return readings + [UNKNOWN] * missing, [share for _, share in ranked] + [0.0] * missing, right
