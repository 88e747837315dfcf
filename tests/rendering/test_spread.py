"""The cover on one sheet for a print shop: its spine is as wide as the book is thick."""

import io
from dataclasses import replace
from math import ceil
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from designs import shipped
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sampling import thinned

from kyyeu.content.booklet import read_booklet
from kyyeu.errors import KyyeuError, Problems
from kyyeu.making.spread import make_spread
from kyyeu.model import BackCover, Booklet, Cover
from kyyeu.pipeline import build
from kyyeu.rendering.shipped import find_shipped_theme, name_shipped_themes
from kyyeu.rendering.spine import plan_spine
from kyyeu.rendering.theme import Theme

pytestmark = pytest.mark.usefixtures("standing")

BACK = BackCover(("Giữ lửa",), (), "")
POINTS = 72 / 25.4
PAGES, LEAF, BLEED = 204, 0.1, 3.0
"""A book of a hundred leaves, so ten millimetres thick."""


def ask(content: Path, **cover: object) -> Booklet:
    booklet = read_booklet(content)
    page = replace(booklet.page, width=145, height=205)
    wanted = replace(Cover(back=BACK, leaf=LEAF, spread=True), **cover)  # type: ignore[arg-type]
    return replace(booklet, title="Mùa thu trên những nẻo đường", page=page, cover=wanted)


def spread(booklet: Booklet, theme: Theme, content: Path, pages: int = PAGES) -> bytes:
    return make_spread(booklet, theme, plan_spine(booklet, theme, pages), content)


