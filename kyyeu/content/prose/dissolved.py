"""Raw HTML of a text that is not in its tree as it was written, each tag with its line.

The parser keeps no lines, so the text is parsed once more with a number at each of its tags, in an attribute
that it does not hold. The blocks must come out the same; a number that is gone tells of a tag that is.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from kyyeu.content.prose.blocks import BLOCKS, HEADINGS, VOID
from kyyeu.content.prose.cleaning import PHRASING, UNSEEN, Written
from kyyeu.content.prose.markdown import Prose, parse_prose
from kyyeu.content.prose.meant import hide_code

_TAG = re.compile(r"(?<!\\)<(?P<closing>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?=[\s/>])")
_EMPTY = re.compile(r"<(?!br\b)(\w+)(?:\s[^<>]*)?>(?:\s|&nbsp;|&#160;|<br\s*/?>)*</\1>", re.IGNORECASE)
_FREE = frozenset(["p", "div", "span", "q", "br"])
"""Tags that say nothing by themselves, or that letters are printed for."""
_LEFT_OPEN = frozenset(["p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", *VOID])
"""Tags that HTML does not want closed."""
_PART_OF = {
    **dict.fromkeys(["caption", "thead", "tbody", "tr", "th", "td"], ("table",)),
    **dict.fromkeys(["dt", "dd"], ("dl",)),
    "li": ("ul", "ol"),
    "figcaption": ("figure",),
}
"""Tags that go with the one around them."""
_LOOSE = re.compile(
    r"<(?:tbody|thead|tfoot|tr|/(?:td|th|tr|caption|tbody|thead|tfoot))(?:\s[^<>]*)?>\s*(?P<words>[^<\s][^<\n]*)",
    re.IGNORECASE,
)
"""Words of a table that are in no cell: they go before it."""
_WHOLE = frozenset(chain.from_iterable(_PART_OF.values()))


class Dissolved(NamedTuple):
    """A tag or an attribute that is not in the tree, or not as it was written."""

    code: str
    """The table of messages.toml that words it."""
    line: int
    """The line of the text, from 1; 0 where it is not known."""
    written: str
    """The tag, or the attribute."""
    wanted: str
    """Words that are on its line."""


class _Tag(NamedTuple):
    """A start tag."""

    name: str
    end: int
    """The place after its name."""
    line: int
    around: int | None
    """The number of the table, list or figure that it is a part of."""


def find_dissolved(text: str, prose: Prose) -> Sequence[Dissolved]:
    """All that the text, parsed as `prose`, has of the kind; each once on a line."""
    hidden = hide_code(text)
    tags = [*_find_tags(hidden)]
    numbered, mark = _parse_numbered(text, prose, tags)
    dropped = (_tell_dropped(written, tags) for written in numbered.dropped)
    gone = _find_gone(numbered, mark, tags, hidden) if mark else ()
    return [*dict.fromkeys([*dropped, *gone, *_find_open(hidden)])]


def _find_tags(hidden: str) -> Iterator[_Tag]:
    opened, number = list[tuple[int, str]](), 0
    for line, closing, name, end in _find_marks(hidden):
        if closing:
            if opened and opened[-1][1] == name:
                opened.pop()
            continue
        around = opened[-1] if opened else (None, "")
        yield _Tag(name, end, line, around[0] if around[1] in _PART_OF.get(name, ()) else None)
        if name in _WHOLE:
            opened.append((number, name))
        number += 1


def _find_marks(hidden: str) -> Iterator[tuple[int, str, str, int]]:
    """Each tag's line, what it closes with, its name, and the place after that."""
    line, last = 1, 0
    for match in _TAG.finditer(hidden):
        line, last = line + hidden.count("\n", last, match.start()), match.start()
        yield line, match["closing"], match["name"].lower(), match.end()


def _parse_numbered(text: str, prose: Prose, tags: Sequence[_Tag]) -> tuple[Prose, str]:
    """The text with its tags numbered, and by which attribute; as it was where numbers would change it."""
    number = 0
    while (mark := f"data-tag-{number}") in text.lower():
        number += 1
    ends = [0, *(tag.end for tag in tags)]
    cuts = zip(ends, [*ends[1:], len(text)], strict=True)
    parts = [text[start:end] for start, end in cuts]
    joined = parts[0] + "".join(f' {mark}="{number}"{part}' for number, part in enumerate(parts[1:]))
    numbered = parse_prose(joined, "tags", mark) if tags else prose
    if tags and [block.text for block in numbered.cut()[1]] == [block.text for block in prose.cut()[1]]:
        return numbered, mark
    return prose, ""


def _tell_dropped(written: Written, tags: Sequence[_Tag]) -> Dissolved:
    """A tag or an attribute that cleaning took out."""
    line = tags[int(written.number)].line if written.number else 0
    if written.name:
        shown, wanted = f'{written.name}="{written.value}"', written.value or written.name
        return Dissolved("attribute-dropped", line, shown, wanted)
    code = "tag-removed" if written.tag in UNSEEN else "tag-dropped"
    return Dissolved(code, line, f"<{written.tag}>", f"<{written.tag}")


def _find_gone(prose: Prose, mark: str, tags: Sequence[_Tag], hidden: str) -> Iterator[Dissolved]:
    """Tags that stand where they may not, or around nothing."""
    left = {each.get(mark): str(each.tag) for each in prose.tree.iter()}
    moved = {*_find_moved(prose, mark)}
    for match in _LOOSE.finditer(hidden):
        words = match["words"].strip()
        yield Dissolved("tag-moved", hidden.count("\n", 0, match.start("words")) + 1, words, words)
    empty = {match.end(1) for match in _EMPTY.finditer(hidden)}
    told = set[int]()
    for number, tag in enumerate(tags):
        now = left.get(str(number), "")
        kept = now == tag.name or {now, tag.name} <= {*HEADINGS}
        if number in moved:
            yield Dissolved("tag-moved", tag.line, f"<{tag.name}>", f"<{tag.name}")
        if kept or tag.name not in BLOCKS | PHRASING or tag.around in told:
            continue
        if not now and tag.end in empty:
            yield Dissolved("tag-empty", tag.line, f"<{tag.name}>", f"<{tag.name}")
        elif tag.name not in _FREE:
            told.add(number)
            yield Dissolved("tag-misplaced", tag.line, f"<{tag.name}>", f"<{tag.name}")


def _find_moved(prose: Prose, mark: str) -> Iterator[int]:
    """The numbers of the tags that stand before others which were written before them, the outermost ones."""
    numbers = {element: int(element.get(mark, -1)) for element in prose.tree.iter()}
    moved, least = set[object](), float("inf")
    for element, number in reversed(numbers.items()):
        if number > least:
            moved.add(element)
        least = min(least, number) if number >= 0 else least
    yield from (numbers[each] for each in numbers if each in moved and each.getparent() not in moved)


def _find_open(hidden: str) -> Iterator[Dissolved]:
    """Tags that are opened and not closed, or closed and not opened."""
    opened, strays = defaultdict[str, list[int]](list), list[tuple[int, str]]()
    for line, closing, name, _ in _find_marks(hidden):
        if name in _LEFT_OPEN or name not in BLOCKS | PHRASING:
            continue
        if not closing:
            opened[name].append(line)
        elif opened[name]:
            opened[name].pop()
        else:
            strays.append((line, f"</{name}>"))
    strays += [(line, f"<{name}>") for name, lines in opened.items() for line in lines]
    for line, shown in sorted(strays):
        yield Dissolved("tag-unpaired", line, shown, shown[:-1])
