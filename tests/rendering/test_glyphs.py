"""No letter comes out as an empty box: whatever part of the booklet says it, the file is told."""

import io
import re
import string
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import partial
from html import unescape
from html.entities import html5
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from designs import shipped
from fontTools.ttLib import TTFont

from kyyeu.content.body import find_origin
from kyyeu.content.booklet import read_booklet
from kyyeu.content.door import Door
from kyyeu.errors import Problems
from kyyeu.making.print_run import make_pdf
from kyyeu.model import Booklet
from kyyeu.rendering.documents import render_print
from kyyeu.rendering.faces import find_coverage
from kyyeu.rendering.glyphs import check_glyphs
from kyyeu.rendering.sections import name_sections
from kyyeu.rendering.theme import Theme

pytestmark = pytest.mark.usefixtures("standing")

LACKING = "漢"  # which no face of the theme has


def spoilt(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """The value with the letter in one of its texts, for each text of it; and where that is."""
    if isinstance(value, str):
        yield place, value + LACKING
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            for where, other in spoilt(part, f"{place}/{number}"):
                yield where, (*value[:number], other, *value[number + 1 :])
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            for where, other in spoilt(getattr(value, field.name), f"{place}/{field.name}"):
                yield where, replace(value, **{field.name: other})


def file_of(place: str, booklet: Booklet) -> str:
    match place.split("/")[1:]:
        case ["articles", number, *_]:
            return f"articles/{booklet.articles[int(number)].slug}.md"
        case ["foreword", *_]:
            return "foreword.md"
    return "booklet.yaml"


@pytest.mark.ci
def test_a_letter_without_a_glyph_is_told_whatever_says_it(small: Booklet, theme: Theme) -> None:
    covered, printed = find_coverage(theme.faces), set[str]()
    for place, booklet in spoilt(small):
        if place.startswith("/back/"):  # names of sections, which nobody reads
            continue
        html = render_print(booklet, theme, *name_sections(booklet, theme))
        if LACKING not in html.partition("<body")[2] or place.endswith("/slug"):
            continue
        if f"{LACKING} data-name=" in html:  # between attributes, where no text is
            continue
        printed.add(place.rpartition("/")[2] if "account" not in place else place.split("/account/")[1])
        with pytest.raises(Problems) as caught:
            check_glyphs(booklet, html, covered)
        told = [(error.code, error.facts["where"], error.facts["chars"]) for error in caught.value.errors]
        assert told == [("missing-glyphs", file_of(place, small), f"{LACKING} (U+6F22)")]
    assert {"title", "text", "office", "signed", "xhtml", "furniture/0", "uncertain/0/reason"} <= printed


def told_of(content: Path, theme: Theme) -> set[tuple[str, int | None, str]]:
    """Each file of the content that is told, with the line and the letters there."""
    booklet, covered = read_booklet(content), find_coverage(theme.faces)
    html = render_print(booklet, theme, *name_sections(booklet, theme))
    with pytest.raises(Problems) as caught:
        read = Door(content).read
        check_glyphs(
            booklet, html, covered, lambda name: read(name).decode(), content, partial(find_origin, read)
        )
    return {(str(each.path), each.line, str(each.facts["chars"])) for each in caught.value.errors}


def test_a_letter_is_told_with_the_first_line_that_has_it(tiny: Path, theme: Theme) -> None:
    path = tiny / "articles/hai.md"
    path.write_text(path.read_text("utf-8") + "\n◦ một\n\n◦ hai ➢\n", "utf-8")
    first = path.read_text("utf-8").split("\n").index("◦ một") + 1
    wanted = {(str(path), first, "◦ (U+25E6)"), (str(path), first + 2, "➢ (U+27A2)")}
    assert told_of(tiny, theme) == wanted


@pytest.mark.parametrize("written", ["&#9642;", "&#x25aa;", "&#x025AA;", "&squf;", "&squarf;", "▪"])
def test_so_is_one_that_html_lets_one_write_otherwise(written: str, tiny: Path, theme: Theme) -> None:
    path = tiny / "articles/hai.md"
    path.write_text(f"{path.read_text('utf-8')}\nba {written} bốn\n", "utf-8")
    assert told_of(tiny, theme) == {(str(path), 20, "▪ (U+25AA)")}


@pytest.mark.parametrize("written", ["&#1;", "&#xFFFE;", "&#0;", "&#x2028;"])
def test_so_is_what_a_number_stands_for_that_no_letter_has(written: str, tiny: Path, theme: Theme) -> None:
    path = tiny / "articles/hai.md"
    path.write_text(f"{path.read_text('utf-8')}\nba {written} bốn\n", "utf-8")
    assert told_of(tiny, theme) == {(str(path), 20, "\ufffd (U+FFFD)")}


def test_so_is_one_that_a_table_beside_the_text_has(tiny: Path, theme: Theme) -> None:
    path, table = tiny / "articles/hai.md", tiny / "articles/ten.csv"
    path.write_text("---\ntitle: Hai\nkind: roll\ntable: ten.csv\n---\n\nLời\n", "utf-8")
    table.write_text("Họ tên;Năm\nẤm;1950\nẤt;▪ 1960\n", "utf-8")
    assert told_of(tiny, theme) == {(str(table), 3, "▪ (U+25AA)")}


@pytest.mark.parametrize("written", [r"\u25aa", r"\U000025AA", "▪"])
def test_so_is_one_that_yaml_lets_one_write_otherwise(written: str, tiny: Path, theme: Theme) -> None:
    path = tiny / "articles/hai.md"
    path.write_text(f'---\ntitle: "Bài {written}"\n---\n\nMột đoạn.\n', "utf-8")
    assert told_of(tiny, theme) == {(str(path), 2, "▪ (U+25AA)")}


@pytest.mark.parametrize("sign", ["\xad", "\u200b", "\u2060", "\ufeff", "\ufe0f"])
def test_what_is_never_seen_needs_no_glyph(sign: str, tiny: Path, theme: Theme) -> None:
    path = tiny / "articles/hai.md"
    path.write_text(path.read_text("utf-8").replace("Bài này", f"Bài{sign} này"), "utf-8")
    make_pdf(read_booklet(tiny), theme, tiny)


@pytest.mark.parametrize("sign", ["\u200e", "\u202e", "\u2066"])
def test_what_turns_the_order_of_reading_is_refused(sign: str, tiny: Path, theme: Theme) -> None:
    path = tiny / "articles/hai.md"
    path.write_text(path.read_text("utf-8").replace("Bài này", f"Bài{sign} này"), "utf-8")
    with pytest.raises(Problems) as caught:
        make_pdf(read_booklet(tiny), theme, tiny)
    assert [(error.code, error.line) for error in caught.value.errors] == [("missing-glyphs", 5)]


def test_a_letter_of_the_theme_s_own_is_told_as_its_own(small: Booklet, theme: Theme) -> None:
    html = render_print(small, theme, *name_sections(small, theme)).replace("Mục lục", f"Mục lục {LACKING}")
    with pytest.raises(Problems) as caught:
        check_glyphs(small, html, find_coverage(theme.faces))
    (error,) = caught.value.errors
    assert (error.code, error.exit_status) == ("missing-glyphs", 3)


def test_a_letter_that_is_not_printed_needs_no_glyph(small: Booklet, theme: Theme) -> None:
    booklet = replace(small, description=LACKING, keywords=(LACKING,))
    check_glyphs(
        booklet, render_print(booklet, theme, *name_sections(booklet, theme)), find_coverage(theme.faces)
    )


@pytest.mark.parametrize(
    "letter", ["&eacute;", "&eacute", "&#233;", "&#xe9;", "&#128;", "&lang;", "&#39;", "&apos;", "é", "'"]
)
def test_a_letter_that_a_reference_stands_for_is_told_as_well(letter: str, small: Booklet) -> None:
    html = f"<html><body class='x'><p>V&amp;V {letter}</p></body></html>"
    covered = frozenset({*string.printable} - {unescape(letter)})
    with pytest.raises(Problems, match="missing-glyphs"):
        check_glyphs(small, html, covered)
    check_glyphs(small, html, covered | {unescape(letter)})


def test_every_reference_stands_for_what_html_5_says_whatever_the_parser_of_a_system_knows(
    small: Booklet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A parser as Windows has it knows not half of the names: it is given numbers."""
    known, parse = re.compile(r"&(?!#\d+;)"), lxml.html.document_fromstring
    monkeypatch.setattr(
        lxml.html, "document_fromstring", lambda html, **how: parse(known.sub("&amp;", html), **how)
    )
    html = "".join(f"<p>&{name}</p><p title='&{name}'></p>" for name in html5)
    with pytest.raises(Problems) as caught:
        check_glyphs(small, f"<html><body>{html}</body></html>", frozenset(string.printable))
    wanted = {char for stood_for in html5.values() for char in stood_for if char.isprintable()}
    told = {char for error in caught.value.errors for char in str(error.facts["chars"])}
    assert told >= wanted - {"\ufe00", *string.printable}


SMALL = "font-variant-caps: small-caps"
VOWELS = [vowel + tone for vowel in "aăâeêioôơuưy" for tone in ("", *"\u0300\u0301\u0303\u0309\u0323")]


def test_small_capitals_are_drawn_with_all_their_marks() -> None:
    """By the face itself: nothing is made smaller, and none falls back to a small letter."""
    office = shipped("office")
    faces = [face for face in office.faces if face.style == "normal"]
    assert len(faces) == 2 and SMALL in office.read("own.css").decode()
    for each in faces:
        face = TTFont(io.BytesIO(each.data))
        drawn, letters = find_small_capitals(face), face.getBestCmap()
        wanted = {unicodedata.normalize("NFC", vowel) for vowel in VOWELS} | {*"bcdđghklmnpqrstvx"}
        assert [letter for letter in sorted(wanted) if letters[ord(letter)] not in drawn] == []


def find_small_capitals(face: TTFont) -> set[str]:
    """The glyphs for which a face has one of a small capital."""
    table = face["GSUB"].table
    records = [record for record in table.FeatureList.FeatureRecord if record.FeatureTag == "smcp"]
    places = {place for record in records for place in record.Feature.LookupListIndex}
    parts = [part for place in places for part in table.LookupList.Lookup[place].SubTable]
    return {glyph for part in parts for glyph in getattr(part, "ExtSubTable", part).mapping}
