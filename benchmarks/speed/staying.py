"""Edits that one process sees, as a live view would: ``python -m benchmarks.speed.staying FOLDER ROUNDS``.

Prints for each edit the seconds from the saved file to the finished PDF, a line each. The folder is one that
`write_volume` has written, with what was remembered of it in ``cache``.
"""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.booklet.contenders import PROJECT
from benchmarks.speed.volume import edit, invent
from kyyeu.cache import Store
from kyyeu.pipeline import build

_AT_HAND = 200_000_000  # bytes, packed: two thousand articles with their pages


def time_edits(folder: Path, rounds: int) -> Iterator[float]:
    """Seconds for each edit of the article in the middle; a first one brings in what is brought in once."""
    content = folder / "content"
    pieces, store = (
        invent(len([*(content / "articles").iterdir()])),
        Store(folder / "cache" / "kyyeu", at_hand=_AT_HAND),
    )
    for turn in range(rounds + 1):
        edit(pieces[len(pieces) // 2], rounds + turn, content)  # as nobody did before
        start = time.perf_counter()
        build(content, PROJECT / "templates", folder / "staying", "pdf", store=store)
        if turn:
            yield time.perf_counter() - start


if __name__ == "__main__":
    for seconds in time_edits(Path(sys.argv[1]), int(sys.argv[2])):
        print(seconds)
