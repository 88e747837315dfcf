"""Sources as data: each becomes the article beside it, proved; whatever else comes in does no harm."""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kyyeu.content.articles import prove_draft
from kyyeu.content.forms import parse_form
from kyyeu.content.header import split_front_matter
from kyyeu.content.prose import parse_prose
from kyyeu.errors import ContentError, Problems
from kyyeu.intake.lines import count_words, cut_lines
from kyyeu.intake.task import Manner, Restored, Task, run
from kyyeu.intake.verbatim import escape
from kyyeu.restorer import Restoration, Step, replay, reread
from kyyeu.restorer.damage import DAMAGES
from kyyeu.restorer.language_model import Model
from kyyeu.schema import ArticleForm

CASES = sorted((Path(__file__).parent / "pages").glob("*.txt"))
PRINTED = st.characters(exclude_categories=["Cs", "Cc", "Cn"])
ARTICLE = Path("content/articles/nguon.md")
MARKUP = st.text(st.sampled_from("aở 12.)(*_`~<>&;:#+-=|!\\[]{}^/\"'%\n"), max_size=60)
LINES = """
Top
Thứ Tư, 18/10/2017 - 08:29
Thứ Tư, 18/10/2017
Báo Nghệ An
Phan Thanh
Chánh Văn phòng Tỉnh ủy
               Đại hội Đảng bộ tỉnh
Văn phòng cp u t chc tng kết công tác
Văn phòng cấp ủy tổ chức tổng kết
van phong cap uy to chuc tong ket cong tac nam
""".splitlines()
PAGES = st.lists(
    st.one_of(
        st.text(PRINTED, max_size=40),
        MARKUP,
        st.sampled_from([*LINES, ""]),
    ),
    max_size=12,
).map("\n".join)  # fmt: skip


def task(text: str | bytes, **manner: object) -> Task:
    data = text.encode() if isinstance(text, str) else text
    settled = replace(Manner(), **manner)  # type: ignore[arg-type]
    return Task(Path("nguon.txt"), ARTICLE, "nguon.txt", data, settled)


def prove_again(made: Restored, source: bytes) -> None:
    """The file, read as a booklet reads it, agrees with its source, and with what is told of it."""
    header, body, _ = split_front_matter(made.text, ARTICLE)
    account = prove_draft(parse_form(header, ArticleForm, ARTICLE), body, ARTICLE, source)
    assert account.restored == made.letters


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_source_becomes_the_article_beside_it(case: Path, golden: Callable[[Path, str], None]) -> None:
    # a case's name ends in its damage: page.drop.txt
    damage = case.suffixes[0][1:]
    made = run(replace(task(case.read_bytes(), damage=damage), file=case.name))
    golden(case.with_suffix(".md"), made.text)
    prove_again(made, case.read_bytes())


@given(PAGES, st.sampled_from(["auto", "none", *DAMAGES]))
def test_whatever_comes_in_is_proved_or_refused(text: str, damage: str) -> None:
    try:
        made = run(task(text, damage=damage))
    except (ContentError, Problems) as refusal:
        assert refusal.exit_status == 2
    else:
        prove_again(made, text.encode())


@given(st.binary(max_size=200))
def test_whatever_bytes_come_in_are_proved_or_refused(data: bytes) -> None:
    try:
        made = run(task(data, damage="none"))
    except (ContentError, Problems) as refusal:
        assert refusal.exit_status == 2
    else:
        prove_again(made, data)


@given(st.one_of(MARKUP, st.text(PRINTED)).map(lambda text: " ".join(text.split())).filter(bool))
@example("1. - # > + * = : | a_b <b> &amp; &#33; [a](b) ![c](d) {.lost} `e` \\ [^1]: ---")
def test_escaped_text_means_its_letters_and_nothing_else(text: str) -> None:
    (_, block) = parse_prose(f"Trước.\n\n{escape(text)}\n", "x").cut()[1]
    assert block.text == text


def restored(text: str, **manner: object) -> ArticleForm:
    header, _, _ = split_front_matter(run(task(text, **manner)).text, Path("x"))
    return parse_form(header, ArticleForm, Path("x")).form


SOUND = (
    "Văn phòng cấp ủy tổ chức tổng kết công tác năm, đề ra nhiệm vụ năm tới.",
    "Ảnh: Tỉnh ủy Nghệ An",
    "Cán bộ, chuyên viên luôn đoàn kết, nỗ lực phấn đấu, được nhân dân tin yêu.",
    "Đường dây nóng của cơ quan được đặt tại phòng thường trực.",
    "QUYẾT ĐỊNH CỦA BAN THƯỜNG VỤ TỈNH ỦY",
)


