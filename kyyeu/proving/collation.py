"""Word against word: an article, damaged as it declares, beside its source, and where the two part."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate, islice, repeat
from typing import NamedTuple

from kyyeu.proving.objections import InBody
from kyyeu.proving.spelling import fold, has_line_end, settle
from kyyeu.proving.traces import ProofLine, Undone, put_through

_BEFORE, _AFTER = 4, 5  # words of the source that are shown around a difference
_FARTHEST = 80  # words passed over, in both together, before the two count as having parted for good
_FORWARD = 40  # words looked at ahead, where more ways than one lead on
_MOST_WEIGHED = 60  # gaps for which that is done; texts with more are not of each other
_SURE, _SURE_ALIKE = 3, 2  # words that must agree again; fewer where as many were passed over in either
_WORD = re.compile(r"[\S\x1c-\x1f]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of the article and what the source must have in its place."""

    line: ProofLine
    """As printed."""
    undone: Undone
    """As the source had it before the damage."""
    damaged: str
    """As the source must have it, white space folded."""
    spaced: str
    """The same with all its white space: words that the damage took leave the blanks around them."""


class SoundWord(NamedTuple):
    """A sound word of the body."""

    where: InBody
    """Where it stands."""
    text: str
    """As the source had it before the damage."""
    printed: str
    """As the article has it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Words in which an article and its source differ."""

    word: SoundWord
    """The first of them in the article; its last word where it has ended."""
    damaged: str
    """What the damage makes of it; empty where the article has ended."""
    expected: tuple[str, ...]
    """The words that the source has there; one at least, be it empty where the source has ended."""
    lines: bool
    """Whether they are whole lines of the source, of which the article has nothing."""
    context: str
    """The words of the source around them."""


class _Gap(NamedTuple):
    """Words of an article and words of its source that do not agree."""

    have: int
    passed: int
    want: int
    over: int


def find_differences(pieces: Sequence[Piece], lines: Sequence[str]) -> Iterator[Difference]:
    """Where the pieces, damaged, differ from the source's lines, whatever the white space in either.

    Both are read on from where they agree again after a difference; where they never do, it is the last.
    """
    found = [word for piece in pieces for word in _words(piece.damaged)]
    cut = [_words(fold(line)) for line in lines]
    expected = [word for line in cut for word in line]
    if found == expected:
        return
    sound = [*_find_words(pieces)] or [SoundWord(InBody(0, 0), "", "")]
    begins = {0, *accumulate(map(len, cut))}
    for have, passed, want, over in _find_gaps(found, expected):
        yield Difference(
            word=sound[min(have, len(sound) - 1)],
            damaged="".join(found[have : have + 1]),
            expected=tuple(expected[want : want + max(over, 1)]) or ("",),
            lines=not passed and _are_lines(expected, want, want + over, begins),
            context=" ".join(expected[max(0, want - _BEFORE) : want + _AFTER]),
        )


def _are_lines(words: Sequence[str], start: int, end: int, begins: Container[int]) -> bool:
    """Whether the words that are over are whole lines; of words that repeat, others may be over as well."""
    while start not in begins or end not in begins:
        if not start or words[start - 1] != words[end - 1]:
            return False
        start, end = start - 1, end - 1
    return True


def _find_gaps(found: Sequence[str], expected: Sequence[str]) -> Iterator[_Gap]:
    """Where the two do not agree; of as many words in either each by itself."""
    have = want = weighed = 0
    while have < len(found) or want < len(expected):
        forward = _FORWARD if weighed < _MOST_WEIGHED else 0
        passed, over = _pass_over(found, have, expected, want, forward)
        here, there = found[have : have + passed], expected[want : want + over]
        if max(passed, over) > _FARTHEST:
            yield _Gap(have, passed, want, over)
        elif here != there:
            weighed += 1
            yield from (
                _Gap(have + gap.have, gap.passed, want + gap.want, gap.over) for gap in _part(here, there)
            )
        have, want = have + passed, want + over


