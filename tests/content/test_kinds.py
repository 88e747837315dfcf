"""Kinds of contributions: what becomes of their texts, whatever stands in them."""

import csv
import io
import re
import zipfile
from datetime import date
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from lxml.html import HtmlElement
from nasty import BODIES
from openpyxl import Workbook

from kyyeu.cache import Store
from kyyeu.content.booklet import read_booklet
from kyyeu.content.kinds import formalities
from kyyeu.content.kinds.album import ALBUM, find_breaks
from kyyeu.content.kinds.people import people
from kyyeu.content.kinds.roll import roll
from kyyeu.content.kinds.tables import read_table
from kyyeu.content.kinds.verse import VERSE, write_verse
from kyyeu.content.kinds.voices import interview
from kyyeu.content.kinds.years import YEARS
from kyyeu.content.prose import Idiom, find_lines, find_slips, parse_prose
from kyyeu.errors import ContentError, Problems
from kyyeu.model import Article

BEGINNINGS = ("", "- ", "* ", "+ ", "– ", "1945. ", "3) ", "a) ", "I. ", "• ", "| ", "= ", ": ")
WORDS = st.lists(
    st.sampled_from(["Ấm", "nắng", "xa", "*chiều*", "**gió**", "người,"]), min_size=1, max_size=6
)
VERSES = st.builds(
    lambda blanks, begins, words: " " * blanks + begins + " ".join(words),
    st.integers(0, 12), st.sampled_from(BEGINNINGS), WORDS,
)  # fmt: skip
STANZAS = st.lists(st.lists(VERSES, min_size=1, max_size=5), min_size=1, max_size=4)
ENDS = st.sampled_from(["", "  ", "\\", " "])


def plain(line: str) -> str:
    return " ".join(line.replace("*chiều*", "chiều").replace("**gió**", "gió").split())


