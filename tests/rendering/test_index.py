"""The index: every name that booklet.yaml lists, with the pages that have it, in the EPUB with the texts."""

import io
import re
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pytest
from checking import check_epub
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from kyyeu.content.booklet import read_booklet
from kyyeu.content.names import collate, finder_of
from kyyeu.content.prose import parse_prose
from kyyeu.errors import Problems
from kyyeu.making.e_book import make_epub
from kyyeu.making.print_run import make_pdf
from kyyeu.model import Booklet
from kyyeu.pdf.page_lists import settle_page_lists
from kyyeu.pdf.printed import read_printed
from kyyeu.rendering.sections import compose
from kyyeu.rendering.theme import Theme
from kyyeu.schema import IndexForm

pytestmark = pytest.mark.usefixtures("standing")

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
INDEX = """index:
  persons: [Ất Văn, Ân, {name: An Bình, also: chị Bình}, Nguyễn Bính]
  units: [Tỉnh ủy, Văn phòng, Văn phòng Tỉnh ủy]
"""
TEXT = """---
title: Bài dài
---

## Về An Bình

**An** Bình và chị Bình cùng Ất
Văn[^1] đến Văn phòng Tỉnh ủy. {0}

Ân nói: {0}

Tỉnh ủy nghe An Bình. Nguyễn Bính và Ân, Ăn và Ấn.

[^1]: Không phải Ân.
"""
FILLING = "Chữ nối chữ cho dài thêm, dòng nối dòng cho đầy trang. " * 12


def ask(content: Path, index: str = INDEX, text: str = TEXT) -> Booklet:
    path = content / "booklet.yaml"
    listing = path.read_text("utf-8").replace("[mot, hai]", "[mot, hai, ba]")
    path.write_text(listing + index, "utf-8")
    (content / "articles" / "ba.md").write_text(text.replace("{0}", FILLING), "utf-8")
    return read_booklet(content)


def words_of(pdf: bytes) -> list[str]:
    """What each page says."""
    return [" ".join(" ".join(text.text for text in page.texts).split()) for page in read_printed(pdf).pages]


def test_each_name_has_every_page_that_has_it_once(tiny: Path, theme: Theme) -> None:
    pages = words_of(make_pdf(ask(tiny), theme, tiny).data)
    end = next(place for place, page in enumerate(pages) if "Bảng tra tên" in page and "Tên người" in page)
    said = " ".join(pages[end:])
    names = {
        "An Bình": "An Bình|chị Bình", "Ân": "(?<!ở )Ân", "Ất Văn": "Ất Văn", "Nguyễn Bính": "Nguyễn Bính",
        "Văn phòng Tỉnh ủy": "Văn phòng Tỉnh ủy", "Tỉnh ủy": "(?<!phòng )Tỉnh ủy",
    }  # fmt: skip
    first = next(
        place for place, page in enumerate(pages) if page.startswith("Bài dài") and "An Bình" in page
    )
    for name, pattern in names.items():
        wanted = [
            place + 1
            for place, page in enumerate(pages[first:end], first)
            if re.search(rf"(?<!\w)(?:{pattern})(?!\w)", page)
        ]
        found = re.search(rf"(?<!phòng ){name}((?: ?, ?\d+(?: ?– ?\d+)?)+)", said)
        assert found and pages_of(found[1]) == wanted, name


def pages_of(said: str) -> list[int]:
    """Every page that is meant."""
    ends = (part.split("–") for part in said.split(",") if part.strip())
    return [page for first, *last in ends for page in range(int(first), int((last or [first])[0]) + 1)]


@given(st.sets(st.integers(1, 30), min_size=1), st.integers(1, 3))
@example({2, 3, 4, 6, 7, 9}, 2)
def test_pages_one_after_the_other_are_told_by_the_first_and_the_last(pages: set[int], times: int) -> None:
    places = {f"name-{page}-{time}": page for page in pages for time in range(times)}
    root = etree.fromstring('<p><span data-pages="once"/></p>')
    for name in places:
        etree.SubElement(root[0], "a", href=f"#{name}")
    settle_page_lists(root, places)
    links = [(places[link.get("href", "")[1:]], "data-through" in link.attrib) for link in root[0]]
    said = "".join(f"–{page}" if through else f", {page}" for page, through in links)
    assert pages_of(said) == sorted(pages) and len({page for page, _ in links}) == len(links)
    apart = [page for page, _ in links]
    assert not any(page + 1 in apart and page + 2 in apart for page in apart)


def test_a_name_within_a_longer_one_is_not_found_there(tiny: Path) -> None:
    entries = {entry.name: entry.places for entry in ask(tiny).indexed}
    assert "Văn phòng" not in entries
    assert (len(entries["Văn phòng Tỉnh ủy"]), len(entries["Tỉnh ủy"]), len(entries["An Bình"])) == (1, 1, 4)


def test_kinds_stand_apart_each_in_the_order_of_the_alphabet(tiny: Path) -> None:
    assert [entry.name for entry in ask(tiny).indexed] == [
        "An Bình", "Ân", "Ất Văn", "Nguyễn Bính", "Tỉnh ủy", "Văn phòng Tỉnh ủy",
    ]  # fmt: skip


