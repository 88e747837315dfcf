"""Notes at the foot of the page: each begins where it is called, and nothing is lost or said twice."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

import pytest
from designs import shipped
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from reading import Edition, put_alone
from sampling import crossed, thinned

from kyyeu.binding.fragment import SetPiece
from kyyeu.binding.pagination import find_pieces, paginate
from kyyeu.checks.aloud import check_aloud
from kyyeu.checks.bounds import find_overhangs
from kyyeu.checks.on_paper import check_paper
from kyyeu.content.booklet import read_booklet
from kyyeu.pdf.spoken import SpokenElement, SpokenLink, read_spoken
from kyyeu.rendering.documents import render_documents
from kyyeu.rendering.shipped import name_shipped_themes
from kyyeu.rendering.theme import Theme

TRIMS = ([80, 110], [145, 205])
WORDS = "văn phòng cấp uỷ họp bàn việc nước lúc nửa đêm dưới ánh đèn dầu ai cũng lặng im ghi chép".split()
BLOCKS = (
    "{}", "{}", "{}", "{}", "## {}", "> {}", "- {}\n- {}", "| {} | {} |\n|---|---|\n| {} | {} |",
    "![Chấm](images/cham.png){}", "Từ\n:   {}",
)  # fmt: skip
LENGTHS = (3, 3, 10, 40, 300)  # words


def say(draw: st.DrawFn, most: int) -> str:
    start = draw(st.integers(0, len(WORDS) - 1))
    return " ".join(WORDS[(start + place) % len(WORDS)] for place in range(draw(st.integers(1, most))))


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """A text with calls of notes in it, and notes of any length with calls of others."""
    notes = list[str]()

    def called(deep: int = 0) -> str:
        if deep > 1 or not draw(st.booleans()):
            return ""
        label, place = f"n{len(notes)}", len(notes)
        notes.append("")
        more = draw(st.sampled_from(["", f"\n\n    {say(draw, 20)}", f"\n\n    - {say(draw, 5)}\n    - một"]))
        words = say(draw, draw(st.sampled_from(LENGTHS)))
        notes[place] = f"[^{label}]: {words}{called(deep + 1)}{more}"
        return f"[^{label}]"

    def block() -> str:
        form = draw(st.sampled_from(BLOCKS))
        if "![" in form:
            return form.format(called())
        return form.format(*(phrase(60 if form == "{}" else 6) for _ in range(form.count("{}"))))

    def phrase(most: int) -> str:
        return f"{say(draw, most)}{called()} {say(draw, 6)}"

    blocks = [block() for _ in range(draw(st.integers(3, 14)))]
    again = "".join(f" lại[^n{number}]" for number in range(len(notes)) if not number % 5)
    return "\n\n".join([*blocks, f"Hết{again}.", *notes]) + "\n"


def edition_of(body: str, theme: Theme, folder: Path, trim: Sequence[int], more: str = "") -> Edition:
    content = put_alone(folder, trim, more)
    (content / "articles" / "hai.md").write_text(f"---\ntitle: Bài hai\n---\n\n{body}", "utf-8")
    return Edition(read_booklet(content), theme, content)


def pieces_of(edition: Edition) -> list[SetPiece]:
    """What is set of the article."""
    return [piece for piece in edition.alone.pieces if piece.section == "article-hai"]


def pieces_alone(edition: Edition) -> list[SetPiece]:
    """The same where nothing else of the book is laid out."""
    return [piece for piece in edition.article.pieces if piece.section == "article-hai"]


def faults_of(edition: Edition) -> list[object]:
    """What the gates say of the book."""
    pieces, data = edition.alone.pieces, edition.alone.data
    gates = check_paper(edition.expected, pieces, data), check_aloud(edition.expected, pieces, data)
    return [*chain(*gates), *find_overhangs(pieces)]


def by_note(pieces: Sequence[SetPiece]) -> Mapping[int, list[SetPiece]]:
    found = defaultdict[int, list[SetPiece]](list)
    for piece in pieces:
        if piece.kind != "generated":
            found[piece.note].append(piece)
    return found


def find_misplaced(pieces: Sequence[SetPiece]) -> Iterator[str]:
    """Notes that leave out a page, or begin later than a page behind their first call or the note before."""
    notes = by_note(pieces)
    tables = {piece.note for piece in pieces if piece.table >= 0}
    for number in sorted({*notes} - {0}):
        pages = [piece.page for piece in notes[number]]
        signs = [piece for piece in pieces if piece.text == str(number) and piece.note != number]
        first = min(signs, key=lambda piece: piece.page)
        if [*dict.fromkeys(pages)] != [*range(pages[0], pages[-1] + 1)]:
            yield f"{number} is on {pages}"
        before = max((piece.page for piece in notes[number - 1]), default=0) if number > 1 else 0
        is_near = first.page <= pages[0] <= max(first.page, before) + 1
        if first.table < 0 and first.note not in tables and not is_near:
            yield f"{number} is on {pages[0]}, its call on {first.page}"


def ends_in_notes(pieces: Sequence[SetPiece]) -> bool:
    """Whether the notes have a page behind the text."""
    said = [piece for piece in pieces if piece.kind != "generated"]
    return max(piece.page for piece in said) > max(piece.page for piece in said if not piece.note)


@settings(
    max_examples=max(settings().max_examples // 4, 3),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[*HealthCheck],
)
@given(body=bodies(), trim=st.sampled_from(TRIMS))
def test_notes_stand_where_they_are_called_and_say_all_they_must(
    body: str, trim: Sequence[int], theme: Theme, tmp_path_factory: pytest.TempPathFactory
) -> None:
    edition = edition_of(body, theme, tmp_path_factory.mktemp("notes"), trim)
    pieces = pieces_of(edition)
    assert [*find_misplaced(pieces)] == []
    # Laid out alone, as in a book, the next section begins on no page that is left to the notes of this one.
    assert ends_in_notes(pieces) or faults_of(edition) == []


LONG = " ".join(WORDS * 18)
FULL = "\n\n".join([f"{LONG} thấy[^{number}] rồi." for number in range(4)])
THREE = "\n\n".join(f"[^{number}]: Lời chú thứ {number} của bài." for number in range(4))


@pytest.fixture(scope="module")
def long_note(theme: Theme, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """A note that is longer than its page, called near the page's foot."""
    body = f"{' '.join(WORDS * 5)} thấy[^a] rồi.\n\n{LONG}\n\n{LONG}\n\n[^a]: {LONG} {LONG}\n"
    return edition_of(body, theme, tmp_path_factory.mktemp("long"), TRIMS[0])


