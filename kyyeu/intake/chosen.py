"""The readings a reviewer chose, put into the restoration they were chosen from; told where it is another."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from kyyeu.blanks import count_line_ends
from kyyeu.errors import ContentError
from kyyeu.restorer import Restoration, UnknownReading
from kyyeu.schema import ReadingForm, ReadingsForm


def take_chosen(readings: ReadingsForm, restoration: Restoration, path: Path) -> Restoration:
    """The restoration with the readings.

    Raises ContentError where they were chosen for another source than the one at `path` or another damage,
    or one of them can't be had.
    """
    _refuse_of_another(readings, restoration, path)
    chosen: dict[int, str] = {}
    for entry in _changing(readings, restoration, path):
        if chosen.setdefault(entry.start, entry.reading) != entry.reading:
            line, first = _line(restoration, entry.start), chosen[entry.start]
            raise ContentError("readings-for-one-place", path, line, first=first, second=entry.reading)
    return _put_in(chosen, restoration, path)


def _refuse_of_another(readings: ReadingsForm, restoration: Restoration, path: Path) -> None:
    digest = hashlib.sha256(restoration.source.encode()).hexdigest()
    if digest != readings.sha256:
        raise ContentError("readings-of-another", path, source=readings.source)
    if readings.damage != restoration.damage:
        saved, damage = readings.damage or "none", restoration.damage or "none"
        raise ContentError("readings-of-another-damage", path, saved=saved, damage=damage)


def _changing(readings: ReadingsForm, restoration: Restoration, path: Path) -> Iterator[ReadingForm]:
    """The readings but those that leave the source as it is at a place where nothing else was thought of."""
    there = {step.start: step.before for step in restoration.steps}
    for entry in readings.readings:
        if there.get(entry.start) == entry.before:
            yield entry
        elif entry.start in there or not _keeps(entry, restoration.source):
            line = _line(restoration, entry.start)
            raise ContentError("no-such-place", path, line, before=entry.before, place=entry.start)


def _keeps(entry: ReadingForm, source: str) -> bool:
    return entry.reading == entry.before and source.startswith(entry.before, entry.start)


def _put_in(chosen: dict[int, str], restoration: Restoration, path: Path) -> Restoration:
    try:
        return restoration.with_readings(chosen)
    except UnknownReading as error:
        raise ContentError(
            "unknown-reading", path, _line(restoration, error.place),
            before=error.before, reading=error.reading, place=error.place,
        ) from None  # fmt: skip


def _line(restoration: Restoration, place: int) -> int:
    """The source's line with that place, from 1."""
    return count_line_ends(restoration.source, place) + 1
