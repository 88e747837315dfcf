"""The galley, asked as its reader would: are the marks, the numbers and the lists true?"""

import hashlib
import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import page as checker
import pypdfium2
import pytest
from calling import Command, call_process
from page import ValidationProfile

from kyyeu.content.booklet import read_booklet
from kyyeu.errors import TemplateError
from kyyeu.galley import copy
from kyyeu.galley.copy import Galley
from kyyeu.galley.listing import Query
from kyyeu.galley.margins import PAPER, Margins, Note, fit_margins
from kyyeu.galley.marks import MarkedArticle, mark_article
from kyyeu.galley.rows import PageLine
from kyyeu.making.materials import supply_of
from kyyeu.making.print_run import print_galley
from kyyeu.model import Article, Booklet, UncertainReading
from kyyeu.pdf.boxes import SetLine
from kyyeu.pdf.layout import Laid
from kyyeu.pdf.press import lay_out
from kyyeu.rendering.documents import render_print
from kyyeu.rendering.joins import JOINER, UNJOINED
from kyyeu.rendering.sections import name_sections
from kyyeu.rendering.theme import Theme

ROOT = Path(__file__).parents[2]
CONTENT, TINY = ROOT / "content", ROOT / "tests" / "tiny"
MILLIMETRE = 72 / 25.4
NUMBERS = (8 * MILLIMETRE, 28 * MILLIMETRE)  # where the line numbers stand, from the left edge of the sheet
NOTICE = "Ảnh trong bản gốc không còn"
DOUBT = re.compile(r"(\d+) trang (\d+) dòng (\d+): “(.+?)” (\S+) \(đang dùng\)")


@dataclass(frozen=True)
class Paper:
    """A sheet as one sees it: what stands beside each number, and all its words."""

    beside: dict[int, str]
    margin: dict[int, str]
    text: str


MEASURE = 1 - 0.131 - 0.152
"""The part of a page's width that the text has, by the theme's margins."""


def fold(text: str) -> str:
    return " ".join(text.split())


def look(pdf: Galley, booklet: Booklet) -> list[Paper]:
    """The sheets of a galley, read from the PDF alone: a number is a number by where it stands."""
    column = (30 + MEASURE * booklet.page.width) * MILLIMETRE
    with pypdfium2.PdfDocument(pdf.data) as document:
        return [look_at(sheet.get_textpage(), sheet.get_width(), column) for sheet in document]


def look_at(words: pypdfium2.PdfTextPage, width: float, column: float) -> Paper:
    around = {number: (base - 3.5, base + 9) for number, base in find_numbers(words)}

    def read(left: float, right: float) -> dict[int, str]:
        return {
            number: fold(words.get_text_bounded(left, low, right, high))
            for number, (low, high) in around.items()
        }

    return Paper(read(NUMBERS[1], column + 2), read(column + 4, width), fold(words.get_text_bounded()))


def find_numbers(words: pypdfium2.PdfTextPage) -> list[tuple[int, float]]:
    """Each number in the left margin and how high it stands: figures side by side are one number."""
    found = list[tuple[str, float]]()
    for index in range(words.count_chars()):
        left, bottom, right, _ = words.get_charbox(index)
        if NUMBERS[0] <= left and right <= NUMBERS[1] and words.get_text_range(index, 1).isdigit():
            before = found.pop() if found and abs(found[-1][1] - bottom) < 1 else ("", bottom)
            found.append((before[0] + words.get_text_range(index, 1), before[1]))
    return [(int(figures), base) for figures, base in found]


def lines_of(galley: Galley) -> list[SetLine]:
    return [line for row in galley.rows for line in row.lines]


@pytest.fixture(scope="module")
def papers(real: Booklet, real_galley: Galley) -> list[Paper]:
    return look(real_galley, real)


# The marks


