"""The line of the Markdown that each place of a parsed text comes from.

The parser keeps no lines. So where one must be told, the text is parsed once more with every line's number
hidden in it: a character of private use that the text does not have, one for each line, before the line's
first word and before the path of a picture. What is parsed then must be the same but for these characters.

The cells of a table that lies beside the text are told in the same way, as if each were a line below it.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count, groupby, pairwise
from operator import itemgetter

from lxml import etree
from lxml.html import HtmlElement

from kyyeu.content.prose.attributes import LIST
from kyyeu.content.prose.idiom import PLAIN, Idiom, TableRows
from kyyeu.content.prose.limits import count_tries
from kyyeu.content.prose.markdown import Prose, parse_prose
from kyyeu.model import Block, Run

_PREFIX = "lines"
_PRIVATE = (range(0xF0000, 0xFFFFE), range(0x100000, 0x10FFFE))
_MOST_TRIES = 40

# What a mark would change, or be lost in.
_NO_WORD = re.compile(
    LIST  # attributes
    + r"""
    | <!--(?:(?!<!--).)*?-->                   # a comment
    | </?[A-Za-z][^<>]*>                       # a tag, or an address that is a link
    | &\#?\w+;                                 # an entity
    | ^[ ]{0,3}\[(?!\^)[^\]\n]+\]:[^\n]*       # what a link's label stands for
    | \[\^[^\]\n]{0,300}\]:?                     # a footnote's label
    | \]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)  # where a link leads
    | \][ ]?\[[^\]\n]*\]                       # a link's label after its words
    | \[(?P<label>[^\[\]\n]*)\](?![ ]?\[[^\]]|\()  # and one that is its words, if it is one
    | ^(?:[ \t>]|[-*+][ \t]|\d+\.[ \t])+       # the number of a list's item
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_LABEL = re.compile(r"^ {0,3}\[([^\]\n]+)\]:", re.MULTILINE)
_WORD = re.compile(r"[A-Za-z0-9]|[^\x00-\x7f\s]")
_CAPTION = re.compile(r"""!\[[^\[\]]*\]\([^()\n]*?\s["']""")
_PATH = re.compile(
    r"""(?:!\[[^\[\]]*\]\(\s*<?|<img\b[^<>]*?\ssrc\s*=\s*["']?)"""
    "(?![A-Za-z][A-Za-z0-9+.-]*:)"  # a mark would make a path of an address, and of C:\\ too
)


@dataclass(frozen=True, slots=True)
class BodyLines:
    """The lines of a text, from 1; those after its last are the cells of the table beside it, row by row."""

    blocks: Sequence[Sequence[tuple[int, int]]]
    """For each block where a line begins in it: the character, from 0, and the line; the first at 0."""
    pictures: Sequence[int]
    """For each call of a picture, in reading order, the line of its path."""

    def at(self, block: int, start: int) -> int:
        """The line that a block's character is from; where there are no blocks, the first."""
        if not self.blocks:
            return 1
        begins = self.blocks[block]
        return begins[bisect_right(begins, start, key=itemgetter(0)) - 1][1]


def find_lines(text: str, idiom: Idiom = PLAIN, parsed: Prose | None = None) -> BodyLines:
    """The lines of the Markdown `text`, written in that `idiom`; it may have been `parsed` before."""
    marking = _Marking(text, idiom, parsed or parse_prose(text, _PREFIX, idiom=idiom))
    prose = marking.read()
    return BodyLines([*_begins(prose.cut()[0], marking.line_of)], [*_calls(prose.tree, marking.line_of)])


class _Marking:
    """A text and a mark for each line of it."""

    def __init__(self, text: str, idiom: Idiom, parsed: Prose):
        self._text, self._idiom, self._prefix = text, idiom, parsed.prefix
        self._places = _find_places(text)
        self.lines = [*self._places]
        used, after = {*text, *chain.from_iterable(chain(*idiom.rows))}, text.count("\n") + 2
        unused = (mark for mark in map(chr, chain(*_PRIVATE)) if mark not in used)
        cells = range(after, after + sum(map(len, idiom.rows)))
        self.line_of = dict(zip(unused, [*self.lines, *cells], strict=False))
        self._gone = str.maketrans(dict.fromkeys(self.line_of, ""))
        self._marks = {line: mark for mark, line in self.line_of.items()}
        self._marked = replace(idiom, rows=self._mark_rows(after))
        self._sound = parsed.cut()
        self._tries = count_tries(text, _MOST_TRIES)

    def _mark_rows(self, after: int) -> TableRows:
        """The rows of the table, each cell in which something stands with its mark; the first is `after`."""
        numbers = count(after)
        return tuple(
            tuple(
                cell and self._marks.get(number, "") + cell
                for cell, number in zip(row, numbers, strict=False)
            )
            for row in self._idiom.rows
        )

    def read(self) -> Prose:
        """The text with as many of its marks as leave it what it is."""
        lines, prose = self.find_bearing(self.lines)
        if prose:
            return prose
        prose = self.parse(lines)
        return prose if self._is_sound(prose) else self.parse([])

    def parse(self, lines: Iterable[int]) -> Prose:
        """The text with the marks of these lines."""
        marks = {place: self._marks.get(line, "") for line in lines for place in self._places[line]}
        cuts = pairwise(sorted({0, *marks, len(self._text)}))
        marked = "".join(marks.get(start, "") + self._text[start:end] for start, end in cuts)
        return parse_prose(marked, self._prefix, idiom=self._marked)

    def find_bearing(self, lines: Sequence[int]) -> tuple[Sequence[int], Prose | None]:
        """Those of the lines whose marks change nothing else, as far as few tries tell; the text with all."""
        if not lines or self._tries <= 0:
            return [], None
        self._tries -= 1
        prose = self.parse(lines)
        if self._is_sound(prose):
            return lines, prose
        half = len(lines) // 2
        halves = (lines[:half], lines[half:]) if half else ()
        return [line for part in halves for line in self.find_bearing(part)[0]], None

    def _is_sound(self, prose: Prose) -> bool:
        """Whether the text is what it is without its marks."""
        runs, blocks = prose.cut()
        sound_runs, sound_blocks = self._sound
        alike = len(runs) == len(sound_runs) and len(blocks) == len(sound_blocks)
        return (
            alike
            and all(self._says(*pair) for pair in zip(blocks, sound_blocks, strict=True))
            and all(self._says(*pair) for pair in zip(runs, sound_runs, strict=True))
        )

    def _says(self, part: Run | Block, sound: Run | Block) -> bool:
        """Whether that is what the part says without marks."""
        if part == sound:
            return True
        text = part.text.translate(self._gone)
        if isinstance(part, Block):
            return replace(part, text=text) == sound
        return replace(part, xhtml=part.xhtml.translate(self._gone), text=text) == sound


def _find_places(text: str) -> dict[int, list[int]]:
    """For each line that can bear a mark the places for it: before a word, a picture's path, its caption."""
    labels = {match[1].lower() for match in _LABEL.finditer(text)}
    taken = [
        match.span()
        for match in _NO_WORD.finditer(text)
        if match["label"] is None or match["label"].lower() in labels
    ]
    begins = [0, *(match.end() for match in re.finditer("\n", text)), len(text) + 1]
    places = defaultdict[int, list[int]](list)
    for line, (start, end) in enumerate(pairwise(begins), 1):
        for cell in _cut_cells(text, start, end - 1):
            if word := _find_word(text, *cell, taken):
                places[line].append(word.start())
    for match in chain(_PATH.finditer(text), _CAPTION.finditer(text)):
        places[bisect_right(begins, match.end())].append(match.end())
    return dict(sorted(places.items()))


def _cut_cells(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """What stands between the bars of a line: a table's cells need not be read in the order of the line."""
    bars = (match.end() for match in re.finditer(r"\|", text[start:end]))
    return pairwise([start, *(start + bar for bar in bars), end])


def _find_word(text: str, start: int, end: int, taken: Sequence[tuple[int, int]]) -> re.Match[str] | None:
    """The first word of the stretch that is not in what is taken."""
    while word := _WORD.search(text, start, end):
        index = bisect_right(taken, word.start(), key=itemgetter(0)) - 1
        if index < 0 or taken[index][1] <= word.start():
            return word
        start = taken[index][1]
    return None


def _begins(runs: Iterable[Run], line_of: Mapping[str, int]) -> Iterator[Sequence[tuple[int, int]]]:
    """Where lines begin in each block: a mark stands in the first word that a line can bear it in."""
    line = 1
    for _, inside in groupby((run for run in runs if run.block >= 0), key=lambda run: run.block):
        text, begins = "", [(0, line)]
        for char in " ".join("".join(run.text for run in inside).split()):
            if char not in line_of:
                text += char
                continue
            line = line_of[char]
            first = len(begins) == 1 or not _WORD.search(text)
            begins.append((0 if first else text.rfind(" ") + 1, line))
        yield begins


def _calls(tree: HtmlElement, line_of: Mapping[str, int]) -> Iterator[int]:
    """The line of each call of a picture: its path's, or else that of its first words, or of those before."""
    line = 1
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        words = (element.text if event == "start" else element.tail) or ""
        if event == "start" and element.tag == "img":
            words = element.get("alt", "")
            yield next(
                (line_of[char] for char in element.get("src", "") if char in line_of),
                line_of.get(words[:1], line),
            )
            words = element.get("src", "") + words
        for char in words:
            line = line_of.get(char, line)
