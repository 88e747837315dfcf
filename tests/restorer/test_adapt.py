"""What the user's own articles say, believed beside the shipped model; see also test_model.py."""

import math
import random
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_models import context, packed, pruned, shares_after

from kyyeu.restorer import BrokenModel
from kyyeu.restorer.adaptation import (
    _DISCOUNT,
    _SHARE,
    HEADER,
    adapt,
    adapted_model,
    count_article,
    find_articles,
)
from kyyeu.restorer.language_model import NO_CONTEXT, Model
from kyyeu.restorer.model_file import parse_model
from kyyeu.restorer.scale import BACKOFFS
from kyyeu.restorer.units import SPECIAL

UNITS = [*SPECIAL, *"ban bàn bản họp xã huyện tỉnh về đến".split()]
SHIPPED = parse_model(packed(pruned(random.Random(5).choices(range(len(UNITS)), k=150), len(UNITS)), UNITS))
WORDS = "ban bàn bản họp xã huyện tỉnh về đến gừng gửi , . 12 (".split()
ARTICLES = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)


def counted(text: str) -> str:
    return adapt([text])


def shares(model: Model, *before: str) -> dict[str, float]:
    """The probability of every unit after one or two others."""
    found = shares_after(model, *(model.numbers[unit] for unit in before))
    return dict(zip(model.units, found.tolist(), strict=True))


@given(ARTICLES)
def test_what_follows_a_unit_adds_up_to_one_as_well_as_before(article: str) -> None:
    own = adapted_model(counted(article), SHIPPED)
    for unit in UNITS:
        before, after = (sum(shares(model, unit).values()) for model in (SHIPPED, own))
        assert abs(after - 1) <= abs(before - 1) + 1e-5


@given(ARTICLES)
def test_what_follows_two_units_adds_up_to_about_one(article: str) -> None:
    # Not quite: the shipped factor towards pairs was made for pairs that the articles have moved since,
    # and is rounded to a step.
    rounded = math.exp(BACKOFFS.step / 2)
    counts = count_article(f"{article} . " * 5)
    own = adapted_model(counted(f"{article} . " * 5), SHIPPED)
    for units in counts:
        if len(units) == 3:
            assert 0.8 / rounded < sum(shares(own, *units[:2]).values()) < 1.1 * rounded


def believed(counts: dict[str, int], shipped: dict[str, float]) -> dict[str, float]:
    """The shipped probabilities mixed with counts, by the words of the documentation."""
    total = sum(counts.values())
    rest = 1 - _SHARE + _SHARE * _DISCOUNT * len(counts) / total
    own = {unit: _SHARE * (count - _DISCOUNT) / total for unit, count in counts.items()}
    return {unit: rest * share + own.get(unit, 0.0) for unit, share in shipped.items()}


@given(ARTICLES)
def test_counts_are_mixed_with_what_the_model_says(article: str) -> None:
    own, counts = adapted_model(counted(article), SHIPPED), count_article(article)
    new = {unit: 1e-7 for unit in own.units if unit not in SHIPPED.numbers}
    for unit in {units[0] for units in counts if units[0] in SHIPPED.numbers}:
        after = {units[1]: count for units, count in counts.items() if units[0] == unit and len(units) == 2}
        backoff = float(SHIPPED.unit_backoffs[SHIPPED.numbers[unit]])
        shipped = shares(SHIPPED, unit) | {each: backoff * share for each, share in new.items()}
        assert shares(own, unit) == pytest.approx(believed(after, shipped), rel=1e-5)
    for first, second in {units[:2] for units in counts if len(units) == 3 and not {*units[:2]} & {*new}}:
        after = {
            units[2]: count
            for units, count in counts.items()
            if units[:2] == (first, second) and len(units) == 3
        }
        mixed, pairs, known = shares(own, first, second), shares(own, second), shares(SHIPPED, first, second)
        pair = SHIPPED.numbers[first], SHIPPED.numbers[second]
        number = context(SHIPPED, *pair)
        backoff = 1.0 if number == NO_CONTEXT else float(SHIPPED.context_backoffs[number])
        shipped = {unit: backoff * share for unit, share in pairs.items()}
        if number != NO_CONTEXT:
            row = SHIPPED.triples.keys >> 16 == number
            ranks = (SHIPPED.triples.keys[row] & 0xFFFF).tolist()
            for unit in known:
                place = SHIPPED.pairs.find(np.array([pair[1]]), np.array([SHIPPED.numbers[unit]]))[0]
                if place >= 0 and SHIPPED.ranks[place] in ranks:
                    shipped[unit] = known[unit]
        assert mixed == pytest.approx(believed(after, shipped), rel=1e-5)