def test_a_note_without_room_begins_on_its_page_and_goes_on(long_note: Edition) -> None:
    pieces = pieces_of(long_note)
    call = next(piece.page for piece in pieces if piece.text == "1" and not piece.note)
    pages = [*dict.fromkeys(piece.page for piece in pieces if piece.note)]
    assert pages == [*range(call, call + len(pages))] and len(pages) > 2
    beside = {piece.page for piece in pieces if not piece.note and piece.kind == "text"}
    assert beside.issuperset(pages)  # text goes on above it


def test_one_note_is_one_element_behind_the_block_that_calls_it(long_note: Edition) -> None:
    root = read_spoken(long_note.alone.data).root
    (around,) = (each for each in root.elements() if any(_is_note(kid) for kid in each.kids))
    kinds = [kid.type for kid in around.kids if isinstance(kid, SpokenElement)]
    assert kinds.count("Note") == 1 and kinds[kinds.index("Note") - 1 :][:3] == ["P", "Note", "P"]
    paragraph, note = (around.kids[place + kinds.index("Note") - 1] for place in (0, 1))
    assert isinstance(paragraph, SpokenElement) and isinstance(note, SpokenElement)
    assert "Reference" in {each.type for each in paragraph.elements()}
    label, text = (kid for kid in note.kids if isinstance(kid, SpokenElement))
    assert [each.type for each in label.elements()] == ["Lbl", "Reference", "Link"] and text.type == "P"
    says = [kid.says for each in label.elements() for kid in each.kids if isinstance(kid, SpokenLink)]
    assert says == ["Trở lại chỗ có chú thích 1"]