def test_it_is_listed_behind_the_articles(tiny: Path) -> None:
    kinds = [section.kind for section in compose(ask(tiny))]
    assert kinds.index("index") == kinds.index("note-on-text") + 1


def test_no_word_stands_elsewhere_for_it(tiny: Path, theme: Theme, tmp_path: Path) -> None:
    plain = Path(shutil.copytree(tiny, tmp_path / "plain"))
    with_it, without = (
        [line for line in lines_of(make_pdf(booklet, theme, content).data) if line[0] in range(9, 17)]
        for booklet, content in ((ask(tiny), tiny), (ask(plain, ""), plain))
    )
    assert "Bình" in "".join(letters for *_, letters in without) and with_it == without


def lines_of(pdf: bytes) -> list[tuple[int, float, str]]:
    """The lines of the pages in order: page, place, and all letters, however many boxes they are set in."""
    lines = dict[tuple[int, float], str]()
    for number, page in enumerate(read_printed(pdf).pages, 1):
        for text in sorted(page.texts, key=lambda text: text.left):
            place = number, round(text.baseline)
            lines[place] = lines.get(place, "") + "".join(text.text.split())
    return [(*place, letters) for place, letters in sorted(lines.items())]


def test_links_say_the_name_and_the_page(tiny: Path, theme: Theme) -> None:
    data = make_pdf(ask(tiny), theme, tiny).data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        says = [str(note.Contents) for page in pdf.pages for note in page.get("/Annots", [])]
    assert [words for words in says if re.fullmatch(r"Nguyễn Bính, trang \d+", words)]
    assert not [words for words in says if ".name-" in words]


@pytest.mark.skipif(not shutil.which("java"), reason="EPUBCheck wants Java")
def test_the_epub_leads_to_each_text_that_has_a_name(tiny: Path, theme: Theme, tmp_path: Path) -> None:
    booklet = ask(tiny)
    epub = make_epub(booklet, theme, tiny)
    assert check_epub(epub, tmp_path) == []
    with zipfile.ZipFile(io.BytesIO(epub)) as book:
        listed = etree.fromstring(book.read("EPUB/index.xhtml"))
        items = listed.findall(".//{*}li")
        for entry, item in zip(booklet.indexed, items, strict=True):
            links = [link.get("href", "") for link in item.findall(".//{*}a")]
            assert "".join(item.itertext()).replace("\xa0", " ").startswith(f"{entry.name} ")
            assert links == [*dict.fromkeys(entry.places)][:1]
            name, _, anchor = links[0].partition("#")
            text = etree.fromstring(book.read(f"EPUB/{name}"))
            (place,) = text.xpath("//*[@id=$id]", id=anchor)
            assert "".join(place.itertext()) in {entry.name.split()[0], "chị"}


def test_a_theme_that_leaves_a_name_out_is_told(tiny: Path, tmp_path: Path) -> None:
    templates = Path(shutil.copytree(TEMPLATES, tmp_path / "templates"))
    part = templates / "parts" / "index.html.j2"
    written = part.read_text("utf-8")
    part.write_text(
        written.replace("if entry.kind == kind", 'if entry.kind == kind and entry.name != "Ân"'), "utf-8"
    )
    booklet = ask(tiny)
    with pytest.raises(Problems) as told:
        make_pdf(booklet, Theme(templates), tiny)
    assert {error.code for error in told.value.errors} == {"not-said"}


def test_where_no_text_has_a_name_there_is_no_index(tiny: Path) -> None:
    booklet = ask(tiny, "index: {persons: [Không Ai]}\n")
    assert booklet.indexed == () and "index" not in [section.kind for section in compose(booklet)]
    assert "name-not-found" in [finding.code for finding in booklet.findings]


SYLLABLES = st.sampled_from(["An", "Bình", "Văn", "&amp;", "**Ân**", "*Ất*", "vân", "An.", "“An”", "`An`"])
NAMES = st.lists(st.sampled_from(["An", "An Bình", "Văn", "Văn An", "Ân Ất", "Bình An"]), unique=True)


@given(words=st.lists(SYLLABLES, max_size=30), names=NAMES)
def test_anchors_change_no_word_and_mark_first_words(words: Sequence[str], names: Sequence[str]) -> None:
    text, _ = parse_prose(" ".join(words), "article-a").cut()
    found = finder_of(IndexForm(persons=[*names]))
    places = dict[int, list[str]]()
    marked = [*found._mark(text, "article-a", _Lists(places))] if names else [*text]
    assert "".join(run.text for run in marked) == "".join(run.text for run in text)
    shown = "".join(run.xhtml for run in marked)
    assert re.sub(r'<span id="[^"]*">([^<]*)</span>', r"\1", shown) == "".join(run.xhtml for run in text)


class _Lists(dict[int, list[str]]):
    def __missing__(self, number: int) -> list[str]:
        return self.setdefault(number, [])


@given(st.lists(st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầ AĐ", min_size=1), max_size=6))
def test_the_order_is_one_whatever_the_order_given(names: Sequence[str]) -> None:
    backwards = [*reversed(names)]
    assert [*map(collate, sorted(names, key=collate))] == [*map(collate, sorted(backwards, key=collate))]
