"""What a page must not part, nor leave alone at its head or its foot, nor leave white before a picture."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from alone import bind_alone
from designs import shipped
from kinds import draw_picture
from sampling import crossed, thinned

from kyyeu.binding.fragment import SetPiece
from kyyeu.content.booklet import read_booklet
from kyyeu.making.materials import supply_of
from kyyeu.pdf import press
from kyyeu.rendering.documents import render_print
from kyyeu.rendering.sections import name_sections
from kyyeu.rendering.shipped import name_shipped_themes
from kyyeu.rendering.theme import Theme

LINE = "Văn phòng họp."


def lay_out(article: str, kind: str, tiny: Path, theme: Theme) -> Sequence[SetPiece]:
    """What is set of the section of that kind where the second article is as it is written."""
    (tiny / "articles" / "hai.md").write_text(article, "utf-8")
    booklet = read_booklet(tiny)
    section = [one for one in name_sections(booklet, theme) if one.kind == kind][-1]
    supply = supply_of(booklet, theme, tiny)
    return bind_alone(render_print(booklet, theme, section), theme, supply).pieces


@pytest.mark.parametrize("before", thinned(range(1, 9), 2))
def test_no_row_of_a_table_stands_alone(before: int, tiny: Path, theme: Theme) -> None:
    rows = "".join(f"| {number} | {LINE} |\n" for number in range(1930, 1942))
    table = f"| Năm | Việc |\n| --- | --- |\n{rows}"
    filling = "\n\n".join([LINE] * before)
    pieces = lay_out(f"---\ntitle: Bài\n---\n\n{filling}\n\n{table}", "article", tiny, theme)
    years = Counter(piece.page for piece in pieces if piece.kind == "text" and piece.text.startswith("19"))
    assert len(years) > 1 and min(years.values()) > 1


def pages_of_rows(rows: int, before: int, tiny: Path, theme: Theme, said: str = LINE) -> list[int]:
    """The page of each row of a table on A5 that so many lines stand before."""
    listing = tiny / "booklet.yaml"
    listing.write_text(listing.read_text("utf-8").replace("[80, 110]", "A5"), "utf-8")
    table = "| Năm | Việc |\n| --- | --- |\n" + "".join(f"| {1930 + row} | {said} |\n" for row in range(rows))
    filling = "\n\n".join([LINE] * before)
    pieces = lay_out(f"---\ntitle: Bài\n---\n\n{filling}\n\n{table}", "article", tiny, theme)
    return [piece.page for piece in pieces if piece.kind == "text" and piece.text.startswith("19")]


@pytest.mark.parametrize("before", thinned([10, 4, 6, 8, 12], 5))
def test_a_low_table_stands_on_one_page(before: int, tiny: Path, theme: Theme) -> None:
    pages = pages_of_rows(6, before, tiny, theme)
    assert len(pages) == 6 and len({*pages}) == 1


@pytest.mark.ci
@pytest.mark.parametrize(("rows", "before"), [(14, 8), (9, 6)])
def test_a_table_begins_at_once_where_much_would_be_left_white(
    rows: int, before: int, tiny: Path, theme: Theme
) -> None:
    pages = pages_of_rows(rows, before, tiny, theme)
    assert len(pages) == rows and {*pages} == {1, 2}


@pytest.mark.parametrize("before", [5, pytest.param(8, marks=pytest.mark.ci)])
def test_a_row_that_is_read_as_a_paragraph_may_stand_alone(before: int, tiny: Path, theme: Theme) -> None:
    assert pages_of_rows(2, before, tiny, theme, LINE * 15) == [1, 2]
    assert len({*pages_of_rows(2, 14, tiny, theme, LINE * before)}) == 1


@pytest.mark.parametrize("before", [pytest.param(6, marks=pytest.mark.ci), 8])
def test_a_row_that_a_portrait_makes_high_stands_not_alone(before: int, tiny: Path, theme: Theme) -> None:
    draw_picture((900, 1200)).save(tiny / "images" / "nui.jpg")
    pages = pages_of_rows(4, before, tiny, theme, f"![Núi](images/nui.jpg) {LINE}")
    assert len(pages) == 4 and min(Counter(pages).values()) > 1


@pytest.mark.ci
def test_no_row_or_two_of_names_end_a_page(tiny: Path, theme: Theme) -> None:
    listing = tiny / "booklet.yaml"
    listing.write_text(listing.read_text("utf-8").replace("[80, 110]", "A5"), "utf-8")
    for above in range(12, 30, 2):
        names = "\n".join(["Trần Ấm"] * above), "\n".join(["Lê Ấm"] * 60)
        text = "---\nkind: roll\ntitle: Tên\n---\n\n## Trước\n\n{}\n\n## Sau\n\n{}\n".format(*names)
        pieces = lay_out(text, "roll", tiny, theme)
        pages = Counter(piece.page for piece in pieces if piece.text.startswith("Lê"))
        assert pages[min(pages)] > 4


@pytest.mark.parametrize(("columns", "above"), crossed([2, 3, 4], [8, 10, 12, 14]))
def test_few_names_stand_on_one_page(columns: int, above: int, tiny: Path, theme: Theme) -> None:
    listing = tiny / "booklet.yaml"
    listing.write_text(listing.read_text("utf-8").replace("[80, 110]", "A5"), "utf-8")
    head = f"---\nkind: roll\ntitle: Danh sách\ncolumns: {columns}\n---\n\n"
    many, few = ("\n".join([f"{name} Ấm"] * rows * columns) for name, rows in (("Trần", above), ("Lê", 9)))
    pieces = lay_out(f"{head}## Trước\n\n{many}\n\n## Sau\n\n{few}\n", "roll", tiny, theme)
    pages = [piece.page for piece in pieces if piece.text.startswith(("Lê", "Sau"))]
    assert len(pages) == 9 * columns + 1 and len({*pages}) == 1


NAMES_OF_FOUR = ["Nguyễn Thị Bích Ngọc", "Nguyễn Trọng Khánh", "Dương Hoài Phương", "Trương Quang Nghĩa"]


@pytest.mark.parametrize("name", thinned(name_shipped_themes(), 3))
def test_a_name_of_four_words_has_a_line_of_three_columns_to_itself(name: str, tiny: Path) -> None:
    listing, theme = tiny / "booklet.yaml", shipped(name)
    trim = "[{}, {}]".format(*theme.trim)
    listing.write_text(listing.read_text("utf-8").replace("[80, 110]", trim), "utf-8")
    names = "\n".join(NAMES_OF_FOUR * 3)
    pieces = lay_out(f"---\nkind: roll\ntitle: Tên\ncolumns: 3\n---\n\n{names}\n", "roll", tiny, theme)
    assert Counter(piece.text for piece in pieces if piece.text in NAMES_OF_FOUR).total() == 12


@pytest.mark.ci
def test_a_last_item_that_has_items_takes_none_with_it(tiny: Path, theme: Theme) -> None:
    """To the next page: it is more than one line there."""
    lists = [f"- Đầu{each}\n- Cuối{each}\n  - một\n  - hai" for each in range(60)]
    body = "\n\n".join("Câu.\n\n" * (each % 7) + one for each, one in enumerate(lists))
    pieces = lay_out(f"---\ntitle: Bài\n---\n\n{body}", "article", tiny, theme)
    pages = {piece.text: piece.page for piece in pieces}
    assert any(pages[f"Đầu{each}"] < pages[f"Cuối{each}"] for each in range(60))


@pytest.mark.ci
def test_no_last_item_of_a_list_stands_alone(tiny: Path, theme: Theme) -> None:
    lists = [
        "Câu.\n\n" * (each % 7) + "\n".join(f"- Mục{each} {number}" for number in range(4))
        for each in range(60)
    ]
    pieces = lay_out("---\ntitle: Bài\n---\n\n" + "\n\n".join(lists), "article", tiny, theme)
    pages = defaultdict[str, list[int]](list)
    for piece in pieces:
        if piece.text.startswith("Mục"):
            pages[piece.text.split()[0]] += [piece.page]
    assert len(pages) == 60 and any(len({*each}) > 1 for each in pages.values())
    assert all(each[-1] == each[-2] for each in pages.values())


@pytest.mark.parametrize("name", name_shipped_themes())
def test_a_credit_stands_on_one_line_where_a_line_has_room_for_it(name: str, tiny: Path) -> None:
    """However many words stand before it."""
    captions = ["họp " * words + f"bàn. Ảnh: Quang Vinh{words}" for words in range(1, 14)]
    text = "\n\n".join(f"![{caption}](images/cham.png)" for caption in captions)
    pieces = lay_out(f"---\ntitle: Bài\n---\n\n{text}", "article", tiny, shipped(name))
    credited = [piece.text.strip() for piece in pieces if "Ảnh:" in piece.text or "Vinh" in piece.text]
    assert credited == [f"Ảnh: Quang Vinh{words}" for words in range(1, 14)]


@pytest.mark.parametrize("name", name_shipped_themes())
def test_small_letters_below_a_line_take_the_room_of_a_line(name: str, tiny: Path) -> None:
    text = f"{LINE * 3}\n\nH<sub>2</sub>O {LINE * 3}\n\nm<sup>2</sup> {LINE * 3}"
    pieces = lay_out(f"---\ntitle: Bài\n---\n\n{text}", "article", tiny, shipped(name))
    grounds = sorted({round(piece.baseline, 2) for piece in pieces if "họp" in piece.text})
    steps = [below - above for above, below in pairwise(grounds)]
    sizes = {piece.text: piece.size for piece in pieces}
    assert len(steps) > 2 and max(steps) - min(steps) < 0.1 and sizes["2"] < max(sizes.values())


@pytest.mark.parametrize("name", name_shipped_themes())
def test_lines_of_a_table_that_is_set_smaller_are_closer(name: str, tiny: Path) -> None:
    listing = tiny / "booklet.yaml"
    listing.write_text(listing.read_text("utf-8").replace("[80, 110]", "A5"), "utf-8")
    row = "|" + " 12.410.500 và người |" * 7
    table = f"{row}\n{'| --- ' * 7}|\n{row}\n{row}"
    pieces = lay_out(f"---\ntitle: Bài\n---\n\n{table}", "article", tiny, shipped(name))
    words = [piece for piece in pieces if piece.table == 0 and piece.text.strip()]
    within = [two for two in pairwise(words) if two[0].left == two[1].left]
    assert len(within) >= 21 and max(word.size for word in words) < 8
    assert all(1.3 < (below.baseline - above.baseline) / above.size < 1.75 for above, below in within)


@pytest.mark.ci
def test_no_term_stands_apart_from_what_is_said_of_it(tiny: Path, theme: Theme) -> None:
    """With one more line before it each time."""
    terms = ["Câu.\n\n" * lines + f"Thuật{lines}\n:   nghĩa{lines} {LINE * 4}" for lines in range(24)]
    pieces = lay_out("---\ntitle: Bài\n---\n\n" + "\n\n".join(terms), "article", tiny, theme)
    pages = {piece.text.split()[0]: piece.page for piece in pieces if piece.text.strip()}
    assert [pages[f"Thuật{lines}"] for lines in range(24)] == [pages[f"nghĩa{lines}"] for lines in range(24)]


KEPT = {
    "speech": ("salutation: [Kính thưa các vị!, Kính thưa các bác!]\nauthor: [A, B, C, {more}]", "Kính"),
    "poem": (
        "epigraph: Giấy úa mà lời chưa úa\nepigraph_by: Giấy của một người\nauthor: [A, B, {more}]",
        "Giấy",
    ),
}


@pytest.mark.parametrize(("kind", "signed"), crossed(KEPT, range(1, 7)))
def test_lines_that_open_a_text_stay_together(kind: str, signed: int, tiny: Path, theme: Theme) -> None:
    header, begins = KEPT[kind]
    header = header.format(more=", ".join("DEGHIK"[:signed]))
    pieces = lay_out(f"---\nkind: {kind}\ntitle: Bài\n{header}\n---\n\n{LINE}\n\n{LINE}\n", kind, tiny, theme)
    pages = [piece.page for piece in pieces if piece.text.startswith(begins)]
    assert len(pages) > 1 and len({*pages}) == 1


@pytest.mark.parametrize("count", thinned(range(8, 20, 2), 3))
def test_the_last_page_of_the_contents_has_four_entries_at_least(
    count: int, tiny: Path, theme: Theme
) -> None:
    names = [f"bai-{number}" for number in range(count)]
    for number, name in enumerate(names):
        (tiny / "articles" / f"{name}.md").write_text(f"---\ntitle: Bài{number}\n---\n\n{LINE}\n", "utf-8")
    listing = tiny / "booklet.yaml"
    listing.write_text(listing.read_text("utf-8").replace("[mot, hai]", f"[{', '.join(names)}]"), "utf-8")
    booklet = read_booklet(tiny)
    section = next(one for one in name_sections(booklet, theme) if one.kind == "contents")
    pieces = press.lay_out(render_print(booklet, theme, section), supply_of(booklet, theme, tiny)).pieces()
    entries = Counter(piece.page for piece in pieces if piece.text.startswith("Bài"))
    assert len(entries) > 1 and entries[max(entries)] >= 3  # and what stands behind the articles


@pytest.mark.ci
@pytest.mark.parametrize("count", range(8, 15))
def test_the_last_page_of_the_list_of_pictures_has_three_entries_at_least(
    count: int, tiny: Path, theme: Theme
) -> None:
    draw_picture((300, 200)).save(tiny / "images" / "nui.jpg")
    body = "\n\n".join(f"![Núi{number}](images/nui.jpg)" for number in range(count))
    (tiny / "articles" / "hai.md").write_text(f"---\ntitle: Ảnh\n---\n\n{body}\n", "utf-8")
    listing = tiny / "booklet.yaml"
    listing.write_text(listing.read_text("utf-8").replace("pictures: {", "pictures: {list: back, "), "utf-8")
    booklet = read_booklet(tiny)
    section = next(one for one in name_sections(booklet, theme) if one.kind == "list-of-pictures")
    pieces = press.lay_out(render_print(booklet, theme, section), supply_of(booklet, theme, tiny)).pieces()
    entries = Counter(piece.page for piece in pieces if piece.text.startswith("Núi"))
    assert len(entries) == 1 or entries[max(entries)] >= 3


LETTER = "---\nkind: letter\ntitle: Thư{number}\nsigned_as: BAN\nsigned: Ấm\n---\n\n"
WISH = "Chúc các đồng chí mạnh khỏe."
BODIES = {
    "one line after another": "{wish}\n\n" * 24,
    "long paragraphs": "{wish} {wish} {wish} {wish}\n\n" * 6,
    "a quotation at the end": "{wish} {wish} {wish} {wish} {wish}\n\n> {wish}\n\n" * 3,
}


def lines_above_the_signature(pieces: Sequence[SetPiece]) -> int:
    """How many lines of the letter's text stand on the page of its signature."""
    (place,) = (number for number, piece in enumerate(pieces) if piece.text.strip() == "BAN")
    above = (piece for piece in pieces[:place] if piece.page == pieces[place].page)
    return len({round(piece.baseline) for piece in above if piece.text.strip() and piece.text != "Thư"})


