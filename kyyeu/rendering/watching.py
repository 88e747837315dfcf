"""What a template looks at in a book: what it made is the same in any other that has the same to look at."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from hashlib import sha256
from typing import Any

import msgspec

from kyyeu.model import Account, Article, Booklet, Foreword
from kyyeu.rendering.sections import Section

_TEXTS = {"foreword", "articles", "parts", "reads", "findings", "indexed"}
SHELL = {field.name for field in fields(Booklet)} - _TEXTS | {"authors", "modified"}
"""What there is of a booklet without its texts."""
_WATCHED = (Article, Foreword, Section, Account)
"""What a booklet has many of, each looked at by its fields."""


class Looks:
    """What a template looked at of a booklet and its sections, beside the booklet's `SHELL`."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._found = dict[str, dict[str, None]]()
        self._known = dict[int, "Watched"]()
        self.can_be_told = True
        """Whether what it looked at has a name: not so where values as wholes were compared."""

    def __bool__(self) -> bool:
        """Whether it looked at anything."""
        return bool(self._found) or not self.can_be_told

    def note(self, kind: str, name: str) -> None:
        """It looked at what every one of that kind has under the name."""
        self._found.setdefault(kind, {})[name] = None

    def packed(self) -> bytes:
        """All of it as bytes."""
        return msgspec.msgpack.encode({kind: sorted(names) for kind, names in sorted(self._found.items())})

    def watch(self, value: Any) -> Any:
        """The value for templates."""
        if isinstance(value, _WATCHED):
            return self._known.setdefault(id(value), Watched(value, self))
        if isinstance(value, tuple) and any(isinstance(each, _WATCHED) for each in value):
            return tuple(map(self.watch, value))
        self.can_be_told &= not callable(value)
        return value


class Watched:
    """A text, a section or an account for templates."""

    def __init__(self, value: Any, looks: Looks):
        """Nobody has looked at it."""
        self._value, self._looks = value, looks

    def __getattr__(self, name: str) -> Any:
        """What it has under that name."""
        value = getattr(self._value, name)
        self._looks.note(type(self._value).__name__, name)
        return self._looks.watch(value)

    def __eq__(self, other: object) -> bool:
        """Whether it is the same as another one, which all that it has decides."""
        self._looks.can_be_told = False
        return bool(self._value == (other._value if isinstance(other, Watched) else other))

    def __hash__(self) -> int:
        """The same number for what is the same."""
        self._looks.can_be_told = False
        return hash(self._value)


class WatchedBooklet:
    """A booklet for templates."""

    def __init__(self, booklet: Booklet, looks: Looks):
        """Nobody has looked into its texts."""
        self._booklet, self._looks = booklet, looks

    def __getattr__(self, name: str) -> Any:
        """What the booklet has."""
        value = getattr(self._booklet, name)
        if name in SHELL:
            return value
        self._looks.note(Booklet.__name__, name)
        return self._looks.watch(value)


class WatchedSections(Sequence[Any]):
    """The sections of a booklet for templates."""

    def __init__(self, sections: Sequence[Section], looks: Looks):
        """Nobody has looked at them."""
        self._sections, self._looks = sections, looks

    def __getitem__(self, place: Any) -> Any:
        """One of them, or some."""
        return self._open()[place]

    def __len__(self) -> int:
        """How many they are."""
        return len(self._open())

    def __iter__(self) -> Iterator[Any]:
        """All of them."""
        return iter(self._open())

    def _open(self) -> Sequence[Any]:
        self._looks.note(Section.__name__, "id")
        return tuple(map(self._looks.watch, self._sections))


class View:
    """What there is to look at in a booklet; several templates look at the same."""

    def __init__(self, booklet: Booklet, sections: Sequence[Section]):
        """Nobody has looked at it."""
        texts = {"Article": booklet.articles, "Foreword": (booklet.foreword,), "Section": sections}
        accounts = tuple(article.account for article in booklet.articles)
        self._all: Mapping[str, Sequence[Any]] = {**texts, "Booklet": (booklet,), "Account": accounts}
        self._known = dict[tuple[str, str], str]()

    def describe(self, looks: bytes) -> str:
        """A digest of what there is now to see, as `Looks.packed` told it. Raises TypeError where none is."""
        found = msgspec.msgpack.decode(looks, type=dict[str, list[str]])
        seen = [self._digest(kind, name) for kind, names in found.items() for name in names]
        return sha256(msgspec.msgpack.encode([looks, seen])).hexdigest()

    def _digest(self, kind: str, name: str) -> str:
        """One of what all of a kind have under the name."""
        if (kind, name) not in self._known:
            values = [_plain(getattr(each, name)) for each in self._all[kind] if each is not None]
            self._known[kind, name] = sha256(msgspec.msgpack.encode(values)).hexdigest()
        return self._known[kind, name]


def _plain(value: Any) -> Any:
    """A value as what tells it from others: of what is watched which it is, since the rest is told of it."""
    match value:
        case Article(slug=slug):
            return slug
        case Section(id=id_):
            return id_
        case Account() | Foreword():
            return True
        case tuple():
            return [*map(_plain, value)]
        case _ if is_dataclass(value) and not isinstance(value, type):
            return [_plain(getattr(value, each.name)) for each in fields(value)]
        case _:
            return getattr(value, "__qualname__", value)
