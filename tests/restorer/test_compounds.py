"""The pairs of syllables that titles are not parted between are those of the shipped model."""

import pytest

from kyyeu.restorer.model_file import shipped_model
from training.compounds import FILE, MOST, write_compounds


@pytest.mark.long
def test_the_pairs_are_those_of_the_shipped_model() -> None:
    assert write_compounds(shipped_model()) == FILE.read_text("utf-8")


def test_there_are_as_many_as_there_should_be_each_once() -> None:
    rows = [line.split() for line in FILE.read_text("utf-8").splitlines()]
    assert rows == sorted(rows)
    assert sum(len({*seconds}) for _, *seconds in rows) == MOST
