"""Structure elements, written once as they stand in any book, with gaps for numbers (ISO 32000-1, 14.7).

A book has many elements, most of which were in the last one too, under other numbers.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from kyyeu.binding.fragment import Element, LinkReference, MarkReference, Woven
from kyyeu.binding.objects import write_dictionary, write_name, write_string

END = b"\0"
"""What stands behind each; no string of ours has one."""
_GAP, _REFERENCE = b"%d", b"%d 0 R"

Kids = Iterable[Element | MarkReference | LinkReference]


def weave(elements: Sequence[Element], pages: int, areas: int) -> Woven:
    """The elements of a section that has so many pages and areas."""
    return _Loom(elements, pages, areas).weave(elements)


class _Loom:
    """The elements of one section on their way; numbers are places in the row that `Woven` tells of."""

    def __init__(self, elements: Sequence[Element], pages: int, areas: int):
        inside = [*_find_all(elements)]
        forms = dict.fromkeys(kid.form for kid in inside if isinstance(kid, MarkReference) and kid.form)
        self._forms = {digest: place for place, digest in enumerate(forms)}
        self._page = 1 + sum(isinstance(kid, Element) for kid in inside)
        self._area = self._page + 2 * pages
        self._form = self._area + 3 * areas
        self._pages, self._areas = pages, areas
        self._bodies = list[bytes]()
        self._numbers = list[list[int]]()
        self._marks = defaultdict[int, dict[int, int]](dict)
        """For the key of each page and each form, and each mark's number there, its element."""
        self._links = dict[int, int]()
        """For the key of each area its element."""
        self._names = dict[bytes, int]()
        self._read = [kid.area for kid in inside if isinstance(kid, LinkReference)]
        self._noted = any(isinstance(kid, Element) and kid.type.endswith("Note") for kid in inside)

    def weave(self, elements: Sequence[Element]) -> Woven:
        """All of them."""
        tops = tuple(self._weave(element, 0) for element in elements)
        ways = [*self._weave_ways()]
        return Woven(
            count=len(self._bodies),
            bodies=b"".join(body + END for body in self._bodies),
            numbers=tuple(chain.from_iterable(self._numbers)),
            ways=b"".join(way + END for _, way, _ in ways),
            way_numbers=tuple(chain.from_iterable(numbers for *_, numbers in ways)),
            keys=tuple(key for key, *_ in ways),
            names=tuple(self._names.items()),
            tops=tops,
            forms=tuple(self._forms),
            areas=tuple(self._read),
            noted=self._noted,
        )

    def _weave(self, element: Element, parent: int) -> int:
        """The number of an element in the one of that number."""
        self._bodies.append(b"")
        self._numbers.append(numbers := [parent])
        number = len(self._bodies)
        own = next(
            (kid.page for kid in element.kids if isinstance(kid, MarkReference) and not kid.form), None
        )
        if own is not None:
            numbers.append(self._page + own)
        kids = [self._weave_kid(kid, number, own, numbers) for kid in element.kids]
        if name := element.texts.get("ID"):
            self._names[write_string(name)] = number
        texts = {key: _as_it_is(write_string(text)) for key, text in sorted(element.texts.items())}
        self._bodies[number - 1] = write_dictionary(
            Type=b"/StructElem",
            S=write_name(element.type),
            P=_REFERENCE,
            Pg=b"" if own is None else _REFERENCE,
            **texts,
            A=_as_it_is(element.attributes),
            K=b"[%s]" % b" ".join(kids),
        )
        return number

    def _weave_kid(
        self,
        kid: Element | MarkReference | LinkReference,
        element: int,
        own: int | None,
        numbers: list[int],
    ) -> bytes:
        """A kid as its element names it; `own` is the page that is meant where none is named."""
        if isinstance(kid, Element):
            numbers.append(self._weave(kid, element))
            return _REFERENCE
        if isinstance(kid, LinkReference):
            number, key, page = (self._area + kid.area + part * self._areas for part in range(3))
            self._links[key] = element
            numbers += number, page
            return write_dictionary(Type=b"/OBJR", Obj=_REFERENCE, Pg=_REFERENCE)
        if kid.form:
            form = self._form + self._forms[kid.form]
            self._marks[form + len(self._forms)][kid.number] = element
            numbers += self._page + kid.page, form
            return write_dictionary(Type=b"/MCR", Pg=_REFERENCE, Stm=_REFERENCE, MCID=b"%d" % kid.number)
        self._marks[self._page + self._pages + kid.page][kid.number] = element
        if kid.page == own:
            return b"%d" % kid.number
        numbers.append(self._page + kid.page)
        return write_dictionary(Type=b"/MCR", Pg=_REFERENCE, MCID=b"%d" % kid.number)

    def _weave_ways(self) -> Iterator[tuple[int, bytes, list[int]]]:
        """From marks and annotations to their elements: the key, the way and its numbers (14.7.4.4)."""
        for key, element in self._links.items():
            yield key, b"%d %d 0 R", [key, element]
        for key, owners in self._marks.items():
            held = [owners.get(mark) for mark in range(max(owners) + 1)]
            ways = b" ".join(b"null" if owner is None else _REFERENCE for owner in held)
            yield key, b"%%d[%s]" % ways, [key, *(owner for owner in held if owner is not None)]


def _find_all(kids: Kids) -> Iterator[Element | MarkReference | LinkReference]:
    """Whatever there is, in the order of reading."""
    for kid in kids:
        yield kid
        if isinstance(kid, Element):
            yield from _find_all(kid.kids)


def _as_it_is(written: bytes) -> bytes:
    """What was written, where gaps are filled."""
    return written.replace(b"%", b"%%")
