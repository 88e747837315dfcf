"""Which readings a sentence most likely had: forward and backward over the last two units."""

import math
from collections.abc import Sequence

from kyyeu.restorer.model import Model
from kyyeu.restorer.readings import NOTHING, Readings
from kyyeu.restorer.recent import Recent

# A history is the last unit's number, with one more than the context's number above it where the last
# two units are a context of the model. Where they are not, the unit before the last changes nothing,
# and histories that differ in it alone are one.
_BITS = 16
_MASK = (1 << _BITS) - 1
_SENTENCE_START = 0

# Histories less likely than this share of the best are given up, and so are readings of one history.
_BEAM = 1e-3
_FAINTEST = 1e-3

# Readings less likely than this are not worth telling.
_NEGLIGIBLE = 1e-5

# What is remembered between sentences is bounded, so that memory does not grow with the text.
_MOST_TRANSITIONS = 4_000

Transitions = tuple[tuple[int, int, float], ...]
"""For one history: a reading's place, the history after it, its probability."""

Posterior = dict[int, float]
"""The place of a reading to its probability."""

_Column = list[tuple[float, int, Transitions]]
"""For each living history: its probability so far, itself, where it leads."""

_CERTAIN: _Column = []
"""The column of a place where one history leads to one history."""


class Decoder:
    """Readings of sentences by one model; remembers a bounded part of what it has worked out."""

    def __init__(self, model: Model) -> None:
        """Start with nothing remembered."""
        self._model = model
        self._by_last_unit: Recent[int, Transitions] = Recent(_MOST_TRANSITIONS)

    def posteriors(self, sentence: Sequence[Readings]) -> list[Posterior | None]:
        """For each place of the sentence the probabilities of its readings, None where it has only one."""
        if all(len(readings.units) == 1 for readings in sentence):
            return [None] * len(sentence)
        return _backward(sentence, self._forward(sentence))

    def log_evidence(self, sentence: Sequence[Readings]) -> float:
        """The logarithm of the sentence's probability, all readings taken together."""
        living, total = {_SENTENCE_START: 1.0}, 0.0
        for readings in sentence:
            living, scale = _advance(self._column(living, readings))
            total += math.log(scale)
        return total + math.log(sum(living.values()))

    def _forward(self, sentence: Sequence[Readings]) -> list[_Column]:
        living = {_SENTENCE_START: 1.0}
        columns: list[_Column] = []
        for readings in sentence:
            if len(living) == 1 and len(readings.units) == 1:
                # What is certain on both sides needs no probability.
                (history,) = living
                living = {self._histories(history & _MASK, readings.units)[0]: 1.0}
                columns.append(_CERTAIN)
            else:
                column = self._column(living, readings)
                living, _ = _advance(column)
                columns.append(column)
        return columns

    def _column(self, living: dict[int, float], readings: Readings) -> _Column:
        find = self._transitions
        return [(share, history, find(history, readings)) for history, share in living.items()]

    def _histories(self, last: int, units: Sequence[int]) -> list[int]:
        """The history after each unit that may follow `last`."""
        contexts = self._model.find_contexts(last, units)
        return [(context + 1) << _BITS | unit for context, unit in zip(contexts, units, strict=True)]

    def _transitions(self, history: int, readings: Readings) -> Transitions:
        last, context = history & _MASK, history >> _BITS
        key = readings.key << _BITS | last
        transitions = self._by_last_unit.young.get(key)
        if transitions is None:
            transitions = self._by_last_unit.recall(key)
            if transitions is None:
                transitions = self._by_last_unit.remember(key, self._after_last_unit(last, readings))
        if context and transitions:
            transitions = self._after_context(context - 1, readings, transitions)
        if readings.units[0] == NOTHING:
            transitions = ((0, history, readings.weights[0]), *transitions)
        return transitions

    def _after_last_unit(self, last: int, readings: Readings) -> Transitions:
        """Where the readings lead, by the last unit alone; without the reading of no word at all.

        A longer history seldom saves a reading that the shorter one finds faint beside the best.
        """
        shares = self._model.pair_probabilities(last, readings.units, readings.weights)
        least = max(shares) * _FAINTEST
        kept = [place for place, share in enumerate(shares) if share > least]
        histories = self._histories(last, [readings.units[place] for place in kept])
        return tuple(
            [(place, history, shares[place]) for place, history in zip(kept, histories, strict=True)]
        )

    def _after_context(self, context: int, readings: Readings, shorter: Transitions) -> Transitions:
        """Where the readings that the last unit leaves lead, by the last two units."""
        shares = self._model.triple_probabilities(context, readings.weights, shorter)
        if len(shares) == 1:
            place, after, _ = shorter[0]
            return ((place, after, shares[0]),)
        least = max(shares) * _FAINTEST
        return tuple(
            [
                (place, after, share)
                for (place, after, _), share in zip(shorter, shares, strict=True)
                if share >= least
            ]
        )


def _advance(column: _Column) -> tuple[dict[int, float], float]:
    """The histories after a place, the likeliest at 1, and what they were divided by."""
    living: dict[int, float] = {}
    for so_far, _, transitions in column:
        for _, history, probability in transitions:
            if history in living:
                living[history] += so_far * probability
            else:
                living[history] = so_far * probability
    best = max(living.values())
    least = best * _BEAM
    return {history: share / best for history, share in living.items() if share > least}, best


def _backward(sentence: Sequence[Readings], columns: list[_Column]) -> list[Posterior | None]:
    """The posteriors, from the end of the sentence to its start."""
    posteriors: list[Posterior | None] = [None] * len(sentence)
    future: dict[int, float] | None = None
    for place in range(len(sentence) - 1, -1, -1):
        if columns[place] is _CERTAIN:
            future = None
            continue
        shares, posterior = _step_back(columns[place], future)
        if len(sentence[place].units) > 1:
            total = sum(posterior.values())
            least = total * _NEGLIGIBLE
            posteriors[place] = {
                reading: share / total for reading, share in posterior.items() if share > least
            }
        best = max(shares.values())
        future = {history: share / best for history, share in shares.items()}
    return posteriors


def _step_back(column: _Column, future: dict[int, float] | None) -> tuple[dict[int, float], Posterior]:
    """How likely the rest of the sentence is from each history, and each reading's share."""
    shares: dict[int, float] = {}
    posterior: Posterior = {}
    for so_far, history, transitions in column:
        total = 0.0
        for reading, after, probability in transitions:
            if future is not None:
                if after not in future:
                    continue
                probability *= future[after]
            total += probability
            if reading in posterior:
                posterior[reading] += so_far * probability
            else:
                posterior[reading] = so_far * probability
        shares[history] = total
    return shares, posterior
