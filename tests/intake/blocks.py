"""Sources put together from prose, verse, lists, tables and more, and which of their lines go on others."""

import random
import textwrap
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

_PARTS: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name("blocks.toml").read_text("utf-8"))


class Line(NamedTuple):
    """A line of a source."""

    text: str
    kind: str
    """What it is a part of."""
    goes_on: bool = False
    """Whether it goes on the line before."""


def source(number: int) -> list[Line]:
    """A source of several blocks, the same for the same number; a blank line may stand between any two."""
    draw = random.Random(number)
    width = draw.choice((None, *range(60, 81, 4)))
    lines = [Line("Nhớ những ngày làm công tác văn phòng", "title"), Line("", "blank")]
    before = ""
    for _ in range(draw.randrange(2, 7)):
        name = draw.choice([*_KINDS])
        if name == before and name != "prose":
            continue
        lines += _block(name, width, draw)
        before = name
        if draw.randrange(3) or name in ("verse", "address", "signature"):
            lines.append(Line("", "blank"))
    return lines


def _block(name: str, width: int | None, draw: random.Random) -> Iterator[Line]:
    """The lines of a block, those broken to the width that are broken where texts are."""
    for text, indent in _KINDS[name](draw):
        broken = textwrap.wrap(text, width, subsequent_indent=indent) if width and name in _BROKEN else [text]
        for place, line in enumerate(broken):
            yield Line(line, name, place > 0)


def _prose(draw: random.Random) -> Iterator[tuple[str, str]]:
    for _ in range(draw.randrange(1, 4)):
        yield " ".join(draw.sample(_PARTS["sentences"], draw.randrange(2, 5))), ""


def _list(draw: random.Random) -> Iterator[tuple[str, str]]:
    sign = draw.choice(("- {0}", "+ {0}", "{1}) {0}", "{2}. {0}", "• {0}"))
    hanging = draw.choice(("", "  "))
    for place, item in enumerate(draw.sample(_PARTS["items"], 4)):
        yield sign.format(item, "abcd"[place], place + 1), hanging


def _table(draw: random.Random) -> Iterator[tuple[str, str]]:
    between = draw.choice(("\t", "    ", " | "))
    for row in _PARTS["rows"]:
        yield between.join(row), ""


def _one_of(kind: str) -> Callable[[random.Random], Iterator[tuple[str, str]]]:
    def lines(draw: random.Random) -> Iterator[tuple[str, str]]:
        chosen: str | Sequence[str] = draw.choice(_PARTS[kind])
        yield from ((line, "") for line in ([chosen] if isinstance(chosen, str) else chosen))

    return lines


_KINDS: Mapping[str, Callable[[random.Random], Iterator[tuple[str, str]]]] = {
    "prose": _prose,
    "list": _list,
    "table": _table,
    "verse": _one_of("verses"),
    "heading": _one_of("headings"),
    "byline": _one_of("bylines"),
    "address": _one_of("addresses"),
    "signature": _one_of("signatures"),
    "dialogue": _one_of("dialogues"),
    "quote": _one_of("quotes"),
}
_BROKEN = ("prose", "list", "dialogue")
