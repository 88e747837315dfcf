"""Tables of the EPUB on a telephone with large letters, in the Chromium of the system: no word is broken."""

import re
import shutil
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from browsing import open_article
from kinds import OTHERS, SAMPLES, draw_picture, write_samples
from playwright.sync_api import Browser, Page

from kyyeu.content.booklet import read_booklet
from kyyeu.making.e_book import make_epub
from kyyeu.rendering.theme import Theme

pytestmark = pytest.mark.ci  # a browser takes seconds to begin
TINY = Path(__file__).parent.parent / "tiny"

HEADS = ["Đơn vị", "Cán bộ", "Văn bản đến", "Tỷ lệ đúng hạn (%)", "Tốc độ", "Nghiêng", "Truyền thống", "Năm"]
CELLS = ["Phường Hoa Lư", "27", "71.728", "97,3", "12.410.500", "19/10/1930", "nghiêng", "1930"]
BROKEN = """() => [...document.querySelectorAll("td, th")].flatMap(cell => {
  const words = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), broken = []
  for (let node; node = words.nextNode();)
    for (const word of node.data.matchAll(/[^\\s/]+/g)) {
      const range = document.createRange()
      range.setStart(node, word.index)
      range.setEnd(node, word.index + word[0].length)
      if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) broken.push(word[0])
    }
  return broken
})"""
ALIGNED = """() => [...new Set([...document.querySelectorAll("td, th")]
  .map(cell => getComputedStyle(cell).textAlign))]"""
BEYOND = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

OWN_LIMITS = """() => document.querySelectorAll("img").forEach(image => {
  image.style.setProperty("max-height", "540px", "important")
  image.style.setProperty("max-width", "290px", "important")
})"""  # what some reading systems do to every picture
COVERED = """() => {
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), covered = []
  const pictures = [...document.querySelectorAll("img")].map(image => image.getBoundingClientRect())
  for (let node; node = words.nextNode();) {
    const range = document.createRange()
    range.selectNodeContents(node)
    for (const line of node.data.trim() ? range.getClientRects() : [])
      if (pictures.some(box => line.left < box.right - 1 && box.left < line.right - 1
          && line.top < box.bottom - 1 && box.top < line.bottom - 1)) covered.push(node.data)
  }
  return covered
}"""


@pytest.fixture(scope="module")
def screen(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 320, "height": 568}) as context:
        yield context.new_page()


def table(columns: int) -> str:
    """A table with columns aligned as Markdown writes that."""
    aligned = ["", ' style="text-align: right;"', ' style="text-align: center;"', *[""] * columns]
    heads = "".join(f"<th{side}>{head}</th>" for side, head in zip(aligned, HEADS[:columns], strict=False))
    cells = "".join(f"<td{side}>{cell}</td>" for side, cell in zip(aligned, CELLS[:columns], strict=False))
    return f"<table><thead><tr>{heads}</tr></thead><tbody><tr>{cells}</tr></tbody></table>"


OLD = "section { container-type: normal }"  # as an engine has it that knows no containers
PAGES = "html { columns: 290px; column-gap: 30px; column-fill: auto; height: 568px } body { margin: 0 }"
ASTRAY = """() => [...document.querySelectorAll("td, th")].flatMap(cell => [...cell.getClientRects()])
  .filter(box => box.left % 320 + box.width > 291).length"""  # what reaches over the edge of its page


def open_with(table: str, screen: Page, epub: bytes, folder: Path, style: str) -> None:
    """An article with the table in it, in large letters."""
    with zipfile.ZipFile(BytesIO(epub)) as book:
        book.extractall(folder)
    document = folder / "EPUB" / "article-mot.xhtml"
    text = document.read_text("utf-8")
    body = f'<div class="prose"><p>Mở đầu.</p>{table}</div></section>'
    document.write_text(text.replace("</section>", body, 1), "utf-8")
    screen.goto(document.as_uri())
    screen.add_style_tag(content="html { font-size: 24px } " + style)
    screen.evaluate("document.fonts.ready")


