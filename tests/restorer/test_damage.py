"""The damages themselves, and the exact way back from those that lose nothing."""

import pickle
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sampling import thinned

from kyyeu.restorer import UnknownDamage, restore
from kyyeu.restorer.damage import CONVERTED, DAMAGES, LOSSES, NAMES, NONE, NOTATIONS, damage_named
from kyyeu.restorer.damage.code_page import seen_as_windows_1252
from kyyeu.restorer.damage.letters import LETTERS, bare
from kyyeu.restorer.text_file import decode

RESPELLINGS = [damage.name for damage in DAMAGES.values() if damage.exact]
# Without curly quotes and dashes: VISCII and VPS have letters in their places.
SOUND = 'Bộ Chính trị, Ban Bí thư; ngày 18/10: "đẩy mạnh" thi đua - 100% cấp ủy xã, phường (Nghệ An).'
# Where TCVN3 has no letter of its own: its capitals with tones are a matter of fonts.
CAPITALS_MISSING = {"tcvn3"}
TEXTS = st.text(st.sampled_from([*LETTERS, *"aeiouydqbAEUĐ “”?.\n\u0301"]), max_size=30)
CODE_PAGES = tomllib.loads(Path(__file__).with_name("code_pages.toml").read_text("utf-8"))


def test_there_are_134_letters() -> None:
    assert len(set(LETTERS)) == 134


@given(TEXTS, st.sampled_from(["NFC", "NFD"]))
def test_plain_letters_are_what_is_left_without_diacritics_in_either_spelling(
    text: str, spelling: Literal["NFC", "NFD"]
) -> None:
    whole = normalize("NFC", text)
    assume(set(whole) <= {*LETTERS, *"aeiouydqbAEUDĐ “”?.\n\u0301"})  # not Õ with a second mark
    assert bare(normalize(spelling, text)) == DAMAGES["strip-diacritics"](whole)


@pytest.mark.parametrize("name", RESPELLINGS)
def test_no_two_letters_are_respelt_alike(name: str) -> None:
    spelling = DAMAGES[name].remains
    assert len(set(spelling.values())) == len(spelling)


@pytest.mark.parametrize("name", CODE_PAGES)
def test_a_code_page_has_the_bytes_that_other_programs_write(name: str) -> None:
    letters, codes = (CODE_PAGES[name][key].split() for key in ("letters", "bytes"))
    written = {letter: DAMAGES[name](letter) for letter in letters}
    assert written == {
        letter: seen_as_windows_1252(bytes.fromhex(code)) for letter, code in zip(letters, codes, strict=True)
    }


@pytest.mark.parametrize("name", RESPELLINGS)
def test_a_respelling_is_undone_exactly(name: str) -> None:
    assert restore(DAMAGES[name](SOUND), name).text == SOUND


@pytest.mark.parametrize("name", thinned(RESPELLINGS, 2))
def test_every_letter_comes_back_alone(name: str) -> None:
    letters = [letter for letter in LETTERS if letter.islower() or name not in CAPITALS_MISSING]
    text = " ".join(letters)
    assert restore(DAMAGES[name](text), name).text == text


@pytest.mark.parametrize("name", RESPELLINGS)
def test_a_respelling_is_certain(name: str) -> None:
    assert {step.probability for step in restore(DAMAGES[name](SOUND), name).steps} == {1.0}


def test_windows_1258_is_the_code_page_python_knows() -> None:
    data = DAMAGES["combining-tones"](SOUND).encode("cp1258")
    assert restore(decode(data), "windows-1258").text == SOUND


@pytest.mark.parametrize("name", DAMAGES)
def test_ascii_survives_every_damage(name: str) -> None:
    assert DAMAGES[name]("Ban Thanh tra 18/10?\n") == "Ban Thanh tra 18/10?\n"


@pytest.mark.parametrize("name", NAMES)
def test_a_damage_travels_between_processes(name: str) -> None:
    assert pickle.loads(pickle.dumps(damage_named(name))) is damage_named(name)


@given(TEXTS, st.sampled_from(NAMES))
def test_what_it_takes_is_all_that_changes(text: str, name: str) -> None:
    damage, left, place = damage_named(name), "", 0
    for start, end in damage.taken(text):
        remainder = damage.after(text[:start][-1:] or "\n", text[start:end])
        assert remainder != text[start:end]
        left, place = left + text[place:start] + remainder, end
    assert left + text[place:] == damage(text)


