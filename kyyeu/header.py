"""YAML that an editor wrote, as a validated form; every mistake with its line and what was meant.

And the other way: values as YAML for an editor to go on with.
"""

import difflib
import sys
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.tokens import AliasToken

from kyyeu.errors import ContentError, KyyeuError, Problems, Term

F = TypeVar("F", bound=BaseModel)

_FENCE = "---"

_RARE_LINE_ENDS = frozenset("\x85\u2028\u2029")
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


def split_front_matter(text: str, path: Path) -> tuple[str, str, int]:
    """The YAML between the first two ``---`` lines, the body, and the body's first line (from 1)."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        raise ContentError("no-front-matter", path, 1)
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == _FENCE:
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
    raise ContentError("front-matter-open", path, 1)


def render_front_matter(entries: Mapping[str, object]) -> str:
    """The entries as YAML between two ``---`` lines, one value a line however long it is.

    What `parse_form` makes of it are the same entries: mappings, lists, text, numbers, days, true and false.
    """
    yaml, written = YAML(typ="rt", pure=True), StringIO()
    yaml.Representer = _Representer
    yaml.width = sys.maxsize
    yaml.indent(sequence=4, offset=2)
    yaml.dump(entries, written)
    return f"{_FENCE}\n{written.getvalue()}{_FENCE}\n"


class _Representer(RoundTripRepresenter):
    """Writes the rarer line ends as escapes: unescaped, they are read as blanks."""

    def represent_str(self, text: str) -> Any:
        """A scalar of YAML."""
        style = '"' if _RARE_LINE_ENDS.intersection(text) else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Representer.add_representer(str, _Representer.represent_str)


def parse_form(text: str, form: type[F], path: Path, first_line: int = 1) -> F:
    """`text` as a `form`; `first_line` is where in the file `path` it begins.

    Raises Problems with one ContentError a mistake.
    """
    return _validate(_parse_yaml(text, path, first_line), form, path, first_line)


def make_form(entries: Mapping[str, object], form: type[F], path: Path) -> F:
    """The entries that `render_front_matter` writes to the file `path` as a `form`, without the reading.

    Raises Problems with one ContentError a mistake.
    """
    return _validate(entries, form, path, 1)


def _validate(tree: Mapping[str, object], form: type[F], path: Path, first_line: int) -> F:
    try:
        return form.model_validate(_plain(tree), by_alias=True)
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


class _Constructor(RoundTripConstructor):
    """Leaves a date that the calendar does not have as text, so that its key and line can be told."""

    def construct_yaml_timestamp(self, node: Any, values: Any = None) -> Any:
        """A date, or the text of one that can't be."""
        try:
            return super().construct_yaml_timestamp(node, values)
        except ValueError:
            return node.value


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", _Constructor.construct_yaml_timestamp)


def _parse_yaml(text: str, path: Path, first_line: int) -> CommentedMap:
    """The YAML 1.2 mapping with its positions, refusing aliases (they can grow without bound)."""
    yaml = YAML(typ="rt", pure=True)
    yaml.Constructor = _Constructor
    try:
        for token in yaml.scan(text) if "*" in text else ():
            if isinstance(token, AliasToken):
                line = first_line + token.start_mark.line
                raise Problems([ContentError("yaml-alias", path, line)])
        tree = yaml.load(text)
    except DuplicateKeyError as error:
        line = first_line + error.problem_mark.line if error.problem_mark else first_line
        raise Problems([ContentError("yaml-twice", path, line, written=_line_of(text, error))]) from None
    except MarkedYAMLError as error:
        raise Problems([_explain_syntax(error, text, path, first_line)]) from None
    except (YAMLError, RecursionError, ValueError) as error:
        raise Problems([ContentError("yaml-syntax", path, first_line, problem=_brief(error))]) from None
    if not isinstance(tree, CommentedMap):
        raise Problems([ContentError("yaml-not-mapping", path, first_line)])
    return tree


def _explain_syntax(error: MarkedYAMLError, text: str, path: Path, first_line: int) -> ContentError:
    unclosed = error.context and "quoted" in error.context  # it began at the context's mark
    mark = error.context_mark if unclosed else error.problem_mark or error.context_mark
    line = first_line + mark.line if mark else first_line
    if error.problem and "mapping values are not allowed" in error.problem:
        return ContentError("yaml-colon", path, line, written=_line_of(text, error))
    return ContentError("yaml-syntax", path, line, problem=_brief(error))


def _line_of(text: str, error: MarkedYAMLError) -> str:
    lines, mark = text.split("\n"), error.problem_mark
    return lines[min(mark.line, len(lines) - 1)].strip() if mark else ""


def _brief(error: Exception) -> str:
    return getattr(error, "problem", None) or type(error).__name__


def _plain(node: Any) -> Any:
    """The tree without its positions, as pydantic wants it."""
    if isinstance(node, CommentedMap):
        return {key: _plain(value) for key, value in node.items()}
    if isinstance(node, CommentedSeq):
        return [_plain(value) for value in node]
    if isinstance(node, str):
        return str(node)
    return node


def _explain(
    detail: ErrorDetails, tree: Mapping[str, object], form: type[BaseModel], path: Path, first: int
) -> ContentError:
    """One of pydantic's findings as one of ours."""
    steps = list(_steps(detail["loc"], tree))
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


def _steps(loc: tuple[int | str, ...], tree: Any) -> Iterator[tuple[int | str, int]]:
    """Each key or index of `loc` that stands in the tree, with its line (from 0)."""
    for step in loc:
        if isinstance(tree, CommentedMap) and step in tree:
            yield step, tree.lc.key(step)[0]
        elif isinstance(tree, CommentedSeq) and isinstance(step, int) and step < len(tree):
            yield step, tree.lc.item(step)[0]
        else:
            continue  # the name of a union's branch, or a key that is missing
        tree = tree[step]


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
