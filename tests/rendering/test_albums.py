"""Albums: every picture has its place on a page of any shape, in print alone."""

import io
import re
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from kinds import draw_picture
from sampling import thinned

from kyyeu.content.booklet import read_booklet
from kyyeu.making.e_book import make_epub
from kyyeu.making.print_run import make_pdf
from kyyeu.model import Image, Page, Run
from kyyeu.pdf.printed import read_printed
from kyyeu.rendering.picture_pages import Room, Shape, arrange, find_room, plan_pages
from kyyeu.rendering.theme import Theme

pytestmark = pytest.mark.usefixtures("standing")

SHAPES = st.lists(
    st.builds(
        Shape,
        st.sampled_from([0.1, 0.22, 0.5, 0.7, 1.0, 1.5, 1.8, 2.9]),
        st.sampled_from([0.1, 0.4, 1.0]),
        st.sampled_from([0, 30, 120]),
    ),
    min_size=1,
    max_size=12,
)
ROOMS = st.builds(Room, st.floats(0.5, 1.8), st.floats(0.4, 0.9), st.floats(0.02, 0.05))
UPRIGHT = Room(1.4, 0.72, 0.05)
TRIMS = [(145, 205), (210, 297), (205, 145), (230, 190), (190, 190), (297, 210)]


@given(SHAPES, ROOMS, st.lists(st.integers(1, 5), max_size=4), st.booleans())
@example([Shape(0.22, letters=120)] * 3, Room(1.35, 0.73, 0.08), [3], False)
def test_every_picture_of_an_album_has_a_place_on_its_page(
    shapes: list[Shape], room: Room, counts: list[int], opens: bool
) -> None:
    pages = plan_pages(shapes, room, counts, room.below(0) if opens else 0)
    assert [one.number for page in pages for row in page for one in row] == [*range(len(shapes))]
    for page, count in zip(pages, counts, strict=False):
        assert sum(map(len, page)) <= count
    for number, page in enumerate(pages):
        heights = [{round(one.width / shapes[one.number].aspect, 2) for one in row} for row in page]
        assert all(max(high) - min(high) <= 0.011 for high in heights), "pictures of a row are as high"
        high = room.below(0) if opens and not number else room.height
        captions = [max(room.caption(shapes[one.number].letters, one.width) for one in row) for row in page]
        assert sum(map(max, heights)) <= max(high - sum(captions), 0.05) + 0.02
        assert all(sum(one.around for one in row) + 0.02 * (len(row) - 1) <= 1.001 for row in page)
        for one in (one for row in page for one in row):
            assert one.around >= max(one.width, room.thinnest(shapes[one.number].letters)) - 0.001
    assert all(one.width <= shapes[one.number].most + 0.001 for page in pages for row in page for one in row)


@given(SHAPES, st.floats(0.6, 1.8))
@example([Shape(aspect) for aspect in (0.5, 0.5, 1.5, 1.5, 1.5, 1.0, 2.9)], 1.37109375)
def test_no_picture_of_an_album_is_a_stamp_where_it_need_not_be(shapes: list[Shape], height: float) -> None:
    wide = [Shape(shape.aspect) for shape in shapes]
    room = Room(height, height, 0.03)
    alone = [min(1.0, (height - room.caption(0, 1)) * shape.aspect) for shape in wide]
    pages = plan_pages(wide, room)
    widths = {one.number: one.width for page in pages for row in page for one in row}
    assert all(width >= min(0.3, alone[number]) - 0.002 for number, width in widths.items())


@pytest.mark.ci
def test_an_album_may_have_any_number_of_pictures() -> None:
    many = sys.getrecursionlimit() + 100
    pages = plan_pages([Shape(1.5)] * many, UPRIGHT)
    assert [one.number for page in pages for row in page for one in row] == [*range(many)]


@pytest.mark.parametrize(("aspect", "most"), [(0.22, 1.0), (1.5, 0.115)])
@pytest.mark.parametrize("abreast", [1, 3])
def test_a_caption_has_room_below_a_thin_picture_that_is_no_smaller_for_it(
    theme: Theme, aspect: float, most: float, abreast: int
) -> None:
    for trim in ((80, 110), *TRIMS):
        room = find_room(*trim, theme.find_area(Page(*trim, "")))
        pages = plan_pages([Shape(aspect, most, 150)] * abreast, room)
        for one in (one for page in pages for row in page for one in row):
            assert one.around >= 0.17 and one.width >= min(most, 0.05)


def test_below_an_opening_stands_no_picture_whose_caption_takes_its_room(theme: Theme) -> None:
    room = find_room(80, 110, theme.find_area(Page(80, 110, "")))
    shown = [room.shows(Shape(aspect, letters=150), room.first) for aspect in (0.22, 1.5)]
    assert [*shown, room.shows(Shape(0.22), room.first)] == [False, True, True]


def test_a_picture_of_few_pixels_is_as_large_on_any_page_as_they_allow(theme: Theme) -> None:
    for trim in (*TRIMS, (460, 380)):
        area = theme.find_area(Page(*trim, ""))
        measure, room = trim[0] - area.inner - area.outer, find_room(*trim, area)
        image = Image("images/x.jpg", "x.jpg", "image/jpeg", 400, 260, 1, "")
        figure = [Run("markup", '<figure class="album-picture">', "", -1), Run("picture", "x", "", -1)]
        said = arrange([*figure, Run("markup", "</figure>", "", -1)], {"x": image}, (), room)
        (across,) = re.findall(r"width: ([\d.]+)%", "".join(run.xhtml for run in said))
        assert 400 / (float(across) / 100 * measure) >= 4.99, "pixels in a millimetre"