def _is_note(kid: object) -> bool:
    return isinstance(kid, SpokenElement) and kid.type == "Note"


@pytest.mark.parametrize("name", thinned(name_shipped_themes(), 3))
def test_the_last_line_of_notes_stands_level_with_the_text(name: str, tmp_path: Path) -> None:
    shown = shipped(name)
    feet = list[set[float]]()
    for body in (FULL.replace("[^", "["), f"{FULL}\n\n{THREE}"):
        edition = edition_of(body, shown, tmp_path / str(len(feet)), TRIMS[1])
        pieces = [piece for piece in pieces_alone(edition) if piece.kind == "text"]
        last = max(piece.page for piece in pieces)
        feet.append({max(each.baseline for each in pieces if each.page == n) for n in range(min(
            piece.page for piece in pieces), last)})  # fmt: skip
    assert all(abs(max(feet[0]) - foot) < 0.2 for foot in feet[1]) and feet[1]  # points


def test_notes_may_go_on_when_the_text_has_ended(theme: Theme, tmp_path: Path) -> None:
    """On pages that are none of those left over, which have no folio."""
    edition = edition_of(f"Chỉ một câu[^a] thôi.\n\n[^a]: {LONG} {LONG}\n", theme, tmp_path, TRIMS[0])
    sections, empty = edition.documents
    parts = paginate(sections, empty, edition.typesetter)
    pages = {piece.page for piece in find_pieces(parts) if piece.note}
    leaves = {leaf.number: leaf.page for part in parts for leaf in part.leaves}
    assert len(pages) > 2 and not any(leaves[number].kind.blank for number in pages)


WHERE = {
    "": "foot", "notes: foot\n": "foot", "notes: end\n": "end",
}  # fmt: skip


@pytest.mark.parametrize(("own", "listing"), crossed(["", "foot", "end"], WHERE))
def test_an_editor_says_where_notes_stand(listing: str, own: str, theme: Theme, tmp_path: Path) -> None:
    """The booklet says it, and a text may say otherwise."""
    edition = edition_of(f"{FULL}\n\n{THREE}", theme, tmp_path, TRIMS[1], listing)
    path = edition.content / "articles" / "hai.md"
    text = path.read_text("utf-8")
    path.write_text(text.replace("title:", f"notes: {own}\ntitle:" if own else "title:"), "utf-8")
    pieces = pieces_alone(Edition(read_booklet(edition.content), theme, edition.content))
    pages = {piece.page for piece in pieces if piece.note}
    assert (len(pages) > 1) == ((own or WHERE[listing]) == "foot")


def test_notes_of_a_table_stand_right_below_it(theme: Theme, tmp_path: Path) -> None:
    body = f"Đầu.\n\n| Năm[^a] | Việc |\n|---|---|\n| 1930[^b] | Lập |\n\nSau bảng[^c].\n\n{LONG}\n\n"
    edition = edition_of(f"{body}[^a]: Chú a.\n\n[^b]: Chú b.\n\n[^c]: Chú c.\n", theme, tmp_path, TRIMS[1])
    assert faults_of(edition) == []
    places = {piece.text.strip(): piece.baseline for piece in pieces_of(edition) if piece.page == min(
        each.page for each in pieces_of(edition))}  # fmt: skip
    assert places["Lập"] < places["Chú a."] < places["Chú b."] < places["Sau bảng"] < places["Chú c."]


@pytest.mark.ci
@pytest.mark.parametrize("place", thinned(range(0, 12, 3), 4))
def test_a_page_that_is_made_again_keeps_what_it_was_left(place: int, theme: Theme, tmp_path: Path) -> None:
    """As it is where it names a later page, which is known only when all were made."""
    blocks = [f"{' '.join(WORDS * 5)} thấy[^a] rồi.", *[" ".join(WORDS * 2)] * 14]
    blocks[place] += " Xem [mục cuối](#mục-cuối)."
    body = "\n\n".join([*blocks, "## Mục cuối", "Hết.", f"[^a]: {LONG} {LONG}"])
    edition = edition_of(body, theme, tmp_path, TRIMS[0])
    assert faults_of(edition) == []
    assert [*find_misplaced(pieces_of(edition))] == []


