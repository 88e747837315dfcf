"""A damage as a value: what it takes from a sound text, what it leaves there, and what that still tells."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from kyyeu.restorer.damage.notation import Notation, Respelt

_LOW, _HIGH = "\n", "\u201c"
_PROBE = "\u1ed9"  # ộ
_DASHES, _OF_A_WORD = "–—", 2


class Span(NamedTuple):
    """A part of a text."""

    start: int
    """Its first character, from 0."""
    end: int
    """The character after its last."""


def touching(stretches: Sequence[Span]) -> Callable[[int, int], bool]:
    """Whether one of the stretches, which are in order and apart, has a character between two places."""
    ends = [stretch.end for stretch in stretches]

    def touches(start: int, end: int) -> bool:
        nearest = bisect_right(ends, start)
        return nearest < len(stretches) and stretches[nearest].start < end

    return touches


@dataclass(frozen=True, eq=False)
class Damage:
    """A function from sound text to damaged text, which looks no further back than one character.

    Most lose something: several sound texts become one damaged text. Those that are exact only write letters
    as other characters, as an old code page does, and lose nothing.
    """

    name: str
    """What articles declare it by."""
    lost: str
    """A regular expression that matches each letter it takes, one at a time."""
    remains: Mapping[str, str] = field(default_factory=dict)
    """What it leaves of a letter, where that depends on the letter."""
    mark: str = ""
    """What it leaves of every other letter: nothing, or one character that stands for any."""
    exact: bool = False
    """Whether what it leaves of a letter tells which it was: no two letters become the same."""
    rare: bool = False
    """Whether it is met less often than others that leave the same."""
    notations: tuple[Notation, ...] = ()
    """How that was written afterwards, one way after the other; all else here knows nothing of them."""
    beneath: "Damage | None" = None
    """The damage without its notations, where it has some."""

    def __call__(self, text: str) -> str:
        """The text after the damage."""
        return self._pattern.sub(self._remainder, text)

    def read(self, source: str) -> str:
        """What the source was before its letters were written in other ways, the last of these read first."""
        for notation in reversed(self.notations):
            source = notation.read(source)
        return source

    def after(self, previous: str, text: str) -> str:
        """What the damage leaves of a text that stands after the character `previous`."""
        return self(previous + text)[len(self(previous)) :] if self.looks_back else self(text)

    def taken(self, sound: str) -> Iterator[Span]:
        """The letters it takes from a sound text, in order."""
        return (Span(*match.span()) for match in self._pattern.finditer(sound))

    def respelt(self, damaged: str) -> Iterator[Respelt]:
        """The letters that can be read back from what it left of them; none where it is not exact.

        A dash between words is one, though a code page may have a letter there.
        """
        for match in self._signs.finditer(damaged):
            if match[0] in _DASHES and _is_alone(damaged, *match.span()):
                continue
            yield Respelt(match.start(), match[0], self._letters[match[0]])

    def parted(self, sound: str) -> Sequence[str]:
        """The text letter by letter, those that it takes together together."""
        return self._together.findall(sound) if self._together else sound

    @cached_property
    def _together(self) -> re.Pattern[str] | None:
        several = [letters for letters in self.remains if len(letters) > 1]
        return re.compile("|".join([*map(re.escape, several), "."]), re.DOTALL) if several else None

    @cached_property
    def deletes(self) -> bool:
        """Whether nothing is left of what it takes: letters vanish without a trace, whole words with them."""
        return not self.remains and not self.mark

    @cached_property
    def signs(self) -> str:
        """The characters, no letters themselves, that stand where it took a letter."""
        return "".join(dict.fromkeys(sign for sign in (*self.remains.values(), self.mark) if _is_sign(sign)))

    def lowered(self, damaged: str) -> str:
        """The text in lower case, what is left of a capital as what is left of its small letter."""
        lower = damaged.lower()
        return lower.translate(self._cases) if self._cases else lower

    @property
    def recases(self) -> bool:
        """Whether what is left of some capitals is not the capital of what is left of their small letters."""
        return bool(self._cases)

    @cached_property
    def _cases(self) -> dict[int, str]:
        """What is left of capitals, in lower case, and of their small letters, where these differ."""
        remains = self.remains
        both = ((remains[letter], remains[letter.lower()]) for letter in remains if letter.lower() in remains)
        return {ord(big.lower()): small for big, small in both if len(big) == 1 and big.lower() != small}

    @cached_property
    def looks_back(self) -> bool:
        """Whether a letter's fate depends on what stands before it."""
        return "(?<" in self.lost

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self.lost)

    @cached_property
    def _remainder(self) -> Callable[[re.Match[str]], str]:
        remains, mark = self.remains, self.mark
        return lambda match: remains.get(match[0], mark)

    @cached_property
    def _letters(self) -> dict[str, str]:
        return {left: letter for letter, left in self.remains.items()} if self.exact else {}

    @cached_property
    def _signs(self) -> re.Pattern[str]:
        # The longest first: "eâ" is ê, although "e" may be followed by other things.
        signs = sorted(self._letters, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, signs)) or "(?!)")

    def same_after(self, previous: str) -> str:
        """A line break or a quote mark: whichever the damage treats as it treats `previous`."""
        if not self.looks_back or self.after(previous, _PROBE) == self.after(_LOW, _PROBE):
            return _LOW
        return _HIGH

    def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
        """Travel between processes by name."""
        from kyyeu.restorer.damage import damage_named

        return damage_named, (self.name,)


NONE = Damage("none", "(?!)", exact=True)
"""No damage: a sound text is what it was.

>>> NONE("Số điện thoại của cấp uỷ")
'Số điện thoại của cấp uỷ'
"""


def _is_alone(text: str, start: int, end: int) -> bool:
    """Whether it stands between two words, or opens a line before one."""
    before, after = text[max(0, start - 3) : start], text[end : end + 3]
    opens = before.endswith("\n") or (before[-1:].isspace() and len(before.strip()) == _OF_A_WORD)
    return opens and after[:1].isspace() and len(after.strip()) == _OF_A_WORD


def _is_sign(left: str) -> bool:
    return bool(left) and not left.isalpha()


def respelling(name: str, spelling: Mapping[str, str]) -> Damage:
    """The exact damage that turns each letter into what `spelling` has for it, be it the letter itself.

    No two letters become the same.

    >>> respelling("leet", {"ê": "3", "é": "é"}).lost
    '[ê]'
    """
    changed = {letter: written for letter, written in spelling.items() if written != letter}
    return Damage(name, f"[{''.join(changed)}]", changed, exact=True)
