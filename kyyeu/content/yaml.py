"""YAML 1.2 as an editor writes it: read with the line of every entry, written for an editor to go on with."""

import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from yaml.reader import Reader

from kyyeu.content.entries import Entry, Script, Tree, read_integer
from kyyeu.content.plain_text import find_piled
from kyyeu.errors import ContentError, Problems, Term

LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
"""libyaml, or its slower twin in Python where PyYAML was built without it; both read the same."""

_MOST_DEEP = 30  # mappings and lists within one another; no form has more than five
_UNREADABLE = re.compile(f"{Reader.NON_PRINTABLE.pattern}|\ufeff")  # a byte-order mark hides in a key
_RARE_LINE_ENDS = frozenset("\x85\u2028\u2029")

_TERMS = {
    "found unexpected end of stream": "yaml-quote",
    "expected ',' or": "yaml-bracket",
    "found character": "yaml-start",
    "expected the node content": "yaml-start",
    "expected node content": "yaml-start",
    "expected alphabetic": "yaml-start",
    "expected whitespace or line break": "yaml-start",
    "expected URI": "yaml-start",
    "could not find expected ':'": "yaml-no-colon",
    "found unknown escape character": "yaml-backslash",
    "expected <block end>": "yaml-block",
    "expected key": "yaml-block",
    "expected '-' indicator": "yaml-block",
    "block sequence entries are not": "yaml-start",
    "sequence entries are not": "yaml-start",
    "mapping keys are not": "yaml-start",
    "expected comment or line break": "yaml-start",
    "expected a comment or a line break": "yaml-start",
    "expected chomping": "yaml-start",
    "found invalid Unicode": "yaml-backslash",
    "expected hexdecimal number": "yaml-backslash",
    "expected escape sequence": "yaml-backslash",
}
"""How the commoner complaints of libyaml, and of its twin in Python, begin, and the terms for them."""

_NO_BLANK = re.compile(r" *[a-z_]+:[^\s:/][^\n]*$", re.MULTILINE)
_ROW = re.compile(r"\s*-[^\s-]")
_UNPARTED = re.compile(r"^ *[a-z_]+(?::[^ \n]|\uff1a)[^\n]*", re.MULTILINE)
_REMARK = re.compile(r"[ \t]+#\S[^\n]*|[ \t]#[^\n]*")
_LIST_LIKE = re.compile(r"[\w-]+: +[\[{]")
_KEY = re.compile(r" *[a-z_]+:(?: |$)", re.MULTILINE)

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBERS: dict[re.Pattern[str], Callable[[str], object]] = {
    re.compile(r"[-+]?[0-9]+"): read_integer,
    re.compile(r"0o[0-7]+"): lambda text: read_integer(text, 8),
    re.compile(r"0x[0-9a-fA-F]+"): lambda text: read_integer(text, 16),
    re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"): float,
    re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"): lambda text: float(text.replace(".", "")),
}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def resolve_scalar(text: str) -> Any:
    """What a value without quotation marks is in YAML 1.2's core schema; and a day is a day.

    >>> [resolve_scalar(text) for text in ("no", "22:30", "012", "0o14", "1e2", "~")]
    ['no', '22:30', 12, 12, 100.0, None]
    >>> resolve_scalar("2026-10-18"), resolve_scalar("2026-02-30")
    (datetime.date(2026, 10, 18), '2026-02-30')
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    if _DAY.fullmatch(text):
        return _day_or_text(text)
    return next((make(text) for pattern, make in _NUMBERS.items() if pattern.fullmatch(text)), text)


def _day_or_text(text: str) -> date | str:
    """The day; its text where the calendar lacks it, so that its key and line can be told."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def parse_yaml(text: str, path: Path, first_line: int) -> Tree:
    """The entries of the mapping that the text holds; `first_line` is the text's in the file `path`.

    Raises Problems with one ContentError where it is no YAML, or no mapping. Aliases are refused, since they
    can make a few lines grow without bound; and tags, since a form has its own.
    """
    script = Script(text, path, first_line)
    try:
        if bad := _UNREADABLE.search(text):
            raise script.mistake("control-character", bad.start(), char=f"U+{ord(bad[0]):04X}")
        return _read(script, yaml.parse(text, LOADER))
    except yaml.MarkedYAMLError as error:
        raise Problems([_explain(error, script)]) from None
    except ContentError as error:
        raise Problems([error]) from None
    except OverflowError:  # libyaml's twin works out what no letter can be
        raise Problems([_syntax_mistake(script, text.find("\\U"), "yaml-backslash")]) from None


