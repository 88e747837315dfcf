"""Which line is what, told from restored lines alone: no reading of the restorer's decides anything here."""

from itertools import pairwise
from pathlib import Path

import pytest
from blocks import source
from hypothesis import example, given
from hypothesis import strategies as st

from kyyeu.content.articles import prove_draft
from kyyeu.content.forms import make_form
from kyyeu.errors import ContentError
from kyyeu.intake.draft import draft_article
from kyyeu.intake.lines import cut_lines
from kyyeu.intake.recognition import Recognised, recognise
from kyyeu.restorer import Restoration
from kyyeu.schema import ArticleForm

BODY = "Văn phòng cấp uỷ tổ chức tổng kết công tác năm.\nCác phong trào thi đua đi vào chiều sâu.\n"


def lay_out(text: str) -> Recognised:
    return recognise(cut_lines(Restoration(text, text)))


def draft(text: str) -> ArticleForm:
    """The header of a sound source's article, which is proved."""
    lines, article = cut_lines(Restoration(text, text)), Path("content/articles/nguon.md")
    made = draft_article(lines, "none", Path("nguon.txt"), "nguon", sure=1)
    filled = make_form(made.header, ArticleForm, article)
    prove_draft(filled, made.body, article, text.encode())
    return filled.form


@pytest.mark.parametrize(
    "headline",
    [
        "Báo cáo tổng kết công tác năm 2019",
        "BÁO CÁO TỔNG KẾT CÔNG TÁC NĂM 2019",
        "Báo Cáo Tổng Kết",
        "BAO CAO TONG KET CONG TAC NAM 2019",
        "Bao ve nen tang tu tuong cua Dang",
        "BAO VE NEN TANG TU TUONG CUA DANG",
        "Bảo vệ nền tảng tư tưởng của Đảng trong tình hình mới",
        "BẢO VỆ NỀN TẢNG TƯ TƯỞNG CỦA ĐẢNG",
        "Bảo Thắng đón nhận danh hiệu huyện nông thôn mới",
        "Bão số 5 đổ bộ vào Nghệ An",
        "Bao giờ cho đến tháng Mười",
        "Báo động lũ trên sông Lam",
        "Báo giới với Nghệ An",
        "Tạp chí ra số đầu tiên",
        "Cổng thông tin điện tử được nâng cấp",
    ],
)
def test_a_headline_is_no_paper(headline: str) -> None:
    layout = lay_out(f"{headline}\n\nVăn phòng Tỉnh uỷ Nghệ An\n\n{BODY}")
    assert layout.title is not None and (layout.title.restored, layout.publication) == (headline, "")
    assert layout.paragraphs[0].text == "Văn phòng Tỉnh uỷ Nghệ An"


@pytest.mark.parametrize(
    "paper",
    [
        "Báo Nghệ An",
        "BÁO NGHỆ AN",
        "Bao Nghe An",
        "BAO NGHE AN",
        "Bao dien tu Bac Ninh",
        "Báo điện tử Đảng Cộng sản Việt Nam",
        "Tạp chí Xây dựng Đảng",
        "Tạp chí điện tử Văn hóa Nghệ An",
        "Cổng thông tin điện tử tỉnh Bắc Ninh",
        "Trang thông tin điện tử đảng bộ tỉnh Nghệ An",
        "Thông tấn xã Việt Nam",
        "Thong tan xa Viet Nam",
        "Báo ảnh Việt Nam",
        "Báo Công an Nghệ An",
    ],
)
def test_a_paper_named_above_the_title_is_the_publication(paper: str) -> None:
    layout = lay_out(f"{paper}\nVăn phòng Tỉnh uỷ Nghệ An\n\n{BODY}")
    assert layout.publication == paper
    assert layout.title is not None and layout.title.restored == "Văn phòng Tỉnh uỷ Nghệ An"


@pytest.mark.parametrize(
    "text",
    [
        "Văn phòng cấp uỷ tổ chức tổng kết công tác năm\nvà triển khai nhiệm vụ của\nTỉnh uỷ, các ban.",
        "Văn phòng cấp uỷ tổ chức tổng kết công tác năm\nvà triển khai nhiệm vụ",
        "Văn phòng cấp uỷ tổ chức tổng kết công tác năm\nvà triển khai nhiệm vụ.\n\nCán bộ đoàn kết.",
        "Văn phòng cấp uỷ tổ chức tổng kết công tác năm\n   và triển khai:\n\n- Cán bộ đoàn kết.",
        "Văn phòng tổng kết\n" + 9 * "và triển khai nhiệm vụ của nhiều năm\n" + "\nCán bộ đoàn kết.",
    ],
)
def test_half_a_sentence_is_no_title(text: str) -> None:
    assert lay_out(text).title is None
    form = draft(text)
    assert form.source is not None and form.source.supplied == ["title"]


