"""The structure tree is what the fragments say, and every mark and every link leads back to its element."""

import io
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

import pikepdf
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from kyyeu.binding.fragment import Element, LinkReference, MarkReference
from kyyeu.binding.logical_structure import Holdings, Keyed, Structure
from kyyeu.binding.objects import Objects
from kyyeu.binding.weaving import weave

PAGES, FORMS = 3, 2
FORM = b"<</Type/XObject/Subtype/Form/BBox[0 0 1 1]>>"
LEAF = st.one_of(
    st.tuples(st.just("mark"), st.integers(0, PAGES - 1)),
    st.tuples(st.just("form"), st.integers(0, FORMS - 1)),
    st.tuples(st.just("link"), st.just(0)),
)
SHAPES = st.recursive(
    LEAF,
    lambda kids: st.tuples(st.sampled_from(["P", "Sect", "Em"]), st.lists(kids, max_size=4)),
    max_leaves=12,
)


class Maker:
    """Shapes to elements, with numbers for their marks as a page has them."""

    def __init__(self, part: int) -> None:
        self.part = part
        self.marks = [count() for _ in range(PAGES)]
        self.links = count()
        self.names = count()

    def make(self, shape: Any) -> Element | MarkReference | LinkReference:
        match shape:
            case ("mark", page):
                return MarkReference(page, next(self.marks[page]))
            case ("form", form):
                return MarkReference(form, next(self.marks[form]), f"form{form}")
            case ("link", _):
                return LinkReference(next(self.links))
            case (kind, kids):
                name = f"{self.part}-{next(self.names):03}"
                return Element(kind, {"ID": name, "Alt": "9 %d"}, b"<</O(%d)>>", tuple(map(self.make, kids)))
        raise AssertionError


def write(parts: Sequence[Sequence[Element]], links: Sequence[int]) -> bytes:
    """A file with the elements of several parts, each with pages, forms and links of its own."""
    objects = Objects()
    tree = Structure(objects)
    holdings, kids, notes = [], list[int](), list[int]()
    pages = objects.reserve()
    for count_ in links:
        own = [Keyed(objects.reserve(), tree.next_key()) for _ in range(PAGES)]
        forms = {
            f"form{form}": Keyed(objects.put_stream(FORM, b""), tree.next_key()) for form in range(FORMS)
        }
        areas = [_put_note(objects, tree.next_key()) for _ in range(count_)]
        for sheet in own:
            head = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 1 1]/Resources<<>>" % pages
            objects.put(head + b"/StructParents %d>>" % sheet.key, sheet.number)
        kids += (sheet.number for sheet in own)
        notes += (area.number for area in areas)
        holdings.append(Holdings(own, areas, forms))
    objects.put(b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), _refer(kids)), pages)
    woven = [weave(part, PAGES, count_) for part, count_ in zip(parts, links, strict=True)]
    root = tree.write([[each] for each in zip(woven, holdings, strict=True)])
    catalog = b"<</Type/Catalog/Pages %d 0 R/StructTreeRoot %d 0 R/Notes[%s]>>" % (pages, root, _refer(notes))
    return objects.write(objects.put(catalog), objects.put(b"<<>>"), b"x")


def _put_note(objects: Objects, key: int) -> Keyed:
    number = objects.put(b"<</Type/Annot/Subtype/Link/Rect[0 0 1 1]/StructParent %d>>" % key)
    return Keyed(number, key, number)


def _refer(numbers: Sequence[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def kids_of(element: Any) -> list[Any]:
    kids = element.get("/K", Array())
    return [*kids] if isinstance(kids, Array) else [kids]


def shape_of(element: Any, page: Any, pages: Sequence[Any]) -> Any:
    """What an element of the file holds, in the words of the fragment."""
    told = list[Any]()
    own = element.get("/Pg", page)
    for kid in kids_of(element):
        if isinstance(kid, Dictionary) and kid.get("/Type") == Name.MCR:
            told.append(("form" if "/Stm" in kid else "mark", pages.index(kid.Pg) % PAGES, int(kid.MCID)))
        elif isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR:
            told.append(("link",))
        elif isinstance(kid, Dictionary):
            told.append((str(kid.S)[1:], shape_of(kid, None, pages)))
        else:
            told.append(("mark", pages.index(own) % PAGES, int(kid)))
    return told


def told_of(kids: Sequence[Element | MarkReference | LinkReference]) -> Iterator[Any]:
    for kid in kids:
        match kid:
            case Element(kind, _, _, inner):
                yield kind, [*told_of(inner)]
            case MarkReference(page, number, form):
                yield "form" if form else "mark", page, number
            case LinkReference():
                yield ("link",)


@given(
    st.lists(
        st.lists(SHAPES.filter(lambda shape: isinstance(shape[1], list)), max_size=3), min_size=1, max_size=3
    )
)
def test_the_tree_is_what_the_fragments_say_and_leads_back(shapes: list[list[Any]]) -> None:
    makers = [*map(Maker, range(len(shapes)))]
    parts = [[maker.make(shape) for shape in some] for maker, some in zip(makers, shapes, strict=True)]
    data = write(parts, [next(maker.links) for maker in makers])  # type: ignore[arg-type]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
        root = pdf.Root.StructTreeRoot
        (document,) = root.K
        pages = [page.obj for page in pdf.pages]
        assert shape_of(document, None, pages) == [*told_of([kid for part in parts for kid in part])]
        nums = [*root.ParentTree.Nums]
        back = {int(key): owners for key, owners in zip(nums[::2], nums[1::2], strict=True)}
        for element in _elements(document):
            for kid in kids_of(element):
                _leads_back(kid, element, back)
        for element in _elements(document):
            if "/ID" in element:
                assert (str(element.Alt), str(element.A.O)) == ("9 %d", "%d")
        made = sorted(str(element.ID) for element in _elements(document) if "/ID" in element)
        assert [str(name) for name in root.IDTree.Names[::2]] == made


def _elements(element: Any) -> Iterator[Any]:
    yield element
    for kid in kids_of(element):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield from _elements(kid)


def _leads_back(kid: Any, element: Any, back: dict[int, Any]) -> None:
    if isinstance(kid, Dictionary) and "/S" in kid:
        assert element == kid.P
    elif isinstance(kid, Dictionary) and kid.Type == Name.OBJR:
        assert back[int(kid.Obj.StructParent)] == element
    elif isinstance(kid, Dictionary) and "/Stm" not in kid:
        assert back[int(kid.Pg.StructParents)][int(kid.MCID)] == element
    elif not isinstance(kid, Dictionary):
        assert back[int(element.Pg.StructParents)][int(kid)] == element