def test_a_page_has_the_room_of_its_own_shape(theme: Theme) -> None:
    rooms = {trim: find_room(*trim, theme.find_area(Page(*trim, ""))) for trim in TRIMS}
    assert abs(rooms[145, 205].height - 1.46) < 0.03 and abs(rooms[145, 205].first - 0.84) < 0.03
    assert rooms[205, 145].height < 0.8 < rooms[190, 190].height < 1.2 < rooms[145, 205].height


def test_on_a_narrow_page_three_abreast_are_stamps(theme: Theme) -> None:
    """As large as they are on a wide one, where they are a third of it."""
    wide = [Shape(1.5)] * 11
    for trim, least in (((145, 205), 0.4), ((297, 210), 0.3)):
        room = find_room(*trim, theme.find_area(Page(*trim, "")))
        widths = [
            one.width for page in plan_pages(wide, room, (), room.below(0)) for row in page for one in row
        ]
        assert least - 0.002 <= min(widths) and room.least < least + 0.01


LOW = Room(0.697, 0.697, 0.0415, 0.3)
BROAD, STRIP, TALL = Shape(1.77, letters=150), Shape(3.0, letters=45), Shape(0.66, letters=45)
FILLED = {
    "a strip beside a broad one": ([BROAD, STRIP], LOW, [1, 1]),
    "tall ones on a low page": ([TALL, TALL], LOW, [2]),
    "broad ones on a high page": ([BROAD, STRIP], UPRIGHT, [2]),
    "long captions on a low page": ([replace(TALL, letters=200)] * 3, LOW, [3]),
}


@pytest.mark.parametrize("case", FILLED)
def test_pages_are_filled_by_pictures_and_not_by_the_room_around_captions(case: str) -> None:
    shapes, room, counts = FILLED[case]
    assert [sum(map(len, page)) for page in plan_pages(shapes, room)] == counts


LEAD = "Tám tấm ảnh dưới đây do cán bộ văn phòng và bạn đọc gửi tặng, nay in lại cả. " * 3
CAPTIONS = {
    "": "Ảnh số {}",
    LEAD: "Hội nghị công tác văn phòng cấp ủy toàn tỉnh, tháng {} năm 1985, có đủ mặt cán bộ. Ảnh: Thu Hà",
}


@pytest.mark.ci
@pytest.mark.parametrize("lead", CAPTIONS, ids=["at once", "behind words"])
@pytest.mark.parametrize("trim", thinned(TRIMS[:1] + TRIMS[2:5], 2))
def test_each_page_of_an_album_is_one_of_the_book(
    trim: tuple[int, int], lead: str, tiny: Path, theme: Theme
) -> None:
    names = ["ngang.jpg", "dung.jpg", "rong.jpg", "vuong.jpg", "ngang.jpg", "dung.jpg", "ngang.jpg"]
    sizes = {
        "ngang.jpg": (900, 600),
        "dung.jpg": (600, 850),
        "rong.jpg": (1200, 500),
        "vuong.jpg": (700, 700),
    }
    for name, size in sizes.items():
        draw_picture(size).save(tiny / "images" / name, quality=60)
    captions = [CAPTIONS[lead].format(number) for number in range(len(names))]
    called = zip(captions, names, strict=True)
    body = "\n\n".join([lead, *(f"![{caption}](images/{name})" for caption, name in called)])
    (tiny / "articles" / "hai.md").write_text(f"---\nkind: album\ntitle: Ảnh\n---\n\n{body}\n", "utf-8")
    path = tiny / "booklet.yaml"
    path.write_text(path.read_text("utf-8").replace("[80, 110]", f"[{trim[0]}, {trim[1]}]"), "utf-8")
    booklet = read_booklet(tiny)
    pdf = make_pdf(booklet, theme, tiny)
    room = find_room(*trim, theme.find_area(booklet.page))
    shapes = [
        Shape(sizes[name][0] / sizes[name][1], min(1.0, sizes[name][0] / 520), len(caption))
        for name, caption in zip(names, captions, strict=True)
    ]
    pages = plan_pages(shapes, room, (), room.below(len(lead)))
    on = sorted({picture.page for picture in pdf.pictures if picture.figure and "cham" not in picture.name})
    counts = [sum(p.page == page for p in pdf.pictures if p.figure and "cham" not in p.name) for page in on]
    assert counts == [sum(map(len, page)) for page in pages]
    printed = read_printed(pdf.data).pages[on[0] - 1].texts
    titled = any(text.text.strip() == "Ảnh" and text.size > 12 for text in printed)
    assert titled == (room.below(len(lead)) < room.height), "the first stand below the title"
    with zipfile.ZipFile(io.BytesIO(make_epub(booklet, theme, tiny))) as book:
        page = book.read("EPUB/article-hai.xhtml").decode()
    assert len(re.findall("<figure", page)) == len(names) and "album-row" not in page
