"""A line of damaged text as places with readings: words, marks, and gaps where a word may be lost."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from kyyeu.restorer.damage import Damage, Span
from kyyeu.restorer.habit import BETWEEN, INDENT, Habit
from kyyeu.restorer.memory import Remembering
from kyyeu.restorer.readings import LINE_START, Inversion, Readings
from kyyeu.restorer.units import COMMA, COMMA_MARKS, NUMBER, SENTENCE, SENTENCE_MARKS, UNKNOWN, WORD

# The readings of marks and figures need no table: they are what they are.
SENTENCE_END, FIGURE, PAUSE = (Readings.single(unit, "") for unit in (SENTENCE, NUMBER, COMMA))

NOTHING_SAID = Readings.single(UNKNOWN, "")
"""What a quote mark or the like tells about its neighbours."""

# Lines with more of their words than this beyond the damage were not damaged.
_MOST_SPARED = 0.1

# A line is in capitals with more letters than this, and this share of them capital.
_CAPITAL_LINE = 8, 0.6
# So many capitals in several words, and no small letter, are one too: GIẤY MỜI.
_SHORTEST_CAPITALS = 4
_NUMBERED = re.compile(r"[\d/]")

# "17h", "35m": letters behind a figure that no vowel makes a word.
_UNIT_OF_MEASURE = re.compile("[b-df-hj-np-tv-xz]+", re.IGNORECASE)

# Where a line has none of this, no word of it in lower case is part of a measure or an address.
_CLOSE = re.compile(r"@|[^\W\d_]/|\d[^\W\d_]|[^\W\d_]\.[^\W_]")

# Two letters with a slash between: V/v, b/c, T/M.
_SLASHED = re.compile(r"(?<![\w/])[^\W\d_]/[^\W\d_](?![\w/])")
# What stands around a word of an e-mail or web address; a sentence that begins without a space has a capital.
_ADDRESS_BEFORE, _ADDRESS_AFTER = re.compile(r"(?:@|[a-z]\.)\Z"), re.compile(r"@|\.[a-z]")

# Of so many characters, and so many more, it is remembered what the damage does after them.
_MOST_CHARACTERS = 500

NO_CODES: Mapping[int, Readings] = MappingProxyType({})

# Text without full stops is cut here, so that memory stays bounded.
_LONGEST_SENTENCE = 400


class Place(NamedTuple):
    """A part of a line that may have been something else, or that tells about its neighbours.

    A tuple, since every word of a text has one and they are the cheapest to make.
    """

    start: int
    """Where it begins in the text."""
    observed: str
    """What stands there; empty for a gap."""
    readings: Readings
    """What it may have been."""


@dataclass(frozen=True, slots=True)
class LatticeLine:
    """A line ready for decoding."""

    sentences: list[list[Place]]
    """Its places, each sentence with the mark that ends it."""
    spared: list[Span]
    """The words the damage would have changed and did not, where they stand in the text."""


class Reader:
    """Lines to places, for one damage."""

    def __init__(self, inversion: Inversion) -> None:
        """Read for the inversion's damage."""
        self._inversion = inversion
        self._damage = inversion.damage
        self._tokens = _token_pattern(inversion.damage)
        self._words = inversion.words
        self._same_after = Remembering(inversion.damage.same_after, _MOST_CHARACTERS)
        self._plain = {
            capitals: Remembering(partial(self._plain_after, capitals), _MOST_CHARACTERS)
            for capitals in (False, True)
        }

    def read(
        self, line: str, habit: Habit, begins: int = 0, codes: Mapping[int, Readings] = NO_CODES
    ) -> LatticeLine:
        """The places of a line, by a typist with this habit; none if it was spared.

        `begins` is where the line begins in the text; `codes` are no words, by where they begin there.
        """
        tokens = list(self._tokens.finditer(line))
        spared = self._spared(line, tokens)
        if spared and len(spared) > _MOST_SPARED * len(_words(tokens)):
            sentences = []
        else:
            sentences = self._sentences(line, tokens, habit, {start for start, _ in spared}, begins, codes)
        return LatticeLine(sentences, [Span(begins + start, begins + end) for start, end in spared])

    def read_all(
        self, line: str, habit: Habit, begins: int = 0, codes: Mapping[int, Readings] = NO_CODES
    ) -> list[list[Place]]:
        """The places of a line, spared or not."""
        tokens = list(self._tokens.finditer(line))
        spared = self._spared(line, tokens)
        return self._sentences(line, tokens, habit, {start for start, _ in spared}, begins, codes)

    def _spared(self, line: str, tokens: Sequence[re.Match[str]]) -> list[Span]:
        """The words, and the characters outside words, that cannot have come out of the damage."""
        untouched = [letter.start for letter in self._damage.taken(line)]
        if not untouched:
            return []
        words = _words(tokens)
        starts = [start for start, _ in words]
        spans = set()
        for place in untouched:
            word = bisect_right(starts, place) - 1
            inside = word >= 0 and place < words[word][1]
            spans.add(words[word] if inside else Span(place, place + 1))
        return sorted(spans)

    def _sentences(
        self,
        line: str,
        tokens: Sequence[re.Match[str]],
        habit: Habit,
        spared: set[int],
        begins: int,
        codes: Mapping[int, Readings],
    ) -> list[list[Place]]:
        capitals, close = in_capitals(line), _CLOSE.search(line) is not None
        plain, no_capital = self._plain[capitals], None if capitals else False
        signs, place = self._damage.signs, partial(tuple.__new__, Place)
        hidden = self._inversion.hides_capitals
        sentence: list[Place] = []
        sentences = [sentence]
        after_capital: bool | None = None
        last = SENTENCE_END
        for token in tokens:
            observed, start, kind = token[0], token.start(), token.lastgroup
            initial = observed[:1]
            telling = initial.isupper() or initial in signs
            if kind == "word" and not (telling or close or hidden or start in spared):
                # Most words, which is why what may be known beforehand of them is.
                readings = plain[line[start - 1] if start else LINE_START][observed]
                after_capital = no_capital
            elif kind == "word":
                if start not in spared and begins + start in codes:
                    readings = codes[begins + start]
                elif start in spared or ((close or telling) and self._is_abbreviation(line, token, capitals)):
                    readings = self._inversion.itself(observed)
                else:
                    # Only a capital is a surprise that depends on the word before, or one that was lost.
                    opens = last is SENTENCE_END and (hidden or initial in signs)
                    after = (hidden or telling) and after_capital
                    readings = self._words[self._previous(line, start), capitals, after, opens][observed]
                after_capital = None if capitals else telling and self._shows_capital(observed)
            else:
                gap, opens = kind == "gap", last is SENTENCE_END
                readings = self._gap(line, start, habit, opens, capitals) if gap else _mark(observed)
                if (
                    readings is NOTHING_SAID
                    or readings is last
                    or (readings is PAUSE and last is SENTENCE_END)
                ):
                    continue
                after_capital = None
            sentence.append(place((begins + start, observed, readings)))
            last = readings
            if readings is SENTENCE_END or len(sentence) >= _LONGEST_SENTENCE:
                sentence = []
                sentences.append(sentence)
        return sentences

    def _shows_capital(self, observed: str) -> bool | None:
        """Whether a word that may have a capital does, None where that says nothing about its neighbours."""
        return None if observed[0] in self._damage.signs or _all_capitals(observed) else True

    def _gap(self, line: str, start: int, habit: Habit, opens: bool, capitals: bool) -> Readings:
        if self._previous(line, start) != LINE_START:
            return NOTHING_SAID
        if not start:
            return self._inversion.gap(habit.indent, capitals=capitals)
        return self._inversion.gap(habit.between, opens, capitals)

    def _previous(self, line: str, start: int) -> str:
        return self._same_after[line[start - 1]] if start else LINE_START

    def _plain_after(self, capitals: bool, previous: str) -> Mapping[str, Readings]:
        """What words may have been that do not begin with a capital, after such a character."""
        return self._words[self._same_after[previous], capitals, False, False]

    def _is_abbreviation(self, line: str, word: re.Match[str], capitals: bool) -> bool:
        """Whether the word is an acronym in running text, an initial, or part of a measure or an address."""
        observed = word[0]
        if not set(self._damage.signs).isdisjoint(observed):
            return False
        if self._damage.deletes and not capitals and _all_capitals(observed):
            return True
        start, end = word.span()
        before, after = line[max(0, start - 2) : start], line[end : end + 2]
        if self._damage.deletes and before[-1:].isdecimal() and _UNIT_OF_MEASURE.fullmatch(observed):
            return True
        if len(observed) == 1 and _SLASHED.search(line, max(0, start - 3), end + 3):
            return True
        if observed.islower():
            return bool(_ADDRESS_BEFORE.search(before) or _ADDRESS_AFTER.match(after))
        if len(observed) > 2 or not observed[0].isupper():
            return False
        return (after[:1] == "." and after[1:].isalnum()) or (before[1:] == "." and before[:1].isalpha())


