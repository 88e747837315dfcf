"""Sound text of every kind is called sound; text damaged in a way that nobody knows is called that."""

import random
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from unicodedata import normalize

import pytest

from benchmarks.restorer.headings import headings
from kyyeu.restorer import Restoration, api, restore
from kyyeu.restorer.damage import DAMAGES
from kyyeu.restorer.damage.letters import LETTERS, TONES
from kyyeu.restorer.damage.syllables import part_tone, put_tone
from kyyeu.restorer.detection import Detection
from kyyeu.restorer.units import WORD

KINDS = tomllib.loads(Path(__file__).with_name("sound.toml").read_text("utf-8"))
SECOND = (Path(__file__).parents[2] / "content" / "sources" / "bao-bac-ninh-2017.txt").read_text("utf-8")
SMALL = [letter for letter in LETTERS if letter.islower()]


@pytest.mark.parametrize("kind", KINDS)
def test_sound_text_of_any_kind_is_left_as_it_is_and_called_vietnamese(kind: str) -> None:
    restored = restore(KINDS[kind])
    assert (restored.text, restored.damage, restored.vietnamese) == (KINDS[kind], "none", True)


@pytest.mark.parametrize("found", ["lost:ợ", "vni-twice", "strip-tones"])
def test_what_changes_nothing_was_not_done(found: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "detect", lambda text, model: Detection(found, sure=0.6))
    restored = restore("Chương trình họp.")
    assert (restored.damage, restored.sure, restored.steps) == ("none", 1, ())


FOREIGN = "Ông Viktorovich, bà Liesel và phenylbutazone ở http://www.rightutilities.com/blbeta đều có tên."
SLIPS = ["ngưòi", "trưòng", "vǎn", "khaikhu", "Nguyn", "tngh", "Vietj", "AnhTo", "rốncủa", "nguwowif"]


def words_told(text: str) -> list[str]:
    return [text[start:end] for start, end in restore(text, "none").unknown]


def test_foreign_words_and_addresses_of_a_sound_text_are_not_told() -> None:
    assert words_told(FOREIGN) == []


@pytest.mark.parametrize("slip", SLIPS)
def test_slips_are_told_beside_foreign_words(slip: str) -> None:
    assert words_told(f"{FOREIGN} Cả nhà {slip} cùng họp.") == [slip]


@pytest.mark.parametrize("page", ["viscii", "vps", "vni", "tcvn3"])
def test_words_of_an_old_page_among_sound_ones_are_read_and_signs_of_their_own_stay(page: str) -> None:
    sound = f"{KINDS['a mail']}\nTrời nóng 30° cả buổi, từ 1 – 3 giờ, đồng bào cả vùng đều nhớ {{}} ở đấy."
    island = "những kỷ niệm của nhân dân"
    assert restore(sound.format(DAMAGES[page](island))).text == sound.format(island)


@pytest.fixture(scope="module")
def long_text() -> str:
    return restore(SECOND).text


@pytest.mark.parametrize("written", ["so_tay_{}", "tin_tuc/bai_{}", "van_thu_{}@abc.vn", "ban_ve_{}.jpg.scr"])
def test_signs_that_were_typed_stand_for_no_letters(written: str, long_text: str) -> None:
    said = " ".join(f"Xem {written.format(number)} rồi gửi lại." for number in range(9))
    text = f"{long_text}\n{said}"
    restored = restore(text)
    assert (restored.text, restored.damage, restored.vietnamese) == (text, "none", True)


def test_an_address_in_a_text_whose_letters_became_signs_stays() -> None:
    damaged = re.sub(r"[^\x00-\x7f]", "_", KINDS["folk verse"]) + "\nXem bao_cao.doc."
    restored = restore(damaged, "replacement-character-ascii, as-U+005F")
    assert restored.text.endswith("\nXem bao_cao.doc.")
    assert restored.redamaged() == damaged


HEADINGS = [*headings(20)]


@pytest.mark.parametrize("number", range(20))
def test_headings_of_documents_are_sound_and_all_their_words_known(number: int) -> None:
    restored = restore(HEADINGS[number])
    assert (restored.text, restored.damage, restored.vietnamese) == (HEADINGS[number], "none", True)
    assert restored.unknown == ()


def by_words(change: Callable[[str, random.Random], str]) -> Callable[[str], str]:
    def changed(text: str) -> str:
        draw = random.Random(1810)
        return re.sub(WORD, lambda word: change(word[0], draw), text)

    return changed


def exchanged(text: str) -> str:
    other = random.Random(1810).sample(SMALL, len(SMALL))
    return text.translate(str.maketrans("".join(SMALL), "".join(other)))


UNKNOWN_WAYS = {
    "other tones": by_words(lambda word, draw: put_tone(part_tone(word)[0], draw.choice(["", *TONES]))),
    "letters exchanged": exchanged,
    "words turned round": by_words(lambda word, draw: word[::-1]),
    "words said twice": lambda text: re.sub(WORD, r"\g<0> \g<0>", text),
    "letters apart, marked ones spaces": lambda text: re.sub(f"[{LETTERS}]", " ", text),
    "neighbours swapped": by_words(lambda word, draw: word[1::-1] + word[2:]),
    "consonants shifted": by_words(
        lambda word, draw: word.translate(str.maketrans("bcdghklmnt", "cdghklmntb"))
    ),
}


@pytest.mark.parametrize("way", UNKNOWN_WAYS)
@pytest.mark.parametrize(
    "text",
    [pytest.param(SECOND, marks=pytest.mark.ci), "\n".join(SECOND.splitlines()[2:5])],
    ids=["article", "paragraphs"],
)
def test_text_damaged_in_an_unknown_way_is_called_that(way: str, text: str) -> None:
    damaged = UNKNOWN_WAYS[way](text)
    restored = restore(damaged)
    assert (restored.vietnamese, restored.text) == (False, damaged)


SHORT = SECOND[:900]
ALL = [*DAMAGES]
MISNAMED = [
    pytest.param(done, ALL[(place + step) % len(ALL)], marks=marks[place % 2 :])
    for place, done in enumerate(ALL)
    for step, marks in ((3, [pytest.mark.ci]), (-9, [pytest.mark.long] * 2))
]


def words_called_certain(restored: Restoration) -> list[tuple[int, str]]:
    """The words of the restored text with nothing in doubt, each with its number."""
    doubted, grown = set[int](), 0
    for step in restored.steps:
        start = step.start + grown
        doubted |= set(range(start, start + len(step.after))) if step.probability < 0.99 else set()
        grown += len(step.after) - len(step.before)
    words = enumerate(re.finditer(r"\S+", restored.text))
    return [(number, word[0]) for number, word in words if doubted.isdisjoint(range(*word.span()))]


@pytest.mark.parametrize(("done", "named"), MISNAMED)
def test_what_is_called_certain_is_right_or_the_damage_is_called_unknown(done: str, named: str) -> None:
    restored, right = restore(DAMAGES[done](SHORT), named), SHORT.split()
    certain = words_called_certain(restored) if restored.vietnamese and restored.sure >= 0.99 else []
    good = sum(number < len(right) and normalize("NFC", word) == right[number] for number, word in certain)
    assert good >= 0.99 * len(certain)
