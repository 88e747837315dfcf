"""The structure tree of a book: what its parts mean, and the way back from each mark (ISO 32000-1, 14.7)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kyyeu.binding.fragment import Element, LinkReference, MarkReference
from kyyeu.binding.objects import Objects, refer, write_dictionary, write_name, write_references, write_string

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


Meaning = tuple[Sequence[Element], Holdings]
"""The elements of a section, and where they find what they hold."""


class Structure:
    """The tree of one file."""

    def __init__(self, objects: Objects):
        """Nothing yet."""
        self._objects = objects
        self._keys = 0
        self._marks = defaultdict[int, dict[int, int]](dict)
        """For the key of each stream, and each mark's number there, its element."""
        self._links = dict[int, int]()
        """For the key of each annotation its element."""
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
        return objects.put(
            write_dictionary(
                Type=b"/StructTreeRoot",
                K=write_references([document]),
                RoleMap=_ROLES,
                IDTree=write_dictionary(Names=b"[%s]" % names),
                ParentTree=refer(objects.put(write_dictionary(Nums=b"[%s]" % b" ".join(self._ways_back())))),
                ParentTreeNextKey=b"%d" % self._keys,
            ),
            root,
        )

    def _write_group(self, group: Sequence[Meaning], document: int) -> list[int]:
        """The elements of a group, or the one that holds those of several sections."""
        part = self._objects.reserve() if len(group) > 1 else 0
        kids = [
            self._write_element(element, part or document, holdings)
            for elements, holdings in group
            for element in elements
        ]
        if not part:
            return kids
        whole = {"Type": b"/StructElem", "S": b"/Part", "P": refer(document), "K": write_references(kids)}
        return [self._objects.put(write_dictionary(**whole), part)]

    def _write_element(self, element: Element, parent: int, holdings: Holdings) -> int:
        number = self._objects.reserve()
        own = None
        for kid in element.kids:
            if isinstance(kid, MarkReference) and not kid.form:
                own = kid.page
                break
        kids = [self._write_kid(kid, number, own, holdings) for kid in element.kids]
        if name := element.texts.get("ID"):
            self._names[write_string(name)] = number
        return self._objects.put(
            write_dictionary(
                Type=b"/StructElem",
                S=write_name(element.type),
                P=refer(parent),
                Pg=b"" if own is None else refer(holdings.pages[own].number),
                **{key: write_string(text) for key, text in sorted(element.texts.items())},
                A=element.attributes,
                K=b"[%s]" % b" ".join(kids),
            ),
            number,
        )

    def _write_kid(
        self, kid: Element | MarkReference | LinkReference, element: int, own: int | None, holdings: Holdings
    ) -> bytes:
        """A kid as its element names it; `own` is the page that is meant where none is named."""
        if isinstance(kid, Element):
            return refer(self._write_element(kid, element, holdings))
        if isinstance(kid, LinkReference):
            link = holdings.links[kid.area]
            self._links[link.key] = element
            return write_dictionary(Type=b"/OBJR", Obj=refer(link.number), Pg=refer(link.page))
        page = holdings.pages[kid.page]
        if kid.form:
            form = holdings.forms[kid.form]
            self._marks[form.key][kid.number] = element
            return _refer_mark(page.number, kid.number, refer(form.number))
        self._marks[page.key][kid.number] = element
        return b"%d" % kid.number if kid.page == own else _refer_mark(page.number, kid.number)

    def _ways_back(self) -> Iterator[bytes]:
        """From marks and annotations to their elements (14.7.4.4)."""
        for key in range(self._keys):
            if key in self._links:
                yield b"%d %d 0 R" % (key, self._links[key])
            elif owners := self._marks.get(key):
                held = (
                    b"%d 0 R" % owners[mark] if mark in owners else b"null" for mark in range(max(owners) + 1)
                )
                yield b"%d[%s]" % (key, b" ".join(held))


def _refer_mark(page: int, number: int, form: bytes = b"") -> bytes:
    """A mark elsewhere than on its element's own page."""
    return write_dictionary(Type=b"/MCR", Pg=refer(page), Stm=form, MCID=b"%d" % number)
