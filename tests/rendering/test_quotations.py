"""Quotation marks that are typed straight are shown as print has them, in both books, wherever they stand."""

import io
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyyeu.content.booklet import read_booklet
from kyyeu.making.e_book import make_epub
from kyyeu.making.print_run import make_pdf
from kyyeu.model import Run
from kyyeu.rendering.joins import UNJOINED, find_joins, join_runs
from kyyeu.rendering.quotations import find_quotations, show_quotations
from kyyeu.rendering.theme import Theme

SHOWN: dict[str, list[tuple[str, str | None]]] = {
    "words": [
        ('"Trung thành, tận tụy"', "“Trung thành, tận tụy”"),
        ("Ông nói: 'Không.'", "Ông nói: ‘Không.’"),
        ('("lời"), ["lời"]', "(“lời”), [“lời”]"),
        ('- "Đi!" - anh bảo, "ngay"…', "- “Đi!” - anh bảo, “ngay”…"),
        ('—"Đi"—"Về"', "—“Đi”—“Về”"),
        ('"Ai?" "Tôi."', "“Ai?” “Tôi.”"),
        ('"Một"/"Hai"-"Ba"', "“Một”/“Hai”-“Ba”"),
        ('"...xong rồi"; "… thôi"', "“...xong rồi”; “… thôi”"),
        ('"Lời"(1), "lời"?', "“Lời”(1), “lời”?"),
        ('nói:"Đi", cô đáp:"Không"', "nói:“Đi”, cô đáp:“Không”"),
        ('"Đi đi,"anh nói', "“Đi đi,”anh nói"),
        ('sông\n"Lời"\nsuối', "sông\n“Lời”\nsuối"),
    ],
    "nested": [
        ("\"Ông nói 'không' rồi đi\"", "“Ông nói ‘không’ rồi đi”"),
        ("\"'Đi', ông nói, 'ngay'\"", "“‘Đi’, ông nói, ‘ngay’”"),
        ('"Anh bảo "đi" rồi"', "“Anh bảo “đi” rồi”"),
        ('“Anh bảo "đi"”', "“Anh bảo “đi””"),
        ("''lời''", "‘‘lời’’"),
    ],
    "figures": [
        ('"năm 1930" và "năm 1945"', "“năm 1930” và “năm 1945”"),
        ('"Màn hình 24" rất to" và "đẹp"', '“Màn hình 24" rất to” và “đẹp”'),
        ('"chạy 5\'30" là nhanh"', "“chạy 5'30\" là nhanh”"),
        ('rộng 5" ở "nhà"', 'rộng 5" ở “nhà”'),
    ],
    "left": [
        ('5\'30", 24" x 36", 24"x36", 5\' và 6\'', None),
        ("18°40'30\" vĩ Bắc", None),
        ("K'bang, H'Mông, Ea H'leo", None),
        ('"chưa đóng', None),
        ('đóng rồi"', None),
        ('"', None),
        ('" lời "', None),
        ("“lời” ‘lời’ «lời»", None),
    ],
    "programs": [
        ('x="1" và width = "10", a=\'b\'', None),
        (
            'href="https://vi.example.org/?a=1" là "đường dẫn"',
            'href="https://vi.example.org/?a=1" là “đường dẫn”',
        ),
        ('print("a", "b"), a["b"], f(\'x\')', None),
        ('{"ten": "Ất"}, { "a": 1 } và "lời"', '{"ten": "Ất"}, { "a": 1 } và “lời”'),
        ('"Ông gõ x="1" rồi đi"', '“Ông gõ x="1" rồi đi”'),
        ('tổ ("Ba mũi") và ["lời"] = nhau', "tổ (“Ba mũi”) và [“lời”] = nhau"),
        ('x=" và "lời"', 'x=" và "lời"'),
    ],
    "tangled": [
        ("\"a 'b\" c'", "“a 'b” c'"),
        ('"một "hai"', '"một “hai”'),
        ("\"Ở K'bang\" và 'ở K'bang'", "“Ở K'bang” và ‘ở K'bang’"),
    ],
}
CASES = [
    pytest.param(*case, id=f"{name}-{number}") for name in SHOWN for number, case in enumerate(SHOWN[name])
]


@pytest.mark.parametrize(("typed", "shown"), CASES)
def test_what_is_shown(typed: str, shown: str | None) -> None:
    assert show_quotations(typed) == (shown or typed)


TEXTS = st.text("\"'“ ab1.,-(…\n", max_size=30)