@pytest.mark.parametrize("engine", ["", OLD])
@pytest.mark.parametrize("columns", [2, 4, 8])
def test_no_table_breaks_a_word_or_a_number_or_is_wider_than_the_screen(
    columns: int, engine: str, screen: Page, small_epub: bytes, tmp_path: Path
) -> None:
    open_with(table(columns), screen, small_epub, tmp_path, engine)
    assert screen.locator("td").count() >= columns
    assert screen.evaluate(BROKEN) == [] and screen.evaluate(BEYOND) <= 0
    assert screen.evaluate(ALIGNED) == ["left"]  # what was a column stands under what was another


HEADED = """| Đơn vị[^a] | Số "văn bản" | |
|---|---|---|
| Hoa Lư | 12 & 13 | ghi chú |
| Tam Điệp | | |

<table><thead><tr><th rowspan="2">Năm</th><th colspan="2">Số</th></tr><tr><th>đi</th><th>đến</th></tr></thead>
<tbody><tr><td rowspan="2">1930</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></tbody></table>

[^a]: Chú.
"""
TOLD = [
    ("Đơn vị", "Hoa Lư"), ('Số “văn bản”', "12 & 13"), ("", "ghi chú"),
    ("Đơn vị", "Tam Điệp"), ('Số “văn bản”', ""), ("", ""),
    ("Năm", "1930"), ("Số, đi", "1"), ("Số, đến", "2"), ("Số, đi", "3"), ("Số, đến", "4"),
]  # fmt: skip
SAID = """() => [...document.querySelectorAll(".prose td")].map(cell => [
  cell.dataset.head || "", cell.textContent.trim(), getComputedStyle(cell, "::before").content])"""


@pytest.mark.parametrize("width", [320, 900])
def test_a_cell_says_the_head_of_its_column_where_there_are_no_columns(
    width: int, browser: Browser, theme: Theme, tmp_path: Path
) -> None:
    content = Path(shutil.copytree(TINY, tmp_path / "content"))
    (content / "articles" / "hai.md").write_text(f"---\ntitle: Hai\n---\n\n{HEADED}", "utf-8")
    with open_article(browser, read_booklet(content), theme, "hai", tmp_path, width) as page:
        said = page.evaluate(SAID)
    assert [(head, words) for head, words, _ in said] == TOLD
    is_list = [bool(head and words) and width == 320 for head, words in TOLD]
    assert [before not in ("none", "normal") for *_, before in said] == is_list


@pytest.mark.parametrize("columns", [2, 4, 8])
def test_nor_is_it_wider_than_a_page_where_all_pages_lie_side_by_side(
    columns: int, browser: Browser, small_epub: bytes, tmp_path: Path
) -> None:
    with browser.new_context(viewport={"width": 3170, "height": 568}) as context:
        page = context.new_page()
        open_with(table(columns), page, small_epub, tmp_path, PAGES)
        assert page.locator("td").count() >= columns
        assert page.evaluate(BROKEN) == [] and page.evaluate(ASTRAY) == 0


TITLES = ["Chín mươi sáu năm một chặng đường", "ĐẢNG ỦY ỦY BAN NHÂN DÂN TỈNH 2025 – 2030", "Nguyễn Thị Lụa"]


