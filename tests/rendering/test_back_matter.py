"""What follows the articles: appendices before all else, or the order that the editor wants."""

import io
import zipfile
from itertools import permutations
from pathlib import Path

import pytest
from checking import check_epub

from kyyeu.content.booklet import read_booklet
from kyyeu.making.e_book import make_epub
from kyyeu.making.print_run import make_pdf
from kyyeu.model import BACK_MATTER, Booklet
from kyyeu.pdf.printed import read_outline
from kyyeu.rendering.sections import compose
from kyyeu.rendering.theme import Theme

pytestmark = pytest.mark.usefixtures("standing")

APPENDIX = "---\nkind: appendix\ntitle: Phụ bản {0}\n---\n\nLời phụ {0}.\n"
PARTS = "parts:\n  - {title: Phần đầu, articles: [mot, hai]}\narticles: [b, a]\n"
KINDS = {"pictures": "list-of-pictures"}


def ask(content: Path, *order: str, parts: bool = True) -> Booklet:
    path = content / "booklet.yaml"
    text = path.read_text("utf-8").replace("pictures: {", "pictures: {list: back, ")
    text = text.replace("page: {", "page: {contents: back, ")
    text = text.replace("articles: [mot, hai]\n", PARTS if parts else "articles: [mot, b, a, hai]\n")
    path.write_text(f"{text}index: {{units: [Cấp uỷ]}}\nback_matter: [{', '.join(order)}]\n", "utf-8")
    for name in "ab":
        (content / "articles" / f"{name}.md").write_text(APPENDIX.format(name), "utf-8")
    return read_booklet(content)


@pytest.mark.parametrize("order", [(), *permutations(BACK_MATTER, 1), *permutations(BACK_MATTER, 2)])
@pytest.mark.parametrize("parts", [True, False])
def test_what_is_named_comes_first_and_the_rest_as_ever(
    order: tuple[str, ...], parts: bool, tiny: Path
) -> None:
    sections = compose(ask(tiny, *order, parts=parts))
    back = [section for section in sections if section.facts.matter == "backmatter"]
    wanted = [*order, *(name for name in BACK_MATTER if name not in order)]
    kinds = [KINDS.get(name, name) for name in wanted]
    kinds.insert(kinds.index("appendix"), "appendix")
    assert [section.kind for section in back] == kinds == [section.kind for section in sections[-7:]]
    assert [section.article.slug for section in back if section.article] == ["b", "a"]


def test_an_appendix_in_a_part_stays_there(tiny: Path) -> None:
    ask(tiny)
    path = tiny / "booklet.yaml"
    path.write_text(
        path.read_text("utf-8").replace("[mot, hai]", "[mot, a, hai]").replace("[b, a]", "[b]"), "utf-8"
    )
    slugs = [section.article.slug for section in compose(read_booklet(tiny)) if section.article]
    assert slugs == ["mot", "a", "hai", "b"]


@pytest.mark.ci
def test_both_books_have_appendices_behind_the_parts(tiny: Path, theme: Theme, tmp_path: Path) -> None:
    booklet = ask(tiny, "note-on-text")
    pdf = make_pdf(booklet, theme, tiny)
    titles = [entry.title for entry in read_outline(pdf.data) if entry.level == 0]
    assert titles[-7:] == [
        "Về văn bản", "Phụ bản b", "Phụ bản a", "Danh mục ảnh", "Bảng tra tên",
        "Mục lục", "Đôi dòng cuối sách",
    ]  # fmt: skip
    epub = make_epub(booklet, theme, tiny)
    with zipfile.ZipFile(io.BytesIO(epub)) as book:
        page = book.read("EPUB/article-a.xhtml").decode()
    assert 'epub:type="backmatter"' in page and 'role="doc-appendix"' in page
    assert check_epub(epub, tmp_path) == []
