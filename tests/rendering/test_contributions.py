"""Each kind of contribution in both books, from the very lines that the guide says to type."""

import io
import re
import shutil
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from checking import check_epub
from designs import shipped
from kinds import GUIDE, OTHERS, ROOT, SAMPLES, write_samples
from sampling import crossed, thinned

from kyyeu.checks.validators import check_pdf
from kyyeu.content.booklet import read_booklet
from kyyeu.errors import Problems
from kyyeu.making.e_book import make_epub
from kyyeu.making.materials import supply_of
from kyyeu.making.print_run import make_pdf
from kyyeu.model import Booklet
from kyyeu.pdf.press import lay_out
from kyyeu.pdf.print_edition import Pdf
from kyyeu.pdf.printed import read_printed
from kyyeu.rendering.documents import render_documents, render_print
from kyyeu.rendering.sections import KINDS, compose, name_sections
from kyyeu.rendering.shipped import name_shipped_themes
from kyyeu.rendering.theme import Theme
from kyyeu.schema import FORMS, ArticleForm

pytestmark = pytest.mark.usefixtures("standing")


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_samples(tmp_path_factory.mktemp("kinds") / "content")


@pytest.fixture(scope="module")
def booklet(content: Path) -> Booklet:
    return read_booklet(content)


@pytest.fixture
def pdf(booklet: Booklet, content: Path, theme: Theme) -> Pdf:
    return make_pdf(booklet, theme, content)


def test_every_kind_has_a_form_a_row_a_template_and_a_page_in_the_guide(theme: Theme) -> None:
    rows = {kind.name for kind in KINDS if kind.matter == "bodymatter"} - {"part"}
    assert rows == {*FORMS} == {*SAMPLES} | {"article"}
    assert all(theme.path_of(f"parts/{kind}.html.j2").is_file() for kind in FORMS)
    guide = GUIDE.read_text("utf-8")
    assert {*re.findall(r"^\| \[?`(\w+)`", guide, re.MULTILINE)} == {*FORMS}
    common = ArticleForm.model_fields.keys()
    own = {kind: form.model_fields.keys() - common for kind, form in FORMS.items()}
    for row in re.findall(r"^\| \[?`(\w+)`.*\|(.*)\|$", guide, re.MULTILINE):
        assert {*re.findall(r"`(\w+)`", row[1])} == own[row[0]]
    assert all((GUIDE.parent / "kinds" / f"{kind}.png").is_file() for kind in SAMPLES)


def test_what_the_guide_says_to_type_raises_no_doubt(booklet: Booklet) -> None:
    kinds = [article.kind for article in booklet.articles]
    assert booklet.findings == () and kinds == sorted(SAMPLES, key=lambda kind: kind == "appendix")


@pytest.mark.ci
def test_nor_does_what_else_it_says_to_type(tmp_path: Path, theme: Theme) -> None:
    booklet = read_booklet(write_samples(tmp_path / "content", OTHERS))
    assert booklet.findings == () and len(booklet.articles) == len(OTHERS) > 1
    assert all((GUIDE.parent / "kinds" / f"{name}.png").is_file() for name in OTHERS)
    pdf = make_pdf(booklet, theme, tmp_path / "content")
    assert [*check_pdf(pdf.data, tmp_path / "others.pdf")] == []
    epub = make_epub(booklet, theme, tmp_path / "content")
    if shutil.which("java"):
        assert check_epub(epub, tmp_path) == []


@pytest.mark.parametrize("name", thinned(name_shipped_themes(), 3))
def test_posts_of_those_who_sign_are_parted_where_sense_parts(tmp_path: Path, name: str) -> None:
    content = write_samples(tmp_path / "content", OTHERS)
    pdf = make_pdf(read_booklet(content), shipped(name), content).data
    said = [text.text.strip() for page in read_printed(pdf).pages[1:] for text in page.texts]
    lines = {line for line in said if {"CHÁNH", "PHÒNG", "THƯỜNG", "VỤ"} & {*line.split()}}
    assert lines in ({"CHÁNH", "VĂN PHÒNG", "THƯỜNG VỤ"}, {"CHÁNH VĂN PHÒNG", "T/M BAN THƯỜNG VỤ"})


TO_MANY = "Kính gửi: Các thế hệ cán bộ, nhân viên Văn phòng Huyện ủy"
GREETING = "Kính thưa các thế hệ cán bộ, nhân viên Văn phòng Huyện ủy!"
ADDRESSES = {
    "letter, header": f"kind: letter\ntitle: X\naddressee: '{TO_MANY}'\n---\n\nMột câu.",
    "letter, typed": f"kind: letter\ntitle: X\n---\n\n{TO_MANY}\n\nMột câu.",
    "speech, header": f"kind: speech\ntitle: X\nsalutation: {GREETING}\n---\n\nMột câu.",
    "speech, typed": f"kind: speech\ntitle: X\n---\n\n{GREETING}\n\nMột câu.",
}


