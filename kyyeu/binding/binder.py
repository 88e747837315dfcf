"""Parts to a book: its pages, their margins, links, outline and structure, and one of whatever they share."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from kyyeu.binding.about import About, write_info, write_metadata
from kyyeu.binding.fragment import Fragment, Stamp
from kyyeu.binding.links import write_link
from kyyeu.binding.logical_structure import Holdings, Keyed, Structure
from kyyeu.binding.objects import (
    Objects,
    refer,
    write_dictionary,
    write_numbers,
    write_references,
    write_string,
)
from kyyeu.binding.outline import Destination, Outline, group_by_level, write_names
from kyyeu.binding.pagination import Leaf, PlacedFragment
from kyyeu.binding.plates import PlateOf
from kyyeu.binding.profiles import ACCESSIBLE, Profile
from kyyeu.binding.supplies import Supplies

_NOBODY = -1  # what stands in margins is of no part
_DEFLATED = write_dictionary(Filter=b"/FlateDecode")


def bind(
    parts: Sequence[PlacedFragment],
    files: Mapping[str, bytes],
    plate_of: PlateOf,
    about: About,
    profile: Profile = ACCESSIBLE,
) -> bytes:
    """The parts as a PDF that keeps what its profile claims, if their documents are in order.

    Args:
        parts: The sections of the book.
        files: The files of its faces by their digests.
        plate_of: Gives its pictures.
        about: What it says of itself.
        profile: How the file is written.
    """
    return _Binding(parts, files, plate_of, profile).write(about)


class _Binding:
    """One book on its way."""

    def __init__(
        self,
        parts: Sequence[PlacedFragment],
        files: Mapping[str, bytes],
        plate_of: PlateOf,
        profile: Profile,
    ):
        self._parts = parts
        self._claims = profile.claims
        self._objects = objects = Objects(profile)
        self._tree = Structure(objects)
        leaves = [leaf for part in parts for leaf in part.leaves]
        self._pages = {leaf.number: Keyed(objects.reserve(), self._tree.next_key()) for leaf in leaves}
        stamps = (stamp for leaf in leaves for stamp in leaf.stamps)
        users: Iterator[Fragment | Stamp] = chain((part.fragment for part in parts), stamps)
        self._supplies = Supplies(objects, self._tree, users, files, plate_of)
        self._deflated = dict[int, bytes]()
        """For so many stamps what draws them, as a stream holds it."""
        self._stamps = dict[int, int]()
        """For the identity of each stamp the number of the form that all pages share which bear it."""

    def write(self, about: About) -> bytes:
        """The file."""
        objects = self._objects
        places = {
            name: (part, anchor)
            for part in reversed(self._parts)
            for name, anchor in part.fragment.anchors.items()
        }
        links = [self._write_links(part, places) for part in self._parts]
        pages = self._write_pages(links)
        meanings = [
            (part.fragment.elements, self._holdings(place, part, links[place]))
            for place, part in enumerate(self._parts)
        ]
        groups = [[meanings[place] for place in group] for group in group_by_level(self._parts)]
        catalogue = write_dictionary(
            Type=b"/Catalog",
            Pages=refer(pages),
            PageMode=b"/UseOutlines",
            Outlines=refer(Outline(objects, self._parts, self._page).write()),
            Names=write_dictionary(Dests=refer(write_names(objects, places, self._page))),
            PageLabels=b"<</Nums[0<</S/D>>]>>",
            Lang=write_string(about.language),
            Metadata=refer(write_metadata(objects, about, self._claims)),
            MarkInfo=b"<</Marked true>>",
            StructTreeRoot=refer(self._tree.write(groups)),
            ViewerPreferences=b"<</DisplayDocTitle true>>",
        )
        return objects.write(objects.put(catalogue), write_info(objects, about), about.identifier)

    def _page(self, number: int) -> int:
        """The object of the page of that number."""
        return self._pages[number].number

    def _holdings(self, place: int, part: PlacedFragment, links: Sequence[Keyed]) -> Holdings:
        pages = [self._pages[part.first + number] for number in range(len(part.fragment.pages))]
        return Holdings(pages, links, self._supplies.forms_of(place))

    def _write_links(self, part: PlacedFragment, places: Mapping[str, Destination]) -> list[Keyed]:
        """The annotation of each of a part's areas."""
        return [
            write_link(self._objects, area, self._page(part.first + area.page), self._tree.next_key(), places)
            for area in part.fragment.areas
        ]

    def _write_pages(self, links: Sequence[Sequence[Keyed]]) -> int:
        """The number of the page tree."""
        tree = self._objects.reserve()
        for place, part in enumerate(self._parts):
            annotations = defaultdict[int, list[int]](list)
            for area, link in zip(part.fragment.areas, links[place], strict=True):
                annotations[part.first + area.page].append(link.number)
            for leaf in part.leaves:
                self._write_page(leaf, tree, annotations[leaf.number], place)
        kids = write_references(page.number for page in self._pages.values())
        count = b"%d" % len(self._pages)
        return self._objects.put(write_dictionary(Type=b"/Pages", Count=count, Kids=kids), tree)

    def _write_page(self, leaf: Leaf, tree: int, annotations: Sequence[int], part: int) -> None:
        page, own = leaf.page, self._pages[leaf.number]
        stamps = [self._stamp(stamp) for stamp in leaf.stamps]
        contents = [self._objects.put_stream(_DEFLATED, page.drawing.content)]
        if stamps:
            contents.append(self._objects.put_stream(_DEFLATED, self._margins(len(stamps))))
        self._objects.put(
            write_dictionary(
                Type=b"/Page",
                Parent=refer(tree),
                MediaBox=write_numbers(page.media),
                TrimBox=write_numbers(page.trim),
                BleedBox=write_numbers(page.bleed),
                Contents=write_references(contents),
                Resources=_with_stamps(self._supplies.fill(page.drawing, part), stamps),
                Annots=write_references(annotations) if annotations else b"",
                Tabs=b"/S",
                StructParents=b"%d" % own.key,
            ),
            own.number,
        )

    def _margins(self, count: int) -> bytes:
        """What draws so many stamps, deflated."""
        if count not in self._deflated:
            self._deflated[count] = self._objects.deflate(_draw_stamps(count))
        return self._deflated[count]

    def _stamp(self, stamp: Stamp) -> int:
        """The number of a stamp as a form."""
        if id(stamp) not in self._stamps:
            head = write_dictionary(
                Type=b"/XObject",
                Subtype=b"/Form",
                BBox=write_numbers(stamp.media),
                Resources=self._supplies.fill(stamp.drawing, _NOBODY),
                Filter=b"/FlateDecode",
            )
            self._stamps[id(stamp)] = self._objects.put_stream(head, stamp.drawing.content)
        return self._stamps[id(stamp)]


def _draw_stamps(count: int) -> bytes:
    """What stands in the margins is no content, but says where one is (ISO 14289-1, 7.8)."""
    return b"".join(
        b"/Artifact <</Type /Pagination>> BDC\n/Stamp%d Do\nEMC\n" % place for place in range(count)
    )


def _with_stamps(resources: bytes, stamps: Sequence[int]) -> bytes:
    """A resource dictionary with forms besides."""
    forms = b"".join(b"/Stamp%d %d 0 R" % (place, number) for place, number in enumerate(stamps))
    head, key, rest = resources.partition(b"/XObject <<")
    return head + key + forms + rest if key else b"<</XObject <<" + forms + b">>" + resources[2:]
