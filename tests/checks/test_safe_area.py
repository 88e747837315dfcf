"""No word of the cover so near to its edge that it may be cut: it is set smaller, or the editor is told."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from alone import bind_sections
from designs import shipped
from sampling import crossed, thinned

from kyyeu.content.booklet import read_booklet
from kyyeu.errors import KyyeuError, Problems
from kyyeu.making.cover import make_cover
from kyyeu.making.print_run import make_pdf
from kyyeu.model import BackCover, Booklet, Cover
from kyyeu.pdf.printed import read_printed
from kyyeu.rendering.shipped import find_shipped_theme, name_shipped_themes
from kyyeu.rendering.theme import Theme

pytestmark = pytest.mark.usefixtures("standing")

TITLES = {
    "of two hundred letters": "Phát huy truyền thống, đẩy mạnh thi đua, thực hiện tốt công tác tham mưu " * 3,
    "of capitals with two marks": "NGỮỄN ẤẦẨẪẬ ỐỒỔỖỘ ỨỪỬỮỰ ỚỜỞỠỢ ẮẰẲẴẶ ẾỀỂỄỆ NGHIÊNG",
    "of one word": "Nghiêngnghiêng" * 5,
}
SAFE = 5.0  # millimetres


def ask(content: Path, title: str, size: tuple[float, float] = (145, 205)) -> Booklet:
    booklet = read_booklet(content)
    page = replace(booklet.page, width=size[0], height=size[1])
    back = BackCover(("Giữ lửa cho mai sau",), (title.strip(),) * 2, "45.000 đ")
    texts = booklet.articles[1:]  # fewer are laid out sooner
    return replace(
        booklet, title=title.strip(), page=page, cover=Cover(back=back), foreword=None, articles=texts
    )


def bind_covers(booklet: Booklet, theme: Theme, content: Path) -> bytes:
    return bind_sections(booklet, theme, content, "cover", "back-cover").data


def find_margins(pdf: bytes, width: float, height: float) -> list[float]:
    """How far the letters of the first page and the last are from the nearest edge, in millimetres."""
    pages = read_printed(pdf).pages
    texts = [text for page in (pages[0], pages[-1]) for text in page.texts]
    across, down = width / 25.4 * 72, height / 25.4 * 72
    nearest = (
        min(text.left, across - text.right, text.baseline - text.size, down - text.baseline) for text in texts
    )
    return [points / 72 * 25.4 for points in nearest]


@pytest.mark.parametrize(("name", "title"), crossed(name_shipped_themes(), TITLES))
def test_every_title_is_set_so_that_none_of_it_is_cut(tiny: Path, name: str, title: str) -> None:
    pdf = bind_covers(ask(tiny, TITLES[title]), shipped(name), tiny)
    margins = find_margins(pdf, 145, 205)
    assert len(margins) > 8 and min(margins) > SAFE


@pytest.mark.parametrize("size", [(105, 148), (210, 297), (230, 190)])
def test_so_it_is_on_pages_of_any_size(tiny: Path, theme: Theme, size: tuple[float, float]) -> None:
    pdf = bind_covers(ask(tiny, TITLES["of capitals with two marks"], size), theme, tiny)
    assert min(find_margins(pdf, *size)) > SAFE


def codes(raised: pytest.ExceptionInfo[Problems]) -> set[str]:
    return {error.code for error in raised.value.errors if isinstance(error, KyyeuError)}


@pytest.mark.ci
@pytest.mark.parametrize(("name", "times"), crossed(name_shipped_themes(), [9, 90]))
def test_what_has_no_room_is_told(tiny: Path, name: str, times: int) -> None:
    back = BackCover((), ("Tập kỷ yếu này in lại hai bài báo về công tác văn phòng cấp ủy. " * times,), "")
    booklet = replace(ask(tiny, "Ấm áp"), cover=Cover(back=back))
    if times == 9:
        make_pdf(booklet, shipped(name), tiny)
        return
    with pytest.raises(Problems) as raised:
        make_pdf(booklet, shipped(name), tiny)
    assert codes(raised) <= {"cover-unsafe", "cover-overfull"} and len(raised.value.errors) <= 2


@pytest.mark.parametrize("rule", ["left: -50mm", "top: -20mm"])
def test_the_epub_s_cover_is_refused_too(tiny: Path, tmp_path: Path, rule: str) -> None:
    (tmp_path / "theme.toml").write_text('extends = "lotus"\n', "utf-8")
    style = f"@media print {{ .cover-on-screens .cover-office {{ position: relative; {rule} }} }}"
    (tmp_path / "own.css").write_text(style, "utf-8")
    with pytest.raises(Problems) as raised:
        make_cover(ask(tiny, "Ấm áp"), Theme(tmp_path), tiny)
    assert codes(raised) == {"cover-unsafe"}


EDGES = {
    ".cover-office { position: relative; left: -50mm; top: 0 }": True,
    ".cover-span { position: relative; top: 16mm }": True,
    ".back-text { position: relative; left: 1mm }": False,
    ".cover-office { position: relative; top: -20mm }": True,
    ".back-price { position: relative; top: 16mm }": True,
    ".cover-lotus { display: none }": False,
}
"""What a theme may say of its cover, and whether it is told."""


@pytest.mark.parametrize("rule", thinned(EDGES, 4))
def test_a_theme_that_sets_words_at_the_edge_is_refused(tiny: Path, tmp_path: Path, rule: str) -> None:
    templates = Path(shutil.copytree(find_shipped_theme(), tmp_path / "edge"))
    (templates / "own.css").write_text(f"@media print {{ {rule} }}", "utf-8")
    booklet = ask(tiny, "Ấm áp")
    if not EDGES[rule]:
        make_pdf(booklet, Theme(templates), tiny)
        return
    with pytest.raises(Problems) as raised:
        make_pdf(booklet, Theme(templates), tiny)
    assert codes(raised) == {"cover-unsafe"}


def test_the_line_that_has_the_words_is_told(tiny: Path, tmp_path: Path) -> None:
    path = tiny / "booklet.yaml"
    text = path.read_text("utf-8").replace("office: Văn phòng Thử", "office: Văn Phòng Ở Xa")
    path.write_text(text, "utf-8")
    templates = Path(shutil.copytree(find_shipped_theme(), tmp_path / "edge"))
    rule = ".cover-office { position: relative; top: -20mm; text-transform: uppercase }"
    (templates / "own.css").write_text(f"@media print {{ {rule} }}", "utf-8")
    with pytest.raises(Problems) as raised:
        make_pdf(read_booklet(tiny), Theme(templates), tiny)
    assert [(error.code, error.line) for error in raised.value.errors] == [("cover-unsafe", 3)]


def test_a_theme_may_ask_for_more(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "theme.toml").write_text('extends = "lotus"\n[measures]\ncover-safe = "30mm"\n', "utf-8")
    with pytest.raises(Problems) as raised:
        make_pdf(ask(tiny, "Ấm áp"), Theme(tmp_path), tiny)
    assert codes(raised) == {"cover-unsafe"}