@pytest.mark.parametrize("title", TITLES)
def test_no_title_breaks_a_word(title: str, screen: Page, theme: Theme, tmp_path: Path) -> None:
    """Where a reading system takes of the screen what one of them takes."""
    content = Path(shutil.copytree(TINY, tmp_path / "content"))
    (content / "articles" / "hai.md").write_text(f"---\ntitle: {title}\n---\n\nLời.\n", "utf-8")
    listing = (content / "booklet.yaml").read_text("utf-8")
    (content / "booklet.yaml").write_text(re.sub("(?m)^title: .*", f"title: {title}", listing), "utf-8")
    epub = make_epub(read_booklet(content), theme, content)
    with zipfile.ZipFile(BytesIO(epub)) as book:
        book.extractall(tmp_path)
    for name in ("title-page", "article-hai"):
        screen.goto((tmp_path / "EPUB" / f"{name}.xhtml").as_uri())
        screen.add_style_tag(content="html { font-size: 24px } body { margin: 0 24px }")
        screen.evaluate("document.fonts.ready")
        assert (name, screen.evaluate(BROKEN.replace("td, th", "h1"))) == (name, [])


@pytest.mark.parametrize("title", [*TITLES, "Một chặng đường"])
def test_nor_does_a_part_s_where_pages_lie_side_by_side(
    title: str, browser: Browser, theme: Theme, tmp_path: Path
) -> None:
    content = Path(shutil.copytree(TINY, tmp_path / "content"))
    listing = (content / "booklet.yaml").read_text("utf-8")
    parts = f"parts:\n  - {{title: {title}, articles: [mot, hai]}}\n"
    (content / "booklet.yaml").write_text(listing.replace("articles: [mot, hai]", parts), "utf-8")
    with zipfile.ZipFile(BytesIO(make_epub(read_booklet(content), theme, content))) as book:
        book.extractall(tmp_path)
    with browser.new_context(viewport={"width": 3170, "height": 568}) as context:
        page = context.new_page()
        page.goto((tmp_path / "EPUB" / "part-1.xhtml").as_uri())
        page.add_style_tag(content="html { font-size: 24px } " + PAGES)
        page.evaluate("document.fonts.ready")
        assert page.locator("h1").count() == 1
        assert page.evaluate(BROKEN.replace("td, th", "h1")) == []


EVENTS = """() => [...document.querySelectorAll(".event")].map(event => {
  const words = document.createRange(), year = event.querySelector(".year")
  words.setStartAfter(year)
  words.setEndAfter(event.lastChild)
  return [year.getBoundingClientRect(), ...words.getClientRects()].map(box => [
    Math.floor(box.left / 320), Math.round(box.left % 320)])
})"""  # for each year and each line of what happened its page and how far from the page's edge it begins


@pytest.mark.parametrize(("width", "style"), [(320, "body { margin: 0 }"), (3170, PAGES)])
def test_events_stand_below_their_years_on_a_narrow_page(
    width: int, style: str, browser: Browser, theme: Theme, tmp_path: Path
) -> None:
    content = Path(shutil.copytree(TINY, tmp_path / "content"))
    events = "".join(f"{1930 + each}: Huyện ủy X {'lập Văn phòng ' * (each % 4)}\n" for each in range(24))
    text = f"---\ntitle: Hai\nkind: chronicle\n---\n\n{events}"
    (content / "articles" / "hai.md").write_text(text, "utf-8")
    with zipfile.ZipFile(BytesIO(make_epub(read_booklet(content), theme, content))) as book:
        book.extractall(tmp_path)
    with browser.new_context(viewport={"width": width, "height": 568}) as context:
        page = context.new_page()
        page.goto((tmp_path / "EPUB" / "article-hai.xhtml").as_uri())
        page.add_style_tag(content="html { font-size: 24px } " + style)
        places = page.evaluate(EVENTS)
    assert len(places) == 24 and max(map(len, places)) > 3
    assert all(lines[0] == lines[1] for lines in places)  # the year and what comes next
    assert {edge for lines in places for _, edge in lines} == {0}