@pytest.mark.ci
@pytest.mark.parametrize(("name", "way"), crossed(name_shipped_themes(), ADDRESSES))
def test_whom_it_is_to_is_parted_where_sense_parts(tiny: Path, name: str, way: str) -> None:
    (tiny / "articles" / "hai.md").write_text(f"---\n{ADDRESSES[way]}\n\nHết.\n", "utf-8")
    path = tiny / "booklet.yaml"
    path.write_text(path.read_text("utf-8").replace("[80, 110]", "[145, 205]"), "utf-8")
    pages = read_printed(make_pdf(read_booklet(tiny), shipped(name), tiny).data).pages
    said = [text.text.strip() for page in pages for text in page.texts]
    first = next(place for place, line in enumerate(said) if line.startswith("Kính"))
    assert said[first].endswith("cán bộ,") and said[first + 1].startswith("nhân viên")


LONG = "một việc lớn kể dài cho đến khi dòng đầu hết chỗ và phải xuống dòng thứ hai mới kể hết được chuyện"
YEARS = {
    "digits": ("1930", "1945"), "a range": ("1930 – 1945", "1954"), "a word": ("Năm 1945", "1954"),
    "to this day": ("1986 – nay", "1930-1945"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "years"), crossed(name_shipped_themes(), YEARS))
def test_events_stand_below_one_another_whatever_their_years(tiny: Path, name: str, years: str) -> None:
    events = "\n".join(f"{year}: {LONG}" for year in YEARS[years])
    (tiny / "articles" / "hai.md").write_text(f"---\nkind: chronicle\ntitle: X\n---\n\n{events}\n", "utf-8")
    path = tiny / "booklet.yaml"
    path.write_text(path.read_text("utf-8").replace("[80, 110]", "[145, 205]"), "utf-8")
    pages = read_printed(make_pdf(read_booklet(tiny), shipped(name), tiny).data).pages
    page = next(page for page in pages if any("một việc lớn" in text.text for text in page.texts))
    starts = {round(text.left, 1) for text in page.texts if text.size > 8 and "việc lớn" in text.text}
    others = {
        round(text.left, 1)
        for text in page.texts
        if text.size > 8 and {"thứ", "chuyện"} & {*text.text.split()}
    }
    assert len(starts) == 1 and max(starts) - min(others) < 1


@pytest.mark.parametrize("name", name_shipped_themes())
def test_events_are_as_far_from_one_another_wherever_they_stand(tiny: Path, name: str) -> None:
    events = "\n".join(f"{year}: Một việc" for year in range(1930, 1936))
    theme = shipped(name)
    (tiny / "articles" / "hai.md").write_text(f"---\nkind: chronicle\ntitle: X\n---\n\n{events}\n", "utf-8")
    path = tiny / "booklet.yaml"
    path.write_text(path.read_text("utf-8").replace("[80, 110]", "[145, 205]"), "utf-8")
    booklet = read_booklet(tiny)
    section = next(one for one in compose(booklet) if one.article and one.article.kind == "chronicle")
    laid = lay_out(render_print(booklet, theme, section), supply_of(booklet, theme, tiny))
    told = [piece for piece in laid.pieces() if "Một việc" in piece.text]
    gaps = [(below.baseline - above.baseline) / above.size for above, below in pairwise(told)]
    assert len(gaps) == 5 and max(gaps) - min(gaps) < 0.02 and max(gaps) < 3.3  # two lines


TERMS = "\n".join(
    f"| {term} | ![Ai](images/cham.png) | Người {number} | Bí thư |" for term in "AB" for number in range(3)
)


@pytest.mark.parametrize("name", name_shipped_themes())
def test_two_terms_of_people_stand_on_one_page(tiny: Path, name: str) -> None:
    """On a page of the theme's own size, behind one that a first term shares with the title."""
    people = f"| Nhiệm kỳ | Ảnh | Họ và tên | Chức vụ |\n|---|---|---|---|\n| Đầu | | Ai | Bí thư |\n{TERMS}"
    text = f"---\nkind: people\ntitle: Qua các thời kỳ\ngroup_by: Nhiệm kỳ\n---\n\n{people}\n"
    (tiny / "articles" / "hai.md").write_text(text, "utf-8")
    path, theme = tiny / "booklet.yaml", shipped(name)
    size = {"gallery": "[230, 190]", "office": "A5"}.get(name, "[145, 205]")
    path.write_text(path.read_text("utf-8").replace("[80, 110]", size), "utf-8")
    booklet = read_booklet(tiny)
    section = next(one for one in compose(booklet) if one.article and one.article.kind == "people")
    laid = lay_out(render_print(booklet, theme, section), supply_of(booklet, theme, tiny))
    pages = {piece.text: piece.page for piece in laid.pieces() if piece.text in ("Đầu", "A", "B")}
    assert pages == {"Đầu": 1, "A": 2, "B": 2}


