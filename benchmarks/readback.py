"""What of a build's work is reading the books back: ``python -m benchmarks.readback 2 50 200``.

Each build has a process of its own, which does all the work and remembers nothing. Processor seconds
are counted: those of whatever reads what was made and holds it against the model, beside those of the whole
process. The round with the least seconds is told.
"""

import argparse
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import wraps
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from benchmarks.booklet.table import render_table
from benchmarks.speed.volume import invent, write_volume
from kyyeu.checks.proof_reader import SectionReader
from kyyeu.making import e_book, print_run
from kyyeu.pipeline import build
from kyyeu.rendering.shipped import find_shipped_theme

_READERS: dict[str, tuple[Any, str]] = {
    "sections": (SectionReader, "find_sound"),
    "margins": (SectionReader, "are_sound"),
    "what sections must say": (SectionReader, "name_proof"),
    "the bound PDF": (print_run, "_read_back"),
    "the EPUB": (e_book, "check_screen"),
}
"""What reads books back, and where it stands."""


@dataclass(frozen=True, slots=True)
class Shares:
    """What one build took, in the processor's seconds."""

    all: float
    """The whole of it."""
    readers: dict[str, float]
    """What each reader took of that."""

    @property
    def share(self) -> float:
        """The readers' share of the whole, from 0 to 1."""
        return sum(self.readers.values()) / self.all


def main() -> None:
    """Print a row for each volume."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.readback", description=__doc__)
    parser.add_argument("counts", type=int, nargs="*", default=[2, 50, 200], help="articles")
    parser.add_argument("--rounds", type=int, default=3, help="of which the best is told (3)")
    options = parser.parse_args()
    os.environ["KYYEU_TRACEBACK"] = "1"  # or copies of this process did the work
    head = ["articles", "whole build, s", *(f"{name}, s" for name in _READERS), "share, %"]
    print(render_table(head, [_row(count, options.rounds) for count in options.counts]))


def _row(count: int, rounds: int) -> list[str]:
    with TemporaryDirectory() as folder:
        content = write_volume(invent(count), Path(folder))
        alone = get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=alone, max_tasks_per_child=1) as processes:
            made = [processes.submit(_measure, content, Path(folder) / "dist") for _ in range(rounds)]
            shares = min((each.result() for each in made), key=lambda each: each.all)
    seconds = (shares.all, *shares.readers.values())
    return [str(count), *(f"{each:.2f}" for each in seconds), f"{100 * shares.share:.1f}"]


def _measure(content: Path, out: Path) -> Shares:
    """In a process of its own, of which all seconds count."""
    taken = dict.fromkeys(_READERS, 0.0)
    with ExitStack() as watched:
        for name, (owner, reader) in _READERS.items():
            watched.enter_context(_watched(owner, reader, taken, name))
        build(content, find_shipped_theme(), out)
    return Shares(time.process_time(), taken)


@contextmanager
def _watched(owner: Any, reader: str, taken: dict[str, float], name: str) -> Iterator[None]:
    """The reader adds to what is `taken` under its name what it takes."""
    read: Callable[..., Any] = getattr(owner, reader)

    @wraps(read)
    def timed(*given: Any) -> Any:
        start = time.process_time()
        try:
            found = read(*given)
            return [*found] if isinstance(found, Iterator) else found
        finally:
            taken[name] += time.process_time() - start

    with patch.object(owner, reader, timed):
        yield


if __name__ == "__main__":
    main()
