"""Spaces put where words end and taken out of words, as the language has it.

Of a stretch of letters and spaces every way to part it into words is weighed by the language model, and so is
each space that was added or taken away. What was certain before stays.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import exp, log
from operator import attrgetter
from unicodedata import combining, normalize

import numpy as np

from kyyeu.restorer.damage.letters import TONES
from kyyeu.restorer.damage.spaces import SPACES_MOVED
from kyyeu.restorer.damage.syllables import is_syllable, part_tone
from kyyeu.restorer.language_model import NO_CONTEXT, Model
from kyyeu.restorer.restoration import Restoration, Step, replay
from kyyeu.restorer.units import SENTENCE, UNKNOWN, canonical

# What it costs to take a space out, and to put one in where there is none (logarithms).
_JOINED, _PARTED = -2.5, -3.0
# What a word costs that stands between spaces and is no syllable: one of another language, or one of ours.
_FOREIGN, _STRANGE = -7.0, -14.0
# The longest syllable, "nghiêng", and so many ways into a place are kept.
_LONGEST, _LIKELY = 7, 1e-4

# Two words in one have so many letters, and spaces are in many words where this share of them are none.
_LONG, _MANY, _SHORT = 6, 0.05, 3
# Text that kept its letters has more of these that losses take than this for each word.
_LEAST_TONED = 0.17

_TONED = re.compile("[\u1ea0-\u1eff\u0300\u0301\u0303\u0309\u0323]")

_LOWER = re.compile("(?:[^\\W\\d_]|[\u0300-\u036f])++[,.;:]?")
# A mark behind which a space is missing; addresses have a full stop between small letters.
_MARK = re.compile(
    r"(?<=[^\W\d_]{2})(?:[,;:](?=[^\W\d_])|\.(?=[A-ZĐÀ-Ỹ][^\W\dA-Z_]))"
    r"|(?<=[^\W_]),(?=[a-zà-ỹđ])|(?<=\d)\.(?=[A-ZĐÀ-Ỹ][^\W\dA-Z_])"
)
# A space before a mark that closes, and behind one that opens; and such a mark that has none.
_BESIDE_MARK = re.compile(r"(?<=[^\W_]) (?=[,.;:!?)](?:\s|\Z))|(?<=\() (?=[^\W_])")
_CLOSE_MARK = re.compile(r"(?<=[^\W_])[,.;:!?)](?=\s|\Z)")
_SPACED_MARK = re.compile(r"(?<=[^\W\d_])[,;:.]\s+(?=[^\W\d_])")
_FEWEST_MARKS = 4
_BEFORE_FIGURE = re.compile(r"(?<![\w./-])([^\W\d_]{2,7})(\d)(?=\d|[^\w.])")
_BEHIND_FIGURE = re.compile(r"(?<=[\d/])(\d)([^\W\d_]{2,7})(?![\w/-])")
_RUN = re.compile(r"[^\W\d_](?: ?(?:[^\W\d_]|[\u0300-\u036f]))*")


@lru_cache(maxsize=2)
def respacer_for(model: Model) -> "Respacer":
    """One with the model, kept from call to call."""
    return Respacer(model)


def has_strange_spaces(words: Sequence[str]) -> bool:
    """Whether words look like parts of words, or like several, and none of their letters seem to be lost."""
    if sum(map(len, map(_TONED.findall, words))) < _LEAST_TONED * len(words):
        return False
    strange = [len(word) for word in words if _is_strange(word)]
    return any(length >= _LONG for length in strange) or len(strange) > _MANY * len(words)


def lost_behind_marks(text: str) -> bool:
    """Whether behind the marks of its sentences, where there are several, most spaces are missing."""
    marks = sum(match[0] != ":" for match in _MARK.finditer(text))  # that is part of a name too: Bản mẫu:OAS
    return marks >= _FEWEST_MARKS and marks > len(_SPACED_MARK.findall(text))


def spaces_beside_marks(text: str) -> Sequence[re.Match[str]]:
    """The spaces before marks that close, and behind such as open, unless they are the typist's own."""
    spaces = [*_BESIDE_MARK.finditer(text)]
    return [] if _leaves_them(text, spaces) else spaces


def strange_runs(text: str) -> str:
    """Of a text the runs of letters and spaces in which a word looks like a part of one, or like several."""
    runs = (match[0] for match in _RUN.finditer(text))
    return "\n".join(run for run in runs if any(map(_is_strange, run.split(" "))))


