"""Nothing that is laid out leaves its page: it is made to fit, or told with its line."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from reading import write_booklet

from kyyeu.content.booklet import read_booklet
from kyyeu.errors import KyyeuError, Problems
from kyyeu.model import Booklet
from kyyeu.pdf.printed import read_printed
from kyyeu.pipeline import make_epub, make_pdf
from kyyeu.rendering.theme import Theme

TINY = Path(__file__).parents[1] / "tiny"


def rows(columns: int, word: str = "nghiêng", count: int = 2) -> str:
    lines = [f"| {' | '.join(f'{word}{n}' for n in range(columns))} |", "|" + "---|" * columns]
    return "\n".join([*lines, *[f"| {' | '.join(f'71.{n}28' for n in range(columns))} |"] * count])


def told(tiny: Path, theme: Theme) -> list[KyyeuError]:
    try:
        make_pdf(read_booklet(tiny), theme, tiny)
    except Problems as problems:
        return [*problems.errors]
    return []


def test_a_table_that_fits_no_page_is_told_with_its_line(tiny: Path, theme: Theme) -> None:
    write_booklet(tiny, body=f"Mở đầu.\n\n{rows(3)}\n\nGiữa.\n\n{rows(40)}\n\nHết.")
    (error,) = told(tiny, theme)
    assert (error.code, error.path, error.line) == ("table-too-wide", tiny / "articles" / "hai.md", 14)
    assert error.facts["words"] == "nghiêng0"


def test_what_the_theme_lets_run_off_is_told_as_its_own(tiny: Path, theme: Theme, tmp_path: Path) -> None:
    folder = tmp_path / "theme"
    shutil.copytree(theme.folder, folder)
    with (folder / "print.css").open("a") as sheet:
        sheet.write(
            ".colophon p, .article-body h2 { white-space: nowrap; width: 400mm; overflow-wrap: normal }"
        )
    write_booklet(tiny, body=f"Mở đầu.\n\n## {'Nhan đề dài ' * 20}\n\nHết.")
    found = {(error.code, error.exit_status, error.line) for error in told(tiny, Theme(folder))}
    assert found == {("words-off-the-page", 2, 7), ("words-off-the-page", 3, None)}


LONG = "Đ" * 70
FIELDS = {
    "title": f"title: Ấm {LONG}",
    "subtitle": f"title: Ấm\nsubtitle: {LONG}",
    "office": f"title: Ấm\noffice: {LONG}",
    "imprint": f"title: Ấm\nimprint:\n  editors: [{LONG}]\n  design: {LONG}",
}


@pytest.mark.parametrize("field", FIELDS)
def test_what_has_no_space_breaks_in_every_field_of_the_booklet(field: str, tiny: Path, theme: Theme) -> None:
    path = tiny / "booklet.yaml"
    given_keys = {line.partition(":")[0] for line in FIELDS[field].splitlines()}
    kept = [line for line in path.read_text("utf-8").split("\n") if line.partition(":")[0] not in given_keys]
    path.write_text("\n".join([FIELDS[field], *kept]), "utf-8")
    assert told(tiny, theme) == []


@pytest.mark.parametrize("field", ["author", "position", "office", "publication", "short_title", "date_note"])
def test_what_has_no_space_breaks_in_every_field_of_an_article(field: str, tiny: Path, theme: Theme) -> None:
    value = "Bài" if field == "short_title" else LONG
    header = f"---\ntitle: Bài {LONG}\nauthor: A\n{field}: {value}\n---\n".replace(
        "author: A\nauthor", "author"
    )
    (tiny / "articles" / "hai.md").write_text(
        f"{header}\n{LONG}\n\n> - {LONG}[^1]\n\n[^1]: {LONG}\n", "utf-8"
    )
    assert told(tiny, theme) == []


@pytest.mark.parametrize("size", [(600, 800), (4000, 300), (300, 4000), (40, 40)])
def test_a_picture_of_any_size_fits_wherever_it_stands(
    size: tuple[int, int], tiny: Path, theme: Theme
) -> None:
    Image.new("RGB", size, "gray").save(tiny / "images" / "to.png")
    picture = "![Một ảnh](images/to.png)"
    table = f"| Ảnh | Tên |\n|---|---|\n| {picture} | Hoàng Thị Minh |\n| {picture} | Trần Hưng |"
    listed = f"- mục {picture}\n- {picture}"
    body = f"Một câu {picture} có ảnh.\n\n{picture} {picture}\n\n{listed}\n\n{table}\n\n> {picture}\n"
    write_booklet(tiny, body=body)
    assert told(tiny, theme) == []


# Whatever content builds is on its pages and in its EPUB

SYLLABLES = [
    "nghiêng",
    "Ất",
    "ở",
    "fi",
    "71.728",
    "19/10/1930",
    "µg",
    "“Tuyệt",
    "đối”",
    "A–B",
    "&",
    "C#",
    "x²",
]
words = st.lists(
    st.sampled_from([*SYLLABLES, "https://vi.example.org/" + "a-b" * 20, "Đ" * 60]), min_size=1, max_size=9
)
phrase = words.map(" ".join)
inline = phrase | st.builds("**{}** *{}*".format, phrase, phrase)


@st.composite
def table(draw: st.DrawFn) -> str:
    columns = draw(st.integers(1, 9))
    cell = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=4).map(" ".join)
    lines = [f"| {' | '.join(draw(cell) for _ in range(columns))} |" for _ in range(draw(st.integers(2, 12)))]
    return "\n".join([lines[0], "|" + "---|" * columns, *lines[1:]])


def number(items: list[str], first: int) -> str:
    return "\n".join(f"{first + number}. {item}" for number, item in enumerate(items))


block = st.one_of(
    inline,
    st.builds("## {}".format, phrase),
    st.builds("> {}".format, inline),
    st.builds("- {}\n- {}\n    - {}".format, inline, inline, phrase),
    st.builds(number, st.lists(inline, min_size=2, max_size=4), st.integers(1, 40)),
    table(),
    st.just("![Một chấm đỏ](images/cham.png)"),
    st.just("Chữ ![Một chấm đỏ](images/cham.png) và ảnh[^1]."),
)


@settings(max_examples=settings().max_examples // 6, suppress_health_check=list(HealthCheck))
@given(title=phrase, blocks=st.lists(block, min_size=1, max_size=8), note=phrase)
def test_whatever_builds_is_on_its_pages_and_in_the_epub(
    title: str, blocks: list[str], note: str, theme: Theme, tmp_path_factory: pytest.TempPathFactory
) -> None:
    content = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("any") / "content"))
    write_booklet(content, title, "\n\n".join([*blocks, "Hết[^1].", f"[^1]: {note}\n"]))
    booklet = read_booklet(content)
    pdf = make_pdf(booklet, theme, content)
    make_epub(booklet, theme, pdf, content)
    printed = "".join(
        "".join(text.text.split()) for page in read_printed(pdf.data).pages for text in page.texts
    )
    for said in read_words(booklet):
        assert said in printed


def read_words(booklet: Booklet) -> set[str]:
    """Words of the articles that no line can break."""
    texts = " ".join(part.text for article in booklet.articles for part in article.blocks)
    return {word for word in texts.split() if word.isalpha() and len(word) < 20 and word.isascii() is False}
