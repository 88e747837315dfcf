"""Documents as numbers: one array of unit numbers with the case each unit was written in."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kyyeu.restorer.units import (
    COMMA,
    COMMA_MARKS,
    NUMBER,
    SENTENCE,
    SENTENCE_MARKS,
    SPECIAL,
    TOKEN,
    canonical,
    unit_of,
)
from training.corpus import CorpusText

LOWER, CAPITAL, ALL_CAPITALS, NOT_A_WORD = 0, 1, 2, 3
_CASE_BITS, _FLAG_BITS = 2, 3
_OTHER_SPELLING = 1 << _CASE_BITS
_IGNORED = (1 << 32) - 1


class TokenCodes(dict[str, int]):
    """Token to unit number and case in one integer, learnt as tokens come by."""

    def __init__(self) -> None:
        """Start with the special units only."""
        super().__init__()
        self.numbers: dict[str, int] = {unit: number for number, unit in enumerate(SPECIAL)}

    def __missing__(self, token: str) -> int:
        """Learn the token."""
        code = self[token] = self._code(token)
        return code

    def _code(self, token: str) -> int:
        if token[0].isalpha():
            unit = unit_of(token)
            number = self.numbers.setdefault(unit, len(self.numbers))
            return number << _FLAG_BITS | _case(token) | _style(token)
        if token[0].isdigit():
            return NUMBER << _FLAG_BITS | NOT_A_WORD
        if token[0] in SENTENCE_MARKS:
            return SENTENCE << _FLAG_BITS | NOT_A_WORD
        if token[0] in COMMA_MARKS:
            return COMMA << _FLAG_BITS | NOT_A_WORD
        return _IGNORED


@dataclass(frozen=True)
class TokenStream:
    """Many documents, one after the other, each between two sentence marks."""

    units: NDArray[np.int64]
    """Unit numbers."""
    cases: NDArray[np.uint8]
    """LOWER, CAPITAL, ALL_CAPITALS or NOT_A_WORD for each unit."""
    other_spelling: NDArray[np.bool_]
    """Whether each unit was written in its other spelling (uỷ for ủy)."""
    documents: NDArray[np.int64]
    """For each unit the number of its document."""


def read_tokens(documents: Iterable[CorpusText], codes: TokenCodes) -> TokenStream:
    """The documents' units, as the language model counts them."""
    flat, lengths = array("I"), []
    for document in documents:
        before = len(flat)
        flat.append(SENTENCE << _FLAG_BITS | NOT_A_WORD)
        flat.extend(map(codes.__getitem__, TOKEN.findall(document.text)))
        flat.append(SENTENCE << _FLAG_BITS | NOT_A_WORD)
        lengths.append(len(flat) - before)
    raw = np.frombuffer(flat, dtype=np.uint32) if flat else np.zeros(0, np.uint32)
    owners = np.repeat(np.arange(len(lengths), dtype=np.int64), np.array(lengths, np.int64))
    kept = raw != _IGNORED
    return _collapse_marks(
        TokenStream(
            (raw[kept] >> _FLAG_BITS).astype(np.int64),
            (raw[kept] & (_OTHER_SPELLING - 1)).astype(np.uint8),
            (raw[kept] & _OTHER_SPELLING) > 0,
            owners[kept],
        )
    )


def select(stream: TokenStream, kept: NDArray[np.bool_]) -> TokenStream:
    """The units at the places kept."""
    return TokenStream(
        stream.units[kept], stream.cases[kept], stream.other_spelling[kept], stream.documents[kept]
    )


def renumber(stream: TokenStream, numbers: NDArray[np.int64]) -> TokenStream:
    """The stream with each unit's new number in place of its old one."""
    return replace(stream, units=numbers[stream.units])


def join(streams: Iterable[TokenStream]) -> TokenStream:
    """The streams one after the other; what says which document is meant only within each."""
    joined = list(streams)
    return TokenStream(
        np.concatenate([stream.units for stream in joined]),
        np.concatenate([stream.cases for stream in joined]),
        np.concatenate([stream.other_spelling for stream in joined]),
        np.concatenate([stream.documents for stream in joined]),
    )


def _collapse_marks(stream: TokenStream) -> TokenStream:
    """The stream with runs of marks reduced to what the decoder keeps: a comma, a sentence end, or both."""
    for drop in (_repeated, _comma_after_sentence, _repeated):
        stream = select(stream, ~drop(stream.units))
    return stream


def _repeated(units: NDArray[np.int64]) -> NDArray[np.bool_]:
    drop = np.zeros(units.size, bool)
    drop[1:] = (units[1:] == units[:-1]) & ((units[1:] == SENTENCE) | (units[1:] == COMMA))
    return drop


def _comma_after_sentence(units: NDArray[np.int64]) -> NDArray[np.bool_]:
    drop = np.zeros(units.size, bool)
    drop[1:] = (units[1:] == COMMA) & (units[:-1] == SENTENCE)
    return drop


def _case(word: str) -> int:
    if len(word) > 1 and word.isupper():
        return ALL_CAPITALS
    return CAPITAL if word[0].isupper() else LOWER


def _style(word: str) -> int:
    lower = word.lower()
    return 0 if canonical(lower) == lower else _OTHER_SPELLING
