"""Which readings a sentence most likely had: forward and backward over the last two units."""

import math
from collections.abc import Sequence

from kyyeu.restorer.model import Model
from kyyeu.restorer.readings import NOTHING, Readings

# A history is the last unit's number, with one more than the context's number above it where the last
# two units are a context of the model. Where they are not, the unit before the last changes nothing,
# and histories that differ in it alone are one.
_BITS = 16
_MASK = (1 << _BITS) - 1
_SENTENCE_START = 0

# Histories less likely than this share of the best are given up, and so are readings of one history.
_BEAM = 1e-4
_FAINTEST = 1e-4

# What is remembered between sentences is bounded, so that memory does not grow with the text.
_MOST_TRANSITIONS = 50_000

Transitions = tuple[tuple[int, int, float], ...]
"""For one history: a reading's place, the history after it, its probability."""

Posterior = dict[int, float]
"""The place of a reading to its probability."""

_Column = list[tuple[float, int, Transitions]]
"""For each living history: its probability so far, itself, where it leads."""


class Decoder:
    """Readings of sentences by one model; remembers a bounded part of what it has worked out."""

    def __init__(self, model: Model) -> None:
        """Start with nothing remembered."""
        self._model = model
        self._transitions: dict[tuple[int, int], Transitions] = {}
        self._by_last_unit: dict[tuple[int, int], tuple[list[float], list[int]]] = {}

    def posteriors(self, sentence: Sequence[Readings]) -> list[Posterior | None]:
        """For each place of the sentence the probabilities of its readings, None where it has only one."""
        if all(len(readings.units) == 1 for readings in sentence):
            return [None] * len(sentence)
        columns, _ = self._forward(sentence)
        return _backward(sentence, columns)

    def log_evidence(self, sentence: Sequence[Readings]) -> float:
        """The logarithm of the sentence's probability, all readings taken together."""
        return self._forward(sentence)[1]

    def _forward(self, sentence: Sequence[Readings]) -> tuple[list[_Column], float]:
        living = {_SENTENCE_START: 1.0}
        known, find = self._transitions.get, self._find_transitions
        columns, scale = [], 0.0
        for readings in sentence:
            key = readings.key
            column = [
                (share, history, known((history, key)) or find(history, readings))
                for history, share in living.items()
            ]
            columns.append(column)
            living = {}
            for share, _, transitions in column:
                for _, history, probability in transitions:
                    if history in living:
                        living[history] += share * probability
                    else:
                        living[history] = share * probability
            best = max(living.values())
            scale += math.log(best)
            least = best * _BEAM
            living = {history: share / best for history, share in living.items() if share > least}
        return columns, scale + math.log(sum(living.values()))

    def _find_transitions(self, history: int, readings: Readings) -> Transitions:
        if len(self._transitions) > _MOST_TRANSITIONS:
            self._transitions.clear()
            self._by_last_unit.clear()
        pairs, following = self._after_last_unit(history & _MASK, readings)
        probabilities = self._model.triple_probabilities((history >> _BITS) - 1, readings.units, pairs)
        weighed = [share * weight for share, weight in zip(probabilities, readings.weights, strict=True)]
        if readings.units[0] == NOTHING:
            weighed[0], following = readings.weights[0], [history, *following[1:]]
        least = max(weighed) * _FAINTEST
        transitions = tuple(
            [
                (place, after, probability)
                for place, (after, probability) in enumerate(zip(following, weighed, strict=True))
                if probability >= least
            ]
        )
        self._transitions[history, readings.key] = transitions
        return transitions

    def _after_last_unit(self, last: int, readings: Readings) -> tuple[list[float], list[int]]:
        """For each reading its probability by the last unit alone, and the history after it."""
        key = last, readings.key
        if key not in self._by_last_unit:
            find = self._model.contexts.find
            following = [(find(last, unit) + 1) << _BITS | unit for unit in readings.units]
            self._by_last_unit[key] = self._model.pair_probabilities(last, readings.units), following
        return self._by_last_unit[key]


def _backward(sentence: Sequence[Readings], columns: list[_Column]) -> list[Posterior | None]:
    """The posteriors, from the end of the sentence to its start."""
    posteriors: list[Posterior | None] = [None] * len(sentence)
    future: dict[int, float] | None = None
    for place in range(len(sentence) - 1, -1, -1):
        shares, posterior = _step_back(columns[place], future)
        if len(sentence[place].units) > 1:
            total = sum(posterior.values())
            posteriors[place] = {reading: share / total for reading, share in posterior.items()}
        best = max(shares.values())
        future = {history: share / best for history, share in shares.items()}
    return posteriors


def _step_back(column: _Column, future: dict[int, float] | None) -> tuple[dict[int, float], Posterior]:
    """How likely the rest of the sentence is from each history, and each reading's share."""
    shares, posterior = {}, {}
    for so_far, history, transitions in column:
        total = 0.0
        for reading, after, probability in transitions:
            if future is not None:
                rest = future.get(after)
                if rest is None:
                    continue
                probability *= rest
            total += probability
            posterior[reading] = posterior.get(reading, 0.0) + so_far * probability
        shares[history] = total
    return shares, posterior
