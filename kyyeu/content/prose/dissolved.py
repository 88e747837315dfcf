"""Raw HTML of a text that is not in its tree as it was written, each tag with its line.

The parser keeps no lines, so the text is parsed once more with a number at each of its tags, in an attribute
that it does not hold. The blocks must come out the same; a number that is gone tells of a tag that is.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, count, pairwise
from typing import NamedTuple

from kyyeu.content.prose.blocks import ABOVE, BELOW, BLOCKS, HEADINGS, VOID
from kyyeu.content.prose.cleaning import PHRASING, UNSEEN, Written
from kyyeu.content.prose.limits import count_tries
from kyyeu.content.prose.markdown import Prose, parse_prose
from kyyeu.content.prose.meant import hide_code
from kyyeu.content.prose.raw_html import find_html

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


_MOST_TRIES = 20


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
    numbering = _Numbering(text, prose, tags)
    numbered, numbers = numbering.read() if tags else (None, ())
    dropped = (_tell_dropped(written, tags) for written in (numbered or prose).dropped)
    gone = _find_gone(numbered, numbering.mark, tags, numbers, hidden) if numbered else ()
    return [*dict.fromkeys([*dropped, *gone, *_find_open(hidden), *_find_endless(text)])]


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


class _Numbering:
    """A text and a number for each tag of it."""

    def __init__(self, text: str, prose: Prose, tags: Sequence[_Tag]):
        self._text, self._ends, self._sound = text, [tag.end for tag in tags], _words_of(prose)
        self._idiom = prose.idiom
        self._tries = count_tries(text, _MOST_TRIES)
        self.mark = next(mark for mark in map("data-tag-{}".format, count()) if mark not in text.lower())

    def parse(self, numbers: Sequence[int]) -> Prose:
        """The text with the numbers of these tags."""
        cuts = pairwise([0, *(self._ends[number] for number in numbers), len(self._text)])
        parts = [self._text[start:end] for start, end in cuts]
        signs = ["", *(f' {self.mark}="{number}"' for number in numbers)]
        joined = "".join(sign + part for sign, part in zip(signs, parts, strict=True))
        return parse_prose(joined, "tags", self.mark, self._idiom)

    def find(self, numbers: Sequence[int]) -> tuple[Sequence[int], Prose | None]:
        """Those of the tags whose numbers change no word, as far as few tries tell; the text with all."""
        if not numbers or self._tries <= 0:
            return [], None
        self._tries -= 1
        numbered = self.parse(numbers)
        if _words_of(numbered) == self._sound:
            return numbers, numbered
        half = len(numbers) // 2
        halves = (numbers[:half], numbers[half:]) if half else ()
        return [number for part in halves for number in self.find(part)[0]], None

    def read(self) -> tuple[Prose | None, Sequence[int]]:
        """The text with as many numbers as leave its words what they are, and these; None where none does."""
        numbers, numbered = self.find(range(len(self._ends)))
        if numbered:
            return numbered, numbers
        numbered = self.parse(numbers)
        return (numbered, numbers) if _words_of(numbered) == self._sound else (None, ())


def _words_of(prose: Prose) -> Sequence[str]:
    return [block.text for block in prose.cut_blocks()]


def _tell_dropped(written: Written, tags: Sequence[_Tag]) -> Dissolved:
    """A tag or an attribute that cleaning took out."""
    line = tags[int(written.number)].line if written.number else 0
    if written.name:
        shown, wanted = f'{written.name}="{written.value}"', written.value or written.name
        return Dissolved("attribute-dropped", line, shown, wanted)
    code = "tag-removed" if written.tag in UNSEEN else "tag-dropped"
    return Dissolved(code, line, f"<{written.tag}>", f"<{written.tag}")


def _find_gone(
    prose: Prose, mark: str, tags: Sequence[_Tag], numbers: Sequence[int], hidden: str
) -> Iterator[Dissolved]:
    """Tags that stand where they may not, or around nothing."""
    left = {each.get(mark): str(each.tag) for each in prose.tree.iter()}
    boxes = {each.get(mark) for each in prose.tree.iter("div") if each.get("class") in (ABOVE, BELOW)}
    moved = {*_find_moved(prose, mark)}
    for match in _LOOSE.finditer(hidden):
        words = match["words"].strip()
        yield Dissolved("tag-moved", hidden.count("\n", 0, match.start("words")) + 1, words, words)
    empty = {match.end(1) for match in _EMPTY.finditer(hidden)}
    told = set[int]()
    for number in numbers:
        tag = tags[number]
        now = left.get(str(number), "")
        kept = now == tag.name or {now, tag.name} <= {*HEADINGS}
        if number in moved:
            yield Dissolved("tag-moved", tag.line, f"<{tag.name}>", f"<{tag.name}")
        meant = now == "ul" or str(number) in boxes  # people, who signs: as the kind of the text wants them
        if tag.name == "table" and meant:
            told.add(number)
        if kept or number in told or tag.name not in BLOCKS | PHRASING or tag.around in told:
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


def _find_endless(text: str) -> Iterator[Dissolved]:
    """Tags that nothing closes, so that all that follows is raw HTML, in paragraphs beyond their own too."""
    for start, end, closed in find_html(text):
        tag = _TAG.match(text, start)
        if tag and not closed and "\n\n" in text[start:end].strip():
            shown = f"<{tag['name'].lower()}>"
            yield Dissolved("tag-unpaired", text.count("\n", 0, start) + 1, shown, shown[:-1])


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
