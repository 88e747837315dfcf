"""The names of persons and units that booklet.yaml lists for the index: where the texts have them.

They are listed in one place and found in the texts word for word, instead of being marked there: a proved
text stays as its source has it, and no mention can be forgotten.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from xml.sax.saxutils import escape

from kyyeu.content.entries import Entry
from kyyeu.model import Article, Finding, Foreword, IndexedName, Run, Text
from kyyeu.schema import IndexedForm, IndexForm

KINDS = ("persons", "units")
"""The keys of ``index:``, in the order of print."""

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_OWN_MARKS = "\u0306\u0302\u031b"  # those that make another letter; all others are tones
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # in the order of dictionaries: huyền, hỏi, ngã, sắc, nặng


@dataclass(frozen=True, slots=True)
class NameFinder:
    """Finds names in texts."""

    entries: tuple[IndexedName, ...]
    """In the order of print, without their places."""
    kept: Mapping[str, int]
    """Which entry each way to write a name belongs to."""
    pattern: re.Pattern[str]
    """What finds these."""

    def find(self, text: Text, id_: str) -> tuple[Text, Mapping[int, Sequence[str]]]:
        """The text, a section's of that id, with an anchor at each name, and the anchors of each entry."""
        places = defaultdict[int, list[str]](list)
        if not self.kept:
            return text, places
        body = tuple(self._mark(text.body, id_, places))
        return (replace(text, body=body) if places else text), places

    def _mark(self, body: Sequence[Run], id_: str, places: dict[int, list[str]]) -> Iterator[Run]:
        count = 0
        for _, inside in groupby(body, key=lambda run: run.block):
            runs = [*inside]
            found = list[tuple[int, str]]()
            for match in self.pattern.finditer("".join(_read(run) for run in runs)):
                count += 1
                anchor = f"{id_}.name-{count}"
                found.append((match.start(), anchor))
                places[self.kept[" ".join(match[0].split())]].append(f"{id_}.xhtml#{anchor}")
            yield from _anchor(runs, found)


def find_names(
    finder: NameFinder, foreword: Foreword | None, articles: Sequence[Article]
) -> tuple[Foreword | None, list[Article], tuple[IndexedName, ...]]:
    """The texts with anchors at the names, and the entries of the index that the texts have."""
    places = defaultdict[int, list[str]](list)

    def mark(text: Text, id_: str) -> Text:
        marked, found = finder.find(text, id_)
        for number, anchors in found.items():
            places[number] += anchors
        return marked

    foreword = foreword and mark(foreword, "foreword")
    marked = [mark(article, article.id) for article in articles]
    entries = (
        replace(entry, places=tuple(places[number]))
        for number, entry in enumerate(finder.entries)
        if number in places
    )
    return foreword, marked, tuple(entries)


def finder_of(form: IndexForm) -> NameFinder:
    """What finds the names of ``index:`` in booklet.yaml, each kind in the order of the alphabet."""
    entries, kept = list[IndexedName](), dict[str, int]()
    for kind in KINDS:
        listed: dict[str, Sequence[str]] = {}
        for given in getattr(form, kind):
            name, *also = ways_of(given)
            listed.setdefault(name, also)
        for name in sorted(listed, key=collate):
            for way in (name, *listed[name]):
                kept.setdefault(way, len(entries))
            entries.append(IndexedName(name, kind))
    return NameFinder(tuple(entries), kept, _pattern(kept))


def find_odd_names(root: Entry, indexed: Sequence[IndexedName]) -> Iterator[Finding]:
    """Names for the index that no text has, and those that are listed twice."""
    found, known = {entry.name for entry in indexed}, set[str]()
    for kind in KINDS:
        for entry in root.parts.get("index", Entry(None)).parts.get(kind, Entry(None)).parts.values():
            ways = ways_of(IndexedForm(**entry.value) if isinstance(entry.value, dict) else entry.value)
            for way in ways:
                if way in known:
                    yield Finding("name-twice", "booklet.yaml", entry.line, (("text", way),))
                known.add(way)
            if ways[0] not in found:
                yield Finding("name-not-found", "booklet.yaml", entry.line, (("text", ways[0]),))


def ways_of(given: str | IndexedForm) -> list[str]:
    """All ways to write a name as texts have them, the one that the index prints first."""
    if isinstance(given, str):
        return [_fold(given)]
    also = [given.also] if isinstance(given.also, str) else given.also
    return [*map(_fold, (given.name, *also))]


def collate(name: str) -> tuple[list[tuple[int, ...]], list[tuple[int, ...]]]:
    """What puts names into the order of Vietnamese dictionaries: by letters, word by word, then by tones.

    >>> sorted(["Đỗ An", "Dư Ba", "Ân", "Ấn", "An Bình", "Ăn", "Anh"], key=collate)
    ['An Bình', 'Anh', 'Ăn', 'Ân', 'Ấn', 'Dư Ba', 'Đỗ An']
    """
    words = [[*_letters(word)] for word in re.findall(r"[^\W_]+", name.lower())]
    return (
        [tuple(_rank(letter) for letter, _ in word) for word in words],
        [tuple(_TONES.find(tone) if tone else -1 for _, tone in word) for word in words],
    )


def _letters(word: str) -> Iterator[tuple[str, str]]:
    """Each letter of a word in lower case, with its tone, which may be empty."""
    for letter in word:
        base, *marks = [*unicodedata.normalize("NFD", letter)]
        own = "".join(mark for mark in marks if mark in _OWN_MARKS)
        yield unicodedata.normalize("NFC", base + own), "".join(mark for mark in marks if mark in _TONES)


def _rank(letter: str) -> int:
    place = _LETTERS.find(letter)
    return place if place >= 0 else len(_LETTERS) + ord(letter[0])


def _fold(name: str) -> str:
    """The name as texts have it."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def _pattern(ways: Iterable[str]) -> re.Pattern[str]:
    """What finds the names as whole words; where several begin the longest one."""
    rests = defaultdict[str, list[str]](list)  # by first words, which are far fewer than names
    for way in sorted(ways, key=len, reverse=True):
        first, *rest = map(re.escape, way.split())
        rests[first].append("".join(rf"\s+{word}" for word in rest))
    each = "|".join(rf"{first}(?!\w)(?:{'|'.join(rests[first])})" for first in rests)
    return re.compile(rf"(?<!\w)(?:{each})(?!\w)")


def _read(run: Run) -> str:
    return run.text if run.kind in ("words", "markup") else ""


def _anchor(runs: Sequence[Run], found: Sequence[tuple[int, str]]) -> Iterator[Run]:
    """The runs of a block with anchors at those places of its text: around the first word of each name.

    An empty anchor might stay on the line before.
    """
    end = 0
    for run in runs:
        start, end = end, end + len(_read(run))
        here = [(place - start, anchor) for place, anchor in found if start <= place < end]
        yield from _part(run, here) if here and run.kind == "words" else [run]


def _part(run: Run, here: Sequence[tuple[int, str]]) -> Iterator[Run]:
    """A run of words, parted around anchors."""
    done = 0
    for place, anchor in here:
        stop = place + len(run.text[place:].split(maxsplit=1)[0])
        yield from _words(run, run.text[done:place])
        yield Run("markup", f'<span id="{escape(anchor)}">', "", run.block)
        yield from _words(run, run.text[place:stop])
        yield Run("markup", "</span>", "", run.block)
        done = stop
    yield from _words(run, run.text[done:])


def _words(run: Run, text: str) -> list[Run]:
    return [replace(run, text=text, xhtml=escape(text))] if text else []
