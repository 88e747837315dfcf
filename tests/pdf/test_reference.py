"""The bound book beside WeasyPrint's own PDF of the whole document: the same text in the same places."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

import pypdfium2
import pytest
from PIL import Image, ImageChops

from kyyeu.content.booklet import read_booklet
from kyyeu.making.print_run import make_pdf
from kyyeu.model import Booklet
from kyyeu.pdf.engine import BASE, engine_at_work, fetcher_of
from kyyeu.pdf.print_edition import Pdf
from kyyeu.pdf.word_columns import widen_columns
from kyyeu.rendering.documents import render_print
from kyyeu.rendering.sections import name_sections
from kyyeu.rendering.theme import Theme

_NEAR = 0.1  # points
_DPI = 60
_MOST_OTHER = 0.002  # of a page's pixels, where letters stand a hundredth of a point from where they stood

Places = Mapping[str, Sequence[tuple[float, float]]]
"""Where each letter stands on a page, in points from the lower left corner."""


def whole(booklet: Booklet, theme: Theme, content: Path) -> bytes:
    """The booklet as WeasyPrint lays it out, paginates and writes it."""
    files = {f"images/{image.name}": content / image.file for image in booklet.images}

    def read(name: str) -> bytes:
        return files[name].read_bytes() if name in files else theme.read(name)

    html = render_print(booklet, theme, *name_sections(booklet, theme))
    with engine_at_work() as engine:
        document = engine.HTML(string=html, base_url=BASE, url_fetcher=fetcher_of(read))
        widen_columns(document.etree_element)
        return bytes(document.write_pdf(presentational_hints=True, pdf_variant="pdf/ua-1"))


def find_places(pdf: bytes) -> Iterator[Places]:
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            places, text = defaultdict[str, list[tuple[float, float]]](list), page.get_textpage()
            for number in range(text.count_chars()):
                if (letter := text.get_text_range(number, 1)).strip():
                    left, bottom, _, _ = text.get_charbox(number)
                    places[letter].append((left, bottom))
            yield places


def draw(pdf: bytes) -> Iterator[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        yield from (page.render(scale=_DPI / 72).to_pil().convert("L") for page in document)


def is_near(place: tuple[float, float], others: Sequence[tuple[float, float]]) -> bool:
    return any(abs(place[0] - left) < _NEAR and abs(place[1] - bottom) < _NEAR for left, bottom in others)


def compare(ours: bytes, theirs: bytes) -> None:
    for number, (mine, other) in enumerate(zip(find_places(ours), find_places(theirs), strict=True), 1):
        assert {letter: len(places) for letter, places in mine.items()} == {
            letter: len(places) for letter, places in other.items()
        }, number
        for letter, places in mine.items():
            assert not [place for place in places if not is_near(place, other[letter])], (number, letter)
    for number, (drawn, other_drawn) in enumerate(zip(draw(ours), draw(theirs), strict=True), 1):
        histogram = ImageChops.difference(drawn, other_drawn).histogram()
        assert sum(histogram[64:]) < _MOST_OTHER * drawn.width * drawn.height, number


_WORDS = """Văn phòng cấp uỷ tham mưu tổng hợp, phục vụ sự lãnh đạo: “Ế Ộ Ữ Ẫ” — nghị quyết số 05-NQ/TU ngày
18/10/1930 của Ban Thường vụ; (đồng chí) nguyễn Ái quốc, 71.728 người *nghiêng* **đậm** [đường](https://e.vn/a)""".split()


def invent_article(random: Random, other: str) -> str:
    """Paragraphs, notes, a list, a table, a picture and a link to another article, in whatever order."""

    def say(words: int) -> str:
        return " ".join(random.choices(_WORDS, k=words))

    rows = [[say(random.randint(1, 4)) for _ in range(random.randint(2, 5))]]
    rows += [[say(random.randint(1, 6)) for _ in rows[0]] for _ in range(random.randint(2, 20))]
    table = [f"| {' | '.join(row)} |" for row in rows]
    blocks = [say(random.randint(5, 150)) for _ in range(random.randint(3, 15))]
    blocks[0] += "[^1]"
    blocks[-1] += f" [bài khác]({other}.md)"
    blocks += [
        "\n".join([table[0], "|---" * len(rows[0]) + "|", *table[1:]]),
        f"## {say(random.randint(1, 20))}",
    ]
    blocks += ["\n".join(f"- {say(random.randint(1, 30))}" for _ in range(5)), "![Chấm đỏ](images/cham.png)"]
    random.shuffle(blocks)
    title = say(random.randint(3, 40)).translate(str.maketrans("", "", "*[]“”"))
    return f"---\ntitle: >-\n  {title}\n---\n\n" + "\n\n".join([*blocks, f"[^1]: {say(20)}", ""])


@pytest.mark.long
def test_so_is_a_volume_of_everything(tiny: Path, theme: Theme) -> None:
    random, slugs = Random(18101930), [f"bai-{number}" for number in range(50)]
    for slug, other in zip(slugs, [*slugs[1:], slugs[0]], strict=True):
        (tiny / "articles" / f"{slug}.md").write_text(invent_article(random, other), "utf-8")
    listing = (tiny / "booklet.yaml").read_text("utf-8")
    listing = re.sub("articles: .*", f"articles: [{', '.join(slugs)}]", listing)
    (tiny / "booklet.yaml").write_text(re.sub("page: .*", "", listing), "utf-8")  # no table is too wide then
    Image.new("RGB", (1600, 900), "#8a1417").save(
        tiny / "images" / "cham.png"
    )  # as wide as the text, in both
    booklet = read_booklet(tiny)
    compare(make_pdf(booklet, theme, tiny).data, whole(booklet, theme, tiny))


def test_the_shipped_booklet_is_the_same(real: Booklet, real_pdf: Pdf, theme: Theme) -> None:
    compare(real_pdf.data, whole(real, theme, Path(__file__).parents[2] / "content"))