def _words(tokens: Sequence[re.Match[str]]) -> list[Span]:
    return [Span(*token.span()) for token in tokens if token.lastgroup == "word"]


def _token_pattern(damage: Damage) -> re.Pattern[str]:
    # A letter taken apart is one letter still: words that have some are in no table, and left as they are.
    own = f"[{re.escape(damage.signs)}]" if damage.signs else "(?!)"
    if damage.signs == "-":  # alone it is a dash
        own = r"(?:(?<=[^\W\d_])-|-(?=[^\W\d_]))"
    word = rf"(?:{WORD}|{own}|[\u0300-\u036f])+"
    gap = rf"{BETWEEN}|{INDENT}" if damage.deletes else "(?!)"
    return re.compile(
        rf"(?P<gap>{gap})|(?P<word>{word})|(?P<figure>\d[\d.,/:%-]*)|(?P<mark>[.!?…;:]+|[^\s\w]|_)"
    )


def _mark(observed: str) -> Readings:
    if observed[0] in SENTENCE_MARKS:
        return SENTENCE_END
    if observed[0].isdigit():
        return FIGURE
    return PAUSE if observed in COMMA_MARKS else NOTHING_SAID


def _all_capitals(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def in_capitals(line: str) -> bool:
    """Whether most letters of the line are capitals, as in headings; all, where they are few.

    Those of numbers and of what has a slash say nothing.
    """
    if sum(map(str.isupper, line)) < _SHORTEST_CAPITALS:
        return False
    words = [word for word in line.split() if not _NUMBERED.search(word)]
    rest = "".join(words)
    letters, capitals, (least, share) = (
        sum(map(str.isalpha, rest)),
        sum(map(str.isupper, rest)),
        _CAPITAL_LINE,
    )
    return capitals > share * letters if letters > least else 0 < capitals == letters and len(words) > 1
