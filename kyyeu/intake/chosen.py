"""The readings a reviewer chose, put into the restoration they were chosen from; told where it is another."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kyyeu.content.forms import fill_form
from kyyeu.content.json import parse_json
from kyyeu.errors import ContentError, Problems
from kyyeu.proving.spelling import count_line_ends
from kyyeu.restorer import Restoration, UnknownReading
from kyyeu.restorer.damage import NAMES, NONE
from kyyeu.schema import ReadingForm, ReadingsForm


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a reviewer chose."""

    path: Path
    """The file it was saved in, for messages."""
    form: ReadingsForm
    """What the file holds."""

    @property
    def damage(self) -> str:
        """The damage it was chosen for, or ``none``."""
        return self.form.damage or NONE.name


def parse_chosen(text: str, path: Path) -> Chosen:
    """What `text`, in the file `path`, says. Raises ContentError where the review page did not write it."""
    try:
        filled = fill_form(parse_json(text, path), ReadingsForm, path)
    except Problems as problems:
        first = problems.errors[0]
        raise ContentError("spoilt-readings", path, first.line, problem=first) from None
    chosen = Chosen(path, filled.form)
    if chosen.damage not in NAMES:
        unknown = ContentError("unknown-damage", name=chosen.damage)
        raise filled.mistake("spoilt-readings", "damage", problem=unknown)
    return chosen


def take_chosen(chosen: Chosen, restoration: Restoration, source: Path) -> Restoration:
    """The restoration of the file `source` with the readings.

    Raises ContentError where they were chosen for another source or another damage, or one of them can't be
    had.
    """
    _refuse_of_another(chosen, restoration, source)
    taken: dict[int, str] = {}
    for entry in _changing(chosen, restoration):
        if taken.setdefault(entry.start, entry.reading) != entry.reading:
            line, first = _line(restoration, entry.start), taken[entry.start]
            raise ContentError(
                "readings-for-one-place", chosen.path, row=line, first=first, second=entry.reading
            )
    return _put_in(taken, restoration, chosen.path)


def _refuse_of_another(chosen: Chosen, restoration: Restoration, source: Path) -> None:
    digest = hashlib.sha256(restoration.source.encode()).hexdigest()
    if digest != chosen.form.sha256:
        raise ContentError("readings-of-another", chosen.path, source=chosen.form.source, file=source.name)
    damage = restoration.damage
    if chosen.damage != damage:
        raise ContentError("readings-of-another-damage", chosen.path, saved=chosen.damage, damage=damage)


def _changing(chosen: Chosen, restoration: Restoration) -> Iterator[ReadingForm]:
    """The readings but those that leave the source as it is at a place where nothing else was thought of."""
    there = {step.start: step.before for step in restoration.steps}
    for entry in chosen.form.readings:
        if there.get(entry.start) == entry.before:
            yield entry
        elif entry.start in there or not _keeps(entry, restoration.source):
            line = _line(restoration, entry.start)
            raise ContentError("no-such-place", chosen.path, row=line, before=entry.before, place=entry.start)


def _keeps(entry: ReadingForm, source: str) -> bool:
    return entry.reading == entry.before and source.startswith(entry.before, entry.start)


def _put_in(taken: dict[int, str], restoration: Restoration, path: Path) -> Restoration:
    try:
        return restoration.with_readings(taken)
    except UnknownReading as error:
        raise ContentError(
            "unknown-reading", path, row=_line(restoration, error.place),
            before=error.before, reading=error.reading, place=error.place,
        ) from None  # fmt: skip


def _line(restoration: Restoration, place: int) -> int:
    """The source's line with that place, from 1."""
    return count_line_ends(restoration.source, place) + 1