@given(
    st.lists(st.tuples(st.sampled_from(SOUND), st.booleans()), min_size=2, max_size=7),
    st.sampled_from(sorted(DAMAGES)),
    st.sampled_from(["\n", "\n\n", "\n\n     "]),
)
def test_sound_lines_in_a_damaged_source_stay_and_are_declared(
    lines: list[tuple[str, bool]], damage: str, between: str
) -> None:
    source = between.join(DAMAGES[damage](line) if damaged else line for line, damaged in lines)
    made = run(task(source, damage=damage))
    prove_again(made, source.encode())
    header, body, _ = split_front_matter(made.text, ARTICLE)
    form = parse_form(header, ArticleForm, ARTICLE).form
    text = " ".join([form.title, str(form.author or ""), *body.split()])
    assert all(line in text for line, damaged in lines if not damaged)


BODY = "\n\nVăn phòng cp u t chc tng kết công tác năm.\n"


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("Thứ Tư, 18/10/2017 - 08:29", "2017-10-18"),
        ("Cập nhật lúc 08:29, ngày 18/10/2017", "2017-10-18"),
        ("18-10-2017 | 08h29 (GMT+7)", "2017-10-18"),
        ("Thứ Hai, ngày 1/2/2010", "2010-02-01"),
        ("31/02/2010", None),
        ("Ngày 18/10/2017, Tỉnh ủy họp", None),
        ("18/10", None),
    ],
)
def test_a_time_stamp_is_the_day(stamp: str, day: str | None) -> None:
    form = restored(f"Nhan đề bài\n{stamp}{BODY}", damage="none")
    assert str(form.date) == str(day)


@pytest.mark.parametrize("line", ["Top", "In bài viết", "Chia sẻ:", "[Trở lại]", "▲ Top"[2:], "GỬI EMAIL"])
def test_a_button_is_furniture(line: str) -> None:
    form = restored(f"Nhan đề bài{BODY}{line}\n", damage="none")
    assert form.source is not None and [entry.line for entry in form.source.furniture] == [line]


@pytest.mark.parametrize(
    ("end", "author", "position"),
    [
        ("Phan Thanh Đoài", "Phan Thanh Đoài", None),
        ("PHAN THANH ĐOÀI", "PHAN THANH ĐOÀI", None),
        ("Nguyễn Văn Đoàn\n\nTỉnh ủy viên, Chánh Văn phòng Tỉnh ủy", "Nguyễn Văn Đoàn",
         "Tỉnh ủy viên, Chánh Văn phòng Tỉnh ủy"),
        ("Văn phòng làm tốt.", None, None),
        ("Hà Nội", None, None),
        ("Đoàn kết, sáng tạo", None, None),
    ],
)  # fmt: skip
def test_a_signature_is_the_author(end: str, author: str | None, position: str | None) -> None:
    form = restored(f"Nhan đề bài\n\nVăn phòng tổng kết công tác năm.\n\n{end}\n", damage="none")
    assert (form.author, form.position) == (author, position)


LONG = {
    "letters": "a" * 150_000,
    "hyphens": "-" * 150_000,
    "addresses": "a@" * 50_000,
    "time stamps": "1/1/2010\n" * 8_000,
    "buttons": "Top\n" * 10_000,
}


