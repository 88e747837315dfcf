"""Whatever content builds is on its pages and in its EPUB, as programs that are not ours read them."""

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from checking import check_epub
from constructs import TITLES, Written, articles
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from looking import XHTML, SeenWord, find_astray, is_of_the_text, letters_of, look_at, read_documents
from lxml import etree

from kyyeu.content.booklet import read_booklet
from kyyeu.errors import Problems
from kyyeu.making.e_book import make_epub
from kyyeu.making.print_run import make_pdf
from kyyeu.model import Booklet
from kyyeu.rendering.faces import find_alike
from kyyeu.rendering.theme import Theme

TINY = Path(__file__).parents[1] / "tiny"
TRIMS = ([80, 110], [145, 205])
LEAST = 4.0  # points; what a person can read

pytestmark = [
    pytest.mark.usefixtures("standing"),
    pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils are not installed"),
    pytest.mark.skipif(not shutil.which("java"), reason="EPUBCheck wants Java"),
]


@dataclass(frozen=True)
class Books:
    """Both books of a few articles."""

    written: Sequence[Written]
    titles: Sequence[str]
    pdf: bytes
    epub: bytes
    theme: Theme

    @cached_property
    def words(self) -> Sequence[SeenWord]:
        return look_at(self.pdf)

    def letters(self, text: str) -> str:
        return letters_of(text, find_alike(self.theme.faces))

    def paper(self, page: int = 0) -> str:
        """What one page says, or all of them, without heads and folios."""
        said = (word.text for word in self.words if is_of_the_text(word) and page in (0, word.page))
        return self.letters("".join(said))


def make_books(
    written: Sequence[Written], title: str, trim: Sequence[int], content: Path, theme: Theme
) -> Books:
    """The books of those articles behind the ones that the small booklet in `content` has."""
    titles = [f"{title} b{number}b" for number in range(len(written))]
    booklet = put_down(written, titles, trim, content)
    pdf = make_pdf(booklet, theme, content)
    return Books(written, titles, pdf.data, make_epub(booklet, theme, content), theme)


def put_down(
    written: Sequence[Written], titles: Sequence[str], trim: Sequence[int], content: Path
) -> Booklet:
    """The small booklet in `content` with those articles behind the ones that it has."""
    for number, (article, name) in enumerate(zip(written, titles, strict=True)):
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        path = content / "articles" / f"b{number}.md"
        path.write_text(f'---\ntitle: "{quoted}"\n---\n\n{article.markdown}', "utf-8")
    slugs = ", ".join(["mot", "hai", *(f"b{number}" for number in range(len(written)))])
    listing = (content / "booklet.yaml").read_text("utf-8")
    listing = listing.replace("[mot, hai]", f"[{slugs}]").replace("[80, 110]", str([*trim]))
    # at the foot of pages notes part phrases; tests/checks/test_footnotes.py looks at them there
    (content / "booklet.yaml").write_text(f"{listing}notes: end\n", "utf-8")
    return read_booklet(content)


def find_faults(books: Books) -> list[str]:
    """What is not as it was written."""
    documents, found = read_documents(books.epub), list[str]()
    found += [f"off the page: {word}" for word in books.words if word.beyond > 1]
    found += [f"too small: {word}" for word in books.words if word.bottom - word.top < LEAST]
    for number, article in enumerate(books.written):
        root = documents[f"article-b{number}.xhtml"]
        phrases = [books.letters(phrase) for phrase in article.said]
        screen = books.letters("".join(root.itertext()))
        found += [f"not on paper: {phrase}" for phrase in find_astray(phrases, books.paper())]
        found += [f"not on screen: {phrase}" for phrase in find_astray(phrases, screen)]
        heard = [str(image.get("alt")) for image in root.iter(f"{XHTML}img")]
        if [*map(books.letters, heard)] != [*map(books.letters, article.descriptions)]:
            found.append(f"heard {heard}, not {article.descriptions}")
        found += find_wrong_numbers(books, article, root)
        found += find_wrong_pages(books, books.titles[number], article)
    return found


def find_wrong_numbers(books: Books, article: Written, root: etree._Element) -> list[str]:
    """Which items of lists have not their numbers before them."""
    found = list[str]()
    items = root.iter(f"{XHTML}li")
    values = {"".join(item.itertext()).split()[0]: item.get("value") for item in items}
    for number, phrase in article.numbers:
        first = phrase.split()[0]
        word = next(word for word in books.words if word.text == first)
        beside = [
            other.text
            for other in books.words
            if other.page == word.page and abs(other.bottom - word.bottom) < 2 and other.right < word.left
        ]
        if f"{number}." not in beside or values[first] != str(number):
            found.append(f"{number}. {first}: {beside}, {values[first]}")
    return found


def find_wrong_pages(books: Books, title: str, article: Written) -> list[str]:
    """Whether the contents send to another page than the one with the title and the first words."""
    first = next(word for word in books.words if word.text == article.said[0].split()[0])
    letters = books.letters(title)
    opens = letters in books.paper(first.page)
    listed = re.search(rf"{re.escape(letters)}\.*{first.page}", books.paper())
    return [] if opens and listed else [f"{title}: {opens}, {listed}, {first}"]


@pytest.mark.ci
@settings(
    max_examples=max(2, settings().max_examples // 10),  # the first is the least there is
    phases=[Phase.reuse, Phase.generate],  # to shrink a book takes minutes
    suppress_health_check=[*HealthCheck],
)
@given(written=articles(), title=st.sampled_from(TITLES), trim=st.sampled_from(TRIMS))
def test_whatever_builds_says_all_of_it(
    written: Sequence[Written],
    title: str,
    trim: Sequence[int],
    theme: Theme,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("any")
    try:
        books = make_books(written, title, trim, Path(shutil.copytree(TINY, folder / "content")), theme)
    except Problems as told:
        assert [error for error in told.errors if error.code != "row-too-high" or not error.line] == []
    else:
        assert find_faults(books) + check_epub(books.epub, folder) == []


@pytest.mark.long
def test_no_construct_makes_an_epub_that_is_none(tiny: Path, theme: Theme, tmp_path: Path) -> None:
    """Whatever the paper has room for: of a PDF an EPUB has no more than its cover."""
    written = list[Written]()

    @seed(0)
    @settings(max_examples=60, phases=[Phase.generate], database=None, suppress_health_check=[*HealthCheck])
    @given(articles())
    def gather(some: Sequence[Written]) -> None:
        written.extend(some)

    gather()
    booklet = put_down(written, [f"Bài {number}" for number in range(len(written))], TRIMS[0], tiny)
    assert check_epub(make_epub(booklet, theme, tiny), tmp_path) == []
