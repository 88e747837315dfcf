import base64
import hashlib
import json
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from kyyeu.restorer import Restoration, Span, Step, restore
from kyyeu.review.page import is_review, render_review

ROOT = Path(__file__).parents[2]
PARTS = ROOT / "kyyeu" / "review"
LABELS = tomllib.loads((PARTS / "labels.toml").read_text("utf-8"))
SCRIPT = "\n".join(path.read_text("utf-8") for path in sorted(PARTS.glob("*.js")))

DAMAGED = "Ban Ch huy\n\nTnh u t chc Đại hi, cp u ch đạo."
HOSTILE = "Tnh u </script><img src=x onerror=alert(1)> & \u2028 <!-- t chc $name"
DAMAGES = ("drop-after-latin1", "strip-diacritics", "question-mark", "nfd")


def columns(page: str) -> tuple[list[str], list[str]]:
    """The text of either column of the page, a string for every row."""
    cells = [cell.text_content() for cell in html.fromstring(page).cssselect("#text p")]
    return cells[::2], cells[1::2]


def data(page: str) -> dict[str, object]:
    found = html.fromstring(page).get_element_by_id("data").text
    loaded = json.loads(found or "")
    assert isinstance(loaded, dict)
    return loaded


def with_words(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def test_every_line_stands_beside_its_restoration() -> None:
    restoration = restore(DAMAGED, "drop-after-latin1")
    assert columns(render_review(restoration, "x.txt", 0.99)) == (
        with_words(DAMAGED),
        with_words(restoration.text),
    )


@pytest.mark.parametrize("damage", DAMAGES)
@given(
    text=st.lists(
        st.sampled_from(
            [
                "ủy ban",
                "Tnh u",
                "t chc",
                "c?p u?",
                "to chuc",
                "<b>",
                "&amp;",
                "</script>",
                "  ",
                "\n",
                "ê\u0301",
                "“",
                "\u2028",
            ]
        )
    ).map(" ".join)
)
def test_no_text_is_lost_or_added(damage: str, text: str) -> None:
    restoration = restore(text, damage)
    source, restored = columns(render_review(restoration, "x.txt", 0.99))
    assert [line for line in source if line.strip()] == with_words(text)
    assert [line for line in restored if line.strip()] == with_words(restoration.text)


def test_restored_letters_are_marked_one_by_one_and_neighbours_together() -> None:
    steps = (Step(0, "duoc", "được", 1.0), Step(5, "to", "tổ", 1.0))
    page = render_review(Restoration("duoc to", "được tổ", "strip-diacritics", steps), "x.txt", 0)
    assert '<p role="cell"><i>đượ</i>c t<i>ổ</i></p>' in page


def test_words_that_the_damage_spared_are_not_marked() -> None:
    assert "Tỉnh ủy" in render_review(restore("Tỉnh ủy t chc", "drop-after-latin1"), "x.txt", 0)


def test_what_is_less_likely_than_asked_is_to_be_looked_at() -> None:
    restoration = restore(DAMAGED, "drop-after-latin1")
    for sure in (0.0, 0.9, 1.0):
        page = render_review(restoration, "x.txt", sure)
        doubtful = [step.start for step in restoration.steps if step.probability < sure]
        places = data(page)["places"]
        assert isinstance(places, list)
        assert [place["start"] for place in places] == doubtful
        tree = html.fromstring(page)
        assert len(tree.cssselect("#text mark")) == len(tree.cssselect("#text u")) == len(doubtful)


def test_the_source_is_named_by_its_digest() -> None:
    page = render_review(restore(DAMAGED, "drop-after-latin1"), "x.txt", 0.99)
    assert data(page)["digest"] == hashlib.sha256(DAMAGED.encode()).hexdigest()


@pytest.mark.parametrize("name", ["bài.txt", "</title><script>alert(1)</script>.txt"])
def test_text_and_name_stay_text(name: str) -> None:
    page = render_review(restore(HOSTILE, "drop-after-latin1"), name, 1)
    tree = html.fromstring(page)
    assert (len(tree.cssselect("script")), len(tree.cssselect("img"))) == (2, 0)
    assert columns(page)[0] == [HOSTILE]
    assert name in tree.cssselect("title")[0].text_content()
    assert data(page)["name"] == name


def test_only_its_own_script_and_style_may_run() -> None:
    tree = html.fromstring(render_review(restore(DAMAGED), "x.txt", 0.99))
    policy = tree.cssselect("meta[http-equiv]")[0].get("content") or ""
    for kind, element in (("script", "script[type=module]"), ("style", "style")):
        text = tree.cssselect(element)[0].text or ""
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")


@pytest.mark.parametrize("language", LABELS)
def test_the_page_speaks_the_language_asked_for(language: str) -> None:
    page = render_review(restore(DAMAGED), "x.txt", 0.99, language)
    assert html.fromstring(page).get("lang") == language
    assert LABELS[language]["page"]["doubts"] in page


def test_both_languages_have_the_same_labels_with_the_same_facts() -> None:
    facts = {
        language: {
            (part, name): sorted(re.findall(r"{\w+}", label))
            for part, labels in LABELS[language].items()
            for name, label in labels.items()
        }
        for language in LABELS
    }
    assert facts["vi"] == facts["en"]


@pytest.mark.parametrize("label", LABELS["vi"]["script"])
def test_no_label_is_left_over(label: str) -> None:
    assert f'"{label}"' in SCRIPT or f"labels.{label}" in SCRIPT


@pytest.mark.parametrize(
    ("restoration", "words"),
    [
        (restore(DAMAGED, "none"), "Không tìm thấy chỗ hư nào"),
        (restore("cáº¥p uá»·", "utf8-misread"), "Không có chỗ nào cần xem: cả 2 chỗ"),
        (restore(DAMAGED, "drop-after-latin1"), "chắc chưa tới 99,5%"),
    ],
)
def test_it_says_what_there_is_to_do(restoration: Restoration, words: str) -> None:
    assert words in render_review(restoration, "x.txt", 0.995)


def test_the_same_restoration_gives_the_same_page() -> None:
    restoration = restore(DAMAGED)
    again = Restoration.from_json(restoration.to_json())
    assert render_review(restoration, "x.txt", 0.99) == render_review(again, "x.txt", 0.99)


@pytest.mark.parametrize("sure", [-0.1, 1.01, float("nan")])
def test_a_threshold_that_is_no_probability_is_refused(sure: float) -> None:
    with pytest.raises(ValueError, match="not between 0 and 1"):
        render_review(restore(DAMAGED), "x.txt", sure)


def test_a_page_is_known_by_its_head(tmp_path: Path) -> None:
    page = tmp_path / "bai.html"
    page.write_text(render_review(restore(DAMAGED), "x.txt", 0.99), "utf-8")
    assert is_review(page)
    page.write_text(f"<!DOCTYPE html><title>x</title>{' ' * 1000}{page.read_text('utf-8')}", "utf-8")
    assert not is_review(page) and not is_review(tmp_path) and not is_review(tmp_path / "không.html")


def test_words_that_nobody_knows_are_marked_and_counted() -> None:
    text = "Ông làm giám đốc mt công ty ở <Hà> Nội."
    page = render_review(Restoration(text, text, unknown=(Span(17, 19), Span(31, 33))), "x.txt", 0.99, "en")
    assert [word.text for word in html.fromstring(page).cssselect("#text em")] == ["mt", "Hà"]
    assert "2 words that are not known" in page and columns(page) == ([text], [text])


def test_lines_that_were_joined_are_marked() -> None:
    page = html.fromstring(render_review(Restoration("a\n\nb\nc", "a\n\nb\nc"), "x.txt", 0.99, joined={4}))
    assert [row.text_content() for row in page.cssselect("#text .joined")] == ["cc"]
    assert "1 dòng được nối" in page.text_content()


def test_the_doubt_about_the_damage_is_told() -> None:
    steps = (Step(0, "t", "ta", 0.5),)
    for sure, told in ((0.8, True), (1.0, False)):
        page = render_review(Restoration("t", "ta", "drop", steps, sure=sure), "x.txt", 0.99, "en")
        assert ("not certain (80.0%)" in page) is told


@pytest.mark.parametrize("language", LABELS)
def test_what_to_do_with_a_reading_that_the_damage_does_not_explain_is_told(language: str) -> None:
    assert "source: emendations" in LABELS[language]["script"]["refused"]