def test_a_page_that_is_made_again_leaves_the_next_what_it_has_no_room_for(
    theme: Theme, tmp_path: Path
) -> None:
    """The numbers that were not known take a line more, and of the note one line less is set then."""
    links = "[cuối](#mục-cuối) " * 20
    body = f"{links}\n\nHọp[^a].\n\n{LONG}\n\n## Mục cuối\n\nHết.\n\n[^a]: {LONG}\n"
    edition = edition_of(body, theme, tmp_path, TRIMS[0])
    assert faults_of(edition) == []
    assert [*find_misplaced(pieces_of(edition))] == []


@pytest.mark.parametrize("words", thinned([39, 48], 2))
def test_a_call_that_widows_take_along_leaves_no_room_as_high_as_its_note(
    words: int, theme: Theme, tmp_path: Path
) -> None:
    """The note is parted instead, so that the last line of the paragraph has room below the call's."""
    said = (WORDS * 3)[:words]
    paragraphs = (f"{' '.join(said[:-9])}[^{n}] {' '.join(said[-9:])}" for n in range(9))
    notes = (f"[^{n}]: {' '.join(WORDS * 4)}" for n in range(9))
    edition = edition_of("\n\n".join([*paragraphs, *notes]) + "\n", theme, tmp_path, TRIMS[0])
    assert faults_of(edition) == [] and [*find_misplaced(pieces_of(edition))] == []
    pieces = [piece for piece in pieces_of(edition) if piece.kind == "text"]
    gaps = list[float]()
    for page in sorted({piece.page for piece in pieces})[:-1]:
        text = max(piece.baseline for piece in pieces if piece.page == page and not piece.note)
        gaps += [piece.baseline - text for piece in pieces if piece.page == page and piece.note][:1]
    assert len(gaps) > 5 and max(gaps) < 60  # points, of which 26 are between any text and its notes


@pytest.mark.parametrize(
    ("behind", "length"),
    [(4, 24), pytest.param(9, 24, marks=pytest.mark.ci), pytest.param(9, 70, marks=pytest.mark.ci)],
)
def test_a_note_of_few_lines_is_not_parted_and_none_begins_with_one(
    behind: int, length: int, theme: Theme, tmp_path: Path
) -> None:
    said = (WORDS * 3)[:57]
    paragraphs = (f"{' '.join(said[:-behind])}[^{n}] {' '.join(said[-behind:])}" for n in range(12))
    notes = (f"[^{n}]: {' '.join((WORDS * 4)[:length])}" for n in range(12))
    edition = edition_of("\n\n".join([*paragraphs, *notes]) + "\n", theme, tmp_path, TRIMS[0])
    assert faults_of(edition) == [] and [*find_misplaced(pieces_of(edition))] == []
    parted = list[list[int]]()
    for number, pieces in by_note(pieces_of(edition)).items():
        lines = {(piece.page, round(piece.baseline)) for piece in pieces if piece.kind == "text"}
        parted += [[*Counter(page for page, _ in sorted(lines)).values()]] * bool(number)
    assert all(len(lines) == 1 or (sum(lines) > 3 and lines[0] > 1) for lines in parted), parted


