"""The outline, and the names of places in the book (ISO 32000-1, 12.3)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from kyyeu.binding.fragment import Anchor
from kyyeu.binding.objects import Objects, refer, write_dictionary, write_number, write_string
from kyyeu.binding.pagination import PlacedFragment

Destination = tuple[PlacedFragment, Anchor]
"""An anchor, and the part that it lies in."""


def write_destination(place: Destination, page_of: Callable[[int], int]) -> bytes:
    """Where an anchor lies; `page_of` gives the object of the page of a number."""
    part, anchor = place
    page = page_of(part.first + anchor.page)
    return b"[%d 0 R/XYZ %s %s 0]" % (page, write_number(anchor.left), write_number(anchor.top))


def write_names(objects: Objects, places: Mapping[str, Destination], page_of: Callable[[int], int]) -> int:
    """The number of the tree of all names that links lead to (12.3.2.3)."""
    named = sorted((write_string(name), write_destination(place, page_of)) for name, place in places.items())
    return objects.put(write_dictionary(Names=b"[%s]" % b"".join(name + place for name, place in named)))


def group_by_level(parts: Sequence[PlacedFragment]) -> list[list[int]]:
    """Which sections stand together, by their places: those that the outline has below one, with that one."""
    groups, top = list[list[int]](), 0
    for place, part in enumerate(parts):
        level = part.fragment.bookmarks[0].level if part.fragment.bookmarks else 0
        if groups and level > top:
            groups[-1].append(place)
        else:
            groups.append([place])
            top = level
    return groups


class Outline:
    """What a reader's panel lists (12.3.3)."""

    def __init__(self, objects: Objects, parts: Sequence[PlacedFragment], page_of: Callable[[int], int]):
        """The bookmarks of all parts, each below the last one of a higher level."""
        self._objects = objects
        self._page_of = page_of
        self._marks = [(part, mark) for part in parts for mark in part.fragment.bookmarks]

    def write(self) -> int:
        """The number of its root."""
        root = self._objects.reserve()
        ends, _ = self._write_level(range(len(self._marks)), root)
        return self._objects.put(write_dictionary(Type=b"/Outlines", **ends), root)

    def _write_level(self, marks: range, parent: int) -> tuple[dict[str, bytes], int]:
        """What the parent of some lines says of them, and how many of them are seen at first."""
        groups = [*self._group(marks)]
        numbers = [self._objects.reserve() for _ in groups]
        seen = 0
        for place, (top, *below) in enumerate(groups):
            part, mark = self._marks[top]
            ends, inside = self._write_level(range(top + 1, top + 1 + len(below)), numbers[place])
            seen += 1 + inside * mark.open
            line = write_dictionary(
                Title=write_string(mark.label),
                Parent=refer(parent),
                Dest=write_destination((part, mark.at), self._page_of),
                Prev=refer(numbers[place - 1]) if place else b"",
                Next=refer(numbers[place + 1]) if place + 1 < len(numbers) else b"",
                **ends,
                Count=b"%d" % (inside if mark.open else -inside) if below else b"",
            )
            self._objects.put(line, numbers[place])
        return {"First": refer(numbers[0]), "Last": refer(numbers[-1])} if numbers else {}, seen

    def _group(self, marks: range) -> Iterator[range]:
        """Each line of the highest level among some, with those below it."""
        starts = [*marks[:1]]
        for place in marks[1:]:
            if self._marks[place][1].level <= self._marks[starts[-1]][1].level:
                starts.append(place)
        return (range(start, end) for start, end in pairwise([*starts, marks.stop]))
