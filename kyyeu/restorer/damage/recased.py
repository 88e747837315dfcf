r"""UTF-8 taken for a code page of one byte a character, and then put into small letters, capitals or titles.

What was thought to be letters changes its case too, and no longer says which bytes there were.

>>> recased("utf8-as-windows-1252-lowered").read("hã  ná»™i") == "hã  nội"
True
>>> recased("utf8-as-windows-1252-raised").read("HÁ»˜I NGHÁ»‹")
'HỘI NGHỊ'
>>> recased("utf8-as-windows-1252-titled").read("Phã²Ng Vä\u0192N ThÆ°")
'Phòng Văn Thư'
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from kyyeu.restorer.damage.damage import Damage
from kyyeu.restorer.damage.factoring import factored
from kyyeu.restorer.damage.letters import LETTERS
from kyyeu.restorer.damage.misread import BESIDES, characters_by_byte, seen
from kyyeu.restorer.damage.notation import Notation, Respelt

Case = Callable[[str], str]


@dataclass(frozen=True)
class Casing:
    """What was done to the case of all letters."""

    changed: Case
    """What became of a character that was thought to be a letter."""
    own: Case
    """What the text has been since, whatever it was before."""
    before: Case
    """What nearly all of it was before."""


CASINGS: Mapping[str, Casing] = {
    "-lowered": Casing(str.lower, str.lower, str.lower),
    "-capitals-lowered": Casing(str.lower, str.lower, str.upper),
    "-raised": Casing(str.upper, str.upper, str.lower),
    "-capitals-raised": Casing(str.upper, str.upper, str.upper),
    "-titled": Casing(str.lower, str.lower, str.lower),
}
"""By the ending of a name."""

_TITLED = "-titled"
_SMALL_INITIAL = re.compile(r"(?<![^\s(\"“'-])[a-z]")
_ASCII = re.compile("[A-Za-z]+")
_PRIVATE = re.compile("[\ue000-\uf8ff]")


def casing_of(name: str) -> str:
    """The ending of a misreading's name that says so; empty where it has none."""
    return max((ending for ending in CASINGS if name.endswith(ending)), key=len, default="")


def endings_for(text: str) -> tuple[str, ...]:
    """The ways in which the case of a text may have been changed, by its letters of ASCII."""
    letters = "".join(_ASCII.findall(text))
    if not letters:
        return ()
    if letters.islower():
        return "-lowered", "-capitals-lowered"
    if letters.isupper():
        return "-raised", "-capitals-raised"
    return () if _SMALL_INITIAL.search(text) else (_TITLED,)


def count_recased(text: str, code_page: str) -> int:
    """How often a text has what begins letters of three bytes in that page, be its case what it may."""
    return len(_beginnings(code_page).findall(text))


@cache
def _beginnings(code_page: str) -> re.Pattern[str]:
    table = characters_by_byte(code_page)
    first, second = (
        "".join({form for code in codes for form in (table[code], table[code].lower(), table[code].upper())})
        for codes in ((0xE1,), (0xBA, 0xBB))
    )
    return re.compile(f"[{re.escape(first)}][{re.escape(second)}]")


@cache
def recased(name: str) -> Damage:
    """The damage of that name; KeyError where it is none."""
    ending = casing_of(name)
    casing, misread_as = CASINGS[ending], name.removesuffix(ending)
    became, others = dict[str, str](), defaultdict[str, set[str]](set)
    for letter in dict.fromkeys(LETTERS + BESIDES):
        written = casing.changed(seen(letter, misread_as))
        if casing.before(letter) == letter:
            became[casing.own(letter)] = written
        else:
            others[written].add(casing.own(letter))
    also = {written: letters.pop() for written, letters in others.items() if len(letters) == 1}
    damage = factored(name, became, spare=BESIDES, also=also)
    return _titled(damage) if ending == _TITLED else damage


def _single(changed: Case) -> Case:
    """The same, of what has one character for one."""
    return lambda char: changed(char) if len(changed(char)) == 1 else char


def _titled(damage: Damage) -> Damage:
    """The damage where words begin with a capital, and so does what stood behind a sign within them."""
    (notation,) = damage.notations
    capitals = {letter.upper(): left for letter, left in damage.remains.items()}
    remains = {**damage.remains, **capitals}
    lost = "|".join(map(re.escape, remains)) or damage.lost
    loss = replace(damage.beneath or damage, lost=lost, remains=remains)
    titles = Notation(damage.name, lambda text: _read_titles(text, notation))
    return replace(loss, notations=(titles,), beneath=loss)


def _read_titles(text: str, notation: Notation) -> Iterator[Respelt]:
    """What is read of small letters, and of each word only the first letter a capital."""
    read = {each.start: each for each in notation.respelt("".join(map(_single(str.lower), text)))}
    place, within = 0, False
    while place < len(text):
        each = read.get(place) or Respelt(place, text[place], _single(str.lower)(text[place]))
        written = text[place : place + len(each.written)]
        letter = each.letter if within else each.letter.upper()
        if letter != written:
            yield Respelt(place, written, letter)
        place, within = place + len(written), letter[-1].isalpha() or _PRIVATE.match(letter) is not None