@given(TEXTS)
def test_only_marks_change_in_pairs_that_lie_one_in_the_other(text: str) -> None:
    found, open_ = find_quotations(text), list[str]()
    assert [*found] == sorted(found)
    for place, sign in found.items():
        assert sign.translate(UNJOINED) == text[place]
        if sign in "“‘":
            open_.append(sign)
        else:
            assert open_.pop() + sign in ("“”", "‘’")
    assert not open_


@given(TEXTS)
def test_what_is_shown_is_shown_so_and_joined_so(text: str) -> None:
    assert show_quotations(text).translate(UNJOINED) == text.translate(UNJOINED)
    assert find_quotations(text).items() <= find_joins(text).items()


@pytest.mark.ci
def test_very_many_marks_take_no_more_than_their_number() -> None:
    for text in ("\" 'a" * 20_000, '"a ' * 40_000, '"a' * 20_000 + "a' " * 20_000):
        assert len(show_quotations(text)) == len(text)  # in a moment, or the suite's own limit ends it


def test_what_stands_in_code_is_no_partner() -> None:
    code = [("markup", "<code>"), ("words", 'x="y'), ("markup", "</code>")]
    parts = [("words", 'Gõ "mã '), *code, ("words", ' xong"')]
    runs = [Run(kind, text, text if kind == "words" else "", 0) for kind, text in parts]
    assert "".join(run.xhtml for run in join_runs(runs)) == 'Gõ “mã <code>x="y</code> xong”'


TITLE = 'Nghề "giữ im lặng" và "việc thầm lặng" qua các thời kỳ'
ARTICLE = f"""---
title: '{TITLE}'
author: Nguyễn Văn "Ba"
office: Văn phòng "Huyện ủy"
---

"Lời *đầu*"[^1] và **"lời sau"**, <em>"lời"</em> (*"lời"*); màn hình 24".

## Mục "hai"

Mã `"giữ nguyên"` và "`mã`" và "dòng\\
mới".

![Ảnh "cũ"](images/mat.jpg){{.lost}}

| "Đầu" | B |
| --- | --- |
| "ô" | x |

"Không đóng

[^1]: Chú "thích".
"""
TEXT = (
    "“Lời đầu”",
    "“lời sau”",
    "“lời”",
    "(“lời”)",
    '24".',
    "Mục “hai”",
    '"giữ nguyên"',
    "“mã”",
    "“dòng",
    "mới”",
)
REST = ("Ảnh “cũ”", "“Đầu”", "“ô”", '"Không đóng', "Chú “thích”", "Nguyễn Văn “Ba”", "Văn phòng “Huyện ủy”")
SAID = (*TEXT, *REST, "Nghề “giữ im lặng”", "“việc thầm lặng”")


def test_a_running_head_is_cut_with_the_marks_that_it_shows(theme: Theme) -> None:
    assert theme.cut_head(TITLE, 145).startswith("Nghề “giữ im lặng” và “việc")


def squeeze(text: str) -> str:
    return "".join(text.split())


@pytest.fixture
def content(tiny: Path) -> Path:
    """A booklet whose editors type on a keyboard."""
    (tiny / "articles" / "hai.md").write_text(ARTICLE, encoding="utf-8")
    return tiny


@pytest.mark.usefixtures("standing")
def test_print_shows_them_everywhere(content: Path, theme: Theme) -> None:
    pdf = make_pdf(read_booklet(content), theme, content)
    with pypdfium2.PdfDocument(pdf.data) as document:
        said = squeeze("".join(page.get_textpage().get_text_bounded() for page in document))
        outline = [entry.get_title() for entry in document.get_toc()]
    assert [words for words in SAID if squeeze(words).replace("đầu”", "đầu”1") not in said] == []
    assert said.count(squeeze("“giữ im lặng”")) >= 2 and squeeze('"giữ im lặng"') not in said
    assert show_quotations(TITLE) in outline and "Mục “hai”" in outline


@pytest.mark.usefixtures("standing")
def test_the_e_book_shows_them_everywhere(content: Path, theme: Theme) -> None:
    with zipfile.ZipFile(io.BytesIO(make_epub(read_booklet(content), theme, content))) as book:
        said = {
            name: book.read(name).decode() for name in book.namelist() if name.endswith((".xhtml", ".ncx"))
        }
    lists = [text for name, text in said.items() if name.endswith(("nav.xhtml", "toc.ncx"))]
    assert len(lists) == 2 and all(show_quotations(TITLE) in text and "Mục “hai”" in text for text in lists)
    everything = "".join(said.values())
    assert not [name for name, text in said.items() if "&#34;giữ im" in text or '"giữ im' in text]
    assert "“Lời <em>đầu</em>”" in everything and "<strong>“lời sau”</strong>" in everything
