"""No pattern of the package takes longer for a text than the text is long, or one line would take for ever.

Each is pumped: told as often as fits what it repeats, behind what it wants before that, and with an end that
it does not want. It is asked by the methods that the package uses of it.
"""

import ast
import importlib
import pkgutil
import re
import signal
import sys
import time
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import islice, product
from pathlib import Path
from re import _compiler, _parser  # type: ignore[attr-defined]
from re import _constants as sre  # type: ignore[attr-defined]
from typing import Any

import pytest

import kyyeu

Pattern = re.Pattern[str] | re.Pattern[bytes]

LONG = 8_000
"""Characters: what grows with their square takes hundred times as long as what grows with them."""
MOST_SECONDS = 0.04
"""Of a processor's time."""
END = "☃"
FEW, MANY = 4, 60
"""Texts of each shape."""
METHODS = {"match": "match", "fullmatch": "fullmatch", "search": "search", "findall": "finditer",
           "finditer": "finditer", "sub": "finditer", "subn": "finditer", "split": "finditer"}  # fmt: skip
_DEEPEST = 5
REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
COMMON = "a 1\n"


def find_uses(source: str, module: str) -> Iterator[tuple[tuple[str, str], str]]:
    """The methods that a module calls of names, by the module and the name that these are of.

    What has no name of the module's, ``for pattern in …``, is of the name "".
    """
    nodes = [*ast.walk(ast.parse(source))]
    imported = {
        each.asname or each.name: (node.module, each.name)
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module
        for each in node.names
    }
    own = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    own = {name for name in own if name.strip("_").isupper() or name.startswith("_")}
    for node in nodes:
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr=method) if method in METHODS and name != "re":
                named = name in own or name in imported
                yield imported.get(name, (module, name if named else "")), METHODS[method]
            case ast.Attribute(value=ast.Subscript() | ast.Attribute(), attr=method) if method in METHODS:
                yield (module, ""), METHODS[method]


def find_written(source: str) -> Iterator[tuple[Pattern, str]]:
    """The patterns that are written where they are used, ``re.sub("…", …)``, with the method."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="re"), attr=method),
                args=[ast.Constant(value=str(text)), *_],
            ) if method in METHODS:
                yield re.compile(text), METHODS[method]


def find_patterns(value: object, depth: int = 0) -> Iterator[Pattern]:
    """All patterns in a value."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth < _DEEPEST:
        for part in parts_in(value):
            yield from find_patterns(part, depth + 1)


def parts_in(value: object) -> Iterable[object]:
    """What a value is made of, as far as it is of the package."""
    match value:
        case dict():
            return (*value, *value.values())
        case tuple() | list() | set() | frozenset():
            return value
        case type():
            return [*vars(value).values()] if value.__module__.startswith("kyyeu") else ()
    if type(value).__module__.startswith("kyyeu"):
        slots = (getattr(value, name, None) for name in getattr(type(value), "__slots__", ()))
        return (*slots, *dict(getattr(value, "__dict__", {})).values())
    cells = getattr(value, "__closure__", None) or ()  # of a bound method too
    ours = str(getattr(value, "__module__", "")).startswith("kyyeu")
    return [cell.cell_contents for cell in cells] if ours else ()


@cache
def all_patterns() -> Mapping[tuple[str, Pattern], Collection[str]]:
    """Every pattern of the package with a place that has it, and the methods that it is asked by."""
    walked = pkgutil.walk_packages(kyyeu.__path__, "kyyeu.")
    names = [module.name for module in walked if not module.name.endswith("__main__")]
    uses: dict[tuple[str, str], set[str]] = {}
    found: dict[tuple[str, Pattern], set[str]] = {}
    for name in names:
        source = Path(importlib.import_module(name).__file__ or "").read_text("utf-8")
        for place, method in find_uses(source, name):
            uses.setdefault(place, set()).add(method)
        for pattern, method in find_written(source):
            found.setdefault((name, pattern), set()).add(method)
    held = [
        ((name, attribute), pattern)
        for name in names
        for attribute, value in [*vars(sys.modules[name]).items()]
        for pattern in find_patterns(value)
    ]
    known = {pattern for place, pattern in held if place in uses} | {pattern for _, pattern in found}
    for place, pattern in held:
        if place in uses or pattern not in known:
            asked = uses.get(place) or uses.get((place[0], ""), {"fullmatch", "finditer"})
            found.setdefault((".".join(place), pattern), set()).update(asked)
            known.add(pattern)
    return found


