"""Entries that an editor wrote, as a validated form; every mistake with its line and what was meant."""

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kyyeu.content.yaml import find_steps, parse_yaml, plain
from kyyeu.errors import ContentError, KyyeuError, Problems, Term

F = TypeVar("F", bound=BaseModel)

_LONGEST = 60  # characters of a value that a message quotes

# pydantic's error type -> our code and the term that says what was expected
_MISTAKES = {
    "string_type": ("wrong-type", "text"),
    "string_pattern_mismatch": ("wrong-form", "plain-name"),
    "string_too_short": ("wrong-type", "text"),
    "string_too_long": ("wrong-form", "shorter"),
    "int_type": ("wrong-type", "number"),
    "float_type": ("wrong-type", "number"),
    "bool_type": ("wrong-type", "yes-no"),
    "list_type": ("wrong-type", "list"),
    "date_type": ("bad-date", ""),
    "date_parsing": ("bad-date", ""),
    "model_type": ("wrong-type", "mapping"),
    "too_short": ("wrong-length", ""),
    "too_long": ("wrong-length", ""),
    "greater_than_equal": ("out-of-range", ""),
    "less_than_equal": ("out-of-range", ""),
    "literal_error": ("wrong-choice", ""),
}


def parse_form(text: str, form: type[F], path: Path, first_line: int = 1) -> F:
    """The YAML `text` as a `form`; it begins on line `first_line` (from 1) of the file `path`.

    Raises Problems with one ContentError for each mistake.
    """
    return _validate(parse_yaml(text, path, first_line), form, path, first_line)


def make_form(entries: Mapping[str, object], form: type[F], path: Path) -> F:
    """The `form` that `parse_form` would read, once the entries are written to the file `path`.

    Raises Problems with one ContentError for each mistake.
    """
    return _validate(entries, form, path, 1)


def _validate(tree: Mapping[str, object], form: type[F], path: Path, first_line: int) -> F:
    try:
        return form.model_validate(plain(tree), by_alias=True)
    except ValidationError as error:
        found = [_explain(detail, tree, form, path, first_line) for detail in error.errors()]
        raise Problems(_once(found)) from None


def _once(found: list[ContentError]) -> list[KyyeuError]:
    """Each mistake once: a union tells it for every branch, and a misspelt key is missing as well."""
    meant = {error.facts["nearest"] for error in found if error.code == "unknown-key"}
    return [
        error
        for place, error in enumerate(found)
        if (error.code != "missing-key" or error.facts["key"] not in meant)
        and (error.code, error.line) not in [(other.code, other.line) for other in found[:place]]
    ]


def _explain(
    detail: ErrorDetails, tree: Mapping[str, object], form: type[BaseModel], path: Path, first: int
) -> ContentError:
    """One of pydantic's findings as one of ours."""
    steps = list(find_steps(detail["loc"], tree))
    line = first + (steps[-1][1] if steps else 0)
    where = ".".join(step for step, _ in steps if isinstance(step, str))
    key = str(detail["loc"][-1])
    found = detail["input"]
    match detail["type"]:
        case "extra_forbidden":
            return ContentError(
                "unknown-key", path, line, key=key, nearest=_nearest(key, detail["loc"], form)
            )
        case "missing":
            return ContentError("missing-key", path, line, key=key)
    code, expected = _MISTAKES.get(detail["type"], ("wrong-value", ""))
    context = detail.get("ctx", {})
    limits = (
        context[name] for name in ("expected", "ge", "le", "min_length", "max_length") if name in context
    )
    limit = _show(next(limits, "")).replace("'", "").replace(" or ", ", ")
    return ContentError(code, path, line, key=where, found=_show(found), expected=Term(expected), limit=limit)


def _nearest(key: str, loc: tuple[int | str, ...], form: type[BaseModel]) -> str:
    """The known key most like `key` where `loc` stands, else all known keys."""
    known = _known_keys(form, loc[:-1])
    close = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    return close[0] if close else ", ".join(known)


def _known_keys(form: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
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
        case dict():
            return "{…}"
        case list():
            return f"[{', '.join(map(_show, value))}]"
        case float():
            return f"{value:g}"
    text = "".join(char if char.isprintable() else f"[U+{ord(char):04X}]" for char in str(value))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
