"""The readings a reviewer chose, put into the restoration they were chosen from; told where it is another."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kyyeu.content.forms import FilledForm, fill_form
from kyyeu.content.json import parse_json
from kyyeu.errors import ContentError, Problems
from kyyeu.proving.spelling import count_line_ends
from kyyeu.restorer import Restoration, UnknownDamage, UnknownReading
from kyyeu.restorer.damage import NONE, damage_named
from kyyeu.schema import ReadingForm, ReadingsForm


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a reviewer chose."""

    filled: FilledForm[ReadingsForm]
    """The file that it was saved in, with the place of every entry."""

    @property
    def damage(self) -> str:
        """The damage it was chosen for, or ``none``."""
        return self.filled.form.damage or NONE.name

    def mistake(self, code: str, number: int, **facts: object) -> ContentError:
        """What is wrong with a reading: its number among them, from 0."""
        return self.filled.mistake(code, "readings", number, "reading", **facts)


def parse_chosen(text: str, path: Path) -> Chosen:
    """What `text`, in the file `path`, says. Raises ContentError where the review page did not write it."""
    try:
        chosen = Chosen(fill_form(parse_json(text, path), ReadingsForm, path))
    except Problems as problems:
        first = problems.errors[0]
        raise ContentError("spoilt-readings", path, first.line, problem=first) from None
    try:
        damage_named(chosen.damage)
    except UnknownDamage:
        unknown = ContentError("unknown-damage", name=chosen.damage)
        raise chosen.filled.mistake("spoilt-readings", "damage", problem=unknown) from None
    return chosen


def take_chosen(chosen: Chosen, damage: str, restoration: Restoration, source: Path) -> Restoration:
    """The restoration of the file `source`, which has that damage, with the readings.

    Raises ContentError where they were chosen for another source or another damage, or one of them can't be
    had.
    """
    _refuse_of_another(chosen, damage, restoration, source)
    taken: dict[int, int] = {}
    entries = chosen.filled.form.readings
    for number in _find_changing(chosen, restoration):
        start, reading = entries[number].start, entries[number].reading
        first = entries[taken.setdefault(start, number)].reading
        if first != reading:
            row = _line(restoration, start)
            raise chosen.mistake("readings-for-one-place", number, row=row, first=first, second=reading)
    return _put_in(chosen, taken, restoration)


def _refuse_of_another(chosen: Chosen, damage: str, restoration: Restoration, source: Path) -> None:
    form = chosen.filled.form
    if hashlib.sha256(restoration.source.encode()).hexdigest() != form.sha256:
        raise chosen.filled.mistake("readings-of-another", "sha256", source=form.source, file=source.name)
    if chosen.damage != damage:
        facts = {"saved": chosen.damage, "damage": damage}
        raise chosen.filled.mistake("readings-of-another-damage", "damage", **facts)


def _find_changing(chosen: Chosen, restoration: Restoration) -> Iterator[int]:
    """The numbers of the readings, those left out that read as it stands what nobody read otherwise."""
    there = {step.start: step.before for step in restoration.steps}
    for number, entry in enumerate(chosen.filled.form.readings):
        if there.get(entry.start) == entry.before:
            yield number
        elif entry.start in there or not _keeps(entry, restoration.source):
            row = _line(restoration, entry.start)
            raise chosen.mistake("no-such-place", number, row=row, before=entry.before, place=entry.start)


def _keeps(entry: ReadingForm, source: str) -> bool:
    return entry.reading == entry.before and source.startswith(entry.before, entry.start)


def _put_in(chosen: Chosen, taken: dict[int, int], restoration: Restoration) -> Restoration:
    """The restoration with the readings, each at its place by its number."""
    entries = chosen.filled.form.readings
    try:
        return restoration.with_readings({place: entries[number].reading for place, number in taken.items()})
    except UnknownReading as error:
        raise chosen.mistake(
            "unknown-reading", taken[error.place], row=_line(restoration, error.place),
            before=error.before, reading=error.reading, place=error.place,
        ) from None  # fmt: skip


def _line(restoration: Restoration, place: int) -> int:
    """The source's line with that place, from 1."""
    return count_line_ends(restoration.source, place) + 1