def test_both_books_have_every_kind(
    booklet: Booklet, content: Path, theme: Theme, pdf: Pdf, tmp_path: Path
) -> None:
    epub = make_epub(booklet, theme, content)
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        names = {*archive.namelist()}
    assert {f"EPUB/article-{kind}.xhtml" for kind in SAMPLES} <= names
    assert [*check_pdf(pdf.data, tmp_path / "kinds.pdf")] == []
    if shutil.which("java"):
        assert check_epub(epub, tmp_path) == []


def test_every_kind_is_led_to_in_both_books(tmp_path: Path, theme: Theme) -> None:
    content = write_samples(tmp_path / "content")
    links = "".join(f"- [tới {kind}]({kind}.md)[^{kind}]\n" for kind in SAMPLES)
    notes = "".join(f"\n[^{kind}]: Và [lại]({kind}.md).\n" for kind in SAMPLES)
    (content / "articles" / "dau.md").write_text(f"---\ntitle: Đầu\n---\n\n{links}{notes}", "utf-8")
    listing = content / "booklet.yaml"
    listing.write_text(listing.read_text("utf-8").replace("articles:\n", "articles:\n  - dau\n"), "utf-8")
    booklet = read_booklet(content)
    assert booklet.findings == ()
    make_pdf(booklet, theme, content)
    with zipfile.ZipFile(io.BytesIO(make_epub(booklet, theme, content))) as archive:
        document = archive.read("EPUB/article-dau.xhtml").decode()
        led = re.findall(r'href="([^"#]+)#([^"]+)">(?:tới|lại)', document)
        assert sorted(led) == sorted(2 * [(f"article-{kind}.xhtml", f"article-{kind}") for kind in SAMPLES])
        for file, id_ in led:
            assert f'id="{id_}"' in archive.read(f"EPUB/{file}").decode()


@pytest.mark.parametrize("kind", ["letter", "poem", "memoir"])
def test_notes_come_after_what_closes_the_text(kind: str, tiny: Path, theme: Theme) -> None:
    (tiny / "articles" / "hai.md").write_text(f"{SAMPLES[kind]}\nHết bài.[^1]\n\n[^1]: Lời chú.\n", "utf-8")
    with (tiny / "foreword.md").open("a", encoding="utf-8") as foreword:
        foreword.write("\n\nHết lời.[^1]\n\n[^1]: Lời chú.\n")
    booklet = read_booklet(tiny)
    assert booklet.foreword
    sections = [one for one in name_sections(booklet, theme) if one.kind in (kind, "foreword")]
    documents = {one.section: one.data.decode() for one in render_documents(booklet, theme)}
    for section in sections:
        said = [line.text for line in section.article.lines] if section.article else [booklet.foreword.signed]
        assert [*filter(None, said)]
        for shown in (render_print(booklet, theme, section), documents[section]):
            html = " ".join(shown.replace("\u2060", "").split())
            assert html.count("Lời chú.") == 1
            assert all(html.rindex(line) < html.index("Lời chú.") for line in said)


def test_the_portrait_of_an_interview_is_not_said_to_be_of_whoever_asks(tiny: Path, theme: Theme) -> None:
    text = SAMPLES["interview"].replace("title:", "author: Thu Hà\nportrait: cham.png\ntitle:", 1)
    (tiny / "articles" / "hai.md").write_text(text, "utf-8")
    booklet = read_booklet(tiny)
    section = next(one for one in name_sections(booklet, theme) if one.kind == "interview")
    shown = render_print(booklet, theme, section).replace("\xa0", " ")
    (alt,) = re.findall(r'<p class="portrait"><img src="[^"]*" alt="([^"]*)"', shown)
    assert "Thu Hà" not in alt and shown.index("Thu Hà</p>") < shown.index('class="portrait"')


CALLED_AT = {
    "speech": "chặng đường dài.", "letter": "tốt đẹp nhất.", "poem": "những đời người",
    "interview": "tôi đi.", "memoir": "trắng.", "chronicle": "có ba người.",
    "appendix": "Nghị quyết", "people": "Lê Văn Thành",
    "roll": "Nguyễn Văn Ấm", "album": "(images/ngang.jpg)", "facsimile": "ngày ký.",
}  # fmt: skip
"""Words of each sample, in the midst of what is the kind's own, at which a note may be called."""