@pytest.mark.parametrize(("body", "lines"), crossed(BODIES, range(1, 13, 2)))
def test_a_signature_has_two_lines_of_its_letter_above_it(
    body: str, lines: int, tiny: Path, theme: Theme
) -> None:
    """However much of its page the text before it takes."""
    text = "\n\n".join(BODIES[body].format(wish=WISH).split("\n\n")[: lines + 1])
    pieces = lay_out(LETTER.format(number="") + text, "letter", tiny, theme)
    assert lines_above_the_signature([piece for piece in pieces if piece.kind == "text"]) >= 2


def test_a_short_letter_has_one_page_in_every_theme(tiny: Path) -> None:
    header = LETTER.format(
        number="\nauthor: Ban Thường vụ\nnumber: Số 1\naddressee: Thân ái gửi các đồng chí!"
    )
    header = header.replace("BAN\n", "[BAN, BÍ]\n")
    listing = tiny / "booklet.yaml"
    plain = listing.read_text("utf-8")
    for name, trim in (("lotus", "[145, 205]"), ("gallery", "[230, 190]"), ("office", "A5")):
        listing.write_text(plain.replace("[80, 110]", trim), "utf-8")
        pieces = lay_out(f"{header}{WISH * 8}\n\n{WISH}", "letter", tiny, shipped(name))
        assert (name, {piece.page for piece in pieces}) == (name, {1})