@lru_cache(maxsize=20_000)
def _is_strange(word: str) -> bool:
    return _LOWER.fullmatch(word) is not None and not _may_be_word(word)


def is_short(word: str) -> bool:
    """Whether it may be a unit of measure, or a part of a name: km, TT."""
    return word.isascii() and len(word) < _SHORT


def is_parted(step: Step) -> bool:
    """Whether a step put a space into what is too long for a word, or for one of another language."""
    return _parts(step) and len(step.before) >= _LONG and not may_stand(step)


def may_stand(step: Step) -> bool:
    """Whether a step parts a word that may be from abroad, with one tone at the most: bêtông, vắcxin."""
    return _parts(step) and sum(map(TONES.__contains__, normalize("NFD", step.before))) <= 1


def _parts(step: Step) -> bool:
    return " " not in step.before and " " in step.after


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that some of a run's letters may be."""

    start: int
    """Its first letter."""
    end: int
    """The letter after its last."""
    unit: int
    cost: float
    """What speaks for it beside its neighbours, a logarithm."""


class Respacer:
    """Moves spaces by one model."""

    def __init__(self, model: Model) -> None:
        """Prepare nothing."""
        self._model = model

    def restore(self, text: str) -> Restoration:
        """The text with its spaces where they belong."""
        steps = [step for run in _RUN.finditer(text) for step in self._steps(run.start(), run[0])]
        steps += (Step(mark.start(), mark[0], f"{mark[0]} ", 1.0) for mark in _MARK.finditer(text))
        steps += self._beside_figures(text)
        steps += (Step(space.start(), " ", "", 1.0) for space in spaces_beside_marks(text))
        steps.sort(key=attrgetter("start"))
        return Restoration(text, replay(text, steps), SPACES_MOVED.name, tuple(steps))

    def _beside_figures(self, text: str) -> Iterator[Step]:
        """A space between a figure and a word that is no unit of measure: năm2000, 17tháng."""
        for before in _BEFORE_FIGURE.finditer(text):
            if not is_short(before[1]) and _is_word(before[1], self._model):
                yield Step(before.start(2), before[2], f" {before[2]}", 1.0)
        for behind in _BEHIND_FIGURE.finditer(text):
            if not is_short(behind[2]) and _is_word(behind[2], self._model):
                yield Step(behind.start(1), behind[1], f"{behind[1]} ", 1.0)

    def _steps(self, start: int, run: str) -> Iterator[Step]:
        """What was joined and parted in a run of letters and spaces."""
        letters = _letters(run)
        if len(letters) > 1:
            for first, last, written, probability in self._parted(run, letters):
                if run[first:last] != written:
                    yield Step(start + first, run[first:last], written, probability)

    def _parted(self, run: str, letters: Sequence["_Letter"]) -> Iterator[tuple[int, int, str, float]]:
        """The likeliest words: where each begins and ends in the run, how it is written, how likely it is.

        Words between which a space was put are one.
        """
        words = [*_words(letters, self._model)]
        pending: tuple[int, int, str, float] | None = None
        for word, share in self._likeliest(words, len(letters)):
            first, last = letters[word.start].start, letters[word.end - 1].end
            written = "".join(letter.text for letter in letters[word.start : word.end])
            if pending and not letters[word.start].spaced:
                pending = pending[0], last, f"{pending[2]} {written}", pending[3] * share
                continue
            if pending:
                yield pending
            pending = first, last, written, share
        if pending:
            yield pending

    def _likeliest(self, words: Sequence[_Word], length: int) -> Iterator[tuple[_Word, float]]:
        """The words of the likeliest way through, each with how likely it is: forward and backward."""
        leads = self._leads(words, length)
        forward, best, came = [-np.inf] * len(words), [-np.inf] * len(words), [-1] * len(words)
        for number, before, lead in leads:
            cost = lead + words[number].cost
            reached = (0.0, 0.0) if before < 0 else (forward[before], best[before])
            forward[number] = _added(forward[number], reached[0] + cost)
            if reached[1] + cost > best[number]:
                best[number], came[number] = reached[1] + cost, before
        ended = [number for number, word in enumerate(words) if word.end == length]
        backward = [0.0 if word.end == length else -np.inf for word in words]
        for number, before, lead in reversed(leads):
            if before >= 0:
                backward[before] = _added(backward[before], backward[number] + lead + words[number].cost)
        total = -np.inf
        for number in ended:
            total = _added(total, forward[number])
        path, last = list[int](), max(ended, key=best.__getitem__)
        while last >= 0:
            path.append(last)
            last = came[last]
        for number in reversed(path):
            yield words[number], min(1.0, exp(forward[number] + backward[number] - total))

    def _leads(self, words: Sequence[_Word], length: int) -> list[tuple[int, int, float]]:
        """Each word after each that may stand before it, with how likely that is, from left to right."""
        ending = defaultdict[int, list[int]](list)
        for number, word in enumerate(words):
            ending[word.end].append(number)
        order = sorted(range(len(words)), key=lambda number: words[number].start)
        ending[0].append(-1)
        pairs = [(number, before) for number in order for before in ending[words[number].start]]
        units = np.array([SENTENCE if before < 0 else words[before].unit for _, before in pairs])
        following = np.array([words[number].unit for number, _ in pairs])
        shares, _ = self._model.follow(np.full(units.size, NO_CONTEXT), units, following)
        return [(*pair, log(share)) for pair, share in zip(pairs, shares.tolist(), strict=True)]


