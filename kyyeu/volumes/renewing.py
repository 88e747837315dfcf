"""Last year's booklet carried over: copied, moved to the new year, what only a person can renew listed."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kyyeu.content.door import Door, lies_in
from kyyeu.content.forms import FilledForm, parse_form
from kyyeu.content.plain_text import decode_text
from kyyeu.errors import ContentError, KyyeuError, Problems
from kyyeu.rendering.shipped import find_shipped_theme
from kyyeu.schema import BookletForm
from kyyeu.volumes.beginning import HANDBOOK, find_guide
from kyyeu.volumes.finding import CONTENT, TEMPLATES, holds_booklet
from kyyeu.volumes.moving import drop_line, find_year, move_name, move_slug, moved_values, replace_values
from kyyeu.volumes.volume import BOOKLET, Volume, check_free, find_files, folder_name

_PEOPLE = ("responsible", "compiled_by", "editors", "design", "cover", "proofreading")
_FACTS = ("print_run", "licence", "printed_by", "deposited", "isbn")
_LONGEST = 70  # characters of a line that is quoted


@dataclass(frozen=True, slots=True, order=True)
class Stale:
    """Something of last year's that only a person can renew."""

    name: str
    """The file's name in the booklet's folder."""
    line: int
    """Where in it, from 1."""
    kind: str
    """What it is: ``foreword``, ``year``, ``issued``, ``position``, ``people``, ``facts``, ``articles``."""
    words: str
    """What stands there."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """A new year's booklet made of last year's."""

    volume: Volume
    """The new one."""
    before: int
    """The year of the last one."""
    stale: tuple[Stale, ...]
    """What is still last year's, file by file and line by line."""


def renew(last: Path, folder: Path | None) -> Renewal:
    """The booklet of the folder `last` as the new one's, by default beside it; the last one stays as it is.

    The year is the one in the new folder's name, else the next. Raises ContentError or Problems where there
    is no booklet in `last`, or a mistake in its booklet.yaml, or where the new folder can't be made.
    """
    if not holds_booklet(last):
        raise ContentError("no-last-year", last)
    filled, text = _read(last)
    form, before = filled.form, filled.form.occasion.year
    folder = folder or _beside(last, before)
    year = find_year(check_free(folder)) or before + 1
    if year == before:
        raise ContentError("same-year", folder, folder=last, year=year, next=year + 1)
    if lies_in(folder, last):
        raise ContentError("inside-last-year", folder, folder=last)
    slug = move_slug(form.slug, before, year)
    renewed = drop_line(replace_values(text, filled, moved_values(form, slug, year)), filled, "revised")
    copied = _files_of(last)
    del copied[BOOKLET]
    if HANDBOOK in copied:
        copied |= find_guide()
    volume = Volume(folder, year, slug, {BOOKLET: renewed.encode()}, copied)
    return Renewal(volume, before, tuple(sorted(_find_stale(renewed, before, last))))


def _read(last: Path) -> tuple[FilledForm[BookletForm], str]:
    """What last year's booklet.yaml says, and its text as it stands."""
    path = last / BOOKLET
    data = Door(last / CONTENT).read(path.name)
    return parse_form(decode_text(data, path), BookletForm, path), data.decode("utf-8-sig")


def _beside(last: Path, before: int) -> Path:
    """A folder beside the last one, called as it is but for the year."""
    return Path(os.path.normpath(last / "..")) / move_name(folder_name(last), before, before + 1)


def _files_of(last: Path) -> dict[str, Path]:
    """The content, and the booklet's own theme. Raises Problems with each link that leads out."""
    own = last / TEMPLATES
    has_own = own.is_dir() and not own.samefile(find_shipped_theme())
    files = dict(find_files(last, CONTENT, *([TEMPLATES] if has_own else [])))
    outside = [
        ContentError("link-outside", path, folder=last) for path in files.values() if not lies_in(path, last)
    ]
    if outside:
        raise Problems(list[KyyeuError](outside))
    return files


def _find_stale(text: str, before: int, last: Path) -> Iterator[Stale]:
    """What is still of the year `before`: in booklet.yaml, the renewed `text`, and in the foreword."""
    filled = parse_form(text, BookletForm, last / BOOKLET)
    form = filled.form

    def at(kind: str, words: object, *steps: str) -> Stale:
        return Stale(BOOKLET, filled.entries.at(*steps) or 1, kind, str(words))

    spoken = re.compile(rf"(?<!\d)(?:{before}|{before - form.occasion.founded.year})(?!\d)")
    yield at("issued", form.issued, "issued")
    count = len(form.articles) + sum(len(part.articles) for part in form.parts)
    yield at("articles", count, "articles" if form.articles else "parts")
    if form.series and form.series.position not in (None, form.occasion.year):
        yield at("position", form.series.position, "series", "position")
    given = form.imprint.model_fields_set
    yield from (at("people", name, "imprint", name) for name in _PEOPLE if name in given)
    yield from (at("facts", name, "imprint", name) for name in _FACTS if name in given)
    yield from _find_spoken(spoken, BOOKLET, text)
    if form.foreword:
        name, data = f"{CONTENT}/{form.foreword}", Door(last / CONTENT).read(form.foreword)
        yield Stale(name, 1, "foreword", "")
        yield from _find_spoken(spoken, name, decode_text(data, last / name))


def _find_spoken(spoken: re.Pattern[str], name: str, text: str) -> Iterator[Stale]:
    """The lines that speak of last year, by its number or by the anniversary's; comments do not."""
    for number, line in enumerate(text.split("\n"), 1):
        said, _, _ = f" {line}".partition(" #")
        if found := spoken.search(said):
            start = max(0, found.start() - _LONGEST // 2)
            yield Stale(name, number, "year", said[start : start + _LONGEST].strip())
