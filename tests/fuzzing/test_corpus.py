"""What made a reader fall over once is read, or refused, for ever after."""

import time
from pathlib import Path
from random import Random

import pytest
from fuzz import CORPUS, MOST_SECONDS, fault_of, spoil
from readers import READERS

KEPT = sorted(path for path in CORPUS.iterdir() if not path.name.startswith("."))


@pytest.mark.parametrize("path", KEPT, ids=[path.name for path in KEPT])
def test_what_was_found_is_read_or_refused(path: Path) -> None:
    start = time.process_time()
    assert fault_of(READERS[path.name.rpartition("-")[0]].read, path.read_bytes()) == ""
    assert time.process_time() - start < MOST_SECONDS


@pytest.mark.parametrize("name", READERS)
def test_a_reader_has_sound_files_to_begin_from(name: str) -> None:
    seeds = READERS[name].seeds
    assert seeds and not any(fault_of(READERS[name].read, seed) for seed in seeds)


def test_a_fault_is_seen() -> None:
    def fall(data: bytes) -> None:
        raise ValueError("x")

    assert fault_of(fall, b"") == "ValueError: x"
    assert spoil(b"abc", Random(1)) == spoil(b"abc", Random(1))
