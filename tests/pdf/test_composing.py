"""Paragraphs on tiny pages: every word in its order; justified, on lines that are full, with even spaces."""

import re
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from itertools import groupby, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sampling import thinned

from kyyeu.pdf import composing, mends
from kyyeu.pdf.boxes import SetWord
from kyyeu.pdf.layout import Laid
from kyyeu.pdf.mends import mended
from kyyeu.pdf.pango import name_press
from kyyeu.pdf.placed import Supply
from kyyeu.pdf.press import lay_out
from kyyeu.rendering.theme import Theme

STYLE = """<link rel="stylesheet" href="faces.css"/><style>
@page { size: 108mm 38mm; margin: 6mm } body { margin: 0; text-align: justify }
body { font: 10pt/1.5 "Source Serif 4" }
p { margin: 0; text-indent: 1.4em; orphans: 2; widows: 2 } sup { font-size: 0.7em } b { padding: 0 1pt }
.one { white-space: nowrap } .left { text-align: left } .auto { text-align: left; hyphens: auto }</style>"""
EDGE = (108 - 6) * 72 / 25.4
KERNED = 0.6  # points by which a letter, Ư or one that slants, may be nearer to the space beside it
TEXT = (
    "Ngày 29/01/2002, Ban Bí thư Trung ương Đảng ra Thông báo lấy ngày 18/10/1930 là ngày truyền thống Văn "
    "phòng Trung ương Đảng, đồng thời là ngày truyền thống Văn phòng cấp ủy. Những năm qua, cùng với sự đổi "
    "mới toàn diện của công tác xây dựng Đảng và hệ thống chính trị, hoạt động của Văn phòng Tỉnh ủy đạt "
    "được nhiều thành quả quan trọng. Đội ngũ cán bộ, chuyên viên, nhân viên không ngừng được nâng cao cả về "
    "số lượng và chất lượng, luôn luôn đoàn kết, đồng thuận, nỗ lực phấn đấu, vượt qua mọi khó khăn."
)
WORDS = [*TEXT.split(), "43-TB/TƯ", "–", "Nghiêng", "12.000", "a\u00a0b"]


def lay(theme: Theme, body: str) -> Laid:
    return lay_out(f'<html lang="vi"><head>{STYLE}</head><body>{body}</body></html>', Supply(theme.read))


def lines(laid: Laid) -> list[list[SetWord]]:
    return [[*line] for _, line in groupby(laid.words(), key=lambda word: (word.page, round(word.bottom)))]


def gaps(line: Sequence[SetWord]) -> list[float]:
    return [after.left - before.right for before, after in pairwise(line)]


@pytest.fixture(scope="module")
def space(theme: Theme) -> float:
    """How wide a space is by itself, in points."""
    return gaps([*lay(theme, "<p>a a</p>").words()])[0]


def greedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composing, "composed", nullcontext)


# Words in whatever markup a text may have within a line; what stands for a break is a line break.
PLAIN = st.sampled_from(WORDS)
MARKED = st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["strong", "em", "b", 'a href="#x"']), PLAIN).map(
    lambda words: words.replace('</a href="#x">', "</a>")
)
KEPT = st.builds('<span class="one">{} {}</span>'.format, PLAIN, PLAIN)
CALLED = st.builds('{}<sup><a href="#x">1</a></sup>'.format, PLAIN)
PARAGRAPH = st.lists(
    st.one_of(PLAIN, PLAIN, PLAIN, MARKED, KEPT, CALLED, st.just("<br/>")), min_size=1, max_size=60
)


def said(parts: Sequence[str]) -> str:
    """The words of a paragraph, as they must be on the page."""
    return "".join("".join(part for part in _texts(words)) for words in parts)


def _texts(markup: str) -> Iterator[str]:
    for number, part in enumerate(markup.replace("<", ">").split(">")):
        if number % 2 == 0:
            yield "".join(part.split())


@given(paragraphs=st.lists(PARAGRAPH, min_size=1, max_size=3))
def test_every_word_stands_in_its_place_on_lines_that_are_full(
    theme: Theme, space: float, paragraphs: list[list[str]]
) -> None:
    laid = lay(theme, "".join(f"<p>{' '.join(parts)}</p>" for parts in paragraphs))
    assert "".join("".join(word.text.split()) for word in laid.words()) == "".join(map(said, paragraphs))
    for line in lines(laid):
        assert line[-1].right < EDGE + 0.7
        assert all(gap > space * 0.8 - KERNED for gap in gaps(line))
        assert len(line) < 4 or max(gaps(line)) > space * 0.79  # all are narrowed alike