def _read(script: Script, events: Iterator[yaml.Event]) -> Tree:
    """The tree of the one document. Raises ContentError where there is none, or another one."""
    root = Entry(None)
    for number, event in enumerate(_up_to(yaml.StreamEndEvent, events)):
        if number:
            raise _syntax_mistake(script, _place(event))
        root = _entry(script, event, events)
    if isinstance(root.value, str) and (unparted := _UNPARTED.search(script.text)):
        raise script.mistake("yaml-no-blank", unparted.start(), written=unparted[0].strip())
    return script.tree(root)


def _entry(script: Script, event: yaml.Event, events: Iterator[yaml.Event], depth: int = 0) -> Entry:
    """The entry that begins with the event; those it is made of are taken from the events."""
    place = _place(event)
    if depth > _MOST_DEEP:
        raise _syntax_mistake(script, place)
    _note_sign(script, event)
    match event:
        case yaml.MappingStartEvent():
            return script.mapping(place, _pairs(script, events, depth + 1))
        case yaml.SequenceStartEvent():
            items = _up_to(yaml.SequenceEndEvent, events)
            return script.list(place, (_entry(script, item, events, depth + 1) for item in items))
        case yaml.ScalarEvent(value=text, implicit=(True, _), tag=None):
            _note_remark(script, event)
            return script.scalar(place, resolve_scalar(text), text)
        case yaml.ScalarEvent(value=text):
            return script.scalar(place, _compose(script, text, place))
        case _:
            return script.scalar(place, None)


def _compose(script: Script, text: str, place: int) -> str:
    """A value in quotation marks, of which escapes may have put letters together, as a text is read."""
    text = unicodedata.normalize("NFC", text)
    script.mistakes += [script.mistake("marks-piled", place, **facts) for _, facts in find_piled(text)]
    return text


def _pairs(script: Script, events: Iterator[yaml.Event], depth: int) -> Iterator[tuple[str, int, Entry]]:
    """The keys of a mapping, their places and their entries."""
    for event in _up_to(yaml.MappingEndEvent, events):
        if not isinstance(event, yaml.ScalarEvent):
            raise _syntax_mistake(script, _place(event), "yaml-start")
        _note_sign(script, event)
        yield event.value, _place(event), _entry(script, next(events), events, depth)


def _note_sign(script: Script, event: yaml.Event) -> None:
    """An alias is a mistake, and so are an anchor and a tag: most often a sentence begins with their sign."""
    match event:
        case yaml.AliasEvent():
            script.mistakes.append(script.mistake("yaml-alias", _place(event)))
        case yaml.ScalarEvent(anchor=None, tag=None) | yaml.CollectionStartEvent(anchor=None, tag=None):
            pass
        case _:
            script.mistakes.append(_syntax_mistake(script, _place(event), "yaml-start"))


def _note_remark(script: Script, event: yaml.ScalarEvent) -> None:
    """A # right after a value, or before a letter, may be the value's.

    A remark has two blanks before its sign and one behind it, as yamllint wants it.
    """
    end = event.end_mark.index if event.end_mark else 0
    remark = _REMARK.match(script.text, end)
    if remark and isinstance(resolve_scalar(event.value), str | None):
        script.cut.append((script.line(end), event.value, remark[0].strip()))


