"""The structure tree of a book: what its parts mean, and the way back from each mark (ISO 32000-1, 14.7)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kyyeu.binding.fragment import Woven
from kyyeu.binding.objects import Objects, refer, write_dictionary, write_references
from kyyeu.binding.weaving import END

_ROLES = b"<</Em/Span/Strong/Span>>"
"""For types that PDF 1.7 does not have what they are in it (14.7.3)."""


class Keyed(NamedTuple):
    """An object that the tree leads to, and back from."""

    number: int
    """The object's."""
    key: int
    """What it calls itself in the way back (14.7.4.4)."""
    page: int = 0
    """The number of the page that it stands on, of an annotation."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """Where a part's elements find what they hold."""

    pages: Sequence[Keyed]
    """Its pages."""
    links: Sequence[Keyed]
    """The annotations of its areas."""
    forms: Mapping[str, Keyed]
    """Its forms that have marks, by their digests."""


Meaning = tuple[Woven, Holdings]
"""The elements of a section, and where they find what they hold."""


class Structure:
    """The tree of one file."""

    def __init__(self, objects: Objects):
        """Nothing yet."""
        self._objects = objects
        self._keys = 0
        self._ways = dict[int, bytes]()
        """For the key of each stream and each annotation what leads back from it."""
        self._names = dict[bytes, int]()

    def next_key(self) -> int:
        """A key for one more object."""
        self._keys += 1
        return self._keys - 1

    def write(self, groups: Sequence[Sequence[Meaning]]) -> int:
        """The number of the tree's root, with what sections mean in it; a group of several is a Part."""
        objects = self._objects
        root, document = objects.reserve(), objects.reserve()
        kids = [number for group in groups for number in self._write_group(group, document)]
        whole = {"Type": b"/StructElem", "S": b"/Document", "P": refer(root), "K": write_references(kids)}
        objects.put(write_dictionary(**whole), document)
        names = b"".join(name + refer(number) for name, number in sorted(self._names.items()))
        ways = b" ".join(way for _, way in sorted(self._ways.items()))
        return objects.put(
            write_dictionary(
                Type=b"/StructTreeRoot",
                K=write_references([document]),
                RoleMap=_ROLES,
                IDTree=write_dictionary(Names=b"[%s]" % names),
                ParentTree=refer(objects.put(write_dictionary(Nums=b"[%s]" % ways))),
                ParentTreeNextKey=b"%d" % self._keys,
            ),
            root,
        )

    def _write_group(self, group: Sequence[Meaning], document: int) -> list[int]:
        """The elements of a group, or the one that holds those of several sections."""
        part = self._objects.reserve() if len(group) > 1 else 0
        kids = [
            number for woven, holdings in group for number in self._write(woven, part or document, holdings)
        ]
        if not part:
            return kids
        whole = {"Type": b"/StructElem", "S": b"/Part", "P": refer(document), "K": write_references(kids)}
        return [self._objects.put(write_dictionary(**whole), part)]

    def _write(self, woven: Woven, parent: int, holdings: Holdings) -> Iterator[int]:
        """The outermost of the elements of a section."""
        own = self._objects.reserve_row(woven.count)
        row = [parent, *own]
        for held in (holdings.pages, holdings.links):
            row += [each.number for each in held]
            row += [each.key for each in held]
        row += [link.page for link in holdings.links]
        forms = [holdings.forms[digest] for digest in woven.forms]
        row += [form.number for form in forms]
        row += [form.key for form in forms]
        self._objects.put_row(own, _fill(woven.bodies, woven.numbers, row))
        ways = _fill(woven.ways, woven.way_numbers, row)
        self._ways.update(zip(map(row.__getitem__, woven.keys), ways, strict=True))
        self._names.update((name, row[place]) for name, place in woven.names)
        return map(row.__getitem__, woven.tops)


def _fill(woven: bytes, numbers: Sequence[int], row: Sequence[int]) -> list[bytes]:
    """What was woven, with its numbers."""
    return (woven % tuple(map(row.__getitem__, numbers))).split(END)[:-1]