@pytest.mark.ci
@pytest.mark.parametrize("at", ["foot", "end"])
def test_both_books_say_which_notes_are_the_editors(at: str, theme: Theme, tmp_path: Path) -> None:
    body = (
        "Một[^1], hai[^bt-2], ba[^BT].\n\n[^1]: Chú a.\n\n[^bt-2]: Chú b.\n\n    - Chú c.\n\n[^BT]: Chú d.\n"
    )
    edition = edition_of(body, theme, tmp_path, TRIMS[1], f"notes: {at}\n")
    path, listing = (edition.content / name for name in ("articles/mot.md", "booklet.yaml"))
    path.write_text(f"{path.read_text('utf-8').rstrip()}[^bt]\n\n[^bt]: Chú e.\n", "utf-8")
    listing.write_text(listing.read_text("utf-8").replace("[hai]", "[mot, hai]"), "utf-8")
    edition = Edition(read_booklet(edition.content), theme, edition.content)
    assert faults_of(edition) == []
    paper = "".join(piece.text for piece in pieces_of(edition) if piece.note)
    documents = {each.name: each.data.decode() for each in render_documents(edition.booklet, theme)}
    screen = re.sub("<[^>]*>", "", documents["article-hai.xhtml"])
    for said in (paper, screen):
        assert re.findall(r"Chú (\w)\.(\s*\(B\.T\.\))?", said.replace("\xa0", " ")) == [
            ("a", ""), ("b", ""), ("c", " (B.T.)"), ("d", " (B.T.)"),
        ]  # fmt: skip
    statement = "1 chú thích ghi (B.T.) là của ban biên tập"
    assert statement in documents["note-on-text.xhtml"]
    printed = "".join(piece.text for piece in edition.alone.pieces if piece.section == "note-on-text")
    assert "".join(statement.split()) in "".join(printed.split())
    alone = edition.bind_changed(lambda html: html.replace("1 chú thích ghi", "12 chú thích ghi"))
    told = check_paper(edition.expected, alone.pieces, alone.data)
    assert [error.facts["words"] for error in told] == ["1 … (B.T.)"]


@pytest.mark.ci
def test_a_page_with_a_long_note_has_as_much_text_as_it_may(theme: Theme, tmp_path: Path) -> None:
    """Though others are called on it, which wait for that note's end."""
    calls = " ".join(f"{' '.join(WORDS[:9])}[^{number}]" for number in range(12))
    notes = "\n\n".join(f"[^{number}]: Chú {number}." for number in range(12))
    body = f"Đầu[^a].\n\n{calls}\n\n{LONG}\n\n[^a]: {LONG} {LONG}\n\n{notes}\n"
    edition = edition_of(body, theme, tmp_path, TRIMS[0])
    assert faults_of(edition) == [] and [*find_misplaced(pieces_of(edition))] == []
    text = [piece for piece in pieces_of(edition) if piece.kind == "text" and not piece.note]
    lines = [len({piece.baseline for piece in text if piece.page == n}) for n in {each.page for each in text}]
    assert min(lines[1:-1]) > 4


@pytest.mark.parametrize("before", range(9, 13))
def test_a_line_whose_note_has_no_room_leaves_those_before_it(
    before: int, theme: Theme, tmp_path: Path
) -> None:
    """On its page, and their heading with them, wherever the paragraph begins."""
    filling, call = "\n\n".join(["Một dòng."] * before), f"{' '.join(WORDS * 2)} ai cũng lặng im thấy[^1]"
    body = f"{filling}\n\n## Mục\n\n{call} {LONG}\n\n[^1]: Lời chú.\n"
    lowest = defaultdict[int, float](float)
    for piece in pieces_alone(edition_of(body, theme, tmp_path, TRIMS[1])):
        lowest[piece.page] = max(lowest[piece.page], piece.baseline)
    first, second, *_ = (lowest[page] for page in sorted(lowest))
    assert second - first < 3 * 15.4  # points: the lines that its note would take


@pytest.mark.ci
@pytest.mark.parametrize(("name", "at"), [*zip(name_shipped_themes(), ["foot", "end", "foot"], strict=True)])
def test_numbers_of_three_figures_stand_within_the_text(name: str, at: str, tmp_path: Path) -> None:
    calls = " ".join(f"chữ[^{number}]" for number in range(1, 102))
    notes = "\n".join(f"[^{number}]: lời" for number in range(1, 102))
    edition = edition_of(f"{calls}\n\n{notes}\n", shipped(name), tmp_path, (145, 205), f"notes: {at}\n")
    pieces = pieces_of(edition)
    measure = max(piece.room for piece in pieces if piece.text.startswith("chữ"))
    edges = {piece.page: piece.left + piece.room - measure for piece in pieces if piece.kind == "text"}
    numbers = [piece for piece in pieces if piece.text.strip() in ("100.", "101.")]
    assert len(numbers) == 2 and all(piece.left > edges[piece.page] - 0.5 for piece in numbers)
