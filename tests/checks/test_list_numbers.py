"""Lists in lists, each with nothing before the next: every number stands beside the sign before it."""

import shutil
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pytest
from designs import shipped
from looking import SeenWord, look_at

from kyyeu.content.booklet import read_booklet
from kyyeu.content.prose import parse_prose
from kyyeu.making.print_run import make_pdf
from kyyeu.rendering.shipped import LOTUS, name_shipped_themes

BULLET = "•"
LEAST_ROOM = 0.5  # points
SIGNS = (BULLET, "1.", "12.", "123.", "1945.", "9999.")
AROUND = ("{}", "<blockquote>{}</blockquote>", "<table><tr><td>{}</td><td>hai</td></tr></table>")
"""What a list stands in."""
TRIED = [
    *product(AROUND, [*product(SIGNS), *product(SIGNS, repeat=2)]),
    *product(AROUND[:1], product((BULLET, "12.", "9999."), repeat=3)),
]
DESIGNS = [*product(name_shipped_themes(), [(80, 110)]), (LOTUS, (145, 205))]


def nest(signs: Sequence[str], word: str) -> str:
    """The lists, each the only thing in the item of the one before it."""
    if not signs:
        return word
    begin, end = ("<ul>", "</ul>") if signs[0] == BULLET else (f'<ol start="{signs[0][:-1]}">', "</ol>")
    return f"{begin}<li>{nest(signs[1:], word)}</li>{end}"


def before(words: Sequence[SeenWord], word: SeenWord) -> list[SeenWord]:
    """What stands on its line to the left of the word, from there to the word."""
    line = [
        other
        for other in words
        if other.page == word.page and abs(other.bottom - word.bottom) < 2 and other.left < word.left
    ]
    return sorted(line, key=lambda other: other.left)


def room_before(words: Sequence[SeenWord], word: SeenWord) -> float:
    """How much of its line is empty before it, in points."""
    return word.left - max((other.right for other in before(words, word)), default=0)


@pytest.mark.parametrize(
    ("first", "count", "room"), [(1, 2, 0), (98, 2, 0), (98, 3, 1), (1945, 1, 2), (9999, 2, 3)]
)
def test_every_item_has_room_for_the_widest_number(first: int, count: int, room: int) -> None:
    items = f'<ol start="{first}">{"<li>chữ</li>" * count}</ol>'
    styles = [item.get("style") for item in parse_prose(items, "a").tree.iter("li")]
    assert styles == [f"margin-left: {room}.5ch" if room else None] * count


@pytest.mark.ci
@pytest.mark.parametrize(("name", "trim"), DESIGNS, ids=str)
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils are not installed")
@pytest.mark.usefixtures("standing")
def test_no_number_is_set_upon_the_sign_before_it(tiny: Path, name: str, trim: tuple[int, int]) -> None:
    blocks = [around.format(nest(signs, f"k{n}k")) for n, (around, signs) in enumerate(TRIED)]
    bullets = [f"- - {sign} t{sign[:-1]}t" for sign in SIGNS[1:]]
    text = "\n\nchữ\n\n".join(["\n\n".join(blocks), *bullets])
    (tiny / "articles" / "hai.md").write_text(f"---\ntitle: Hai\n---\n\n{text}\n", "utf-8")
    listing = tiny / "booklet.yaml"
    listing.write_text(listing.read_text("utf-8").replace("[80, 110]", str([*trim])), "utf-8")
    words = look_at(make_pdf(read_booklet(tiny), shipped(name), tiny).data)
    placed = {word.text: word for word in words}
    wanted = {f"k{n}k": signs for n, (_, signs) in enumerate(TRIED)}
    wanted |= {f"t{sign[:-1]}t": (BULLET, BULLET, sign) for sign in SIGNS[1:]}
    found = {own: tuple(other.text for other in before(words, placed[own])) for own in wanted}
    assert found == wanted
    signs = [sign for own in wanted for sign in before(words, placed[own])]
    assert [sign for sign in signs if room_before(words, sign) < LEAST_ROOM] == []


@pytest.mark.ci
@pytest.mark.parametrize("columns", [2, 3])
@pytest.mark.parametrize("name", name_shipped_themes())
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils are not installed")
@pytest.mark.usefixtures("standing")
def test_names_are_numbered_beyond_99_and_touch_no_number_beside_them(
    tiny: Path, name: str, columns: int
) -> None:
    fill = "i" * 30  # one letter more each time, so that some name reaches just to the end of its column
    names = "\n".join(f"{number}. {fill[: 16 + number % 15]}k{number}k" for number in range(85, 130))
    header = f"---\ntitle: Hai\nkind: roll\ncolumns: {columns}\n---\n\n"
    (tiny / "articles" / "hai.md").write_text(header + names, "utf-8")
    listing = tiny / "booklet.yaml"
    listing.write_text(listing.read_text("utf-8").replace("[80, 110]", "[145, 205]"), "utf-8")
    words = look_at(make_pdf(read_booklet(tiny), shipped(name), tiny).data)
    numbers = [word for word in words if word.text in {f"{number}." for number in range(85, 130)}]
    assert len(numbers) == 45
    assert [number for number in numbers if room_before(words, number) < 2 * LEAST_ROOM] == []