def test_an_event_of_a_table_needs_no_heads_for_its_year_and_itself(
    screen: Page, theme: Theme, tmp_path: Path
) -> None:
    content = Path(shutil.copytree(TINY, tmp_path / "content"))
    table_ = "| Năm | Ngày | Việc |\n|---|---|---|\n| 1930 | 14/10 | Họp |\n"
    (content / "articles" / "hai.md").write_text(
        f"---\ntitle: Hai\nkind: chronicle\n---\n\n{table_}", "utf-8"
    )
    epub = make_epub(read_booklet(content), theme, content)
    with zipfile.ZipFile(BytesIO(epub)) as book:
        book.extractall(tmp_path)
    screen.goto((tmp_path / "EPUB" / "article-hai.xhtml").as_uri())
    told = [before not in ("none", "normal") for *_, before in screen.evaluate(SAID)]
    assert told == [False, True, False]


def test_no_kind_of_contribution_is_wider_than_the_screen_or_has_words_under_pictures(
    screen: Page, theme: Theme, tmp_path: Path
) -> None:
    content = write_samples(tmp_path / "content")
    people = content / "articles" / "people.md"
    people.write_text(people.read_text("utf-8").replace("| 1 | |", "| 1 | ![Lê](images/dung.jpg) |"), "utf-8")
    booklet = read_booklet(content)
    epub = make_epub(booklet, theme, content)
    with zipfile.ZipFile(BytesIO(epub)) as book:
        book.extractall(tmp_path)
    for kind in SAMPLES:
        screen.goto((tmp_path / "EPUB" / f"article-{kind}.xhtml").as_uri())
        screen.add_style_tag(content="html { font-size: 24px }")
        screen.evaluate("document.fonts.ready")
        assert (kind, screen.evaluate(BEYOND)) == (kind, 0)
        screen.evaluate(OWN_LIMITS)
        assert (kind, screen.evaluate(BEYOND), screen.evaluate(COVERED)) == (kind, 0, [])


SIGNED = (
    "| | |\n|---|---|\n| | *Ninh Bình, ngày 10 tháng 10 năm 2026*<br>TRƯỞNG BAN LIÊN LẠC HƯU TRÍ<br>"
    "![Chữ ký](images/ky.png)<br>Nguyễn Văn Ấm |\n"
)
PARTED = """() => [...document.querySelectorAll(".signature-block")].some(block =>
  new Set([...block.querySelectorAll("p")].flatMap(line => [...line.getClientRects()])
    .map(box => Math.floor(box.left / 320))).size > 1)"""
LINES_OF_DAY = """() => {
  const day = document.querySelector(".signature-block .dateline")
  return Math.round(day.getBoundingClientRect().height / parseFloat(getComputedStyle(day).lineHeight))
}"""


@pytest.mark.parametrize("sentences", range(1, 8))
def test_a_signature_stands_on_one_page_of_a_telephone(
    sentences: int, screen: Page, theme: Theme, tmp_path: Path
) -> None:
    """And its place and day have room, wherever the text before it ends."""
    content = Path(shutil.copytree(TINY, tmp_path / "content"))
    draw_picture((600, 420)).save(content / "images" / "ky.png")
    text = (
        "Nhân ngày truyền thống, xin gửi lời chúc. " * sentences
        + "\n\nChúc các đồng chí mạnh khỏe, hạnh phúc.\n\n"
    )
    header = "---\nkind: letter\ntitle: Thư của một người\n---\n\nKính gửi: Ban Biên tập\n\n"
    (content / "articles" / "hai.md").write_text(f"{header}{text}{SIGNED}", "utf-8")
    with zipfile.ZipFile(BytesIO(make_epub(read_booklet(content), theme, content))) as book:
        book.extractall(tmp_path / "book")
    screen.goto((tmp_path / "book" / "EPUB" / "article-hai.xhtml").as_uri())
    screen.add_style_tag(content=f"html {{ font-size: 24px }} {PAGES}")
    assert not screen.evaluate(PARTED)
    assert screen.evaluate(LINES_OF_DAY) <= 2


LINES = """() => [...document.querySelectorAll("p, li, blockquote, dd")]
  .filter(line => line.textContent.trim())
  .map(line => [getComputedStyle(line).textAlign, line.className, line.textContent.trim().slice(0, 30)])"""


