"""Pictures that an editor types on one line, and those that are to have a page of their own."""

import re
from pathlib import Path

import pytest
from alone import bind_alone
from designs import shipped
from kinds import draw_picture
from sampling import crossed, thinned

from kyyeu.binding.fragment import SetPicture, SetPiece
from kyyeu.content.booklet import read_booklet
from kyyeu.making.materials import supply_of
from kyyeu.rendering.documents import render_documents, render_print
from kyyeu.rendering.sections import name_sections
from kyyeu.rendering.shipped import LOTUS, name_shipped_themes
from kyyeu.rendering.theme import Theme

SIZES = [(1500, 1000), (1000, 1400), (1400, 1400), (1800, 900), (900, 1500)]


def write(tiny: Path, body: str) -> Path:
    for number, size in enumerate(SIZES):
        draw_picture(size).save(tiny / "images" / f"{number}.jpg", quality=60)
    (tiny / "articles" / "hai.md").write_text(f"---\ntitle: Bài\n---\n\nMở đầu.\n\n{body}\n\nHết.\n", "utf-8")
    listing = tiny / "booklet.yaml"
    listing.write_text(listing.read_text("utf-8").replace("[80, 110]", "A5"), "utf-8")
    return tiny


def call(count: int, more: str = "") -> str:
    return " ".join(f"![Ảnh {number}](images/{number}.jpg){more}" for number in range(count))


def show(tiny: Path, theme: Theme) -> tuple[list[SetPicture], list[SetPiece]]:
    booklet = read_booklet(tiny)
    section = [one for one in name_sections(booklet, theme) if one.article][-1]
    made = bind_alone(render_print(booklet, theme, section), theme, supply_of(booklet, theme, tiny))
    return [*made.pdf.pictures], [*made.pieces]


@pytest.mark.parametrize(("name", "rows"), crossed(name_shipped_themes(), [(2,), (3,), (2, 2), (3, 2)]))
def test_pictures_on_one_line_stand_beside_each_other_of_one_height(
    name: str, rows: tuple[int, ...], tiny: Path
) -> None:
    pictures, pieces = show(write(tiny, call(sum(rows))), shipped(name))
    feet = [(piece.page, round(piece.baseline / 8)) for piece in pieces if piece.kind == "picture"]
    assert [feet.count(foot) for foot in dict.fromkeys(feet)] == [*rows]
    start = 0
    for abreast in rows:
        heights = [picture.height for picture in pictures[start : start + abreast]]
        assert max(heights) - min(heights) < 0.5  # points
        start += abreast
    assert max(piece.over for piece in pieces) < 0.01


def test_lines_of_pictures_are_rows_and_an_album_has_none(tiny: Path) -> None:
    theme = shipped(LOTUS)
    write(tiny, f"{call(2)}\n{call(3)}\n\n{call(1)}")
    shown = find_article(tiny, theme)
    rows = re.findall(r'<div class="picture-row">(.*?)</div>', shown)
    assert [row.count("<figure") for row in rows] == [2, 3] and shown.count("<figure") == 6
    path = tiny / "articles" / "hai.md"
    path.write_text(path.read_text("utf-8").replace("title:", "kind: album\ntitle:"), "utf-8")
    shown = find_article(tiny, theme)
    assert "picture-row" not in shown and shown.count("album-picture") == 6


@pytest.mark.parametrize(
    "words", thinned(["x" * 30, "a", "Ông Nghiêng", "https://vi.example.org/" + "a" * 40], 2)
)
def test_captions_beside_each_other_have_room_for_their_words(words: str, tiny: Path, theme: Theme) -> None:
    draw_picture((200, 2000)).save(tiny / "images" / "cao.jpg")
    row = f"![{words}](images/cao.jpg) ![Nghiêng](images/3.jpg) ![b](images/1.jpg)"
    _, pieces = show(write(tiny, row), theme)
    longest = max(words.split(), key=len)
    assert [piece for piece in pieces if longest in piece.text]
    assert max(piece.over for piece in pieces) < 0.01


def find_article(tiny: Path, theme: Theme) -> str:
    """The article as the EPUB has it."""
    documents = render_documents(read_booklet(tiny), theme)
    (found,) = (one.data.decode() for one in documents if one.section and one.section.id == "article-hai")
    return found


@pytest.mark.parametrize("name", name_shipped_themes())
def test_a_picture_may_have_a_page_of_its_own(name: str, tiny: Path) -> None:
    _, pieces = show(write(tiny, call(1, "{.full}")), shipped(name))
    (page,) = (piece.page for piece in pieces if piece.kind == "picture")
    said = {piece.text for piece in pieces if piece.page == page and piece.kind == "text"}
    assert said == {"Ảnh 0"}
