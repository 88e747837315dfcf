"""What a layout says of itself, held against what a PDF reader finds, and what it is painted as."""

import os
import zlib
from itertools import pairwise
from multiprocessing.connection import Connection

import pypdfium2
import pytest
from alone import bind_alone

from kyyeu.pdf import mends
from kyyeu.pdf.boxes import SetWord
from kyyeu.pdf.layout import Laid
from kyyeu.pdf.mends import mended
from kyyeu.pdf.placed import Supply
from kyyeu.pdf.press import Cases, Press, lay_out
from kyyeu.processes.apart import copied
from kyyeu.rendering.theme import Theme

MILLIMETRE = 72 / 25.4
STYLE = """<link rel="stylesheet" href="faces.css"/>
<style>@page{size:60mm 40mm;margin:8mm} body{margin:0;font:10pt/1.5 "Source Serif 4"} p{margin:0}</style>"""


def document(body: str, style: str = "") -> str:
    head = f"<head><title>Thử</title>{STYLE}<style>{style}</style></head>"
    return f'<html lang="vi">{head}<body>{body}</body></html>'


def laid(body: str, theme: Theme, style: str = "") -> Laid:
    return lay_out(document(body, style), Supply(theme.read))


# Anchors


def test_an_anchor_is_where_its_element_begins(theme: Theme) -> None:
    body = '<p>một</p><p id="a">hai</p><p id="b" style="break-before:page;margin-left:5mm">ba</p>'
    found = laid(body, theme).anchors()
    assert {
        name: (anchor.page, round(anchor.left, 6), round(anchor.top, 6)) for name, anchor in found.items()
    } == {
        "a": (0, round(8 * MILLIMETRE, 6), round(32 * MILLIMETRE - 15, 6)),
        "b": (1, round(13 * MILLIMETRE, 6), round(32 * MILLIMETRE, 6)),
    }


def test_what_goes_on_over_pages_is_where_it_begins(theme: Theme) -> None:
    layout = laid(f'<div id="x">{"<p>dòng</p>" * 20}</div>', theme)
    assert layout.pages == 5 and layout.anchors()["x"].page == 0


# Words


@pytest.mark.parametrize(
    "style",
    ["", "p{text-align:justify}", "p{letter-spacing:0.3pt}", "p{word-spacing:4pt}", "p{text-indent:8mm}"],
)
def test_words_stand_where_a_reader_of_the_pdf_finds_them(theme: Theme, style: str) -> None:
    text = "Sửa <b>đổi</b> và ph<i>ố</i>ih<span>ợ</span>p, ẤẨ đồng bộ; <small>fi fl</small> nghĩa là gì đây?"
    layout = laid(f"<p>{text}</p><p>Hết.</p>", theme, style)
    seen = read_words(bind_alone(document(f"<p>{text}</p><p>Hết.</p>", style), theme).data)
    assert [word.text for word in layout.words()] == [text for text, *_ in seen]
    for word, (_, left, right, top, bottom) in zip(layout.words(), seen, strict=True):
        assert (word.left, word.right) == pytest.approx((left, right), abs=0.2), word.text
        assert word.top < bottom and top < word.bottom, word.text


def read_words(pdf: bytes) -> list[tuple[str, float, float, float, float]]:
    """The words on the first page, each with its left, right, upper and lower edge: pdfium's, from above."""
    with pypdfium2.PdfDocument(pdf) as opened:
        page, found = opened[0].get_textpage(), list[tuple[str, float, float, float, float]]()
        height, apart = opened[0].get_height(), True
        for index in range(page.count_chars()):
            char = page.get_text_range(index, 1)
            left, low, right, high = page.get_charbox(index, loose=True)
            if not char.strip():
                apart = True
            elif apart:
                found.append((char, left, right, height - high, height - low))
                apart = False
            else:
                text, start, _, top, bottom = found[-1]
                found[-1] = (text + char, start, right, min(top, height - high), max(bottom, height - low))
    return found


def test_words_follow_each_other_and_lines_stand_below_each_other(theme: Theme) -> None:
    words = laid(f"<p>{'chữ nghĩa ' * 40}</p>", theme).words()
    assert {word.page for word in words} == {1, 2, 3, 4, 5}
    for word, following in pairwise(words):
        same_line = word.page == following.page and word.top == following.top
        assert (
            word.right < following.left
            if same_line
            else (word.page, word.top) < (following.page, following.top)
        )


def test_what_the_style_sheet_generates_or_hides_is_no_word(theme: Theme) -> None:
    style = """@page{@top-left{content:"đầu trang"}} p::before{content:"sinh ra "}
    i{visibility:hidden} b{visibility:visible}"""
    assert says(laid("<p>thật <i>giấu <b>mà</b></i></p><ul><li>mục</li></ul>", theme, style)) == [
        "thật",
        "mà",
        "mục",
    ]


def test_a_word_ends_with_its_line_its_cell_and_at_a_picture(theme: Theme) -> None:
    cells = "<table><tr><td>một</td><td>hai</td></tr></table>"
    picture = '<p>ba<img src="drawings/mark.svg" alt="hoa" height="9"/>bốn<br/>năm</p>'
    assert says(laid(cells + picture, theme)) == ["một", "hai", "ba", "bốn", "năm"]