def test_every_article_stands_in_it_with_every_letter(real: Booklet, papers: list[Paper]) -> None:
    text = "".join("".join(paper.beside.values()) for paper in papers).replace(NOTICE, "").replace(" ", "")
    for article in real.articles:
        words = "".join(block.text for block in article.blocks).replace(" ", "")
        assert words.translate(UNJOINED) in text.translate(UNJOINED)
        assert article.title.replace(" ", "") in text


def test_the_layout_says_what_the_blocks_say(small: Booklet, small_galley: Galley) -> None:
    text = "".join(line.text for line in lines_of(small_galley)).replace(" ", "")
    words = "".join(block.text for block in small.articles[0].blocks)
    assert words.replace(" ", "") in text


def test_five_hundred_letters_are_underlined(real_galley: Galley) -> None:
    """Each underline is a path of its own, no wider than a letter and as high as every other."""
    with pypdfium2.PdfDocument(real_galley.data) as document:
        boxes = [thing.get_bounds() for sheet in document for thing in sheet.get_objects() if thing.type == 2]
    heights = Counter(round(top - bottom, 1) for left, bottom, right, top in boxes if right - left < 12)
    assert heights.most_common(1)[0][1] == 500


def test_a_box_touches_no_letter_whatever_stands_above_or_hangs_below(tiny: Path, theme: Theme) -> None:
    replace_in(tiny / "articles" / "mot.md", ("mọi", "MẲY"), ("mỗi", "MẰY"))
    replace_in(tiny / "sources" / "mot.txt", ("mi nhà", "MY nhà"))
    booklet = read_booklet(tiny)
    pdf = print_galley(booklet, theme, tiny)
    with pypdfium2.PdfDocument(pdf.data) as document:
        held = [text for sheet in document for text in boxed(sheet)]
    assert held == ["mọi", "MẲY", "MẲY"]  # in the key, the text and the list


def boxed(sheet: pypdfium2.PdfPage) -> Iterator[str]:
    """The letters wholly within each box: its outline is painted side by side, the four with one clip."""
    sides = Counter(thing.get_bounds() for thing in sheet.get_objects() if thing.type == 2)
    words, line = sheet.get_textpage(), 0.8
    for left, low, right, high in (bounds for bounds, count in sides.items() if count == 4):
        letters = (index for index in range(words.count_chars()) if words.get_text_range(index, 1).isalpha())
        yield "".join(
            words.get_text_range(index, 1)
            for index in letters
            for at, bottom, to, top in [words.get_charbox(index)]
            if left < at and to < right and low + line < bottom and top < high - line
        )


# The numbers


@pytest.mark.parametrize("size", ["small", "real"])
def test_the_margin_counts_each_line_once_from_one(size: str, request: pytest.FixtureRequest) -> None:
    booklet, pdf = request.getfixturevalue(size), request.getfixturevalue(f"{size}_galley")
    counted = [paper.beside for paper in look(pdf, booklet)]
    assert [list(numbers) for numbers in counted] == [[*range(1, len(numbers) + 1)] for numbers in counted]
    assert sum(map(len, counted)) == len({(line.page, line.baseline) for line in lines_of(pdf)})


def test_a_number_stands_at_its_own_line(real: Booklet, real_galley: Galley, papers: list[Paper]) -> None:
    seen = [(page, fold(text)) for page, paper in enumerate(papers, 1) for text in paper.beside.values()]
    laid = [(line.page, fold(line.text).replace(JOINER, "")) for line in lines_of(real_galley)]
    assert seen == laid


Draw = Callable[[Sequence[Margins]], Laid]


@pytest.fixture
def draw(small: Booklet, theme: Theme) -> Draw:
    def drawn(sheets: Sequence[Margins]) -> Laid:
        html = theme.render("galley-margins.html.j2", booklet=small, sheets=sheets, paper=PAPER)
        return lay_out(html, supply_of(small, theme, TINY))

    return drawn


def sheet_with_notes_at(*baselines: float) -> Margins:
    reading = UncertainReading(context="đạo", reading="đạo", alternatives=("đảo", "đáo"), reason="")
    doubts = tuple(Query(number, reading, PageLine(1, 1)) for number in range(100, 118))
    return Margins((), tuple(Note(baseline, doubts) for baseline in baselines))