@pytest.mark.parametrize(
    "text",
    [
        f"Văn phòng tổng kết\n{BODY}",
        f"Văn phòng tổng kết\n\nvà triển khai nhiệm vụ.\n\n{BODY}",
        f"Văn phòng tổng kết\ncông tác năm\n\n{BODY}",
        f"Văn phòng tổng kết\n18/10/2017\n\n{BODY}",
    ],
)
def test_a_first_line_that_is_no_sentence_is_the_title_though_it_be_broken(text: str) -> None:
    title = lay_out(text).title
    assert title is not None and title.restored == "Văn phòng tổng kết"


@pytest.mark.parametrize(
    ("end", "author", "position"),
    [
        ("Phan Thanh Đoài\n\nPhó Bí thư Tỉnh ủy", "Phan Thanh Đoài", "Phó Bí thư Tỉnh ủy"),
        ("Phan Thanh Đoài\n\nUỷ viên Ban Thường vụ", "Phan Thanh Đoài", "Uỷ viên Ban Thường vụ"),
        ("Phan Thanh Đoài\n\nNguyên Chủ nhiệm", "Phan Thanh Đoài", "Nguyên Chủ nhiệm"),
        ("Phan Thanh Doai\n\nPho Bi thu Tinh uy", "Phan Thanh Doai", "Pho Bi thu Tinh uy"),
        ("Phan Thanh Đoài\n\nNguyễn Văn Đoàn", "Nguyễn Văn Đoàn", None),
        ("Phan Thanh Đoài\n\nSố 5, phố Lê Mao", None, None),
        ("Phan Thanh Đoài\n\nĐường Trường Chinh, thành phố Vinh", None, None),
    ],
)
def test_a_post_is_told_from_a_name_or_a_street_by_its_diacritics(
    end: str, author: str | None, position: str | None
) -> None:
    layout = lay_out(f"Nhan đề\n\n{BODY}\n{end}\n")
    found = [line.restored if line else None for line in (layout.author, layout.position)]
    assert found == [author, position]


@given(st.text(st.sampled_from("0123456789 /.-|:٣Thứ"), max_size=24), st.sampled_from(["", "18/10/2017"]))
@example("Thứ Tư, 18 / 10 / 2017 - 08:29", "")
@example("18 /10 - 2017", "")
@example("٣/١٠/٢٠١٧", "")
@example("18/10/0017", "")
@example("31/02/2010, 01/03/2010", "")
@example("1/2/2010 - 2/2/2010", "18/10/2017")
def test_whatever_day_the_page_tells_the_proof_finds_too(stamp: str, other: str) -> None:
    try:
        form = draft(f"Nhan đề\n{stamp}\n{other}\n\n{BODY}")
    except ContentError as refusal:
        assert refusal.code != "furniture-differs"
    else:
        declared = form.source.furniture if form.source else []
        assert (form.date is None) == all(entry.becomes != "date" for entry in declared)


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("Thứ Tư, 18 / 10 / 2017 - 08:29", "2017-10-18"),
        ("18 /10 - 2017", "2017-10-18"),
        ("31/02/2010, 01/03/2010", "2010-03-01"),
        ("٣/١٠/٢٠١٧", "None"),
        ("18/10/0017", "None"),
        ("18/10/9999", "None"),
    ],
)
def test_a_day_is_written_in_ascii_digits_and_of_a_year_that_had_newspapers(stamp: str, day: str) -> None:
    assert str(draft(f"Nhan đề\n{stamp}\n\n{BODY}").date) == day


@pytest.mark.parametrize("feed", ["\f", "\v", "\x85", "\u2028", "\u2029", "\f\n", "a\fb"])
def test_lines_are_numbered_as_an_editors_program_counts_them(feed: str) -> None:
    text = f"Nhan đề\n{feed}Một.{feed}Hai.\nBa.\n"
    lines, rows = cut_lines(Restoration(text, text)), text.split("\n")
    assert all(line.restored in rows[line.number - 1] for line in lines)
    assert len({line.start for line in lines}) == len(lines)
    assert all(text[line.start : line.end].strip() == line.restored for line in lines)


