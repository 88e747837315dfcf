"""The outline is the tree that its levels tell."""

import io
from collections.abc import Sequence

import pikepdf
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from test_pagination import fragment, page

from kyyeu.binding.fragment import Anchor, Bookmark
from kyyeu.binding.objects import Objects
from kyyeu.binding.outline import Outline
from kyyeu.binding.pagination import PlacedFragment

Tree = list[tuple[str, "Tree"]]


def tree_of(levels: Sequence[int]) -> Tree:
    """Each level below the last higher one, named by its place; told in another way than the outline does."""
    root: Tree = []
    path: list[tuple[int, Tree]] = [(0, root)]
    for place, level in enumerate(levels):
        while path[-1][0] >= level:
            path.pop()
        below: Tree = []
        path[-1][1].append((str(place), below))
        path.append((level, below))
    return root


def read(items: Sequence[pikepdf.OutlineItem]) -> Tree:
    return [(str(item.title), read(item.children)) for item in items]


@given(st.lists(st.tuples(st.integers(1, 4), st.booleans()), max_size=30))
def test_lines_stand_below_the_last_higher_one(lines: list[tuple[int, bool]]) -> None:
    marks = tuple(
        Bookmark(level, str(place), is_open, Anchor(0, 1, 2)) for place, (level, is_open) in enumerate(lines)
    )
    (part,) = PlacedFragment.in_a_row([structs.replace(fragment("any", [page("right")]), bookmarks=marks)])
    objects = Objects()
    sheet = objects.reserve()
    outline = Outline(objects, [part], lambda number: sheet).write()
    pages = objects.put(b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % sheet)
    objects.put(b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 1 1]/Resources<<>>>>" % pages, sheet)
    root = objects.put(b"<</Type/Catalog/Pages %d 0 R/Outlines %d 0 R>>" % (pages, outline))
    with pikepdf.open(io.BytesIO(objects.write(root, objects.put(b"<<>>"), b"x"))) as pdf:
        assert pdf.check_pdf_syntax() == []
        with pdf.open_outline() as found:
            assert read(found.root) == tree_of([level for level, _ in lines])
