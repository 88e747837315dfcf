"""Sections and margins are read back each by itself, and the finished PDF must be bound of just these."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pikepdf
import pytest
from alone import ABOUT
from msgspec import structs
from reading import Edition, edit

from kyyeu.binding.binder import bind
from kyyeu.binding.fragment import Fragment, Stamp
from kyyeu.binding.pagination import PlacedFragment, find_pictures
from kyyeu.binding.weaving import weave
from kyyeu.cache import NOWHERE
from kyyeu.checks.on_binding import check_page_numbers, is_bound_soundly
from kyyeu.checks.on_paper import fold_exactly
from kyyeu.checks.proof_reader import SectionReader
from kyyeu.errors import Problems
from kyyeu.making import print_run
from kyyeu.making.materials import supply_of
from kyyeu.making.print_run import lay_out_sections, make_pdf
from kyyeu.making.say import hush
from kyyeu.rendering.theme import Theme

FOLD = fold_exactly({})


@dataclass(frozen=True)
class Bound:
    """A book, and what it is bound of."""

    parts: tuple[PlacedFragment, ...]
    pdf: bytes


@pytest.fixture(scope="module")
def edition(theme: Theme, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return edit(theme, tmp_path_factory.mktemp("bound"))


@pytest.fixture(scope="module")
def bound(edition: Edition) -> Bound:
    supply = supply_of(edition.booklet, edition.theme, edition.content)
    parts = lay_out_sections(edition.expected, edition.theme, edition.content, supply, NOWHERE, hush)
    return Bound(parts, bind(parts, edition.theme.files, supply.plates(find_pictures(parts)), ABOUT))


def test_every_page_number_that_a_link_prints_is_read_back(bound: Bound) -> None:
    assert not [*check_page_numbers(bound.parts)]
    spoilt = 0
    for place, part in enumerate(bound.parts):
        for number, piece in enumerate(part.fragment.pieces):
            if piece.kind != "generated" or not part.fragment.asked or not any(map(str.isdigit, piece.text)):
                continue
            pieces = [*part.fragment.pieces]
            pieces[number] = structs.replace(piece, text=piece.text + "9")
            fragment = structs.replace(part.fragment, pieces=tuple(pieces))
            parts = (*bound.parts[:place], replace(part, fragment=fragment), *bound.parts[place + 1 :])
            assert [error.code for error in check_page_numbers(parts)] == ["page-number-astray"]
            spoilt += 1
    assert spoilt > 3


def test_a_sound_book_is_bound_of_sound_parts(bound: Bound) -> None:
    assert is_bound_soundly(bound.parts, bound.pdf, FOLD)


def spoil(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        buffer = io.BytesIO()
        opened.save(buffer)
    return buffer.getvalue()


def swap_pages(pdf: pikepdf.Pdf) -> None:
    pdf.pages.append(pdf.pages[4])
    del pdf.pages[4]


def lose_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[-1]


def add_page(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page()


def stamped(pdf: pikepdf.Pdf) -> list[pikepdf.Page]:
    """The pages that have a running head or a folio, each its own."""
    return [page for page in pdf.pages if len(page.Contents) > 1]


def change_text(pdf: pikepdf.Pdf) -> None:
    content = stamped(pdf)[0].Contents[0]
    content.write(content.read_bytes().replace(b" TJ", b" TJ ", 1))


def lose_margins(pdf: pikepdf.Pdf) -> None:
    page = stamped(pdf)[0]
    page.Contents = page.Contents[0]


def swap_margins(pdf: pikepdf.Pdf) -> None:
    one, other = (page.Resources.XObject for page in stamped(pdf)[:2])
    one.Stamp0, other.Stamp0 = other.Stamp0, one.Stamp0


def change_letters(pdf: pikepdf.Pdf) -> None:
    for font in stamped(pdf)[0].Resources.Font.values():
        font.ToUnicode.write(font.ToUnicode.read_bytes().replace(b"<0", b"<1"))


def swap_faces(pdf: pikepdf.Pdf) -> None:
    faces = next(page.Resources.Font for page in pdf.pages if len(page.Resources.get("/Font", ())) > 1)
    one, other = list(faces.keys())[:2]
    faces[one], faces[other] = faces[other], faces[one]


def lose_faces(pdf: pikepdf.Pdf) -> None:
    for page in stamped(pdf):
        if "/Font" in page.Resources:  # a page of pictures has none
            del page.Resources["/Font"]


def first_link(pdf: pikepdf.Pdf) -> Any:
    return next(page.Annots[0] for page in pdf.pages if "/Annots" in page)


def mistell_link(pdf: pikepdf.Pdf) -> None:
    first_link(pdf).Contents = pikepdf.String("trang 99")


def mislead_link(pdf: pikepdf.Pdf) -> None:
    first_link(pdf).Dest = pikepdf.String("colophon")


def lose_link(pdf: pikepdf.Pdf) -> None:
    page = next(page for page in pdf.pages if "/Annots" in page)
    del page.Annots[0]


@pytest.mark.parametrize(
    "change",
    [swap_pages, lose_page, add_page, change_text, lose_margins, swap_margins, change_letters, swap_faces,
     lose_faces, mistell_link, mislead_link, lose_link],
)  # fmt: skip
def test_a_book_that_is_bound_otherwise_is_read_itself(
    change: Callable[[pikepdf.Pdf], None], bound: Bound
) -> None:
    assert not is_bound_soundly(bound.parts, spoil(bound.pdf, change), FOLD)


def without_proof(part: PlacedFragment) -> PlacedFragment:
    return replace(part, fragment=structs.replace(part.fragment, proof=""))


def with_unproved_margins(part: PlacedFragment) -> PlacedFragment:
    leaves = (
        replace(leaf, stamps=tuple(structs.replace(stamp, proved=False) for stamp in leaf.stamps))
        for leaf in part.leaves
    )
    return replace(part, leaves=tuple(leaves))


@pytest.mark.parametrize("change", [without_proof, with_unproved_margins])
def test_so_is_one_of_parts_that_were_not_sound(
    change: Callable[[PlacedFragment], PlacedFragment], bound: Bound
) -> None:
    last = max(place for place, part in enumerate(bound.parts) if any(leaf.stamps for leaf in part.leaves))
    parts = [change(part) if place == last else part for place, part in enumerate(bound.parts)]
    assert not is_bound_soundly(parts, bound.pdf, FOLD)


# Section by section, and the margins


@pytest.fixture(scope="module")
def reader(edition: Edition) -> SectionReader:
    sections = {section.id: (section,) for section in edition.expected.sections}
    return SectionReader(edition.expected, sections, edition.theme.files)


def test_each_section_is_sound_as_itself_and_as_no_other(
    bound: Bound, edition: Edition, reader: SectionReader
) -> None:
    fragments = {
        part.fragment.pieces[0].section: part.fragment for part in bound.parts if part.fragment.pieces
    }
    sections = [(section.id, fragments[section.id]) for section in edition.expected.sections]
    assert len(sections) > 6 and all(reader.find_sound(sections))
    assert [reader.find_sound([each]) for each in sections] == [[True]] * len(sections)
    swapped = {"article-mot": "article-hai", "article-hai": "article-mot"}
    sound = reader.find_sound([(swapped.get(id_, id_), fragment) for id_, fragment in sections])
    assert {id_ for (id_, _), each in zip(sections, sound, strict=True) if not each} == swapped.keys()


def without_words(fragment: Fragment) -> Fragment:
    index = next(place for place, piece in enumerate(fragment.pieces) if "Việc một" in piece.text)
    pieces = (*fragment.pieces[:index], *fragment.pieces[index + 1 :])
    return structs.replace(fragment, pieces=pieces)


def without_element(fragment: Fragment) -> Fragment:
    return structs.replace(fragment, elements=weave((), 0, 0))


def without_letters(fragment: Fragment) -> Fragment:
    uses = {
        name: structs.replace(use, letters=dict.fromkeys(use.letters, "?"))
        for name, use in fragment.uses.items()
    }
    return structs.replace(fragment, uses=uses)


@pytest.mark.parametrize("change", [without_words, without_element, without_letters])
def test_a_section_that_is_spoilt_is_not_sound(
    change: Callable[[Fragment], Fragment], bound: Bound, reader: SectionReader
) -> None:
    fragment = next(part.fragment for part in bound.parts if "article-hai" in part.fragment.anchors)
    assert reader.find_sound([("article-hai", change(fragment))]) == [False]


def test_what_a_section_is_held_against_tells_its_text(edition: Edition, reader: SectionReader) -> None:
    names = {reader.name_proof(section.id) for section in edition.expected.sections}
    assert len(names) == len(edition.expected.sections)


def silent(stamp: Stamp) -> Stamp:
    return structs.replace(stamp, pieces=tuple(structs.replace(piece, text="99") for piece in stamp.pieces))


def moved(stamp: Stamp) -> Stamp:
    pieces = tuple(structs.replace(piece, left=piece.left + 40) for piece in stamp.pieces)
    return structs.replace(stamp, pieces=pieces)


def outside(stamp: Stamp) -> Stamp:
    left, lower, _, upper = stamp.trim
    return structs.replace(stamp, trim=(left, lower, left + 9, upper))


def test_margins_are_sound_unless_they_are_spoilt(bound: Bound, reader: SectionReader) -> None:
    stamps = [stamp for part in bound.parts for leaf in part.leaves for stamp in leaf.stamps]
    assert stamps and reader.are_sound(stamps)
    for change in (silent, moved, outside):
        assert not reader.are_sound([*stamps[:2], change(stamps[-1])])


@pytest.mark.parametrize(
    ("spoilt", "code"),
    [
        ("kyyeu.binding.binder._draw_stamps", "paper-lost"),
        ("kyyeu.binding.links.tell_where", "link-undescribed"),
    ],
)
def test_what_the_binder_spoils_is_told_as_what_it_is(
    spoilt: str, code: str, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spoilt, lambda *_: b"" if "draw" in spoilt else "")
    with pytest.raises(Problems) as raised:
        make_pdf(edition.booklet, edition.theme, edition.content)
    assert code in str(raised.value.errors[0]) + str(raised.value.errors[0].facts)


@pytest.mark.parametrize("spoilt", [0, -1])
def test_both_halves_of_many_pages_are_looked_at(
    spoilt: int, bound: Bound, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is wrong in one half is seen there, and not in the other one."""

    def change(opened: pikepdf.Pdf) -> None:
        opened.pages[spoilt].Contents = opened.make_stream(b"")

    pdf, half = spoil(bound.pdf, change), sum(len(part.leaves) for part in bound.parts) // 2
    found = [is_bound_soundly(bound.parts, pdf, FOLD, some) for some in (slice(half), slice(half, None))]
    assert found == [spoilt != 0, spoilt == 0]
    for least in (1, 1000):
        monkeypatch.setattr(print_run, "_MANY_PAGES", least)
        monkeypatch.setattr(print_run, "count_cores", lambda: 2)
        assert print_run._is_bound_soundly(bound.parts, bound.pdf, {})
        assert not print_run._is_bound_soundly(bound.parts, pdf, {})
