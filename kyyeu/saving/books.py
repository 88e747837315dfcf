"""The books of one folder: all of them, or those that were there.

Between the first and the last of them a reader, or a power cut, may come. So where the system can exchange
two folders at one moment, a double of the folder that has all the new books has its name meanwhile. Where it
can't, old books go before new ones come: there may be one too few for a moment, never two that do not belong
together. And whatever is killed midway, the next to save there finishes it.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from kyyeu.saving.disk import drop, exchange, held, link, make_folder, make_like, put, sync
from kyyeu.saving.problems import told
from kyyeu.saving.waiting import HALF, NAME, NEW, OLD, check_place, double_of, ready, taken_back, write_half


def save_together(folder: Path, books: Mapping[str, bytes]) -> None:
    """Put the books into the folder, by their names in it.

    Raises MachineError where any of them can't be saved; what was there is then there again.
    """
    with told(folder), ready(folder):
        _take_up(folder)
        for name in books:
            check_place(folder / name)
        write_half(folder, books)
        _place(folder, [*books])


def finish_killed(folder: Path) -> None:
    """Finish what a killed process left in the folder, where it did: new books or old ones are there.

    Raises MachineError where that can't be done.
    """
    if folder.is_dir() and (os.path.lexists(folder / NAME) or os.path.lexists(double_of(folder))):
        with told(folder), ready(folder):
            _take_up(folder)


def _take_up(folder: Path) -> None:
    """Nothing of a killed process is left beside the folder; what the folder lacks it gets back."""
    double = double_of(folder)
    if os.path.isdir(double) and not os.path.islink(double):
        _bring_home(double, folder)
    drop(double)


def _place(folder: Path, names: Sequence[str]) -> None:
    """The files that wait in the folder into their places; where one can't be, all as it was."""
    make_folder(folder / OLD)
    sync(folder / HALF)
    put(folder / HALF, folder / NEW)
    try:
        sync(folder / NAME)
        with _out_of_sight(folder, names) as base:
            _replace(base, names)
    except BaseException:
        _give_up(folder, names)
        raise


def _replace(base: Path, names: Sequence[str]) -> None:
    """What waits in the folder `base` for what is there; where the disk refuses, each step is taken back."""
    with taken_back() as step:
        for name in names:
            if os.path.lexists(base / name):
                step(base / name, base / OLD / name)
        for name in names:
            step(base / NEW / name, base / name)
        sync(base)


def _give_up(folder: Path, names: Sequence[str]) -> None:
    """New books that all wait again belong in no place; where the disk let some not come back, they do."""
    with suppress(OSError):
        if {*names} <= {*os.listdir(folder / NEW)} and not os.listdir(folder / OLD):
            put(folder / NEW, folder / HALF)


@contextmanager
def _out_of_sight(folder: Path, names: Sequence[str]) -> Iterator[Path]:
    """Where the folder can be changed: out of sight, its double in its place, or else where it always is.

    It comes back itself, so that whoever stands in it, or watches it, goes on doing so.
    """
    real, double = Path(os.path.realpath(folder)), double_of(folder)
    with ExitStack() as stack:
        try:
            _make_double(real, double, names)
            stack.enter_context(held(double))  # who opens it meanwhile waits, and then finds the other
            exchange(real, double)
        except OSError:
            with suppress(OSError):
                drop(double)
            yield folder
            return
        try:
            yield double
        finally:
            with suppress(OSError):  # else the double stays, which has all the new books
                exchange(real, double)
                _bring_home(double, real, names)
                put(double, real / NAME / "double")


def _make_double(real: Path, double: Path, names: Sequence[str]) -> None:
    """A folder with the new books and all else that is in the real one. A folder in it can't be had twice."""
    make_like(double, real)
    for name in os.listdir(real):
        if name not in (*names, NAME):
            link(real / name, double / name)
    for name in names:
        link(real / NEW / name, double / name)
    sync(double)


def _bring_home(double: Path, folder: Path, names: Sequence[str] = ()) -> None:
    """What others put into the double while it stood for the folder; not what has one of the `names`."""
    for name in sorted(os.listdir(double)):
        if name not in (*names, NAME) and not os.path.lexists(folder / name):
            put(double / name, folder / name)