@pytest.mark.parametrize("name", thinned(name_shipped_themes(), 3))
def test_the_picture_of_a_part_stands_on_its_page(name: str, tiny: Path) -> None:
    for number, size in enumerate([(1400, 1860), (1500, 700)]):
        draw_picture(size).save(tiny / "images" / f"{number}.jpg")
    listing = (tiny / "booklet.yaml").read_text("utf-8").replace("[80, 110]", "A5")
    parts = [
        f"  - {{title: {' '.join(['Chặng đường'] * (number + 1))}, picture: {number % 2}.jpg, "
        f"note: {LINE * (4 * number + 1)} , articles: [{slug}]}}\n"
        for number, slug in enumerate(("mot", "hai"))
    ]
    listing = listing.replace("articles: [mot, hai]", "parts:\n" + "".join(parts))
    (tiny / "booklet.yaml").write_text(listing, "utf-8")
    booklet, theme = read_booklet(tiny), shipped(name)
    pages = defaultdict[str, set[int]](set)
    for section in name_sections(booklet, theme):
        if section.kind == "part":
            for piece in bind_alone(
                render_print(booklet, theme, section), theme, supply_of(booklet, theme, tiny)
            ).pieces:
                pages[section.id] |= {piece.page}
    assert len(pages) == 2 and all(len(each) == 1 for each in pages.values())