def joined(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


@given(STANZAS, ENDS)
def test_lines_of_verse_stay_lines_with_their_blanks(stanzas: list[list[str]], end: str) -> None:
    text = "\n\n".join("\n".join(line + end for line in stanza) for stanza in stanzas)
    prose = parse_prose(text, "tho", idiom=VERSE)
    found = [[*stanza.iter("span")] for stanza in prose.tree.iter("p")]
    assert [[joined(line) for line in stanza] for stanza in found] == [
        [plain(line) for line in stanza] for stanza in stanzas
    ]
    blanks = [[len(line) - len(line.lstrip()) for line in stanza] for stanza in stanzas]
    styles = [[line.get("style", "margin-left: 0em") for line in stanza] for stanza in found]
    assert styles == [[f"margin-left: {count / 2:g}em" for count in stanza] for stanza in blanks]
    assert not [slip for slip in find_slips(text, prose) if slip.code == "lines-joined"]


@given(
    st.lists(st.integers(0, 90), min_size=1, max_size=8), st.lists(st.integers(0, 90), min_size=1, max_size=4)
)
def test_verse_keeps_its_steps_however_deep_they_are(first: list[int], second: list[int]) -> None:
    text = "\n\n".join(
        f"## Bài\n\n{chr(10).join(' ' * blanks + 'lời' for blanks in poem)}" for poem in (first, second)
    )
    prose = parse_prose(text, "tho", idiom=VERSE)
    found = [float(re.sub("[^0-9.]", "", line.get("style", "0"))) for line in prose.tree.iter("span")]
    for poem, margins in ((first, found[: len(first)]), (second, found[len(first) :])):
        shown = [min(blanks, 64) for blanks in poem]
        step = min(0.5, 8 / max(*shown, 1))
        assert margins == [round(blanks * step, 2) for blanks in shown] and max(margins) <= 8
    told = [slip.line for slip in find_slips(text, prose) if slip.code == "verse-deep"]
    lines = text.split("\n")
    assert told == [number for number, line in enumerate(lines, 1) if len(line) - len(line.lstrip()) > 64]


TOLD_AS_LINES = ("lines-joined", "tabs-between", "rule-or-heading", "heading-without-blank")
TYPED = st.lists(
    st.sampled_from(["lời hai", "  #ba", "bốn\t  năm\tsáu", "> bảy", "---", "", "1945: chín", "mười\\"]),
    max_size=9,
)


@pytest.mark.parametrize("idiom", [VERSE, YEARS, roll((), 2)])
@given(lines=TYPED)
@example(["[^1]: lời", "hai", "ba", "", "xa[^1]"])
def test_what_is_told_of_lines_is_what_was_typed(idiom: Idiom, lines: list[str]) -> None:
    text = "\n".join(lines)
    for slip in find_slips(text, parse_prose(text, "x", idiom=idiom)):
        if slip.code in TOLD_AS_LINES:
            assert slip.facts["text"].expandtabs() in {
                line.lstrip("> ").strip().expandtabs() for line in lines
            }


@pytest.mark.parametrize(
    ("begins", "blanks"),
    [("&nbsp;", 1), ("&nbsp; &nbsp;", 3), ("&emsp;", 2), ("&#160;&#xA0;", 2), ("\xa0\xa0", 2), ("&ensp;", 1)],
)
def test_blanks_of_verse_may_be_entities(begins: str, blanks: int) -> None:
    written, typed = (
        etree.tostring(parse_prose(f"một\n{blank}hai &nbsp; ba\n> {blank}bốn", "x", idiom=VERSE).tree)
        for blank in (begins, " " * blanks)
    )
    assert written == typed and b"margin-left" in typed


@given(STANZAS)
def test_a_line_of_verse_is_told_by_its_own_number(stanzas: list[list[str]]) -> None:
    named = [
        [f"Từ{number} {row} cuối" for row, _ in enumerate(stanza)] for number, stanza in enumerate(stanzas)
    ]
    indented = [
        "\n".join(" " * (len(line) % 7) + name for line, name in zip(stanza, names, strict=True))
        for stanza, names in zip(stanzas, named, strict=True)
    ]
    places, text = find_lines("\n\n".join(indented), VERSE), "\n\n".join(indented)
    for block, names in enumerate(named):
        whole = " ".join(names)
        for name in names:
            line = next(number for number, row in enumerate(text.split("\n"), 1) if row.strip() == name)
            assert places.at(block, whole.index(name)) == line


@given(st.text("a \t-*#>1.[^]:\\<b\n", max_size=60))
def test_what_writes_verse_leaves_alone_what_it_wrote(text: str) -> None:
    written = write_verse(text)
    assert write_verse(written) == written and written.count("\n") == text.count("\n")


BESIDE = st.sampled_from(
    ["> một", "> > hai", "| ba", "bốn | năm", "sáu", "> bảy | tám", "- chín", "(a) mười"]
)


@given(st.lists(BESIDE, min_size=1, max_size=5))
@example(["> một", "| ba"])
def test_verse_beside_quotations_gets_no_sign(lines: list[str]) -> None:
    """What breaks the lines is none where a quotation ends."""
    blocks = parse_prose("\n".join(lines), "tho", idiom=VERSE).cut()[1]
    assert "\\" not in "".join(block.text for block in blocks)


def test_a_poem_has_headings_notes_rules_and_what_signs_it() -> None:
    text = "## Một\n\nẤm[^1]\n  êm\n\n*Nguyễn Ấm*\n\n* * *\n\n> Lời\n> người\n\nxa\n\n[^1]: Ghi\n    thêm.\n"
    tree = parse_prose(text, "tho", idiom=VERSE).tree
    assert [child.tag for child in tree][:5] == ["h2", "p", "p", "hr", "blockquote"]
    assert [part.get("class") for part in tree.iter("p")][:4] == ["stanza", "verse-by", "stanza", "stanza"]
    assert [joined(line) for line in tree.iter("span")] == ["Ấm1", "êm", "Nguyễn Ấm", "Lời", "người", "xa"]


def test_what_is_set_off_over_two_lines_is_set_off_in_each() -> None:
    tree = parse_prose("một *hai\nba* bốn", "tho", idiom=VERSE).tree
    assert [[joined(em) for em in line.iter("em")] for line in tree.iter("span")] == [["hai"], ["ba"]]


SPOKEN = st.lists(
    st.tuples(
        st.sampled_from(["", "PV: ", "**PV:** ", "Ông Lộc: ", "**Ông Lộc**: "]),
        st.sampled_from(["một", "*hai*"]),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


@given(SPOKEN)
def test_each_paragraph_is_of_whoever_was_named_last(said: list[tuple[str, str]]) -> None:
    text = "\n\n".join(name + words for name, words in said)
    prose, usual = parse_prose(text, "x", idiom=interview(["PV"], ["Ông Lộc"])), parse_prose(text, "x")
    roles, role = list[str | None](), None
    for name, _ in said:
        role = "question" if "PV" in name else "answer" if name else role and role.split()[0] + " goes-on"
        roles.append(role)
    assert [part.get("class") for part in prose.tree] == roles
    voices = [joined(voice).rstrip(":") for voice in prose.tree.iter("strong")]
    assert voices == [name.strip("*: ") for name, _ in said if name]
    assert [block.text for block in prose.cut()[1]] == [block.text for block in usual.cut()[1]]


LETTERS = re.compile(r"[^\W\d_]")
EVENTS = st.lists(
    st.tuples(st.sampled_from(["1945. ", "1930 – 1945: ", "Năm 1968: ", "2010 – "]), WORDS),
    min_size=1,
    max_size=6,
)


@given(EVENTS, st.sampled_from(["\n", "\n\n"]))
def test_events_begin_with_their_years(events: list[tuple[str, list[str]]], between: str) -> None:
    text = between.join(year + " ".join(words) for year, words in events)
    prose = parse_prose(text, "x", idiom=YEARS)
    assert [joined(part) for part in prose.tree.iter("p")] == [
        plain(year + " ".join(words)) for year, words in events
    ]
    years = [joined(next(part.iter("strong"))) for part in prose.tree.iter("p")]
    assert years == [year.strip() for year, _ in events]
    assert not [slip for slip in find_slips(text, prose) if slip.code == "lines-joined"]


def test_a_table_of_years_is_told_from_others() -> None:
    years = "| Năm | Việc |\n| --- | --- |\n| 1945 | một |\n| 1954 – 1975 | hai |\n"
    other = years.replace("| 1945 |", "| Tổng |")
    tables = [next(parse_prose(text, "x", idiom=YEARS).tree.iter("table")) for text in (years, other)]
    assert [table.get("class") for table in tables] == ["years", None]


@pytest.mark.parametrize(
    "idiom", [VERSE, YEARS, interview(["Hỏi"], ["Đáp"])], ids=["verse", "years", "voices"]
)
@given(text=st.text("Hỏi: Đáp1945.–\n*#>|- ", max_size=80))
def test_no_letter_is_lost_in_any_idiom(idiom: Idiom, text: str) -> None:
    prose = parse_prose(text, "x", idiom=idiom)
    said = "".join(block.text for block in prose.cut()[1])
    assert LETTERS.findall(said) == LETTERS.findall(text)
    find_slips(text, prose)


LETTER = """---
kind: letter
title: Thư chúc mừng
number: Số 1-CV/TU
dateline: Hà Nội, ngày 1 tháng 2 năm 2020
addressee: [Kính gửi anh, Kính gửi chị]
signed_as: [T/M BAN, BÍ THƯ]
signed: Nguyễn Ấm
source: {file: thu.txt}
---

Lời thư.
"""
ABOVE = ["Số 1-CV/TU", "Hà Nội, ngày 1 tháng 2 năm 2020", "Thư chúc mừng", "Kính gửi anh", "Kính gửi chị"]
BELOW = ["T/M BAN", "BÍ THƯ", "Nguyễn Ấm"]
RECEIVED = "\n".join([*ABOVE, "Lời thư.", *BELOW, ""])


def read_letter(tiny: Path, letter: str, received: str) -> Article:
    (tiny / "articles" / "hai.md").write_text(letter, "utf-8")
    (tiny / "sources" / "thu.txt").write_text(received, "utf-8")
    return read_booklet(tiny).articles[1]


def test_what_a_letter_prints_of_its_header_is_in_its_source(tiny: Path) -> None:
    article = read_letter(tiny, LETTER, RECEIVED)
    assert article.account and article.account.supplied == ()
    assert [(line.part, line.text) for line in article.lines] == [
        ("number", "Số 1-CV/TU"),
        ("dateline", "Hà Nội, ngày 1 tháng 2 năm 2020"),
        ("addressee", "Kính gửi anh"),
        ("addressee", "Kính gửi chị"),
        ("signed_as", "T/M BAN"),
        ("signed_as", "BÍ THƯ"),
        ("signed", "Nguyễn Ấm"),
    ]


@pytest.mark.parametrize(
    "line", RECEIVED.splitlines()[:2] + RECEIVED.splitlines()[3:5] + RECEIVED.splitlines()[-3:]
)
def test_each_line_of_a_header_is_missed_where_the_source_has_it_not(tiny: Path, line: str) -> None:
    with pytest.raises(Problems) as raised:
        read_letter(tiny, LETTER, RECEIVED.replace(f"{line}\n", ""))
    assert [(error.code, error.facts["text"]) for error in raised.value.errors] == [("header-missing", line)]


def test_or_it_is_said_to_be_the_editors_own(tiny: Path) -> None:
    letter = LETTER.replace("{file: thu.txt}", "{file: thu.txt, supplied: [number, signed_as, signed]}")
    received = "\n".join(RECEIVED.splitlines()[1:-3])
    article = read_letter(tiny, letter, received)
    assert article.account and article.account.supplied == ("number", "signed_as", "signed")


SIGNED_TWICE = """recipients: ["Nơi nhận:", "- Như trên"]
signatures:
  - {signed_as: CHÁNH VĂN PHÒNG, signed: Trần Ất}
  - signed_as: [T/M BAN, BÍ THƯ]
    signature: cham.png
    signed: Nguyễn Ấm
"""
BELOW_TWICE = ["Nơi nhận:", "CHÁNH VĂN PHÒNG", "T/M BAN", "- Như trên", "BÍ THƯ", "Trần Ất", "Nguyễn Ấm"]
LETTER_TWICE = LETTER.replace("signed_as: [T/M BAN, BÍ THƯ]\nsigned: Nguyễn Ấm\n", SIGNED_TWICE)


def test_several_sign_a_letter_side_by_side(tiny: Path) -> None:
    """The source may have their lines in any order, as they come out of a page of two columns."""
    article = read_letter(tiny, LETTER_TWICE, "\n".join([*ABOVE, "Lời thư.", *BELOW_TWICE, ""]))
    assert article.account and article.account.supplied == ()
    assert [(each.signed_as, each.signed, bool(each.picture)) for each in article.signatures] == [
        (("CHÁNH VĂN PHÒNG",), ("Trần Ất",), False), (("T/M BAN", "BÍ THƯ"), ("Nguyễn Ấm",), True),
    ]  # fmt: skip
    printed = [line.text for line in article.lines if line.part in ("recipients", "signed_as", "signed")]
    assert printed == [
        "Nơi nhận:",
        "- Như trên",
        "CHÁNH VĂN PHÒNG",
        "Trần Ất",
        "T/M BAN",
        "BÍ THƯ",
        "Nguyễn Ấm",
    ]


@pytest.mark.parametrize(
    ("line", "row"), [("Trần Ất", 9), ("BÍ THƯ", 10), ("Nguyễn Ấm", 12), ("- Như trên", 7)]
)
def test_a_line_of_several_signatures_is_missed_where_it_stands(tiny: Path, line: str, row: int) -> None:
    received = "\n".join([*ABOVE, "Lời thư.", *BELOW_TWICE, ""]).replace(f"{line}\n", "")
    with pytest.raises(Problems) as raised:
        read_letter(tiny, LETTER_TWICE, received)
    assert [(error.code, error.line) for error in raised.value.errors] == [("header-missing", row)]


@pytest.mark.parametrize("key", ["signed_as: BÍ THƯ", "signed: Trần Ất", "signature: cham.png"])
def test_who_signs_is_listed_once(tiny: Path, key: str) -> None:
    letter = LETTER_TWICE.replace("recipients:", f"{key}\nrecipients:").replace(
        "source: {file: thu.txt}\n", ""
    )
    with pytest.raises(Problems) as raised:
        read_letter(tiny, letter, "")
    assert [(error.code, error.line) for error in raised.value.errors] == [("signed-twice", 7)]


RAW = (
    "<table id='ban'><caption>Ban</caption><thead><tr><th>Họ và tên</th><th>{}</th></tr></thead>"
    "<tbody><tr><td>Nguyễn Ấm</td><td><b>Trưởng</b> ban</td></tr></tbody></table>\n"
)
KINDS_OF_TABLES = {"people": "Chức vụ", "people\nshows: table": "Chức vụ", "roll": "Xã", "article": "Xã"}


@pytest.mark.parametrize("kind", KINDS_OF_TABLES)
def test_a_raw_table_is_no_misplaced_tag_whatever_its_kind_makes_of_it(tiny: Path, kind: str) -> None:
    """What is misplaced below it is told all the same."""
    table, path = RAW.format(KINDS_OF_TABLES[kind]), tiny / "articles" / "hai.md"
    for more, codes in (
        ("", []),
        ("\n<p>a <table><tr><td><dd>b</dd></td></tr></table></p>\n", ["tag-misplaced"]),
    ):
        path.write_text(f"---\nkind: {kind}\ntitle: Hai\n---\n\n{table}{more}", "utf-8")
        told = [finding.code for finding in read_booklet(tiny).articles[1].findings]
        assert sorted({*told} & {"tag-misplaced"}) == codes


@pytest.mark.parametrize("above", ["", "Lời.\n\n"])
def test_nor_is_one_of_who_signs_and_links_lead_to_it(above: str) -> None:
    columns = "<td>Nơi nhận:<br>- A</td><td>TRƯỞNG BAN<br>Nguyễn Văn A</td>"
    text = f"{above}Xem [đây](#ky).\n\n<table id='ky'><tr>{columns}</tr></table>\n"
    prose = parse_prose(text, "x", idiom=formalities.letter(()))
    (box,) = prose.tree.iterfind("div[@class='below-text']")
    assert box.get("id") and next(prose.tree.iter("a")).get("href") == f"#{box.get('id')}"
    assert find_slips(text, prose) == []


@given(st.lists(st.integers(1, 4), min_size=1, max_size=5), st.data())
def test_pages_of_an_album_end_where_words_interrupt_it(stretches: list[int], data: st.DataObject) -> None:
    between = data.draw(st.sampled_from(["## Đề mục", "Lời", "- mục", "* * *", "| a |\n| - |\n| b |"]))
    picture = "![Ảnh](images/a.jpg)"
    text = f"\n\n{between}\n\n".join("\n\n".join([picture] * count) for count in stretches)
    prose = parse_prose(f"Lời đầu[^1]\n\n{text}\n\nLời cuối\n\n[^1]: chú", "x")
    ends = [*accumulate(stretches)][:-1]
    assert [before for before, _ in find_breaks(*prose.cut())] == ends


HEAD = ("TT", "Ảnh", "Họ và tên", "Thời gian")
NAMES = st.text("ÁBCđêọ ", min_size=1, max_size=12).map(str.strip).filter(bool)
PERSON = st.tuples(
    st.just("1"), st.sampled_from(["", "cham.png"]), NAMES, st.sampled_from(["", "1945 – 1951"])
)


@given(st.lists(PERSON, min_size=1, max_size=6), st.booleans())
def test_people_of_a_table_are_cards_in_its_order(people_: list[tuple[str, ...]], beside: bool) -> None:
    rows = ((HEAD, *people_)) if beside else ()
    cell = {"": "", "cham.png": "![Ai](images/cham.png)"}
    typed = [(number, cell[picture], *rest) for number, picture, *rest in people_]
    lines = [HEAD, ["---"] * 4, *typed]
    text = "" if beside else "\n".join(f"| {' | '.join(line)} |" for line in lines)
    tree = parse_prose(text, "x", idiom=people(rows, True)).tree
    cards = [[joined(line) for line in card.iter("p")] for card in tree.iter("li")]
    assert cards == [[" ".join(name.split()), *filter(None, [when])] for _, _, name, when in people_]
    frames = [card[0].get("class") for card in tree.iter("li")]
    assert frames == ["person-picture" + " no-portrait" * (not picture) for _, picture, _, _ in people_]
    assert [img.get("src") for img in tree.iter("img")] == [f"images/{row[1]}" for row in people_ if row[1]]


NAMED = ("cham.png", " cham.png ", "images/cham.png", "CHAM.JPEG", "Lê A (2).jpg", "a_b_c.heic")
NO_FILE = (
    "cham.png, 1960",
    "chụp.năm 1960",
    "png",
    "**cham.png**",
    "`cham.png`",
    "../cham.png",
    "a/b.png",
    "![](images/a.png) x.png",
)


@pytest.mark.parametrize("cards", [True, False])
@pytest.mark.parametrize("cell", [*NAMED, *NO_FILE])
def test_a_file_s_name_alone_in_a_column_of_pictures_calls_its_picture(cell: str, cards: bool) -> None:
    text = (
        f"Lời.\n\n| Ảnh | Họ tên | Ghi chú |\n| --- | --- | --- |\n| | Yến | cham.png |\n| {cell} | Ấm | |\n"
    )
    prose = parse_prose(text, "x", idiom=people((), cards))
    calls = [(call.get("src"), call.get("alt")) for call in prose.tree.iter("img")]
    file = cell.strip().removeprefix("images/")
    assert ((f"images/{file}", "Ấm") in calls) == (cell in NAMED) and "cham.png" in joined(prose.tree)
    assert [*find_lines(text, people((), cards)).pictures] == [6] * len(calls)


COLUMNS = (
    "TT", "Số thứ tự", "Ảnh", "Ảnh (3 × 4)", "Hình thức khen thưởng", "Ảnh hưởng", "Chân dung", "Quê",
)  # fmt: skip
CELLS = st.sampled_from(
    ["", "1", "2.", "Thứ hai", "1[^a]", "![Ai](images/cham.png)", "![Ai](images/cham.png) chụp năm 1960",
     "chưa có", "*Bằng* khen", "[nơi ấy](hai.md)"]
)  # fmt: skip


@given(st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=4, unique=True), st.data())
def test_cards_have_every_word_of_their_table_but_bare_numbers(heads: list[str], data: st.DataObject) -> None:
    rows = data.draw(
        st.lists(st.lists(CELLS, min_size=len(heads), max_size=len(heads)), min_size=1, max_size=4)
    )
    lines = [[*heads, "Họ tên"], ["---"] * (len(heads) + 1), *([*row, "Ấm"] for row in rows)]
    text = "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n\n[^a]: Chú\n"
    prose = parse_prose(text, "x", idiom=people((), True))
    counted = {number for number, head in enumerate(heads) if head in ("TT", "Số thứ tự")}
    first = min(counted, default=-1)  # another column of numbers is a fact
    told = [
        re.sub(r"!\[.*?\]\(.*?\)|\[\^a\]|\*|\(hai\.md\)|[][]", "", cell)
        for row in rows
        for place, cell in enumerate(row)
        if place != first or cell not in ("1", "2.")
    ]
    words = sorted(" ".join([*told, *["Ấm"] * len(rows)]).split())
    cards = prose.tree.find("ul")
    assert cards is not None
    for mark in cards.iter("sup"):
        mark[0].text = None  # its number is none of the words
    assert sorted(" ".join(cards.itertext()).split()) == words
    assert sum(1 for _ in cards.iter("img")) == sum(cell.startswith("!") for row in rows for cell in row)
    assert sum(1 for _ in cards.iter("sup")) == sum("[^a]" in cell for row in rows for cell in row)


TERMS = st.sampled_from(
    ["", "Nhiệm kỳ 1945 – 1950", "1950 – 1955", "Khóa *II*", "Khóa II", "[Khóa III](hai.md)"]
)
ROLL = st.lists(st.tuples(TERMS, NAMES, st.sampled_from(["", "Bí thư"])), min_size=1, max_size=8)


@given(ROLL, st.booleans(), st.booleans(), st.integers(0, 2))
def test_people_are_in_groups_by_a_column(
    people_: list[tuple[str, str, str]], cards: bool, beside: bool, place: int
) -> None:
    """What comes out is told by hand: a cell left empty, or that says the same, has what is above it."""
    if beside:
        people_ = [(re.sub(r"[*\[\]]|\(.*\)", "", term), name, post) for term, name, post in people_]
    heads = ["Họ tên", "Chức vụ"]
    lines = [[*heads[:place], " nhiệm  KỲ ", *heads[place:]], ["---"] * 3]
    lines += [[*said[:place], term, *said[place:]] for term, *said in people_]
    table = (
        () if not beside else tuple(tuple(cell.strip() for cell in line) for line in [lines[0], *lines[2:]])
    )
    text = "" if beside else "\n".join(f"| {' | '.join(line)} |" for line in lines)
    tree = parse_prose(text, "x", idiom=people(table, cards, "Nhiệm kỳ")).tree
    wanted, last = list[tuple[str, list[str]]](), ""
    for term, name, _ in people_:
        said = re.sub(r"[*\[\]]|\(.*\)", "", term)
        if (said and (said != last or term.startswith("["))) or not wanted:
            wanted.append((f"nhiệm KỲ {said}" if said[:1].isdigit() else said, []))
        last = said or last
        wanted[-1][1].append(" ".join(name.split()))
    found = list[tuple[str, list[str]]]()
    for part in tree.xpath("//h2 | //li | //tbody/tr"):
        if part.tag == "h2" or part.get("class") == "people-term":
            found.append((joined(part), []))
            continue
        found += [] if found else [("", [])]
        name = part.find("p[@class='person-name']") if cards else part[0]
        found[-1][1].append(joined(name))
    assert found == wanted
    assert [*tree.xpath("//*[contains(@class, 'people-by-term')]")]
    assert not tree.xpath("//thead//th[contains(., 'nhiệm')]")


GROUPED = (
    "| TT | Họ tên | Quê |\n| --- | --- | --- |\n{}| 1 | Ấm | Huế |\n| **Khóa II** | | |\n| 1 | Yến | |\n"
)


@pytest.mark.parametrize("cards", [True, False])
@pytest.mark.parametrize("first", ["", "| Khóa I[^a] | | |\n"])
def test_so_they_are_by_a_row_in_which_nothing_else_stands(cards: bool, first: str) -> None:
    text = GROUPED.format(first) + ("\n[^a]: Chú" if first else "")
    tree = parse_prose(f"## Các khóa\n\n{text}", "x", idiom=people((), cards)).tree
    heads = tree.xpath("//h3 | //tbody/tr[@class='people-term']")
    assert [joined(head) for head in heads] == [*["Khóa I1"][: bool(first)], "Khóa II"]
    people_ = tree.xpath("//li[@class='person'] | //tbody/tr[not(@class)]")
    assert [joined(one) for one in people_] == (["ẤmHuế", "Yến"] if cards else ["1 Ấm Huế", "1 Yến"])
    assert len({*tree.xpath("//h3/@id")}) == (len(heads) if cards else 0)


@pytest.mark.parametrize(
    "row", ["| | Ấm | |", "| 1 | | |", "| ![Ai](images/cham.png) | | |"], ids=["name", "number", "picture"]
)
def test_other_rows_with_one_cell_are_people(row: str) -> None:
    text = f"| TT | Họ tên | Quê |\n| --- | --- | --- |\n| 1 | Yến | Huế |\n{row}\n"
    assert parse_prose(text, "x", idiom=people((), True)).tree.find("h2") is None


def test_links_of_other_texts_lead_to_a_group() -> None:
    prose = parse_prose(GROUPED.format("| Khóa I[^a] | | |\n") + "\n[^a]: Chú", "x", idiom=people((), True))
    ids = {heading.get("id") for heading in prose.tree.iter("h2")}
    assert {prose.places["khóa-i"], prose.places["khoa-ii"]} == ids


def test_cards_keep_what_html_has_in_a_table() -> None:
    text = (
        "<table><caption>Những người đầu</caption>"
        "<thead><tr><th>TT</th><th>Họ tên</th><th>Năm</th></tr></thead>"
        "<tbody><tr><td></td><td></td><td></td></tr><tr><td colspan='2'>Tổ một</td><td>1945</td></tr>"
        "<tr><td>1</td><td><p>Ấm</p><ul><li>Yến</li></ul></td><td>1946</td></tr></tbody></table>"
    )
    tree = parse_prose(text, "x", idiom=people((), True)).tree
    assert [joined(one) for one in tree] == [
        "Những người đầu",
        "Tổ một1945ẤmYến1946",
    ]
    assert not tree.xpath("//p//p | //p//ul")
    assert len([*tree.iterfind("ul/li")]) == 2


NOTED = "| *Họ tên*[^a] | [Năm](hai.md) | Quê |\n| --- | --- | --- |\n| Ấm | 1945 | Huế |\n\n[^a]: Chú\n"


def test_heads_that_call_a_note_or_lead_somewhere_stand_above_the_cards() -> None:
    tree = parse_prose(NOTED, "x", idiom=people((), True)).tree
    assert [joined(one) for one in tree] == ["Họ tên1", "Năm", "Ấm1945Huế", "Chú"]


def test_cells_below_one_that_reaches_down_stay_what_their_heads_say() -> None:
    text = (
        "<table><tr><th>Họ tên</th><th>Chức</th><th>Năm</th></tr><tbody><tr><td rowspan=2>Ấm</td>"
        "<td>Phó</td><td>1945</td></tr><tr><td>Trưởng</td><td>1946</td></tr></tbody></table>"
    )
    text = text.replace("<tr><th>", "<thead><tr><th>").replace("</th></tr>", "</th></tr></thead>")
    tree = parse_prose(text, "x", idiom=people((), True)).tree
    told = [[(line.get("class"), joined(line)) for line in card] for card in tree.iterfind("ul/li")]
    assert told == [
        [("person-name", "Ấm"), ("person-fact", "Phó"), ("person-fact", "1945")],
        [("person-fact", "Trưởng"), ("person-fact", "1946")],
    ]


IDIOMS = (
    VERSE,
    YEARS,
    people((), True),
    people((), False),
    people((), True, "Quê"),
    roll((), 3),
    interview(["PV"], ["Ông"]),
    ALBUM,
    formalities.letter(()),
    formalities.speech(()),
    formalities.memoir(()),
    formalities.poem(()),
)


@given(BODIES, st.sampled_from(IDIOMS))
@example(NOTED, people((), True))
@example("<div>\n1930: một\n1931: hai\n</div>\n\n```\n1930: ba\n1931: bốn\n```", YEARS)
@example("<p>\nmột\nhai\n</p>\n\n~~~\nba\nbốn\n~~~", VERSE)
def test_an_idiom_says_nothing_of_its_own_and_takes_no_place_away(text: str, idiom: Idiom) -> None:
    text = text.replace("\\", "")
    tree = parse_prose(text, "x", idiom=idiom).tree
    assert "\\" not in "".join(tree.itertext())
    ids = {f"#{id_}" for id_ in tree.xpath("//@id")}
    assert {href for href in tree.xpath("//a/@href") if href.startswith("#")} <= ids


def test_a_table_without_names_or_not_as_cards_stays_one() -> None:
    text = "| Ảnh | Họ tên |\n| --- | --- |\n| | Ấm |\n"
    table = parse_prose(text, "x", idiom=people((), False)).tree[0]
    assert (table.tag, table.get("class")) == ("table", "people-table")
    other = parse_prose(text.replace("Họ tên", "Số"), "x", idiom=people((), True)).tree[0]
    assert (other.tag, other.get("class")) == ("table", None)


@given(st.lists(st.lists(NAMES, min_size=2, max_size=5), min_size=1, max_size=3), st.integers(1, 4))
def test_names_of_a_roll_are_items_one_a_line(groups: list[list[str]], columns: int) -> None:
    text = "\n\n".join("\n".join(group) for group in groups)
    tree = parse_prose(text, "x", idiom=roll((("Tên", "Quê"), ("Ấm", "Hà Nội")), columns)).tree
    found = [[joined(item) for item in names] for names in tree.iter("ul")]
    assert found == [[" ".join(name.split()) for name in group] for group in groups] + [["Ấm, Hà Nội"]]
    assert {names.get("class") for names in tree.iter("ul")} == {f"names names-{columns}"}


ROWS = [
    ["Họ tên", "Sinh", "Quê"],
    ["Nguyễn Ấm", date(1930, 10, 18), None],
    [None, None, None],
    ["Lê, Thị", 1945, 2.5],
]
READ = (("Họ tên", "Sinh", "Quê"), ("Nguyễn Ấm", "18/10/1930", ""), ("Lê, Thị", "1945", "2,5"))


def workbook() -> bytes:
    book, data = Workbook(), io.BytesIO()
    for row in ROWS:
        book.active.append(row)
    book.active["B2"].number_format = "mm-dd-yy"  # as every machine shows days
    book.save(data)
    return data.getvalue()


def test_a_workbook_is_read_as_it_is_shown() -> None:
    assert read_table(workbook(), Path("a.xlsx")).rows == READ


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_so_is_a_table_of_text(delimiter: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(READ)
    assert read_table(("\ufeff" + text.getvalue()).encode(), Path("a.csv")).rows == READ


SIGN = st.text('a;,\t"é ', min_size=1, max_size=8)


@given(st.lists(st.tuples(SIGN, SIGN), min_size=2, max_size=4), st.sampled_from(",;\t"))
@example([(" ", ";"), (" ", ";")], ",")
def test_what_parts_cells_is_told_by_the_file_whatever_stands_in_them(
    columns: list[tuple[str, str]], delimiter: str
) -> None:
    """Two columns have names: a row with one cell would be a title above the head."""
    head, row = [name for name, _ in columns], [cell for _, cell in columns]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(
        [[*head, "y", "z"], [*row, "y", "z"]]
    )
    read = read_table(f"sep={delimiter}\r\n{text.getvalue()}".encode(), Path("a.csv")).rows
    assert "".join(read[1]) == "".join([*(" ".join(cell.split()) for cell in row), "yz"])
    assert len(read) == 2 and read[1][-1] == "z"


def test_signs_within_quotation_marks_part_no_cells() -> None:
    assert read_table('"Họ, tên, đệm";Năm\n"Ấm; Yến";1\n'.encode(), Path("a.csv")).rows[1] == ("Ấm; Yến", "1")


@pytest.mark.parametrize(("text", "line"), [('a,b\nc,"d\ne,f\n', 2), ('a,b\n"c\nd",e\n"f" g,h\n', 4)])
def test_a_table_of_text_that_breaks_off_is_told_by_its_row(text: str, line: int) -> None:
    with pytest.raises(ContentError) as raised:
        read_table(text.encode(), Path("a.csv"))
    assert (raised.value.code, raised.value.line) == ("table-quotes", line)


def test_letters_and_numbers_of_a_workbook_are_written_as_in_all_texts() -> None:
    book, data = Workbook(), io.BytesIO()
    for row in (["Tên", "Số"], ["A\u0302\u0301m", 1e16], ["Yến", 1945.0]):
        book.active.append(row)
    book.save(data)
    assert read_table(data.getvalue(), Path("a.xlsx")).rows[1:] == (
        ("Ấm", "10000000000000000"),
        ("Yến", "1945"),
    )


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"a", "a.xls", "table-kind"),
        (b"PK\x03\x04", "a.xlsx", "table-broken"),
        (workbook()[:-40], "a.xlsx", "table-broken"),
        (b"a\n", "a.csv", "table-empty"),
        (b'a,b\n"c,d\n', "a.csv", "table-quotes"),
        (b'a,b\n"c,d\n' + b"e" * 140_000, "a.csv", "table-quotes"),
        (b"a,b\n" + b"c,d\n" * 99 + b'"' + b"e" * 140_000, "a.csv", "table-quotes"),
        (b"a\n" * 10_001, "a.csv", "table-too-large"),
        (b",".join([b"a"] * 41) + b"\nb\n", "a.csv", "table-too-large"),
    ],
)
def test_a_table_that_is_none_is_refused(data: bytes, name: str, code: str) -> None:
    with pytest.raises(ContentError) as raised:
        read_table(data, Path(name))
    assert raised.value.code == code