def test_spaces_are_more_even_than_line_by_line(
    theme: Theme, space: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = lines(lay(theme, f"<p>{TEXT}</p>"))
    greedy(monkeypatch)
    one_by_one = lines(lay(theme, f"<p>{TEXT}</p>"))
    assert unevenness(whole, space) < unevenness(one_by_one, space) / 2
    assert max(map(widest, whole[:-1])) < max(map(widest, one_by_one[:-1]))


def test_few_paragraphs_end_with_one_short_word(theme: Theme) -> None:
    """Of as many as there are ways to begin and to end, whatever their length."""
    words, short = TEXT.split(), 0
    for first in range(0, 60, 20):
        body = "".join(f"<p>{' '.join(words[first:last])}</p>" for last in range(first + 14, len(words), 2))
        laid = lines(lay(theme, body))
        ended = [line for line in laid if line[-1].right < EDGE - 60]
        short += sum(len(line) == 1 and line[0].right - line[0].left < 30 for line in ended)
    assert short <= 3


@pytest.mark.ci
@pytest.mark.parametrize("side", thinned(["left", "center", "right"], 3))
def test_what_is_not_justified_keeps_its_spaces_and_seldom_ends_with_one_short_word(
    side: str, theme: Theme, space: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On as few lines as if each were filled."""
    words = TEXT.split()
    bodies = [f'<p style="text-align: {side}">{" ".join(words[:count])}.</p>' for count in range(12, 60)]
    made = [lines(lay(theme, body)) for body in bodies]
    greedy(monkeypatch)
    filled = [lines(lay(theme, body)) for body in bodies]
    assert [*map(len, made)] == [*map(len, filled)]
    assert all(
        gap == pytest.approx(space, abs=KERNED) for each in made for line in each for gap in gaps(line)
    )
    assert sum(len(each[-1]) == 1 for each in filled) > 3
    assert not any(len(each[-1]) == 1 for each in made)


def test_narrowed_lines_end_where_all_others_do(theme: Theme, space: float) -> None:
    words, found = TEXT.split(), list[list[SetWord]]()
    for first in range(0, 40, 4):
        found += lines(lay(theme, f"<p>{' '.join(words[first:])}</p>"))[:-1]
    assert any(max(gaps(line)) < 0.95 * space for line in found)
    assert all(line[-1].right == pytest.approx(EDGE, abs=0.7) for line in found)


def unevenness(found: Sequence[Sequence[SetWord]], space: float) -> float:
    return sum((gap / space - 1) ** 2 for line in found[:-1] for gap in gaps(line))


def widest(line: Sequence[SetWord]) -> float:
    return max(gaps(line))


@pytest.mark.parametrize("markup", ["strong", "em", 'a href="#x"', 'span class="one"'])
def test_markup_changes_no_line(theme: Theme, markup: str) -> None:
    words = TEXT.split()
    words[9] = f"<{markup}>{words[9]}</{markup.split()[0]}>"
    body = f"<style>strong {{ font-weight: 400 }} em {{ font-style: normal }}</style><p>{' '.join(words)}</p>"
    assert said_by_lines(lay(theme, body)) == said_by_lines(lay(theme, f"<p>{TEXT}</p>"))


def said_by_lines(laid: Laid) -> list[str]:
    return [" ".join(word.text for word in line) for line in lines(laid)]


def test_a_page_s_end_changes_no_line(theme: Theme) -> None:
    alone, later = lay(theme, f"<p>{TEXT}</p>"), lay(theme, "<p>Một.</p>" * 4 + f"<p>{TEXT}</p>")
    assert said_by_lines(later)[4:] == said_by_lines(alone)
    assert {word.page for word in later.words()} >= {1, 2, 3}


def test_what_a_break_ends_is_not_stretched_and_what_follows_is_composed(theme: Theme, space: float) -> None:
    found = lines(lay(theme, f"<p>Kính gửi<br/>{TEXT}</p>"))
    assert [word.text for word in found[0]] == ["Kính", "gửi"]
    assert gaps(found[0]) == pytest.approx([space], abs=0.01)
    assert max(map(widest, found[1:-1])) < 2 * space


@pytest.mark.ci
def test_no_line_begins_with_a_dash(theme: Theme) -> None:
    for count in range(1, 60):
        words = TEXT.split()
        words.insert(count, "–")
        assert not any(
            line.startswith("–") for line in said_by_lines(lay(theme, f"<p>{' '.join(words)}</p>"))
        )


@pytest.mark.parametrize("side", ["left", "right"])
def test_beside_a_float_lines_are_composed_too_and_keep_clear_of_it(
    side: str, theme: Theme, space: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = f'<div style="float:{side};width:20mm;height:19mm"></div><p>{TEXT}</p>'
    beside, high, wide = lines(lay(theme, body)), 4, 20 * 72 / 25.4
    for number, line in enumerate(beside[1:-1], 1):
        left, right = (wide * (side == each and number < high) for each in ("left", "right"))
        assert line[0].left == pytest.approx(6 * 72 / 25.4 + left, abs=0.7)
        assert line[-1].right == pytest.approx(EDGE - right, abs=0.7)
    assert [word.text for line in beside for word in line] == [*TEXT.split()]
    greedy(monkeypatch)
    assert unevenness(beside, space) < unevenness(lines(lay(theme, body)), space)


@pytest.mark.parametrize("first", [18, 24, 30, 36])
def test_beside_a_float_that_is_higher_lines_are_those_of_a_narrower_page(first: int, theme: Theme) -> None:
    high, words = "<style>@page { size: 108mm 99mm }</style>", " ".join(TEXT.split()[first:])
    paragraph = f"{high}<p>{words}</p>"
    beside = lay(theme, f'<div style="float:left;width:40mm;height:80mm"></div>{paragraph}')
    alone = lay(theme, f'<div style="margin-left:40mm">{paragraph}</div>')
    assert said_by_lines(beside) == said_by_lines(alone)


def test_beside_two_floats_lines_are_weasyprint_s(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    floats = '<div style="float:{};width:20mm;height:19mm"></div>'
    body = f"{floats.format('left')}{floats.format('right')}<p>{TEXT}</p>"
    beside = said_by_lines(lay(theme, body))
    greedy(monkeypatch)
    high = 3  # lines
    assert beside[:high] == said_by_lines(lay(theme, body))[:high]


def test_a_word_wider_than_its_line_is_broken_and_the_rest_composed(theme: Theme) -> None:
    long = "https://dangcongsan.vn/" + "tu-lieu-" * 12
    body = f'<p style="overflow-wrap:anywhere">{TEXT} {long} {TEXT}</p>'
    laid = lay(theme, body)
    assert "".join(word.text for word in laid.words()) == "".join(f"{TEXT}{long}{TEXT}".split())
    assert all(line[-1].right < EDGE + 0.7 for line in lines(laid))


# What WeasyPrint does by itself


FAULTY = "<p class='auto'>Văn phòng Tỉnh ủy thực hiện <strong>tốt</strong> nhiệm vụ</p>"  # not composed


def ends_after_one_word(laid: Laid) -> bool:
    return any(len(line) == 1 for line in lines(laid)[:-1])


def widths(theme: Theme, step: int = 4) -> Iterator[Laid]:
    """The words on lines that have room for all that stands before the bold letters, or not quite."""
    for tenths in range(460, 560, step):
        page = f"<style>@page {{ size: {tenths / 10}mm 60mm; margin: 1mm }} p {{ text-indent: 0 }}</style>"
        yield lay(theme, page + FAULTY)


def test_no_line_ends_after_one_word_before_bold_letters(theme: Theme) -> None:
    assert not any(map(ends_after_one_word, widths(theme)))


@pytest.mark.ci
def test_weasyprint_still_needs_that_mend(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where this fails WeasyPrint was mended, and `_words_stay_whole` can go. Pango 1.56 needs it not."""
    if not re.search(r"pango\S* 1\.50\.", name_press()):
        pytest.skip("a newer Pango")
    others = [mend for mend in mends.MENDS if mend[1] != "split_first_line"]
    monkeypatch.setattr(mends, "mended", lambda given=others: mended(given))
    assert any(map(ends_after_one_word, widths(theme, 1)))  # until the first


@pytest.mark.parametrize("words", range(20, 40, 4))
def test_a_page_s_number_that_is_known_late_takes_the_room_it_takes(words: int, theme: Theme) -> None:
    """The paragraph is set once before anybody knows on which page the other one is."""
    before, after, far = " ".join(WORDS[:words]), " ".join(WORDS[:30]), f"<p>{TEXT}</p>" * 4
    style = '<style>.there::after { content: " (trang " target-counter(attr(href), page) ")" }</style>'
    asking = lay(
        theme, f'{style}<p>{before}<a class="there" href="#far"></a> {after}</p>{far}<p id="far">x</p>'
    )
    number = asking.anchors()["far"].page + 1
    known = lay(theme, f'<p>{before}<a href="#far"> (trang {number})</a> {after}</p>{far}<p id="far">x</p>')
    assert number > 1
    assert [piece.text for piece in asking.pieces()] == [piece.text for piece in known.pieces()]
    for piece, other in zip(asking.pieces(), known.pieces(), strict=True):
        assert (piece.page, piece.left) == pytest.approx((other.page, other.left), abs=0.1)
