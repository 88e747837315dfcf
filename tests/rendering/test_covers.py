"""The covers of both books, whatever the title: it comes first, and nothing leaves the frame."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from sampling import thinned

from kyyeu.content.booklet import read_booklet
from kyyeu.errors import TemplateError
from kyyeu.making.cover import make_cover
from kyyeu.making.print_run import make_pdf
from kyyeu.model import Booklet
from kyyeu.pdf.printed import read_printed
from kyyeu.rendering.theme import Theme

pytestmark = pytest.mark.usefixtures("standing")

TITLES = {
    "a word": "Ất",
    "a slogan": "Trung thành, tận tụy, đoàn kết, sáng tạo",
    "capitals": "KỶ YẾU NGÀY TRUYỀN THỐNG VĂN PHÒNG CẤP ỦY CÁC TỈNH MIỀN TRUNG VÀ TÂY NGUYÊN",
    "a sentence": "Phát huy truyền thống, đẩy mạnh thi đua, ra sức thực hiện tốt công tác tham mưu " * 3,
}
LETTERS, FRAME = (233, 207, 148), (216, 178, 106)
SAFE = (0.12, 0.06, 0.88, 0.94)
"""What of the cover's width and height letters may take: left, top, right, bottom."""


def titled(content: Path, title: str, more: str = "") -> Booklet:
    path = content / "booklet.yaml"
    text = path.read_text("utf-8").replace("title: Ấm áp", f'title: "{title.strip()}"')
    path.write_text(text.replace("[80, 110]", "[145, 205]") + more, "utf-8")
    return read_booklet(content)


def draw(booklet: Booklet, theme: Theme, content: Path) -> Image.Image:
    return Image.open(io.BytesIO(make_cover(booklet, theme, content))).convert("RGB")


def find_colour(picture: Image.Image, colour: tuple[int, int, int]) -> tuple[int, int, int, int] | None:
    """The box around all that has the colour, give or take what JPEG makes of it."""
    apart = ImageChops.difference(picture, Image.new("RGB", picture.size, colour))
    most = [channel.point(lambda value: 255 * (value < 8)) for channel in apart.split()]
    return ImageChops.multiply(ImageChops.multiply(most[0], most[1]), most[2]).getbbox()


@pytest.mark.parametrize("title", thinned(TITLES.values(), 2), ids=TITLES)
def test_in_print_the_title_is_the_largest_and_the_day_is_said_once(
    tiny: Path, theme: Theme, title: str
) -> None:
    texts = read_printed(make_pdf(titled(tiny, title), theme, tiny).data).pages[0].texts
    said = "".join("".join(text.text for text in texts).split())
    assert said.find("".join(title.split())) > 0
    assert said.endswith("29·22000–2026") and said.count("2026") == said.count("2000") == 1
    day = max(text.size for text in texts if text.text.strip() == "29")
    assert max(text.size for text in texts) > day


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_the_epub_s_letters_keep_to_the_middle_and_its_frame_is_whole(
    tiny: Path, theme: Theme, title: str
) -> None:
    cover = draw(titled(tiny, title), theme, tiny)
    assert cover.size == (1600, 2400)
    box = find_colour(cover, LETTERS)
    assert box
    shares = [edge / size for edge, size in zip(box, (*cover.size, *cover.size), strict=True)]
    assert shares[0] > SAFE[0] and shares[1] > SAFE[1] and shares[2] < SAFE[2] and shares[3] < SAFE[3]
    width, height = cover.size
    edges = [(width // 2, 0, width // 2 + 9, 200), (width // 2, height - 200, width // 2 + 9, height)]
    edges += [(0, height // 2, 200, height // 2 + 9), (width - 200, height // 2, width, height // 2 + 9)]
    assert all(find_colour(cover.crop(edge), FRAME) for edge in edges)


def test_the_epub_s_title_fills_more_of_its_cover_than_the_print_s(real: Booklet, theme: Theme) -> None:
    content = Path(__file__).parent.parent.parent / "content"
    box = find_colour(draw(real, theme, content), LETTERS)
    texts = read_printed(make_pdf(real, theme, content).data).pages[0].texts
    printed = max(text.right for text in texts) - min(text.left for text in texts)
    assert box and (box[2] - box[0]) / 1600 > printed / (real.page.width / 25.4 * 72)


def test_an_emblem_stands_on_it_and_the_same_booklet_gives_the_same_bytes(tiny: Path, theme: Theme) -> None:
    plain = make_cover(read_booklet(tiny), theme, tiny)
    booklet = titled(tiny, "Ấm áp", "emblem: cham.png\n")
    assert make_cover(booklet, theme, tiny) == make_cover(booklet, theme, tiny) != plain


def test_more_than_one_page_holds_is_told(small: Booklet, theme: Theme, tiny: Path) -> None:
    with pytest.raises(TemplateError) as raised:
        make_cover(replace(small, title="Truyền thống và sáng tạo " * 90), theme, tiny)
    assert raised.value.code == "cover-overfull"
