"""Where a restorer is in doubt about texts that are known: what it says there, and what is right."""

from collections.abc import Iterable, Iterator

import numpy as np

from kyyeu.restorer.readings import NOTHING
from kyyeu.restorer.restoring import Restorer, Weighed
from kyyeu.restorer.surroundings import CERTAIN, MOST_WEIGHED
from kyyeu.restorer.units import UNKNOWN
from training.aligned import Aligned
from training.vectors import STEPS, Examples


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

_STEPS = np.array(STEPS)

_Doubt = tuple[list[int], list[int], list[float], int]


def _doubts(restorer: Restorer, text: str) -> Iterator[_Doubt]:
    draft = restorer.weigh(restorer.damage(text))
    sound = Aligned(text, restorer.damage)
    bounds = [*draft.posteriors.starts.tolist(), draft.units.size]
    for slot in np.flatnonzero(draft.posteriors.best.astype(np.float32) < _CERTAIN).tolist():
        readings, shares, right = _weighed(draft, slot, slice(*bounds[slot : slot + 2]), sound)
        if right is not None:
            yield draft.text[draft.numbers[slot] + _STEPS].tolist(), readings, shares, right


def _weighed(
    draft: Weighed, slot: int, stretch: slice, sound: Aligned
) -> tuple[list[int], list[float], int | None]:
    """The units of the likeliest readings and their probabilities, and which of them is right."""
    order = np.argsort(-draft.posteriors.shares[stretch], kind="stable")[:MOST_WEIGHED]
    place = draft.slots[slot]
    was = sound.piece(place.start, place.start + len(place.observed))
    spellings = [
        place.readings.spellings[reading] for reading in draft.posteriors.readings[stretch][order].tolist()
    ]
    right = spellings.index(was) if was in spellings else None
    missing = MOST_WEIGHED - len(spellings)
    units = draft.units[stretch][order]
    readings = np.where(units == NOTHING, UNKNOWN, units).tolist()
    return (
        readings + [UNKNOWN] * missing,
        draft.posteriors.shares[stretch][order].tolist() + [0.0] * missing,
        right,
    )