def test_lines_that_a_form_feed_parts_are_lines_of_their_own() -> None:
    layout = lay_out(f"Báo Nghệ An\fNhan đề\fTop\f{BODY}")
    assert layout.publication == "Báo Nghệ An" and layout.title is not None
    assert [layout.title.restored, *(paragraph.text for paragraph in layout.paragraphs)] == [
        "Nhan đề",
        *BODY.splitlines(),
    ]


def test_a_character_that_cannot_be_printed_is_told_with_the_line_it_stands_in() -> None:
    with pytest.raises(ContentError, match="control-character") as raised:
        draft("Nhan đề\n\fMột.\n\fHai.\nBa\x01.\n")
    assert raised.value.line == 4


VERSE = """Mười tám tháng mười thu lại về
Văn phòng ta đó rộn câu thề
Trung thành tận tụy cùng dân nước
Giữ trọn niềm tin với bạn nghề"""
MAIL = """Kính gửi các đồng chí, nhân kỷ niệm ngày truyền thống ngành văn phòng
cấp ủy, Văn phòng Tỉnh ủy tổ chức buổi gặp mặt cán bộ đã nghỉ hưu và
trân trọng kính mời các đồng chí đến dự. Thời gian từ 8 giờ ngày 18
tháng 10 tại hội trường Tỉnh ủy."""
WORD = """Năm qua, Văn phòng đã hoàn thành tốt nhiệm vụ được giao, bảo đảm tiến độ, đúng quy định chung.
Kết quả cụ thể
Năm\tĐến\tĐi
2024\t13.120\t5.210
Phương hướng năm tới
- Đẩy mạnh số hóa tài liệu lưu trữ
- Nâng cao chất lượng tham mưu
1. Tham mưu
2. Phục vụ"""


def test_verse_stays_lines_of_one_paragraph() -> None:
    first, second = lay_out(
        f"Nhớ ngày truyền thống\n\n{VERSE}\n\n{VERSE.replace('Mười', 'Hai')}\n"
    ).paragraphs
    assert first.verse and second.verse
    assert [line.restored for line in first.lines] == VERSE.splitlines()


def test_lines_pasted_from_a_word_processor_stay_paragraphs() -> None:
    layout = lay_out(f"Văn phòng tổng kết năm\n\n{WORD}\n")
    assert [part.text for part in layout.paragraphs] == [" ".join(line.split()) for line in WORD.splitlines()]


@pytest.mark.parametrize("beside", ["", f"\n\n{VERSE}", f"\n\n{WORD}"])
def test_mail_broken_to_a_width_is_joined_and_nothing_else(beside: str) -> None:
    first, *others = lay_out(f"Thư mời dự gặp mặt\n\n{MAIL}{beside}\n").paragraphs
    assert first.text == " ".join(MAIL.split())
    assert all(len(other.lines) == 1 or other.verse for other in others)


@pytest.mark.parametrize("number", range(120))
def test_lines_stay_lines_and_what_was_broken_to_a_width_is_joined(number: int) -> None:
    written = source(number)
    text = "".join(f"{line.text}\n" for line in written)
    made = draft_article(cut_lines(Restoration(text, text)), "none", Path("nguon.txt"), "nguon", sure=1)
    for row, (before, line) in enumerate(pairwise(written), 2):
        # Of a capital nobody can tell, where no blank line does, whether a paragraph begins with it.
        ended = before.text.endswith((".", "!", "?", ";")) and before.kind == line.kind == "prose"
        told = not line.text.strip()[:1].isupper() or not (ended or line.goes_on)
        assert not told or (row in made.joined) == line.goes_on, line.text


def test_the_lines_that_were_joined_are_told() -> None:
    text = f"Thư mời dự gặp mặt\n\n{MAIL}\n\n{VERSE}\n"
    lines = cut_lines(Restoration(text, text))
    assert draft_article(lines, "none", Path("nguon.txt"), "nguon", sure=1).joined == (4, 5, 6)


@given(st.lists(st.sampled_from([VERSE, MAIL, WORD, "Một dòng.", "Tên Người", "- một mục"]), max_size=6))
def test_whatever_lines_are_joined_the_article_is_proved(blocks: list[str]) -> None:
    draft("\n\n".join(["Thư mời dự gặp mặt hôm nay", *blocks, BODY]))
