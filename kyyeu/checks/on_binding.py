"""The finished PDF held against the fragments that it was bound of, each read back by itself before."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from kyyeu.binding.fragment import Anchor, LinkedArea, Use
from kyyeu.binding.links import tell_where
from kyyeu.binding.pagination import Leaf, PlacedFragment
from kyyeu.checks.readback import Fold
from kyyeu.errors import KyyeuError, TemplateError
from kyyeu.pdf.bound import ALL, BoundLink, BoundPage, read_bound


def is_bound_soundly(parts: Sequence[PlacedFragment], pdf: bytes, fold: Fold, some: slice = ALL) -> bool:
    """Whether the pages of the file are those of the parts, margins and links too, and all were sound.

    Where they are, what was read of the fragments is true of the file; else that has to be read itself. Only
    `some` of the pages are looked at, where others are elsewhere.
    """
    stamps = (stamp for part in parts for leaf in part.leaves for stamp in leaf.stamps)
    if not (all(part.fragment.proof for part in parts) and all(stamp.proved for stamp in stamps)):
        return False
    places = {
        name: (part.first + anchor.page, anchor)
        for part in reversed(parts)
        for name, anchor in part.fragment.anchors.items()
    }
    leaves = [(part, leaf, links) for part in parts for leaf, links in _find_links(part, places)]
    means = _Meanings(fold)
    with read_bound(pdf, some) as (count, pages):
        return count == len(leaves) and all(
            _is_same(*each, page, means) for each, page in zip(leaves[some], pages, strict=True)
        )


def _is_same(
    part: PlacedFragment,
    leaf: Leaf,
    links: Collection[BoundLink],
    page: BoundPage,
    means: "_Meanings",
) -> bool:
    """Whether the page is the leaf, and has the links."""
    stamps, uses = leaf.stamps, part.fragment.uses
    used = [uses, *(stamp.uses for stamp in stamps)]
    needed = uses.keys() & {*leaf.page.drawing.resources.needs}
    return (
        needed <= page.faces.keys()
        and page.content == leaf.page.drawing.content
        and page.stamps == tuple(stamp.drawing.content for stamp in stamps)
        and all(means.agree(faces, page.faces) for faces in used)
        and sorted(page.links, key=repr) == sorted(links, key=repr)
    )


def check_page_numbers(parts: Sequence[PlacedFragment]) -> Iterator[KyyeuError]:
    """Whatever links print as the number of the page that they lead to, and is another page's.

    Of the contents, the list of pictures, words of a text: wherever a style sheet asks for the number.
    """
    pages = {
        name: part.first + anchor.page
        for part in reversed(parts)
        for name, anchor in part.fragment.anchors.items()
    }
    folios = dict(_find_folios(parts))
    for part in (part for part in parts if part.fragment.asked):
        left = [*_find_numbers(part)]
        in_order = not part.fragment.elements.noted
        for area in _find_counted(part):
            page = pages[area.target]
            if not _take(left, folios.get(page, str(page)), in_order):
                words = tell_where(area, page, Anchor(0, 0, 0, area.target))
                where = str(part.first + area.page)
                yield TemplateError("page-number-astray", None, None, words=words, page=page, where=where)
                break


def _find_counted(part: PlacedFragment) -> Iterator[LinkedArea]:
    """The links whose pages' numbers are printed, as they are read; each once, on however many pages."""
    asked, before = {*part.fragment.asked}, ""
    for area in (part.fragment.areas[number] for number in part.fragment.elements.areas):
        if area.target in asked and area.target != before:
            yield area
        before = area.target


def _take(left: list[str], number: str, in_order: bool) -> bool:
    """Whether the number is among those left; it is taken out, and where they are in order all before it."""
    if number not in left:
        return False
    place = left.index(number)
    del left[0 if in_order else place : place + 1]
    return True


def _find_numbers(part: PlacedFragment) -> Iterator[str]:
    """The numbers that style sheets say."""
    for piece in part.fragment.pieces:
        if piece.kind == "generated" and (digits := "".join(filter(str.isdecimal, piece.text))):
            yield digits


def _find_folios(parts: Sequence[PlacedFragment]) -> Iterator[tuple[int, str]]:
    """What each page says that it is, where it does."""
    for leaf in (leaf for part in parts for leaf in part.leaves):
        said = (piece.text.strip() for stamp in leaf.stamps for piece in stamp.pieces)
        yield from ((leaf.number, text) for text in said if text.isdigit())


class _Meanings:
    """What glyphs stand for, as it was and as it is; a book has few faces for all its pages."""

    def __init__(self, fold: Fold):
        self._fold = fold
        self._known = dict[tuple[int, int], bool]()
        """By the identity of what is used of a face, and of the face in the book."""
        self._agreed = dict[tuple[int, int], bool]()
        """By the identity of all that is used, and of a page's faces."""
        self._held = list[object]()
        """Those faces, so that they stay themselves."""

    def agree(self, used: Mapping[str, Use], faces: Mapping[str, Mapping[int, str]]) -> bool:
        """Whether the glyphs that are used of the page's faces stand for the same letters there."""
        key = id(used), id(faces)
        if key not in self._agreed:
            self._held.append(faces)
            same = (self._agree(use, faces[name]) for name, use in used.items() if name in faces)
            self._agreed[key] = all(same)
        return self._agreed[key]

    def _agree(self, use: Use, face: Mapping[int, str]) -> bool:
        key = id(use), id(face)
        if key not in self._known:
            fold, others = self._fold, use.letters.items() - face.items()  # few, if any
            self._known[key] = all(fold(face.get(glyph, "")) == fold(letter) for glyph, letter in others)
        return self._known[key]


def _find_links(
    part: PlacedFragment, places: Mapping[str, tuple[int, Anchor]]
) -> Iterator[tuple[Leaf, Sequence[BoundLink]]]:
    """The leaves of a part, each with the links that its page must have."""
    links = defaultdict[int, list[BoundLink]](list)
    for area in part.fragment.areas:
        link = ("", area.says) if area.outside else (area.target, tell_where(area, *places[area.target]))
        links[part.first + area.page].append(BoundLink(*link))
    for leaf in part.leaves:
        yield leaf, links[leaf.number]