def test_a_workbook_that_unpacks_to_any_size_is_refused() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 50_000_001)
    with pytest.raises(ContentError) as raised:
        read_table(data.getvalue(), Path("a.xlsx"))
    assert raised.value.code == "table-too-large"


UNFOLDING = b"".join(
    b'<!ENTITY n%d "%s">' % (level + 1, b"&n%d;" % level * 10) for level in range(9)
)  # a thousand million of the first
BOMB = (
    b"""<!DOCTYPE worksheet [<!ENTITY n0 "aaaaaaaaaaaaaaaaaaaa">%s]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">
<c r="A1" t="inlineStr"><is><t>&n9;</t></is></c></row></sheetData></worksheet>"""
    % UNFOLDING
)


def test_a_workbook_whose_words_unfold_without_end_is_refused() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as sound, zipfile.ZipFile(data, "w") as packed:
        for name in sound.namelist():
            packed.writestr(name, BOMB if name.endswith("sheet1.xml") else sound.read(name))
    with pytest.raises(ContentError):
        read_table(data.getvalue(), Path("a.xlsx"))


@pytest.mark.parametrize(
    ("idiom", "text"),
    [
        (
            YEARS,
            "1930: một hai\n1945: ba bốn\n1954: năm sáu\n\n| Lúc | Việc |\n| --- | --- |\n| 1975 | bảy |",
        ),
        (interview(["PV"], ["Ông"]), "PV: một hai\n\nÔng: ba bốn\n\nnăm sáu\n\n**PV:** bảy"),
        (
            people((), True),
            "| Ảnh | Họ tên | Sinh |\n| --- | --- | --- |\n| | một | hai ba |\n| | bốn | năm |",
        ),
        (roll((), 2), "một hai\nba bốn\n\n- năm sáu\n- bảy"),
    ],
)
def test_each_word_is_told_by_its_own_line_in_any_idiom(idiom: Idiom, text: str) -> None:
    places, blocks = find_lines(text, idiom), parse_prose(text, "x", idiom=idiom).cut()[1]
    for number, block in enumerate(blocks):
        for word in re.findall("một|ba|bốn|năm|sáu|bảy", block.text):
            line = next(row for row, words in enumerate(text.split("\n"), 1) if word in words.lower().split())
            assert places.at(number, block.text.index(word)) == line


