"""YAML 1.2 as an editor writes it: read with the line of every entry, written for an editor to go on with."""

import sys
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.tokens import AliasToken

from kyyeu.errors import ContentError, Problems, Term

_TERMS = {
    "found unexpected end of stream": "yaml-quote",
    "expected ',' or": "yaml-bracket",
    "found character '\\t'": "yaml-tab",
    "found character": "yaml-start",
    "expected the node content": "yaml-start",
    "could not find expected ':'": "yaml-no-colon",
    "found unknown escape character": "yaml-backslash",
    "expected <block end>": "yaml-block",
}
"""How the library's commoner complaints begin, and the terms for them; the first that fits."""

_RARE_LINE_ENDS = frozenset("\x85\u2028\u2029")


def render_yaml(entries: Mapping[str, object]) -> str:
    """The entries, one value a line however long it is.

    They may hold mappings, lists, text, numbers, days, true and false; `parse_yaml` gives the same again.
    """
    yaml, written = YAML(typ="rt", pure=True), StringIO()
    yaml.Representer = _Representer
    yaml.width = sys.maxsize
    yaml.indent(sequence=4, offset=2)
    yaml.dump(entries, written)
    return written.getvalue()


def parse_yaml(text: str, path: Path, first_line: int) -> CommentedMap:
    """The mapping that the text holds, with the places of its entries; `first_line` is the text's in `path`.

    Raises Problems with one ContentError: not YAML, not a mapping, a key given twice, or an alias, since
    aliases can make a few lines grow without bound.
    """
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
        raise Problems([ContentError("yaml-syntax", path, first_line, problem=_term(error))]) from None
    if not isinstance(tree, CommentedMap):
        raise Problems([ContentError("yaml-not-mapping", path, first_line)])
    return tree


def find_steps(loc: tuple[int | str, ...], tree: Any) -> Iterator[tuple[int | str, int]]:
    """Each key or index of `loc` that stands in the tree, with its line (from 0)."""
    for step in loc:
        if isinstance(tree, CommentedMap) and step in tree:
            yield step, tree.lc.key(step)[0]
        elif isinstance(tree, CommentedSeq) and isinstance(step, int) and step < len(tree):
            yield step, tree.lc.item(step)[0]
        else:
            continue  # the name of a union's branch, or a key that is missing
        tree = tree[step]


def plain(node: Any) -> Any:
    """The tree as plain dictionaries, lists and text, without the places."""
    if isinstance(node, CommentedMap):
        return {key: plain(value) for key, value in node.items()}
    if isinstance(node, CommentedSeq):
        return [plain(value) for value in node]
    if isinstance(node, str):
        return str(node)
    return node


class _Representer(RoundTripRepresenter):
    """Writes the rarer line ends as escapes: unescaped, they are read as blanks."""

    def represent_str(self, text: str) -> Any:
        """A scalar of YAML."""
        style = '"' if _RARE_LINE_ENDS.intersection(text) else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Representer.add_representer(str, _Representer.represent_str)


class _Constructor(RoundTripConstructor):
    """Leaves a date that the calendar does not have as text, so that its key and line can be told."""

    def construct_yaml_timestamp(self, node: Any, values: Any = None) -> Any:
        """A date, or the text of one that can't be."""
        try:
            return super().construct_yaml_timestamp(node, values)
        except ValueError:
            return node.value


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", _Constructor.construct_yaml_timestamp)


def _explain_syntax(error: MarkedYAMLError, text: str, path: Path, first_line: int) -> ContentError:
    unclosed = error.context and "quoted" in error.context  # it began at the context's mark
    mark = error.context_mark if unclosed else error.problem_mark or error.context_mark
    line = first_line + mark.line if mark else first_line
    if error.problem and "mapping values are not allowed" in error.problem:
        return ContentError("yaml-colon", path, line, written=_line_of(text, error))
    return ContentError("yaml-syntax", path, line, problem=_term(error))


def _line_of(text: str, error: MarkedYAMLError) -> str:
    lines, mark = text.split("\n"), error.problem_mark
    return lines[min(mark.line, len(lines) - 1)].strip() if mark else ""


def _term(error: Exception) -> Term:
    """What is wrong, by what the library's English begins with."""
    problem = getattr(error, "problem", None) or ""
    return Term(next((term for start, term in _TERMS.items() if problem.startswith(start)), "yaml-other"))
