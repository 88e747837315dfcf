"""Nothing that is laid out leaves its page: it is made to fit, or told with its line."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from designs import shipped
from PIL import Image
from reading import put_alone, write_booklet
from sampling import thinned

from kyyeu.content.booklet import read_booklet
from kyyeu.errors import KyyeuError, Problems
from kyyeu.making.print_run import make_pdf
from kyyeu.rendering.theme import Theme

TINY = Path(__file__).parents[1] / "tiny"

pytestmark = pytest.mark.usefixtures("standing")


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
    with (folder / "print.css").open("a", encoding="utf-8") as sheet:
        sheet.write(
            ".colophon p, .article-body h2 { white-space: nowrap; width: 400mm; overflow-wrap: normal }"
        )
    write_booklet(tiny, body=f"Mở đầu.\n\n## {'Nhan đề dài ' * 20}\n\nHết.")
    found = {(error.code, error.exit_status, error.line) for error in told(tiny, Theme(folder))}
    assert found == {("words-off-the-page", 2, 7), ("words-off-the-page", 3, None)}


@pytest.mark.long
def test_a_line_too_long_for_its_page_is_told_once_with_its_farthest_words(tiny: Path, theme: Theme) -> None:
    text = f"| Họ tên | Quê |\n|---|---|\n| Ấm | {'Ninh Bình ' * 300}|\n"
    header = "---\nkind: people\ntitle: Hai\n---\n\n"
    (tiny / "articles" / "hai.md").write_text(header + text, "utf-8")
    (error,) = told(tiny, theme)
    assert (error.code, error.line) == ("words-off-the-page", 8) and float(str(error.facts["by"])) > 50


LONG = "Đ" * 70
FIELDS = {
    "title": f"title: Ấm {LONG}",
    "subtitle": f"title: Ấm\nsubtitle: {LONG}",
    "office": f"title: Ấm\noffice: {LONG}",
    "imprint": f"title: Ấm\nimprint:\n  editors: [{LONG}]\n  design: {LONG}",
}


@pytest.mark.ci
@pytest.mark.parametrize("field", thinned(FIELDS, 2))
def test_what_has_no_space_breaks_in_every_field_of_the_booklet(field: str, tiny: Path, theme: Theme) -> None:
    path = tiny / "booklet.yaml"
    given_keys = {line.partition(":")[0] for line in FIELDS[field].splitlines()}
    kept = [line for line in path.read_text("utf-8").split("\n") if line.partition(":")[0] not in given_keys]
    path.write_text("\n".join([FIELDS[field], *kept]), "utf-8")
    assert told(tiny, theme) == []


@pytest.mark.parametrize(
    "field", thinned(["author", "position", "office", "publication", "short_title", "date_note"], 2)
)
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


def test_the_sign_of_a_note_has_room_after_a_word_of_any_length(tiny: Path, theme: Theme) -> None:
    words = {length: "Đ" * length for length in range(60, 90)}
    calls = "\n\n".join(f"{word}[^{length}]" for length, word in words.items())
    notes = "\n".join(f"[^{length}]: {word}" for length, word in words.items())
    write_booklet(tiny, body=f"{calls}\n\n{notes}\n")
    assert told(tiny, theme) == []


def test_a_table_with_a_row_as_high_as_a_page_is_told_with_its_line(tiny: Path, theme: Theme) -> None:
    high = "cao " * 600
    head, row = f"| {high} | b[^1] |\n|---|---|\n| c | d |", f"| a | b |\n|---|---|\n| {high} | d[^2] |"
    write_booklet(tiny, body=f"Mở đầu.\n\n{head}\n\nGiữa.\n\n{row}\n\nHết.\n\n[^1]: một\n[^2]: hai")
    assert [(error.code, error.line) for error in told(tiny, theme)] == [
        ("row-too-high", 7),
        ("row-too-high", 13),
    ]


@pytest.mark.parametrize("hidden", thinned(["th", "tr", "td:last-child"], 3))
def test_a_table_whose_words_the_design_hides_is_not_high(
    hidden: str, tiny: Path, theme: Theme, tmp_path: Path
) -> None:
    folder = tmp_path / "theme"
    shutil.copytree(theme.folder, folder)
    with (folder / "own.css").open("a", encoding="utf-8") as sheet:
        sheet.write(f".prose {hidden} {{ display: none }}")
    write_booklet(tiny, body=f"Mở đầu.\n\n{rows(3)}\n\nHết.")
    assert {error.code for error in told(tiny, Theme(folder))} == {"paper-differs"}


@pytest.mark.ci
def test_a_table_too_high_and_too_wide_is_told_once(tiny: Path, theme: Theme) -> None:
    wide, picture = "W" * 100, "![k33k](images/cham.png)"
    rows = [
        f"| {wide} | k30k k30kz | k31k k31kz | k32k | {picture} | k34k “đối” k34kz | k35k k35kz | k36k |",
        f"|{' --- |' * 8}",
        "| k37k k37kz | k38k A–B k38kz | k39k | k40k 19/10/1930 k40kz | k41k | k42k k42kz | k43k | k44k Ất |",
        f"| k45k “lời” k45kz | {wide} | k46k x² | {'0123456789' * 9} | k47k R&D | k48k k48kz | k51k | k52k |",
    ]
    table = "\n".join(f">           {row}" for row in rows)
    write_booklet(tiny, body=f"> 36. một\n>     * hai\n>       37. ba\n> \n>       38. bốn\n> \n{table}\n")
    assert [(error.code, bool(error.line)) for error in told(tiny, theme)] == [("row-too-high", True)]


def test_a_table_with_a_caption_has_room(tiny: Path, theme: Theme) -> None:
    write_booklet(tiny, body="Mở đầu.\n\n<table><caption>Lời</caption><tr><td>ô</td></tr></table>\n\nHết.")
    assert told(tiny, theme) == []


def test_soft_hyphens_make_no_row_high(tiny: Path, theme: Theme) -> None:
    long = "nghiêng\u00ad" * 9
    write_booklet(tiny, body=f"| a | b |\n|---|---|\n| \u00ad | a\u00adb |\n| {long} | c |\n")
    assert told(tiny, theme) == []


def test_a_row_that_is_lower_on_a_wider_page_is_turned(tiny: Path, theme: Theme) -> None:
    high = f"| {'cao ' * 40} | b |\n|---|---|\n| c | {'Đ' * 20} |"
    write_booklet(tiny, body=f"Mở đầu.\n\n{high}\n\nHết.")
    assert told(tiny, theme) == []


@pytest.mark.parametrize("rows", thinned([[14, 24, 24], [24, 24, 24]], 2))
def test_rows_stand_alone_where_two_have_no_room_below_the_head(
    tiny: Path, theme: Theme, rows: Sequence[int]
) -> None:
    body = "\n".join(f"| {'nghiêng ' * words} | hai |" for words in rows)
    write_booklet(tiny, body=f"Mở đầu.\n\n| Đầu | b |\n| --- | --- |\n{body}\n\nHết.")
    assert told(tiny, theme) == []


@pytest.mark.ci
def test_what_stands_behind_a_table_without_room_is_told_with_its_line(
    tiny: Path, theme: Theme, tmp_path: Path
) -> None:
    folder = tmp_path / "theme"
    shutil.copytree(theme.folder, folder)
    with (folder / "print.css").open("a", encoding="utf-8") as sheet:
        sheet.write(".article-body h2 { white-space: nowrap; overflow-wrap: normal }")
    high = f"| a | b |\n|---|---|\n| {'cao ' * 600} | d |"
    write_booklet(tiny, body=f"Mở đầu.\n\n{high}\n\n## {'Nhan đề dài ' * 20}\n\nHết.")
    found = {(error.code, error.line) for error in told(tiny, Theme(folder))}
    assert found == {("row-too-high", 7), ("words-off-the-page", 11)}


def test_blanks_at_the_end_of_a_line_of_code_reach_nowhere(tiny: Path, theme: Theme) -> None:
    code = "\n".join(f"{' ' * 12}| {'Đ' * count} |     | a" for count in range(20, 70))
    write_booklet(tiny, body=f"- a\n\n    - b\n\n{code}\n")
    assert told(tiny, theme) == []


@pytest.mark.ci
def test_a_turned_page_of_a_small_book_has_its_number(theme: Theme, tmp_path: Path) -> None:
    content = put_alone(tmp_path, (70, 100))
    write_booklet(content, body=f"Mở đầu.\n\n{rows(6)}\n\nHết.")
    assert told(content, theme) == []


@pytest.mark.ci
def test_the_sign_of_a_note_in_small_type_on_a_small_page_can_be_read(tiny: Path) -> None:
    quoted = "> | a[^2] | b |\n> | --- | --- |\n> | c | d |"
    body = f"![Lời](images/cham.png)[^1]\n\n{quoted}\n\n[^1]: một\n\n[^2]: hai"
    write_booklet(tiny, body=f"Mở đầu.\n\n{body}")
    article = tiny / "articles" / "hai.md"
    article.write_text(article.read_text("utf-8").replace("---\n", "---\nkind: album\n", 1), "utf-8")
    assert told(tiny, shipped("gallery")) == []