@pytest.mark.parametrize("part", [4, pytest.param(1, marks=pytest.mark.ci)])
@pytest.mark.parametrize("page", LONG)
def test_a_page_of_one_thing_repeated_is_read(page: str, part: int) -> None:
    repeated = LONG[page][: len(LONG[page]) // part]
    made = run(task(f"Nhan đề bài\n{repeated}{BODY}", damage="drop"))
    assert "Văn phòng cấp" in made.text


def test_a_source_without_a_title_says_so() -> None:
    form = restored("Văn phòng tổng kết công tác năm.\n", damage="none")
    assert form.title == "Văn phòng tổng kết công tác năm."
    assert form.source is not None and form.source.supplied == ["title"]


@pytest.mark.parametrize("char", "\x07\x9f\ufffe\uffff")
@pytest.mark.parametrize(
    ("page", "line"),
    [
        ("Nhan đề{}\n\nVăn phòng tổng kết.\n", 1),
        ("Nhan đề\n\nVăn phòng\ntổng kết{} năm.\n", 4),
        ("Nhan đề\n\nVăn phòng tổng kết.\n\nChia sẻ{}:\n", 5),
    ],
)
def test_what_neither_a_page_nor_a_header_can_hold_is_told_with_its_line(
    char: str, page: str, line: int
) -> None:
    with pytest.raises(ContentError) as refused:
        run(task(page.format(char), damage="none"))
    told = (refused.value.code, refused.value.line, refused.value.facts)
    assert told == ("control-character", line, {"char": f"U+{ord(char):04X}"})


ENGLISH = "The title of it\n\nNothing here has ever been Vietnamese, and nobody says it was.\n"


def test_what_reads_as_vietnamese_under_no_damage_is_refused() -> None:
    with pytest.raises(ContentError) as refused:
        run(task(ENGLISH))
    assert refused.value.code == "unknown-way"


MATTERS = [
    ("B n H ng d n v c c b c h u y n h n g th n g b o c a V n ph ng t n h", "letters-apart"),
    ("Tạĩ cũộc họp ngàỷ ấy, sãù khỉ nghé Bàn Tổ chức báỏ cáọ", "tones-doubled"),
    (
        "Ban Hp ca trình bày. Quy\nn được học, được đọc, được nghe. Dân bi\nết việc gì dân cn, Đ\n"
        "t do mưu cu hnh phúc. Cho thanh bình quê n\nước Vit Nam.",
        "more-than-damage",
    ),
]


@pytest.mark.parametrize(("source", "code"), MATTERS)
def test_what_is_the_matter_with_a_source_is_told(source: str, code: str) -> None:
    with pytest.raises(ContentError) as refused:
        run(task(source))
    assert refused.value.code == code


def test_another_language_is_left_as_it_is_where_it_is_said_to_be_sound() -> None:
    made = run(task(ENGLISH, damage="none"))
    assert (made.damage, made.letters) == ("none", 0)


@pytest.mark.parametrize("damage", ["drop-after-latin1", "vni", "nfd", "utf8-misread"])
def test_words_to_which_something_was_put_back_are_counted_whatever_their_letters(damage: str) -> None:
    text = "Nhan đề bài\n\nVăn phòng cấp ủy tổ chức tổng kết công tác năm.\n"
    made = run(task(DAMAGES[damage](text), damage=damage))
    assert made.syllables == len(text.split())
    assert made.restored == sum(DAMAGES[damage](word) != word for word in text.split())


@pytest.mark.parametrize(
    ("text", "damage"),
    [
        ("cp/u/t/chc cp-u-t-chc", "drop"),
        ("cp/u/t/chc\n", "drop-after-latin1"),
        ("Nhan đề\n\nCán b công tác  tnh luôn đoàn kết, giúp đỡ nhân dân  ", "drop-after-latin1"),
        ("Phan Thanh\nTop\n\ncap uy to chuc tong ket cong tac nam", "strip-diacritics"),
    ],
)
def test_what_is_to_be_looked_at_is_counted_in_the_words_that_are_counted(text: str, damage: str) -> None:
    made = run(task(text, damage=damage, sure=1.0))
    assert 0 < made.doubtful <= made.syllables


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (("cp", ""), ("cấp", ""), 1),  # two readings in one word
        (("cp", "  tnh"), ("cấp", " ở tỉnh"), 3),  # one reading of several words
        (("", "cp"), ("", "cấp"), 1),  # nothing missing before a word
        (("cp", ""), ("", ""), 1),  # nothing missing at the end
    ],
)
def test_a_place_counts_with_the_words_it_touches(
    before: tuple[str, str], after: tuple[str, str], words: int
) -> None:
    first, second = len("Nhan "), len("Nhan ") + len(before[0])
    steps = (Step(first, before[0], after[0], 0.5), Step(second, before[1], after[1], 0.5))
    source = f"Nhan {''.join(before)}\n"
    lines = cut_lines(Restoration(source, replay(source, steps), "drop", steps))
    assert count_words(lines, lambda step: True) == words


@given(
    st.text(st.sampled_from("bchnptuaởấ?/-.  \n\t\x1c\u2028"), max_size=40),
    st.sampled_from(sorted(DAMAGES)),
    st.sampled_from([0.5, 0.99, 1.0]),
)
def test_no_more_words_are_to_be_looked_at_than_there_are(text: str, damage: str, sure: float) -> None:
    try:
        made = run(task(text, damage=damage, sure=sure))
    except (ContentError, Problems):
        return
    assert 0 <= made.doubtful <= made.syllables and 0 <= made.restored <= made.syllables


def test_words_lost_whole_are_declared_with_their_neighbours() -> None:
    text = (
        "Nhan đề\n\nTrong nhng năm qua, cán b công tác  tnh luôn đoàn kết, giúp đỡ nhân dân các huyn khó "
        "khăn vươn lên trong cuc sng, tham mưu cho cp u t chc tt các hot động k nim.\n"
    )
    form = restored(text, damage="drop-after-latin1", sure=1.0)
    assert form.source is not None
    lost = next(entry for entry in form.source.uncertain if " ở " in f" {entry.reading} ")
    assert any(other == lost.reading.replace("ở ", "", 1) for other in lost.alternatives)


