"""A theme's manifest, ``theme.toml``: what it extends, and each colour, measure and face in one place.

A value has a name, by which style sheets and drawings ask for it as a custom property: ``accent`` of the
table ``[colours]`` is ``var(--colour-accent)``.
"""

import difflib
import json
import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import tinycss2
from tinycss2.ast import Node
from tinycss2.color4 import parse_color

from kyyeu.errors import KyyeuError, Problems, TemplateError, Term
from kyyeu.model import can_be_laid_out
from kyyeu.rendering.css import MOST_DIGITS, find_endless
from kyyeu.rendering.tints import names_in_mix

MANIFEST = "theme.toml"

_NAME = re.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*")
_TRIM = (60, 420)  # millimetres; an editor's limits too
_WIDEST = _TRIM[1] * 72 / 25.4  # in points
_MOST = 10_000  # of any unit: the layout engine breaks off at numbers beyond all measure
_ABSOLUTE = {"pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pc": 12.0, "px": 0.75, "q": 18 / 25.4}
_UNITS = frozenset(["%", "", *"em rem ex ch lh rlh vw vh vmin vmax pvw pvh".split(), *_ABSOLUTE])
_ANY = "*"

Key = tuple[str, ...]
"""Where a value stands: its key, after its table's."""


_MOST_ROWS = 500  # since each is read with those before it; the shipped manifest has a fifth of it
_MOST_CHARACTERS = 50_000
_MOST_NESTING = 100  # brackets of the whole manifest, and names in a key: tomllib goes down into each
_NESTING = re.compile(
    rf"^(?![ \t]*\#)(?:[^.\n]*\.){{{_MOST_NESTING + 1}}}|\A(?:[^\[{{]*[\[{{]){{{_MOST_NESTING + 1}}}",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a theme says of itself, without what it takes from the theme it extends."""

    path: Path
    """The file, whether or not there is one."""
    extends: str = ""
    """A name or a relative path; empty where the theme stands alone."""
    pair: str = ""
    """The pair of faces that stands behind its own files; empty where it names none."""
    trim: tuple[float, float] | None = None
    """The trim size in millimetres that a booklet has whose editor names none."""
    values: Mapping[Key, str] = field(default_factory=dict)
    """Every colour, measure and face, as it is written."""
    lines: Mapping[Key, int] = field(default_factory=dict)
    """The line (from 1) that each entry begins on."""
    mistakes: tuple[KyyeuError, ...] = ()
    """What is wrong with entries; they are in none of the above but the lines."""


def parse_manifest(text: str, path: Path) -> Manifest:
    """The manifest that is the file `path`. Raises Problems where it is not TOML."""
    entries, lines = _parse_toml(text, path)
    wrong = dict(_find_mistakes(dict(_leaves(entries)), lines, path))
    leaves = {entry: value for entry, value in _leaves(entries) if entry not in wrong}
    trim = leaves.get(("trim",))
    return Manifest(
        path=path,
        extends=str(leaves.get(("extends",), "")),
        pair=str(leaves.get(("pair",), "")),
        trim=(float(trim[0]), float(trim[1])) if isinstance(trim, list) else None,
        values={entry: str(value) for entry, value in leaves.items() if len(entry) > 1},
        lines=lines,
        mistakes=tuple(wrong.values()),
    )


def write_properties(values: Mapping[Key, str]) -> dict[str, str]:
    """The values by their custom properties; the name of a face is a string in CSS."""
    return {
        f"--{_PREFIXES[table]}-{name}": f'"{value}"' if _find_rule((table, name)) is _FAMILY else value
        for (table, name), value in values.items()
    }


@lru_cache
def parse_measure(value: str, whole: float = 0) -> float:
    """A measure that is a single one: in points, as a part of the `whole` where it is relative to one.

    A bare number, and one whose unit is relative to nothing here, is taken as a multiple of the whole.
    """
    number, unit = _number_and_unit(tinycss2.parse_one_component_value(value))
    return number * (_ABSOLUTE[unit] if unit in _ABSOLUTE else whole / 100 if unit == "%" else whole)


def find_nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like `name`, else all of them."""
    close = difflib.get_close_matches(name, names := [*known], n=1, cutoff=0.5)
    return close[0] if close else ", ".join(names)


def _parse_toml(text: str, path: Path) -> tuple[dict[str, object], dict[Key, int]]:
    """The entries, and where each begins: on the line after those that make sense without it."""
    entries, lines, whole = dict[str, object](), dict[Key, int](), 0
    rows = text.split("\n")
    if len(rows) > _MOST_ROWS or len(text) > _MOST_CHARACTERS:
        raise Problems([TemplateError("unreadable", path, problem=Term("too-large"))])
    if line := find_endless(text):
        raise Problems([TemplateError("style-endless", path, line, most=MOST_DIGITS)])
    if match := _NESTING.search(text):
        line = text.count("\n", 0, match.end()) + 1
        raise Problems([TemplateError("unreadable", path, line, problem=Term("too-deep"))])
    for number in range(1, len(rows) + 1):
        try:
            entries = tomllib.loads("\n".join(rows[:number]))
        except tomllib.TOMLDecodeError:
            continue  # a value over several lines, or a mistake
        for entry, _ in _leaves(entries):
            lines.setdefault(entry, whole + 1)
        whole = number
    if whole < len(rows):
        raise Problems([TemplateError("toml-syntax", path, whole + 1, written=rows[whole].strip())])
    return entries, lines


def _leaves(entries: Mapping[str, object]) -> Iterator[tuple[Key, object]]:
    """Every entry with its value; a table that has none is itself one."""
    for key, value in entries.items():
        if isinstance(value, dict) and value:
            yield from (((key, name), inner) for name, inner in value.items())
        else:
            yield (key,), value


def _find_mistakes(
    leaves: Mapping[Key, object], lines: Mapping[Key, int], path: Path
) -> Iterator[tuple[Key, KyyeuError]]:
    """The entries that are wrong, each with what is wrong with it."""
    for entry, value in leaves.items():
        rule = _TABLE if len(entry) == 1 and entry[0] in _PREFIXES else _find_rule(entry)
        if rule is None and value != {}:
            wanted, known = _known_beside(entry)
            facts = {"key": wanted, "nearest": find_nearest(wanted, known)}
            yield entry, TemplateError("unknown-key", path, lines[entry], **facts)
        elif rule and not (_NAME.fullmatch(entry[-1]) and rule.holds(value)):
            key = ".".join(entry)
            found = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
            facts = {"key": key, "found": found, "expected": Term(rule.expected)}
            yield entry, TemplateError("wrong-form", path, lines[entry], **facts)


def _known_beside(entry: Key) -> tuple[str, list[str]]:
    """The key that nobody knows, or the table, and those that might have stood in its place."""
    beside = [rule[-1] for rule in _RULES if len(rule) == 2 and rule[:-1] == entry[:-1]]
    return (entry[-1], beside) if beside else (entry[0], [*dict.fromkeys(rule[0] for rule in _RULES)])


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value.isprintable() and bool(value.strip())


def _is_trim(value: object) -> bool:
    low, high = _TRIM
    sides = value if isinstance(value, list) else []
    good = len(sides) == 2 and all(type(side) in (int, float) and low <= side <= high for side in sides)
    return good and can_be_laid_out(*sides)


def _is_colour(value: object) -> bool:
    return isinstance(value, str) and (parse_color(value) is not None or bool(names_in_mix(value)))


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(_NAME.fullmatch(value))


def _is_measure(value: object) -> bool:
    """Whether it is one or more lengths, percentages or numbers of CSS."""
    tokens = tinycss2.parse_component_value_list(value) if isinstance(value, str) else []
    measures = [token for token in tokens if token.type != "whitespace"]
    return bool(measures) and all(_is_one_measure(token, _UNITS) for token in measures)


def _between(least: float, most: float, whole: float = 0, *units: str) -> Callable[[object], bool]:
    """Whether a value is a single measure from `least` to `most` points.

    It has one of the units, which are parts of the `whole` (points), or one that is the same everywhere.
    """
    known = {*units, *_ABSOLUTE}

    def holds(value: object) -> bool:
        token = tinycss2.parse_one_component_value(value) if isinstance(value, str) else None
        measured = token is not None and _is_one_measure(token, known)
        return measured and least <= parse_measure(str(value), whole) <= most

    return holds


def _is_one_measure(token: Node, units: Collection[str]) -> bool:
    number, unit = _number_and_unit(token)
    return unit in units and abs(number) <= _MOST


def _number_and_unit(token: Node) -> tuple[float, str]:
    """A number with its unit in small letters; what is none has a unit that nobody knows."""
    match token.type:
        case "dimension":
            return token.value, token.lower_unit
        case "percentage":
            return token.value, "%"
        case "number":
            return token.value, ""
    return 0, "?"


def _is_leading(value: object) -> bool:
    token = tinycss2.parse_one_component_value(value) if isinstance(value, str) else None
    return token is not None and token.type == "number" and 1 <= token.value <= 3


def _is_family(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and not set(value) & set('"\\\n')


def _is_style(value: object) -> bool:
    return value in ("normal", "italic")


def _is_weight(value: object) -> bool:
    return type(value) is int and 1 <= value <= 1000  # and not true


@dataclass(frozen=True, slots=True)
class _Rule:
    """What a value must be."""

    expected: str
    """The term of messages.toml for it."""
    holds: Callable[[object], bool]
    """Whether a value is one."""


_TABLE = _Rule("toml-table", lambda value: value == {})
_FAMILY = _Rule("face-name", _is_family)
_RULES = {
    ("extends",): _Rule("text", _is_text),
    ("pair",): _Rule("text", _is_text),
    ("trim",): _Rule("trim-size", _is_trim),
    ("colours", _ANY): _Rule("css-colour", _is_colour),
    ("grounds", _ANY): _Rule("colour-name", _is_name),
    ("measures", "inner"): _Rule("part-of-width", _between(0, 0.4 * _WIDEST, _WIDEST, "%")),
    ("measures", "outer"): _Rule("part-of-width", _between(0, 0.4 * _WIDEST, _WIDEST, "%")),
    ("measures", "top"): _Rule("part-of-height", _between(0, 0.4 * _WIDEST, _WIDEST, "%")),
    ("measures", "bottom"): _Rule("part-of-height", _between(0, 0.4 * _WIDEST, _WIDEST, "%")),
    ("measures", "cover-safe"): _Rule("part-of-height", _between(0, 0.4 * _WIDEST, _WIDEST, "%")),
    ("measures", "leading"): _Rule("leading", _is_leading),
    ("measures", "type"): _Rule("type-size", _between(1, 100)),
    ("measures", "type-growth"): _Rule("type-growth", _between(0, 1)),
    ("measures", _ANY): _Rule("css-length", _is_measure),
    ("faces", _ANY): _FAMILY,
    ("head", "face"): _FAMILY,
    ("head", "style"): _Rule("face-style", _is_style),
    ("head", "weight"): _Rule("face-weight", _is_weight),
    ("head", "size"): _Rule("part-of-type", _between(1, 100, 10, "rem")),
}
REQUIRED = tuple(entry for entry in _RULES if len(entry) == 2 and entry[1] != _ANY)
"""What a theme that stands alone must say."""

_PREFIXES = {"colours": "colour", "grounds": "ground", "measures": "measure", "faces": "face", "head": "head"}


def _find_rule(entry: Key) -> _Rule | None:
    return _RULES.get(entry) or _RULES.get((entry[0], _ANY) if len(entry) == 2 else ())
