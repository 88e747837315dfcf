"""Several signatures of one letter stand side by side, and all that they say is read back."""

from pathlib import Path

import pytest
from designs import shipped
from reading import Edition, put_alone
from sampling import crossed

from kyyeu.checks.aloud import check_aloud
from kyyeu.checks.bounds import find_overhangs
from kyyeu.checks.on_paper import check_paper
from kyyeu.content.booklet import read_booklet
from kyyeu.rendering.documents import render_documents
from kyyeu.rendering.shipped import name_shipped_themes
from kyyeu.rendering.theme import Theme

LETTER = """---
kind: letter
title: Quyết định
recipients: ["Nơi nhận:", "- Như Điều 3,", "- Lưu Văn phòng."]
signatures:
  - signed_as: CHÁNH VĂN PHÒNG
    signed: Trần Văn Ất
  - signed_as: [T/M BAN THƯỜNG VỤ TỈNH ỦY, PHÓ BÍ THƯ]
    {picture}
    signed: Nguyễn Văn Ấm
---

Quyết định có hiệu lực từ ngày ký.
"""


def edition_of(picture: str, theme: Theme, folder: Path) -> Edition:
    content = put_alone(folder, (145, 205))
    (content / "articles" / "hai.md").write_text(LETTER.format(picture=picture), "utf-8")
    return Edition(read_booklet(content), theme, content)


@pytest.mark.parametrize(("name", "picture"), crossed(name_shipped_themes(), ["", "signature: cham.png"]))
def test_those_who_sign_stand_side_by_side_their_names_on_one_line(
    name: str, picture: str, tmp_path: Path
) -> None:
    edition = edition_of(picture, shipped(name), tmp_path)
    pieces, data = edition.alone.pieces, edition.alone.data
    assert (
        [*check_paper(edition.expected, pieces, data)] == [*check_aloud(edition.expected, pieces, data)] == []
    )
    assert [*find_overhangs(pieces)] == []
    places = {piece.text.strip(): piece for piece in pieces if piece.section == "article-hai"}
    first, second = places["Trần Văn Ất"], places["Nguyễn Văn Ấm"]
    assert abs(first.baseline - second.baseline) < 0.5 and first.left + first.width < second.left
    assert places["Nơi nhận:"].left < first.left and places["Nơi nhận:"].baseline < first.baseline


THIRD = "  - signed_as: [KT. CHỦ TỊCH, PHÓ CHỦ TỊCH]\n    signed: Lê Hữu Lộc\n---"


@pytest.mark.parametrize("name", name_shipped_themes())
def test_below_three_who_sign_stand_those_who_get_a_copy(name: str, tmp_path: Path) -> None:
    content = put_alone(tmp_path, (145, 205))
    before, _, after = LETTER.format(picture="").rpartition("---")
    (content / "articles" / "hai.md").write_text(f"{before}{THIRD}{after}", "utf-8")
    edition = Edition(read_booklet(content), shipped(name), content)
    pieces, data = edition.alone.pieces, edition.alone.data
    assert [*check_paper(edition.expected, pieces, data), *find_overhangs(pieces)] == []
    places = {piece.text.strip(): piece for piece in pieces if piece.section == "article-hai"}
    names = [places[name] for name in ("Trần Văn Ất", "Nguyễn Văn Ấm", "Lê Hữu Lộc")]
    assert max(each.baseline for each in names) - min(each.baseline for each in names) < 0.5
    assert places["Nơi nhận:"].baseline > names[0].baseline + names[0].size


def test_the_epub_has_them_in_the_order_of_the_header(theme: Theme, tmp_path: Path) -> None:
    edition = edition_of("signature: cham.png", theme, tmp_path)
    documents = {each.name: each.data.decode() for each in render_documents(edition.booklet, theme)}
    text = documents["article-hai.xhtml"].replace("\xa0", " ")
    said = ["Nơi nhận:", "- Lưu Văn phòng.", "CHÁNH", "Trần Văn Ất", "T/M BAN", "cham", "Nguyễn Văn Ấm</p>"]
    assert sorted(said, key=text.index) == said
    assert text.count('class="signature-block"') == 2
