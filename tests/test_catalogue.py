"""What catalogues are told of a booklet, and what print says of the same."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pydantic import TypeAdapter, ValidationError

from kyyeu.content.booklet import read_booklet
from kyyeu.content.yaml import resolve_scalar
from kyyeu.galley.marks import mark_article
from kyyeu.making.e_book import make_epub
from kyyeu.making.print_run import make_pdf
from kyyeu.model import Booklet, KnownDate, Series
from kyyeu.pdf.print_edition import Pdf
from kyyeu.rendering.theme import Theme
from kyyeu.schema import Isbn, PartialDate

pytestmark = pytest.mark.usefixtures("standing")

SIGNED = "title: Bài một\nauthor: Nguyễn Ấm"
YEARS = st.integers(1000, 2999)
NS = {"dc": "http://purl.org/dc/elements/1.1/", "opf": "http://www.idpf.org/2007/opf"}


def change(content: Path, name: str, old: str, new: str) -> None:
    path = content / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def package(epub: bytes, path: str) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        return [
            str(found)
            for found in etree.fromstring(archive.read("EPUB/content.opf")).xpath(path, namespaces=NS)
        ]


def text_of(pdf: Pdf) -> list[str]:
    with pypdfium2.PdfDocument(pdf.data) as document:
        return [sheet.get_textpage().get_text_bounded() for sheet in document]


def both(content: Path, theme: Theme) -> tuple[Booklet, Pdf, bytes]:
    booklet = read_booklet(content)
    pdf = make_pdf(booklet, theme, content)
    return booklet, pdf, make_epub(booklet, theme, content)


def parsed(written: str) -> KnownDate:
    return TypeAdapter[KnownDate](PartialDate).validate_python(resolve_scalar(written))


@given(st.dates(date(1000, 1, 1), date(2999, 1, 1)))
def test_a_date_is_read_as_far_as_it_is_written_and_says_no_more(day: date) -> None:
    written = day.isoformat()
    for part in (written, written[:7], written[:4]):
        assert str(parsed(part)) == str(parsed(f"{part}")) == part and parsed(part).may_be(day)
    assert parsed(written[:4]) < parsed(written[:7]) < parsed(written)


@given(YEARS, st.integers(0, 99), st.integers(0, 99))
def test_no_date_is_taken_that_the_calendar_lacks(year: int, month: int, day: int) -> None:
    written = f"{year}-{month:02}-{day:02}"
    try:
        wanted = date.fromisoformat(written)
    except ValueError:
        with pytest.raises(ValidationError):
            parsed(written)
    else:
        assert parsed(written) == KnownDate.of(wanted)


@pytest.mark.parametrize("written", ["96", "20177", "2017-1", "2017-00", "true", "2017.10", "10/2017", ""])
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        parsed(written)


@pytest.mark.parametrize(
    ("known", "shown"), [("1987", "1987"), ("2017-03", "03/2017"), ("2020-03-04", "04/03/2020")]
)
def test_print_and_catalogue_say_what_is_known_of_a_date(
    known: str, shown: str, tiny: Path, theme: Theme
) -> None:
    change(tiny, "articles/mot.md", "date: 2020-03-04", f"date: {known}")
    _, pdf, epub = both(tiny, theme)
    assert f"Báo Thử, {shown}." in " ".join(text_of(pdf))
    assert package(epub, "//dc:source/text()") == [f"Báo Thử, {known}"]


@given(st.integers(0, 10**9 - 1), st.sampled_from(["978", "979"]), st.integers(0, 11), st.integers(1, 9))
def test_one_mistyped_digit_of_an_isbn_is_seen(number: int, prefix: str, place: int, by: int) -> None:
    adapter = TypeAdapter[str](Isbn)
    start = f"{prefix}{number:09}"
    right = [start + check for check in "0123456789" if is_taken(adapter, start + check)]
    assert len(right) == 1
    digit = str((int(right[0][place]) + by) % 10)
    assert not is_taken(adapter, right[0][:place] + digit + right[0][place + 1 :])


def is_taken(adapter: TypeAdapter[str], isbn: str) -> bool:
    try:
        adapter.validate_python(isbn)
    except ValidationError:
        return False
    return True


@given(st.integers(0, 10**9 - 1))
def test_of_ten_digits_the_thirteen_are_told(number: int) -> None:
    check = sum(int(digit) * place for place, digit in enumerate(f"{number:09}", 1)) % 11
    with pytest.raises(ValidationError) as raised:
        TypeAdapter[str](Isbn).validate_python(f"{number:09}{'X' if check == 10 else check}")
    (detail,) = raised.value.errors()
    assert detail["type"] == "isbn_ten" and detail["ctx"]["expected"].startswith(f"978{number:09}")
    assert is_taken(TypeAdapter[str](Isbn), detail["ctx"]["expected"])


@pytest.mark.parametrize("written", ["978-0-306-40615-7", "ISBN 978 0 306 40615 7", "979 10 90636 07 1"])
def test_an_isbn_may_be_written_in_the_usual_ways(written: str) -> None:
    assert is_taken(TypeAdapter[str](Isbn), written)


def test_an_isbn_is_printed_as_written_and_stands_in_both_metadata(tiny: Path, theme: Theme) -> None:
    change(tiny, "booklet.yaml", "slug: tiny", "slug: tiny\nimprint: {isbn: 978-0-306-40615-7}")
    booklet, pdf, epub = both(tiny, theme)
    assert "978-0-306-40615-7" in " ".join(text_of(pdf))
    assert package(epub, "//dc:identifier/text()") == [booklet.identifier, "urn:isbn:9780306406157"]
    assert package(epub, "/opf:package/@unique-identifier") == ["identifier"]
    with pikepdf.open(io.BytesIO(pdf.data)) as opened:
        assert str(opened.docinfo["/isbn"]) == "9780306406157"
        with opened.open_metadata() as told:
            assert told["dc:identifier"] == "urn:isbn:9780306406157"


@pytest.mark.parametrize(
    ("position", "number"),
    [("2026", "2026"), ("1.5", "1.5"), ("1,5", "1.5"), ("II", "2"), ("XIV", "14"), ("đầu", ""), ("IIX", "")],
)
def test_a_place_in_a_series_is_a_number_where_it_can_be(position: str, number: str) -> None:
    assert Series("Bộ", position).number == number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1.5", ["1.5"]),
        ("II", ["2"]),
        ("đầu", []),
        ("1.50", ["1.50"]),
        ("01", ["01"]),
        ("3.", []),
        ("0x10", []),
    ],
)
def test_a_place_in_a_series_is_printed_as_written(
    written: str, number: list[str], tiny: Path, theme: Theme
) -> None:
    change(tiny, "booklet.yaml", "slug: tiny", f"slug: tiny\nseries: {{name: Bộ, position: {written}}}")
    _, pdf, epub = both(tiny, theme)
    assert f"Bộ, tập {written}" in " ".join(text_of(pdf))
    assert package(epub, "//opf:meta[@property='group-position']/text()") == number
    assert package(epub, "//opf:meta[@name='calibre:series_index']/@content") == number


def test_each_author_of_an_article_signs_it_and_is_a_creator(tiny: Path, theme: Theme) -> None:
    given = "author:\n  - Nguyễn Ấm\n  - Trần Ốm\nposition:\n  - Chánh Văn phòng\n  - Phó Văn phòng"
    change(tiny, "articles/mot.md", "author: Nguyễn Ấm", given)
    source = tiny / "sources/mot.txt"
    change(tiny, "articles/mot.md", "spared: [title, author]", "spared: [title, author, position]")
    old = source.read_text("utf-8")
    source.write_text(f"{old.rstrip()}\nChánh Văn phòng\nTrần Ốm\nPhó Văn phòng\n", "utf-8")
    booklet, pdf, epub = both(tiny, theme)
    lines = ["Nguyễn Ấm", "Chánh Văn phòng", "Trần Ốm", "Phó Văn phòng"]
    assert [line.text for line in booklet.articles[0].signed] == lines
    assert " ".join(lines) in " ".join(" ".join(text_of(pdf)).split())
    assert package(epub, "//dc:creator/text()") == ["Nguyễn Ấm", "Trần Ốm"]
    for number in (1, 2):
        of = f"//opf:meta[@refines='#author-{number}']"
        assert package(epub, f"{of}[@property='role']/text()") == ["aut"]
        assert package(epub, f"{of}[@property='file-as']/text()") == [lines[2 * number - 2]]
    with pikepdf.open(io.BytesIO(pdf.data)) as opened:
        assert str(opened.docinfo["/Author"]) == "Nguyễn Ấm, Trần Ốm"


def test_one_line_may_sign_for_several_authors(tiny: Path, theme: Theme) -> None:
    line = "Nguyễn Ấm và Trần Ốm"
    change(tiny, "articles/mot.md", "author: Nguyễn Ấm", f"author: {line}\nauthors: [Nguyễn Ấm, Trần Ốm]")
    change(tiny, "sources/mot.txt", "Nguyễn Ấm", line)
    booklet, _, epub = both(tiny, theme)
    assert (booklet.articles[0].author, booklet.articles[0].authors) == (line, ("Nguyễn Ấm", "Trần Ốm"))
    assert package(epub, "//dc:creator/text()") == ["Nguyễn Ấm", "Trần Ốm"]


def test_the_traces_of_each_signature_are_marked_in_it(tiny: Path) -> None:
    change(tiny, "articles/mot.md", "author: Nguyễn Ấm", "author: [Nguyễn Ấm, Trần Ốm]")
    change(tiny, "articles/mot.md", "spared: [title, author]", "spared: [title]")
    change(tiny, "sources/mot.txt", "Nguyễn Ấm", "Nguyn m\nTrn m")
    first, second = mark_article(read_booklet(tiny).articles[0]).signed
    assert [line.text.count('class="restored"') for line in (first, second)] == [2, 2]
    assert ">ầ<" in second.text and ">ễ<" in first.text


def test_a_revision_is_told_and_moves_the_day_of_both_files(tiny: Path, theme: Theme) -> None:
    change(tiny, "booklet.yaml", "issued: 2026-01-02", "issued: 2026-01-02\nrevised: 2026-11-05")
    booklet, pdf, epub = both(tiny, theme)
    assert booklet.modified == date(2026, 11, 5)
    assert "05/11/2026" in " ".join(text_of(pdf))
    assert package(epub, "//opf:meta[@property='dcterms:modified']/text()") == ["2026-11-05T00:00:00Z"]
    assert package(epub, "//dc:date/text()") == ["2026-01-02"]
    with pikepdf.open(io.BytesIO(pdf.data)) as opened:
        days = [str(opened.docinfo[name])[2:10] for name in ("/CreationDate", "/ModDate")]
    assert days == ["20260102", "20261105"]
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        assert {file.date_time[:3] for file in archive.infolist()} == {(2026, 11, 5)}