@given(ARTICLES)
def test_histories_the_articles_do_not_have_are_the_shipped_ones(article: str) -> None:
    own, seen = adapted_model(counted(article), SHIPPED), {units[0] for units in count_article(article)}
    for unit in UNITS:
        if unit not in seen:
            ours, theirs = shares(own, unit), shares(SHIPPED, unit)
            assert {each: ours[each] for each in theirs} == theirs


@pytest.mark.parametrize("before", ["họp", "xã họp"])
@pytest.mark.parametrize("word", ["ban", "bàn", "bản", "gừng"])
def test_a_reading_the_articles_have_gains_and_the_others_pay(before: str, word: str) -> None:
    history = before.split()
    own = adapted_model(counted(f"{before} {word} " * 3), SHIPPED)
    theirs, ours = shares(SHIPPED, *history), shares(own, *history)
    assert ours[word] > theirs.get(word, 1e-7) + 0.1
    assert all(ours[unit] < theirs[unit] for unit in ("huyện", "tỉnh", "đến"))


def test_what_is_seen_oftener_gains_more() -> None:
    own = adapted_model(counted("họp gừng. họp gừng. họp gừng. họp gửi."), SHIPPED)
    assert shares(own, "họp")["gừng"] > 2 * shares(own, "họp")["gửi"]


def test_without_counts_the_model_is_the_shipped_one() -> None:
    own = adapted_model(HEADER + "\n", SHIPPED)
    assert all(shares(own, unit) == shares(SHIPPED, unit) for unit in UNITS)


def test_articles_are_found_by_their_endings_however_written(tmp_path: Path) -> None:
    (tmp_path / "thư mục.txt").mkdir()
    for name in ("mot.md", "hai.TXT", "thư mục.txt/ba.Md", "bon.html"):
        (tmp_path / name).write_text("Họp ban.", "utf-8")
    found = find_articles(tmp_path)
    assert {path.relative_to(tmp_path).as_posix() for path in found} == {
        "mot.md",
        "hai.TXT",
        "thư mục.txt/ba.Md",
    }


def test_front_matter_is_not_counted() -> None:
    assert count_article("---\ntitle: gừng\n---\nHọp ban.\n") == count_article("Họp ban.\r\n")


@pytest.mark.parametrize(
    "line",
    [
        "3",
        "\tban họp",
        "ban họp\t3",
        "x\tban họp",
        "1.5\tban họp",
        "0\tban họp",
        "-2\tban họp",
        "1" * 400 + "\tban họp",
        "3\t",
        "3\tban",
        "3\tban ",
        "3\tban  họp",
        "3\tban họp xã về",
        "3\tban họp\t4",
        "3\tgừng gửi ban",
    ],
)
def test_counts_spoilt_by_hand_are_said_to_be_broken(line: str) -> None:
    with pytest.raises(BrokenModel):
        adapted_model(f"{HEADER}\n{line}\n", SHIPPED)


@pytest.mark.parametrize("counts", ["", "x", "1\tban họp\n", "kyyeu restorer articles 2\n"])
def test_counts_without_their_header_are_said_to_be_broken(counts: str) -> None:
    with pytest.raises(BrokenModel):
        adapted_model(counts, SHIPPED)


COUNTED = counted("họp ban xã gừng, về tỉnh 12 huyện. họp ban xã gửi. bàn họp bản họp.")


def ask_all(model: Model) -> float:
    """The sum of all there is to ask."""
    return math.fsum(
        share for pair in product(model.units, repeat=2) for share in shares(model, *pair).values()
    )


@given(st.integers(0, len(COUNTED)), st.integers(0, 12), st.text("0123456789-\t\n <s>abcờ", max_size=4))
def test_garbled_counts_are_said_to_be_broken_or_believed(start: int, length: int, instead: str) -> None:
    garbled = COUNTED[:start] + instead + COUNTED[start + length :]
    try:
        model = adapted_model(garbled, SHIPPED)
    except BrokenModel:
        return
    assert math.isfinite(ask_all(model))


def test_more_units_than_there_are_numbers_for_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as there are numbers for, 65,000, would take minutes to count."""
    monkeypatch.setattr("kyyeu.restorer.adaptation._MOST_UNITS", len(UNITS) - 1)
    own = adapted_model(counted("gừng gửi gắm. họp ban. họp gửi."), SHIPPED)
    assert own.units == SHIPPED.units
    assert shares(own, "họp").keys() == shares(SHIPPED, "họp").keys()
    assert shares(own, "họp")["ban"] > shares(SHIPPED, "họp")["ban"]