def around(before: int, tiny: Path, theme: Theme) -> tuple[SetPiece, Sequence[SetPiece]]:
    """A picture that so many lines stand before, and the lines of the text around it."""
    draw_picture((1500, 1000)).save(tiny / "images" / "nui.jpg")
    filling = "\n\n".join([LINE] * before)
    body = f"{filling}\n\n![Núi](images/nui.jpg)\n\n{' '.join([LINE] * 40)}\n"
    pieces = lay_out(f"---\ntitle: Bài\n---\n\n{body}", "article", tiny, theme)
    (picture,) = (piece for piece in pieces if piece.kind == "picture")
    return picture, [piece for piece in pieces if piece.text.startswith("Văn")]


@pytest.mark.ci
def test_a_picture_yields_where_its_page_has_a_little_less_room(tiny: Path, theme: Theme) -> None:
    """And else stands on the next page, as wide as it would be anywhere."""
    listing = tiny / "booklet.yaml"
    listing.write_text(listing.read_text("utf-8").replace("[80, 110]", "A5"), "utf-8")
    shown = [around(before, tiny, theme)[0] for before in range(1, 10)]
    most = max(picture.width for picture in shown)
    shares = [picture.width / most if picture.width < 0.99 * most else 1 for picture in shown]
    pages = [picture.page for picture in shown]
    assert pages == sorted(pages) and {*pages} == {1, 2}
    assert all(
        share == 1 or (page == 1 and 0.59 < share < 0.89) for share, page in zip(shares, pages, strict=True)
    )
    assert shares[: pages.index(2)] == sorted(shares[: pages.index(2)], reverse=True) and min(shares) < 0.7