def _part(here: Sequence[str], there: Sequence[str]) -> Iterator[_Gap]:
    """The gaps of two short stretches, a word or two that agree between them."""
    for kind, start, end, begin, stop in SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if end - start == stop - begin:
            yield from (_Gap(start + number, 1, begin + number, 1) for number in range(end - start))
        else:
            yield _Gap(start, end - start, begin, stop - begin)


def _pass_over(
    found: Sequence[str], have: int, expected: Sequence[str], want: int, forward: int = _FORWARD
) -> tuple[int, int]:
    """How many words of either to pass over, one at least, until they agree again; all, where they never do.

    Paragraphs may be alike but for a word: of the ways to go on, the one is taken on which most of the words
    `forward` agree.

    >>> _pass_over("a x b c d".split(), 1, "a b c d".split(), 1)
    (1, 0)
    """
    left = len(found) - have, len(expected) - want
    if all(left) and found[have] == expected[want]:
        return 1, 1
    best, fewest = left, forward + 1
    for passed, over in _ways(*left):
        sure = _SURE_ALIKE if passed == over else _SURE
        here = found[have + passed : have + passed + sure]
        there = expected[want + over : want + over + sure]
        if here == there and (len(here) == sure or (passed + len(here), over + len(there)) == left):
            differing = _count_differing(found, have + passed, expected, want + over, forward)
            if differing < fewest:
                best, fewest = (passed, over), differing
            if not differing:
                break
    return best


def _count_differing(
    found: Sequence[str], have: int, expected: Sequence[str], want: int, forward: int
) -> int:
    """How many of the words `forward` from here and there are not the same."""
    ahead = zip(found[have : have + forward], expected[want : want + forward], strict=False)
    return sum(one != other for one, other in ahead)


def _ways(most_passed: int, most_over: int) -> Iterator[tuple[int, int]]:
    """Numbers of words to pass over in either, the fewest first."""
    for both in range(1, _FARTHEST):
        for passed in range(max(0, both - most_over), min(both, most_passed) + 1):
            yield passed, both - passed


def _find_words(pieces: Sequence[Piece]) -> Iterator[SoundWord]:
    """The sound word under every damaged one, in their order."""
    for piece in pieces:
        words = [word for match in _WORD.finditer(piece.undone.text) for word in _leave(piece, match)]
        yield from words[: len(_words(piece.damaged))]


def _leave(piece: Piece, match: re.Match[str]) -> Iterator[SoundWord]:
    """The word as often as the damage leaves words of it: none, where it takes every letter."""
    origins = piece.undone.origins[match.start() : match.end()]
    left = fold(put_through(piece.line, Undone(match[0], origins)))
    start, end = origins[0][0], origins[-1][1]
    word = SoundWord(InBody(piece.line.block, start), match[0], piece.line.text[start:end])
    return repeat(word, len(_words(left)))


def find_crowded(pieces: Sequence[Piece], lines: Sequence[str]) -> Iterator[tuple[SoundWord, SoundWord]]:
    """Words, each with the next, between which the article has more than the source has room for.

    The two differ nowhere. Words that a damage took whole leave their blanks; what stood at either end of a
    line may have left none.
    """
    sound = [*_find_words(pieces)]
    left = _blanks_between(" ".join(piece.spaced for piece in pieces))
    there = _blanks_between("".join(lines))
    for number, (wanted, given) in enumerate(zip(left, there, strict=False)):
        if len(wanted) > len(given) and not has_line_end(given):
            yield sound[number], sound[number + 1]


def _blanks_between(text: str) -> list[str]:
    return _WORD.split(text)[1:-1]


def words_in_place(pieces: Sequence[Piece], lines: Sequence[str]) -> list[str]:
    """For each piece the source's words in its place, as they are spelt there; the two differ nowhere."""
    words = (word for line in lines for word in fold(line).split(" ") if word)
    return [" ".join(islice(words, len(_words(piece.damaged)))) for piece in pieces]


def _words(folded: str) -> list[str]:
    return settle(folded).split(" ") if folded else []
