"""What went wrong with the disk, as an error that names the place meant."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kyyeu.errors import MachineError, problem_of
from kyyeu.saving.waiting import find_place


@contextmanager
def told(place: Path) -> Iterator[None]:
    """Raises MachineError where the system can't do something, at `place` unless it names another."""
    try:
        yield
    except OSError as error:
        where = find_place(Path(error.filename)) if error.filename else place
        if (problem := problem_of(error)) == "name-too-long":
            raise MachineError("path-too-long", where) from None
        raise MachineError("cannot-save", where, problem=problem) from None
