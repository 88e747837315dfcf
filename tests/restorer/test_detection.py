"""Which damage it is, why, and when to ask."""

from functools import cache
from pathlib import Path

import pytest
from sampling import thinned

from benchmarks.restorer.headings import headings
from kyyeu.restorer import AmbiguousDamage, restore
from kyyeu.restorer.damage import DAMAGES, damage_named
from kyyeu.restorer.detection import Detection, detect
from kyyeu.restorer.model_file import shipped_model

SOURCES = Path(__file__).parents[2] / "content" / "sources"
SECOND = (SOURCES / "bao-bac-ninh-2017.txt").read_text("utf-8")


@cache
def detect_in_article(name: str) -> Detection:
    return detect(DAMAGES[name](SECOND), shipped_model())


@pytest.mark.parametrize("name", thinned(DAMAGES, 2))
def test_the_damage_of_an_article_is_found(name: str) -> None:
    assert detect_in_article(name).damage == name


@pytest.mark.parametrize("name", [damage.name for damage in DAMAGES.values() if not damage.rare])
def test_the_damage_of_a_headline_is_found(name: str) -> None:
    headline = SECOND.splitlines()[2]
    assert detect(DAMAGES[name](headline), shipped_model()).damage == name


@pytest.mark.parametrize("letter", "đàáưôộ")
def test_a_letter_lost_everywhere_is_found(letter: str) -> None:
    """Also where what it left are syllables, or look like words of another language: ược, mt."""
    damaged = SECOND.replace(letter, "")
    assert detect(damaged, shipped_model()).damage == f"lost:{letter}"


@pytest.mark.parametrize("letters", ["ưừứữửự", "ôồốỗổộ", "ơờớỡởợ"])
def test_a_letter_lost_with_all_its_tones_is_found(letters: str) -> None:
    both = letters + letters.upper()
    damaged = SECOND.translate(dict.fromkeys(map(ord, both)))
    assert detect(damaged, shipped_model()).damage == f"lost:{both}"


@pytest.mark.parametrize("heading", [*headings(2)])
def test_a_seldom_mark_is_lost_with_those_of_its_kind(heading: str) -> None:
    name = "marks-lost:U+0302-U+0306-U+031B"
    assert detect(damage_named(name)(heading), shipped_model()).damage == name


@pytest.mark.parametrize("mark", ["U+0323", "U+0309", "U+031B", "U+0302", "U+0335"])
def test_a_mark_lost_from_every_letter_is_found(mark: str) -> None:
    """Though what it left are syllables: một, mot; đi, di."""
    name = f"marks-lost:{mark}"
    assert detect(damage_named(name)(SECOND), shipped_model()).damage == name


def test_the_first_seeds_damage_is_found() -> None:
    assert restore((SOURCES / "bao-nghe-an.txt").read_text("utf-8")).damage == "drop-after-latin1"


def test_the_best_evidence_is_for_the_damage_found() -> None:
    found = detect_in_article("vni")
    assert found.why[0].damage == "vni"
    assert found.why[0].score > 100 * max(1.0, found.why[-1].score)


@pytest.mark.ci
@pytest.mark.parametrize("times", [3, pytest.param(10, marks=pytest.mark.ci)])
@pytest.mark.parametrize("name", thinned(DAMAGES, 3))
def test_a_sound_title_does_not_hide_the_damage_of_one_long_line(name: str, times: int) -> None:
    text = "Ngày hội của toàn dân\n" + DAMAGES[name](SECOND.replace("\n", " ") * times)
    assert detect(text, shipped_model()).damage == name


@pytest.mark.parametrize("lines", [100, pytest.param(2_000, marks=pytest.mark.ci)])
@pytest.mark.parametrize("name", thinned(DAMAGES, 3))
def test_a_damage_between_figures_is_found(name: str, lines: int) -> None:
    figures = "\n2007 1.250 3,5 18/10" * lines
    assert detect(figures + DAMAGES[name](SECOND) + figures, shipped_model()).damage == name


@pytest.mark.parametrize("name", DAMAGES)
def test_the_evidence_is_the_best_first_and_beside_sound_text(name: str) -> None:
    why = detect_in_article(name).why
    scores = {evidence.damage: evidence.score for evidence in why}
    assert list(scores.values()) == sorted(scores.values(), reverse=True)
    assert why[0].damage == name and scores["none"] == 0


def test_the_evidence_of_what_is_given_up_grows_with_what_is_looked_at() -> None:
    # Text that hardly reads as Vietnamese is looked at to the end.
    names = "Shenevelle Dickson, Gabriela Zabala, Tamera Szijarto đăng quang hoa hậu. "
    short, long = (detect(names * times, shipped_model()).why for times in (5, 50))
    scores = {evidence.damage: evidence.score for evidence in long}
    worst = next(each for each in reversed(short) if each.damage in scores)
    assert scores[worst.damage] < 2 * worst.score < 0


def test_the_damage_of_a_text_whose_spaces_are_all_doubled_is_found() -> None:
    text = DAMAGES["drop-after-latin1"](SECOND).replace(" ", "  ")
    assert detect(text, shipped_model()).damage == "drop-after-latin1"


def test_two_damages_that_fit_equally_are_asked_about() -> None:
    with pytest.raises(AmbiguousDamage) as caught:
        restore("Văn phòng cp u t chc hi ngh")
    assert set(caught.value.names) == {"drop-after-latin1", "drop"}


@pytest.mark.parametrize("text", ["", " \n\n", "123", "Ban Thanh tra", "ca", "Hà Nội"])
def test_what_tells_nothing_is_left_alone(text: str) -> None:
    assert restore(text).text == text


FOREIGN = [
    "The committee met in the morning to discuss the plan for the coming year, and went home after lunch.",
    "Le comité s'est réuni le matin pour préparer le programme de l'année prochaine, puis il est parti.",
    "Das Komitee traf sich am Morgen, um über den Plan für das kommende Jahr zu sprechen.",
    "Комитет собрался утром, чтобы обсудить план на следующий год.",
    "委员会上午开会讨论明年的计划。",
]


@pytest.mark.parametrize("text", thinned(FOREIGN, 3))
def test_another_language_is_left_alone_and_said_so(text: str) -> None:
    restored = restore(text)
    assert (restored.text, restored.vietnamese) == (text, False)
