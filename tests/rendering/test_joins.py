"""What belongs together stays on one line in both books, and is the text that it was."""

from itertools import pairwise

import pypdfium2
import pytest
from alone import bind_alone
from hypothesis import given
from hypothesis import strategies as st

from kyyeu.model import Run
from kyyeu.pdf.placed import Supply
from kyyeu.pdf.press import lay_out
from kyyeu.rendering.joins import JOINER, NO_BREAK_SPACE, UNJOINED, find_joins, join_runs
from kyyeu.rendering.theme import Theme

VISIBLE = str.maketrans({NO_BREAK_SPACE: "~", JOINER: "|"})


def join(text: str) -> str:
    """The text as it is shown, what can't be seen as what can."""
    joins = find_joins(text)
    return "".join(joins.get(place, sign) for place, sign in enumerate(text)).translate(VISIBLE)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Thông báo số 43-TB/TƯ, ngày 29/01/2002", "Thông báo số~43-|TB/|TƯ, ngày~29/01/2002"),
        ("Quy định 222-QĐ/TƯ", "Quy định 222-|QĐ/|TƯ"),
        ("ngày 18 tháng 10 năm 1930", "ngày~18~tháng~10 năm~1930"),
        ("Điều 3, khoản 2, Chương IV", "Điều~3, khoản~2, Chương~IV"),
        ("khóa XIII, quý II", "khóa~XIII, quý~II"),
        (
            "ở 20 °C ± 5 %, 1.200 tấn, 3,5 tỷ đồng",
            "ở 20~°C ± 5~%, 1.200~tấn, 3,5~tỷ đồng".replace("± ", "±~"),
        ),
        ("V. I. Lênin và PGS. TS. Đỗ Hà", "V.~I.~Lênin và PGS.~TS.~Đỗ Hà"),
        ("ông Nguyễn Văn A ở Huyện X, tổ Đ", "ông Nguyễn Văn~A ở Huyện~X, tổ~Đ"),
        ("Vậy. A, ra thế. Ủy ban", "Vậy. A, ra thế. Ủy ban"),
        ("kinh tế - xã hội", "kinh tế~- xã hội"),
        ("nhiệm kỳ 2010 - 2015", "nhiệm kỳ~2010~– 2015"),
        ("(2010-2015), trang 5-7", "(2010–2015), trang~5–7"),
        ("In ở 12 đường Lê Lợi, 5A/3 ngõ 7", "In ở 12~đường Lê Lợi, 5A/3~ngõ 7"),
        ("khổ 14,5 × 20,5 cm", "khổ 14,5~×~20,5~cm"),
        ("8,4 Mbit/s, 50 kWh/tháng", "8,4 Mbit/|s, 50 kWh/|tháng"),
        # what is none of these stays
        ("và/hoặc, 12 đường dây, 01/2/2026", "và/hoặc, 12 đường dây, 01/2/2026"),
        ("2015-2010", "2015-2010"),
        ("18-10", "18-10"),
        ("https://vi.dụ/2010-2015/", "https://vi.dụ/2010-2015/"),
        ("số lượng năm người", "số lượng năm người"),
        ("năm 1930 người", "năm~1930 người"),
        ("- Anh hỏi: Mấy giờ?", "- Anh hỏi: Mấy giờ?"),
        ("01/2010 giờ", "01/2010 giờ"),
        ("IX. Kết luận", "IX. Kết luận"),
    ],
)
def test_what_is_joined(text: str, shown: str) -> None:
    assert join(text) == shown


SIGNS = "số ngày 18 tháng 10 năm 2010 - – 2015 43-TB/TƯ Điều V. % ± khóa XIII &amp; “ ” 2010-2015 tr. 5-7 chữ"
QUOTED = ('"', '"lời', "lời'", "5'30\"")
PARTS = st.sampled_from([*SIGNS.split(), *QUOTED, " "])
TAGS = st.sampled_from(["", "", "<strong>", "</strong>", '<span class="x">', "</span>"])
MARKUP = st.lists(st.tuples(PARTS, TAGS), max_size=12).map(lambda pairs: " ".join(a + b for a, b in pairs))


def words(markup: str, block: int = 0) -> Run:
    return Run("words", markup, markup, block)