def test_every_kind_may_call_notes(tmp_path: Path, theme: Theme) -> None:
    content = write_samples(tmp_path / "content")
    for kind, words in CALLED_AT.items():
        text = SAMPLES[kind].replace(words, f"{words}[^1]", 1)
        assert text != SAMPLES[kind]
        (content / "articles" / f"{kind}.md").write_text(f"{text}\n\n[^1]: Lời chú.\n", "utf-8")
    booklet = read_booklet(content)
    assert booklet.findings == () and {*CALLED_AT} == {*SAMPLES}
    pdf = make_pdf(booklet, theme, content)
    assert [*check_pdf(pdf.data, tmp_path / "notes.pdf")] == []


def test_a_facsimile_may_have_no_transcript(tmp_path: Path, theme: Theme) -> None:
    content = write_samples(tmp_path / "content")
    header, _, _ = SAMPLES["facsimile"].rpartition("---\n")
    (content / "articles" / "facsimile.md").write_text(f"{header}---\n", "utf-8")
    listing = content / "booklet.yaml"
    listing.write_text(re.sub("  - (?!facsimile).*\n", "", listing.read_text("utf-8")), "utf-8")
    booklet = read_booklet(content)
    pdf = make_pdf(booklet, theme, content)
    with zipfile.ZipFile(io.BytesIO(make_epub(booklet, theme, content))) as archive:
        assert archive.read("EPUB/article-facsimile.xhtml").count(b"<img") == 1
    assert [*check_pdf(pdf.data, tmp_path / "alone.pdf")] == []


@pytest.mark.ci
@pytest.mark.parametrize("trim", thinned(["[80, 110]", "[148, 105]", "[200, 100]", "[145, 205]"], 2))
def test_a_facsimile_s_page_has_room_for_its_folio(trim: str, tiny: Path, theme: Theme) -> None:
    header = "---\ntitle: Bản chụp\nkind: facsimile\npicture: cham.png\n---\n"
    (tiny / "articles" / "hai.md").write_text(f"{header}\nLời.\n", "utf-8")
    listing = tiny / "booklet.yaml"
    listing.write_text(listing.read_text("utf-8").replace("[80, 110]", trim), "utf-8")
    assert make_pdf(read_booklet(tiny), theme, tiny).data


def test_years_of_a_chronicle_stand_below_each_other(tiny: Path, theme: Theme) -> None:
    text = "---\nkind: chronicle\ntitle: Niên\n---\n\n1945: Một\n1946: Hai\n\n## Sau\n\n1954: Ba\n"
    (tiny / "articles" / "hai.md").write_text(text, "utf-8")
    booklet = read_booklet(tiny)
    section = next(one for one in compose(booklet) if one.article and one.article.kind == "chronicle")
    laid = lay_out(render_print(booklet, theme, section), supply_of(booklet, theme, tiny))
    years = [piece.left for piece in laid.pieces() if piece.text.strip() in ("1945:", "1946:", "1954:")]
    assert len(years) == 3 and max(years) - min(years) < 0.01  # points


@pytest.mark.parametrize("lines", thinned(range(1, 40, 3), 3))
def test_a_letter_s_signature_stands_with_its_last_lines(lines: int, tiny: Path, theme: Theme) -> None:
    """However many lines the letter has: never alone on a page."""
    body = "".join(f"Đoạn thứ {number} của lá thư dài.\n\n" for number in range(lines))
    header, _, _ = SAMPLES["letter"].rpartition("---\n")
    (tiny / "articles" / "hai.md").write_text(f"{header}---\n\n{body}", "utf-8")
    booklet = read_booklet(tiny)
    section = next(one for one in compose(booklet) if one.article and one.article.kind == "letter")
    laid = lay_out(render_print(booklet, theme, section), supply_of(booklet, theme, tiny))
    pages = {" ".join(piece.text.split()): piece.page for piece in laid.pieces()}
    assert (
        pages["T/M BAN BIÊN TẬP"] == pages["Nguyễn Văn Ấm"] == pages[f"Đoạn thứ {lines - 1} của lá thư dài."]
    )


def test_a_theme_that_leaves_out_a_line_of_a_header_is_refused(
    booklet: Booklet, content: Path, tmp_path: Path
) -> None:
    templates = Path(shutil.copytree(ROOT / "templates", tmp_path / "short"))
    part = templates / "parts" / "letter.html.j2"
    text = part.read_text("utf-8")
    part.write_text(text.replace('{{ lines_of(article, "number") }}', ""), "utf-8")
    with pytest.raises(Problems) as raised:
        make_pdf(booklet, Theme(templates), content)
    assert [error.facts["words"] for error in raised.value.errors] == ["Số 12-CV/VP"]
