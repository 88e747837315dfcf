"""booklet.yaml moved to another year: some values replaced, all else as the editor wrote it."""

import datetime
import re
from collections.abc import Mapping

from kyyeu.archive.sources import make_slug
from kyyeu.content.forms import FilledForm
from kyyeu.content.yaml import resolve_scalar
from kyyeu.errors import Mistakes
from kyyeu.schema import BookletForm

_LONGEST_SLUG = 80
_YEAR = re.compile(r"(?<!\d)(?:19[89]\d|20\d\d|210[0-7])(?!\d)")  # those that `issued` may be in

Keys = tuple[str, ...]
"""The keys that lead to a value."""


def find_year(name: str) -> int | None:
    """The year that a name speaks of, the last where it has several.

    >>> find_year("Sổ tay 2027"), find_year("ky-yeu-18-10")
    (2027, None)
    """
    years = _YEAR.findall(name)
    return int(years[-1]) if years else None


def move_name(name: str, before: int, year: int) -> str:
    """The name with the year it has moved on, or with the new one after it: two years' are never the same.

    >>> move_name("so-tay-2026", 2026, 2027), move_name("ky-yeu-18-10", 2026, 2027)
    ('so-tay-2027', 'ky-yeu-18-10-2027')
    """
    moved, count = re.subn(rf"(?<!\d){before}(?!\d)", str(year), name)
    return moved if count else f"{name}-{year}"


def move_slug(name: str, before: int, year: int) -> str:
    """The slug of the name so moved, whole words of it where that would be too long; never YAML's number.

    >>> move_slug("2027", 2027, 2027)
    'ky-yeu-2027'
    """
    slug = move_name(make_slug(name), before, year)
    if not isinstance(resolve_scalar(slug), str):
        slug = f"ky-yeu-{slug}"
    return slug if len(slug) <= _LONGEST_SLUG else f"{slug[: _LONGEST_SLUG - 5].rpartition('-')[0]}-{year}"


def moved_values(form: BookletForm, slug: str, year: int) -> dict[Keys, object]:
    """What is another for that year, by the keys that lead to it."""
    values: dict[Keys, object] = {
        ("slug",): slug,
        ("occasion", "year"): year,
        ("issued",): _anniversary(form.issued, form.issued.year + year - form.occasion.year),
    }
    if form.series and form.series.position == form.occasion.year:
        values["series", "position"] = year
    return values


def _anniversary(day: datetime.date, year: int) -> datetime.date:
    """The day in that year; 28 February stands in for a missing 29."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def replace_values(text: str, filled: FilledForm[BookletForm], values: Mapping[Keys, object]) -> str:
    """The text, read as `filled`, with those values for what it has; comments and the order of lines stay.

    Raises Problems with a ContentError for each value that does not stand on its key's line as it is read.
    """
    lines, mistakes = text.split("\n"), Mistakes()
    for steps, value in values.items():
        *_, (key, entry) = filled.entries.find(steps)
        assert entry.line is not None
        stands = re.compile(rf"""(?<!\w)({key}["']?\s*:\s+["']?){re.escape(str(entry.value))}(?!\w)""")
        lines[entry.line - 1], count = stands.subn(rf"\g<1>{value}", lines[entry.line - 1], count=1)
        if not count:
            facts = {"key": ".".join(steps), "found": entry.value}
            mistakes.note(filled.mistake("year-not-moved", *steps, **facts))
    mistakes.settle()
    return "\n".join(lines)


def drop_line(text: str, filled: FilledForm[BookletForm], key: str) -> str:
    """The text, of as many lines as the one read as `filled`, without the line of that key, if it has one."""
    entry = filled.entries.parts.get(key)
    lines = text.split("\n")
    if entry and entry.line:
        del lines[entry.line - 1]
    return "\n".join(lines)