def _leaves_them(text: str, spaces: Sequence[re.Match[str]]) -> bool:
    """Whether spaces before marks are the typist's own: most marks have one, behind plain letters too."""
    closed = [mark.start() for mark in _CLOSE_MARK.finditer(text)]
    plain = sum(text[place - 1].isascii() for place in closed)
    spaced = sum(text[space.start() - 1].isascii() for space in spaces)
    return len(spaces) > len(closed) and spaced >= plain


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter of a run with the marks that stand behind it."""

    text: str
    """Both, without any space."""
    start: int
    end: int
    spaced: bool
    """Whether a space stands before it."""


def _letters(run: str) -> list[_Letter]:
    """The run's letters; a space between a letter and its marks is none."""
    found, place = list[_Letter](), 0
    while place < len(run):
        start = place + (run[place] == " ")
        end, text = start + 1, run[start]
        while (more := end + (run[end : end + 1] == " ")) < len(run) and combining(run[more]):
            text, end = text + run[more], more + 1
        found.append(_Letter(text, start, end, start > place))
        place = end
    return found


def _words(letters: Sequence[_Letter], model: Model) -> Iterator[_Word]:
    """Every word that the letters may be: syllables, and what stands between spaces; no part of others."""
    foreign = _foreign(letters)
    for start in range(len(letters)):
        parted, joined, text = start > 0 and not letters[start].spaced, 0, ""
        for end in range(start + 1, len(letters) + 1):
            joined += letters[end - 1].spaced and end - 1 > start
            text = normalize("NFC", text + letters[end - 1].text)
            ends = end == len(letters) or letters[end].spaced
            if not joined and not parted and ends and not _is_word(text, model):
                yield _Word(start, end, UNKNOWN, _FOREIGN if text.isascii() else _STRANGE)
            elif end - start <= _LONGEST and _is_word(text, model):
                if not (foreign[start] and parted) and (ends or not foreign[end - 1]):
                    unit = model.numbers[canonical(text.lower())]
                    yield _Word(start, end, unit, _JOINED * joined + _PARTED * parted)
            elif end - start > _LONGEST and (joined or parted):
                break


def _foreign(letters: Sequence[_Letter]) -> Sequence[bool]:
    """For each letter whether it is of a word, as it stands between spaces, without any of our letters."""
    starts = [number for number, letter in enumerate(letters) if letter.spaced or number == 0]
    words = (letters[start:end] for start, end in pairwise([*starts, len(letters)]))
    return [foreign for word in words for foreign in [all(map(_is_plain, word))] * len(word)]


def _is_plain(letter: _Letter) -> bool:
    return letter.text.isascii()


@lru_cache(maxsize=20_000)
def _may_be_word(word: str) -> bool:
    """Whether it is a syllable by its spelling, or foreign."""
    whole = normalize("NFC", word.strip(",.;:"))
    syllable = whole != "" and not combining(word[0]) and is_syllable(part_tone(whole)[0].lower())
    return syllable or (whole.isascii() and len(whole) > _SHORT)


@lru_cache(maxsize=20_000)
def _is_word(text: str, model: Model) -> bool:
    """Whether it is a syllable that the model knows, in letters as words have them."""
    cased = text[1:].islower() or text.isupper() or len(text) == 1
    return cased and canonical(text.lower()) in model.numbers and is_syllable(part_tone(text)[0].lower())


def _added(one: float, other: float) -> float:
    """The logarithm of the sum of two numbers given as logarithms."""
    high, low = max(one, other), min(one, other)
    return high if low == -np.inf else high + log(1 + exp(low - high))
