"""The losses that losses.toml describes.

>>> LOSSES["drop-after-latin1"]("Số điện thoại của cấp uỷ được kết nối")
'S đin thoi ca cp u được kết ni'
>>> LOSSES["best-fit"]("Tôi đã học tiếng Hàn được ba năm.")
'Tôi dã h?c ti?ng Hàn du?c ba nam.'
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Any
from unicodedata import normalize

from kyyeu.restorer.damage.damage import Damage
from kyyeu.restorer.damage.letters import LETTERS, MARKS, TONES, bare
from kyyeu.restorer.damage.placeholders import name_of

MARKS_LOST = "marks-lost:"
STROKE = "\u0335"
"""The stroke of đ as a combining character."""

_BLOCK = "\u1ea0-\u1eff"


def _toneless(letter: str) -> str:
    return normalize("NFC", "".join(part for part in normalize("NFD", letter) if part not in TONES))


_LEAVES: Mapping[str, Callable[[str], str]] = {"bare": bare, "toneless": _toneless}


def _takes(name: str) -> str:
    """The letters of a set, as a class of a regular expression has them."""
    if name == "block":
        return _BLOCK
    if name == "all":
        return LETTERS + MARKS
    return "".join(letter for letter in LETTERS if not letter.encode(name, "ignore"))


def _loss(name: str, described: Mapping[str, Any]) -> Damage:
    if "pattern" in described:
        return Damage(name, described["pattern"])
    letters, remains = _takes(described["takes"]), dict[str, str]()
    if "leaves" in described:
        taken = re.compile(f"[{letters}]")
        remains = {letter: _LEAVES[described["leaves"]](letter) for letter in LETTERS if taken.match(letter)}
        remains = {letter: left for letter, left in remains.items() if left != letter}
        letters = "".join(remains)
    if "leaves" in described and described["takes"] == "all":
        letters += MARKS if described["leaves"] == "bare" else TONES
    match described.get("remains"):
        case [taken, left] if described["takes"] != "all":
            remains |= dict(zip(taken.replace(" ", ""), left.replace(" ", ""), strict=True))
        case [*dropped]:
            remains |= dict.fromkeys(dropped, "")
    for letter in described.get("spares", ""):
        del remains[letter]
        letters = letters.replace(letter, "")
    return Damage(name, f"[{letters}]", remains, described.get("mark", ""), rare=described.get("rare", False))


def lost_letters(letters: str, mark: str = "") -> Damage:
    """The damage that took some letters everywhere and left the mark, or nothing.

    >>> lost_letters("ư")("đưa từng bước")
    'đa từng bớc'
    """
    name = f"lost:{letters}" + (f"={mark}" if mark else "")
    return Damage(name, f"[{letters}]", mark=mark, rare=True)


def lost_marks(marks: str) -> Damage:
    """The damage that took some marks of letters everywhere: `STROKE` is the stroke of đ.

    >>> lost_marks("\N{COMBINING DOT BELOW}")("một đại hội")
    'môt đai hôi'
    """
    bared = ((letter, _without(marks, letter)) for letter in LETTERS)
    remains = {letter: left for letter, left in bared if left != letter}
    return Damage(f"{MARKS_LOST}{name_of(marks)}", f"[{''.join(remains)}]", remains, rare=True)


def _without(marks: str, letter: str) -> str:
    left = "".join(part for part in marks_apart(letter) if part not in marks)
    return normalize("NFC", left).replace(f"d{STROKE}", "đ").replace(f"D{STROKE}", "Đ")


def marks_apart(text: str) -> str:
    """The text with its letters' marks apart, the stroke of đ too."""
    return normalize("NFD", text).replace("đ", f"d{STROKE}").replace("Đ", f"D{STROKE}")


LOSSES: Mapping[str, Damage] = MappingProxyType(
    {
        name: _loss(name, described)
        for name, described in tomllib.loads(
            files("kyyeu.restorer.damage").joinpath("losses.toml").read_text("utf-8")
        ).items()
    }
)
"""Every loss by its name."""
