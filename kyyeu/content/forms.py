"""Entries that an editor wrote, as a validated form; every mistake with its line and what was meant."""

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kyyeu.content.entries import Entry, Tree
from kyyeu.content.yaml import parse_yaml
from kyyeu.errors import ContentError, Mistakes, Term
from kyyeu.schema import COLOUR, DIGEST, FILE_NAME, PRINTABLE, SLUG

F = TypeVar("F", bound=BaseModel)

_LONGEST = 60  # characters of a value that a message quotes

# pydantic's error type -> our code and the term that says what was expected
_MISTAKES = {
    "string_type": ("wrong-type", "text"),
    "string_pattern_mismatch": ("wrong-form", ""),
    "string_too_short": ("wrong-type", "text"),
    "string_too_long": ("wrong-form", "shorter"),
    "line_unseen": ("wrong-type", "text"),
    "int_type": ("wrong-type", "number"),
    "float_type": ("wrong-type", "number"),
    "bool_type": ("wrong-form", "yes-no"),
    "list_type": ("wrong-form", "list"),
    "date_type": ("bad-date", ""),
    "date_parsing": ("bad-date", ""),
    "model_type": ("wrong-form", "mapping"),
    "too_short": ("wrong-length", ""),
    "too_long": ("wrong-length", ""),
    "greater_than_equal": ("out-of-range", ""),
    "less_than_equal": ("out-of-range", ""),
    "literal_error": ("wrong-choice", ""),
    "known_date": ("bad-known-date", ""),
    "trim_name": ("wrong-form", "trim-name"),
    "trim_height": ("wrong-form", "trim-size"),
    "isbn_form": ("bad-isbn", ""),
    "isbn_digit": ("isbn-digit", ""),
    "isbn_ten": ("isbn-of-ten", ""),
}

_DAYS = frozenset(["date_type", "date_parsing", "known_date"])

_PATTERNS = {
    PRINTABLE: "one-line",
    SLUG: "slug",
    FILE_NAME: "file-name",
    DIGEST: "digest",
    COLOUR: "hex-colour",
}


@dataclass(frozen=True, slots=True)
class FilledForm(Generic[F]):
    """A form as an editor filled it in, with the place of every entry."""

    form: F
    """What it says."""
    path: Path
    """The file it stands in."""
    entries: Entry
    """What was written, entry by entry."""

    def mistake(self, code: str, *steps: int | str, **facts: object) -> ContentError:
        """The mistake in the entry that the keys and indices lead to, or in the last there is on the way."""
        return ContentError(code, self.path, self.entries.at(*steps), **facts)


def parse_form(text: str, form: type[F], path: Path, first_line: int = 1) -> FilledForm[F]:
    """The YAML `text` as a `form`; it begins on line `first_line` (from 1) of the file `path`.

    Raises Problems with one ContentError for each mistake.
    """
    return fill_form(parse_yaml(text, path, first_line), form, path)


def make_form(entries: Mapping[str, object], form: type[F], path: Path) -> FilledForm[F]:
    """The `form` that `parse_form` would read, once the entries are written to the file `path`.

    Raises Problems with one ContentError for each mistake.
    """
    return fill_form(Tree(Entry(entries)), form, path)


def fill_form(tree: Tree, form: type[F], path: Path) -> FilledForm[F]:
    """The `form` with the entries of a text in the file `path`.

    Raises Problems with one ContentError for each mistake.
    """
    mistakes = Mistakes(tree.mistakes)
    try:
        filled = form.model_validate(tree.root.value, by_alias=True)
    except ValidationError as error:
        known = {mistake.line for mistake in tree.mistakes if mistake.line}  # what follows from one is none
        found = [_explain(detail, tree.root, form, path) for detail in _once(error.errors(), tree.root, form)]
        mistakes.note(*(mistake for mistake in found if mistake.line not in known))
    mistakes.settle()
    return FilledForm(filled, path, tree.root)


def fill_rest(tree: Tree, form: type[F], path: Path, needed: Collection[str]) -> FilledForm[F] | None:
    """The `form` without the entries of a text that are wrong; None where a `needed` key has some.

    So it is where the form itself can't be without one of them.
    """
    wrong = _find_wrong_keys(tree.root.value, form)
    required = {field.alias or name for name, field in form.model_fields.items() if field.is_required()}
    if tree.mistakes or not wrong.isdisjoint({*needed, *required}):
        return None
    sound = {key: value for key, value in tree.root.value.items() if key not in wrong}
    return FilledForm(form.model_validate(sound, by_alias=True), path, tree.root)


def _find_wrong_keys(entries: Mapping[str, object], form: type[BaseModel]) -> set[str]:
    """The keys under which something is wrong, or which are missing."""
    try:
        form.model_validate(entries, by_alias=True)
    except ValidationError as error:
        return {str(detail["loc"][0]) for detail in error.errors()}
    return set()


def _once(details: Sequence[ErrorDetails], root: Entry, form: type[BaseModel]) -> Iterator[ErrorDetails]:
    """Each mistake once: a union tells it for every branch, and a misspelt key is missing as well."""
    places = [tuple(step for step, _ in root.find(detail["loc"])) for detail in details]
    inside = {place[:depth] for place in places for depth in range(len(place))}
    told = {
        (place[:-1], _nearest(detail["loc"], form))
        for place, detail in zip(places, details, strict=True)
        if detail["type"] == "extra_forbidden"
    }
    for place, detail in zip(places, details, strict=True):
        mistake = (place, str(detail["loc"][-1]) if detail["type"] == "missing" else "")
        other_branch = detail["type"] == "string_type" and place in inside
        if mistake not in told and not other_branch:
            told.add(mistake)
            yield detail


