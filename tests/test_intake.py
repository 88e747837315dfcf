"""Sources as data: each becomes the article beside it, which is proved; and whatever else comes in, no harm."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kyyeu.content import prove_draft
from kyyeu.errors import ContentError, Problems
from kyyeu.header import parse_form, render_front_matter, split_front_matter
from kyyeu.intake.task import Manner, Restored, Task, run
from kyyeu.intake.verbatim import escape
from kyyeu.prose import parse_prose
from kyyeu.restorer.damage import DAMAGES
from kyyeu.schema import ArticleForm, ForewordForm

CASES = sorted((Path(__file__).parent / "intake").glob("*.txt"))
PRINTED = st.characters(exclude_categories=["Cs", "Cc", "Cn"])
MARKUP = st.text(st.sampled_from("aở 12.)(*_`~<>&;:#+-=|!\\[]{}^/\"'%\n"), max_size=60)
PAGES = st.lists(
    st.one_of(
        st.text(PRINTED, max_size=40),
        MARKUP,
        st.sampled_from(
            ["", "  ", "Top", "Thứ Tư, 18/10/2017 - 08:29", "Thứ Tư, 18/10/2017", "Báo Nghệ An", "Phan Thanh",
             "Chánh Văn phòng Tỉnh ủy", "               Đại hội Đảng bộ tỉnh", "Văn phòng cp u t chc tng kết công tác",
             "Văn phòng cấp ủy tổ chức tổng kết", "van phong cap uy to chuc tong ket cong tac nam"]
        ),
    ),
    max_size=12,
).map("\n".join)  # fmt: skip


def task(text: str | bytes, **manner: object) -> Task:
    data = text.encode() if isinstance(text, str) else text
    settled = replace(Manner(), **manner)  # type: ignore[arg-type]
    return Task(Path("nguon.txt"), Path("content/articles/nguon.md"), "nguon.txt", data, settled)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_source_becomes_the_article_beside_it(case: Path, golden: Callable[[Path, str], None]) -> None:
    # a case's name ends in its damage: page.drop.txt
    damage = case.suffixes[0][1:]
    made = run(replace(task(case.read_bytes(), damage=damage), file=case.name))
    golden(case.with_suffix(".md"), made.text)


@given(PAGES, st.sampled_from(["auto", "none", *DAMAGES]))
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_comes_in_is_proved_or_refused(text: str, damage: str) -> None:
    try:
        made = run(task(text, damage=damage))
    except (ContentError, Problems) as refusal:
        assert refusal.exit_status == 2
    else:
        assert prove_draft(made.text, Path("content/articles/nguon.md"), text.encode()).account is not None


@given(st.binary(max_size=200))
@settings(deadline=None, max_examples=150)
def test_whatever_bytes_come_in_are_proved_or_refused(data: bytes) -> None:
    try:
        made = run(task(data, damage="none"))
    except (ContentError, Problems) as refusal:
        assert refusal.exit_status == 2
    else:
        assert prove_draft(made.text, Path("content/articles/nguon.md"), data).account is not None


@given(st.one_of(MARKUP, st.text(PRINTED)).map(lambda text: " ".join(text.split())).filter(bool))
@example("1. - # > + * = : | a_b <b> &amp; &#33; [a](b) ![c](d) {.lost} `e` \\ [^1]: ---")
@settings(deadline=None)
def test_escaped_text_means_its_letters_and_nothing_else(text: str) -> None:
    (block,) = parse_prose(f"Trước.\n\n{escape(text)}\n", "x").blocks()[1:]
    assert block.text == text


@given(st.text(PRINTED, min_size=1).map(lambda text: " ".join(text.split())).filter(bool))
@example('Đoàn kết: "trung thành" # sáng tạo')
@example("2017-10-18")
@example("null")
@example("- *x")
@settings(deadline=None)
def test_a_title_of_any_letters_survives_its_yaml(title: str) -> None:
    header, _, _ = split_front_matter(render_front_matter({"title": title}), Path("x"))
    assert parse_form(header, ForewordForm, Path("x")).title == title


def restored(text: str, **manner: object) -> tuple[Restored, ArticleForm]:
    made = run(task(text, **manner))
    header, _, _ = split_front_matter(made.text, Path("x"))
    return made, parse_form(header, ArticleForm, Path("x"))