@pytest.mark.long
def test_no_rule_of_a_reader_for_paragraphs_moves_what_is_centred(
    screen: Page, theme: Theme, tmp_path: Path
) -> None:
    """As several reading systems have one: all paragraphs begin at the left."""
    content = write_samples(tmp_path / "content", SAMPLES | OTHERS)
    listing = content / "booklet.yaml"
    written = listing.read_text("utf-8") + "parts:\n- {title: Phần, note: Lời ghi, articles: [poem]}\n"
    written = written.replace("  - poem\n", "", 1) + "dedication: [Kính tặng, mọi người]\nepigraph: Lời\n"
    listing.write_text(written, "utf-8")
    with zipfile.ZipFile(BytesIO(make_epub(read_booklet(content), theme, content))) as archive:
        archive.extractall(tmp_path / "book")
    moved, centred = list[list[str]](), 0
    for path in sorted((tmp_path / "book").glob("EPUB/*.xhtml")):
        screen.goto(path.as_uri())
        before = screen.evaluate(LINES)
        screen.add_style_tag(content="p, li, blockquote, dd { text-align: start }")
        after = screen.evaluate(LINES)
        changed = [old for old, new in zip(before, after, strict=True) if old != new]
        moved += [[path.stem, *line] for line in changed if line[0] in ("center", "right")]
        centred += sum(line[0] == "center" for line in before)
    assert moved == [] and centred > 9


APART = """() => {
  const label = document.querySelector(".notes-label"), note = document.querySelector(".footnote li p")
  const page = element => Math.floor(element.getClientRects()[0].left / 320)
  return [...Array(40).keys()].filter(step => {
    document.querySelector(".opening").style.paddingTop = `${step * 14}px`
    return page(label) !== page(note)
  }).length
}"""


def test_what_notes_are_called_stands_on_the_page_of_the_first(
    browser: Browser, theme: Theme, tmp_path: Path
) -> None:
    content = Path(shutil.copytree(TINY, tmp_path / "content"))
    (content / "articles" / "hai.md").write_text(
        "---\ntitle: Hai\n---\n\nLời.[^1]\n\n[^1]: Lời chú.\n", "utf-8"
    )
    with open_article(browser, read_booklet(content), theme, "hai", tmp_path, 320) as page:
        page.add_style_tag(content=PAGES)
        assert page.evaluate(APART) == 0


TORN = """() => [...Array(40).keys()].filter(step => {
  document.querySelector(".opening").style.paddingTop = `${step * 14}px`
  const block = [...document.querySelectorAll(".signature-block p")]
  const lines = block.flatMap(line => [...line.getClientRects()])
  return new Set(lines.map(line => Math.floor(line.left / 320))).size > 1
}).length"""


def test_a_signature_is_on_one_page(browser: Browser, theme: Theme, tmp_path: Path) -> None:
    content = Path(shutil.copytree(TINY, tmp_path / "content"))
    head = "---\nkind: letter\ntitle: Thư\nsigned_as: [T/M BAN, ẤM]\nsignature: ky.jpg\nsigned: Ấm\n---\n\n"
    draw_picture((600, 300)).save(content / "images" / "ky.jpg")
    shutil.copytree(content / "images", tmp_path / "images")
    (content / "articles" / "hai.md").write_text(
        head + "Chúc các đồng chí và gia đình mạnh khỏe, hạnh phúc.\n\n" * 5, "utf-8"
    )
    (tmp_path / "kinds").mkdir()
    for name in ("kinds/letter.css", "kinds/signatures.css"):
        (tmp_path / name).write_bytes(theme.read(name))
    with open_article(browser, read_booklet(content), theme, "hai", tmp_path, 320) as page:
        page.add_style_tag(content=PAGES)
        assert page.locator(".signature-block p").count() > 2 and page.evaluate(TORN) == 0