@pytest.mark.parametrize("before", thinned(range(3, 15), 6))
def test_a_last_page_has_four_lines_at_least(before: int, tiny: Path, theme: Theme) -> None:
    listing = tiny / "booklet.yaml"
    listing.write_text(listing.read_text("utf-8").replace("[80, 110]", "A5"), "utf-8")
    body = "\n\n".join([LINE] * before + [" ".join([LINE] * 36)])
    pieces = lay_out(f"---\ntitle: Bài\n---\n\n{body}\n", "article", tiny, theme)
    lines = {
        (piece.page, round(piece.baseline)) for piece in pieces if piece.kind == "text" and piece.section
    }
    last = Counter(page for page, _ in lines)
    assert last[2] >= 4 or len(last) == 1


def row_after(before: int, tiny: Path, theme: Theme) -> Sequence[SetPiece]:
    """Two pictures beside each other that so many lines stand before."""
    draw_picture((1500, 1000)).save(tiny / "images" / "nui.jpg")
    row = "![Núi](images/nui.jpg) ![Sông](images/nui.jpg)"
    body = "\n\n".join([LINE] * before + [row, " ".join([LINE] * 40)])
    pieces = lay_out(f"---\ntitle: Bài\n---\n\n{body}\n", "article", tiny, theme)
    return [piece for piece in pieces if piece.kind == "picture"]


@pytest.mark.ci
def test_pictures_beside_each_other_yield_together(tiny: Path, theme: Theme) -> None:
    listing = tiny / "booklet.yaml"
    listing.write_text(listing.read_text("utf-8").replace("[80, 110]", "A5"), "utf-8")
    rows = [row_after(before, tiny, theme) for before in range(7, 14)]
    assert all(
        abs(one.baseline - other.baseline) < 0.01 > abs(one.width - other.width) for one, other in rows
    )
    most = max(one.width for one, _ in rows)
    shares = [(one.page, round(one.width / most, 2)) for one, _ in rows]
    assert {share for page, share in shares if page == 2} == {1}
    assert 0.63 < min(share for page, share in shares if page == 1) < 0.89
    assert [page for page, _ in shares] == sorted(page for page, _ in shares)


@pytest.mark.parametrize("name", name_shipped_themes())
def test_what_stands_below_a_picture_is_on_the_grid(name: str, tiny: Path) -> None:
    theme, listing = shipped(name), tiny / "booklet.yaml"
    listing.write_text(listing.read_text("utf-8").replace("[80, 110]", "A5"), "utf-8")
    picture, lines = around(16, tiny, theme)
    above = sorted({line.baseline for line in lines if line.page < picture.page})
    below = {line.baseline for line in lines if line.page == picture.page}
    step = above[1] - above[0]
    assert below and all(abs((foot - above[0] + 0.2) % step - 0.2) < 0.2 for foot in below)  # points
