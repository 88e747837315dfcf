"""Where articles open in print: on the right, on any page, below the one before; and the blanks of it."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from calling import Command
from hypothesis import given
from hypothesis import strategies as st

from kyyeu.content.booklet import read_booklet
from kyyeu.making.e_book import make_epub
from kyyeu.making.print_run import make_pdf
from kyyeu.model import Booklet, Part
from kyyeu.pdf.printed import read_outline
from kyyeu.rendering.sections import compose, group_sections
from kyyeu.rendering.theme import Theme

pytestmark = pytest.mark.usefixtures("standing")

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
OPENINGS = st.sampled_from(["right", "any", "continue"])


@given(st.lists(OPENINGS | st.just(""), min_size=1, max_size=6), OPENINGS, st.booleans())
def test_each_article_opens_as_it_says_or_as_all_do(
    small: Booklet, said: list[str], usual: str, parted: bool
) -> None:
    articles = tuple(replace(small.articles[1], slug=f"bai-{n}", open=own) for n, own in enumerate(said))
    parts = (Part("Phần", 1, "", None, (articles[-1].slug,)),) if parted else ()
    booklet = replace(small, articles=articles, parts=parts, page=replace(small.page, open=usual))
    sections = compose(booklet)
    opens = {one.article.slug: one.opens for one in sections if one.article}
    for number, own in enumerate(said):
        wanted = own or usual
        alone = number == 0 or (parted and number == len(said) - 1)
        assert opens[f"bai-{number}"] == ("any" if wanted == "continue" and alone else wanted)
    groups = group_sections(sections)
    assert [section for group in groups for section in group] == [*sections]
    assert all(section.opens == "continue" for group in groups for section in group[1:])
    assert all(group[0].opens != "continue" for group in groups)


SHORT = "---\ntitle: Bài {number}\n{header}---\n\nMột bài ngắn.\n"


def write(content: Path, usual: str, *said: str) -> Path:
    """The small booklet with short articles, each of which says where it opens, or nothing."""
    for number, own in enumerate(said):
        header = f"open: {own}\n" if own else ""
        path = content / "articles" / f"bai-{number}.md"
        path.write_text(SHORT.format(number=number, header=header), "utf-8")
    path, slugs = content / "booklet.yaml", ", ".join(f"bai-{number}" for number in range(len(said)))
    text = (
        path.read_text("utf-8").replace("[mot, hai]", f"[{slugs}]").replace("110]}", f"110], open: {usual}}}")
    )
    path.write_text(text, "utf-8")
    return content


@pytest.mark.parametrize(
    ("usual", "said", "steps"),
    [
        ("right", ("", "", ""), [2, 2]),
        ("any", ("", "", ""), [1, 1]),
        ("right", ("", "continue", "any"), [0, 1]),
        ("continue", ("right", "", "right"), [0, 2]),
    ],
)
def test_pages_begin_where_they_should(
    tiny: Path, theme: Theme, usual: str, said: tuple[str, ...], steps: list[int]
) -> None:
    booklet = read_booklet(write(tiny, usual, *said))
    pdf = make_pdf(booklet, theme, tiny)
    pages = [entry.page for entry in read_outline(pdf.data) if entry.title.startswith("Bài ")]
    assert [after - before for before, after in pairwise(pages)] == steps
    for page, own in zip(pages, said, strict=True):
        assert page % 2 or (own or usual) != "right"
    make_epub(booklet, theme, tiny)


BACK = "cover: {back: {}}"
PAPER = "cover: {paper: {leaf: 0.1}}"


@pytest.mark.parametrize(
    ("cover", "pad", "around"),
    [
        ("", 8, 0),
        pytest.param(BACK, 8, 4, marks=pytest.mark.ci),
        (PAPER, 8, 2),
        pytest.param(BACK, 12, 4, marks=pytest.mark.ci),
        pytest.param("", 2, 0, marks=pytest.mark.ci),
    ],
)
def test_the_pages_fill_gatherings(tiny: Path, command: Command, cover: str, pad: int, around: int) -> None:
    content, out = write(tiny, "any", "", "", ""), tiny.parent / "out"
    path, counts = content / "booklet.yaml", list[int]()
    for asked in ("", f", pad: {pad}"):
        text = path.read_text("utf-8").replace("open: any", f"open: any{asked}")
        path.write_text(text + cover * (not asked), "utf-8")
        done = command("--content", content, "--templates", TEMPLATES, "--out", out, "--only", "pdf")
        with pypdfium2.PdfDocument(out / "tiny.pdf") as pdf:
            counts.append(len(pdf))
            says_last = bool(pdf[len(pdf) - 1].get_textpage().count_chars())
    added = counts[1] - counts[0]
    assert (counts[1] - around) % pad == 0 and added == -(counts[0] - around) % pad
    assert (f"cho đủ tay sách (pad: ở mục page): {added}" in done.stdout) == (added > 0)
    assert says_last == (not added and cover != BACK)
    if around:
        assert f"({(counts[1] - around) // 2} tờ" in done.stdout


def test_blank_pages_are_told(tiny: Path, command: Command) -> None:
    content, out, counts = write(tiny, "right", "", "", ""), tiny.parent / "out", list[int]()
    for usual in ("right", "any"):
        path = content / "booklet.yaml"
        path.write_text(path.read_text("utf-8").replace("open: right", f"open: {usual}"), "utf-8")
        done = command("--content", content, "--templates", TEMPLATES, "--out", out, "--only", "pdf")
        with pypdfium2.PdfDocument(out / "tiny.pdf") as pdf:
            counts.append(sum(not page.get_textpage().count_chars() for page in pdf))
        assert f"trang trắng: {counts[-1]} " in done.stdout
    assert counts[0] > counts[1]