def box_of(pdf: bytes, name: str) -> list[float]:
    """One of the boxes of the one page, in millimetres."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (page,) = opened.pages
        return [float(edge) / POINTS for edge in page.obj[name]]


@given(st.integers(6, 900), st.booleans(), st.floats(0.03, 0.6))
def test_it_is_as_thick_as_its_leaves(pages: int, is_backed: bool, leaf: float) -> None:
    booklet = replace(SMALL, cover=Cover(back=BACK if is_backed else None, leaf=leaf))
    spine = plan_spine(booklet, LOTUS, pages)
    assert spine.leaves == ceil((pages - (4 if is_backed else 2)) / 2)
    assert abs(spine.width - spine.leaves * leaf) < 0.006


@given(st.floats(0.03, 0.6), st.integers(1, 60), st.integers(6, 900))
def test_words_stand_on_it_where_they_have_room_and_the_editor_is_told_where_not(
    leaf: float, words: int, pages: int
) -> None:
    booklet = replace(SMALL, title="nghiêng " * words, cover=Cover(leaf=leaf, spread=True))
    spine = plan_spine(booklet, LOTUS, pages)
    assert bool(spine.words) + bool(spine.findings) == (spine.width >= 6)
    if spine.words:
        assert spine.size * 1.4 / POINTS <= spine.width - 2 + 1e-6 and 6.5 <= spine.size <= 12


SMALL = replace(read_booklet(Path(__file__).parent.parent / "tiny"), cover=Cover())
LOTUS = shipped("lotus")


def test_paper_is_told_by_its_weight_or_by_a_leaf(tiny: Path) -> None:
    path = tiny / "booklet.yaml"
    text = path.read_text("utf-8")
    for paper, leaf in (
        ("{gsm: 100}", 0.125), ("{bulk: 1.5}", 0.12), ("{gsm: 70, bulk: 1.3}", 0.091), ("{leaf: 0.11}", 0.11),
    ):  # fmt: skip
        path.write_text(f"{text}cover: {{paper: {paper}}}\n", "utf-8")
        assert read_booklet(tiny).cover.thickness == leaf


@pytest.mark.parametrize("name", name_shipped_themes())
def test_it_is_two_pages_and_the_spine_wide_with_bleed_and_room_for_marks(tiny: Path, name: str) -> None:
    theme = shipped(name)
    pdf = spread(ask(tiny), theme, tiny)
    left, low, right, high = box_of(pdf, "/TrimBox")
    assert [right - left, high - low] == pytest.approx([300, 205], abs=0.01)
    bleed = [left - BLEED, low - BLEED, right + BLEED, high + BLEED]
    assert box_of(pdf, "/BleedBox") == pytest.approx(bleed, abs=0.01)
    assert box_of(pdf, "/MediaBox")[0] == 0 and left > BLEED + 5


def draw(pdf: bytes, dpi: int = 100) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        return document[0].render(scale=dpi / 72).to_pil().convert("RGB")  # type: ignore[no-any-return]


def test_its_ground_goes_on_beyond_the_trim_and_over_the_folds(tiny: Path, theme: Theme) -> None:
    pdf = spread(ask(tiny), theme, tiny)
    picture = draw(pdf)
    left, low, right, high = (edge / 25.4 * 100 for edge in box_of(pdf, "/BleedBox"))
    up = (high + low) / 2 - (103 / 25.4 * 100)  # in the upper bleed, where nothing is drawn
    row = [picture.getpixel((x, round(up))) for x in range(round(left) + 2, round(right) - 2)]
    assert set(row) == {(138, 20, 23)}


def test_a_photograph_that_goes_to_the_edge_is_not_cut_off_there_and_the_spine_lies_below_it(
    tiny: Path, tmp_path: Path
) -> None:
    gallery = find_shipped_theme("gallery")
    ground = "@media print { @page cover { background: #fed } }"
    (tmp_path / "theme.toml").write_text('extends = "gallery"\n', "utf-8")
    (tmp_path / "own.css").write_text((gallery / "own.css").read_text("utf-8") + ground, "utf-8")
    Image.new("RGB", (900, 900), "blue").save(tiny / "images" / "toa-nha.png")
    path = tiny / "booklet.yaml"
    path.write_text(path.read_text("utf-8") + "cover: {picture: toa-nha.png}\n", "utf-8")
    image = read_booklet(tiny).cover.image
    pdf = spread(ask(tiny, image=image), Theme(tmp_path), tiny)
    picture, box = draw(pdf), box_of(pdf, "/BleedBox")
    edge, fold = box[2] - 0.5, box[2] - BLEED - 145 + 0.5
    for across in (edge, fold):
        column = [picture.getpixel((round(across / 25.4 * 100), y)) for y in range(picture.height)]
        assert column.count((0, 0, 255)) > picture.height / 5
    beside = [picture.getpixel((round((fold - 1) / 25.4 * 100), y)) for y in range(picture.height)]
    assert (0, 0, 255) not in beside


@pytest.mark.parametrize("name", thinned(name_shipped_themes(), 3))
def test_the_spine_reads_downwards_between_the_folds(tiny: Path, name: str) -> None:
    pdf = spread(ask(tiny, spine="Mùa thu hai nghìn"), shipped(name), tiny)
    left, _, right, _ = (edge * POINTS for edge in box_of(pdf, "/TrimBox"))
    with pypdfium2.PdfDocument(pdf) as document:
        letters = document[0].get_textpage()
        found = letters.search("thu hai").get_next()
        assert found
        first, last = (letters.get_charbox(found[0] + at) for at in (0, found[1] - 1))
    assert first[1] > last[3]
    middle = (left + right) / 2
    assert all(abs(box[edge] - middle) < 4 * POINTS for box in (first, last) for edge in (0, 2))


def test_a_thin_one_and_a_booklet_without_a_back_make_a_sheet_too(tiny: Path, theme: Theme) -> None:
    pdf = spread(ask(tiny, back=None, leaf=0.05), theme, tiny, 20)
    left, _, right, _ = box_of(pdf, "/TrimBox")
    assert right - left == pytest.approx(290.45, abs=0.01)


def test_the_same_booklet_makes_the_same_sheet(tiny: Path, theme: Theme) -> None:
    assert spread(ask(tiny), theme, tiny) == spread(ask(tiny), theme, tiny)


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param(".spine-words { left: 30mm }", marks=pytest.mark.ci),
        ".spine-words { top: -4mm }",
        ".spine-words { color: #8a1417 }",
    ],
)
def test_words_of_the_spine_over_a_fold_or_unseen_are_refused(tiny: Path, tmp_path: Path, rule: str) -> None:
    (tmp_path / "theme.toml").write_text('extends = "lotus"\n', "utf-8")
    (tmp_path / "own.css").write_text(f"@media print {{ {rule} }}", "utf-8")
    with pytest.raises(Problems) as raised:
        spread(ask(tiny, spine="Mùa thu " * 12), Theme(tmp_path), tiny)
    codes = {error.code for error in raised.value.errors if isinstance(error, KyyeuError)}
    assert codes & {"cover-unsafe", "paper-unseen"}


@pytest.mark.parametrize(
    ("only", "names"),
    [
        (None, ["tiny-cover.pdf", "tiny.epub", "tiny.pdf"]),
        ("pdf", ["tiny-cover.pdf", "tiny.pdf"]),
        ("epub", ["tiny.epub"]),
    ],
)
def test_it_is_saved_with_the_books_where_it_is_asked_for(
    tiny: Path, tmp_path: Path, only: str | None, names: list[str]
) -> None:
    path = tiny / "booklet.yaml"
    path.write_text(path.read_text("utf-8") + "cover: {spread: true}\n", "utf-8")
    made = build(tiny, None, tmp_path / "dist", only)
    assert sorted(path.name for path in (tmp_path / "dist").iterdir()) == names
    assert sorted(file.path.name for file in made) == names
    if only != "epub":
        assert made[0].spine and made[0].spine.width == pytest.approx(made[0].spine.leaves * 0.1)