PEOPLE = "---\nkind: people\ntitle: Người\ntable: nguoi.csv\n---\n"


def test_people_of_a_table_beside_the_article_are_read_with_their_portraits(
    tiny: Path, tmp_path: Path
) -> None:
    (tiny / "articles" / "hai.md").write_text(PEOPLE, "utf-8")
    table, store = tiny / "articles" / "nguoi.csv", Store(tmp_path / "kept")
    table.write_text("Ảnh;Họ tên;Năm\ncham.png;Nguyễn Ấm;1945\n;Trần Yến;1950\n", "utf-8")
    article = read_booklet(tiny, store=store).articles[1]
    assert [block.text for block in article.blocks] == ["Nguyễn Ấm", "1945", "Trần Yến", "1950"]
    assert [image.file for image in article.images] == ["images/cham.png"]
    table.write_text(table.read_text("utf-8").replace("Yến", "Yên"), "utf-8")
    assert "Trần Yên" in [block.text for block in read_booklet(tiny, store=store).articles[1].blocks]
    table.write_text(table.read_text("utf-8").replace("cham.png", "ai.png"), "utf-8")
    with pytest.raises(Problems) as raised:
        read_booklet(tiny, store=store)
    assert [error.code for error in raised.value.errors] == ["file-missing"]