def _place(event: yaml.Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def _syntax_mistake(script: Script, place: int, term: str = "yaml-other") -> ContentError:
    return script.mistake("yaml-syntax", place, problem=Term(term))


def _up_to(end: type[yaml.Event], events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
    """The nodes' events before the `end`; whoever asks for the next one has taken all that it is made of."""
    for event in events:
        if isinstance(event, end):
            return
        if isinstance(event, yaml.NodeEvent):
            yield event


def _explain(error: yaml.MarkedYAMLError, script: Script) -> ContentError:
    """The library's complaint as one of ours; what was not closed is told where it began."""
    problem = (error.problem or "").removeprefix("did not find ")
    mark = error.problem_mark or error.context_mark
    place = mark.index if mark else 0
    if "mapping values are not allowed" in problem:
        return _explain_colon(script, place)
    if "alias" in (error.context or ""):
        return script.mistake("yaml-alias", place)
    term = next((term for start, term in _TERMS.items() if problem.startswith(start)), "yaml-other")
    if term == "yaml-no-colon" and _ROW.match(script.text, script.text.rfind("\n", 0, place) + 1):
        term = "yaml-dash"
    if term == "yaml-block" and _LIST_LIKE.match(script.written(place)):
        term = "yaml-start"
    if term == "yaml-quote" and error.context_mark:
        place = error.context_mark.index
    if term == "yaml-start" and script.text[place : place + 1] == "\t":
        term = "yaml-tab"
    if term == "yaml-no-colon" and _NO_BLANK.fullmatch(line := script.written(place)):
        return script.mistake("yaml-no-blank", place, written=line)
    return _syntax_mistake(script, place, term)


def _explain_colon(script: Script, place: int) -> ContentError:
    """A colon where none may be: a key before it lacks its blank, its line is indented, or a value has it."""
    begin = script.text.rfind("\n", 0, place) + 1
    before = script.text[: max(begin - 1, 0)]
    last = before.rfind("\n") + 1
    if _NO_BLANK.match(before, last):
        return script.mistake("yaml-no-blank", last, written=script.written(last))
    indents = [len(line) - len(line.lstrip(" ")) for line in (before[last:], script.text[begin:])]
    if _KEY.match(script.text, begin) and _KEY.match(before, last) and indents[1] > indents[0]:
        return script.mistake("yaml-indented", place, written=script.written(place))
    return script.mistake("yaml-colon", place, written=script.written(place))


def render_yaml(entries: Mapping[str, object]) -> str:
    """The entries, one value a line however long it is.

    They may hold mappings, lists, text, numbers, days, true and false; `parse_yaml` gives the same again.
    """
    return yaml.dump(entries, Dumper=_Dumper, width=sys.maxsize, allow_unicode=True, sort_keys=False)


class _Dumper(yaml.SafeDumper):
    """Writes what `parse_yaml` reads."""

    def ignore_aliases(self, data: object) -> bool:
        """True: what is there twice is written twice."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent the items of a list too."""
        super().increase_indent(flow, False)

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> str:
        """The tag that a reader gives the value: text which looks like a number gets its quotation marks."""
        if kind is yaml.ScalarNode:
            return _TAGS[type(resolve_scalar(value)) if implicit[0] else str]
        return _TAGS[list if kind is yaml.SequenceNode else dict]

    def represent_str(self, data: str) -> yaml.ScalarNode:
        """A scalar; the rarer line ends are written as escapes: unescaped, they are read as blanks."""
        style = '"' if _RARE_LINE_ENDS.intersection(data) else None
        return self.represent_scalar(_TAGS[str], data, style)


_Dumper.add_representer(str, _Dumper.represent_str)
_NAMES = {list: "seq", dict: "map", str: "str", int: "int", float: "float", bool: "bool", date: "timestamp"}
_TAGS = {kind: f"tag:yaml.org,2002:{name}" for kind, name in {**_NAMES, type(None): "null"}.items()}