def test_notes_beside_the_text_never_meet(draw: Draw) -> None:
    lines = draw([sheet_with_notes_at(100, 121, 142, 400)]).lines("note")
    assert all(below.baseline - line.baseline > 10 for line, below in pairwise(lines))
    assert (round(lines[0].baseline), fold(lines[0].text)[:9]) == (100, "100 đạo /")
    assert 400 in {round(line.baseline) for line in lines}  # those that have room stand beside their rows


@pytest.mark.parametrize(("lowest", "crowded"), [(300, False), (740, False), (770, True), (784, True)])
def test_a_note_never_runs_into_what_a_printer_cuts_off(draw: Draw, lowest: float, crowded: bool) -> None:
    """The lowest row of a page stands 20 mm above the sheet's edge; a printer leaves the last half inch."""
    drawn = fit_margins([sheet_with_notes_at(100), sheet_with_notes_at(200, lowest)], draw)
    assert max(word.bottom for word in drawn.words()) < (297 - 12.7) * MILLIMETRE + 3  # what hangs below
    told = [[word.text for word in drawn.words() if word.page == page] for page in (1, 2)]
    assert [sum(text.isdigit() for text in words) for words in told] == [18, 36]
    assert ["đảo" in words for words in told] == [True, not crowded]


@pytest.mark.long
def test_a_margin_too_short_for_its_notes_holds_every_number(tiny: Path, theme: Theme) -> None:
    counted = range(101, 201)
    words = " ".join(f"{number} mọi" for number in counted)
    doubts = "".join(
        f"    - {{text: {number} mọi, reading: mọi, or: [mỗi, mới, mồi, mối], reason: Nhiều nghĩa.}}\n"
        for number in counted
    )
    article, source = tiny / "articles" / "mot.md", tiny / "sources" / "mot.txt"
    replace_in(article, ("---\n\nCấp", f"---\n\n{words}\n\nCấp"), ("uncertain:\n", f"uncertain:\n{doubts}"))
    replace_in(source, ("\nCp u", f"\n{words.replace('ọ', '')}\nCp u"))
    replace_in(tiny / "booklet.yaml", ("[80, 110]", "[148, 210]"))
    booklet = read_booklet(tiny)
    pdf = print_galley(booklet, theme, tiny)
    seen = " ".join(margins_beside_text(pdf, booklet)).split()
    assert [number for number in range(1, len(counted) + 2) if str(number) not in seen] == []


def margins_beside_text(pdf: Galley, booklet: Booklet) -> Iterator[str]:
    """What can be seen in the pencil's margin of each sheet, as far down as its lines have numbers."""
    left = (30 + MEASURE * booklet.page.width + 3) * MILLIMETRE
    with pypdfium2.PdfDocument(pdf.data) as document:
        for words in (sheet.get_textpage() for sheet in document):
            lowest = min((base for _, base in find_numbers(words)), default=1000) - 9
            yield words.get_text_bounded(left, lowest, 1000, 1000)


# The lists


def test_every_doubt_is_listed_once_and_stands_where_the_list_says(
    real: Booklet, papers: list[Paper]
) -> None:
    listed = DOUBT.findall(fold(" ".join(paper.text for paper in papers)))
    account = real.articles[0].account
    assert account
    assert sorted(context for _, _, _, context, _ in listed) == sorted(e.context for e in account.uncertain)
    for number, page, line, context, reading in listed:
        beside = papers[int(page) - 1].beside
        around = fold(" ".join(beside.get(int(line) + step, "") for step in (-1, 0, 1)))
        assert reading in beside[int(line)].split() and context in around
        assert papers[int(page) - 1].margin[int(line)].startswith(f"{number} {reading} / ")