def shown(*runs: Run) -> str:
    return "".join(run.xhtml for run in join_runs(runs))


@given(MARKUP)
def test_the_text_is_the_one_that_it_was(markup: str) -> None:
    joined = shown(words(markup))
    was = joined.translate(UNJOINED).replace(NO_BREAK_SPACE, " ")
    assert was == markup.translate(UNJOINED)
    assert joined.count("<") == markup.count("<")


@given(MARKUP, st.data())
def test_tags_and_runs_part_nothing(markup: str, data: st.DataObject) -> None:
    bare = "".join(part for number, part in enumerate(markup.replace("<", ">").split(">")) if number % 2 == 0)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(bare)), max_size=3)))
    runs = [words(bare[start:end]) for start, end in pairwise([0, *cuts, len(bare)])]
    tag = Run("markup", '<a href="#so 5">', "", 0)
    parted = [each for run in runs for each in (tag, run)]
    assert shown(*parted).replace(tag.xhtml, "") == shown(words(bare))
    joined = shown(words(markup))
    assert "".join(part for n, part in enumerate(joined.replace("<", ">").split(">")) if n % 2 == 0) == shown(
        words(bare)
    )


@pytest.mark.parametrize(
    ("tag", "text", "seen"),
    [
        ("<p>", "Chúc các đồng chí mạnh khỏe và thành công!", "Chúc các đồng chí mạnh khỏe và thành~công!"),
        ("<li>", "Họp ở văn phòng ", "Họp ở văn~phòng "),
        ("<p>", "Thành công lớn", "Thành công lớn"),
        ("<p>", "Công", "Công"),
        ("<td>", "Rất thành công", "Rất thành công"),
    ],
)
def test_no_paragraph_s_last_line_is_half_a_word(tag: str, text: str, seen: str) -> None:
    runs = (Run("markup", tag, "", 0), words(text), Run("markup", "</p>", "", 0))
    assert shown(*runs).translate(VISIBLE) == f"{tag}{seen}</p>"


def test_blocks_are_parted_and_what_is_typed_letter_by_letter_stays() -> None:
    assert shown(words("số "), words("43", 1)) == "số 43"
    code = [Run("markup", "<p><code>", "", 0), words("số 43 2010-2015"), Run("markup", "</code>", "", 0)]
    assert shown(*code, words(" số 43")) == f"<p><code>số 43 2010-2015</code> số{NO_BREAK_SPACE}43"


STYLE = """<link rel="stylesheet" href="faces.css"/><style>@page { size: %dmm 80mm; margin: 5mm }
body { font: 10pt/1.5 "Source Serif 4"; text-align: %s }</style>"""
KEPT = ("số 43-TB/TƯ", "ngày 18 tháng 10", "20 °C", "V. I. Lênin", "kỳ 2010", "hội -")
TEXT = "Thông báo số 43-TB/TƯ lấy ngày 18 tháng 10, trời 20 °C, nhiệm kỳ 2010 xã hội - V. I. Lênin viết. "


@pytest.mark.parametrize("align", ["justify", "left"])
def test_no_line_ends_within_what_is_joined(theme: Theme, align: str) -> None:
    body = shown(words(TEXT * 3))
    for width in range(60, 100, 4):
        page = f'<html lang="vi">{STYLE % (width, align)}<body class="all"><p>{body}</p></body></html>'
        lines = [line.text.translate(UNJOINED) for line in lay_out(page, Supply(theme.read)).lines("all")]
        said = " / ".join(line.strip().replace(NO_BREAK_SPACE, " ") for line in lines)
        assert all(said.count(kept) == 3 for kept in KEPT)


def test_whoever_copies_the_print_gets_spaces(theme: Theme) -> None:
    body = shown(words(f"Số 5. {TEXT}"))
    page = f'<html lang="vi"><head>{STYLE % (90, "justify")}</head><body><p>{body}</p></body></html>'
    with pypdfium2.PdfDocument(bind_alone(page, theme).data) as document:
        copied = document[0].get_textpage().get_text_bounded()
    assert copied.startswith("Số 5. Thông báo số 43-TB/TƯ")
    assert not {NO_BREAK_SPACE, JOINER} & {*copied}
