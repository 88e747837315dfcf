"""Where the restorer is in doubt about known texts, and sound texts beside damaged ones."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_corpus import write_corpus, written

from kyyeu.restorer.damage import DAMAGES, Damage
from kyyeu.restorer.language_model import Model
from kyyeu.restorer.model_file import parse_model
from kyyeu.restorer.readings import NOTHING
from kyyeu.restorer.restoring import Weighed, restorer_for
from kyyeu.restorer.surroundings import CERTAIN, MOST_WEIGHED
from kyyeu.restorer.units import SENTENCE, UNKNOWN, units_of
from training.aligned import Aligned
from training.habits import count_habits
from training.ngrams import make_ngrams
from training.open_places import doubts
from training.packing import write_model
from training.text import read_training_text
from training.vectors import STEPS

LOSSES = {name: damage for name, damage in DAMAGES.items() if not damage.exact}
damages = pytest.mark.parametrize("damage", LOSSES.values(), ids=LOSSES)

PIECES = st.sampled_from("ủy ở Ở ạ ban của Bộ quê ộ ĐẢNG x1y \n , . ? (".split(" "))
TEXTS = st.lists(PIECES, max_size=15).map(" ".join)


@damages
@given(text=TEXTS)
def test_the_stretches_where_words_were_hold_what_the_damage_leaves(damage: Damage, text: str) -> None:
    damaged, sound = damage(text), Aligned(text, damage)
    assert len(damaged) == len(sound.kept)
    for start, end in sound.words():
        assert 0 <= start <= end <= len(damaged)
        assert sound.taken(start, end) == sum(
            place in sound.lost for place in range(*_span(text, sound.piece(start, end), sound, start))
        )
    assert sound.piece(0, len(damaged)) == text
    assert sound.taken(0, len(damaged)) == len(sound.lost)


def _span(text: str, piece: str, sound: Aligned, start: int) -> tuple[int, int]:
    first = sound.kept[start - 1] + 1 if start else 0
    assert text[first : first + len(piece)] == piece
    return first, first + len(piece)


@pytest.mark.parametrize(
    ("name", "text", "pieces"),
    [
        ("drop", "cấp ủy ở họ", [("cp", "cấp"), ("y", "ủy"), ("", "ở"), ("h", "họ")]),
        ("drop", "Ở", [("", "Ở")]),
        ("drop", "họ ở", [("h", "họ"), ("", "ở")]),
        ("drop-after-latin1", "cấp ủy ở xã", [("cp", "cấp"), ("y", "ủy"), ("", "ở"), ("xã", "xã")]),
        ("question-mark", "cấp ủy ở họ", [("c?p", "cấp"), ("?y", "ủy"), ("?", "ở"), ("h?", "họ")]),
        ("strip-diacritics", "Ủy ban ở xã", [("Uy", "Ủy"), ("ban", "ban"), ("o", "ở"), ("xa", "xã")]),
    ],
)
def test_each_word_is_found_in_what_is_left(name: str, text: str, pieces: list[tuple[str, str]]) -> None:
    damage = LOSSES[name]
    damaged, sound = damage(text), Aligned(text, damage)
    assert [(damaged[start:end], sound.piece(start, end)) for start, end in sound.words()] == pieces


SOUND = f"{written(90)}\n{written(91)}ở nhà\n"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """A model of words by chance, which leave much in doubt."""
    folder = tmp_path_factory.mktemp("training") / "corpus"
    write_corpus(folder)
    text = read_training_text(folder, None)
    habits = count_habits(text.stream, len(text.units))
    return parse_model(write_model(text.units, make_ngrams(text), habits))


def doubted(draft: Weighed) -> list[tuple[int, list[tuple[float, int]]]]:
    """The slots in doubt, each with how likely its readings are and which they are, the likeliest first."""
    posteriors = draft.posteriors
    found: dict[int, list[tuple[float, int]]] = {}
    for slot, reading, share in zip(posteriors.slots, posteriors.readings, posteriors.shares, strict=True):
        found.setdefault(int(slot), []).append((float(share), int(reading)))
    return [
        (slot, sorted(readings, key=lambda reading: -reading[0]))
        for slot, readings in found.items()
        if max(readings)[0] < CERTAIN
    ]


@damages
def test_the_right_reading_is_the_truth(damage: Damage, model: Model) -> None:
    restorer, sound = restorer_for(damage, model), Aligned(SOUND, damage)
    draft = restorer.weigh(damage(SOUND))
    truths = []
    for slot, readings in doubted(draft):
        place = draft.slots[slot]
        ranked = [reading for _, reading in readings[:MOST_WEIGHED]]
        was = sound.piece(place.start, place.start + len(place.observed))
        right = [rank for rank, reading in enumerate(ranked) if place.readings.spellings[reading] == was]
        if right:
            units = [place.readings.units[reading] for reading in ranked]
            truths.append((right[0], [UNKNOWN if unit == NOTHING else unit for unit in units]))
    found = doubts(restorer, [SOUND])
    assert len(truths) > 10
    assert found.right.tolist() == [right for right, _ in truths]
    for row, (_, units) in zip(found.readings.tolist(), truths, strict=True):
        assert row == units + [UNKNOWN] * (MOST_WEIGHED - len(units))
    written = {model.numbers.get(unit, UNKNOWN) for unit in units_of(SOUND)} | {UNKNOWN}
    assert {int(row[right]) for row, right in zip(found.readings, found.right, strict=True)} <= written


@damages
def test_probabilities_are_the_likeliest_first_and_missing_ones_impossible(
    damage: Damage, model: Model
) -> None:
    found = doubts(restorer_for(damage, model), [SOUND])
    shares = np.exp(found.logarithms)
    assert (np.diff(shares, axis=1) <= 0).all()
    assert (shares.sum(axis=1) <= 1 + 1e-5).all()
    assert (shares.max(axis=1, initial=0) < CERTAIN).all()
    assert np.isfinite(found.logarithms[np.arange(found.right.size), found.right]).all()


def test_so_many_of_the_likeliest_are_learnt_from(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    restorer = restorer_for(LOSSES["strip-diacritics"], model)
    whole = doubts(restorer, [SOUND])
    monkeypatch.setattr("training.open_places.MOST_WEIGHED", 2)
    cut = doubts(restorer, [SOUND])
    within = whole.right < 2
    assert (~within).any(), "some are right that are not among the first two"
    assert np.array_equal(cut.readings, whole.readings[within, :2])
    assert np.array_equal(cut.logarithms, whole.logarithms[within, :2])
    assert np.array_equal(cut.right, whole.right[within])


def test_surroundings_are_the_units_at_their_steps(model: Model) -> None:
    restorer = restorer_for(LOSSES["strip-diacritics"], model)
    text = "Nhà họp bàn, xã họp cấp tỉnh."
    draft = restorer.weigh(restorer.damage(text))
    length = len(units_of(text)) - 1  # without the sentence end before the first
    found = doubts(restorer, [text])
    assert found.right.size
    numbers = [int(draft.numbers[slot]) for slot, _ in doubted(draft)]
    assert len(numbers) == found.right.size
    for number, row in zip(numbers, found.surroundings.tolist(), strict=True):
        place = number - STEPS[-1]
        for step, unit in zip(STEPS, row, strict=True):
            if 0 <= place + step < length:
                assert unit == draft.text[number + step] != UNKNOWN
            else:
                assert unit == SENTENCE


def test_a_word_lost_whole_is_a_doubt_between_words_and_none(model: Model) -> None:
    restorer = restorer_for(LOSSES["drop"], model)
    found = doubts(restorer, [SOUND])
    vanishing = {model.numbers[unit] for unit in ("ở", "ạ", "Ở", "Ạ") if unit in model.numbers}
    truths = found.readings[np.arange(found.right.size), found.right].tolist()
    draft = restorer.weigh(restorer.damage(SOUND))
    gaps = [slot for slot, _ in doubted(draft) if not draft.slots[slot].observed]
    assert sum(unit in vanishing for unit in truths) == len(gaps) > 0


@damages
@pytest.mark.parametrize("texts", [[], [""], ["\n\n"], ["18/10/2030"], ["= 2, 3."]])
def test_texts_without_doubts_give_no_rows_of_the_right_length(
    damage: Damage, model: Model, texts: list[str]
) -> None:
    found = doubts(restorer_for(damage, model), texts)
    assert found.surroundings.shape == (0, len(STEPS))
    assert found.readings.shape == found.logarithms.shape == (0, MOST_WEIGHED)
    assert found.right.shape == (0,)
    columns = found.surroundings, found.readings, found.logarithms, found.right
    assert [column.dtype.name for column in columns] == ["uint16", "uint16", "float32", "int64"]


def test_texts_are_taken_one_by_one(model: Model) -> None:
    restorer = restorer_for(LOSSES["drop"], model)
    lines = SOUND.split("\n")
    apart = [doubts(restorer, [line]) for line in lines]
    assert np.array_equal(
        doubts(restorer, lines).surroundings, np.concatenate([each.surroundings for each in apart])
    )