def test_every_emendation_is_listed_with_each_of_its_places(real: Booklet, papers: list[Paper]) -> None:
    text = "".join(paper.text for paper in papers).replace(" ", "")
    accounts = [article.account for article in real.articles if article.account]
    for entry in (entry for account in accounts for entry in account.emendations):
        head = f"Bản nguồn {entry.source}, kỷ yếu {entry.text}:".replace(" ", "")
        place = text.index(head) + len(head)
        found = re.findall(r"trang(\d+)dòng(\d+)", text[place : text.index(".", place)])
        beside = [papers[int(page) - 1].beside[int(line)] for page, line in found]
        assert len(found) == entry.places
        assert all(entry.text.split()[0] in words for words in beside)


def test_reasons_alternatives_and_the_count_are_told(real: Booklet, papers: list[Paper]) -> None:
    text = fold(" ".join(paper.text for paper in papers))
    account = real.articles[0].account
    assert account and "Cả 500 chữ cái đều được gạch chân" in text
    for entry in account.uncertain:
        assert entry.reason in text and all(f"{other} khác:" in text for other in entry.alternatives[-1:])


def replace_in(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def words_of(content: Path, theme: Theme) -> str:
    booklet = read_booklet(content)
    papers = look(print_galley(booklet, theme, content), booklet)
    return fold(" ".join(paper.text for paper in papers))


def test_letters_within_an_emendation_are_told_apart(tiny: Path, theme: Theme) -> None:
    """What the emended word replaces had lost a letter too: counted as restored, marked as emended."""
    replace_in(tiny / "articles" / "mot.md", ('"nết"', '"nội"'))
    replace_in(tiny / "sources" / "mot.txt", ("nết cũ", "ni cũ"))
    words = words_of(tiny, theme)
    count = re.search(r"Bài có \d+ chữ cái; (\d+) chữ cái mà", words)
    assert count
    restored = int(count[1])
    assert f"{restored - 1} chữ cái được gạch chân một nét; 1 chữ cái còn lại nằm trong" in words


def test_a_source_that_was_only_respelt_leaves_nothing_to_mark(tiny: Path, theme: Theme) -> None:
    article = tiny / "articles" / "mot.md"
    replace_in(article, ("drop-after-latin1", "nfd"), ("spared: [title, author]", "spared: []"))
    article.write_text(re.sub(r"  uncertain:\n.*\n", "", article.read_text("utf-8")), "utf-8")
    body = "Cấp uỷ họp ở xã, mọi nhà giữ nết cũ.\nMột chấm đỏ\nĐồng chí ấy gửi “Ất” về tỉnh."
    sound = f"Trang chu\nBài một\n{body}\nNguyễn Ấm\n"
    (tiny / "sources" / "mot.txt").write_text(unicodedata.normalize("NFD", sound), "utf-8")
    words = words_of(tiny, theme)
    assert "dấu viết tách khỏi chữ cái" in words and "được gạch chân một nét;" not in words


def test_words_that_were_spared_are_listed_and_not_marked(tiny: Path, theme: Theme) -> None:
    replace_in(tiny / "articles" / "mot.md", ("[title, author]", "[title, author, {text: họp ở xã}]"))
    replace_in(tiny / "sources" / "mot.txt", ("hp  xã", "họp ở xã"))
    words = words_of(tiny, theme)
    assert "Chữ mà hư hỏng chừa lại: 1 In đúng như bản nguồn: “họp ở xã”." in words
    count = re.search(r"Cả (\d+) chữ cái đều được gạch chân", words)
    account = read_booklet(tiny).articles[0].account
    assert count and account and int(count[1]) == account.restored


def test_an_article_without_a_source_says_so(small: Booklet, small_galley: Galley) -> None:
    assert "Bài không khai bản nguồn" in fold(" ".join(paper.text for paper in look(small_galley, small)))


def test_lists_that_never_agree_are_an_error(
    small: Booklet, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter({"x": PageLine(page, 1)} for page in range(1, 100))
    monkeypatch.setattr(copy, "find_places", lambda rows: next(answers))
    with pytest.raises(TemplateError, match="galley-unsettled"):
        print_galley(small, theme, TINY)


def test_each_article_is_marked_once_however_often_it_is_laid_out(
    small: Booklet, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked = list[Article]()

    def mark(article: Article) -> MarkedArticle:
        marked.append(article)
        return mark_article(article)

    monkeypatch.setattr(copy, "mark_article", mark)
    print_galley(small, theme, TINY)
    assert marked == [*small.articles]


# The file


def test_each_sheet_says_which_copy_it_is(real: Booklet, papers: list[Paper]) -> None:
    assert all("BẢN ĐỌC SOÁT" in paper.text for paper in papers)
    assert all(f"{real.digest[:16]} · 18/10/2026" in paper.text for paper in papers)
    assert all(f"Trang {page} / {len(papers)}" in paper.text for page, paper in enumerate(papers, 1))


def test_the_paper_is_a4(real_galley: Galley) -> None:
    with pypdfium2.PdfDocument(real_galley.data) as document:
        sizes = {tuple(round(side / MILLIMETRE) for side in sheet.get_size()) for sheet in document}
    assert sizes == {(210, 297)}


def test_most_lines_break_as_in_the_book(real: Booklet, real_galley: Galley, theme: Theme) -> None:
    """What drifts the galley's measure or type from the book's shows here; marks interrupt some kerning."""
    book = lay_out(
        render_print(real, theme, *name_sections(real, theme)), supply_of(real, theme, CONTENT)
    ).lines("article-body")
    alike = {fold(line.text) for line in book} & {fold(line.text) for line in lines_of(real_galley)}
    assert len(alike) > 0.85 * len(book)


def test_a_checker_finds_it_pdf_ua(real_galley: Galley) -> None:
    report = checker.validate_pdf_bytes(real_galley.data, profile=ValidationProfile.PDF_UA_1)
    assert [f"{failure.rule_id}: {failure.message}" for failure in report.failures] == []


def test_poppler_and_qpdf_find_nothing_wrong(real_galley: Galley, tmp_path: Path) -> None:
    if not (shutil.which("qpdf") and shutil.which("pdftotext")):
        pytest.skip("qpdf and poppler-utils are not installed")
    path = tmp_path / "galley.pdf"
    path.write_bytes(real_galley.data)
    assert subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode == 0
    assert subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stderr == b""


def test_the_command_writes_the_galley_and_leaves_the_rest(
    tiny: Path, tmp_path: Path, command: Command
) -> None:
    out = tmp_path / "dist"
    out.mkdir()
    for name in ("tiny.pdf", "tiny.epub"):
        (out / name).write_text(name, "utf-8")
    done = command("--proof", "--content", tiny, "--out", out, LANG="en_GB.UTF-8")
    assert (done.returncode, done.stderr) == (0, "") and "tiny-proof.pdf" in done.stdout
    assert sorted(path.name for path in out.iterdir()) == ["tiny-proof.pdf", "tiny.epub", "tiny.pdf"]
    assert [(out / name).read_text("utf-8") for name in ("tiny.pdf", "tiny.epub")] == [
        "tiny.pdf",
        "tiny.epub",
    ]


def test_it_does_not_go_with_only(tiny: Path, tmp_path: Path, command: Command) -> None:
    done = command("--proof", "--content", tiny, "--out", tmp_path / "dist", "--only", "pdf")
    assert done.returncode == 2 and "--only" in done.stderr and not (tmp_path / "dist").exists()


@pytest.mark.ci
@pytest.mark.parametrize("size", ["small", pytest.param("real", marks=pytest.mark.long)])
def test_another_place_makes_the_same_bytes(
    size: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    here: Galley = request.getfixturevalue(f"{size}_galley")
    content = {"small": TINY, "real": CONTENT}[size]
    east = {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "1"}
    places: list[str | Path] = ["--content", content, "--out", tmp_path / "east"]
    assert call_process("--proof", "--no-cache", *places, **east).returncode == 0
    (there,) = (tmp_path / "east").glob("*.pdf")
    digests = {hashlib.sha256(data).hexdigest() for data in (there.read_bytes(), here.data)}
    assert len(digests) == 1
