"""What was typed around a text is set as the entries of its header are, in both books."""

import re
from pathlib import Path

import pytest
from designs import shipped
from reading import Edition, put_alone
from sampling import crossed

from kyyeu.checks.aloud import check_aloud
from kyyeu.checks.bounds import find_overhangs
from kyyeu.checks.on_paper import check_paper
from kyyeu.content.booklet import read_booklet
from kyyeu.making.e_book import make_epub
from kyyeu.rendering.documents import render_documents
from kyyeu.rendering.shipped import name_shipped_themes
from kyyeu.rendering.theme import Theme

TEXT = "Nhân ngày truyền thống, xin gửi tới các đồng chí lời chúc.\n\nChúc các đồng chí mạnh khỏe.\n"
PAIRS = {
    "letter": (
        "number: Số 12-CV/VP\ndateline: Hoa Lư, ngày 10 tháng 10 năm 2026\naddressee: Kính gửi chúng ta!\n"
        "signed_as: [T/M BAN THƯỜNG VỤ TỈNH ỦY NINH BÌNH, PHÓ BÍ THƯ]\nsigned: Nguyễn Văn Ấm\n",
        "Số 12-CV/VP\nHoa Lư, ngày 10 tháng 10 năm 2026\n\n**Kính gửi chúng ta!**\n",
        "\n**T/M BAN THƯỜNG VỤ TỈNH ỦY NINH BÌNH**  \n**PHÓ BÍ THƯ**\n\n**Nguyễn Văn Ấm**\n",
    ),
    "letter in columns": (
        "recipients: ['Nơi nhận:', '- Như Điều 3,', '- Lưu Văn phòng.']\n"
        "signatures:\n  - signed_as: [T/M BAN THƯỜNG VỤ TỈNH ỦY, BÍ THƯ]\n    signed: Nguyễn Văn Ấm\n"
        "    signature: cham.png\n",
        "",
        "\n| **Nơi nhận:** | **T/M BAN THƯỜNG VỤ TỈNH ỦY** |\n|---|:---:|\n"
        "| - Như Điều 3,<br>- Lưu Văn phòng. | **BÍ THƯ** |\n"
        "| | ![Chữ ký của Nguyễn Văn Ấm](images/cham.png) |\n| | **Nguyễn Văn Ấm** |\n",
    ),
    "speech": (
        'dateline: Hoa Lư, ngày 18 tháng 10 năm 2026\nsalutation: ["Kính thưa các vị!", "Thưa các bạn!"]\n',
        "*Hoa Lư, ngày 18 tháng 10 năm 2026*\n\n*Kính thưa các vị!*\n\n*Thưa các bạn!*\n",
        "",
    ),
    "memoir": ("dateline: Nghệ An, 1975\n", "", "\nNghệ An, 1975\n"),
    "poem": ("dateline: Nghệ An, 1975\n", "", "\n*Nghệ An, 1975*\n"),
}  # fmt: skip


def edition_of(kind: str, header: str, body: str, theme: Theme, folder: Path) -> Edition:
    content = put_alone(folder, (145, 205))
    text = f"---\nkind: {kind.split()[0]}\ntitle: Một bài\n{header}---\n\n{body}"
    (content / "articles" / "hai.md").write_text(text, "utf-8")
    return Edition(read_booklet(content), theme, content)


def editions_of(kind: str, theme: Theme, folder: Path) -> tuple[Edition, Edition]:
    """That of the header, and that of the text."""
    header, above, below = PAIRS[kind]
    return (
        edition_of(kind, header, TEXT, theme, folder / "header"),
        edition_of(kind, "", f"{above}\n{TEXT}{below}", theme, folder / "text"),
    )


@pytest.mark.parametrize(("kind", "name"), crossed(PAIRS, name_shipped_themes()))
def test_print_has_each_line_at_the_same_place(kind: str, name: str, tmp_path: Path) -> None:
    said, typed = editions_of(kind, shipped(name), tmp_path)
    places = [
        [
            (piece.text.strip(), round(piece.left, 1), round(piece.baseline, 1), piece.page)
            for piece in edition.alone.pieces
            if piece.section == "article-hai"
        ]
        for edition in (said, typed)
    ]
    assert places[0] == places[1]
    pieces, data = typed.alone.pieces, typed.alone.data
    assert [*check_paper(typed.expected, pieces, data)] == [*check_aloud(typed.expected, pieces, data)] == []


@pytest.mark.parametrize("kind", PAIRS)
def test_the_epub_has_the_same_paragraphs(kind: str, theme: Theme, tmp_path: Path) -> None:
    shown = [
        re.findall(r'<p[^<>]*>.*?</p>|<div class="(?:letter-head|addressees|sign)[^<>]*>', text, re.DOTALL)
        for edition in editions_of(kind, theme, tmp_path)
        for text in [
            next(
                each.data.decode()
                for each in render_documents(edition.booklet, theme)
                if each.name == "article-hai.xhtml"
            )
        ]
    ]
    assert shown[0] == shown[1] and len(shown[0]) > 2


SIGNED = "T/M BAN BIÊN TẬP\nTRƯỞNG BAN\n(Đã ký)\nNguyễn Văn Ấm\n\n"
ALSO = "T/M BAN THƯỜNG VỤ TỈNH ỦY\nBÍ THƯ\n(Đã ký)\nTrần Thị Ất\n\n"
RECEIVED = "Nơi nhận:\n- Như trên;\n- Các chi bộ trực thuộc Văn phòng;\n- Lưu.\n\n"


ABREAST = (
    "| Nơi nhận: | BÍ THƯ |\n|---|---|\n| - Như trên; | ![Chữ ký](images/cham.png) |\n"
    "| - Các chi bộ trực thuộc Văn phòng. | (Đã ký)<br>Nguyễn Văn Ấm |\n\n"
)
BELOW = [RECEIVED + SIGNED, SIGNED + RECEIVED, SIGNED + ALSO + RECEIVED, RECEIVED, ABREAST]


@pytest.mark.parametrize(("below", "name"), crossed(BELOW, name_shipped_themes()))
def test_who_gets_a_copy_may_be_typed_before_or_behind_who_signs(
    below: str, name: str, tmp_path: Path
) -> None:
    """It stands at the left, and is read where it was typed."""
    edition = edition_of("letter", "", f"{TEXT}\n{below}", shipped(name), tmp_path)
    pieces, data = edition.alone.pieces, edition.alone.data
    found = [*check_paper(edition.expected, pieces, data), *check_aloud(edition.expected, pieces, data)]
    assert [*found, *find_overhangs(pieces), *(piece for piece in pieces if piece.astray)] == []
    assert make_epub(edition.booklet, edition.theme, edition.content)
    places = {piece.text.strip(): piece for piece in pieces if piece.section == "article-hai"}
    received, others = (
        places["Nơi nhận:"],
        [places[name] for name in ("Nguyễn Văn Ấm", "Trần Thị Ất") if name in places],
    )
    assert all(received.left < each.left and received.baseline < each.baseline for each in others)
    assert len(others) == below.count("(Đã ký)")
