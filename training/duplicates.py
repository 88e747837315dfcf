"""Near-identical documents, found by the runs of words they share, damaged or not."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from training.tokens import TokenStream

RUN = 13
"""Words two documents must share in a row to count as near-identical."""

_BASE = np.uint64(0x9E3779B97F4A7C15)


def skeletons(units: Sequence[str]) -> NDArray[np.int64]:
    """A number for the ASCII letters of each unit, which every damage leaves; 0 where there are none."""
    numbers = {"": 0}
    return np.array([numbers.setdefault(_skeleton(unit), len(numbers)) for unit in units], np.int64)


def runs(stream: TokenStream, skeleton: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """A number for every run of words within a document, and the document it is in."""
    words = skeleton[stream.units]
    there = words > 0
    owners = stream.documents[there]
    named = words[there].astype(np.uint64)
    count = max(0, named.size - RUN + 1)
    hashed = np.zeros(count, np.uint64)
    for offset in range(RUN):
        hashed = hashed * _BASE + named[offset : offset + count]
    whole = owners[:count] == owners[RUN - 1 : RUN - 1 + count]
    return hashed[whole], owners[:count][whole]


def documents_sharing_runs(
    stream: TokenStream, skeleton: NDArray[np.int64], forbidden: NDArray[np.uint64]
) -> NDArray[np.int64]:
    """The numbers of the documents that share a run with the forbidden ones."""
    hashed, owners = runs(stream, skeleton)
    return np.unique(owners[np.isin(hashed, np.unique(forbidden))])


def _skeleton(unit: str) -> str:
    """The ASCII letters; marks and figures have none.

    >>> _skeleton("truyền"), _skeleton("truyn"), _skeleton("ở"), _skeleton("<n>")
    ('truyn', 'truyn', '', '')
    """
    if unit.startswith("<"):
        return ""
    return "".join(letter for letter in unit.lower() if letter.isascii())