@given(TEXTS, st.sampled_from(NAMES))
def test_letters_are_read_back_only_where_nothing_is_lost(text: str, name: str) -> None:
    damage = damage_named(name)
    assert damage.exact or not [*damage.respelt(damage(text))]
    assert all(damage(letter) == written for _, written, letter in damage.respelt(text))


@given(TEXTS)
def test_no_damage_changes_nothing_and_is_the_way_back(text: str) -> None:
    assert NONE(text) == NONE.after("o", text) == text
    assert [*NONE.taken(text), *NONE.respelt(text)] == []
    assert NONE.exact and damage_named("none") is NONE


LEFT = [
    ("drop-after-latin1", "được “ở” đến; mạnh ở KẾT", "được “ở” đến; mnh  KT"),
    ("drop-after-latin1", "đở ăẹ ĩộ ũạ ơỵ éở ýị", "đở ăẹ ĩộ ũạ ơỵ é ý"),
    ("drop", "“ở” KẾT kết đưỵ", "“” KT kt đư"),
    ("strip-diacritics", "ca\u0302\u0301p Đạo uỷ", "cap Dao uy"),
    ("question-mark", "Ủ ế đưỵ éý", "? ? đư? éý"),
    ("question-mark-latin1", "ĂăĐđĨĩŨũƠơƯưẠỹ Ââéý", "?????????????? Ââéý"),
    ("replacement-character", "Ủ ế đưỵ éý", "\ufffd \ufffd đư\ufffd éý"),
    ("drop-latin1", "Ủ ế đưỵ ăéý", "   éý"),
    ("drop-ascii", "Ủ ế đưỵ ban éý", "   ban "),
    ("drop-windows-1258", "Đạo đức éýì", "Đo đc é"),
    ("drop-windows-1250", "Đạo đức ăéýà", "Đo đc ăéý"),
    ("strip-diacritics-block", "Đạo đức à ơ", "Đao đuc à ơ"),
    ("best-fit-ascii", "Đạo đức ăéý, lũ", "D?o d?c aey, lu"),
    ("strip-diacritics-drop-d", "Đạo đức ế", "ao uc e"),
    ("strip-diacritics-keep-d", "Đạo đức ế", "Đao đuc e"),
    ("strip-tones", "Đạo đức ế ờ", "Đao đưc ê ơ"),
    ("question-mark-ascii", "Đạo đức éý", "??o ??c ??"),
    ("question-mark-windows-1258", "Đạo đức éýì", "Đ?o đ?c é??"),
    ("question-mark-windows-1250", "Đạo đức ăéýà", "Đ?o đ?c ăéý?"),
    ("best-fit", "Đạo đức ăéý, lũ", "Ð?o d?c aéý, lu"),
    ("replacement-character-latin1", "Đạo é", "\ufffd\ufffdo é"),
    ("replacement-character-ascii", "Đạo é", "\ufffd\ufffdo \ufffd"),
    ("replacement-character-windows-1258", "Đạo éý", "Đ\ufffdo é\ufffd"),
]


def test_every_loss_has_its_examples() -> None:
    assert {name for name, _, _ in LEFT} == set(LOSSES)


@pytest.mark.parametrize(("name", "sound", "left"), LEFT)
def test_a_loss_takes_its_letters_and_no_others(name: str, sound: str, left: str) -> None:
    assert DAMAGES[name](sound) == left


def test_an_unknown_damage_names_the_known_ones() -> None:
    with pytest.raises(UnknownDamage) as caught:
        damage_named("water")
    assert caught.value.known == NAMES
    assert {"none", "spaces-moved", *DAMAGES, *CONVERTED, *NOTATIONS} == set(NAMES)


@pytest.mark.parametrize("module", ["weasyprint", "numpy", "kyyeu.restorer.language_model", "kyyeu.pipeline"])
def test_the_damages_come_light(module: str) -> None:
    code = f"import sys; from kyyeu.restorer.damage import DAMAGES; print({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"


@pytest.mark.parametrize("module", ["weasyprint", "kyyeu.pipeline"])
def test_the_engine_comes_without_heavy_neighbours(module: str) -> None:
    use = "from kyyeu.restorer import restore; restore('cp u', 'drop')"
    code = f"import sys; {use}; print({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"