def test_a_word_is_as_the_page_shows_it(theme: Theme) -> None:
    assert says(laid("<p>kỷ yếu</p>", theme, "p{text-transform:uppercase}")) == ["KỶ", "YẾU"]


def says(layout: Laid) -> list[str]:
    return [word.text for word in layout.words()]


# Painting


def test_asking_changes_nothing(theme: Theme) -> None:
    layout = laid("<p>Một <b>hai</b>.</p>", theme, "p{text-align:justify}")
    words: tuple[SetWord, ...] = layout.words()
    first = layout.paint()
    assert layout.words() == words and layout.paint() == first
    assert first == laid("<p>Một <b>hai</b>.</p>", theme, "p{text-align:justify}").paint()


def test_what_is_drawn_over_another_page_is_no_content_of_it(theme: Theme) -> None:
    layout = laid("<p>chữ</p>", theme)
    (page,), (stamp,) = layout.paint().pages, layout.paint_stamps()
    assert b"MCID" in zlib.decompress(page.drawing.content)
    assert b"BDC" not in zlib.decompress(stamp.drawing.content)


def test_only_what_a_document_used_of_a_face_is_said_to_be_used(theme: Theme) -> None:
    press = Press(Supply(theme.read))
    first, second = (press.compile(document(f"<p>{word}</p>")) for word in ("đỏ", "xanh"))
    said = [
        "".join(sorted("".join(use.letters.values()) for use in each.uses.values()))
        for each in (first, second)
    ]
    assert [{*words} for words in said] == [{*"đỏ"}, {*"xanh"}]


def test_which_face_was_met_first_in_other_documents_has_no_say_in_one(theme: Theme) -> None:
    lines = [
        f"<p style='font-family: \"{family}\"'>đỏ</p>" for family in ("Source Serif 4", "Be Vietnam Pro")
    ]
    one, other = document("".join(lines)), document("".join(reversed(lines)))
    press = Press(Supply(theme.read))
    press.compile(other)
    assert press.compile(one).packed() == Press(Supply(theme.read)).compile(one).packed()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be copied there")
def test_a_copy_of_the_process_has_a_map_of_fonts_of_its_own(theme: Theme) -> None:
    """By that of the other one newer Pangos look for a face for ever."""
    press = Press(Supply(theme.read), cases := Cases())
    before, after = document("<p>một</p>"), document("<p style='font-weight: bold'>hai</p>")
    press.compile(before)

    def use(hand: Connection) -> None:
        hand.send((press.compile(after).packed(), str(cases.shared["font_config"].font_map)))

    with copied(use) as hand:
        assert hand.poll(60), "it waits"
        packed, its_own = hand.recv()
    assert packed == press.compile(after).packed()
    assert its_own != str(cases.shared["font_config"].font_map)


OF_THE_FIRST_PAGE = {
    "@top-left { color: red }": {"top"},
    "@bottom-right { content: 'x' }": {"bottom"},
    "@bottom-left { content: 'x' counter(page) } @top-center { color: red }": {"top", "bottom"},
    "margin: 11mm": {"top", "bottom"},
    "@footnote { margin: 1mm }": set[str](),
    "@left-top { color: red }": set[str](),
}


@pytest.mark.parametrize("rule", OF_THE_FIRST_PAGE)
def test_edges_look_alike_but_for_rules_of_their_own(rule: str, theme: Theme) -> None:
    style = "@page { margin: 9mm; @top-left { content: 'x' } @bottom-left { content: counter(page) } }\n"
    body = "<p style='break-after: page'>a</p><p>b</p>"
    first, second = (
        page.edges for page in laid(body, theme, f"{style}@page :first {{ {rule} }}").paint().pages
    )
    assert [edge.side for edge in first] == [edge.side for edge in second] == ["top", "bottom"]
    differing = {one.side for one, other in zip(first, second, strict=True) if one.rules != other.rules}
    assert differing == OF_THE_FIRST_PAGE[rule]


LEADER = "p::after { content: leader('%s') ' 12' } p { text-align: left }"


def set_in(theme: Theme, sign: str) -> tuple[int, list[tuple[str, float, float, float]]]:
    """How many texts are set in a line with such a leader, and where its words stand."""
    layout = laid("<p>Một <b>hai</b></p>", theme, LEADER % sign)
    (page,) = layout._boxes()
    words = [(piece.text, piece.left, piece.baseline, piece.width) for piece in layout.pieces()]
    return sum(hasattr(box, "text") for box in page.descendants()), words


def test_a_leader_of_spaces_takes_its_room_and_is_not_drawn(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where this fails WeasyPrint may have been mended, and `_blank_leaders_are_not_drawn` can go."""
    (few, words), (many, _) = set_in(theme, " "), set_in(theme, ".")
    others = [mend for mend in mends.MENDS if mend[1] != "handle_leader"]
    monkeypatch.setattr(mends, "mended", lambda: mended(others))
    unmended, same = set_in(theme, " ")
    assert few == len(words) < min(many, unmended) and words == same