@pytest.mark.parametrize(
    "name",
    [
        "Tin247.com",
        "Bao.vn",
        "Dan-tri.com.vn",
        "BAO.VN",
        "http://Bao-moi.com/tin-tuc/Viet-Nam.html",
        "bao@tin.vn",
    ],
)
@pytest.mark.parametrize("damage", ["drop-after-latin1", "strip-diacritics"])
def test_the_name_of_a_site_stays_and_nothing_in_it_is_doubted(name: str, damage: str) -> None:
    text = (
        f"Nhan đề\n\nTheo {name}, văn phòng cấp ủy tổ chức tổng kết công tác năm tại {name} và gửi báo cáo.\n"
    )
    made = run(task(DAMAGES[damage](text), damage=damage, sure=1.0))
    assert made.text.count(name) >= 2
    doubts = restored(DAMAGES[damage](text), damage=damage, sure=1.0).source
    words = set(re.findall(r"\w+", name))
    assert doubts is not None and not [entry for entry in doubts.uncertain if entry.reading in words]


def test_a_sound_sentence_in_a_damaged_paragraph_leaves_the_others_to_be_restored() -> None:
    damaged = "Cán b, chuyên viên luôn đoàn kết, n lc phấn đấu, được nhân dân tin yêu."
    sound = "Tỉnh ủy tặng bằng khen cho tập thể cán bộ, chuyên viên của cơ quan."
    made = run(task(f"Nhan đề\n\n{damaged} {sound} {damaged}\n", damage="drop-after-latin1"))
    whole = "Cán bộ, chuyên viên luôn đoàn kết, nỗ lực phấn đấu, được nhân dân tin yêu."
    assert f"{whole} {sound} {whole}" in made.text


WRAPPED = """Nhan đề

Nhng năm qua, cán b, chuyên viên ca Văn phòng luôn đoàn kt, n lc
phn đu, hoàn thành tt nhim v đưc giao, không ngng đưc nâng cao
Top
    v s lưng và cht lưng, đáp ng yêu cu ca công tác tham mưu trong
tình hình mi, đưc nhân dân tin yêu; nhiu năm lin hoàn thành tt
nhim v đưc giao.
"""


def test_what_is_read_again_has_every_word_of_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    read = list[str]()

    def read_and_note(restoration: Restoration, text: str, model: Model | None) -> Restoration:
        read.extend((restoration.source, text))
        return reread(restoration, text, model)

    monkeypatch.setattr("kyyeu.intake.recut.reread", read_and_note)
    run(task(WRAPPED, damage="drop"))
    first, again = read
    assert first != again and first.split() == again.split()


@given(st.lists(st.booleans(), min_size=30, max_size=30), st.sampled_from(sorted(DAMAGES)))
@example([False] * 28 + [True] * 2, "utf8-misread")  # the last word ends with signs, and is taken for sound
def test_words_damaged_or_not_at_will_are_proved(damaged: list[bool], damage: str) -> None:
    words = " ".join(SOUND).split()
    mixed = [
        DAMAGES[damage](word) if spoilt else word for word, spoilt in zip(cycle(words), damaged, strict=False)
    ]
    source = f"Nhan đề\n\n{' '.join(mixed)}\n"
    try:
        made = run(task(source, damage=damage))
    except ContentError as refusal:
        # what is left of UTF-8 read as Windows-1252 has characters that can't be printed; and a sentence of
        # mostly sound words is left as it is, spoilt words and all
        unprintable = {"control-character"} if damage == "utf8-misread" else set[str]()
        assert refusal.code in {"unknown-way", "other-damage", *unprintable}
    else:
        prove_again(made, source.encode())


def test_a_doubt_in_a_paragraph_that_is_repeated_is_declared_at_each_of_its_places() -> None:
    paragraph = "Cán b gi báo cáo ti cp huyn đúng hn."
    form = restored(f"Nhan đề\n\n{paragraph}\n\nHết.\n\n{paragraph}\n", damage="drop-after-latin1")
    assert form.source is not None
    doubts = [(entry.text, entry.place) for entry in form.source.uncertain]
    firsts = {text for text, place in doubts if place == 1}
    assert firsts
    # Words around the second make others certain there, or less so.
    assert firsts & {text for text, place in doubts if place == 2}
    assert len(set(doubts)) == len(doubts)


def test_the_surer_an_editor_wants_to_be_the_more_is_told() -> None:
    text = f"Nhan đề{BODY}"
    few, many = (restored(text, damage="drop-after-latin1", sure=sure) for sure in (0.5, 0.9999))
    assert few.source is not None and many.source is not None
    assert len(few.source.uncertain) < len(many.source.uncertain)