class Pump:
    """Texts that a pattern may take long for."""

    def __init__(self, pattern: Pattern):
        text = pattern.pattern
        self._tree = _parser.parse(
            text.decode("latin-1") if isinstance(text, bytes) else text, pattern.flags & ~re.UNICODE
        )
        signs = dict.fromkeys(self._signs(self._tree))
        self.alphabet = [*dict.fromkeys([*islice(signs, 10), *COMMON])]

    def _signs(self, tree: Any) -> Iterator[str]:
        """One character for each thing that the pattern names."""
        for code, value in tree:
            if code in (sre.LITERAL, sre.NOT_LITERAL):
                yield chr(value)
            elif code is sre.IN:
                named = (each for each in value if each[0] in (sre.LITERAL, sre.RANGE))
                yield from (chr(each if sign is sre.LITERAL else each[0]) for sign, each in named)
            else:
                for part in parts_of(code, value):
                    yield from self._signs(part)

    def say(self, tree: Any, wanted: str, lean: bool = False) -> str:
        """A text that may match: each thing once, or as seldom as may be; `wanted` wherever it may stand."""
        said = ""
        for code, value in tree:
            if code is sre.LITERAL:
                said += chr(value)
            elif code in (sre.ANY, sre.NOT_LITERAL, sre.IN):
                signs = (sign for sign in (wanted, *self.alphabet) if accepts((code, value), sign))
                said += next(signs, wanted)
            elif code is sre.GROUPREF:
                said += wanted
            elif code in (sre.ASSERT, sre.ASSERT_NOT) or (lean and code in REPEATS and not value[0]):
                continue
            else:
                said += next((self.say(part, wanted, lean) for part in parts_of(code, value)), "")
        return said

    def repeated(
        self, tree: Any, before: Collection[str] = ("",)
    ) -> Iterator[tuple[Collection[str], object]]:
        """What the pattern repeats without end, each with what it wants before that."""
        for code, value in tree:
            if code in REPEATS and value[1] > 50:
                yield from ((before, part) for part in branches_of(value[2]))
            for part in parts_of(code, value):
                yield from self.repeated(part, before)
            ways = dict.fromkeys(self.say([(code, value)], "a", lean) for lean in (False, True))
            before = [each + way for each in before for way in ways][:4]

    def texts(self, long: int, most: int) -> Iterator[str]:
        """They, each of about that many characters; that many of one shape."""
        pumps = dict.fromkeys(("", piece) for piece in self.alphabet)
        for before, body in self.repeated(self._tree):
            said = [*dict.fromkeys(self.say(body, wanted) for wanted in self.alphabet)][:most]
            pumps |= dict.fromkeys(product(before, said))
            pumps |= dict.fromkeys(("", start + piece) for start, piece in product(before, said[:1]))
        if most > FEW:
            pairs = map("".join, product(self.alphabet, repeat=2))
            starts, pieces = ({pump[place] for pump in pumps} for place in (0, 1))
            pumps |= dict.fromkeys(product(sorted(starts), [*sorted(pieces), *pairs][:most]))
        for start, piece in pumps:
            if piece:
                yield start + piece * (long // len(piece)) + END


def branches_of(tree: Any) -> list[object]:
    """The ways a part may be taken."""
    items = list(tree)
    if len(items) == 1 and items[0][0] is sre.SUBPATTERN:
        return branches_of(items[0][1][3])
    if len(items) == 1 and items[0][0] is sre.BRANCH:
        return [*items[0][1][1]]
    return [tree]


def accepts(thing: tuple[object, object], char: str) -> bool:
    """Whether what stands for one character takes that one."""
    return _compiler.compile(_parser.SubPattern(_parser.State(), [thing])).match(char) is not None


def parts_of(code: object, value: Any) -> Sequence[object]:
    """The parts of a thing in a parsed pattern."""
    if code in REPEATS:
        return [value[2]]
    if code is sre.SUBPATTERN:
        return [value[3]]
    if code is sre.BRANCH:
        return value[1]  # type: ignore[no-any-return]
    if code in (sre.ASSERT, sre.ASSERT_NOT):
        return [value[1]]
    return [value] if code is sre.ATOMIC_GROUP else []


class Endless(Exception):
    """A pattern has not come to an end."""


def _end(number: int, frame: object) -> None:
    raise Endless


@contextmanager
def ended() -> Iterator[None]:
    """Whatever takes longer than it may is ended."""
    if not hasattr(signal, "setitimer"):
        pytest.skip("no process is told there when it has had its time")
    before = signal.signal(signal.SIGPROF, _end)
    signal.setitimer(signal.ITIMER_PROF, 3 * MOST_SECONDS)
    try:
        yield
    except Endless:
        pass
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def seconds_of(pattern: Any, method: str, text: str) -> float:
    """How long the pattern takes for the text, of a processor's time."""
    written = text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text
    start = time.process_time()
    with ended():
        found = getattr(pattern, method)(written)
        if method == "finditer":
            deque(found, maxlen=0)
    return time.process_time() - start


def is_slow(pattern: Pattern, method: str, text: str) -> bool:
    """Whether the pattern takes too long for the text, and does so again."""
    return all(seconds_of(pattern, method, text) > MOST_SECONDS for _ in range(3))


def find_slow(most: int) -> Iterator[str]:
    """Each pattern that takes too long for a text, of so many; with that text's beginning."""
    for (place, pattern), methods in all_patterns().items():
        texts = [*Pump(pattern).texts(LONG, most)]
        for method in sorted(methods):
            slow = (text[:20] for text in texts if is_slow(pattern, method, text))
            yield from (f"{place} {pattern.pattern!r}.{method}({text!r}…)" for text in islice(slow, 1))


@pytest.mark.ci
def test_no_pattern_takes_longer_than_its_text_is_long() -> None:
    assert [*find_slow(FEW)] == []


@pytest.mark.long
def test_no_pattern_takes_longer_whatever_it_is_pumped_with() -> None:
    assert [*find_slow(MANY)] == []


@pytest.mark.parametrize(
    ("pattern", "method"),
    [
        (r" *\|? *-+$", "match"),
        (r"(?:[a-z]|[^\W\d])+[,.]?", "fullmatch"),
        (r"(?: {0,3}> ?)*x", "fullmatch"),
        (r"\S*[^\W\d]\S*", "finditer"),
        (r"\[\$([^\]]*)\]", "finditer"),
        (r'"(?:[^"\\]|\\.)*"', "finditer"),
        (r"(?P<fence>~{3,})[^\n]*\n.*?(?P=fence)", "finditer"),
    ],
)
def test_one_that_does_is_found(pattern: str, method: str) -> None:
    bad = re.compile(pattern, re.DOTALL)
    assert any(is_slow(bad, method, text) for text in Pump(bad).texts(LONG, FEW))


def test_the_patterns_are_those_of_the_package_with_what_is_asked_of_them() -> None:
    asked = {place: methods for (place, _), methods in all_patterns().items()}
    assert len(asked) > 200
    assert asked["kyyeu.content.header._ENTRY"] == {"match"}
    assert asked["kyyeu.content.prose.numbering.ITEM"] == {"match"}
