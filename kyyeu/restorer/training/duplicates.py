"""Near-identical documents, found by the runs of units they share."""

import numpy as np
from numpy.typing import NDArray

from kyyeu.restorer.training.tokens import TokenStream
from kyyeu.restorer.units import UNKNOWN

RUN = 13
"""Units two documents must share in a row to count as near-identical."""

_BASE = np.uint64(0x9E3779B97F4A7C15)


def runs(units: NDArray[np.int64]) -> NDArray[np.uint64]:
    """A number for every run of words in the stream, marks and figures left out."""
    words = units[units > UNKNOWN].astype(np.uint64)
    if words.size < RUN:
        return np.zeros(0, np.uint64)
    hashed = np.zeros(words.size - RUN + 1, np.uint64)
    for offset in range(RUN):
        hashed = hashed * _BASE + (words[offset : offset + hashed.size] ^ np.uint64(0x5BD1E995))
    return hashed


def documents_sharing_runs(stream: TokenStream, forbidden: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The numbers of the documents that share a run with the forbidden ones."""
    words = stream.units > UNKNOWN
    owners = stream.documents[words]
    hashed = runs(stream.units)
    # A run that crosses into the next document belongs to neither.
    whole = owners[: hashed.size] == owners[RUN - 1 : RUN - 1 + hashed.size]
    hit = np.isin(hashed, np.unique(forbidden)) & whole
    return np.unique(owners[: hashed.size][hit])