def _explain(detail: ErrorDetails, root: Entry, form: type[BaseModel], path: Path) -> ContentError:
    """One of pydantic's findings as one of ours."""
    loc = detail["loc"]
    line = root.at(*loc)
    match detail["type"]:
        case "extra_forbidden":
            return ContentError("unknown-key", path, line, key=_show(loc[-1]), nearest=_nearest(loc, form))
        case "missing":
            return ContentError("missing-key", path, line, key=loc[-1])
    if detail["input"] is None:
        return ContentError("no-value", path, line, key=_where(loc, root))
    if detail["type"] in _DAYS:
        facts = {
            "key": _where(loc, root),
            "found": _show(detail["input"]),
            "offered": _offer_day(detail["input"]),
        }
        return ContentError(_MISTAKES[detail["type"]][0], path, line, **facts)
    code, expected = _MISTAKES.get(detail["type"], ("wrong-value", ""))
    context = detail.get("ctx", {})
    expected = _PATTERNS.get(context.get("pattern", ""), expected)
    limits = (
        context[name] for name in ("expected", "ge", "le", "min_length", "max_length") if name in context
    )
    limit = next(limits, "")  # all that may be chosen, however many they are
    limit = (limit if isinstance(limit, str) else _show(limit)).replace("'", "").replace(" or ", ", ")
    if expected == "slug" and (offered := _offer_slug(detail["input"])):
        facts = {"key": _where(loc, root), "found": _show(detail["input"]), "offered": offered}
        return ContentError("bad-slug", path, line, **facts)
    return ContentError(code, path, line, key=_where(loc, root), found=_show(_as_written(detail, root)),
                        expected=Term(expected), limit=limit)  # fmt: skip


def _as_written(detail: ErrorDetails, root: Entry) -> Any:
    """What was found; a number as it was typed: 3.10 is no 3.1 to whoever looks for it."""
    *_, entry = root, *(entry for _, entry in root.find(detail["loc"]))
    is_it = entry.written and type(detail["input"]) in (int, float) and entry.value == detail["input"]
    return entry.written if is_it else detail["input"]


def _offer_day(written: object) -> str:
    """The day that was meant, year first; else one for instance.

    >>> _offer_day("18/10/2026"), _offer_day("2026.1.5"), _offer_day("hôm qua")
    ('2026-10-18', '2026-01-05', '2026-10-18')
    """
    numbers = [int(number) for number in re.findall("[0-9]+", str(written)[:_LONGEST])]
    for year, month, day in (numbers, numbers[::-1]) if len(numbers) == 3 else ():
        with suppress(ValueError, OverflowError):
            if year > 31:
                return date(year, month, day).isoformat()
    return "2026-10-18"


def _where(loc: tuple[int | str, ...], root: Entry) -> str:
    """The keys that lead to it, as one would tell them: ``page.trim``."""
    return ".".join(step for step, _ in root.find(loc) if isinstance(step, str))


def _offer_slug(written: str) -> str:
    """The slug that was meant: the name without its ending, in the letters a slug may have.

    >>> _offer_slug("mot.md"), _offer_slug("Bài một")
    ('mot', 'bai-mot')
    """
    from kyyeu.restorer.damage.letters import bare  # which brings in all damages, and is asked after mistakes

    letters = bare(unicodedata.normalize("NFC", written).lower().removesuffix(".md"))
    return re.sub("[^a-z0-9]+", "-", letters).strip("-")


def _nearest(loc: tuple[int | str, ...], form: type[BaseModel]) -> str:
    """The known key most like the one that `loc` ends with, else all known keys there."""
    *steps, key = loc
    known = _known_keys(form, steps)
    close = difflib.get_close_matches(str(key), known, n=1, cutoff=0.5)
    return close[0] if close else ", ".join(known)


def keys_of(form: type[BaseModel]) -> frozenset[str]:
    """Every key that may stand in the form, however deep."""
    fields = form.model_fields.items()
    inner = (keys_of(part) for _, field in fields for part in _forms_in(field.annotation))
    return frozenset(field.alias or name for name, field in fields).union(*inner)


def _known_keys(form: type[BaseModel], loc: Iterable[int | str]) -> list[str]:
    """The keys of the form that `loc` leads to."""
    for step in loc:
        for name, known in form.model_fields.items():
            if step in (name, known.alias):
                form = next(_forms_in(known.annotation), form)
    return [known.alias or name for name, known in form.model_fields.items()]


def _forms_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """Every form that a field's type is made of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _forms_in(part)


def _show(value: Any) -> str:
    """What was found, short enough for a message."""
    match value:
        case None:
            return "–"
        case bool():
            return str(value).lower()
        case dict():
            return "{…}"
        case list():
            return f"[{', '.join(map(_show, value))}]"
        case float():
            return f"{value:g}"
    text = "".join(char if char.isprintable() else f"[U+{ord(char):04X}]" for char in str(value))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
