"""Pictures with text round them: whole, at the outer side, with lines beside all of them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path

import pytest
from browsing import open_article
from designs import shipped
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PIL import Image
from playwright.sync_api import Browser
from reading import Edition, put_alone, write_booklet
from sampling import thinned
from test_footnotes import TRIMS, WORDS, faults_of, pieces_alone, pieces_of

from kyyeu.binding.fragment import SetPiece
from kyyeu.content.booklet import read_booklet
from kyyeu.content.prose import parse_prose
from kyyeu.pdf.beside import BESIDE
from kyyeu.rendering.shipped import name_shipped_themes
from kyyeu.rendering.theme import Theme

CAPTION = "Ông Ba những năm kháng chiến"
ASPECT = 0.75
CALL = f"![{CAPTION}](images/ba.png){{.beside}}"
LONG = " ".join(WORDS * 7)
BOOK, NARROW, LOW = TRIMS[1], TRIMS[0], (145, 110)
AMONG = (
    *[CALL] * 4, *[LONG] * 5, "Ngắn.", "## Mục", "- một\n- hai", "| a | b |\n|---|---|\n| 1 | 2 |",
    f"> {LONG}", f"{LONG}[^n]",
)  # fmt: skip
NOTE = f"\n\n[^n]: {' '.join(WORDS * 2)}"


def lay(
    body: str, theme: Theme, folder: Path, trim: Sequence[int] = BOOK, size: tuple[int, int] = (900, 1200)
) -> Edition:
    content = write_booklet(put_alone(folder, trim), "Bài hai", body)
    Image.new("L", size, 120).save(content / "images" / "ba.png")
    return Edition(read_booklet(content), theme, content)


@dataclass(frozen=True)
class Portrait:
    """One as it was set."""

    page: int
    left: float
    right: float
    top: float
    foot: float
    caption: Sequence[SetPiece]
    others: Sequence[SetPiece]
    """What else is on its page."""

    @property
    def beside(self) -> list[SetPiece]:
        """The lines that stand beside it."""
        return [piece for piece in self.others if self.top < piece.baseline < self.foot]

    def covers(self, piece: SetPiece) -> bool:
        """Whether it stands on the letters of a line."""
        meets = piece.left < self.right - 1 and piece.left + piece.width > self.left + 1
        return meets and self.top + 1 < piece.baseline and piece.baseline - 0.6 * piece.size < self.foot - 1


def find_portraits(pieces: Sequence[SetPiece], aspect: float = ASPECT) -> Iterator[Portrait]:
    for place, piece in enumerate(pieces):
        if piece.kind == "picture":
            stop, said = place + 1, ""
            while len(said.split()) < len(CAPTION.split()):
                said, stop = f"{said} {pieces[stop].text}", stop + 1
            assert " ".join(said.split()) == CAPTION
            caption, page = pieces[place + 1 : stop], piece.page
            others = [
                each for each in pieces if each.page == page and each.kind == "text" and each not in caption
            ]
            top = piece.baseline - piece.width / aspect
            yield Portrait(page, piece.left, piece.left + piece.width, top, piece.baseline, caption, others)


def find_faults(portrait: Portrait, edges: Sequence[float], line: float) -> Iterator[str]:
    """What is wrong with how it stands between the `edges` of the text, whose lines are so high."""
    if {piece.page for piece in portrait.caption} != {portrait.page}:
        yield "parted from its caption"
    if any(piece.baseline < portrait.foot for piece in portrait.caption):
        yield "its caption is not below it"
    if any(portrait.covers(piece) for piece in portrait.others):
        yield "upon the text"
    if not portrait.beside:
        middle = (portrait.left + portrait.right) / 2
        if abs(middle - sum(edges) / 2) > 2:
            yield "by itself, and not in the middle"
        return
    on_right = portrait.page % 2
    if abs((portrait.right if on_right else portrait.left) - edges[on_right]) > 1:
        yield "not at the outer side"
    if any(p.left < portrait.left - 1 or p.left + p.width > portrait.right + 1 for p in portrait.caption):
        yield "its caption is wider"
    high = max(piece.baseline for piece in portrait.caption) - portrait.top
    beside = [p for p in portrait.others if portrait.top < p.baseline <= portrait.top + high]
    if len({round(p.baseline) for p in beside}) < high / line - 3:
        yield "too little text beside it"
    words = [piece for piece in beside if not piece.text.isdecimal()]  # the sign of a note is smaller
    if any(piece.note or piece.table >= 0 for piece in words):
        yield "something else than text beside it"


def edges_of(edition: Edition, page: int, trim: Sequence[int]) -> list[float]:
    """The left and the right edge of the text on that page, in points."""
    area = edition.theme.find_area(edition.booklet.page)
    left, right = (area.inner, area.outer) if page % 2 else (area.outer, area.inner)
    return [length * 72 / 25.4 for length in (left, trim[0] - right)]


def check(edition: Edition, trim: Sequence[int], pieces: Sequence[SetPiece]) -> Counter[bool]:
    """How many portraits have text beside them, and how many none; all is well with them."""
    line = round(edition.theme.type_size(trim[0]), 1) * 1.45
    portraits = [*find_portraits(pieces)]
    for portrait in portraits:
        assert [*find_faults(portrait, edges_of(edition, portrait.page, trim), line)] == []
    return Counter(bool(portrait.beside) for portrait in portraits)


FEW = settings(
    max_examples=max(settings().max_examples // 3, 2),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[*HealthCheck],
)


@FEW
@given(
    blocks=st.lists(st.sampled_from(AMONG), min_size=3, max_size=12),
    name=st.sampled_from(name_shipped_themes()),
)
def test_whatever_is_round_it_it_is_whole_and_nothing_is_lost(
    blocks: list[str], name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    body = "\n\n".join([*blocks, LONG]) + NOTE * any("[^n]" in block for block in blocks)
    edition = lay(body, shipped(name), tmp_path_factory.mktemp("beside"))
    assert faults_of(edition) == []
    assert check(edition, BOOK, pieces_of(edition)).total() == blocks.count(CALL)


@FEW
@given(
    lines=st.integers(0, 40),
    trim=st.sampled_from([BOOK, (190, 270)]),
    name=st.sampled_from(name_shipped_themes()),
)
def test_on_whichever_line_it_comes_it_is_whole(
    lines: int, trim: Sequence[int], name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    body = "\n\n".join([*[f"Dòng {number}." for number in range(lines)], CALL, LONG, LONG])
    edition = lay(body, shipped(name), tmp_path_factory.mktemp("line"), trim)
    assert check(edition, trim, pieces_alone(edition)).total()


@pytest.mark.parametrize("size", [(900, 1200), pytest.param((1500, 1000), marks=pytest.mark.ci)])
@pytest.mark.parametrize("words", [*thinned(range(106, 240, 12), 5), *thinned(range(520, 576, 14), 20)])
def test_where_it_has_no_room_below_its_place_it_stands_beside_what_is_above(
    words: int, size: tuple[int, int], theme: Theme, tmp_path: Path
) -> None:
    before = " ".join((WORDS * 29)[:words])
    edition = lay("\n\n".join([before, CALL, LONG, LONG, LONG]), theme, tmp_path, size=size)
    pieces = pieces_alone(edition)
    (portrait,) = find_portraits(pieces, size[0] / size[1])
    line = round(theme.type_size(BOOK[0]), 1) * 1.45
    foot = (BOOK[1] - theme.find_area(edition.booklet.page).bottom) * 72 / 25.4
    for page in range(1, pieces[-1].page):
        lowest = max(piece.baseline for piece in pieces if piece.page == page)
        assert foot - lowest < 3 * line
    assert portrait.beside and faults_of(edition) == []
    assert [piece.text for piece in pieces if piece.astray] == []
    assert [*find_faults(portrait, edges_of(edition, portrait.page, BOOK), line)] == []


def test_it_has_text_round_it_where_there_is_enough(theme: Theme, tmp_path: Path) -> None:
    edition = lay("\n\n".join([LONG, CALL, LONG, LONG, CALL, LONG, LONG]), theme, tmp_path)
    assert check(edition, BOOK, pieces_alone(edition))[True] == 2


@pytest.mark.ci
@pytest.mark.parametrize(
    ("trim", "body"),
    [
        pytest.param(NARROW, f"{LONG}\n\n{CALL}\n\n{LONG}", id="a narrow page"),
        pytest.param(BOOK, f"Ngắn.\n\n{CALL}\n\nNgắn.", id="the end of the text"),
        pytest.param(BOOK, f"{CALL}\n\nNgắn.\n\n## Mục\n\n{LONG}", id="a heading"),
        pytest.param(BOOK, f"{CALL}\n\n- {LONG}", id="a list"),
        pytest.param(BOOK, f"{CALL}\n\n{CALL}\n\nNgắn.", id="another portrait"),
    ],
)
def test_where_there_is_no_room_or_no_text_it_is_a_picture_by_itself(
    trim: Sequence[int], body: str, theme: Theme, tmp_path: Path
) -> None:
    edition = lay(body, theme, tmp_path, trim)
    assert faults_of(edition) == []
    assert check(edition, trim, pieces_of(edition)) == {False: body.count(CALL)}


@pytest.mark.parametrize("lines", thinned(range(6, 17), 4))
def test_no_note_at_the_foot_meets_it(lines: int, theme: Theme, tmp_path: Path) -> None:
    note = f"\n\n[^n]: {' '.join(WORDS * 12)}"
    body = "\n\n".join([*["Dòng."] * lines, CALL, f"{' '.join(WORDS)}[^n] {LONG}", LONG])
    edition = lay(body + note, theme, tmp_path)
    assert faults_of(edition) == []
    assert check(edition, BOOK, pieces_of(edition)).total() == 1


def called_beside(words: int, size: tuple[int, int], theme: Theme, folder: Path) -> Portrait:
    """One on a low page, with the call of a note of so many times the `WORDS` in the text beside it."""
    body = "\n\n".join(["Dòng.", "Dòng.", CALL, f"{' '.join(WORDS * 2)}[^n] {LONG}", LONG])
    edition = lay(f"{body}\n\n[^n]: {' '.join(WORDS * words)}", theme, folder, LOW, size)
    (portrait,) = find_portraits(pieces_alone(edition), size[0] / size[1])
    return portrait


@pytest.mark.parametrize("size", [(900, 1100), (1000, 900)])
@pytest.mark.parametrize("words", [2, 4, 5])
def test_its_caption_keeps_clear_of_notes_called_beside_it(
    words: int, size: tuple[int, int], theme: Theme, tmp_path: Path
) -> None:
    portrait = called_beside(words, size, theme, tmp_path)
    notes = [piece.baseline for piece in portrait.others if piece.note]
    line = round(theme.type_size(LOW[0]), 1) * 1.45
    assert min(notes, default=inf) - portrait.caption[-1].baseline > 1.6 * line


@pytest.mark.parametrize("size", [(900, 1200), (900, 1100), (1000, 900)])
def test_it_has_text_round_it_where_notes_leave_its_caption_room(
    size: tuple[int, int], theme: Theme, tmp_path: Path
) -> None:
    assert called_beside(3, size, theme, tmp_path).beside


@pytest.mark.parametrize("words", [78, 80])  # which end a little above the end of its caption
@pytest.mark.parametrize("follows", ["## Tiếp", "- Tiếp", "> Tiếp", "| Tiếp | 1 |\n|---|---|\n| 2 | 3 |"])
def test_what_is_no_paragraph_stands_below_it(words: int, follows: str, theme: Theme, tmp_path: Path) -> None:
    beside = " ".join((WORDS * 5)[:words])
    pieces = pieces_alone(lay(f"{CALL}\n\n{beside}\n\n{follows}\n\n{LONG}", theme, tmp_path))
    (portrait,), (other,) = find_portraits(pieces), (each for each in pieces if each.text == "Tiếp")
    assert portrait.beside
    assert (other.page, other.baseline) > (portrait.page, portrait.caption[-1].baseline + other.size)


def test_it_means_something_only_where_it_is_by_itself_in_the_text() -> None:
    idle = [
        f"- {CALL}\n\n  lời",
        f"> {CALL}",
        f"{CALL} {CALL}",
        f"| a |\n|---|\n| {CALL} |",
        f"lời {CALL} lời",
    ]
    for body in idle:
        assert {picture.idle for picture in parse_prose(body, "a").pictures} == {("beside",)}
    assert [picture.idle for picture in parse_prose(CALL, "a").pictures] == [()]
    assert f'class="{BESIDE}"' in "".join(run.xhtml for run in parse_prose(CALL, "a").cut()[0])


STANDS = """() => {
  const figure = document.querySelector(".picture-beside"), text = figure.nextElementSibling
  const words = document.createRange()
  words.selectNodeContents(text)
  const box = figure.getBoundingClientRect(), line = words.getClientRects()[0]
  return [getComputedStyle(figure).float, line.top >= box.bottom - 1, document.documentElement.scrollWidth]
}"""


@pytest.mark.ci
@pytest.mark.parametrize(("width", "stands"), [(320, ("none", True)), (1024, ("right", False))])
def test_on_a_narrow_screen_it_stands_above(
    width: int, stands: tuple[str, bool], browser: Browser, theme: Theme, tmp_path: Path
) -> None:
    edition = lay(f"{LONG}\n\n{CALL}\n\n{LONG}", theme, tmp_path / "volume")
    (tmp_path / "images").mkdir()
    for image in edition.booklet.articles[0].images:
        (tmp_path / "images" / image.name).write_bytes((edition.content / "images" / "ba.png").read_bytes())
    with open_article(browser, edition.booklet, theme, "hai", tmp_path, width) as page:
        floats, above, wide = page.evaluate(STANDS)
    assert (floats, above) == stands and wide <= width
